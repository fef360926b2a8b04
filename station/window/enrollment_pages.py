"""Pages of the enrollment list, as they are asked for away from Qt's thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from station.records.list_query import ListQuery, ListRow, Mark, Near, SortBy

PAGE: Final = 100
# So often a list that grows meanwhile is looked at from its end.
_TRIES: Final = 2


class Listing(Protocol):
    """What can be asked for the list, away from Qt's thread."""

    def list_count(self, query: ListQuery) -> int:
        """Return how many enrollments a query finds."""
        ...

    def list_page(
        self, query: ListQuery, offset: int, limit: int, near: Near | None = None
    ) -> list[ListRow]:
        """Return up to `limit` lines of what a query finds, from `offset`, begun from `near`."""
        ...

    def list_marks(self, query: ListQuery, every: int) -> list[Mark]:
        """Return where each line stands that is the last of `every` lines."""
        ...

    def list_version(self) -> int:
        """Return a number that is another one once anything was committed by anybody."""
        ...


@dataclass(frozen=True)
class Page:
    """Lines in ascending order, and the generation that they were read in."""

    rows: list[ListRow]
    generation: int


@dataclass(frozen=True)
class Start:
    """How many lines there are, and those that are seen first."""

    query: ListQuery
    count: int
    number: int
    rows: list[ListRow]


@dataclass
class Marks:
    """Where the pages begin that were read, so that others need not be counted from the list's end.

    Attributes:
        sort: what the list is sorted by.
    """

    sort: SortBy
    _known: dict[int, Mark] = field(default_factory=dict)
    _ends: Sequence[Mark] = ()

    def note(self, number: int, rows: list[ListRow]) -> None:
        """Note a page that was read."""
        if rows:
            self._known[number] = rows[0].mark(self.sort)

    def note_ends(self, ends: Sequence[Mark]) -> None:
        """Note where the last line of each page stands, from the first page on."""
        self._ends = ends

    def forget_from(self, number: int) -> None:
        """Forget the pages from a number on."""
        self._ends = self._ends[:number]
        self._known = {known: mark for known, mark in self._known.items() if known < number}

    def near(self, number: int) -> Near | None:
        """Return the known place that is nearest to a page's beginning, None without any."""
        if 0 < number <= len(self._ends):
            return Near(number * PAGE - 1, self._ends[number - 1])
        if not self._known:
            return None
        nearest = min(self._known, key=lambda known: abs(known - number))
        return Near(nearest * PAGE, self._known[nearest])


def first_page(listing: Listing, query: ListQuery) -> Start:
    """Return the length of what a query finds, and the page that is seen first."""
    for _ in range(_TRIES):
        version = listing.list_version()
        start = _start(listing, query, by_end=True)
        if listing.list_version() == version:
            return start
    # By the list's beginning, which doesn't move where its end does.
    return _start(listing, query, by_end=False)


def _start(listing: Listing, query: ListQuery, *, by_end: bool) -> Start:
    count = listing.list_count(query)
    number = max(0, count - 1) // PAGE if query.descending else 0
    upwards, end = replace(query, descending=False), Near(count, None) if by_end else None
    return Start(query, count, number, listing.list_page(upwards, number * PAGE, PAGE, end))
