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
from functools import lru_cache
from typing import Final, Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

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

_EXPONENT: Final = 65537
# TCG EK Credential Profile: tcg-kp-EKCertificate.
_EK_PURPOSE: Final = x509.ObjectIdentifier("2.23.133.8.1")
# More than any maker's chain has; what a device sends along must not make the search long.
_LONGEST_CHAIN: Final = 6
_MOST_ALONG: Final = 16
_GOOD_HASHES: Final = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
# Critical extensions whose meaning is either checked here or takes nothing away: the alternative
# name says which model of TPM it is, and is critical because the subject is empty.
_KNOWN_CRITICAL: Final = frozenset(
    {
        x509.BasicConstraints.oid,
        x509.KeyUsage.oid,
        x509.ExtendedKeyUsage.oid,
        x509.SubjectAlternativeName.oid,
        x509.CertificatePolicies.oid,
    }
)


@dataclass(frozen=True)
class _Paper:
    """A certificate with all that the checks need read out of it: the library reads lazily."""

    der: bytes
    certificate: x509.Certificate
    key: CertificatePublicKeyTypes
    subject: x509.Name
    issuer: x509.Name
    valid_from: datetime
    valid_until: datetime
    basic: x509.BasicConstraints | None
    usage: x509.KeyUsage | None
    purposes: x509.ExtendedKeyUsage | None
    unknown: tuple[str, ...]

    @classmethod
    def parse(cls, der: bytes) -> Self:
        """Parse DER, or raise ValueError."""
        try:
            return cls._read(x509.load_der_x509_certificate(der), der)
        except Exception as error:
            # Bytes chosen by an attacker make the library raise far more than it says it does.
            raise ValueError(f"{len(der)} bytes: {shown(str(error), 120)}") from error

    @classmethod
    def _read(cls, certificate: x509.Certificate, der: bytes) -> Self:
        basic = usage = purposes = None
        unknown = []
        for extension in certificate.extensions:
            value = extension.value
            if isinstance(value, x509.BasicConstraints):
                basic = value
            elif isinstance(value, x509.KeyUsage):
                usage = value
            elif isinstance(value, x509.ExtendedKeyUsage):
                purposes = value
            if extension.critical and extension.oid not in _KNOWN_CRITICAL:
                unknown.append(extension.oid.dotted_string)
        return cls(
            der,
            certificate,
            certificate.public_key(),
            certificate.subject,
            certificate.issuer,
            certificate.not_valid_before_utc,
            certificate.not_valid_after_utc,
            basic,
            usage,
            purposes,
            tuple(unknown),
        )

    @property
    def may_issue(self) -> bool:
        """Whether it says that its key may sign certificates."""
        return (self.basic is not None and self.basic.ca) or (
            self.usage is not None and self.usage.key_cert_sign
        )

    def may_stand_above(self, below: int, now: datetime) -> bool:
        """Whether it may issue, with `below` authorities under it, as RFC 5280, 6.1.4 has it."""
        if self.unknown or self.basic is None or not self.basic.ca:
            return False
        if self.usage is not None and not self.usage.key_cert_sign:
            return False
        if self.basic.path_length is not None and self.basic.path_length < below:
            return False
        return self.valid_from <= now <= self.valid_until


