"""Lists of enrollments made elsewhere: each kept whole under one entry of the chain, or not at all.

They give this station no unit and take no order's quantity. But what they have, no unit here may
have: `claims` looks in them. An import's row has a MAC and holds the digest of its rows, and the
chain holds the row's: a row that was changed, taken away or added is told by the verification.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.foreign import COLUMNS, ListFacts, ListKind
from station.model.rights import Approval
from station.records.adding import Adding, Import, row_digest
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import as_written, canonical_json, time_text
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in

_LABEL: Final = "station-import-v1"
_FACTS: Final = ("name", "sha256", "kind", "station", "trusted")
_OWN: Final = ("id", *_FACTS, "rows", "digest", "imported", "forgotten")
_SELECT: Final = f"SELECT {', '.join(_OWN)}, mac FROM imports"  # noqa: S608 - constants
ROWS: Final = f"SELECT {', '.join(COLUMNS)}, digest FROM foreign_enrollments"  # noqa: S608
_NOTHING: Final = (0, hashlib.sha256().hexdigest())


def _canonical(row: sqlite3.Row | Mapping[str, str | int]) -> bytes:
    content: dict[str, JsonValue] = {name: row[name] for name in _OWN}
    return canonical_json(content).encode("ascii")


def _digest(row: sqlite3.Row | Mapping[str, str | int]) -> str:
    return hashlib.sha256(_canonical(row)).hexdigest()


def marked_imports(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each import as the guard's MAC covers it."""
    return marked_in(connection, "imports", _LABEL, _canonical)


