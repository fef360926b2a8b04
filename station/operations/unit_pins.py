"""The PINs of units' tokens given to the customer: a file that one key alone opens."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from station.errors import StationError
from station.line.unit_token import OFFICER, USER, unsealed_pin
from station.line.work import TOKEN_PIN, Tools
from station.model.enrollment import EnrollmentStatus
from station.model.names import shown
from station.model.order import Order
from station.model.rights import Approval
from station.operations.plant import Plant
from station.records.unit_pins import PinRecipient, UnitPins
from station.secret import Secret

_MIN_BITS: Final = 2048
_MOST_BYTES: Final = 65_536
_PRIVATE: Final = 0o600


@dataclass(frozen=True)
class PinExport:
    """What is to be given out, and to whom.

    Attributes:
        order: the order's name.
        serial: of one unit, which needn't have passed; None for all of the order that have.
        certificate: the file with the customer's certificate, PEM.
        out: the file to write; there must be none yet.
    """

    order: str
    serial: str | None
    certificate: Path
    out: Path


@dataclass(frozen=True)
class PinsGiven:
    """What was given out.

    Attributes:
        units: how many units' PINs.
        certificate: SHA-256 of the certificate, hexadecimal.
        name: its subject.
    """

    units: int
    certificate: str
    name: str


def export_pins(plant: Plant, asked: PinExport, approval: Approval | None = None) -> PinsGiven:
    """Write PINs of units' tokens to a file, CMS EnvelopedData in DER (RFC 5652).

    Its content is JSON: the station, the order, and of each unit its serial number, registration
    ID, the token's label, the user's PIN and the security officer's where the station set it. That
    they are given out is on record, unit by unit, before the file is there.

    Args:
        plant: the open station.
        asked: what, to whom.
        approval: for `Right.PINS`.

    Raises:
        StationError: REC-014 where there is no such order, REC-063 where no token has a PIN of its
            own, REC-064 where nothing can be encrypted to the certificate, REC-012, REC-025;
            CFG-003 where the file can't be written, CFG-004 where it is there; the factory HSM's.
    """
    if asked.out.exists() or asked.out.is_symlink():
        raise StationError("CFG-004", why=f"{asked.out} is there already")
    records = plant.tools.records
    certificate = _recipient(asked.certificate)
    order = records.order(asked.order)
    names = _names(plant, asked.order)
    given = [pins for pins in records.unit_pins.set_in(order.name) if _wanted(pins, asked, names)]
    if not given:
        what = f"the order {order.name}" if asked.serial is None else shown(asked.serial)
        raise StationError("REC-063", what=what)
    sealed = _enveloped(_content(plant.tools, order, given, names), certificate)
    to = PinRecipient(
        certificate.fingerprint(hashes.SHA256()).hex(),
        shown(certificate.subject.rfc4514_string(), 200),
        hashlib.sha256(sealed).hexdigest(),
    )
    records.unit_pins.export(given, to, approval)
    _write(asked.out, sealed)
    return PinsGiven(len(given), to.certificate, to.name)


def _names(plant: Plant, order: str) -> Mapping[str, str]:
    """Return the registration IDs of the order's units that passed, by serial number, folded."""
    return {
        one.serial.lower(): one.registration_id.text
        for one in plant.tools.records.enrollments(order=order)
        if one.status is not EnrollmentStatus.REVOKED
    }


def _wanted(pins: UnitPins, asked: PinExport, names: Mapping[str, str]) -> bool:
    serial = pins.serial.lower()
    return serial in names if asked.serial is None else serial == asked.serial.lower()


def _recipient(path: Path) -> x509.Certificate:
    """Return the customer's certificate, seen to be one that such a file can be encrypted to."""
    try:
        with path.open("rb") as file:
            certificate = x509.load_pem_x509_certificate(file.read(_MOST_BYTES))
        key = certificate.public_key()
        usage = _key_usage(certificate)
    except (OSError, ValueError) as error:
        raise StationError("REC-064", type(error).__name__, path=str(path)) from error
    why = ""
    if not isinstance(key, rsa.RSAPublicKey):
        why = "its key is no RSA key"
    elif key.key_size < _MIN_BITS:
        why = f"its RSA key has {key.key_size} bits"
    elif usage is not None and not usage.key_encipherment:
        why = "its key usage lacks keyEncipherment"
    elif not _valid_now(certificate):
        why = "it isn't valid today"
    if why:
        raise StationError("REC-064", why, path=str(path))
    return certificate


def _valid_now(certificate: x509.Certificate) -> bool:
    now = datetime.now(UTC)
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _key_usage(certificate: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def _content(
    tools: Tools, order: Order, given: Sequence[UnitPins], names: Mapping[str, str]
) -> Secret:
    """Return the file's content: JSON, built in one buffer that is wiped."""
    head = {"station": tools.station, "practice": order.practice, "order": order.name}
    buffer = bytearray(json.dumps(head)[:-1].encode() + b', "units": [')
    try:
        for index, pins in enumerate(given):
            buffer += b"\n" if index == 0 else b",\n"
            for part in _unit(tools, order, pins, names.get(pins.serial.lower())):
                buffer += part
        buffer += b"\n]}\n"
        return Secret(bytes(buffer))
    finally:
        buffer[:] = bytes(len(buffer))


def _unit(tools: Tools, order: Order, pins: UnitPins, name: str | None) -> Iterator[bytes]:
    about = {"serial": pins.serial, "registration_id": name, "token_label": pins.label or None}
    yield json.dumps(about)[:-1].encode() + b', "user_pin": '
    yield from _quoted(_user_pin(tools, order, pins))
    yield b', "so_pin": '
    if pins.officer is None:
        yield b"null"
    else:
        yield from _quoted(unsealed_pin(tools, pins, OFFICER))
    yield b"}"


def _user_pin(tools: Tools, order: Order, pins: UnitPins) -> Secret:
    if pins.user is not None:
        return unsealed_pin(tools, pins, USER)
    if order.token_pin is None:
        raise StationError("REC-012", what=f"the order {order.name}")
    return tools.factory.unseal(TOKEN_PIN, order.token_pin)


def _quoted(pin: Secret) -> Iterator[bytes]:
    """Yield a PIN as JSON's string, and wipe it."""
    try:
        with pin.reveal() as data:
            yield b'"%b"' % data if data.isalnum() else json.dumps(data.decode()).encode()
    finally:
        pin.wipe()


def _enveloped(content: Secret, certificate: x509.Certificate) -> bytes:
    try:
        with content.reveal() as data:
            return (
                pkcs7.PKCS7EnvelopeBuilder()
                .set_data(data)
                .set_content_encryption_algorithm(algorithms.AES256)
                .add_recipient(certificate)
                .encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
            )
    finally:
        content.wipe()


def _write(path: Path, content: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(path.parent)) from error
