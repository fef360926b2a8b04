"""The PINs of units' tokens given to the customer, in a file that openssl opens with the key."""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.folders import Data
from station.operations.practice import new_practice_plant
from station.operations.unit_pins import PinExport, export_pins
from station.practice.bench import PracticeBench
from station.practice.modules import PRACTICE_PIN
from station.practice.unit_config import Pacing
from station.records.entries import EntryKind
from tests.support.floor import MECHANISMS, Floor
from tests.support.unit_pins import put_profile, takes, user_pin

pytestmark = pytest.mark.bench

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("pins")
    bench = PracticeBench(folder / "bench", 1, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))


class Customer(NamedTuple):
    """Who gets the PINs."""

    certificate: Path
    key: Path


def customer(
    folder: Path, key: Key, *, days: int = 30, usage: x509.KeyUsage | None = None
) -> Customer:
    """Make a customer's certificate and key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Customer")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
    )
    if usage is not None:
        builder = builder.add_extension(usage, critical=True)
    made = Customer(folder / "customer.pem", folder / "customer.key")
    made.certificate.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return made


def usage(*, encipher: bool) -> x509.KeyUsage:
    """Return a key usage with or without keyEncipherment."""
    rest = ["content_commitment", "data_encipherment", "key_agreement", "key_cert_sign"]
    rest += ["crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(
        digital_signature=True, key_encipherment=encipher, **dict.fromkeys(rest, False)
    )


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2048)


def opened(path: Path, key: Path) -> dict[str, Any]:
    """Return what openssl decrypts."""
    done = subprocess.run(
        ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", path, "-inkey", key],
        capture_output=True,
        check=True,
    )
    content: dict[str, Any] = json.loads(done.stdout)
    return content


def test_openssl_opens_what_the_customer_gets(
    floor: Floor, rsa_key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    records, library = floor.plant.tools.records, floor.seat.module.library
    profile = put_profile(floor.plant.data, "x509", "initialised")
    job = floor.order("x509", profile=profile)
    units = [
        floor.bench.make_unit(MECHANISMS["x509"], floor.serial(), blank=True) for _ in range(2)
    ]
    for unit in units:
        assert floor.run(unit, job).error is None
    to, out = customer(tmp_path, rsa_key, usage=usage(encipher=True)), tmp_path / "pins.p7m"
    given = export_pins(floor.plant, PinExport(job.order.name, None, to.certificate, out))
    assert given.units == 2
    assert out.stat().st_mode & 0o777 == 0o600
    told = opened(out, to.key)
    assert (told["order"], told["practice"]) == (job.order.name, True)
    for unit, row in zip(units, told["units"], strict=True):
        pins = records.unit_pins.of(unit.serial)
        assert pins is not None
        assert row["serial"] == row["token_label"] == unit.serial
        assert row["registration_id"] == unit.serial.lower()
        assert row["user_pin"] == user_pin(floor.plant, pins)
        assert takes(unit, library, row["user_pin"])
        assert row["so_pin"] not in {None, row["user_pin"]}
        assert row["user_pin"].encode() not in out.read_bytes()
    entries = list(records.entries(kind=EntryKind.UNIT_PINS_EXPORTED))[-2:]
    assert [entry.data["serial"] for entry in entries] == [unit.serial for unit in units]
    assert {entry.data["certificate"] for entry in entries} == {given.certificate}
    assert not any(row["user_pin"] in str(entries) for row in told["units"])
    records.verify()


def test_the_orders_pin_is_told_of_tokens_that_have_it(
    floor: Floor, rsa_key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    profile = put_profile(floor.plant.data, "symmetric", "labelled")
    job = floor.order("symmetric", profile=profile)
    units = [
        floor.bench.make_unit(MECHANISMS["symmetric"], floor.serial(), blank=True) for _ in range(2)
    ]
    for unit in units:
        assert floor.run(unit, job).error is None
    to, out = customer(tmp_path, rsa_key), tmp_path / "one.p7m"
    asked = PinExport(job.order.name, units[0].serial.lower(), to.certificate, out)
    assert export_pins(floor.plant, asked).units == 1
    (row,) = opened(out, to.key)["units"]
    assert (row["serial"], row["user_pin"]) == (units[0].serial, PRACTICE_PIN)
    with pytest.raises(StationError, match="CFG-004"):
        export_pins(floor.plant, asked)


def test_there_is_nothing_to_give_out_of_an_order_without_own_pins(
    floor: Floor, rsa_key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    job, to = floor.order("x509"), customer(tmp_path, rsa_key)
    assert floor.run(floor.unit("x509"), job).error is None
    for serial in (None, "SN-NONE"):
        asked = PinExport(job.order.name, serial, to.certificate, tmp_path / "none.p7m")
        with pytest.raises(StationError, match="REC-063"):
            export_pins(floor.plant, asked)
    assert not (tmp_path / "none.p7m").exists()


@pytest.mark.parametrize("what", ["elliptic", "short", "expired", "signs only", "nonsense", "gone"])
def test_a_certificate_that_nothing_can_be_encrypted_to_is_refused(
    floor: Floor, rsa_key: rsa.RSAPrivateKey, tmp_path: Path, what: str
) -> None:
    to = customer(
        tmp_path,
        ec.generate_private_key(ec.SECP256R1())
        if what == "elliptic"
        else rsa.generate_private_key(65_537, 1024)  # noqa: S505 - to be refused
        if what == "short"
        else rsa_key,
        days=-1 if what == "expired" else 30,
        usage=usage(encipher=False) if what == "signs only" else None,
    )
    if what == "nonsense":
        to.certificate.write_bytes(b"nonsense")
    if what == "gone":
        to.certificate.unlink()
    out = tmp_path / "pins.p7m"
    order = floor.order("x509").order.name
    with pytest.raises(StationError, match="REC-064"):
        export_pins(floor.plant, PinExport(order, None, to.certificate, out))
    assert not out.exists()
