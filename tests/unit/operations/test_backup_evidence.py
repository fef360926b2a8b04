"""A damaged record backed up as it is, for who looks into it; and how its damage is told."""

import io
import os
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import Data
from station.operations.backup_envelope import EnvelopeReader
from station.operations.backup_make import BackupAsked, make_backup
from station.operations.backup_recipient import Recipient, opened_key, read_recipient
from station.operations.backup_restore import RestoreAsked, check_backup, restore_backup
from tests.support.recovery import Recovery, recovery
from tests.unit.operations.backing import Looker, listing, made_station


@pytest.fixture
def key(tmp_path: Path) -> Recovery:
    return recovery(tmp_path / "safe")


@pytest.fixture
def to(key: Recovery) -> Recipient:
    return read_recipient(key.certificate_file)


@pytest.fixture
def data(tmp_path: Path, to: Recipient) -> Data:
    return made_station(tmp_path / "station", to)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk" / "x.backup"


def damage(data: Data, table: str) -> bytes:
    """Overwrite a table's first page; return the file as it is then."""
    with closing(sqlite3.connect(data.database)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(sql, (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with data.database.open("r+b") as record:
        record.seek(size * (page - 1))
        record.write(b"\xfe" * size)
    return data.database.read_bytes()


def inside(file: Path, key: Recovery) -> bytes:
    """Return the record in a backup, as other tools take it out."""
    with file.open("rb") as stream:
        reader = EnvelopeReader(stream, lambda info: opened_key(info, key.key))
        with tarfile.open(fileobj=io.BytesIO(reader.read()), mode="r:gz") as tar:
            record = tar.extractfile("station.db")
            assert record is not None
            return record.read()


@pytest.mark.parametrize("table", ["settings", "audit", "heads", "enrollments"])
def test_whatever_is_damaged_it_is_kept_as_it_is(
    data: Data, to: Recipient, file: Path, key: Recovery, table: str
) -> None:
    image = damage(data, table)
    made = make_backup(data, to, BackupAsked(file, verify=False), Looker().watch)
    assert made.manifest.verified is False
    assert made.manifest.station == "x"
    assert b"\xfe" * 1000 in inside(file, key)
    assert len(inside(file, key)) == len(image)
    with pytest.raises(StationError, match="REC-078"):
        restore_backup(RestoreAsked(file, key.key, "k"), data.root.with_name("new"), Looker().watch)
    assert listing(data.root.with_name("new")) == []


def test_what_is_no_database_is_kept_as_it_is_too(
    data: Data, to: Recipient, file: Path, key: Recovery
) -> None:
    content = os.urandom(50_000)
    data.database.write_bytes(content)
    made = make_backup(data, to, BackupAsked(file, verify=False), Looker().watch)
    assert (made.manifest.entries, made.manifest.audit, made.note) == (None, None, None)
    assert inside(file, key) == content


def test_its_damage_is_told_of_the_record_and_not_of_a_copy(
    data: Data, to: Recipient, file: Path
) -> None:
    damage(data, "enrollments")
    with pytest.raises(StationError, match="REC-001") as caught:
        make_backup(data, to, BackupAsked(file), Looker().watch)
    assert caught.value.data["path"] == str(data.database)
    assert listing(file.parent) == []


def test_a_backup_of_no_use_is_told_as_that(
    data: Data, to: Recipient, file: Path, key: Recovery
) -> None:
    damage(data, "enrollments")
    make_backup(data, to, BackupAsked(file, verify=False), Looker().watch)
    with pytest.raises(StationError, match="REC-078") as caught:
        check_backup(RestoreAsked(file, key.key, "k"), Looker().watch)
    assert caught.value.data["path"] == str(file)
    assert "station.db" in str(caught.value.data["why"])
