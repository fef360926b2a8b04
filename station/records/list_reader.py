"""What a reader of the record tells of the enrollment list."""

from station.model.enrollment import Enrollment
from station.records.adding import Import
from station.records.bench_reader import BenchReader
from station.records.enrollments import find_enrollment, matching_enrollments
from station.records.foreign_rows import (
    ALL_FOREIGN,
    Foreign,
    ForeignQuery,
    find_foreign,
    read_foreign_after,
)
from station.records.identifying import identify_enrollment
from station.records.imports import read_imports
from station.records.labels import LabelRow, read_label, read_labels, read_unprinted
from station.records.list_query import ListQuery, ListRow, Mark, Near
from station.records.listing import (
    read_list_after,
    read_list_count,
    read_list_marks,
    read_list_page,
    read_list_version,
    read_listed,
)


class ListReader(BenchReader):
    """The part of a reader that is about the list."""

    def list_count(self, query: ListQuery) -> int:
        """Return how many enrollments a query finds."""
        return read_list_count(self._reads.aside, query)

    def list_page(
        self, query: ListQuery, offset: int, limit: int, near: Near | None = None
    ) -> list[ListRow]:
        """Return up to `limit` lines of what a query finds, from `offset`, begun from `near`."""
        return read_list_page(self._reads.aside, query, offset, limit, near)

    def list_after(self, query: ListQuery, after: Mark | None, limit: int) -> list[ListRow]:
        """Return up to `limit` lines that come after a mark, or the first."""
        return read_list_after(self._reads.aside, query, after, limit)

    def list_marks(self, query: ListQuery, every: int) -> list[Mark]:
        """Return where each line stands that is the last of `every` lines."""
        return read_list_marks(self._reads.aside, query, every)

    def list_version(self) -> int:
        """Return a number that is another one once anything was committed by anybody."""
        return read_list_version(self._reads.aside)

    def listed(self, number: int) -> Enrollment:
        """Return the enrollment of a line's number, or raise REC-015."""
        return read_listed(self._reads, number)

    def find(self, name: str) -> Enrollment:
        """Return the enrollment of a registration ID or serial number, without case, or REC-015."""
        return find_enrollment(self._reads, name)

    def identify(self, name: str) -> Enrollment:
        """Return the enrollment of any identifier, its beginning, or what its label's code says.

        Raises:
            StationError: REC-015 or REC-092.
        """
        label = read_label(self._reads, name.strip())
        return identify_enrollment(self._reads, name if label is None else label.serial)

    def known_labels(self, serial: str | None = None) -> list[LabelRow]:
        """Return the labels of units that have passed, newest first, or those of one unit."""
        return read_labels(self._reads, serial)

    def unprinted_labels(self) -> list[LabelRow]:
        """Return the labels that aren't printed of units that have passed, oldest first."""
        return read_unprinted(self._reads)

    def label_of(self, code: str) -> LabelRow | None:
        """Return the newest printed label whose code says that, without case, or None."""
        return read_label(self._reads, code)

    def matching(self, prefix: str, limit: int = 50) -> list[Enrollment]:
        """Return up to `limit` enrollments whose registration ID or serial begins with `prefix`."""
        return matching_enrollments(self._reads, prefix, limit)

    def known_imports(self) -> list[Import]:
        """Return all lists made elsewhere that were imported, oldest first, unchecked."""
        return read_imports(self._reads)

    def foreign_after(
        self, after: int, limit: int, query: ForeignQuery = ALL_FOREIGN
    ) -> list[Foreign]:
        """Return enrollments made elsewhere that come after a number in the record."""
        return read_foreign_after(self._reads.aside, query, after, limit)

    def find_foreign(self, name: str) -> tuple[Foreign, Import]:
        """Return an enrollment made elsewhere by any whole identifier; REC-015 or REC-092."""
        return find_foreign(self._reads, name)
