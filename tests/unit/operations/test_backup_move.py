"""A restore that breaks off while it moves in: the next goes on, and nothing else is touched."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from station.errors import StationError
from station.folders import Data
from station.operations.backup_make import BackupAsked, make_backup
from station.operations.backup_move import clear_begun
from station.operations.backup_recipient import Recipient, read_recipient
from station.operations.backup_restore import RestoreAsked, restore_backup
from tests.support.recovery import Recovery, recovery
from tests.unit.operations.backing import Looker, listing, made_station

Restore: TypeAlias = Callable[[], object]


class PowerCut(BaseException):
    """The process is gone at once."""


@pytest.fixture
def key(tmp_path: Path) -> Recovery:
    return recovery(tmp_path / "safe")


@pytest.fixture
def to(key: Recovery) -> Recipient:
    return read_recipient(key.certificate_file)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "new"


@pytest.fixture
def restore(tmp_path: Path, root: Path, key: Recovery, to: Recipient) -> Restore:
    """Return what restores a backup to `root`."""
    data = made_station(tmp_path / "station", to)
    data.profiles.mkdir()
    (data.profiles / "box.toml").write_text("x")
    (data.root / "bench.toml").write_text("x")
    file = tmp_path / "x.backup"
    make_backup(data, to, BackupAsked(file), Looker().watch)
    asked = RestoreAsked(file, key.key, "the key")
    return lambda: restore_backup(asked, root, Looker().watch)


WHOLE = ["audit.pem", "bench.toml", "factory.toml", "notes", "profiles", "station.db"]


def top(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def breaking(patch: pytest.MonkeyPatch, root: Path, name: str, error: BaseException) -> None:
    """Have something go wrong as this file is moved in."""
    replaced = Path.replace

    def broken(path: Path, to: Path) -> Path:
        if to == root / name:
            raise error
        return replaced(path, to)

    patch.setattr(Path, "replace", broken)


def test_nothing_but_the_station_is_there_in_the_end(restore: Restore, root: Path) -> None:
    restore()
    assert top(root) == WHOLE


@pytest.mark.parametrize("name", WHOLE)
def test_where_a_file_cannot_be_moved_the_folder_is_empty_again(
    restore: Restore, root: Path, name: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        breaking(patch, root, name, OSError(5, "Input/output error"))
        with pytest.raises(StationError, match="CFG-003"):
            restore()
    assert listing(root) == []
    restore()
    assert top(root) == WHOLE


@pytest.mark.parametrize("name", WHOLE)
def test_after_a_power_cut_the_next_restore_begins_anew(
    restore: Restore, root: Path, name: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        breaking(patch, root, name, PowerCut())
        patch.setattr("station.operations.backup_restore.take_back", lambda _: None)
        with pytest.raises(PowerCut):
            restore()
    assert not (root / "factory.toml").exists()
    assert (root / ".restoring").is_dir()
    for ending in ("-shm", "-wal", ".lock") if (root / "station.db").exists() else ():
        (root / f"station.db{ending}").touch()  # somebody looked at it
    restore()
    assert top(root) == WHOLE


@pytest.mark.parametrize("name", ["letter.txt", "bench.toml", "profiles"])
def test_what_is_somebody_elses_is_never_removed(restore: Restore, root: Path, name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        breaking(patch, root, "audit.pem", PowerCut())
        patch.setattr("station.operations.backup_restore.take_back", lambda _: None)
        with pytest.raises(PowerCut):
            restore()
    (root / ".restoring" / "names.json").write_text(json.dumps(["audit.pem", "../x", "logs"]))
    (root / name).write_text("mine")
    with pytest.raises(StationError, match="CFG-005"):
        restore()
    assert (root / name).read_text() == "mine"


def test_a_record_that_came_meanwhile_is_not_written_over(restore: Restore, root: Path) -> None:
    made = Path.mkdir

    def joined(
        path: Path, mode: int = 0o777, *, parents: bool = False, exist_ok: bool = False
    ) -> None:
        made(path, mode, parents, exist_ok)
        if path.name == ".restoring":
            (root / "station.db").write_text("mine")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "mkdir", joined)
        with pytest.raises(StationError, match="CFG-005"):
            restore()
    assert (root / "station.db").read_text() == "mine"
    assert top(root) == ["station.db"]
    with pytest.raises(StationError, match="CFG-043"):
        restore()


def test_what_is_left_beside_a_station_goes_once_it_is_opened(restore: Restore, root: Path) -> None:
    restore()
    (root / ".restoring").mkdir()
    (root / ".restoring" / "names.json").write_text(json.dumps(WHOLE))
    with pytest.raises(StationError, match="CFG-043"):
        restore()
    assert top(root) == [".restoring", *WHOLE]
    clear_begun(Data(root))
    assert top(root) == WHOLE
