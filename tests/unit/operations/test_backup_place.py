"""A backup leaves the line its room on the disk, and nothing plain lies about for long."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import Data
from station.operations.backup_make import BackupAsked, make_backup
from station.operations.backup_place import RESERVE, clear_leftovers, size_of_record
from station.operations.backup_recipient import Recipient, read_recipient
from tests.support.recovery import recovery
from tests.unit.operations.backing import STAGES, Looker, listing, made_station

DEAD = 4_999_999
"""The number of no process: more than there can be."""


@pytest.fixture
def to(tmp_path: Path) -> Recipient:
    return read_recipient(recovery(tmp_path / "safe").certificate_file)


@pytest.fixture
def data(tmp_path: Path, to: Recipient) -> Data:
    return made_station(tmp_path / "station", to)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk" / "x.backup"


def test_a_backup_leaves_the_line_its_room(
    data: Data, to: Recipient, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage, before = shutil.disk_usage(data.root), listing(data.root)
    needed = size_of_record(data) + RESERVE
    free = [needed - 1]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free[0]))
    with pytest.raises(StationError, match="REC-084") as caught:
        make_backup(data, to, BackupAsked(file), Looker().watch)
    assert "200 MB free" in caught.value.message
    free[0] = needed
    make_backup(data, to, BackupAsked(file), Looker().watch)
    assert not [name for name in listing(data.root) if name not in before and "notes" not in name]


@pytest.mark.parametrize("stage", STAGES)
def test_a_backup_gives_way_where_the_disk_fills_up_meanwhile(
    data: Data, to: Recipient, file: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    usage, before = shutil.disk_usage(data.root), listing(data.root)
    looker = Looker()

    def looked(_: Path) -> object:
        return usage._replace(free=RESERVE // 3 if stage in looker.stages else usage.free)

    monkeypatch.setattr(shutil, "disk_usage", looked)
    with pytest.raises(StationError, match="REC-084"):
        make_backup(data, to, BackupAsked(file), looker.watch)
    assert listing(data.root) == before
    assert listing(file.parent) == []


def test_what_killed_ones_left_among_temporary_files_is_cleared(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = [f"station-restore-{DEAD}-x", f".backup-{DEAD}-x", f"station-rehearsal-{DEAD}-x"]
    names = ("station-restore", "station-rehearsal")
    kept = [f"{name}-{more}x" for name in names for more in ("", f"{os.getpid()}-")] + ["another"]
    for name in (*left, *kept):
        (tmp_path / name).mkdir()
        (tmp_path / name / "station.db").write_bytes(b"x")
    (data.root / f".backup-{DEAD}-x").mkdir()
    clear_leftovers(data)
    assert not list(data.root.glob(".backup-*"))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*kept, "safe", "station"])
