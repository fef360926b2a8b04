"""Whose certificate a device shows: an enrollment's own, or one of a group's CA.

The enrollment of the device itself decides where there is one; else the nearest CA above that is a
group's (Azure's "X.509 certificate attestation").
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from station.practice.service.certificate_info import check_form, der_of, info_of, parsed
from station.practice.service.enrollments import Entry
from station.practice.service.problems import unproved

Authorities = Mapping[str, bytes]
"""Certificates of CAs that were proved to the service's owner, DER, by the names groups use."""
# What `cryptography` says of what it can't make sense of, some of it as late as it is asked.
_UNREADABLE: Final = (
    *(ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature),
    *(x509.InvalidVersion, x509.ExtensionNotFound, x509.DuplicateExtension),
    x509.UnsupportedGeneralNameType,
)


def opened(der: bytes) -> x509.Certificate:
    """Return a certificate that all can be told of.

    Raises:
        Refused: 401.
    """
    try:
        certificate = x509.load_der_x509_certificate(der)
        check_form(certificate)
        info_of(certificate)
        certificate.public_key()
    except _UNREADABLE as error:
        raise unproved("Invalid certificate") from error
    return certificate


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
    for between, above in enumerate([*chain[1:], None]):
        for group, ca in known:
            if (above is None or ca == above) and _issued(ca, below, between):
                _check_authority(ca)
                return group, ca
        if above is None:
            break
        if not _issued(above, below, between):
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


def _issued(ca: x509.Certificate, below: x509.Certificate, between: int) -> bool:
    """Return whether a certificate is a CA's that issued another, and may be above it.

    Args:
        ca: whether it is one's.
        below: the other.
        between: how many CAs there are from here down to the device (RFC 5280, 4.2.1.9).
    """
    try:
        below.verify_directly_issued_by(ca)
        constraints = ca.extensions.get_extension_for_class(x509.BasicConstraints).value
        usages = [one.value for one in ca.extensions if isinstance(one.value, x509.KeyUsage)]
    except _UNREADABLE:
        return False
    deep = constraints.path_length is not None and between > constraints.path_length
    return constraints.ca and not deep and all(usage.key_cert_sign for usage in usages)


def _check_authority(ca: x509.Certificate) -> None:
    """Check a group's CA: that it is valid now, and as it was signed, where that shows."""
    _check_time(ca)
    if ca.subject != ca.issuer:
        return
    try:
        ca.verify_directly_issued_by(ca)
    except _UNREADABLE as error:
        raise unproved("Invalid certificate") from error


def _check_time(certificate: x509.Certificate) -> None:
    now = datetime.now(UTC)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise unproved("Invalid certificate")
