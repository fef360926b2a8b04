"""An enrollment in plain words: what the list holds of a unit, and what its certificates say.

Certificates come from devices, so anything in them may be meant to deceive or to break whoever
reads them: each field is read by itself, and every text is escaped and cut.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from station.errors import StationError
from station.model.attestation import (
    EkTrust,
    EndorsementKey,
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
    endorsement_modulus,
)
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.model.group import FIRST_KEY
from station.model.names import shown
from station.operations.custody import own_key_words

_LONGEST: Final = 400
# More than any maker's chain has.
_MOST_ABOVE: Final = 16
# TPM 2.0 Library part 2, table 9.
_ALGORITHMS: Final[Mapping[int, str]] = {
    0x0001: "RSA",
    0x0023: "ECC",
    0x0004: "SHA-1",
    0x000B: "SHA-256",
    0x000C: "SHA-384",
    0x000D: "SHA-512",
}
_PURPOSES: Final[Mapping[x509.ObjectIdentifier, str]] = {
    ExtendedKeyUsageOID.CLIENT_AUTH: "client authentication",
    ExtendedKeyUsageOID.SERVER_AUTH: "server authentication",
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE: "any",
    x509.ObjectIdentifier("2.23.133.8.1"): "endorsement key of a TPM",
}
_MECHANISMS: Final[Mapping[type[object], str]] = {
    TpmAttestation: "TPM: the endorsement key itself",
    X509Attestation: "X.509 certificate",
    SymmetricKeyAttestation: "Symmetric key of an enrollment group",
}
_STATUS: Final[Mapping[EnrollmentStatus, str]] = {
    EnrollmentStatus.READY: "ready, not exported yet",
    EnrollmentStatus.EXPORTED: "exported",
    EnrollmentStatus.CONFIRMED: "confirmed: the service has it",
    EnrollmentStatus.REVOKED: "revoked",
}
_ORIGINS: Final[Mapping[KeyOrigin, str]] = {
    KeyOrigin.IN_TPM: "in the TPM",
    KeyOrigin.ON_TOKEN: "on the unit's token",
    KeyOrigin.WRAPPED: "at the factory, brought in wrapped",
    KeyOrigin.PLAINTEXT: "at the factory, brought in in the clear",
    KeyOrigin.CLAIMED: "claimed by the unit, not proved",
    KeyOrigin.SOFTWARE: "kept in the unit's software, less safe than in a secure place",
}
_TRUST: Final[Mapping[EkTrust, str]] = {
    EkTrust.TRUSTED: "certified by a trusted maker",
    EkTrust.UNTRUSTED: "certified by a maker who isn't trusted",
    EkTrust.MISSING: "no certificate",
    EkTrust.MISMATCH: "its certificate is for another key",
}


@dataclass(frozen=True)
class Field:
    """One thing that is known: its name, and its value in printable ASCII."""

    name: str
    value: str


@dataclass(frozen=True)
class Section:
    """What belongs together, under a title."""

    title: str
    fields: tuple[Field, ...]


def describe(enrollment: Enrollment) -> tuple[Section, ...]:
    """Return all that is on record of an enrollment, decoded; never raises over its content.

    All bytes are written in hexadecimal but for the endorsement key, which is in base64 as the
    service takes it. Times of certificates are UTC, that of the enrollment is this computer's.
    """
    attestation = enrollment.identity.attestation
    first = (_general(enrollment), _identity(enrollment))
    match attestation:
        case TpmAttestation(key, storage_root_key):
            above = tuple(_certificates("Endorsement certificate", key.certificate, key.chain))
            return (*first, _endorsement(key, storage_root_key), *above)
        case X509Attestation(certificate, chain):
            return (*first, *_certificates("Certificate", certificate, chain))
        case SymmetricKeyAttestation() as held:
            return (*first, _group(held))
        case _:
            assert_never(attestation)


def endorsement_text(enrollment: Enrollment) -> str | None:
    """Return a TPM's endorsement key as DPS takes it: base64 of the TPM2B_PUBLIC; else None."""
    match enrollment.identity.attestation:
        case TpmAttestation(endorsement_key=key):
            return base64.b64encode(key.public).decode("ascii")
        case X509Attestation() | SymmetricKeyAttestation():
            return None


