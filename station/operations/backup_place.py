"""Where a plain copy of a record lies for a while: for its owner alone, and with room left."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.operations.backup_content import Watch
from station.operations.backup_move import clear_begun
from station.records.files import on_read_only_disk

RESERVE: Final = 200_000_000
"""How many bytes of its disk a working line keeps for itself while a backup is made."""
REHEARSAL: Final = "station-rehearsal-"
"""How the folder's name begins in which a rehearsal's service keeps its things as long as it is."""
_WORK: Final = ".backup-"
_RESTORE: Final = "station-restore-"
_MEGABYTE: Final = 1_000_000


def size_of_record(data: Data) -> int:
    """Return how many bytes a copy of a folder's record takes at most."""
    size = 0
    for ending in ("", "-wal"):
        with suppress(OSError):
            size += data.database.with_name(data.database.name + ending).stat().st_size
    return size


def has_room(data: Data) -> bool:
    """Whether a backup may be begun: its copy leaves enough of the disk for the line."""
    return shutil.disk_usage(data.root).free >= size_of_record(data) + RESERVE


@contextmanager
def workplace(data: Data, watch: Watch) -> Iterator[tuple[Path, Watch]]:
    """Give a folder for the copy, and a watch that ends the backup before the disk is full.

    It is in the data folder, as safe as the record itself is; where that is read-only, among the
    temporary files. What killed ones left is removed.

    Raises:
        StationError: REC-084 where there is no room, CFG-003 where no folder can be made.
    """
    inside = not on_read_only_disk(data.root)
    clear_leftovers(data)
    place, reserve = (data.root, RESERVE) if inside else (Path(gettempdir()), 0)
    _demand(place, size_of_record(data) + reserve)

    def told(what: str, done: int, whole: int) -> None:
        # Half: what the line itself writes meanwhile doesn't end it.
        _demand(place, reserve // 2)
        watch.told(what, done, whole)

    try:
        work = Path(mkdtemp(prefix=f"{_WORK}{os.getpid()}-", dir=place))
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(place)) from error
    try:
        yield work, Watch(told, watch.cancel)
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def restore_place() -> Iterator[Path]:
    """Give a folder among the temporary files for a restore of which nothing is to stay.

    Raises:
        StationError: CFG-003 where none can be made.
    """
    _clear(Path(gettempdir()), _RESTORE)
    try:
        work = Path(mkdtemp(prefix=f"{_RESTORE}{os.getpid()}-"))
    except OSError as error:
        raise StationError("CFG-003", str(error), path=gettempdir()) from error
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def clear_leftovers(data: Data) -> None:
    """Remove the plain copies that backups and restores left which were killed.

    And what the rehearsals' service of a station left that was.
    """
    for folder, prefix in (
        (data.root, _WORK),
        (Path(gettempdir()), _WORK),
        (Path(gettempdir()), _RESTORE),
        (Path(gettempdir()), REHEARSAL),
    ):
        _clear(folder, prefix)
    clear_begun(data)


def begun_by(prefix: str) -> str:
    """Return how a folder's name begins that is cleared when this process is over."""
    return f"{prefix}{os.getpid()}-"


def is_over(process: str) -> bool:
    """Whether there is no process of that number any more."""
    return process.isdecimal() and not Path("/proc", process).exists()


def _clear(folder: Path, prefix: str) -> None:
    with suppress(OSError):
        for path in folder.glob(f"{prefix}*-*"):
            ours = path.lstat().st_uid == os.getuid()
            if ours and is_over(path.name.removeprefix(prefix).partition("-")[0]):
                shutil.rmtree(path, ignore_errors=True)


def _demand(place: Path, needed: int) -> None:
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(place)) from error
    if free < needed:
        why = (
            f"its disk has {free // _MEGABYTE:,} MB free, and {-(-needed // _MEGABYTE):,} MB are "
            "needed"
        )
        raise StationError("REC-084", str(place), why=why)
