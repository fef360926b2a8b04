"""The list's model under answers that come late, in any order, while the list grows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.records.list_query import ListQuery, ListRow, Mark, Near, SortBy
from station.window.bridge import Bridge, Lane, ignore
from station.window.enrollment_rows import NOT_YET, EnrollmentRows

pytestmark = [pytest.mark.window, pytest.mark.usefixtures("qapp")]

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
_T = TypeVar("_T")


@dataclass
class Archive:
    """A list for each thing to find, whose lines say of which they are."""

    sizes: dict[str, int] = field(default_factory=lambda: {"": 1_000, "a": 250, "b": 1, "c": 0})

    @contextmanager
    def opened(self) -> Iterator["Archive"]:
        yield self

    def list_version(self) -> int:
        return 1

    def list_marks(self, query: ListQuery, every: int) -> list[Mark]:
        return []

    def list_count(self, query: ListQuery) -> int:
        return self.sizes[query.find]

    def list_page(
        self, query: ListQuery, offset: int, limit: int, near: Near | None = None
    ) -> list[ListRow]:
        ranks = range(self.sizes[query.find])
        found = (ranks[::-1] if query.descending else ranks)[offset : offset + limit]
        return [line(query.find, rank) for rank in found]


def line(find: str, rank: int) -> ListRow:
    name = f"{find}-{rank}"
    return ListRow(rank, name, name, None, "o1", "x509", EnrollmentStatus.READY, NOW)


class Desk(Bridge):
    """Does work when it is told to, and tells of it when it is told to, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[Callable[[], None]] = []
        self.tells: list[Callable[[], None]] = []

    @property
    def under_way(self) -> int:
        return len(self.reads) + len(self.tells)

    def run(
        self,
        owner: QObject,
        work: Callable[[], _T],
        done: Callable[[_T], None] = ignore,
        failed: Callable[[StationError], None] = ignore,
        lane: Lane = Lane.QUERIES,
    ) -> None:
        del owner, failed, lane

        def read() -> None:
            result = work()
            self.tells.append(lambda: done(result))

        self.reads.append(read)

    def read(self, number: int) -> None:
        if self.reads:
            self.reads.pop(number % len(self.reads))()

    def tell(self, number: int) -> None:
        if self.tells:
            self.tells.pop(number % len(self.tells))()

    def settle(self) -> None:
        while self.under_way:
            self.read(0)
            self.tell(0)


class Looker:
    """Looks at the list, and knows what may stand there."""

    def __init__(self) -> None:
        self.desk, self.archive = Desk(), Archive()
        self.rows = EnrollmentRows(self.desk, self.archive.opened)
        self.shown = self.rows.query
        self.rows.counted.connect(self._counted)
        self.rows.ask(ListQuery())
        self.desk.settle()

    def _counted(self) -> None:
        self.shown = self.rows.query

    def look(self, part: float) -> str | None:
        """Return what stands in a line, having checked that it is of the list that is shown."""
        count = self.rows.rowCount()
        if not count:
            return None
        row = round(part * (count - 1))
        text = self.rows.data(self.rows.index(row, 1))
        rank = count - 1 - row if self.shown.descending else row
        assert text in (NOT_YET, f"{self.shown.find}-{rank}")
        return text

    def close(self) -> None:
        self.desk.close()


Act = Callable[[Looker], object]
PARTS = st.floats(0, 1)
QUERIES = st.builds(
    ListQuery,
    st.sampled_from([SortBy.ENROLLED, SortBy.SERIAL]),
    st.booleans(),
    st.sampled_from("abc"),
) | st.builds(ListQuery)


def grow(looker: Looker, find: str, more: int) -> None:
    looker.archive.sizes[find] += more


ACTS: st.SearchStrategy[Act] = st.one_of(
    QUERIES.map(lambda query: lambda looker: looker.rows.ask(query)),
    PARTS.map(lambda part: lambda looker: looker.look(part)),
    st.integers(0, 1).map(lambda number: lambda looker: looker.desk.read(number)),
    st.integers(0, 1).map(lambda number: lambda looker: looker.desk.tell(number)),
    st.just(lambda looker: looker.rows.reload()),
    st.just(lambda looker: looker.rows.recheck()),
    st.builds(
        lambda find, more: lambda looker: grow(looker, find, more),
        st.sampled_from(["", "a", "b", "c"]),
        st.integers(1, 150),
    ),
)


@settings(deadline=None, max_examples=400)
@given(st.lists(ACTS, max_size=40), st.lists(PARTS, min_size=1, max_size=5))
def test_no_late_answer_is_shown_and_in_the_end_all_is_there(
    acts: list[Act], parts: list[float]
) -> None:
    looker = Looker()
    for act in acts:
        act(looker)
        for part in parts:
            looker.look(part)
        assert looker.desk.under_way <= 2
    looker.rows.reload()
    looker.desk.settle()
    assert looker.shown == looker.rows.query
    assert looker.rows.rowCount() == looker.archive.sizes[looker.shown.find]
    for part in parts:
        looker.look(part)
        looker.desk.settle()
        assert looker.look(part) != NOT_YET
    looker.close()
