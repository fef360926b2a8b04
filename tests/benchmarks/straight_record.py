"""What the record's benchmark is measured against: raw sqlite3 that does what a PASS does."""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.records.database import Value

_TABLES: Final = ("enrollments", "runs", "steps", "usage", "claims", "audit", "heads")


@dataclass(frozen=True)
class Waits:
    """How long a PASS waits for the token, seconds: for its MAC, and for its head."""

    mac_s: float = 0.0
    head_s: float = 0.0


class RawRecord:
    """Raw sqlite3 with the record's pragmas, running its statements with ready-made values.

    The values are those of a record that enrolled the same units before.
    """

    def __init__(self, path: Path, source: Path, first: int) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        with closing(sqlite3.connect(source)) as made:
            self._passes = [
                _Pass.read(made, number)
                for (number,) in made.execute(
                    "SELECT id FROM enrollments WHERE id > ? ORDER BY id", (first,)
                ).fetchall()
            ]

    def commit(self, waits: Waits) -> float:
        """Commit the next PASS; return the seconds that it took, but for the waits."""
        one = self._passes.pop(0)
        if waits.mac_s:
            time.sleep(waits.mac_s)
        start = time.perf_counter()
        one.commit(self._connection)
        taken = time.perf_counter() - start
        if waits.head_s:
            time.sleep(waits.head_s)
        start = time.perf_counter()
        one.commit_head(self._connection)
        return taken + time.perf_counter() - start

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


Rows = tuple[Value, ...]
_INSERT: Final = (
    "INSERT INTO enrollments VALUES"
    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# What the record looks at within the transaction besides, to digest it or to know its rules.
_READ: Final = (
    "SELECT place, step, state, seconds, code FROM steps WHERE run_id = ? ORDER BY place",
    "SELECT id, kind, data, time FROM intents WHERE run_id = ? ORDER BY id",
    "SELECT prompt, answer FROM run_answers WHERE run_id = ? ORDER BY id",
)


@dataclass(frozen=True)
class _Pass:
    """The values of one PASS."""

    run: Rows
    enrollment: Rows
    digest: Rows | None
    steps: list[Rows]
    entry: Rows
    head: Rows

    @classmethod
    def read(cls, made: sqlite3.Connection, number: int) -> "_Pass":
        """Return the values of an enrollment that a record has made."""

        def one(sql: str, *values: Value) -> Rows:
            row: Rows = made.execute(sql, values).fetchone()
            return row

        enrollment = one("SELECT * FROM enrollments WHERE id = ?", number)
        run_id = one("SELECT run_id FROM enrollments WHERE id = ?", number)[0]
        sql = (
            "SELECT seconds, outcome, uncertified, custody, id, order_id, name FROM runs"
            " WHERE id = ?"
        )
        digest = made.execute(
            "SELECT digest FROM chains JOIN enrollments ON chain_id = chains.id"
            " WHERE enrollments.id = ?",
            (number,),
        ).fetchone()
        entry = one(
            "SELECT * FROM audit WHERE json_extract(entry, '$.kind') = 'enrolled'"
            " AND json_extract(entry, '$.data.enrollment') = ?",
            number,
        )
        steps = made.execute("SELECT * FROM steps WHERE run_id = ? ORDER BY place", (run_id,))
        head = one("SELECT * FROM heads WHERE sequence = ?", entry[0])
        return cls(one(sql, run_id), enrollment, digest, steps.fetchall(), entry, head)

    def commit(self, connection: sqlite3.Connection) -> None:
        """Run the record's statements, in its order."""
        execute = connection.execute
        *passed, run_id, order_id, name = self.run
        execute("BEGIN IMMEDIATE")
        execute("SELECT * FROM runs WHERE name = ?", (name,)).fetchone()
        execute("SELECT kind, key FROM claims WHERE run_id = ?", (run_id,)).fetchall()
        if self.digest is not None:
            execute("SELECT id FROM chains WHERE digest = ?", self.digest).fetchone()
        execute(_INSERT, self.enrollment)
        execute("SELECT * FROM factory_tokens WHERE token = ?", ("",)).fetchone()
        execute(
            "UPDATE runs SET seconds = ?, outcome = ?, uncertified = ?, custody = ? WHERE id = ?",
            (*passed, run_id),
        )
        connection.executemany("INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?)", self.steps)
        execute(
            "UPDATE usage SET reserved = reserved - 1, enrolled = enrolled + 1 WHERE order_id = ?",
            (order_id,),
        )
        execute("DELETE FROM claims WHERE run_id = ?", (run_id,))
        for read in _READ:
            execute(read, (run_id,)).fetchall()
        execute("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
        execute("INSERT INTO audit VALUES (?, ?, ?, ?)", self.entry)
        execute("SELECT content, mac FROM settings ORDER BY id").fetchall()
        execute("COMMIT")

    def commit_head(self, connection: sqlite3.Connection) -> None:
        """Commit the head, as the record does once it is signed."""
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO heads VALUES (?, ?, ?)", self.head)
        connection.execute("COMMIT")


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
