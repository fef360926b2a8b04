"""Whose certificate a device shows: an enrollment's own, or one of a group's CA.

The enrollment of the device itself decides where there is one; else the nearest CA above that is a
group's (Azure's "X.509 certificate attestation").
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID

from station.practice.service.certificate_info import der_of, parsed
from station.practice.service.enrollments import Entry
from station.practice.service.problems import unproved

Authorities = Mapping[str, bytes]
"""Certificates of CAs that were proved to the service's owner, DER, by the names groups use."""


def common_name(leaf: x509.Certificate) -> str:
    """Return a certificate's common name; empty without exactly one."""
    names = leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if len(names) == 1 else ""


def check_own(entry: Entry, leaf: x509.Certificate) -> None:
    """Check that a certificate is one of an enrollment's own, and valid now.

    Raises:
        Refused: 401.
    """
    texts = entry.attestation.texts or {}
    if der_of(leaf) not in [der_of(parsed(text)) for text in texts.values()]:
        raise unproved("Invalid certificate")
    _check_time(leaf)


def group_of(
    chain: Sequence[x509.Certificate], groups: Sequence[Entry], authorities: Authorities
) -> tuple[Entry, x509.Certificate]:
    """Return the group whose CA is the nearest above a device's certificate, and that CA.

    Args:
        chain: as the device showed it, its own certificate first.
        groups: all.
        authorities: those that groups name.

    Raises:
        Refused: 401.
    """
    known = [(group, ca) for group in groups for ca in _authorities_of(group, authorities)]
    below = chain[0]
    _check_time(below)
    for above in [*chain[1:], None]:
        for group, ca in known:
            if (above is None or ca == above) and _issued(ca, below):
                _check_time(ca)
                return group, ca
        if above is None:
            break
        if not _issued(above, below):
            raise unproved("Signing certificate info did not match chain elements")
        _check_time(above)
        below = above
    raise unproved("CA certificate not found")


def _authorities_of(group: Entry, authorities: Authorities) -> list[x509.Certificate]:
    attestation = group.attestation
    if attestation.kind != "x509":
        return []
    texts = (attestation.texts or {}).values()
    if attestation.use == "caReferences":
        named = [authorities[name] for name in texts if name in authorities]
        return [x509.load_der_x509_certificate(der) for der in named]
    return [parsed(text) for text in texts]


def _issued(ca: x509.Certificate, below: x509.Certificate) -> bool:
    """Return whether a certificate is a CA's, and issued another one."""
    try:
        below.verify_directly_issued_by(ca)
        constraints = ca.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return constraints.ca


def _check_time(certificate: x509.Certificate) -> None:
    now = datetime.now(UTC)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise unproved("Invalid certificate")
