"""How a part of the enrollment list is gone through in an order, by indexes alone.

A part that one index has in the order wanted is read from it, and so is one where that index has
the other filters' columns too. Else there are four ways, the cheapest first:

1. Few are left by one of the filters, or by what is looked for: their rows are read, and sorted.
2. Not too many are left by status and time: they are sorted as `enrollments_state` has them.
3. They are met soon enough on the way along the order: rows are read until the page is full.
   Where what is wanted lies together, far from where the order begins, they are met as soon once
   all is passed by that is out of their bounds (`list_bounds`), without a row. The next page begins
   where this one ended.
4. Else either as many as status and time leave are sorted as in 2, or the order's index is gone
   along, without its rows, past all that isn't in the filters' own: up to the length of the list, a
   fraction of a microsecond a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from station.model.enrollment import EnrollmentStatus
from station.records.database import Readings, Value
from station.records.list_bounds import Bounds, bounds_of
from station.records.list_orders import BESIDE, GROUPS, ORDERS, STATE, TELLS, Way
from station.records.list_pieces import BY_TIME, Condition, Piece, Selection
from station.records.list_query import Mark, SortBy

# So few rows are read for a page, to be sorted.
FEW: Final = 1_000
# So many rows are read on the way along an order.
TRIED: Final = 2_500
# So many are sorted without their rows.
MANY: Final = 25_000
# So many rows are read at once, of those that may be wanted.
_ROWS: Final = 250


class _Along(NamedTuple):
    """What has an order.

    Attributes:
        piece: the index and the part of it to go along.
        beside: the filters that it tells of each line there.
        others: the sets that it doesn't tell of.
    """

    piece: Piece
    beside: Condition
    others: "list[_Set]"


@dataclass(frozen=True)
class Walk:
    """What a query finds, to be counted and gone through.

    Attributes:
        reads: where.
        part: what is found.
    """

    reads: Readings
    part: Selection
    _bounds: dict[Condition, Bounds] = field(default_factory=dict, compare=False)

    def within(self, column: str, value: Value) -> "Walk":
        """Return the walk through what of it has a value in a column."""
        return replace(self, part=self.part.within(column, value))

    def count(self) -> int:
        """Return how many there are."""
        few = self._fewest(FEW)
        if few is not None:
            return self._number(_picked(few, self._conditions(few)))
        if self.part.found is not None:
            filters = [_among((one,)) for one in self.part.untold(())]
            order = self.part.of_columns(("order_id",))
            if order.where:
                filters.append(_among((self.part.by_time("order_id"),)))
            return self._number(_meeting(_union(self.part.found), Condition.all_of(filters)))
        stated = self.part.of_status()
        if stated is not None:
            return self._number(stated.numbers)
        along, beside, others = self._along(SortBy.ENROLLED)
        conditions = Condition.all_of([along.condition, beside, *map(_among, others)])
        # All are counted by the smallest index there is, whichever that may be.
        by = f" INDEXED BY {along.name} WHERE {conditions.where}" if conditions.where else ""
        return self._number(Condition(f"SELECT id FROM enrollments{by}", conditions.values))  # noqa: S608 - constants

    def numbers(self, way: Way) -> list[int]:
        """Return the numbers of the lines on a way."""
        few = self._fewest(FEW)
        if few is not None:
            return self._sorted(few, way)
        if way.sort in GROUPS:
            return self._stated(way)
        along, beside, others = self._along(way.sort)
        if not others:
            return self._ids(along, way, beside)
        stated = self._size_stated()
        if stated is not None and stated <= MANY:
            return self._stated(way)
        found = None if way.skip else self._met(along, beside, way)
        if found is None and stated is not None and not way.skip:
            found = self._stated(way)
        if found is None:
            found = self._ids(along, way, Condition.all_of([beside, *map(_among, others)]))
        return found

    def marks(self, way: Way, every: int) -> list[Mark]:
        """Return where each line stands that is the last of `every` lines.

        All that is found is gone through once, along an index or sorted as `enrollments_state` has
        it.
        """
        if way.sort in GROUPS:
            return self._marks(*self._as_stated(), way, every)
        along, beside, others = self._along(way.sort)
        stated = self._size_stated() if others else None
        if stated is not None and stated <= MANY:
            return self._marks(*self._as_stated(), way, every)
        rest = Condition.all_of([beside, *map(_among, others)])
        return self._marks(along, rest, way, every)

    def soon(self, way: Way) -> list[int] | None:
        """Return what is met soon on a way, None where it is farther off."""
        few = self._fewest(FEW)
        if few is not None:
            return self._sorted(few, way)
        along, beside, _ = self._along(way.sort)
        return self._met(along, beside, way)

    @property
    def few(self) -> bool:
        """Whether so few are left by one of the filters that they may be sorted."""
        return self._fewest(FEW) is not None

    # Ways

    def _sorted(self, few: "_Set", way: Way) -> list[int]:
        """Return what is found by reading the rows of few."""
        conditions = Condition.all_of([self._conditions(few), way.beyond])
        sql, values = _picked(few, conditions)
        rows = self.reads.rows(
            f"{sql} {way.sorting} LIMIT ? OFFSET ?", (*values, way.limit, way.skip)
        )
        return [row["id"] for row in rows]

    def _stated(self, way: Way) -> list[int]:
        """Return what is found by sorting what the index has that has all that is shown."""
        stated, sought = self._as_stated()
        return self._ids(stated, way, sought)

    def _as_stated(self) -> tuple[Piece, Condition]:
        """Return the part of the index that has all that is shown, and what is met there."""
        part = self.part
        every = ", ".join(f"'{status.value}'" for status in EnrollmentStatus)
        stated = Condition("" if "status" in dict(part.equal) else f"status IN ({every})")
        filters = Condition.all_of([stated, part.of_columns(TELLS[STATE]), part.span])
        sought = Condition("") if part.found is None else _among(part.found)
        return Piece(STATE, filters), sought

    def _size_stated(self) -> int | None:
        """Return how many are left by status and time, or more than `MANY`; None for all."""
        part = self.part
        if part.found is not None:
            return None
        if "status" in dict(part.equal):
            return self._size((part.by_time("status"),), MANY)
        if part.span.where:
            return self._size((Piece("enrollments_enrolled", part.span),), MANY)
        return None

    def _met(self, along: Piece, beside: Condition, way: Way) -> list[int] | None:
        """Return what is met soon, or soon once in bounds; None where that is less than wanted."""
        found = self._met_soon(along, way)
        if found is not None:
            return found
        # All of an index that has the time is within it: its bounds would be looked for in vain.
        timed = "enrolled" in TELLS[along.name]
        part = replace(self.part, span=Condition("")) if timed else self.part
        bounds = bounds_of(self.reads, part, self._bounds)
        if bounds is not None and bounds.low > bounds.high:
            return []
        if bounds is None and not beside.where:
            return None
        within = Condition("") if bounds is None else bounds.condition
        piece = along._replace(condition=Condition.all_of([along.condition, beside, within]))
        return self._checked(self._ids(piece, way._replace(limit=TRIED), Condition("")), way.limit)

    def _checked(self, numbers: Sequence[int], limit: int) -> list[int] | None:
        """Return those of the next `TRIED` lines that are wanted, None where too few of them are.

        Args:
            numbers: the lines'; fewer than `TRIED` where no more come.
            limit: how many are wanted.
        """
        found = list[int]()
        for at in range(0, len(numbers), _ROWS):
            some = numbers[at : at + _ROWS]
            those = Condition(f"id IN ({', '.join('?' * len(some))})", tuple(some))
            where, values = Condition.all_of([those, self._conditions(None)])
            # Not by another index than the rows' own numbers.
            met = self.reads.rows(f"SELECT id FROM enrollments NOT INDEXED WHERE {where}", values)  # noqa: S608 - constants
            wanted = {row["id"] for row in met}
            found += [number for number in some if number in wanted]
            if len(found) >= limit:
                return found[:limit]
        return found if len(numbers) < TRIED else None

    def _met_soon(self, along: Piece, way: Way) -> list[int] | None:
        """Return what is met within the next lines, None where that is less than is wanted."""
        ahead = Condition.all_of([along.condition, way.beyond])
        where = f"WHERE {ahead.where}" if ahead.where else ""
        last = self.reads.row(
            f"SELECT {', '.join(way.keys)} FROM enrollments INDEXED BY {along.name} {where}"  # noqa: S608 - constants
            f" {way.sorting} LIMIT 1 OFFSET ?",
            (*ahead.values, TRIED),
        )
        until = Condition("") if last is None else way.until(tuple(last))
        rest = Condition.all_of([self._conditions(None), until])
        found = self._ids(along, way, rest)
        return found if last is None or len(found) == way.limit else None

    def _marks(self, along: Piece, more: Condition, way: Way, every: int) -> list[Mark]:
        where, values = Condition.all_of([along.condition, more])
        names = [f"key{number}" for number in range(len(way.keys))]
        keys = ", ".join(f"{key} AS {name}" for key, name in zip(way.keys, names, strict=True))
        rows = self.reads.rows(
            f"SELECT {', '.join(names)} FROM (SELECT {keys},"  # noqa: S608 - constants
            f" row_number() OVER ({way.sorting}) AS rank FROM enrollments INDEXED BY {along.name}"
            f"{' WHERE ' if where else ''}{where}) WHERE rank % ? = 0 ORDER BY rank",
            (*values, every),
        )
        return [tuple(row) for row in rows]

    def _ids(self, along: Piece, way: Way, more: Condition) -> list[int]:
        conditions = Condition.all_of([along.condition, way.beyond, more])
        where = f"WHERE {conditions.where}" if conditions.where else ""
        rows = self.reads.rows(
            f"SELECT id FROM enrollments INDEXED BY {along.name} {where} {way.sorting}"  # noqa: S608 - constants
            " LIMIT ? OFFSET ?",
            (*conditions.values, way.limit, way.skip),
        )
        return [row["id"] for row in rows]

    # Parts

    def _sets(self) -> list["_Set"]:
        """Return what must all have an enrollment's number."""
        sets: list[_Set] = [(piece,) for piece in self.part.filters()]
        return sets if self.part.found is None else [self.part.found, *sets]

    def _along(self, sort: SortBy) -> _Along:
        """Return what has an order."""
        part, order = self.part, ORDERS[sort]
        own = dict(part.equal)
        if "order_id" in own:
            index = order.of_order
        elif "status" in own and sort is SortBy.ENROLLED:
            index = STATE
        else:
            index = (order.of_mechanism if "attestation" in own else "") or order.of_all
        told, beside = TELLS[index], BESIDE.get(index, ())
        leading = part.of_columns([column for column in told if column not in beside])
        conditions = [leading, part.span if "enrolled" in told else Condition("")]
        others: list[_Set] = [(one,) for one in part.untold(told)]
        if part.found is not None and [piece.sort for piece in part.found] == [sort]:
            conditions.append(part.found[0].condition)
        elif part.found is not None:
            others = [part.found, *others]
        piece = Piece(index, Condition.all_of(conditions), sort)
        return _Along(piece, part.of_columns(beside), others)

    def _conditions(self, but: "_Set | None") -> Condition:
        """Return the condition of all filters and of what is looked for, said of the row."""
        sought = Condition("") if but is self.part.found else self.part.sought
        return Condition.all_of([self.part.of_columns(BY_TIME), self.part.span, sought])

    def _fewest(self, most: int) -> "_Set | None":
        """Return the smallest set that has at most so many numbers, None where none has."""
        sizes = [(self._size(one, most), at, one) for at, one in enumerate(self._sets())]
        size, _, smallest = min(sizes, default=(most + 1, 0, ()))
        return smallest if size <= most else None

    def _size(self, pieces: "_Set", most: int) -> int:
        """Return how many numbers are in pieces, or more than `most`."""
        size = 0
        for piece in pieces:
            sql, values = piece.numbers
            size += self._number(Condition(f"{sql} LIMIT ?", (*values, most + 1 - size)))
            if size > most:
                break
        return size

    def _number(self, numbers: Condition) -> int:
        row = self.reads.row(f"SELECT count(*) AS number FROM ({numbers.where})", numbers.values)  # noqa: S608 - constants
        return 0 if row is None else int(row["number"])


