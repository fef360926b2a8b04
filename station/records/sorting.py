"""Rows of any number put aside on the disk, and read back in the order of their keys.

The database is SQLite's own temporary one: a file without a name, which is gone with the process.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Final, NamedTuple, Self

from station.errors import StationError

_CACHE_KIB: Final = 16 * 1024


class Row(NamedTuple):
    """One row.

    Attributes:
        part: which of several piles it belongs to.
        key: by what that is sorted, by its code points.
        text: what is kept.
    """

    part: str
    key: str
    text: str


class SortedRows:
    """Such rows; a context manager, for one thread.

    All raise REC-003 where the disk is full.
    """

    def __enter__(self) -> Self:
        self._connection = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE_KIB}"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE rows (part TEXT, key TEXT, text TEXT)")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Put rows aside."""
        try:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT INTO rows VALUES (?, ?, ?)", rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise StationError("REC-003", type(error).__name__) from error

    def ordered(self, part: str) -> Iterator[tuple[str, str]]:
        """Yield key and text of each row of a pile: by their keys, then as they came."""
        try:
            yield from self._connection.execute(
                "SELECT key, text FROM rows WHERE part = ? ORDER BY key, rowid", (part,)
            )
        except sqlite3.Error as error:
            raise StationError("REC-003", type(error).__name__) from error

    def count(self, part: str) -> int:
        """Return how many rows a pile has."""
        found = self._connection.execute("SELECT count(*) FROM rows WHERE part = ?", (part,))
        return int(found.fetchone()[0])
