"""Notes of backups and restores: told to the chain once, whoever opens the record next."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.records.entries import EntryKind
from station.records.notes import NOTES, Note, leave
from station.records.store import Records
from tests.unit.records.software import SoftwareGuard, admitted, begin

HASH = "ab" * 32


def note(records: Records) -> Note:
    return Note(
        kind="backed-up",
        id=secrets.token_hex(16),
        file="monday.backup",
        sha256=HASH,
        recovery="cd" * 32,
        last=records.last_entry(),
        made=datetime(2026, 11, 30, 9, tzinfo=UTC),
        verified=True,
    )


@pytest.fixture
def folder(path: Path) -> Path:
    return path.parent / NOTES


def told(records: Records) -> list[object]:
    return [entry.data["id"] for entry in records.entries(kind=EntryKind.BACKED_UP)]


def test_a_station_at_work_tells_of_it_with_its_next_run(records: Records, folder: Path) -> None:
    left = note(records)
    leave(folder, left)
    admitted(records, "S1")
    assert told(records) == [left.id]
    assert list(folder.iterdir()) == []
    (entry,) = records.entries(kind=EntryKind.BACKED_UP)
    assert (entry.data["sha256"], entry.data["recovery"]) == (HASH, "cd" * 32)
    assert records.verify().unsigned == 0


def test_else_it_is_told_when_the_record_is_opened(
    records: Records, path: Path, guard: SoftwareGuard, folder: Path
) -> None:
    left = note(records)
    records.close()
    leave(folder, left)
    with Records.open(path, guard) as again:
        assert told(again) == [left.id]


def test_a_note_that_stayed_after_a_crash_is_not_told_twice(records: Records, folder: Path) -> None:
    left = note(records)
    for _ in range(2):
        leave(folder, left)
        records.notes.take()
    assert told(records) == [left.id]


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"kind":"created"}', b"[" * 9_000])
def test_a_note_that_says_nothing_is_put_aside_and_stops_no_run(
    records: Records, folder: Path, content: bytes
) -> None:
    folder.mkdir()
    (folder / "x.json").write_bytes(content)
    begin(records)
    assert told(records) == []
    assert [path.name for path in folder.iterdir()] == ["x.unread"]


def test_a_note_under_another_name_is_put_aside(records: Records, folder: Path) -> None:
    left = note(records)
    leave(folder, left)
    (folder / f"{left.id}.json").rename(folder / "other.json")
    begin(records)
    assert told(records) == []


def test_no_note_is_read_through_a_link(records: Records, folder: Path, tmp_path: Path) -> None:
    left = note(records)
    leave(tmp_path, left)
    folder.mkdir()
    (folder / f"{left.id}.json").symlink_to(tmp_path / f"{left.id}.json")
    begin(records)
    assert told(records) == []
