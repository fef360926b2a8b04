"""Documents of units with symmetric keys of their own: encrypted to one certificate, or refused."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from station.errors import StationError
from station.model.disclosure import Disclosure
from station.model.enrollment import Enrollment
from station.model.order import EnrolledAs
from station.service.exports import ExportReport, ExportRequest, Watch, export_format, write_export
from station.service.exports.recipient import Recipient
from station.service.exports.verify import verify
from tests.support.certificates import issued

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service

NOW: Final = dt.datetime(2026, 11, 24, 6, 0, 0, tzinfo=dt.UTC)
KEY: Final = rsa.generate_private_key(65537, 2048)
SHORT: Final = rsa.generate_private_key(65537, 1024)  # noqa: S505 - it is refused
OWNER: Final = x509.load_der_x509_certificate(issued(KEY.public_key(), "owner")[0])


def opened(path: Path) -> bytes:
    """Return what a file holds for its owner."""
    return pkcs7.pkcs7_decrypt_der(path.read_bytes(), OWNER, KEY, [])


@pytest.fixture
def units(records: MemoryRecords) -> Sequence[Enrollment]:
    """An order of 23 units that are enrolled one by one."""
    records.add_order("lamps", enrollment=EnrolledAs.INDIVIDUAL)
    return [records.add_symmetric("lamps", f"lamp-{number}") for number in range(23)]


def exported(
    records: MemoryRecords,
    factory: SoftwareFactory,
    out: Path,
    form: str = "dps-json",
    recipient: Recipient | None = None,
) -> ExportReport:
    request = ExportRequest(out, export_format(form), recipient=recipient)
    return write_export(records, factory, request, Watch(clock=lambda: NOW))


def made_real(records: MemoryRecords, factory: SoftwareFactory) -> None:
    factory.practice = False
    for name, order in records.known.items():
        records.known[name] = order.model_copy(update={"practice": False})


def test_a_real_order_is_written_for_the_owner_alone(
    records: MemoryRecords, factory: SoftwareFactory, units: Sequence[Enrollment], tmp_path: Path
) -> None:
    made_real(records, factory)
    owner = Recipient.parse(OWNER.public_bytes(Encoding.PEM))
    report = exported(records, factory, tmp_path / "out", recipient=owner)
    manifest = verify(report.folder, None).manifest
    assert manifest.sealed_units is not None
    assert (manifest.sealed_units.units, manifest.keys_in_clear) == (23, False)
    files = sorted(report.folder.glob(manifest.sealed_units.files))
    bodies = [json.loads(opened(path)) for path in files]
    assert [len(body["enrollments"]) for body in bodies] == [10, 10, 3]
    assert {body["mode"] for body in bodies} == {"create"}
    found = [one for body in bodies for one in body["enrollments"]]
    assert [one["registrationId"] for one in found] == [u.registration_id.text for u in units]
    for one in found:
        keys = one["attestation"]["symmetricKey"]
        assert keys["primaryKey"] != keys["secondaryKey"]
        for file in report.folder.rglob("*"):
            assert keys["primaryKey"].encode() not in file.read_bytes()
    (told,) = records.disclosures.told
    assert (told.units, told.orders) == (23, ("lamps",))
    assert owner.fingerprint in told.recipient


def test_lines_come_in_one_file(
    records: MemoryRecords, factory: SoftwareFactory, units: Sequence[Enrollment], tmp_path: Path
) -> None:
    made_real(records, factory)
    owner = Recipient.parse(OWNER.public_bytes(Encoding.DER))
    report = exported(records, factory, tmp_path / "out", "jsonl", owner)
    (path,) = report.folder.glob("*.p7m")
    lines = [json.loads(line) for line in opened(path).splitlines()]
    assert len(lines) == len(units)


@pytest.mark.parametrize("form", ["dps-json", "jsonl", "zip"])
def test_keys_are_on_record_before_the_first_is_derived(
    records: MemoryRecords,
    factory: SoftwareFactory,
    units: Sequence[Enrollment],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    made_real(records, factory)

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(factory, "derive_pairs", power_cut)
    with pytest.raises(KeyboardInterrupt):
        exported(records, factory, tmp_path / "out", form, Recipient(OWNER))
    (told,) = records.disclosures.told
    assert (told.units, told.orders) == (len(units), ("lamps",))


def test_units_that_pass_meanwhile_are_told_before_theirs_are_written(
    records: MemoryRecords,
    factory: SoftwareFactory,
    units: Sequence[Enrollment],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_real(records, factory)
    tell = records.disclosures.add

    def tell_and_add(leaving: Disclosure) -> None:
        tell(leaving)
        if len(records.disclosures.told) == 1:
            records.add_symmetric("lamps", "late")

    monkeypatch.setattr(records.disclosures, "add", tell_and_add)
    report = exported(records, factory, tmp_path / "out", recipient=Recipient(OWNER))
    assert report.enrollments == len(units) + 1
    assert [told.units for told in records.disclosures.told] == [len(units), 1]


@pytest.mark.parametrize("form", ["dps-json", "jsonl", "zip", "csv"])
def test_a_real_order_is_never_written_in_the_clear(
    records: MemoryRecords,
    factory: SoftwareFactory,
    units: Sequence[Enrollment],
    tmp_path: Path,
    form: str,
) -> None:
    assert units
    made_real(records, factory)
    with pytest.raises(StationError, match="SVC-077"):
        exported(records, factory, tmp_path / "out", form)
    assert not (tmp_path / "out").exists()
    assert records.disclosures.told == []


def test_a_key_that_belongs_to_nobody_s_order_leaves_no_entry(
    records: MemoryRecords, factory: SoftwareFactory, tmp_path: Path
) -> None:
    records.add_tpm("boards", 1)
    exported(records, factory, tmp_path / "out", recipient=Recipient(OWNER))
    assert records.disclosures.told == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no certificate",
        issued(ec.generate_private_key(ec.SECP256R1()).public_key(), "elliptic")[0],
        issued(SHORT.public_key(), "short")[0],
        OWNER.public_bytes(Encoding.PEM) * 2,
    ],
    ids=["nothing", "none", "elliptic", "short", "two"],
)
def test_a_recipient_is_one_rsa_certificate(data: bytes) -> None:
    with pytest.raises(StationError, match="SVC-079"):
        Recipient.parse(data)
