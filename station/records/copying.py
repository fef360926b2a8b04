"""A copy of the record as it stands, made while it is written to."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.records.database import Doing, snapshot, station_error
from station.records.files import new_file, remove_lock
from station.records.opening import open_writer

_PAGES: Final = 1024


def copy_record(path: Path, to: Path, told: Callable[[int, int], None]) -> None:
    """Copy a record by SQLite's backup API; nobody has to wait for it.

    What is written meanwhile isn't in the copy, and doesn't make it begin again. The copy is one
    file by itself.

    Args:
        path: the database.
        to: the copy; there is no file yet. Where an error is raised, its beginning may stay.
        told: called now and then with how many bytes are copied, and of how many; what it raises
            ends the copying.

    Raises:
        StationError: REC-003 where the copy's disk is full; REC-001 where the record is damaged or
            can't be read, REC-017 where the copy can't be written.
    """
    new_file(to)
    with snapshot(path) as source:
        size = int(source.execute("PRAGMA page_size").fetchone()[0])
        # The snapshot begins with the first look; from then on it is held.
        source.execute("SELECT max(sequence) FROM audit").fetchone()

        def progress(_: int, left: int, pages: int) -> None:
            told((pages - left) * size, pages * size)

        try:
            with closing(sqlite3.connect(to, isolation_level=None)) as target:
                target.execute("PRAGMA synchronous=OFF")  # it is synchronised as a whole below
                source.backup(target, pages=_PAGES, progress=progress)
                target.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.Error as error:
            full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
            raise station_error(error, path, Doing.WRITING if full else Doing.READING) from error
    _synchronise(to)


def bring_up_to_date(path: Path) -> None:
    """Bring a copy of a record that an older Station may have made to the form of this one.

    Nobody else knows of the copy, and it stays one file by itself.

    Raises:
        StationError: as `open_writer`; REC-002 where a newer Station made it.
    """
    with ExitStack() as opened:
        opened.callback(remove_lock, path)
        open_writer(path, opened)


def _synchronise(path: Path) -> None:
    try:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise StationError("REC-017", f"{path.name}: {error.strerror}") from error
