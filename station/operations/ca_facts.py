"""What is to be said of one of the factory's CAs: its certificate, its key, and what it issued."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import StationError
from station.model.names import shown
from station.model.proof import fingerprint
from station.records.authorities import ACTIVE, ISSUING, KnownAuthority
from station.records.entries import AuditEntry, EntryKind


@dataclass(frozen=True)
class CaProof:
    """A service's verification code that a CA certified, and when, UTC."""

    code: str
    time: datetime


@dataclass(frozen=True)
class CaFacts:
    """A CA of the factory's.

    Attributes:
        known: as the record has it.
        subject: of its certificate, RFC 4514.
        serial: of its certificate, hexadecimal.
        not_before: when it begins, UTC.
        not_after: when it ends, UTC.
        key: SHA-256 of its SubjectPublicKeyInfo, hexadecimal.
        parent: the CA that issued it, None for a root, or where the record doesn't know it.
        fault: what is wrong with its certificate by now, empty for nothing.
        proofs: the codes of services that it certified, oldest first.
    """

    known: KnownAuthority
    subject: str
    serial: str
    not_before: datetime
    not_after: datetime
    key: str
    parent: str | None
    fault: str
    proofs: Sequence[CaProof]


def chosen_ca(known: Sequence[KnownAuthority], wanted: str | None) -> KnownAuthority:
    """Return the CA of a name, or whose fingerprint begins so; for None the one that issues.

    Raises:
        StationError: CFG-004 where that is none, or several.
    """
    if wanted is None:
        found = [one for one in known if _issues(one)]
    else:
        text = wanted.lower()
        found = [one for one in known if one.authority.name.lower() == text]
        found = found or [one for one in known if text and one.authority.sha256.startswith(text)]
    if len(found) != 1:
        what = "issue" if wanted is None else f"have the name or fingerprint {shown(wanted)}"
        raise StationError("CFG-004", why=f"{len(found)} CAs {what}: see 'station hsm ca list'")
    return found[0]


def _issues(one: KnownAuthority) -> bool:
    return (one.authority.kind, one.authority.state) == (ISSUING, ACTIVE)


def ca_facts(
    one: KnownAuthority,
    known: Iterable[KnownAuthority],
    entries: Iterable[AuditEntry],
    now: datetime,
) -> CaFacts:
    """Return what is to be said of a CA.

    Args:
        one: the CA.
        known: all that the record knows.
        entries: the audit chain's of the kind `CA_PROVED`.
        now: when its certificate is judged, UTC.
    """
    certificate = x509.load_der_x509_certificate(one.authority.certificate)
    above = next((other for other in known if _issued_by(certificate, other)), None)
    own = certificate.issuer == certificate.subject
    proofs = [
        CaProof(str(entry.data.get("code")), entry.time)
        for entry in entries
        if entry.kind is EntryKind.CA_PROVED and entry.data.get("sha256") == one.authority.sha256
    ]
    return CaFacts(
        one,
        certificate.subject.rfc4514_string(),
        f"{certificate.serial_number:x}",
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        _key_of(certificate),
        None if own or above is None else above.authority.name,
        _fault(certificate, above, now),
        proofs,
    )


def _key_of(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    return fingerprint(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hex()


def _issued_by(certificate: x509.Certificate, other: KnownAuthority) -> bool:
    try:
        issuer = x509.load_der_x509_certificate(other.authority.certificate)
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _fault(certificate: x509.Certificate, above: KnownAuthority | None, now: datetime) -> str:
    if above is None:
        return "no CA on record has issued it"
    if now < certificate.not_valid_before_utc:
        return "it is not valid yet"
    if now > certificate.not_valid_after_utc:
        return "it has ended"
    return ""