@lru_cache(maxsize=256)
def _parsed(der: bytes) -> _Paper:
    """Parse a certificate of the trust store, which is the same for every unit."""
    return _Paper.parse(der)


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
        StationError: TPM-003, TPM-012 another key than the template's; TPM-015 a certificate that
            can't be read; TPM-005 one for another key; TPM-007 one of an authority; TPM-008 one for
            another purpose; TPM-006 none, TPM-004 none from a trusted maker, both only under
            REQUIRE. TPM-004 is laid at the station where its own roots can't be read.
    """
    modulus = endorsement_modulus(read.public)
    if read.certificate is None:
        if policy is CertificatePolicy.REQUIRE:
            raise StationError("TPM-006", "NV index 0x01C00002 is empty")
        return EndorsementKey(read.public, None, (), EkTrust.MISSING)
    paper = _checked(read.certificate, modulus)
    chain = _chain(paper, _Issuers.gathered(trust, read.chain), now)
    if chain:
        return EndorsementKey(read.public, read.certificate, chain, EkTrust.TRUSTED)
    if policy is CertificatePolicy.REQUIRE:
        issuer = shown(paper.issuer.rfc4514_string(), 120)
        raise StationError("TPM-004", f"no chain from {issuer or 'a nameless issuer'}")
    return EndorsementKey(read.public, read.certificate, (), EkTrust.UNTRUSTED)


def _checked(der: bytes, modulus: bytes) -> _Paper:
    """Parse an endorsement certificate and refuse what no policy lets pass."""
    try:
        paper = _Paper.parse(der)
    except ValueError as error:
        raise StationError("TPM-015", str(error)) from error
    key = paper.key
    expected = rsa.RSAPublicNumbers(_EXPONENT, int.from_bytes(modulus, "big"))
    if not isinstance(key, rsa.RSAPublicKey) or key.public_numbers() != expected:
        raise StationError("TPM-005", "the certificate holds another key than handle 0x81010001")
    # Without the extension it is not an authority's either (RFC 5280, 4.2.1.9), but for version 1.
    if paper.may_issue or paper.certificate.version is not x509.Version.v3:
        raise StationError("TPM-007", "CA:TRUE, keyCertSign, or not of version 3")
    if paper.purposes is not None and _EK_PURPOSE not in paper.purposes:
        listed = ", ".join(purpose.dotted_string for purpose in list(paper.purposes)[:8])
        raise StationError("TPM-008", f"extended key usage {listed}")
    return paper


@dataclass(frozen=True)
class _Issuers:
    """Who may have issued a certificate."""

    roots: frozenset[bytes]
    papers: tuple[_Paper, ...]

    @classmethod
    def gathered(cls, trust: TrustStore, along: Sequence[bytes]) -> Self:
        """Gather the trusted roots, the known intermediates, and what the TPM sent along."""
        papers = []
        for der in (*trust.roots, *trust.intermediates):
            try:
                papers.append(_parsed(der))
            except ValueError as error:
                detail = f"a certificate of the trust store, {error}"
                raise StationError("TPM-004", detail, fault=Fault.STATION) from error
        for der in along[:_MOST_ALONG]:
            with suppress(ValueError):
                papers.append(_Paper.parse(der))
        return cls(frozenset(trust.roots), tuple(papers))

    def of(self, issued: _Paper, below: int, now: datetime) -> Iterator[_Paper]:
        """Yield those that issued `issued`, with `below` authorities between them and the leaf."""
        for paper in self.papers:
            named = paper.subject == issued.issuer
            if named and paper.may_stand_above(below, now) and _signed(paper, issued):
                yield paper


def _chain(leaf: _Paper, issuers: _Issuers, now: datetime) -> tuple[bytes, ...]:
    """Return the shortest chain, DER, from the leaf's issuer to a trusted root, or nothing.

    Breadth first, and no certificate twice, so that certificates which sign one another in a
    circle cost no time.
    """
    if leaf.unknown:
        return ()
    seen: set[bytes] = set()
    ends: list[tuple[_Paper, tuple[bytes, ...]]] = [(leaf, ())]
    for end, path in ends:
        for issuer in issuers.of(end, len(path), now):
            if issuer.der in issuers.roots:
                return (*path, issuer.der)
            if issuer.der not in seen and len(path) + 1 < _LONGEST_CHAIN:
                seen.add(issuer.der)
                ends.append((issuer, (*path, issuer.der)))
    return ()


def _signed(issuer: _Paper, issued: _Paper) -> bool:
    try:
        issued.certificate.verify_directly_issued_by(issuer.certificate)
        algorithm = issued.certificate.signature_hash_algorithm
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return isinstance(algorithm, _GOOD_HASHES)
