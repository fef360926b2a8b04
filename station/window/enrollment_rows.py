"""The enrollment list as a table's model: as long as the list, and read a page at a time."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Final, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QElapsedTimer,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.model.names import shown
from station.records.list_query import ListQuery, ListRow, Mark, SortBy
from station.window import theme
from station.window.bridge import Bridge
from station.window.enrollment_pages import PAGE, Listing, Marks, Page, Start, first_page
from station.window.enrollment_survey import Survey

NOT_YET: Final = "…"
_MOST_PAGES: Final = 64
_MOST_WANTED: Final = 8
_MOST_AT_ONCE: Final = 2
# Of no generation: the first is 0.
_DOUBTED: Final = -1
# Looking whether the list has grown takes at most one part in so many of the time.
_RARELY: Final = 20
SORTED_BY: Final[Mapping[int, SortBy]] = {
    0: SortBy.REGISTRATION_ID,
    1: SortBy.SERIAL,
    2: SortBy.DEVICE_ID,
    3: SortBy.ORDER,
    4: SortBy.MECHANISM,
    5: SortBy.STATUS,
    6: SortBy.ENROLLED,
}
_T = TypeVar("_T")
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class EnrollmentRows(QAbstractTableModel):
    """The lines that a query finds, the text "…" in place of those that aren't here yet.

    At most two questions are under way at a time, the newest is asked first, and each bears the
    number of the generation it was asked in: an answer for an older one is dropped. Pages are of
    the list in ascending order, whichever way it is shown, so that they stay as they are when units
    are enrolled meanwhile.

    Args:
        bridge: to the threads that ask.
        listing: opens the list for one question.
        parent: the owner.
    """

    counted = Signal(int)
    """How many lines there are, once it is known."""
    outdated = Signal(int)
    """How many there are by now, where the new ones' places aren't known; `reload` shows them."""
    failed = Signal(object)
    """A StationError."""

    def __init__(
        self,
        bridge: Bridge,
        listing: Callable[[], AbstractContextManager[Listing]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.query = self._shown = ListQuery()
        self._bridge, self._listing = bridge, listing
        self._count = 0
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._marks = Marks(self.query.sort)
        self._survey = Survey(bridge, listing, self)
        self._survey.known.connect(self._surveyed)
        self._generation = 0
        self._starting = False
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()
        self._refused: set[int] = set()
        self._at_work = 0
        self._pending: Callable[[], None] | None = None
        self._heads = self._head_words()
        self._since_recheck = QElapsedTimer()
        self._rest_ms = 0

    def _head_words(self) -> tuple[str, ...]:
        return (
            self.tr("Registration ID"),
            self.tr("Serial number"),
            self.tr("Device ID"),
            self.tr("Order"),
            self.tr("Mechanism"),
            self.tr("Status"),
            self.tr("Enrolled"),
        )

    # What is asked of the list

    def ask(self, query: ListQuery) -> None:
        """Show what `query` finds, from its beginning; what is shown stays until that is known."""
        self._begin()
        self.query = query
        self._pending = self._start
        self._go_on()

    def reload(self) -> None:
        """Read everything anew, with each line staying where it is if that can be."""
        self._begin()
        self._pending = self._start_over
        self._go_on()

    def recheck(self) -> None:
        """Look whether the list has grown, unless more important questions are under way."""
        rested = not self._since_recheck.isValid() or self._since_recheck.elapsed() >= self._rest_ms
        if self._at_work or self._pending or self._starting or not rested:
            return
        self._since_recheck.start()
        query = self._shown
        self._run(lambda listing: listing.list_count(query), self._rechecked)

    def line(self, index: _Index) -> ListRow | None:
        """Return the line at an index, or None where it isn't here yet."""
        if not index.isValid():
            return None
        number, place = divmod(self._rank(index.row()), PAGE)
        page = self._pages.get(number)
        return None if page is None or place >= len(page.rows) else page.rows[place]

    @property
    def shown_query(self) -> ListQuery:
        """What is shown, which is asked for no more while something else is being read."""
        return self._shown

    # Qt's side

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the length of the whole list."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | None:
        """Return a column's title."""
        across = orientation is Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(self._heads):
            return self._heads[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return what stands in a cell; whatever isn't here yet is asked for."""
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if not index.isValid() or role not in texts:
            return None
        self._want(self._rank(index.row()))
        line = self.line(index)
        if line is not None:
            text = self.text(line, index.column())
            return text if role == Qt.ItemDataRole.DisplayRole else theme.plain_tip(text)
        return NOT_YET if role == Qt.ItemDataRole.DisplayRole else None

    def text(self, line: ListRow, column: int) -> str:
        """Return what stands in a line's column."""
        match column:
            case 4:
                return self._mechanism(line.attestation)
            case 5:
                return self._status(line.status)
            case 6:
                return f"{line.enrolled.astimezone():%Y-%m-%d %H:%M:%S}"
            case _:
                device_id = line.device_id or line.registration_id
                texts = (line.registration_id, line.serial, device_id, line.order)
                return shown(texts[column], 128)

    def _mechanism(self, attestation: str) -> str:
        words = {
            "tpm": self.tr("TPM"),
            "x509": self.tr("X.509"),
            "symmetric": self.tr("Symmetric key"),
        }
        return words.get(attestation) or shown(attestation)

    def _status(self, status: EnrollmentStatus) -> str:
        return {
            EnrollmentStatus.READY: self.tr("Ready"),
            EnrollmentStatus.EXPORTED: self.tr("Exported"),
            EnrollmentStatus.CONFIRMED: self.tr("Confirmed"),
            EnrollmentStatus.REVOKED: self.tr("Revoked"),
        }[status]

    # Pages

    def _rank(self, row: int) -> int:
        """Return a row's place in ascending order."""
        return self._count - 1 - row if self._shown.descending else row

    def _want(self, rank: int) -> None:
        number, place = divmod(rank, PAGE)
        page = self._pages.get(number)
        if page is not None and page.generation == self._generation and place < len(page.rows):
            self._pages.move_to_end(number)
            return
        if self._starting or number in self._asked or number in self._refused:
            return
        self._wanted.pop(number, None)
        self._wanted[number] = None
        while len(self._wanted) > _MOST_WANTED:
            del self._wanted[next(iter(self._wanted))]
        self._go_on()

    def _go_on(self) -> None:
        """Ask the next questions, as long as not too many are under way."""
        while self._at_work < _MOST_AT_ONCE:
            if self._pending is not None:
                pending, self._pending = self._pending, None
                pending()
            elif self._wanted and not self._starting:
                self._ask_page(self._wanted.popitem()[0])
            else:
                return

    def _ask_page(self, number: int) -> None:
        query = replace(self._shown, descending=False)
        self._asked.add(number)
        near = self._marks.near(number)
        self._run(
            lambda listing: listing.list_page(query, number * PAGE, PAGE, near),
            lambda rows: self._has_page(number, rows),
            lambda: self._refused.add(number),
        )

    def _has_page(self, number: int, rows: list[ListRow]) -> None:
        self._asked.discard(number)
        if len(rows) < min(PAGE, self._count - number * PAGE):
            # The list is shorter than it was: asking again would bring no more.
            self._refused.add(number)
        self._keep(number, rows)
        ranks = (number * PAGE, min((number + 1) * PAGE, self._count) - 1)
        first, last = sorted(self._rank(rank) for rank in ranks)
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._heads) - 1))

    def _keep(self, number: int, rows: list[ListRow]) -> None:
        self._marks.note(number, rows)
        self._pages[number] = Page(rows, self._generation)
        self._pages.move_to_end(number)
        while len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)

    def _doubt_from(self, number: int) -> None:
        """Let pages from a number on be read anew when they are looked at; till then they stay."""
        self._marks.forget_from(number)
        for known in [known for known in self._pages if known >= number]:
            self._pages[known] = Page(self._pages[known].rows, _DOUBTED)

    # Beginnings

    def _begin(self) -> None:
        self._generation += 1
        self._starting = True
        self._rest_ms = 0
        self._wanted.clear()
        self._asked.clear()
        self._refused.clear()

    def _start(self) -> None:
        query = self.query
        self._run(lambda listing: first_page(listing, query), self._started, self._not_started)

    def _start_over(self) -> None:
        query = self.query
        self._run(lambda listing: first_page(listing, query), self._started_over, self._not_started)

    def _started(self, start: Start) -> None:
        self.beginResetModel()
        self._starting = False
        self._shown = start.query
        self._count = start.count
        self._pages.clear()
        self._marks = Marks(start.query.sort)
        self._keep(start.number, start.rows)
        self._survey.begin(start.query, start.count)
        self.endResetModel()
        self.counted.emit(start.count)

    def _started_over(self, start: Start) -> None:
        if start.query != self._shown or not self._grows_at_end(start.count):
            self._started(start)
            return
        self._starting = False
        self._marks = Marks(start.query.sort)
        self._grow(start.count)
        self._keep(start.number, start.rows)
        self._survey.begin(start.query, start.count)
        if start.count:
            last = self.index(start.count - 1, len(self._heads) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.counted.emit(start.count)

    def _surveyed(self, query: ListQuery, ends: Sequence[Mark]) -> None:
        # A list that begins anew is surveyed anew.
        if not self._starting and query == replace(self._shown, descending=False):
            self._marks.note_ends(ends)

    def _not_started(self) -> None:
        self._starting = False

    def _rechecked(self, count: int) -> None:
        self._rest_ms = self._since_recheck.elapsed() * _RARELY
        if count == self._count:
            return
        if count < self._count:
            self.ask(self.query)
        elif self._grows_at_end(count):
            self._grow(count)
            self.counted.emit(count)
        else:
            self.outdated.emit(count)

    def _grows_at_end(self, count: int) -> bool:
        """Tell whether a list of that many is this one, with what is new after its last rank."""
        grows = self._shown.sort is SortBy.ENROLLED and count > self._count
        return grows or count == self._count

    def _grow(self, count: int) -> None:
        more = count - self._count
        if not more:
            return
        first = 0 if self._shown.descending else self._count
        # Of two units that pass at once the later may be on the list first: what is new can stand
        # just before the end too, so the lines there are read anew.
        self._doubt_from(max(0, self._count - 1) // PAGE - 1)
        self.beginInsertRows(QModelIndex(), first, first + more - 1)
        self._count = count
        # The last page may have been whole, as long as the list was shorter.
        self._refused.clear()
        self.endInsertRows()

    def _run(
        self,
        work: Callable[[Listing], _T],
        done: Callable[[_T], None],
        undone: Callable[[], None] = lambda: None,
    ) -> None:
        """Ask one question; its answer is dropped where another generation has begun."""
        generation = self._generation
        self._at_work += 1

        def asked() -> _T:
            with self._listing() as listing:
                return work(listing)

        def answered(answer: _T) -> None:
            self._at_work -= 1
            if generation == self._generation:
                done(answer)
            self._go_on()

        def refused(error: StationError) -> None:
            self._at_work -= 1
            if generation == self._generation:
                undone()
                self.failed.emit(error)
            self._go_on()

        self._bridge.run(self, asked, answered, refused)
