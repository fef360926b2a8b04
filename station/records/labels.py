"""The labels of units: which were printed, scanned on the unit, and made void by a later one.

A label is on record before its unit passes and before anything is printed: whatever the station
stops in between, it knows which unit that passed has no label. A label grants nothing; that one was
printed again, and why, is in the chain.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import JsonValue
from sqlite_utils import Database

from station.errors import StationError
from station.model.names import shown
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Value, Writer
from station.records.encoding import as_written, parse_time, time_text
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.tables import create

# A label counts once its unit has passed in the run that it was made for.
_LATER: Final = (
    "SELECT max(later.id) FROM labels AS later JOIN runs ON runs.name = later.run"
    " AND runs.outcome = 'passed' WHERE later.serial = labels.serial COLLATE NOCASE"
    " AND later.id > labels.id"
)
_SELECT: Final = (
    f"SELECT labels.*, runs.workers, orders.name AS order_name, ifnull(({_LATER}), 0) AS void"  # noqa: S608 - constants only
    " FROM labels JOIN runs ON runs.name = labels.run AND runs.outcome = 'passed'"
    " JOIN orders ON orders.id = runs.order_id"
)
_OF_UNIT: Final = f"{_SELECT} WHERE labels.serial = ? COLLATE NOCASE"
_LIVE: Final = f"{_OF_UNIT} ORDER BY labels.id DESC LIMIT 1"
_ALL: Final = f"{_SELECT} ORDER BY labels.id DESC LIMIT ?"
_ALL_OF_UNIT: Final = f"{_OF_UNIT} ORDER BY labels.id DESC LIMIT ?"
_BY_CODE: Final = (
    f"{_SELECT} WHERE labels.code = ? COLLATE NOCASE AND labels.printed != ''"
    " ORDER BY labels.id DESC LIMIT 1"
)
_UNPRINTED: Final = (
    f"{_SELECT} WHERE labels.printed = '' AND ({_LATER}) IS NULL ORDER BY labels.id LIMIT ?"
)
_ADD: Final = (
    "INSERT INTO labels (serial, run, position, made, badges, why, code, printed, scanned)"
    " VALUES (?, ?, ?, ?, ?, ?, '', '', '')"
)
_LONGEST_REASON: Final = 200
_MOST: Final = 1000


@dataclass(frozen=True)
class LabelRow:
    """A label as it is on record.

    Attributes:
        number: its own, from 1.
        serial: its unit's serial number.
        run: the run in which the unit passed.
        order: the order of that run.
        position: where it was printed for.
        made: when it was put on record, UTC.
        by: badges of those whom it was printed for.
        why: why it was printed again; empty of a unit's first.
        code: what its code says, empty until it is printed.
        printed: when, UTC; None where it isn't, as far as is known.
        scanned: when it was scanned on its unit, UTC; None where it wasn't.
        void: the number of the label that was printed after it, or 0.
    """

    number: int
    serial: str
    run: str
    order: str
    position: str
    made: datetime
    by: tuple[str, ...]
    why: str
    code: str
    printed: datetime | None
    scanned: datetime | None
    void: int


def add_labels(db: Database) -> None:
    """Add the table of labels to a record without it."""
    texts = ("serial", "run", "position", "made", "badges", "why", "code", "printed", "scanned")
    create(db, "labels", {"id": int, **dict.fromkeys(texts, str)})
    db.execute("CREATE INDEX labels_serial ON labels (serial COLLATE NOCASE)")
    db.execute("CREATE INDEX labels_code ON labels (code COLLATE NOCASE)")
    db.execute("CREATE INDEX labels_unprinted ON labels (id) WHERE printed = ''")


def read_labels(reads: Readings, serial: str | None = None) -> list[LabelRow]:
    """Return the labels of units that have passed, newest first, or those of one unit."""
    if serial is None:
        return _rows(reads, _ALL, (_MOST,))
    return _rows(reads, _ALL_OF_UNIT, (serial, _MOST))


def read_unprinted(reads: Readings) -> list[LabelRow]:
    """Return the labels that aren't printed of units that have passed, oldest first."""
    return _rows(reads, _UNPRINTED, (_MOST,))


def read_label(reads: Readings, code: str) -> LabelRow | None:
    """Return the newest printed label whose code says that, without case, or None."""
    return next(iter(_rows(reads, _BY_CODE, (code,))), None) if code else None