def kept_imports(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each import by its number, its rows read anew, for the verification."""
    kept = {str(row["id"]): _digest(row) for row in connection.execute(_SELECT)}
    for row in connection.execute("SELECT id, rows, digest, forgotten FROM imports").fetchall():
        due = _NOTHING if row["forgotten"] else (row["rows"], row["digest"])
        if _read_again(connection, row["id"]) != due:
            kept[str(row["id"])] = "its rows were changed"
    return kept


def _read_again(connection: sqlite3.Connection, number: int) -> tuple[int, str]:
    count, whole = 0, hashlib.sha256()
    for row in connection.execute(f"{ROWS} WHERE import_id = ? ORDER BY place, id", (number,)):
        count += 1
        whole.update(row_digest(row))
    return count, whole.hexdigest()


def import_findings(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the rows that aren't what their import had, as far as they tell by themselves."""
    found = connection.execute(
        "SELECT id, import_id FROM foreign_enrollments"
        " WHERE import_id NOT IN (SELECT id FROM imports) ORDER BY id"
    )
    for row in found:
        yield f"row {row['id']} of enrollments made elsewhere has no import"
    for row in connection.execute(ROWS.replace("SELECT ", "SELECT import_id, ") + " ORDER BY id"):
        if row_digest(row[1:]) != row["digest"]:
            yield f"row {row['place']} of import {row['import_id']} was changed"


def _import_of(row: sqlite3.Row) -> Import:
    with as_written("import"):
        facts = ListFacts(
            row["name"], row["sha256"], ListKind(row["kind"]), row["station"], bool(row["trusted"])
        )
    return Import(row["id"], facts, row["rows"], row["digest"], row["imported"], row["forgotten"])


def genuine_import(connection: sqlite3.Connection, guard: Guard, number: int) -> sqlite3.Row | None:
    """Return an import's row, None where there is none.

    Its MAC covers the digest of its rows, too, but that isn't made anew here, which takes seconds
    of a long list: whether a row was added or taken away, the verification tells.

    Raises:
        StationError: REC-012 where it is not the guard's; the guard's own.
    """
    found: sqlite3.Row | None = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
    if found is None:
        return None
    if not hmac.compare_digest(guard.mac(_LABEL, _canonical(found)), found["mac"]):
        raise StationError("REC-012", what=f"the import {number}")
    return found


def read_imports(reads: Readings) -> list[Import]:
    """Return all imports, oldest first, unchecked."""
    return [_import_of(row) for row in reads.rows(f"{_SELECT} ORDER BY id")]


@dataclass
class ImportBook:
    """Keeps lists made elsewhere."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    @contextmanager
    def adding(self, approval: Approval | None = None) -> Iterator[Adding]:
        """Give what puts a list on record, all of it or nothing: what isn't finished is undone.

        The record is held for writing from the beginning, so that no unit here can take what the
        list has while it is checked. The block sees to it that every row is checked.

        Args:
            approval: for `Right.EXPORT`.

        Raises:
            StationError: the guard's own, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        entries = list[Appended]()
        with suppress(_UndoneError), self.writer.transaction() as connection:
            number = _begin(connection)

            def keep(facts: ListFacts, kept: tuple[int, str]) -> Import:
                row = self._finish(connection, number, facts, kept)
                kind = EntryKind.LIST_IMPORTED
                entries.append(self.journal.append(connection, kind, _entry(row), approval))
                return Import(number, facts, *kept, str(row["imported"]), "")

            yield Adding(connection, number, keep)
            if not entries:
                raise _UndoneError
        for entry in entries:
            self.heads.sign(entry)

    def forget(self, number: int, approval: Approval | None = None) -> int:
        """Take an import off, so that units here may have what it has; return how many rows it had.

        Args:
            number: the import's.
            approval: for `Right.REVOKE`.

        Raises:
            StationError: REC-097 where there is none, REC-012 where its row is not the guard's; the
                guard's own, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            row = genuine_import(connection, self.guard, number)
            if row is None or row["forgotten"]:
                raise StationError("REC-097", quantity=number)
            connection.execute("DELETE FROM foreign_enrollments WHERE import_id = ?", (number,))
            kept = {name: row[name] for name in _OWN}
            kept["forgotten"] = time_text(self.journal.now())
            data = _entry(self._sealed(connection, kept))
            entry = self.journal.append(connection, EntryKind.LIST_FORGOTTEN, data, approval)
        self.heads.sign(entry)
        return int(row["rows"])

    def _finish(
        self,
        connection: sqlite3.Connection,
        number: int,
        facts: ListFacts,
        kept: tuple[int, str],
    ) -> dict[str, str | int]:
        values = (number, *_told(facts), *kept, time_text(self.journal.now()), "")
        return self._sealed(connection, dict(zip(_OWN, values, strict=True)))

    def _sealed(
        self, connection: sqlite3.Connection, row: dict[str, str | int]
    ) -> dict[str, str | int]:
        """Put an import's row in with its MAC, in place of what it was."""
        told = ", ".join(f"{name} = :{name}" for name in (*_OWN[1:], "mac"))
        connection.execute(
            f"UPDATE imports SET {told} WHERE id = :id",  # noqa: S608 - constants
            {**row, "mac": self.guard.mac(_LABEL, _canonical(row))},
        )
        return row


class _UndoneError(Exception):
    """Ends a transaction of which nothing is to stay."""


def _begin(connection: sqlite3.Connection) -> int:
    """Put an import's row in, which gets what it says at the end; return its number."""
    newest = connection.execute("SELECT ifnull(max(id), 0) AS last FROM imports").fetchone()
    number = int(newest["last"]) + 1
    columns, marks = ", ".join((*_OWN, "mac")), ", ".join("?" * (len(_OWN) + 1))
    values = (number, "", "", "", "", 0, 0, "", "", "", b"")
    connection.execute(f"INSERT INTO imports ({columns}) VALUES ({marks})", values)  # noqa: S608 - constants
    return number


def _entry(row: Mapping[str, str | int]) -> dict[str, JsonValue]:
    """Return what an entry says of an import."""
    return {
        "import": str(row["id"]),
        "name": row["name"],
        "sha256": row["sha256"],
        "list": row["kind"],
        "station": row["station"],
        "count": row["rows"],
        "rows": row["digest"],
        "digest": _digest(row),
    }


def _told(facts: ListFacts) -> tuple[str, str, str, str, int]:
    return facts.name, facts.sha256, facts.kind.value, facts.station, int(facts.trusted)
