"""The parts of the enrollment list that an index finds by itself: of a filter, of what is found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, Self

from station.records.database import Readings, Value
from station.records.encoding import time_text
from station.records.list_query import ListQuery, SortBy
from station.records.lookup import HASHES

_LAST: Final = "\U0010ffff"
# Hexadecimal digits. With fewer, hashes would be found that nobody meant.
_SHORTEST_HASH: Final = 8
_LONGEST_HASH: Final = 64
_HASH_INDEXES: Final = {
    **{name: f"enrollments_{name}" for name in HASHES},
    "key_fingerprint": "enrollments_key",
}


# Which index has the same of each order; and that a device ID isn't the registration ID.
_OF_ORDER: Final = {
    "enrollments_serial": "enrollments_order_serial",
    "enrollments_name": "enrollments_order_name",
    "enrollments_device": "enrollments_order_device",
}
_OWN: Final = " AND device_id IS NOT NULL"


class Condition(NamedTuple):
    """A condition in SQL, of constants alone, and the values of its marks."""

    where: str
    values: tuple[Value, ...] = ()

    @classmethod
    def all_of(cls, conditions: Sequence["Condition"]) -> Self:
        """Return the condition that all of some are met; empty for none."""
        met = [one for one in conditions if one.where]
        return cls(
            " AND ".join(one.where for one in met),
            tuple(value for one in met for value in one.values),
        )

    @classmethod
    def any_of(cls, conditions: Sequence["Condition"]) -> Self:
        """Return the condition that one of some is met, which never is where there are none."""
        where = " OR ".join(f"({one.where})" for one in conditions) or "0"
        return cls(f"({where})", tuple(value for one in conditions for value in one.values))


class Piece(NamedTuple):
    """A part of the list that an index finds, and has all that is needed to count it.

    Attributes:
        name: the index's.
        condition: what is in it.
        sort: what the piece is sorted by as it stands, None where it is by nothing that is shown.
    """

    name: str
    condition: Condition
    sort: SortBy | None = None

    def of_order(self, order: Value) -> "Piece":
        """Return what an order has of it, where an index tells that; else the piece itself."""
        where, values = self.condition
        if self.name == BY_TIME["order_id"]:
            # Whether it is one of the orders is asked once.
            where = f"order_id = ? AND {where.replace('order_id', '?', 1)}"
            return Piece(self.name, Condition(where, (order, order, *values)), self.sort)
        name = _OF_ORDER.get(self.name)
        if name is None:
            return self
        # Where the registration ID serves as device ID, it is found as that too.
        found = Condition(where.removesuffix(_OWN), values)
        return Piece(name, Condition.all_of([_equals("order_id", order), found]), self.sort)

    @property
    def numbers(self) -> Condition:
        """The statement that gives the numbers in it."""
        where, values = self.condition
        return Condition(
            f"SELECT id FROM enrollments INDEXED BY {self.name} WHERE {where}",  # noqa: S608 - constants
            values,
        )


# Which index has a filter's column, then the time.
BY_TIME: Final = {
    "order_id": "enrollments_order_enrolled",
    "status": "enrollments_state",
    "attestation": "enrollments_mechanism",
}


@dataclass(frozen=True)
class Selection:
    """What a query finds, however it is sorted.

    Attributes:
        equal: the value that each filter's column has.
        span: when they were enrolled, a condition; empty for ever.
        found: where something is looked for, the pieces that have it; an enrollment can be in
            several. None where nothing is.
    """

    equal: tuple[tuple[str, Value], ...]
    span: Condition
    found: tuple[Piece, ...] | None

    @classmethod
    def of(cls, reads: Readings, query: ListQuery) -> Self:
        """Return what a query selects."""
        equal = list[tuple[str, Value]]()
        if query.order is not None:
            row = reads.row("SELECT id FROM orders WHERE name = ?", (query.order,))
            equal.append(("order_id", 0 if row is None else row["id"]))
        if query.status is not None:
            equal.append(("status", query.status.value))
        if query.mechanism is not None:
            equal.append(("attestation", query.mechanism))
        edges = []
        if query.since is not None:
            edges.append(Condition("enrolled >= ?", (time_text(query.since),)))
        if query.until is not None:
            edges.append(Condition("enrolled < ?", (time_text(query.until),)))
        found = _found(reads, query.find) if query.find else None
        part = cls(tuple(equal), Condition.all_of(edges), found)
        return part if query.order is None else part.within(*equal[0])

    def within(self, column: str, value: Value) -> Self:
        """Return what of it has a value in a column; a filter on that has the same."""
        others = tuple(one for one in self.equal if one[0] != column)
        found = self.found
        if found is not None and column == "order_id":
            found = tuple(piece.of_order(value) for piece in found)
        return replace(self, equal=(*others, (column, value)), found=found)

    @property
    def sought(self) -> Condition:
        """That something looked for is there; empty where nothing is."""
        if self.found is None:
            return Condition("")
        return Condition.any_of([piece.condition for piece in self.found])

    def filters(self) -> list[Piece]:
        """Return what each filter finds by itself, with the time where its index has it."""
        pieces = [self.by_time(column) for column, _ in self.equal]
        both = self.of_columns(("order_id", "status"))
        if both.where.count("?") == len(("order_id", "status")):
            pieces.append(Piece("enrollments_status", both))
        if {"order_id", "attestation"} <= dict(self.equal).keys():
            pieces.append(self.of_mechanism())
        if not pieces and self.span.where:
            pieces = [Piece("enrollments_enrolled", self.span, SortBy.ENROLLED)]
        return pieces

    def of_status(self) -> Piece | None:
        """Return all that is found, where that is what has a status, of one order or of all.

        The index is a tenth of the one that has all that is shown, and so is quicker to count.
        """
        columns = dict(self.equal).keys()
        if "status" not in columns or columns - {"order_id", "status"}:
            return None
        if self.span.where or self.found is not None:
            return None
        orders = Condition("" if "order_id" in columns else "order_id IN (SELECT id FROM orders)")
        both = Condition.all_of([orders, self.of_columns(columns)])
        return Piece("enrollments_status", both)

    def by_time(self, column: str) -> Piece:
        """Return what a filter's column finds, within the time."""
        return Piece(BY_TIME[column], Condition.all_of([self.of_columns((column,)), self.span]))

    def of_mechanism(self) -> Piece:
        """Return what the filter of the mechanism finds, within its order and the time."""
        if "order_id" not in dict(self.equal):
            return self.by_time("attestation")
        both = self.of_columns(("order_id", "attestation"))
        return Piece(BY_TIME["order_id"], Condition.all_of([both, self.span]))

    def of_columns(self, columns: Collection[str]) -> Condition:
        """Return the condition of the filters of some columns."""
        return Condition.all_of([_equals(c, value) for c, value in self.equal if c in columns])

    def untold(self, told: Collection[str]) -> list[Piece]:
        """Return the pieces to look into for what an index doesn't tell.

        Args:
            told: the columns that it has.
        """
        equal = dict(self.equal)
        pieces = list[Piece]()
        if "status" in equal and "status" not in told:
            both = self.of_columns(("order_id", "status"))
            pair = "order_id" in equal
            pieces.append(Piece("enrollments_status", both) if pair else self.by_time("status"))
        if "attestation" in equal and "attestation" not in told:
            pieces.append(self.of_mechanism())
        timeless = {"enrollments_status"}
        if self.span.where and "enrolled" not in told and not {p.name for p in pieces} - timeless:
            pieces.append(Piece("enrollments_enrolled", self.span, SortBy.ENROLLED))
        return pieces