_Set = tuple[Piece, ...]
"""Pieces that are one set of numbers together, each of them once."""


def _union(pieces: Sequence[Piece]) -> Condition:
    """Return the statement that gives the numbers in some pieces, each once."""
    parts = [piece.numbers for piece in pieces] or [Condition("SELECT NULL AS id WHERE 0")]
    return Condition(
        " UNION ".join(one.where for one in parts),
        tuple(value for one in parts for value in one.values),
    )


def _among(pieces: _Set) -> Condition:
    """Return the condition that a number is in a set; the plus keeps it from being looked up."""
    union = _union(pieces)
    return Condition(f"+id IN ({union.where})", union.values)


def _meeting(numbers: Condition, inside: Condition) -> Condition:
    """Return the statement that gives those of some numbers that meet a condition."""
    where = f" WHERE {inside.where}" if inside.where else ""
    return Condition(f"SELECT id FROM ({numbers.where}){where}", numbers.values + inside.values)  # noqa: S608 - constants


def _picked(pieces: _Set, conditions: Condition) -> Condition:
    """Return the statement that reads the rows of a set one by one, and gives their numbers."""
    union = _union(pieces)
    where = f" WHERE {conditions.where}" if conditions.where else ""
    return Condition(
        f"SELECT enrollments.id FROM (SELECT id AS picked FROM ({union.where}))"  # noqa: S608 - constants
        f" CROSS JOIN enrollments ON enrollments.id = picked{where}",
        union.values + conditions.values,
    )
