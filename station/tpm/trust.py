"""Whether an endorsement certificate says, and may be believed, that the key is in a genuine TPM.

All that TCG's EK Credential Profile and RFC 5280 demand of it here is in this module, since general
verifiers either refuse endorsement certificates for their extensions or, told to let these pass,
take those of authorities and of other purposes.

Dates: issuers must be valid now; the endorsement certificate's own dates are not looked at. The
profile has it never expire, many were issued for ten years or less, and a key doesn't leave its TPM
when the paper does.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from station.errors import Fault, StationError
from station.model.attestation import (
    EkTrust,
    EndorsementKey,
    TrustStore,
    endorsement_modulus,
)
from station.model.names import shown
from station.model.profile import CertificatePolicy
from station.tpm.endorsement import ReadEndorsement
from station.tpm.papers import Paper, key_in, known_paper
from station.tpm.weakness import weakness

_EXPONENT: Final = 65537
# TCG EK Credential Profile: tcg-kp-EKCertificate.
_EK_PURPOSE: Final = x509.ObjectIdentifier("2.23.133.8.1")
# More than any maker's chain has; what a device sends along must not make the search long.
_LONGEST_CHAIN: Final = 6
_MOST_ALONG: Final = 16


def check_endorsement(
    read: ReadEndorsement, trust: TrustStore, policy: CertificatePolicy, now: datetime
) -> EndorsementKey:
    """Return the endorsement key with what its certificate proves, or refuse it.

    Args:
        read: what the TPM showed.
        trust: the makers whom a supervisor trusts.
        policy: with RECORD, a missing certificate and one of an unknown maker pass, and are
            recorded as such; nothing else that is wrong ever does.
        now: with a time zone.

    Raises:
        StationError: TPM-003, TPM-012 another key than the template's; TPM-027 a key that can be
            broken; TPM-015 a certificate that can't be read, under RECORD only where not even its
            key can; TPM-005 one for another key; TPM-007 one of an authority; TPM-008 one for
            another purpose; TPM-006 none, TPM-004 none from a trusted maker, both only under
            REQUIRE. TPM-004 is laid at the station where its own roots can't be read.
    """
    modulus = int.from_bytes(endorsement_modulus(read.public), "big")
    key = _judged(read, rsa.RSAPublicNumbers(_EXPONENT, modulus), trust, policy, now)
    if weak := weakness(modulus):
        raise StationError("TPM-027", weak)
    return key


def _judged(
    read: ReadEndorsement,
    expected: rsa.RSAPublicNumbers,
    trust: TrustStore,
    policy: CertificatePolicy,
    now: datetime,
) -> EndorsementKey:
    if read.certificate is None:
        if policy is CertificatePolicy.REQUIRE:
            raise StationError("TPM-006", "nothing is in the NV indices of its certificate")
        return EndorsementKey(read.public, None, (), EkTrust.MISSING)
    der = _for_key((read.certificate, *read.others), expected)
    try:
        paper = Paper.parse(der)
    except ValueError as error:
        return _malformed(read.public, der, expected, policy, error)
    _check_leaf(paper, expected)
    chain = chain_of(paper, trust, (*read.chain, *read.others), now)
    if chain:
        return EndorsementKey(read.public, der, chain, EkTrust.TRUSTED)
    if policy is CertificatePolicy.REQUIRE:
        raise StationError("TPM-004", why_untrusted(paper))
    return EndorsementKey(read.public, der, (), EkTrust.UNTRUSTED)


def _for_key(certificates: Sequence[bytes], expected: rsa.RSAPublicNumbers) -> bytes:
    """Return the first certificate for the key, or else the first of all."""
    for der in certificates if len(certificates) > 1 else ():
        key = key_in(der)
        if isinstance(key, rsa.RSAPublicKey) and key.public_numbers() == expected:
            return der
    return certificates[0]


def _malformed(
    public: bytes,
    der: bytes,
    expected: rsa.RSAPublicNumbers,
    policy: CertificatePolicy,
    error: ValueError,
) -> EndorsementKey:
    """Judge a certificate that can't be read whole by the key that may still be found in it."""
    key = key_in(der)
    if key is None or policy is CertificatePolicy.REQUIRE:
        raise StationError("TPM-015", str(error)) from error
    if not isinstance(key, rsa.RSAPublicKey) or key.public_numbers() != expected:
        raise StationError("TPM-005", f"it holds another key, and can't be read: {error}")
    return EndorsementKey(public, der, (), EkTrust.UNTRUSTED)


