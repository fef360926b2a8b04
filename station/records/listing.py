"""The enrollment list a page at a time, filtered, found and sorted by its indexes alone."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final

from station.errors import StationError
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.records.database import Readings, Value
from station.records.encoding import as_written, parse_time
from station.records.enrollments import SELECT, parse_enrollment
from station.records.list_orders import GROUPS, Way
from station.records.list_pieces import Selection
from station.records.list_query import MECHANISMS, ListQuery, ListRow, Mark, Near, SortBy
from station.records.list_walk import Walk

_LINES: Final = (
    "SELECT enrollments.id, registration_id, serial, device_id, orders.name AS order_name,"
    " attestation, status, enrolled, id_scope, replaced"
    " FROM enrollments JOIN orders ON orders.id = order_id"
)


def read_list_count(reads: Readings, query: ListQuery) -> int:
    """Return how many enrollments a query finds."""
    return Walk(reads, Selection.of(reads, query)).count()


def read_list_page(
    reads: Readings, query: ListQuery, offset: int, limit: int, near: Near | None = None
) -> list[ListRow]:
    """Return up to `limit` lines of what a query finds, from `offset`; a few hundred at most.

    The way there is counted along an index: from the list's beginning or end, or from `near`, where
    that is nearer.
    """
    walk = Walk(reads, Selection.of(reads, query))
    if near is None and not query.narrowed:
        # The whole list is quick to count, and what is far from its beginning is near to its end.
        near = Near(walk.count(), None)
    if near is not None and abs(offset - near.rank) < offset:
        return _beside(walk, query, near, offset, limit)
    return _lines(reads, _numbers(walk, _way(query, None, offset, limit)))


def _beside(walk: Walk, query: ListQuery, near: Near, offset: int, limit: int) -> list[ListRow]:
    """Return a page of lines, not the first, by a line whose place is known, or by the end."""
    if near.mark is None:
        left = max(0, near.rank - offset)
        size = min(left, limit)
        way = _way(query, None, left - size, size, turned=True)
        return _lines(walk.reads, _numbers(walk, way)[::-1])
    if offset > near.rank:
        ahead = _way(query, near.mark, offset - near.rank - 1, limit)
        return _lines(walk.reads, _numbers(walk, ahead))
    # What stands before it is the page's edge.
    back = _way(query, near.mark, near.rank - offset, 1, turned=True)
    edge = _lines(walk.reads, _numbers(walk, back))
    if not edge:
        return []
    ahead = _way(query, edge[0].mark(query.sort), 0, limit)
    return _lines(walk.reads, _numbers(walk, ahead))


def read_list_after(
    reads: Readings, query: ListQuery, after: Mark | None, limit: int
) -> list[ListRow]:
    """Return up to `limit` lines that come after a mark, or the first; a few hundred at most.

    What is enrolled meanwhile moves none of them: no line comes twice, and none that was there is
    left out.
    """
    walk = Walk(reads, Selection.of(reads, query))
    return _lines(reads, _numbers(walk, _way(query, after, 0, limit)))


def read_list_marks(reads: Readings, query: ListQuery, every: int) -> list[Mark]:
    """Return where each line stands that is the last of `every` lines, counted from the first.

    All that a query finds is gone through: up to a microsecond for each line of the list.
    """
    walk = Walk(reads, Selection.of(reads, query))
    return walk.marks(_way(query, None, 0, 0), every)


def read_list_version(reads: Readings) -> int:
    """Return a number that is another one once anything was committed by another connection.

    SQLite documentation, PRAGMA data_version: it has a meaning for one connection alone.
    """
    row = reads.row("PRAGMA data_version")
    return 0 if row is None else int(row[0])


def _way(
    query: ListQuery, after: Mark | None, skip: int, limit: int, *, turned: bool = False
) -> Way:
    return Way(query.sort, query.descending is not turned, after, skip, limit)


def _numbers(walk: Walk, way: Way) -> list[int]:
    column = GROUPS.get(way.sort)
    if column is None or walk.few or (walk.part.found is not None and way.skip):
        return walk.numbers(way)
    found = _grouped(walk, way, column)
    return walk.numbers(way) if found is None else found


def _grouped(walk: Walk, way: Way, column: str) -> list[int] | None:
    """Return the numbers on a way through groups, each sorted by when it was enrolled.

    None where something is looked for that isn't met soon.
    """
    found, skip = list[int](), way.skip
    for name, value in _groups(walk, way, column):
        group = walk.within(column, value)
        # The mark is within its own group; all of those that come later are whole.
        after = way.after[1:] if way.after is not None and way.after[0] == name else None
        rest = Way(SortBy.ENROLLED, way.descending, after, skip, way.limit - len(found))
        if skip:
            size = group.count() if after is None else _left(group, rest)
            if size <= skip:
                skip -= size
                continue
        met = group.numbers(rest) if walk.part.found is None else group.soon(rest)
        if met is None:
            return None
        found += met
        skip = 0
        if len(found) == way.limit:
            break
    return found


def _left(group: Walk, way: Way) -> int:
    """Return how many lines a group has after a mark, or as many as are to be skipped."""
    return len(group.numbers(way._replace(skip=0, limit=way.skip + 1)))


def _groups(walk: Walk, way: Way, column: str) -> Iterator[tuple[str, Value]]:
    """Yield the groups from a mark on, by name, with what their column has."""
    groups: Sequence[tuple[str, Value]]
    if column == "order_id":
        rows = walk.reads.rows("SELECT name, id FROM orders ORDER BY name")
        groups = [(row["name"], row["id"]) for row in rows]
    elif column == "status":
        groups = [(status.value, status.value) for status in EnrollmentStatus]
    else:
        groups = [(name, name) for name in MECHANISMS]
    only = dict(walk.part.equal)
    for name, value in sorted(groups, reverse=way.descending, key=lambda group: group[0]):
        if value != only.get(column, value):
            continue
        begun = way.after is None or (
            name <= str(way.after[0]) if way.descending else name >= str(way.after[0])
        )
        if begun:
            yield name, value


def _lines(reads: Readings, numbers: Sequence[int]) -> list[ListRow]:
    """Return the lines of numbers, in their order."""
    if not numbers:
        return []
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
            id_scope=row["id_scope"],
            replaced=row["replaced"],
        )


def read_listed(reads: Readings, number: int) -> Enrollment:
    """Return the enrollment of a line's number, or raise REC-015."""
    row = reads.row(f"{SELECT} WHERE enrollments.id = ?", (number,))
    if row is None:
        raise StationError("REC-015", name=str(number))
    return parse_enrollment(row)
