"""Lists of enrollments made elsewhere: each kept whole under one entry of the chain, or not at all.

They give this station no unit and take no order's quantity. But what they have, no unit here may
have: `claims` looks in them. An import's row has a MAC and holds the digest of its rows, and the
chain holds the row's: a row that was changed, taken away or added is told by the verification.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from pydantic import JsonValue

from station.errors import StationError
from station.model.foreign import COLUMNS, ForeignRow, ListFacts, ListKind
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Value, Writer
from station.records.encoding import as_written, canonical_json, time_text
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in

_LABEL: Final = "station-import-v1"
_FACTS: Final = ("name", "sha256", "kind", "station", "trusted")
_OWN: Final = ("id", *_FACTS, "rows", "digest", "imported", "forgotten")
_SELECT: Final = f"SELECT {', '.join(_OWN)}, mac FROM imports"  # noqa: S608 - constants
_INSERT: Final = (
    f"INSERT INTO foreign_enrollments (import_id, digest, {', '.join(COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join('?' * (len(COLUMNS) + 2))})"
)
ROWS: Final = f"SELECT {', '.join(COLUMNS)}, digest FROM foreign_enrollments"  # noqa: S608
# What units here have taken since a list was checked against the record, each by its index.
_NEWER: Final = (
    "SELECT 'serial' AS kind, serial AS one, '' AS two FROM enrollments WHERE id > :enrollment"
    " UNION ALL SELECT 'name', registration_id, id_scope FROM enrollments WHERE id > :enrollment"
    " UNION ALL SELECT 'key', hex(key_fingerprint), '' FROM enrollments"
    " WHERE id > :enrollment AND key_fingerprint IS NOT NULL"
    " UNION ALL SELECT kind, key, '' FROM claims WHERE run_id >= :run"
)
_HAS: Final = {
    "serial": "serial = ? COLLATE NOCASE",
    "name": "registration_id = ? COLLATE NOCASE AND id_scope = ?",
    "key": "key_fingerprint = ?",
}
_SMALL: Final = 4
_NOTHING: Final = (0, hashlib.sha256().hexdigest())

Tick = Callable[[int], None]
"""Is told now and then how many rows are done; what it raises ends the work, and leaves nothing."""


class Since(NamedTuple):
    """How far the record was when a list was checked against it.

    Attributes:
        enrollment: the number of the newest enrollment, 0 without one.
        run: that of the oldest run which was at work, or else of the next one.
    """

    enrollment: int = 0
    run: int = 0


class Import(NamedTuple):
    """An import on record.

    Attributes:
        number: its number, from 1.
        facts: where it comes from.
        rows: how many enrollments it has.
        digest: SHA-256 over its rows' digests, hexadecimal.
        imported: when, RFC 3339, UTC.
        forgotten: when it was taken off, likewise; an empty text while it counts.
    """

    number: int
    facts: ListFacts
    rows: int
    digest: str
    imported: str
    forgotten: str


def row_digest(row: ForeignRow | sqlite3.Row) -> bytes:
    """Return SHA-256 over a row, so that no other has the same.

    What is hashed is each value in the order of `COLUMNS`: a sign for its kind, its length in 4
    bytes, big-endian, and its bytes, text in UTF-8 and numbers in decimal.
    """
    parts = list[bytes]()
    for value in tuple(row)[: len(COLUMNS)]:
        if value is None:
            parts.append(b"-")
            continue
        blob = isinstance(value, bytes)
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        parts += (b"b" if blob else b"t", len(data).to_bytes(_SMALL, "big"), data)
    return hashlib.sha256(b"".join(parts)).digest()


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


def read_imports(reads: Readings) -> list[Import]:
    """Return all imports, oldest first, unchecked."""
    return [_import_of(row) for row in reads.rows(f"{_SELECT} ORDER BY id")]


_BEGINNING: Final = Since()


@dataclass
class ImportBook:
    """Keeps lists made elsewhere."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def add(
        self,
        facts: ListFacts,
        rows: Iterable[ForeignRow],
        approval: Approval | None = None,
        *,
        since: Since = _BEGINNING,
        tick: Tick = lambda _: None,
    ) -> Import:
        """Put a list on record, all of it or nothing.

        Args:
            facts: where it comes from.
            rows: its enrollments, in their order, each checked; they are gone through once.
            approval: for `Right.EXPORT`.
            since: how far the record was when they were checked against it.
            tick: told of progress.

        Raises:
            StationError: REC-095 where nothing is in it or the same list is on record, REC-096
                where a unit here has claimed something of it since it was checked, REC-011 where
                one stands twice; the guard's own, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            number = self._begin(connection, facts)
            count, digest = _put(connection, number, rows, tick)
            if not count:
                raise StationError("REC-095", why="there is nothing in it")
            _check_untaken(connection, number, since)
            row = self._finish(connection, number, facts, (count, digest))
            data = _entry(row)
            entry = self.journal.append(connection, EntryKind.LIST_IMPORTED, data, approval)
        self.heads.sign(entry)
        return Import(number, facts, count, digest, str(row["imported"]), "")

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
            row = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
            if row is None or row["forgotten"]:
                raise StationError("REC-097", quantity=number)
            if not hmac.compare_digest(self.guard.mac(_LABEL, _canonical(row)), row["mac"]):
                raise StationError("REC-012", what=f"the import {number}")
            connection.execute("DELETE FROM foreign_enrollments WHERE import_id = ?", (number,))
            kept = {name: row[name] for name in _OWN}
            kept["forgotten"] = time_text(self.journal.now())
            data = _entry(self._sealed(connection, kept))
            entry = self.journal.append(connection, EntryKind.LIST_FORGOTTEN, data, approval)
        self.heads.sign(entry)
        return int(row["rows"])

    def _begin(self, connection: sqlite3.Connection, facts: ListFacts) -> int:
        """Put an import's row in, whose MAC comes at the end; return its number."""
        twice = connection.execute(
            "SELECT id FROM imports WHERE sha256 = ? AND forgotten = ''", (facts.sha256,)
        )
        if (before := twice.fetchone()) is not None:
            raise StationError("REC-095", why=f"it is on record as import {before['id']}")
        newest = connection.execute("SELECT ifnull(max(id), 0) AS last FROM imports").fetchone()
        number = int(newest["last"]) + 1
        _insert(connection, (number, *_told(facts), 0, "", "", "", b""))
        return number

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
        """Put what changes of an import's row in, with its MAC."""
        connection.execute(
            "UPDATE imports SET rows = :rows, digest = :digest, imported = :imported,"
            " forgotten = :forgotten, mac = :mac WHERE id = :id",
            {**row, "mac": self.guard.mac(_LABEL, _canonical(row))},
        )
        return row


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


