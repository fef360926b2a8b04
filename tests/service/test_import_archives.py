"""Another station's export of the format zip: read from its archives, and from nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.model.foreign import ListKind
from station.model.order import EnrolledAs
from station.operations.backup_content import Watch
from station.operations.list_import import ImportAsked, check_import, import_list
from station.records.store import Records
from station.service.exports import export
from station.service.imports.archives import archive_rows
from tests.service.conftest import MemoryRecords, SoftwareFactory, pem
from tests.unit.records.software import SoftwareGuard

pytestmark = pytest.mark.service

TABLE = "registration_id,group_id,certificate_file\na,lamps,certs/a.pem\n"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Records]:
    with Records.create(
        tmp_path / "station.db", SoftwareGuard(), station="line-1", practice=True
    ) as record:
        yield record


def archive(**files: str | bytes) -> bytes:
    """Return an archive; of a file's name, `_` is the point and `__` the slash."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return content.getvalue()


def test_a_group_s_units_come_with_the_certificates_in_the_archives(
    record: Records, records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_order("certs", None, None, EnrolledAs.GROUP)
    for number in range(3):
        records.add_x509("certs", f"x-{number}", factory)
        records.add_tpm("tpms", number)
    export(records, factory, out, "zip")
    asked = ImportAsked(out, ListKind.EXPORT)
    done = import_list(record, asked, lambda _: None, None, Watch(lambda *_: None, Event()))
    assert done.made is not None
    rows = {one.row.registration_id: one.row for one in record.foreign_after(0, 100)}
    theirs = {one.registration_id.text: one for one in records.enrollments()}
    assert rows.keys() == theirs.keys()
    for name, row in rows.items():
        assert row.serial == theirs[name].serial
        assert row.key_fingerprint is not None
        assert (row.group_id is None) == (row.attestation == "tpm")


def test_a_changed_archive_is_refused_as_in_any_export(
    record: Records, filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    export(filled, factory, out, "zip")
    changed = min(out.glob("*.zip"))
    changed.write_bytes(changed.read_bytes()[:-1] + b"x")
    asked = ImportAsked(out, ListKind.EXPORT)
    with pytest.raises(StationError, match="SVC-004"):
        check_import(record.path, asked, lambda _: None, Watch(lambda *_: None, Event()))


def test_a_folder_that_was_packed_is_to_be_unpacked_first(record: Records, tmp_path: Path) -> None:
    packed = tmp_path / "export.zip"
    packed.write_bytes(archive(manifest_json="{}"))
    asked = ImportAsked(packed, ListKind.EXPORT)
    with pytest.raises(StationError, match="unpack an archive first"):
        check_import(record.path, asked, lambda _: None, Watch(lambda *_: None, Event()))


def test_an_archive_gives_documents_and_members(factory: SoftwareFactory) -> None:
    document = {"registrationId": "b", "attestation": {"type": "symmetricKey"}}
    certificate = pem(factory.issue("a"))
    content = archive(
        enrollments_csv=TABLE + "b,,\n",
        enrollments_jsonl=json.dumps(document) + "\n",
        certs__a_pem=certificate,
    )
    b, a = archive_rows(content, "o-0001.zip")
    assert b.document == document
    assert (a.group, a.certificate) == ("lamps", certificate.decode())


def encrypted() -> bytes:
    content = bytearray(archive(enrollments_csv=TABLE))
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the first flag, APPNOTE 4.4.4
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        archive(other_txt=""),
        archive(enrollments_csv="x" * 2_000),
        archive(enrollments_csv=TABLE, enrollments_jsonl=b"\n" * 2_000),
        encrypted(),
        archive(enrollments_csv=TABLE * 99)[:60] + b"\xff" * 99,
    ],
    ids=["empty", "cut", "other", "large", "bomb", "encrypted", "damaged"],
)
def test_what_is_no_archive_of_an_export_is_refused(
    monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setattr("station.service.imports.archives.MAX_FILE", 1_000)
    with pytest.raises(StationError, match="SVC-080"):
        [*archive_rows(content, "o-0001.zip")]


def test_a_certificate_that_is_not_there_or_too_long_is_told_of_its_row() -> None:
    for files in ({}, {"certs__a_pem": "x" * 100_000}):
        (row,) = archive_rows(archive(enrollments_csv=TABLE, **files), "o-0001.zip")
        assert row.unreadable.startswith("Its certificate's file can't be read")
