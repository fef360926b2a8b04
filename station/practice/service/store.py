"""Where the service keeps what it knows: one SQLite file. Its names have no case."""

import json
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from pydantic import JsonValue

from station.errors import StationError
from station.practice.service.enrollments import GROUP, INDIVIDUAL, Entry, Kind

_SCHEMA: Final = (
    *(
        f"CREATE TABLE IF NOT EXISTS {kind.table} (number INTEGER PRIMARY KEY,"
        " name TEXT NOT NULL UNIQUE COLLATE NOCASE, kept TEXT NOT NULL)"
        for kind in (INDIVIDUAL, GROUP)
    ),
    (
        "CREATE TABLE IF NOT EXISTS registrations (number INTEGER PRIMARY KEY,"
        " name TEXT NOT NULL UNIQUE COLLATE NOCASE, owner TEXT COLLATE NOCASE,"
        " operation TEXT NOT NULL, state TEXT NOT NULL)"
    ),
    "CREATE INDEX IF NOT EXISTS registrations_owner ON registrations (owner, number)",
)


@dataclass(frozen=True)
class Registration:
    """How a device registered last.

    Attributes:
        name: its registration ID.
        group: of which group, without case; empty where it has an enrollment of its own.
        operation: the operation's ID.
        state: a DeviceRegistrationState.
    """

    name: str
    group: str
    operation: str
    state: dict[str, JsonValue]


@dataclass(frozen=True)
class Page:
    """Some of many.

    Attributes:
        items: of them.
        last: where they end; what comes next begins after it. 0 where nothing does.
    """

    items: Sequence[dict[str, JsonValue]]
    last: int


class Store:
    """The service's file; a context manager.

    Args:
        path: made where it isn't there, for its owner alone: groups' keys are in it.

    Raises:
        StationError: CFG-053 where the file is of no use.
        OSError: where it can't be made.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._folder = path.parent
        path.touch(0o600)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._counts = self._begin()
        except sqlite3.Error as error:
            self._connection.close()
            why = "its database can't be read"
            raise StationError("CFG-053", str(error), path=str(path.parent), why=why) from error

    def _begin(self) -> dict[str, int]:
        """Make the tables that aren't there; return how many rows there are in each of both."""
        # What a power failure takes of a practice service is put into it again.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        for statement in _SCHEMA:
            self._connection.execute(statement)
        # Counting a million rows takes its time; what is made and taken away is counted instead.
        return {kind.table: self._counted(kind) for kind in (INDIVIDUAL, GROUP)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, kind: Kind, name: str) -> Entry | None:
        """Return an enrollment or a group."""
        sql = f"SELECT kept FROM {kind.table} WHERE name = ?"  # noqa: S608 - ours
        row = self._one(sql, name)
        return None if row is None else Entry.of_kept(kind, row[0])

    def add(self, entry: Entry) -> None:
        """Keep an enrollment or a group that isn't there."""
        sql = f"INSERT INTO {entry.kind.table} (name, kept) VALUES (?, ?)"  # noqa: S608 - ours
        with self._lock:
            self._connection.execute(sql, (entry.name, entry.kept()))
            self._counts[entry.kind.table] += 1

    def change(self, entry: Entry) -> None:
        """Keep an enrollment or a group in the place of what has its name."""
        sql = f"UPDATE {entry.kind.table} SET kept = ? WHERE name = ?"  # noqa: S608 - ours
        with self._lock:
            self._connection.execute(sql, (entry.kept(), entry.name))

    def delete(self, entry: Entry) -> None:
        """Take an enrollment or a group away that is there, and how devices registered by it."""
        sql = f"DELETE FROM {entry.kind.table} WHERE name = ?"  # noqa: S608 - ours
        theirs = "owner = ?" if entry.kind.group else "name = ? AND owner = ''"
        with self._lock:
            self._connection.execute(sql, (entry.name,))
            self._connection.execute(f"DELETE FROM registrations WHERE {theirs}", (entry.name,))  # noqa: S608 - ours
            self._counts[entry.kind.table] -= 1

    def count(self, kind: Kind) -> int:
        """Return how many there are."""
        return self._counts[kind.table]

    def _counted(self, kind: Kind) -> int:
        row = self._one(f"SELECT COUNT(*) FROM {kind.table}")  # noqa: S608 - ours
        return int(row[0]) if row else 0

    def all(self, kind: Kind) -> list[Entry]:
        """Return all of a kind; there are few groups."""
        rows = self._many(f"SELECT kept FROM {kind.table} ORDER BY number")  # noqa: S608 - ours
        return [Entry.of_kept(kind, row[0]) for row in rows]

    def page(self, kind: Kind, after: int, most: int) -> Page:
        """Return what comes after a place, at most so many."""
        sql = (
            f"SELECT number, kept FROM {kind.table} WHERE number > ?"  # noqa: S608 - ours
            " ORDER BY number LIMIT ?"
        )
        rows = self._many(sql, after, most + 1)
        items = [Entry.of_kept(kind, row[1]).shown for row in rows[:most]]
        return Page(items, int(rows[most - 1][0]) if len(rows) > most else 0)

    def registration(self, name: str) -> Registration | None:
        """Return how a device registered last."""
        sql = "SELECT name, owner, operation, state FROM registrations WHERE name = ?"
        row = self._one(sql, name)
        return None if row is None else Registration(row[0], row[1], row[2], json.loads(row[3]))

    def put_registration(self, made: Registration) -> None:
        """Keep how a device registered, in the place of the last time."""
        sql = (
            "INSERT INTO registrations (name, owner, operation, state) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
            " operation = excluded.operation, state = excluded.state"
        )
        with self._lock:
            values = (made.name, made.group, made.operation, json.dumps(made.state))
            self._connection.execute(sql, values)

    def delete_registration(self, name: str) -> None:
        """Forget how a device registered."""
        with self._lock:
            self._connection.execute("DELETE FROM registrations WHERE name = ?", (name,))

    def forget(self, kind: Kind, name: str) -> None:
        """Take away what there is of a name; of a store that is closed, nothing more is asked.

        Raises:
            StationError: CFG-053 where the file is of no use, or its disk is full.
        """
        try:
            with suppress(sqlite3.ProgrammingError):
                entry = self.get(kind, name)
                if entry is not None:
                    self.delete(entry)
                if not kind.group:
                    self.delete_registration(name)
        except sqlite3.Error as error:
            why = "its database can't be written"
            raise StationError("CFG-053", str(error), path=str(self._folder), why=why) from error

    def registrations(self, group: str, after: int, most: int) -> Page:
        """Return how devices of a group registered, as `page`."""
        sql = (
            "SELECT number, state FROM registrations WHERE owner = ? AND number > ?"
            " ORDER BY number LIMIT ?"
        )
        rows = self._many(sql, group, after, most + 1)
        items = [json.loads(row[1]) for row in rows[:most]]
        return Page(items, int(rows[most - 1][0]) if len(rows) > most else 0)

    def _one(self, sql: str, *values: str | int) -> Sequence[str] | None:
        rows = self._many(sql, *values)
        return rows[0] if rows else None

    def _many(self, sql: str, *values: str | int) -> list[tuple[str, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()