def _general(enrollment: Enrollment) -> Section:
    name, device_id = enrollment.registration_id.text, enrollment.device_id
    local = enrollment.enrolled.astimezone()
    return Section(
        "Enrollment",
        (
            Field("Registration ID", shown(name, _LONGEST)),
            Field("Device ID", shown(name if device_id is None else device_id.text, _LONGEST)),
            Field("Serial number", shown(enrollment.serial, _LONGEST)),
            Field("ID scope", shown(enrollment.id_scope.text, _LONGEST)),
            Field("Order", shown(enrollment.order, _LONGEST)),
            Field("Run", shown(enrollment.run, _LONGEST)),
            Field("Status", _STATUS[enrollment.status]),
            Field("Enrolled", f"{local:%Y-%m-%d %H:%M:%S %z}"),
        ),
    )


def _identity(enrollment: Enrollment) -> Section:
    identity = enrollment.identity
    fields = [
        Field("Mechanism", _MECHANISMS[type(identity.attestation)]),
        Field("Key made", _ORIGINS[identity.key_origin]),
        *(Field("Key kept in", words) for words in own_key_words(identity)),
        Field("Proved", shown(enrollment.proof, _LONGEST)),
    ]
    if identity.key_fingerprint is not None:
        fields.append(Field("Key fingerprint, SHA-256", identity.key_fingerprint.hex()))
    return Section("Identity", tuple(fields))


def _group(held: SymmetricKeyAttestation) -> Section:
    which = "" if held.number == FIRST_KEY else f" number {held.number}"
    return Section(
        "Enrollment group",
        (
            Field("Group", shown(held.group_id, _LONGEST)),
            Field("Key", f"derived from the group's key{which}; not on record"),
        ),
    )


def _endorsement(key: EndorsementKey, storage_root_key: bytes) -> Section:
    public = key.public
    text = base64.b64encode(public).decode("ascii")
    return Section(
        "Endorsement key",
        (
            Field("Algorithm", _algorithm(public[2:4])),
            Field("Size", _read(lambda: f"{len(endorsement_modulus(public)) * 8:,} bits")),
            Field("Name algorithm", _algorithm(public[4:6])),
            Field("Template", _read(lambda: _template(public))),
            Field("Trust", _TRUST[key.trust]),
            Field("SHA-256 of the modulus", _read(lambda: _modulus_digest(public))),
            # Without its size, as in the TPM's own name of the key.
            Field("SHA-256 of the public area", hashlib.sha256(public[2:]).hexdigest()),
            Field("Storage root key, SHA-256", hashlib.sha256(storage_root_key[2:]).hexdigest()),
            Field("For the service, base64", text),
        ),
    )


def _algorithm(number: bytes) -> str:
    known = _ALGORITHMS.get(int.from_bytes(number, "big"))
    return known or f"unknown (0x{number.hex()})"


def _modulus_digest(public: bytes) -> str:
    return hashlib.sha256(endorsement_modulus(public)).hexdigest()


def _template(public: bytes) -> str:
    endorsement_modulus(public)
    return "L-1 of the TCG EK Credential Profile"


def _certificates(title: str, der: bytes | None, chain: tuple[bytes, ...]) -> Iterator[Section]:
    if der is not None:
        yield _certificate(title, der)
    for number, above in enumerate(chain[:_MOST_ABOVE], 1):
        yield _certificate(f"Chain, {number} of {len(chain)}", above)