def _check_leaf(paper: Paper, expected: rsa.RSAPublicNumbers) -> None:
    """Refuse what no policy lets pass."""
    key = paper.key
    if not isinstance(key, rsa.RSAPublicKey) or key.public_numbers() != expected:
        raise StationError("TPM-005", "the certificate holds another key than handle 0x81010001")
    check_purpose(paper)


def check_purpose(paper: Paper) -> None:
    """Refuse a certificate that isn't for an endorsement key: TPM-007, TPM-008."""
    # Without the extension it is not an authority's either (RFC 5280, 4.2.1.9), but for version 1.
    if paper.may_issue or paper.certificate.version is not x509.Version.v3:
        raise StationError("TPM-007", "CA:TRUE, keyCertSign, or not of version 3")
    if paper.purposes is not None and _EK_PURPOSE not in paper.purposes:
        listed = ", ".join(purpose.dotted_string for purpose in list(paper.purposes)[:8])
        raise StationError("TPM-008", f"extended key usage {listed}")


def in_words(key: EndorsementKey) -> str:
    """Return what a key's certificate says of it, for people: a clause after "the key"."""
    match key.trust:
        case EkTrust.TRUSTED:
            maker = known_paper(key.chain[-1]).subject
            names = maker.get_attributes_for_oid(NameOID.ORGANIZATION_NAME) or list(maker)[-1:]
            name = shown(str(names[0].value), 60) if names else "a trusted maker"
            return f"its certificate is vouched for by {name}"
        case EkTrust.UNTRUSTED:
            return "its certificate is of a maker who is not trusted"
        case EkTrust.MISSING:
            return "it has no certificate"
        case EkTrust.MISMATCH:
            return "its certificate is for another key"


def why_untrusted(paper: Paper) -> str:
    """Return in words for an engineer what no chain was found for."""
    issuer = shown(paper.issuer.rfc4514_string(), 120)
    mistakes = f"; put right: {', '.join(paper.mistakes)}" if paper.mistakes else ""
    return f"no chain from {issuer or 'a nameless issuer'}{mistakes}"


def _known(der: bytes) -> Paper:
    try:
        return known_paper(der)
    except ValueError as error:
        detail = f"a certificate of the trust store, {error}"
        raise StationError("TPM-004", detail, fault=Fault.STATION) from error


@dataclass(frozen=True)
class _Issuers:
    """Who may have issued a certificate."""

    roots: frozenset[bytes]
    papers: tuple[Paper, ...]

    @classmethod
    def gathered(cls, trust: TrustStore, along: Sequence[bytes]) -> Self:
        """Gather the trusted roots, the known intermediates, and what the TPM sent along."""
        papers = [_known(der) for der in (*trust.roots, *trust.intermediates)]
        # By key: the same can be signed anew, or encoded otherwise.
        refused = [_known(der).key for der in trust.refused]
        for der in along[:_MOST_ALONG]:
            with suppress(ValueError):
                paper = Paper.parse(der)
                if paper.key not in refused:
                    papers.append(paper)
        return cls(frozenset(trust.roots), tuple(papers))

    def of(self, issued: Paper, below: int, now: datetime) -> Iterator[Paper]:
        """Yield those that issued `issued`, with `below` authorities between them and the leaf."""
        for paper in self.papers:
            if paper.may_stand_above(below, now) and paper.issued(issued):
                yield paper


def chain_of(
    leaf: Paper, trust: TrustStore, along: Sequence[bytes], now: datetime
) -> tuple[bytes, ...]:
    """Return the shortest chain, DER, from the leaf's issuer to a trusted root, or nothing.

    Breadth first, and no certificate twice, so that certificates which sign one another in a
    circle cost no time.

    Args:
        leaf: whose issuer is looked for.
        trust: roots and intermediates of makers whom a supervisor trusts.
        along: DER, intermediates that the TPM brought; the first 16 are looked at.
        now: with a time zone.

    Raises:
        StationError: TPM-004, laid at the station, where its own roots can't be read.
    """
    if leaf.unknown:
        return ()
    issuers = _Issuers.gathered(trust, along)
    seen: set[bytes] = set()
    ends: list[tuple[Paper, tuple[bytes, ...]]] = [(leaf, ())]
    for end, path in ends:
        for issuer in issuers.of(end, len(path), now):
            if issuer.der in issuers.roots:
                return (*path, issuer.der)
            if issuer.der not in seen and len(path) + 1 < _LONGEST_CHAIN:
                seen.add(issuer.der)
                ends.append((issuer, (*path, issuer.der)))
    return ()
