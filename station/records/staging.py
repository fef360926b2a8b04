"""A list made elsewhere while it is checked: kept aside, compared with itself and with the record.

A million rows take little memory: they are in a database of SQLite's own that vanishes by itself.
What must be different is sorted, not looked up one by one: so a long list takes seconds.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from station.model.foreign import COLUMNS, ForeignRow
from station.records.database import Doing, translated
from station.records.imports import Since

_CACHE_KIB: Final = 16_384
_PAGE: Final = 1_000
_SHAPE: Final = ", ".join(COLUMNS[1:])
_INSERT: Final = f"INSERT INTO staged VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"  # noqa: S608 - constants
_SELECT: Final = f"SELECT {', '.join(COLUMNS)} FROM staged ORDER BY place"  # noqa: S608 - constants
_TWICE: Final = (
    "SELECT place, first, registration_id, serial FROM (SELECT place, registration_id, serial,"
    " min(place) OVER (PARTITION BY {}) AS first FROM staged WHERE {} IS NOT NULL)"
    " WHERE place <> first ORDER BY place"
)
# What no two rows may have: the rule's name, what it is made of, what must be there.
_UNIQUE: Final = (
    ("registration-twice", "lower(registration_id), id_scope", "registration_id"),
    ("serial-twice", "lower(serial)", "serial"),
    ("key-twice", "key_fingerprint", "key_fingerprint"),
    ("certificate-twice", "certificate_sha256", "certificate_sha256"),
    ("device-twice", "coalesce(device_id, registration_id), id_scope", "registration_id"),
)
_NAMED: Final = "SELECT one.place, one.registration_id, one.serial, "
_ELSEWHERE: Final = (
    f"{_NAMED}imports.id || ', of ' || iif(imports.station = '', imports.name, imports.station)"
    " AS other FROM staged AS one"
    " CROSS JOIN record.foreign_enrollments AS two CROSS JOIN record.imports"
    " WHERE imports.id = two.import_id AND "
)
_ENROLLED: Final = (
    f"{_NAMED}two.serial AS other FROM staged AS one CROSS JOIN record.enrollments AS two WHERE "
)
_CLAIMED: Final = (
    f"{_NAMED}runs.name AS other FROM staged AS one"
    " CROSS JOIN record.claims AS two CROSS JOIN record.runs"
    " WHERE runs.id = two.run_id AND "
)
_SAME: Final = {
    "registration": "two.registration_id = one.registration_id COLLATE NOCASE"
    " AND two.id_scope = one.id_scope",
    "serial": "two.serial = one.serial COLLATE NOCASE",
    "key": "two.key_fingerprint = one.key_fingerprint",
    "certificate": "two.certificate_sha256 = one.certificate_sha256",
}
_HELD: Final = {
    "registration": "two.kind = 'name' AND two.key = one.id_scope || '/' ||"
    " lower(one.registration_id)",
    "serial": "two.kind = 'serial' AND two.key = lower(one.serial)",
    "key": "two.kind = 'key' AND two.key = lower(hex(one.key_fingerprint))",
}
# Which table has what a row has too: the words' beginning, the table, what is compared.
_OTHERS: Final = (
    ("here", "enrollments", _ENROLLED, _SAME),
    ("imported", "foreign_enrollments", _ELSEWHERE, _SAME),
    ("claimed", "claims", _CLAIMED, _HELD),
)
_SINCE: Final = (
    "SELECT ifnull((SELECT max(id) FROM record.enrollments), 0) AS enrollment,"
    " coalesce((SELECT min(id) FROM record.runs WHERE outcome IS NULL),"
    " (SELECT max(id) + 1 FROM record.runs), 0) AS run"
)


class Double(NamedTuple):
    """A row that has what another has.

    Attributes:
        place: the row's, in its list.
        registration_id: its name.
        serial: its serial number, an empty text without one.
        rule: what both have, and where the other is: `serial-twice`, `key-here`.
        other: names the other: its place in the list, serial number, run or import.
    """

    place: int
    registration_id: str
    serial: str
    rule: str
    other: str


class Staging:
    """A list that is being checked. A context manager.

    Args:
        record: the database of the record that it is compared with; it is only read.

    Raises:
        StationError: from any method REC-003 where the disk is full, and as `translated`.
    """

    def __init__(self, record: Path) -> None:
        self._path = Path("a temporary file")
        with translated(record, Doing.READING):
            self._connection = sqlite3.connect("", isolation_level=None, uri=True)
            self._connection.row_factory = sqlite3.Row
            for pragma in ("journal_mode = OFF", f"cache_size = -{_CACHE_KIB}"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.execute(
                "ATTACH ? AS record", (f"{record.resolve().as_uri()}?mode=ro",)
            )
            self._connection.execute(
                f"CREATE TABLE main.staged (place INTEGER PRIMARY KEY, {_SHAPE}, stopped INTEGER)"
            )
            self._connection.execute(
                "CREATE TABLE main.units (name TEXT PRIMARY KEY, serial TEXT, identity BLOB)"
                " WITHOUT ROWID"
            )
            self._connection.execute("BEGIN")
            self.since = Since(*self._connection.execute(_SINCE).fetchone())
        self._waiting: list[tuple[object, ...]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def add(self, row: ForeignRow, *, stopped: bool) -> None:
        """Keep a row, and whether it can't be imported for itself; its place must be new."""
        self._waiting.append((*row, int(stopped)))
        if len(self._waiting) == _PAGE:
            self._flush()

    def _flush(self) -> None:
        with translated(self._path, Doing.WRITING):
            self._connection.executemany(_INSERT, self._waiting)
        self._waiting.clear()

    def tell_unit(self, name: str, serial: str, identity: bytes) -> bool:
        """Keep what an export says of a unit, by its name; tell whether that was new."""
        with translated(self._path, Doing.WRITING):
            put = self._connection.execute(
                "INSERT OR IGNORE INTO units VALUES (?, ?, ?)", (name.lower(), serial, identity)
            )
        return put.rowcount == 1

    def unit(self, name: str) -> tuple[str, bytes] | None:
        """Return the serial number and identity of an export's unit, None where it has none."""
        with translated(self._path, Doing.WRITING):
            row = self._connection.execute(
                "SELECT serial, identity FROM units WHERE name = ?", (name.lower(),)
            ).fetchone()
        return None if row is None else (row["serial"], row["identity"])

    def doubles(self) -> Iterator[Double]:
        """Yield every row that has what another row has, or the record already, rule by rule."""
        self._flush()
        with translated(self._path, Doing.WRITING):
            for rule, made_of, there in _UNIQUE:
                for row in self._connection.execute(_TWICE.format(made_of, there)):
                    yield _double(row, rule, str(row["first"]))
            for where, table, select, same in _OTHERS:
                if not self._any(table):
                    continue
                for what, equal in same.items():
                    for row in self._connection.execute(f"{select}{equal} ORDER BY one.place"):
                        yield _double(row, f"{what}-{where}", str(row["other"]))

    def stop(self, place: int) -> bool:
        """Note that a row can't be imported; tell whether that is new."""
        with translated(self._path, Doing.WRITING):
            done = self._connection.execute(
                "UPDATE staged SET stopped = 1 WHERE place = ? AND stopped = 0", (place,)
            )
        return done.rowcount == 1

    def rows(self) -> Iterator[ForeignRow]:
        """Yield all rows, in their order."""
        self._flush()
        with translated(self._path, Doing.WRITING):
            cursor = self._connection.cursor()
            cursor.row_factory = None
            yield from map(ForeignRow._make, cursor.execute(_SELECT))

    def _any(self, table: str) -> bool:
        found = self._connection.execute(f"SELECT 1 FROM record.{table} LIMIT 1")  # noqa: S608 - a constant
        return found.fetchone() is not None


def _double(row: sqlite3.Row, rule: str, other: str) -> Double:
    return Double(row["place"], row["registration_id"], row["serial"] or "", rule, other)