def _certificate(title: str, der: bytes) -> Section:
    fingerprint = Field("SHA-256 fingerprint", hashlib.sha256(der).hexdigest())
    try:
        certificate = x509.load_der_x509_certificate(der)
    except Exception as error:  # noqa: BLE001 - bytes chosen by an attacker raise anything
        return Section(title, (Field("Certificate", _unread(error)), fingerprint))
    return Section(title, (*_certificate_fields(certificate), fingerprint))


def _certificate_fields(certificate: x509.Certificate) -> Iterator[Field]:
    yield Field("Subject", _read(lambda: _name(certificate.subject)))
    yield Field("Issuer", _read(lambda: _name(certificate.issuer)))
    yield Field("Serial number", _read(lambda: _hexadecimal(certificate.serial_number)))
    yield Field("Valid from", _read(lambda: _time(certificate.not_valid_before_utc)))
    yield Field("Valid until", _read(lambda: _time(certificate.not_valid_after_utc)))
    yield Field("Key", _read(lambda: _key(certificate)))
    yield Field("May issue certificates", _read(lambda: _authority(certificate)))
    yield Field("Purposes", _read(lambda: _purposes(certificate)))
    yield Field("Alternative names", _read(lambda: _alternative_names(certificate)))


def _read(field: Callable[[], str]) -> str:
    """Return a field's value or, where it can't be read, that; the library reads lazily."""
    try:
        return shown(field(), _LONGEST)
    except Exception as error:  # noqa: BLE001 - bytes chosen by an attacker raise anything
        return _unread(error)


def _unread(error: Exception) -> str:
    detail = error.detail if isinstance(error, StationError) else str(error)
    return f"can't be read: {shown(detail, 120)}"


def _name(name: x509.Name) -> str:
    return name.rfc4514_string() or "(empty)"


def _hexadecimal(number: int) -> str:
    digits = f"{abs(number):x}"
    return ("-" if number < 0 else "") + digits.zfill(len(digits) + len(digits) % 2)


def _time(time: datetime) -> str:
    # Not by strftime, which writes the year 50 with two digits.
    return f"{time.isoformat(' ', 'seconds').removesuffix('+00:00')} UTC"


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    match key:
        case rsa.RSAPublicKey():
            return f"RSA, {key.key_size:,} bits"
        case ec.EllipticCurvePublicKey():
            return f"elliptic curve, {key.curve.name}"
        case dsa.DSAPublicKey():
            return f"DSA, {key.key_size:,} bits"
        case _:
            return type(key).__name__.removesuffix("PublicKey")


def _extension(
    certificate: x509.Certificate, oid: x509.ObjectIdentifier
) -> x509.ExtensionType | None:
    try:
        return certificate.extensions.get_extension_for_oid(oid).value
    except x509.ExtensionNotFound:
        return None


def _authority(certificate: x509.Certificate) -> str:
    basic = _extension(certificate, ExtensionOID.BASIC_CONSTRAINTS)
    return "yes" if isinstance(basic, x509.BasicConstraints) and basic.ca else "no"


def _purposes(certificate: x509.Certificate) -> str:
    usage = _extension(certificate, ExtensionOID.EXTENDED_KEY_USAGE)
    if not isinstance(usage, x509.ExtendedKeyUsage):
        return "none said"
    return ", ".join(_PURPOSES.get(oid, oid.dotted_string) for oid in usage)


def _alternative_names(certificate: x509.Certificate) -> str:
    names = _extension(certificate, ExtensionOID.SUBJECT_ALTERNATIVE_NAME)
    if not isinstance(names, x509.SubjectAlternativeName):
        return "none"
    return ", ".join(_general_name(name) for name in names)


def _general_name(name: x509.GeneralName) -> str:
    value: object = name.value
    if isinstance(value, x509.Name):
        return _name(value)
    if isinstance(value, x509.ObjectIdentifier):
        return value.dotted_string
    if isinstance(value, bytes):
        return value.hex()
    return str(value)
