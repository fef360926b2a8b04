"""The list's model: pages when they are looked at, few questions at a time, no late answers."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Condition

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.records.list_query import ListQuery, ListRow, Mark, Near, SortBy
from station.window.bridge import Bridge
from station.window.enrollment_pages import PAGE
from station.window.enrollment_rows import NOT_YET, EnrollmentRows

pytestmark = pytest.mark.window

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
LONG = 5_000


def line(number: int) -> ListRow:
    when, status = NOW + timedelta(seconds=number), EnrollmentStatus.READY
    return ListRow(number, f"box-{number}", f"MU-{number}", None, "o1", "x509", status, when)


@dataclass
class Shelf:
    """A list in memory that answers only when it is let, and counts what is asked.

    Attributes:
        size: how many lines there are.
        held: questions wait until it is False.
        pages: offsets that were asked for.
        most: how many questions were under way at once.
        trouble: raised by the next questions for a page.
        order: the lines' numbers, where they aren't counted.
        nears: from where the pages were asked for.
        surveys: how often the list was gone through.
    """

    size: int = LONG
    held: bool = False
    pages: list[int] = field(default_factory=list)
    most: int = 0
    trouble: StationError | None = None
    order: list[int] | None = None
    nears: list[Near | None] = field(default_factory=list)
    surveys: int = 0
    _now: int = 0
    _turn: Condition = field(default_factory=Condition)

    def opened(self) -> AbstractContextManager["Shelf"]:
        return nullcontext(self)

    def hold(self) -> None:
        with self._turn:
            self.held = True

    def let(self) -> None:
        with self._turn:
            self.held = False
            self._turn.notify_all()

    def _wait(self) -> None:
        with self._turn:
            self._now += 1
            self.most = max(self.most, self._now)
            assert self._turn.wait_for(lambda: not self.held, 10)
            self._now -= 1

    def _found(self, query: ListQuery) -> Sequence[int]:
        if self.order is not None:
            return self.order
        return range(1, 1 + (self.size if not query.find else int(query.find)))

    def list_version(self) -> int:
        return 1

    def list_marks(self, query: ListQuery, every: int) -> list[Mark]:
        self.surveys += 1
        return [line(number).mark(query.sort) for number in self._found(query)[every - 1 :: every]]

    def list_count(self, query: ListQuery) -> int:
        self._wait()
        return len(self._found(query))

    def list_page(
        self, query: ListQuery, offset: int, limit: int, near: Near | None = None
    ) -> list[ListRow]:
        self.pages.append(offset)
        self.nears.append(near)
        self._wait()
        if self.trouble is not None:
            raise self.trouble
        found = self._found(query)
        numbers = found[::-1] if query.descending else found
        return [line(number) for number in numbers[offset : offset + limit]]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def rows(bridge: Bridge, shelf: Shelf, qtbot: QtBot) -> EnrollmentRows:
    rows = EnrollmentRows(bridge, shelf.opened)
    start(rows, ListQuery(), qtbot)
    return rows


def start(rows: EnrollmentRows, query: ListQuery, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rows.counted):
        rows.ask(query)


def cell(rows: EnrollmentRows, row: int) -> str | None:
    return rows.data(rows.index(row, 1))


def shows(rows: EnrollmentRows, row: int, serial: str) -> Callable[[], bool]:
    return lambda: cell(rows, row) == serial


def test_it_keeps_qts_rules_for_models(
    rows: EnrollmentRows, shelf: Shelf, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    qtmodeltester.check(rows)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(shows(rows, LONG - 1, "MU-1"))
    shelf.size += 3
    with qtbot.waitSignal(rows.counted):
        rows.recheck()
    start(rows, ListQuery(find="7"), qtbot)
    start(rows, ListQuery(find="0"), qtbot)
    shelf.size += 3
    with qtbot.waitSignal(rows.counted):
        rows.reload()


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("size", [1, PAGE - 1, PAGE, PAGE + 1, LONG])
def test_every_line_stands_at_its_place(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot, size: int, *, descending: bool
) -> None:
    shelf.size = size
    start(rows, ListQuery(descending=descending), qtbot)
    assert rows.rowCount() == size
    for row in (0, size - 1, size // 2, size // 3):
        number = size - row if descending else row + 1
        qtbot.waitUntil(shows(rows, row, f"MU-{number}"))


def test_a_line_that_is_not_here_yet_has_a_mark_in_its_place(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.hold()
    assert cell(rows, 2_500) == NOT_YET
    assert rows.line(rows.index(2_500, 0)) is None
    with qtbot.waitSignal(rows.dataChanged):
        shelf.let()
    assert cell(rows, 2_500) == f"MU-{LONG - 2_500}"
    assert rows.line(rows.index(2_500, 0)) == line(LONG - 2_500)


def test_fast_scrolling_asks_for_few_pages_and_for_the_newest_first(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.hold()
    shelf.pages.clear()
    for row in range(0, LONG, 50):
        cell(rows, row)
    shelf.let()
    qtbot.waitUntil(shows(rows, LONG - 1, "MU-1"))
    qtbot.wait(50)
    assert len(shelf.pages) <= 2 + 8
    # Two were asked for before the scrolling went on; then what is looked at now.
    assert shelf.pages[2] == 0
    assert shelf.most <= 2


def test_pages_looked_at_long_ago_are_forgotten(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.size = 20_000
    start(rows, ListQuery(descending=False), qtbot)
    for row in range(0, 20_000, PAGE):
        qtbot.waitUntil(shows(rows, row, f"MU-{row + 1}"))
    shelf.pages.clear()
    cell(rows, 19_999)
    qtbot.wait(20)
    assert shelf.pages == []
    qtbot.waitUntil(shows(rows, 0, "MU-1"))
    assert shelf.pages == [0]


def test_a_long_filtered_list_is_gone_through_once_for_its_pages_to_begin_from(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot
) -> None:
    start(rows, ListQuery(SortBy.SERIAL, find="4000"), qtbot)
    qtbot.waitUntil(lambda: shelf.surveys == 1)
    qtbot.wait(50)
    shelf.nears.clear()
    for row in (2_000, 1_000, 3_500):
        qtbot.waitUntil(shows(rows, row, f"MU-{4_000 - row}"))
    ends = [Near(page * PAGE - 1, line(page * PAGE).mark(SortBy.SERIAL)) for page in (19, 29, 4)]
    assert shelf.nears == ends
    assert shelf.surveys == 1


def test_a_short_list_and_one_that_an_index_has_are_not_gone_through(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot
) -> None:
    for query in (ListQuery(find="900"), ListQuery(SortBy.SERIAL)):
        start(rows, query, qtbot)
        qtbot.wait(600)
    assert shelf.surveys == 0


def test_an_answer_to_an_older_question_is_dropped(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.hold()
    cell(rows, 2_500)
    counts = list[int]()
    rows.counted.connect(counts.append)
    for find in ("30", "20", "10"):
        rows.ask(ListQuery(find=find))
    shelf.let()
    qtbot.waitUntil(lambda: bool(counts))
    qtbot.wait(50)
    assert counts == [10]
    assert [cell(rows, row) for row in range(10)] == [f"MU-{10 - row}" for row in range(10)]


def test_what_is_shown_stays_until_the_new_list_is_known(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.hold()
    rows.ask(ListQuery(descending=False))
    assert cell(rows, 0) == f"MU-{LONG}"
    with qtbot.waitSignal(rows.counted):
        shelf.let()
    assert cell(rows, 0) == "MU-1"


@pytest.mark.parametrize("descending", [True, False])
def test_new_lines_come_in_where_they_belong(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot, *, descending: bool
) -> None:
    start(rows, ListQuery(descending=descending), qtbot)
    inserted = list[tuple[int, int]]()
    rows.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    shelf.size += 2
    with qtbot.waitSignal(rows.counted):
        rows.recheck()
    assert inserted == [(0, 1) if descending else (LONG, LONG + 1)]
    qtbot.waitUntil(shows(rows, 0 if descending else LONG + 1, f"MU-{LONG + 2}"))
    assert rows.rowCount() == LONG + 2


@pytest.mark.parametrize("size", [PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])
@pytest.mark.parametrize("descending", [True, False])
def test_of_two_that_passed_at_once_the_later_may_be_on_the_list_first(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot, size: int, *, descending: bool
) -> None:
    order = list(range(1, size))
    shelf.order = [*order, size + 1]
    start(rows, ListQuery(descending=descending), qtbot)

    def shown() -> list[str]:
        return sorted(cell(rows, row) or "" for row in range(rows.rowCount()))

    due = sorted(f"MU-{number}" for number in shelf.order)
    qtbot.waitUntil(lambda: shown() == due)
    shelf.order = [*order, size, size + 1]
    with qtbot.waitSignal(rows.counted):
        rows.recheck()
    due = sorted(f"MU-{number}" for number in shelf.order)
    qtbot.waitUntil(lambda: shown() == due)


def test_in_another_order_new_lines_are_told_of_and_shown_when_wanted(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot
) -> None:
    start(rows, ListQuery(sort=SortBy.SERIAL), qtbot)
    shelf.size += 1
    with qtbot.waitSignal(rows.outdated) as told:
        rows.recheck()
    assert told.args == [LONG + 1]
    assert rows.rowCount() == LONG
    with qtbot.waitSignal(rows.counted):
        rows.reload()
    assert rows.rowCount() == LONG + 1


def test_a_page_that_cannot_be_read_is_told_once_and_read_when_wanted_again(
    rows: EnrollmentRows, shelf: Shelf, qtbot: QtBot
) -> None:
    told = list[StationError]()
    rows.failed.connect(told.append)
    shelf.trouble = StationError("REC-001", path="station.db")
    cell(rows, 2_500)
    qtbot.waitUntil(lambda: bool(told))
    shelf.trouble = None
    for _ in range(5):
        assert cell(rows, 2_500) == NOT_YET
    qtbot.wait(20)
    assert [error.code for error in told] == ["REC-001"]
    with qtbot.waitSignal(rows.counted):
        rows.reload()
    qtbot.waitUntil(shows(rows, 2_500, f"MU-{LONG - 2_500}"))


def test_text_of_a_unit_is_escaped(bridge: Bridge, qtbot: QtBot) -> None:
    class Evil(Shelf):
        def list_page(
            self, query: ListQuery, offset: int, limit: int, near: Near | None = None
        ) -> list[ListRow]:
            page = super().list_page(query, offset, limit, near)
            return [replace(row, serial="<b>\u202egnp\n") for row in page]

    rows = EnrollmentRows(bridge, Evil(1).opened)
    start(rows, ListQuery(), qtbot)
    assert cell(rows, 0) == "<b>\\u202egnp\\n"
    shown = QTextDocument()
    shown.setHtml(str(rows.data(rows.index(0, 1), Qt.ItemDataRole.ToolTipRole)))
    assert shown.toPlainText() == "<b>\\u202egnp\\n"
