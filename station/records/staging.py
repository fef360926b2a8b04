"""A list made elsewhere while it is only checked: kept aside, compared with itself and the record.

A million rows take little memory: they are in a database of SQLite's own that vanishes by itself.
What must be different is sorted, not looked up one by one: so a long list takes seconds.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from station.model.foreign import COLUMNS, ForeignRow, ListFacts
from station.records.database import Doing, translated
from station.records.doubles import TWICE, check_new, comparisons

_CACHE_KIB: Final = 16_384
_OFTEN: Final = 100_000  # steps of SQLite's machine, a millisecond or so
_SHAPE: Final = ", ".join(COLUMNS[1:])
_INSERT: Final = f"INSERT INTO staged VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"  # noqa: S608 - constants


# Names are found by an index that has their ID scopes too.
_SCOPES: Final = (
    "SELECT DISTINCT id_scope AS scope FROM record.enrollments"
    " UNION SELECT DISTINCT id_scope FROM record.foreign_enrollments"
    " UNION SELECT DISTINCT substr(key, 1, instr(key, '/') - 1) FROM record.claims"
    " WHERE kind = 'name'"
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
        ended: tells, within what takes long too, whether it is to break off: REC-017 then.

    Attributes:
        scopes: the ID scopes on record, those of lists made elsewhere too.

    Raises:
        StationError: from any method REC-003 where the disk is full, and as `translated`.
    """

    def __init__(self, record: Path, ended: Callable[[], bool] = lambda: False) -> None:
        self._path = Path("a temporary file")
        with translated(record, Doing.READING):
            self._connection = sqlite3.connect("", isolation_level=None, uri=True)
            self._connection.row_factory = sqlite3.Row
            for pragma in ("journal_mode = OFF", f"cache_size = -{_CACHE_KIB}"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.set_progress_handler(lambda: int(ended()), _OFTEN)
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
            self.scopes = [str(row["scope"]) for row in self._connection.execute(_SCOPES)]
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

    def add(self, rows: Iterable[ForeignRow], stopped: Collection[int] = ()) -> None:
        """Keep rows, each at a new place; those at some places can't be imported for themselves."""
        values = ((*row, int(row.place in stopped)) for row in rows)
        with translated(self._path, Doing.WRITING):
            self._connection.executemany(_INSERT, values)

    def check_new(self, facts: ListFacts, count: int) -> None:
        """Check that a list of so many rows isn't on record, nor empty, or raise REC-095."""
        with translated(self._path, Doing.READING):
            check_new(self._connection, "record", facts, count)

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
        with translated(self._path, Doing.WRITING):
            for rule, sql in TWICE:
                for row in self._connection.execute(sql):
                    yield _double(row, rule, str(row["first"]))
            for rule, sql in comparisons(self._connection):
                for row in self._connection.execute(f"{sql} ORDER BY one.place"):
                    yield _double(row, rule, str(row["other"]))

    def stop(self, place: int) -> bool:
        """Note that a row can't be imported; tell whether that is new."""
        with translated(self._path, Doing.WRITING):
            done = self._connection.execute(
                "UPDATE staged SET stopped = 1 WHERE place = ? AND stopped = 0", (place,)
            )
        return done.rowcount == 1


def _double(row: sqlite3.Row, rule: str, other: str) -> Double:
    return Double(row["place"], row["registration_id"], row["serial"] or "", rule, other)
