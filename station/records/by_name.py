"""The enrollment list by its names, a page at a time: as another sorted list is held against it."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from station.model.enrollment import Enrollment
from station.model.names import IdScope
from station.records.database import Readings, Value
from station.records.enrollments import SELECT, parse_enrollment

_PAGE: Final = 500


class NamedEnrollment(NamedTuple):
    """An enrollment of the list.

    Attributes:
        enrollment: it.
        replaced: whether another one took its place, the unit's board having been swapped.
    """

    enrollment: Enrollment
    replaced: bool


class NameReader:
    """Reads the list so; errors as `Reader`'s."""

    _reads: Readings

    def id_scopes(self) -> list[str]:
        """Return the ID scopes that the list has, by the alphabet."""
        return read_scopes(self._reads.aside)

    def by_name(self, id_scope: IdScope, order: str | None = None) -> Iterator[NamedEnrollment]:
        """Yield a service's enrollments, or those of one order, sorted by the folded name."""
        return stream_by_name(self._reads.aside, id_scope, order)

    def named(
        self, id_scope: IdScope, names: Sequence[str], *, revoked: bool
    ) -> list[tuple[int, Enrollment]]:
        """Return number and enrollment of those names that are, or aren't, revoked."""
        return read_named(self._reads, id_scope, names, revoked=revoked)


def read_scopes(reads: Readings) -> list[str]:
    """Return the ID scopes that the list has, by the alphabet."""
    rows = reads.rows("SELECT DISTINCT id_scope FROM enrollments ORDER BY id_scope")
    return [row["id_scope"] for row in rows]


def read_named(
    reads: Readings, id_scope: IdScope, names: Sequence[str], *, revoked: bool
) -> list[tuple[int, Enrollment]]:
    """Return number and enrollment of those names that weren't replaced, sorted by name.

    Args:
        reads: where from.
        id_scope: the service's.
        names: registration IDs, however they are written; some hundred at most.
        revoked: whether those that are revoked, or those that aren't.

    Raises:
        StationError: REC-011 where one can't be read, REC-001.
    """
    marks = ", ".join("?" * len(names))
    sql = (
        f"{SELECT} WHERE enrollments.registration_id COLLATE NOCASE IN ({marks})"
        " AND enrollments.id_scope = ? AND enrollments.replaced = 0"
        " AND (enrollments.status = 'revoked') = ?"
        " ORDER BY enrollments.registration_id COLLATE NOCASE"
    )
    rows = reads.rows(sql, (*names, id_scope.text, int(revoked)))
    return [(row["id"], parse_enrollment(row)) for row in rows]


def stream_by_name(
    reads: Readings, id_scope: IdScope, order: str | None = None
) -> Iterator[NamedEnrollment]:
    """Yield a service's enrollments, revoked and replaced ones too, sorted by the folded name.

    Args:
        reads: where from.
        id_scope: the service's.
        order: only this order's, or all.

    Raises:
        StationError: REC-011 where one can't be read, REC-001.
    """
    conditions = ["enrollments.id_scope = ?"]
    values: list[Value] = [id_scope.text]
    if order is not None:
        conditions.append("enrollments.order_id = (SELECT id FROM orders WHERE name = ?)")
        values.append(order)
    place = "(enrollments.registration_id COLLATE NOCASE, enrollments.replaced)"
    conditions.append(f"{place} > (?, ?)")
    sql = (
        f"{SELECT} WHERE {' AND '.join(conditions)}"
        " ORDER BY enrollments.registration_id COLLATE NOCASE, enrollments.replaced"
        f" LIMIT {_PAGE}"
    )
    after: tuple[Value, Value] = ("", -1)
    while page := reads.rows(sql, (*values, *after)):
        after = (page[-1]["registration_id"], page[-1]["replaced"])
        for row in page:
            yield NamedEnrollment(parse_enrollment(row), bool(row["replaced"]))
