"""Exports that were made: their numbers, and the enrollments that each had."""

from collections.abc import Iterator
from typing import Final

from station.errors import StationError
from station.model.enrollment import Enrollment
from station.records.database import Readings
from station.records.enrollments import SELECT, parse_enrollment

_PAGE: Final = 500
_OF_EXPORT: Final = (
    f"{SELECT} JOIN export_members ON export_members.enrollment_id = enrollments.id"
    " WHERE export_members.export_id = ? AND enrollments.id > ? AND orders.name = ?"
    " ORDER BY enrollments.id LIMIT ?"
)


def read_next_number(reads: Readings) -> int:
    """Return the number that the next export gets: one more than the last one's."""
    row = reads.row("SELECT max(id) AS last FROM exports")
    return 1 if row is None or row["last"] is None else int(row["last"]) + 1


def stream_exported(reads: Readings, number: int, order: str) -> Iterator[Enrollment]:
    """Yield an order's enrollments that the export of a number had, as they were added.

    Raises:
        StationError: SVC-072 where there is no such export; REC-011 where a row can't be read.
    """
    if reads.row("SELECT 1 FROM exports WHERE id = ?", (number,)) is None:
        raise StationError("SVC-072", quantity=number)
    after = 0
    while page := reads.rows(_OF_EXPORT, (number, after, order, _PAGE)):
        after = page[-1]["id"]
        for row in page:
            yield parse_enrollment(row)
