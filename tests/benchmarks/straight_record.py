"""What the record's benchmark is measured against: raw sqlite3 that does what a PASS does."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias
from unittest.mock import patch

from station.records.database import Value

_TABLES: Final = ("enrollments", "runs", "steps", "usage", "claims", "audit", "heads")
_PRAGMAS: Final = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"),
    *("trusted_schema=OFF", "cell_size_check=ON"),
)
Rows: TypeAlias = tuple[Value, ...]
Bound: TypeAlias = Any  # whatever sqlite3 binds to a statement


@dataclass(frozen=True)
class Waits:
    """How long a PASS waits for the token, seconds: for its MAC, and for its head."""

    mac_s: float = 0.0
    head_s: float = 0.0


@dataclass(frozen=True)
class Statement:
    """A statement with its values; for many, one after the other."""

    sql: str
    values: Bound
    many: bool = False

    def run(self, connection: sqlite3.Connection) -> None:
        """Run it, and take all that it finds."""
        run = connection.executemany if self.many else connection.execute
        run(self.sql, self.values).fetchall()


@contextmanager
def kept_statements() -> Iterator[list[Statement]]:
    """Keep what connections that are opened within the block are asked.

    So the rival runs what the record runs, whatever that is by now: also what the record reads,
    and by which it knows that nobody else has written.
    """
    kept: list[Statement] = []

    class Keeping(sqlite3.Connection):
        def execute(self, sql: str, values: Bound = ()) -> sqlite3.Cursor:
            kept.append(Statement(sql, values))
            return super().execute(sql, values)

        def executemany(self, sql: str, values: Iterable[Bound]) -> sqlite3.Cursor:
            each = list(values)
            kept.append(Statement(sql, each, many=True))
            return super().executemany(sql, each)

    with patch("sqlite3.connect", partial(sqlite3.connect, factory=Keeping)):
        yield kept


@dataclass(frozen=True)
class Passed:
    """The statements of one PASS: those up to its commit, and those of its head."""

    commit: Sequence[Statement]
    head: Sequence[Statement]

    @classmethod
    def of(cls, kept: Sequence[Statement]) -> "Passed":
        """Return what was kept of one PASS."""
        end = next(number for number, one in enumerate(kept, 1) if one.sql == "COMMIT")
        return cls(tuple(kept[:end]), tuple(kept[end:]))


class RawRecord:
    """Raw sqlite3 with the record's pragmas, running its statements with ready-made values.

    The values are those of a record that enrolled the same units before.
    """

    def __init__(self, path: Path, passes: Sequence[Passed]) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in _PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        self._passes = list(passes)

    def commit(self, waits: Waits) -> float:
        """Commit the next PASS; return the seconds that it took, but for the waits."""
        one = self._passes.pop(0)
        if waits.mac_s:
            time.sleep(waits.mac_s)
        start = time.perf_counter()
        for statement in one.commit:
            statement.run(self._connection)
        taken = time.perf_counter() - start
        if waits.head_s:
            time.sleep(waits.head_s)
        start = time.perf_counter()
        for statement in one.head:
            statement.run(self._connection)
        return taken + time.perf_counter() - start

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _content(path: Path) -> list[list[Rows]]:
    """Return every row of the tables that a PASS writes."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608 - ours
            for table in _TABLES
        ]


def demand_same(path: Path, source: Path) -> None:
    """Check that two databases hold the same of what a PASS writes.

    Raises:
        AssertionError: where they don't.
    """
    if _content(path) != _content(source):
        raise AssertionError("the rival did not write what a record writes")
