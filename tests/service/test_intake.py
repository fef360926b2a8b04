"""At intake: no unit that the allotment doesn't allow gets by, whoever signed the export."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.model.allotment import ALLOTMENT, Allotment, audit_key_of
from station.model.anchor import Anchor
from station.model.attestation import X509Attestation
from station.model.order import Course
from station.service.allotments import begin_folder, read_allotment, write_allotment
from station.service.exports import Again, Trusted, export
from station.service.exports.manifest import CHAIN, MANIFEST, SIGNATURE, UNITS
from station.service.intake import check_intake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue

    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service

ID = "0f" * 16
FIRST = 7


@dataclasses.dataclass(frozen=True)
class Lot:
    """A station with an order of an allotment: units 7 to 10, and one more for scrap."""

    records: MemoryRecords
    factory: SoftwareFactory
    folder: Path

    def made(self, count: int, order: str = "lot") -> None:
        """Make units."""
        for _ in range(count):
            number = sum(len(rows) for rows in self.records.rows.values())
            self.records.add_x509(order, f"u-{number}", self.factory)

    def exported(self, name: str, again: Again = Again.NEW_ONLY) -> Path:
        export(self.records, self.factory, self.folder / name, "dps-json", again=again)
        return self.folder / name

    def allotment(self, factory: SoftwareFactory | None = None, **changes: object) -> Path:
        """Issue the allotment."""
        factory = factory or self.factory
        spec = self.records.known["lot"].spec
        values = {
            "id": ID,
            "practice": True,
            "notice": "",
            "station": "other",
            "made": self.records.known["lot"].created,
            "order": "lot",
            "spec": spec.model_copy(update={"quantity": 4, "scrap_allowance": 1}),
            "profile_version": 1,
            "profile_hash": "0" * 64,
            "audit_key": audit_key_of(self.factory.audit_certificate),
            "first": FIRST,
            "quantity": 4,
            "scrap_allowance": 1,
            "audit": Anchor(sequence=1, hash="0" * 64),
            **changes,
        }
        out = self.folder / f"allotment-{len(list(self.folder.iterdir()))}"
        begin_folder(out)
        return write_allotment(Allotment.model_validate(values), factory, out)


@pytest.fixture
def lot(records: MemoryRecords, factory: SoftwareFactory, tmp_path: Path) -> Lot:
    add_order(records, "lot", Course(first=FIRST, bounded=True, allotment=ID))
    return Lot(records, factory, tmp_path)


def add_order(records: MemoryRecords, name: str, course: Course) -> None:
    records.known[name] = records.add_order(name).model_copy(update={"course": course})


def refused(folders: Sequence[Path], allotment: Path, trust: bytes | None = None) -> StationError:
    with pytest.raises(StationError) as caught:
        check_intake(folders, allotment, trust)
    return caught.value


def signed(folder: Path, factory: SoftwareFactory, lines: Sequence[bytes]) -> None:
    """Put other units into an export and sign it anew, as a station can that was tampered with."""
    content = b"".join(line + b"\n" for line in lines)
    (folder / UNITS).write_bytes(content)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    (entry,) = (one for one in manifest["files"] if one["name"] == UNITS)
    entry |= {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    manifest["units"] = len(lines)
    resigned(folder, factory, manifest)


def resigned(folder: Path, factory: SoftwareFactory, manifest: dict[str, JsonValue]) -> None:
    content = json.dumps(manifest).encode()
    (folder / MANIFEST).write_bytes(content)
    (folder / SIGNATURE).write_bytes(factory.sign_manifest(content))


def lines_of(folder: Path) -> list[bytes]:
    return (folder / UNITS).read_bytes().splitlines()


def changed(line: bytes, **values: JsonValue) -> bytes:
    return json.dumps({**json.loads(line), **values}).encode()


def test_an_export_tells_each_unit_its_number_and_allotment(lot: Lot) -> None:
    lot.made(2)
    add_order(lot.records, "free", Course())
    lot.made(1, "free")
    folder = lot.exported("all")
    units = [json.loads(line) for line in lines_of(folder)]
    assert [(u["order"], u["number"], u["allotment"]) for u in units] == [
        ("lot", 7, ID),
        ("lot", 8, ID),
        ("free", 1, None),
    ]
    assert [u["registration_id"] for u in units] == ["u-0", "u-1", "u-2"]
    certificate = lot.records.rows["lot"][0].identity.attestation
    assert isinstance(certificate, X509Attestation)
    assert units[0]["identity"] == hashlib.sha256(certificate.certificate).hexdigest()
    manifest = json.loads((folder / MANIFEST).read_bytes())
    assert manifest["allotments"] == [ID]
    assert manifest["audit_key"] == audit_key_of(lot.factory.audit_certificate)


def test_all_exports_of_a_lot_are_taken_in_together(lot: Lot) -> None:
    lot.made(3)
    one = lot.exported("one")
    lot.made(1)
    two, root = lot.exported("two"), lot.factory.root.public_bytes(Encoding.PEM)
    intake = check_intake([one, two], lot.allotment(), root)
    assert (intake.units, intake.allotment.quantity, intake.by) == (4, 4, Trusted.GIVEN)
    again = lot.exported("again", Again.EXPORTED_TOO)
    intake = check_intake([one, two, again], lot.allotment(), None)
    assert (intake.units, intake.by) == (4, Trusted.FOLDER)


def test_the_scrap_allowance_is_counted_and_the_unit_after_it_refused(lot: Lot) -> None:
    lot.made(5)
    whole = lot.exported("whole")
    assert check_intake([whole], lot.allotment(), None).units == 5
    lot.made(1)
    more = lot.exported("more")
    error = refused([whole, more], lot.allotment())
    assert (error.code, error.data["serial"]) == ("SVC-031", "SN-u-5")
    assert "12" in error.message


def test_a_number_before_the_first_is_refused(lot: Lot) -> None:
    lot.made(1)
    folder = lot.exported("one")
    signed(folder, lot.factory, [changed(lines_of(folder)[0], number=6)])
    assert refused([folder], lot.allotment()).code == "SVC-031"


def test_another_unit_under_the_same_number_is_refused_in_whatever_folder(lot: Lot) -> None:
    lot.made(2)
    one, two = lot.exported("one"), lot.exported("two", Again.EXPORTED_TOO)
    first, second = lines_of(two)
    signed(two, lot.factory, [changed(first, identity="ee" * 32), second])
    error = refused([one, two], lot.allotment())
    assert (error.code, error.data["text"]) == ("SVC-032", "7")
    signed(one, lot.factory, [first, changed(second, number=7)])
    assert refused([one], lot.allotment()).code == "SVC-032"


def test_another_stations_export_is_refused(lot: Lot) -> None:
    lot.made(1)
    folder, own = lot.exported("one"), lot.factory
    key = own.auditor
    own.auditor = own.issue("audit", ec.generate_private_key(ec.SECP256R1()))
    try:
        foreign = lot.exported("two", Again.EXPORTED_TOO)
    finally:
        own.auditor = key
    assert refused([folder, foreign], lot.allotment()).code == "SVC-030"


def test_an_export_under_another_root_than_the_allotments_is_refused(lot: Lot) -> None:
    lot.made(1)
    folder, other = lot.exported("one"), type(lot.factory)()
    assert refused([folder], lot.allotment(other)).code == "SVC-003"
    root = lot.factory.root.public_bytes(Encoding.PEM)
    assert refused([folder], lot.allotment(other), root).code == "SVC-028"


@pytest.mark.parametrize("course", [Course(), Course(first=FIRST, allotment="ee" * 16)])
def test_units_that_werent_made_under_the_allotment_are_refused(lot: Lot, course: Course) -> None:
    add_order(lot.records, "free", course)
    lot.made(1, "free")
    assert refused([lot.exported("one")], lot.allotment()).code == "SVC-033"


def test_an_older_stations_export_is_still_genuine_but_not_for_intake(lot: Lot) -> None:
    lot.made(1)
    folder = lot.exported("one")
    manifest = json.loads((folder / MANIFEST).read_bytes())
    del manifest["audit_key"], manifest["allotments"]
    manifest["files"] = [one for one in manifest["files"] if one["name"] != UNITS]
    (folder / UNITS).unlink()
    resigned(folder, lot.factory, manifest)
    assert refused([folder], lot.allotment()).code == "SVC-033"


@pytest.mark.parametrize(
    "lines",
    [
        [b"{}"],
        [b"nonsense"],
        [b"x" * 5000],
        [b'{"number":1}', b""],
    ],
)
def test_units_that_cant_be_read_are_no_units(lot: Lot, lines: list[bytes]) -> None:
    lot.made(1)
    folder = lot.exported("one")
    signed(folder, lot.factory, lines)
    assert refused([folder], lot.allotment()).code == "SVC-004"


def test_units_that_the_manifest_doesnt_count_are_refused(lot: Lot) -> None:
    lot.made(2)
    folder = lot.exported("one")
    signed(folder, lot.factory, lines_of(folder))
    manifest = json.loads((folder / MANIFEST).read_bytes())
    resigned(folder, lot.factory, {**manifest, "units": 1})
    assert refused([folder], lot.allotment()).code == "SVC-004"


def test_an_allotment_that_was_changed_is_none(lot: Lot) -> None:
    root = lot.factory.root.public_bytes(Encoding.PEM)
    path = lot.allotment()
    assert read_allotment(path, root).allotment.id == ID
    assert path.name == ALLOTMENT
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"quantity":4', b'"quantity":9'))
    assert refused([], path).code == "SVC-028"
    path.write_bytes(content)
    (path.parent / CHAIN).unlink()
    assert refused([], path).code == "SVC-028"
    assert refused([], path.parent / "none.json").code == "SVC-028"


def test_a_newer_stations_allotment_is_said_to_be_so(lot: Lot) -> None:
    path = lot.allotment()
    content = path.read_bytes().replace(b'"format_version":1', b'"format_version":2')
    path.write_bytes(content)
    path.with_suffix(".p7s").write_bytes(lot.factory.sign_manifest(content))
    assert refused([], path).code == "SVC-012"