def read_live_label(reads: Readings, serial: str) -> LabelRow | None:
    """Return the label of a unit that no later one made void, printed or not, or None."""
    return next(iter(_rows(reads, _LIVE, (serial,))), None)


@dataclass
class LabelBook:
    """Puts labels on record, each before it is printed."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def all(self, serial: str | None = None) -> list[LabelRow]:
        """Return labels as `read_labels`."""
        return read_labels(self.reads, serial)

    def unprinted(self) -> list[LabelRow]:
        """Return labels as `read_unprinted`."""
        return read_unprinted(self.reads)

    def live(self, serial: str) -> LabelRow | None:
        """Return a label as `read_live_label`."""
        return read_live_label(self.reads, serial)

    def scan(self, code: str) -> LabelRow | None:
        """Return the label that a scan is of, or None where it is of none.

        Raises:
            StationError: REC-104 where a later one made it void.
        """
        row = read_label(self.reads, code)
        if row is not None and row.void:
            raise StationError("REC-104", serial=row.serial, quantity=row.void)
        return row

    def due(self, serial: str, run: str, position: str, by: Sequence[str]) -> int:
        """Put on record that a unit gets a label once its run has passed; return its number."""
        values = (serial, run, position, self._now(), " ".join(by), "")
        with self.writer.transaction() as connection:
            return _number(connection.execute(_ADD, values))

    def printed(self, number: int, code: str) -> None:
        """Put on record that a label was printed, and what its code says."""
        self._note("UPDATE labels SET printed = ?, code = ? WHERE id = ?", (code, number))

    def scanned(self, number: int) -> None:
        """Put on record that a label was scanned on its unit."""
        self._note("UPDATE labels SET scanned = ? WHERE id = ?", (number,))

    def again(
        self, live: LabelRow, position: str, approval: Approval | None = None, reason: str = ""
    ) -> int:
        """Make a unit's label void by another that is to be printed; return that one's number.

        Args:
            live: the unit's newest.
            position: where the next is printed for.
            approval: for `Right.LABELS`; practice needs none.
            reason: why, in practice.

        Raises:
            StationError: REC-105 where there is a newer one meanwhile; REC-025, REC-026; the
                guard's own.
        """
        why = shown((reason if approval is None else approval.reason).strip(), _LONGEST_REASON)
        if approval is None and self.journal.practice and not why:
            raise StationError("REC-026")
        by = "" if approval is None else " ".join(approval.by)
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            now = connection.execute(_LIVE, (live.serial,)).fetchone()
            if now is None or now["id"] != live.number:
                changed = "there is a newer one meanwhile"
                raise StationError("REC-105", serial=shown(live.serial), why=changed)
            values = (live.serial, live.run, position, self._now(), by, why)
            number = _number(connection.execute(_ADD, values))
            data: dict[str, JsonValue] = {
                "serial": live.serial,
                "label": number,
                "before": live.number,
                **({} if approval is not None else {"why": why}),
            }
            entry = self.journal.append(connection, EntryKind.LABEL_REPRINTED, data, approval)
        self.heads.sign(entry)
        return number

    def _note(self, sql: str, values: tuple[Value, ...]) -> None:
        with self.writer.transaction() as connection:
            connection.execute(sql, (self._now(), *values))

    def _now(self) -> str:
        return time_text(self.journal.now())


def _number(cursor: sqlite3.Cursor) -> int:
    if cursor.lastrowid is None:
        raise ValueError("an INSERT gives a number")
    return cursor.lastrowid


def _rows(reads: Readings, sql: str, values: tuple[Value, ...]) -> list[LabelRow]:
    with as_written("a label"):
        return [_row(row) for row in reads.rows(sql, values)]


def _row(row: sqlite3.Row) -> LabelRow:
    by = row["badges"] or row["workers"] or ""
    return LabelRow(
        number=row["id"],
        serial=row["serial"],
        run=row["run"],
        order=row["order_name"],
        position=row["position"],
        made=parse_time(row["made"]),
        by=tuple(by.split()),
        why=row["why"],
        code=row["code"],
        printed=parse_time(row["printed"]) if row["printed"] else None,
        scanned=parse_time(row["scanned"]) if row["scanned"] else None,
        void=row["void"],
    )