def _equals(column: str, value: Value) -> Condition:
    return Condition(f"{column} = ?", (value,))


def _found(reads: Readings, text: str) -> tuple[Piece, ...]:
    """Return the pieces that have what is looked for, without those that have none of it."""
    pieces = (*_names(text), *_hashes(text))
    return tuple(
        piece
        for piece in pieces
        if reads.row(f"{piece.numbers.where} LIMIT 1", piece.numbers.values)
    )


def _names(text: str) -> list[Piece]:
    edges = (text, text + _LAST)
    begins = "{0} >= ? COLLATE NOCASE AND {0} < ? COLLATE NOCASE"
    own = begins.format("device_name") + _OWN
    orders = f"order_id IN (SELECT id FROM orders WHERE {begins.format('name')})"  # noqa: S608 - constants
    return [
        Piece("enrollments_serial", Condition(begins.format("serial"), edges), SortBy.SERIAL),
        Piece(
            "enrollments_name",
            Condition(begins.format("registration_id"), edges),
            SortBy.REGISTRATION_ID,
        ),
        Piece("enrollments_device", Condition(own, edges), SortBy.DEVICE_ID),
        Piece("enrollments_order_enrolled", Condition(orders, edges)),
    ]


def _hashes(text: str) -> list[Piece]:
    digits = text.replace(":", "").replace(" ", "")
    if not _SHORTEST_HASH <= len(digits) <= _LONGEST_HASH:
        return []
    try:
        first = bytes.fromhex(digits + "0" * (len(digits) % 2))
        last = bytes.fromhex(digits + "f" * (_LONGEST_HASH + 2 - len(digits)))
    except ValueError:
        return []
    return [
        Piece(index, Condition(f"{column} >= ? AND {column} <= ?", (first, last)))
        for column, index in _HASH_INDEXES.items()
    ]
