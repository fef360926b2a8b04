"""A copy of the record, made while it is written to: whole, of one moment, and nothing stays."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import StationError
from station.records.copying import copy_record
from station.records.store import Reader, Records
from station.records.verification import examine_record
from tests.unit.records.software import SoftwareGuard, enrol

QUANTITY = 10
"""Of the order that units are enrolled in."""


def nobody(done: int, whole: int) -> None:
    assert done <= whole


def test_a_copy_is_whole_and_one_file(records: Records, guard: SoftwareGuard, path: Path) -> None:
    enrol(records, "S1")
    to = path.with_name("copy.db")
    copy_record(path, to, nobody)
    assert examine_record(to, guard.audit_certificate, copy=True).findings == ()
    assert [one.name for one in path.parent.glob("copy*")] == ["copy.db"]
    assert to.stat().st_mode & 0o777 == 0o600


def test_what_is_written_meanwhile_is_not_in_it_and_does_not_make_it_begin_again(
    records: Records, guard: SoftwareGuard, path: Path
) -> None:
    enrol(records, "S1")
    before, told = records.last_entry(), list[int]()

    def busy(done: int, whole: int) -> None:
        if len(told) < QUANTITY - 1:
            enrol(records, f"S{len(told) + 2}")
        told.append(done)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("station.records.copying._PAGES", 10)
        copy_record(path, path.with_name("copy.db"), busy)
    assert told == sorted(told)
    assert len(told) > 5
    with Reader.open(path.with_name("copy.db"), copy=True) as reader:
        assert reader.last_entry() == before
    assert records.last_entry() > before
    findings = examine_record(path.with_name("copy.db"), guard.audit_certificate, copy=True)
    assert findings.findings == ()


def test_whoever_looks_on_ends_it(records: Records, path: Path) -> None:
    def stop(done: int, whole: int) -> None:
        raise StationError("CFG-054")

    with pytest.raises(StationError, match="CFG-054"):
        copy_record(path, path.with_name("copy.db"), stop)
    enrol(records, "S1")


def test_the_record_itself_is_not_touched(closed: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(closed.read_bytes()).digest()
    copy_record(closed, tmp_path / "copy.db", nobody)
    assert hashlib.sha256(closed.read_bytes()).digest() == before


def test_a_damaged_record_is_told(closed: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(closed)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'audit'"
        ).fetchone()
    image = bytearray(closed.read_bytes())
    image[4096 * (page - 1) : 4096 * page] = b"\xff" * 4096
    closed.write_bytes(image)
    with pytest.raises(StationError, match="REC-001"):
        copy_record(closed, tmp_path / "copy.db", nobody)
