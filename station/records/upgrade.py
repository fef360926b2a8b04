"""A record of an older Station brought to the form of this one: all of it, or nothing.

A large one takes long: about a minute for a million enrollments, and until it is done room for what
changes, beside the record. So the room is looked for first, how long it has taken is told, and who
can't wait breaks it off: an exception from what is told, or Ctrl-C, undoes all of it.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeAlias

from station.errors import StationError
from station.records.database import Writer
from station.records.migrations import MIGRATIONS
from station.records.schema import migrate

Told: TypeAlias = Callable[[float], None]
"""Told, now and then, how many seconds it has taken so far."""

# Steps of SQLite's own machine between two looks at the clock: about a hundredth of a second.
_STEPS: Final = 100_000
# Seconds. What is over sooner isn't worth a word.
_FIRST_TOLD_S: Final = 1.0
# Each row of the enrollments is written anew, and nine indexes are made.
_OF_ALL_ROWS: Final = "0036-identifiers"
# Bytes. So small a record finds its room anyhow.
_SMALL: Final = 16 * 1024 * 1024
_MIB: Final = 1024 * 1024


def _unheard(_: float) -> None:
    """Tell nobody."""


_TOLD: Final[ContextVar[Told]] = ContextVar("told of a record's upgrade", default=_unheard)


@contextmanager
def upgrades_told(told: Told) -> Iterator[None]:
    """Have somebody told while a record is upgraded in the block, by this thread."""
    before = _TOLD.set(told)
    try:
        yield
    finally:
        _TOLD.reset(before)


def upgrade(writer: Writer) -> None:
    """Bring a `check_known` record to the newest schema; one that has it is left alone.

    Raises:
        StationError: REC-098 where the disk has no room for it; as `Writer.transaction`.
    """
    with writer.schema() as database:
        pending = {migration.name for migration in MIGRATIONS.pending(database)}
        if not pending:
            return
        _demand_room(writer, pending)
        # One transaction: the steps' own are parts of it.
        with _watched(database.conn), database.atomic():
            migrate(database)


def _demand_room(writer: Writer, pending: set[str]) -> None:
    size = writer.path.stat().st_size
    # As measured with a million enrollments: 0.83 of the file, and 0.03 for all else.
    needed = size if _OF_ALL_ROWS in pending else size // 10
    if size > _SMALL and shutil.disk_usage(writer.path.parent).free < needed:
        raise StationError("REC-098", str(writer.path.parent), quantity=str(-(-needed // _MIB)))


@contextmanager
def _watched(connection: sqlite3.Connection) -> Iterator[None]:
    """Tell how long the block takes, and break it off where the telling raises."""
    told, start = _TOLD.get(), time.monotonic()
    due, broken_off = _FIRST_TOLD_S, list[BaseException]()

    def look() -> int:
        nonlocal due
        try:
            taken = time.monotonic() - start
            if taken >= due:
                due = taken + _FIRST_TOLD_S
                told(taken)
        # SQLite forgets what is raised here; it is raised again once all is undone.
        except BaseException as error:  # noqa: BLE001 - Ctrl-C too, which arrives here as a rule
            broken_off.append(error)
            return 1
        return 0

    connection.set_progress_handler(look, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if broken_off:
            raise broken_off[0] from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
