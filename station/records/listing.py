"""The enrollment list a page at a time, sorted and searched by its indexes alone."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final, NamedTuple, Self

from station.errors import StationError
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.records.database import Readings, Value
from station.records.encoding import as_written, parse_time
from station.records.enrollments import SELECT, parse_enrollment

_LAST: Final = "\U0010ffff"


class SortBy(Enum):
    """What the list is sorted by."""

    ENROLLED = "enrolled"
    REGISTRATION_ID = "registration-id"
    SERIAL = "serial"


_LINES: Final = (
    "SELECT enrollments.id, registration_id, serial, device_id, orders.name AS order_name,"
    " attestation, status, enrolled FROM enrollments JOIN orders ON orders.id = order_id"
)


class _Order(NamedTuple):
    """One order of the list.

    Attributes:
        keys: what it goes by: together unique, so that every line has one place.
        of_all: the index that has these keys, and so all that is needed to find a place.
        of_order: the same, within one order.
    """

    keys: tuple[str, ...]
    of_all: str
    of_order: str


_ORDERS: Final[Mapping[SortBy, _Order]] = {
    SortBy.ENROLLED: _Order(("id",), "enrollments_number", "enrollments_order"),
    SortBy.REGISTRATION_ID: _Order(
        ("registration_id COLLATE NOCASE", "id_scope", "replaced"),
        "enrollments_name",
        "enrollments_order_name",
    ),
    SortBy.SERIAL: _Order(
        ("serial COLLATE NOCASE", "replaced"), "enrollments_serial", "enrollments_order_serial"
    ),
}
_COLUMNS: Final[Mapping[SortBy, str]] = {
    SortBy.REGISTRATION_ID: "registration_id",
    SortBy.SERIAL: "serial",
}
# Where more is found, it is quicker to go along the list and leave out than to sort what was found.
_MANY: Final = 50_000


@dataclass(frozen=True)
class ListQuery:
    """What part of the list is wanted, and in which order.

    Attributes:
        sort: by what.
        descending: whether the last comes first.
        find: the beginning of a registration ID or serial number, without case; empty for all.
        order: only this order's; None for all.
    """

    sort: SortBy = SortBy.ENROLLED
    descending: bool = True
    find: str = ""
    order: str | None = None


@dataclass(frozen=True)
class ListRow:
    """What a line of the list shows.

    Attributes:
        number: of the enrollment, for `read_listed`.
        registration_id: its registration ID.
        serial: the unit's serial number.
        device_id: the device ID, or None where the registration ID serves.
        order: the order's name.
        attestation: `tpm`, `x509` or `symmetric`.
        status: how far it is.
        enrolled: when, UTC.
    """

    number: int
    registration_id: str
    serial: str
    device_id: str | None
    order: str
    attestation: str
    status: EnrollmentStatus
    enrolled: datetime


class _Part(NamedTuple):
    """A part of the list: its WHERE, empty for all of it, and the values."""

    where: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class _Search:
    """What a query finds.

    Attributes:
        reads: where.
        within: the whole list, or one order's.
        pieces: where something is searched for, the pieces of it that have it at the beginning of
            what they are sorted by; an enrollment can be in both. None where nothing is.
    """

    reads: Readings
    within: _Part
    pieces: Mapping[SortBy, _Part] | None

    @classmethod
    def begun(cls, reads: Readings, query: ListQuery) -> Self:
        """Return the search for a query."""
        within = _Part("", ())
        if query.order is not None:
            row = reads.row("SELECT id FROM orders WHERE name = ?", (query.order,))
            within = _Part("WHERE order_id = ?", (0 if row is None else row["id"],))
        if not query.find:
            return cls(reads, within, None)
        edges = (query.find, query.find + _LAST)
        begins = {
            sort: _both(within, f"{column} >= ? COLLATE NOCASE AND {column} < ? COLLATE NOCASE")
            for sort, column in _COLUMNS.items()
        }
        pieces = {sort: _Part(where, within.values + edges) for sort, where in begins.items()}
        # Mostly one of the two has it, and is a sorted list by itself.
        there = {
            sort: piece
            for sort, piece in pieces.items()
            if reads.row(f"SELECT 1 FROM enrollments {piece.where} LIMIT 1", piece.values)  # noqa: S608 - constants
        }
        return cls(reads, within, there)

    def count(self) -> int:
        """Return how many there are."""
        match [self.within] if self.pieces is None else list(self.pieces.values()):
            case []:
                return 0
            case [part]:
                source, values = f"enrollments {part.where}", part.values
            case _:
                source, values = f"({self._union.where})", self._union.values
        row = self.reads.row(f"SELECT count(*) AS number FROM {source}", values)  # noqa: S608 - constants
        return 0 if row is None else int(row["number"])

    def page(self, query: ListQuery, offset: int, limit: int) -> list[int]:
        """Return the numbers of up to `limit` enrollments from `offset`, in the query's order."""
        if self.pieces is not None or self.within.where:
            return self._numbers(query, offset, limit)
        # The whole list is quick to count, and what is far from its beginning is near to its end.
        total = self.count()
        if offset <= total // 2:
            return self._numbers(query, offset, limit)
        turned = replace(query, descending=not query.descending)
        left = max(0, total - offset)
        return self._numbers(turned, max(0, left - limit), min(left, limit))[::-1]

    def _numbers(self, query: ListQuery, offset: int, limit: int) -> list[int]:
        direction = "DESC" if query.descending else "ASC"
        keys = ", ".join(f"{key} {direction}" for key in _ORDERS[query.sort].keys)
        source, values = self._source(query.sort)
        rows = self.reads.rows(
            f"SELECT id FROM enrollments {source} ORDER BY {keys} LIMIT ? OFFSET ?",  # noqa: S608 - constants
            (*values, limit, offset),
        )
        return [row["id"] for row in rows]

    def _source(self, sort: SortBy) -> _Part:
        """Return how to go through it, and in which index, so that SQLite doesn't read the rows.

        They are a hundred times as large as what an index has of them.
        """
        order = _ORDERS[sort]
        along = f"INDEXED BY {order.of_order if self.within.where else order.of_all}"
        pieces = {sort: self.within} if self.pieces is None else self.pieces
        if pieces.keys() == {sort}:
            return _Part(f"{along} {pieces[sort].where}", pieces[sort].values)
        union, values = self._union
        if self.count() <= _MANY:
            return _Part(f"WHERE id IN ({union})", values)
        # The plus keeps SQLite from looking each of them up.
        where = _both(self.within, f"+id IN ({union})")
        return _Part(f"{along} {where}", self.within.values + values)

    @property
    def _union(self) -> _Part:
        """The numbers in the pieces, each once."""
        pieces = list((self.pieces or {}).values())
        selects = [f"SELECT id FROM enrollments {piece.where}" for piece in pieces]  # noqa: S608 - constants
        values = tuple(value for piece in pieces for value in piece.values)
        return _Part(" UNION ".join(selects), values)


