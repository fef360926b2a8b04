"""A set of a million names in little memory: a database of SQLite's own that vanishes by itself."""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from station.records.database import Doing, translated

# KiB; what is over that goes to a file that has no name.
_CACHE_KIB: Final = 16_384
# SQLite names a temporary database on the disk by nothing.
_NOWHERE: Final = ""


class Scratch:
    """Remembers what was met first and where. A context manager.

    Raises:
        StationError: from any method REC-003 where the disk is full, and as `translated`.
    """

    def __init__(self) -> None:
        self._path = Path("a temporary file")
        with translated(self._path, Doing.WRITING):
            self._connection = sqlite3.connect(_NOWHERE, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = OFF")
            self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self._connection.execute(
                "CREATE TABLE seen (kind TEXT, what BLOB, place TEXT,"
                " PRIMARY KEY (kind, what)) WITHOUT ROWID"
            )
            self._connection.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def first(self, kind: str, what: bytes, row: str) -> str | None:
        """Return the row in which the same of this kind was met first; None where it is new.

        Args:
            kind: what it is.
            what: its bytes, which are equal where it is the same.
            row: a name for the row that it is in now.
        """
        with translated(self._path, Doing.WRITING):
            put = self._connection.execute(
                "INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (kind, what, row)
            )
            if put.rowcount:
                return None
            found = self._connection.execute(
                "SELECT place FROM seen WHERE kind = ? AND what = ?", (kind, what)
            ).fetchone()
        return str(found[0])