def _put(
    connection: sqlite3.Connection, number: int, rows: Iterable[ForeignRow], tick: Tick
) -> tuple[int, str]:
    """Insert an import's rows; return how many they are, and the digest over them."""
    count, whole = 0, hashlib.sha256()

    def values() -> Iterator[tuple[Value, ...]]:
        nonlocal count
        for row in rows:
            digest = row_digest(row)
            whole.update(digest)
            count += 1
            if not count % 1_000:
                tick(count)
            yield (number, digest, *row)

    connection.executemany(_INSERT, values())
    return count, whole.hexdigest()


def _insert(connection: sqlite3.Connection, values: tuple[Value, ...]) -> None:
    columns, marks = ", ".join((*_OWN, "mac")), ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO imports ({columns}) VALUES ({marks})", values)  # noqa: S608


def _check_untaken(connection: sqlite3.Connection, number: int, since: Since) -> None:
    """Check that no unit here has taken something of an import since it was checked, or REC-096."""
    for row in connection.execute(_NEWER, since._asdict()).fetchall():
        if row["kind"] not in _HAS:
            continue
        values: tuple[Value, ...] = (row["one"],)
        if row["kind"] == "key":
            values = (bytes.fromhex(row["one"]),)
        elif row["kind"] == "name":
            scope, _, name = row["one"].rpartition("/")
            values = (name, row["two"] or scope)
        found = connection.execute(
            "SELECT registration_id FROM foreign_enrollments"  # noqa: S608 - constants
            f" WHERE {_HAS[row['kind']]} AND import_id = ?",
            (*values, number),
        ).fetchone()
        if found is not None:
            raise StationError("REC-096", name=found["registration_id"])