def _both(part: _Part, condition: str) -> str:
    return f"{part.where} AND {condition}" if part.where else f"WHERE {condition}"


def read_list_count(reads: Readings, query: ListQuery) -> int:
    """Return how many enrollments a query finds."""
    return _Search.begun(reads, query).count()


def read_list_page(reads: Readings, query: ListQuery, offset: int, limit: int) -> list[ListRow]:
    """Return up to `limit` lines of what a query finds, from `offset`; a few hundred at most.

    The lines' numbers come from the index that sorts them; only then are their rows read.
    """
    numbers = _Search.begun(reads, query).page(query, offset, limit)
    marks = ", ".join("?" * len(numbers))
    found = reads.rows(f"{_LINES} WHERE enrollments.id IN ({marks})", numbers)
    rows = {row["id"]: row for row in found}
    return [_parse_line(rows[number]) for number in numbers if number in rows]


def _parse_line(row: sqlite3.Row) -> ListRow:
    with as_written(f"enrollment {row['id']}"):
        return ListRow(
            number=row["id"],
            registration_id=row["registration_id"],
            serial=row["serial"],
            device_id=row["device_id"],
            order=row["order_name"],
            attestation=row["attestation"],
            status=EnrollmentStatus(row["status"]),
            enrolled=parse_time(row["enrolled"]),
        )


def read_listed(reads: Readings, number: int) -> Enrollment:
    """Return the enrollment of a line's number, or raise REC-015."""
    row = reads.row(f"{SELECT} WHERE enrollments.id = ?", (number,))
    if row is None:
        raise StationError("REC-015", name=str(number))
    return parse_enrollment(row)
