"""The audit chain as a table's model: as long as the chain, and read a page at a time."""

from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from station.errors import StationError
from station.model.names import shown
from station.operations.audit_words import in_words
from station.records.audit_pages import AuditFilter, entries_at, find_entries, last_number
from station.records.entries import AuditEntry
from station.window import theme
from station.window.bridge import Bridge

PAGE: Final = 100
NOT_YET: Final = "…"
_MOST_PAGES: Final = 64
_MOST_WANTED: Final = 8
_MOST_AT_ONCE: Final = 2
_Index = QModelIndex | QPersistentModelIndex
_Entries = Mapping[int, AuditEntry | None]
_NOWHERE: Final = QModelIndex()


@dataclass
class _Turn:
    """Which question is the newest one; other threads look whether theirs is."""

    number: int = 0

    def begin(self) -> None:
        """Make every question an old one."""
        self.number += 1

    def leave(self) -> None:
        """End all, since nobody is there any more."""
        self.number = -1


class AuditRows(QAbstractTableModel):
    """The entries that a filter finds, the newest first, "…" in place of those that aren't here.

    Without a filter the lines are the numbers from the last entry's down to 1, so that a million of
    them take no time; with one, the numbers that were found, which come as the chain is gone
    through in the background.

    Args:
        bridge: to the threads that read.
        path: the database.
        parent: the owner.
    """

    counted = Signal(int, int)
    """How many lines there are, and how many entries are still to be gone through."""
    failed = Signal(object)
    """A StationError."""

    def __init__(self, bridge: Bridge, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._path = bridge, path
        self.wanted = AuditFilter()
        self._last = 0
        self._found: array[int] | None = None
        self._pages: OrderedDict[int, _Entries] = OrderedDict()
        self._asked: dict[int, None] = {}
        self._pending: dict[int, None] = {}
        self._turn = _Turn()
        self.destroyed.connect(self._turn.leave)
        self._heads = (
            self.tr("Number"),
            self.tr("Time"),
            self.tr("Kind"),
            self.tr("What happened"),
            self.tr("Agreed"),
        )

    # What is asked for

    def ask(self, wanted: AuditFilter) -> None:
        """Show what a filter finds, from the newest on."""
        self._turn.begin()
        self.wanted = wanted
        self._asked.clear()
        self._pending.clear()
        if wanted.narrows:
            self._begin_search(wanted)
        else:
            self._bridge.run(
                self,
                partial(last_number, self._path),
                partial(self._has_all, self._turn.number),
                self.failed.emit,
            )

    def recheck(self) -> None:
        """Look whether the chain has grown; a search is not made anew by that."""
        if self._found is None and self._last:
            work, generation = partial(last_number, self._path), self._turn.number
            self._bridge.run(self, work, partial(self._grown, generation))

    def entry(self, index: _Index) -> AuditEntry | None:
        """Return the entry at an index, or None where it isn't here, or can't be read."""
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        page = self._pages.get(self._page_of(index.row()), {})
        return page.get(self.number(index.row()))

    def number(self, row: int) -> int:
        """Return the number of the entry in a row."""
        return self._last - row if self._found is None else self._found[row]

    def row_of(self, number: int) -> int | None:
        """Return the row of an entry, or None where it isn't among those shown."""
        if self._found is None:
            return self._last - number if 0 < number <= self._last else None
        return self._found.index(number) if number in self._found else None

    def _has_all(self, generation: int, last: int) -> None:
        if generation == self._turn.number:
            self.beginResetModel()
            self._found, self._last = None, last
            self._pages.clear()
            self.endResetModel()
            self.counted.emit(last, 0)

    def _grown(self, generation: int, last: int) -> None:
        more = last - self._last
        if generation != self._turn.number or self._found is not None or more <= 0:
            return
        self._pages.pop(self._last // PAGE, None)
        self.beginInsertRows(QModelIndex(), 0, more - 1)
        self._last = last
        self.endInsertRows()
        self.counted.emit(last, 0)

    def _begin_search(self, wanted: AuditFilter) -> None:
        turn, generation = self._turn, self._turn.number
        self.beginResetModel()
        self._found = array("q")
        self._pages.clear()
        self.endResetModel()

        def found(numbers: Sequence[int], left: int) -> None:
            self._bridge.post(self, lambda: self._more(generation, numbers, left))

        def ended() -> bool:
            return turn.number != generation

        work = partial(find_entries, self._path, wanted, found, ended)
        self._bridge.run(self, work, failed=self.failed.emit)

    def _more(self, generation: int, numbers: Sequence[int], left: int) -> None:
        if generation != self._turn.number or self._found is None:
            return
        if numbers:
            first = len(self._found)
            self._pages.pop(first // PAGE, None)
            self.beginInsertRows(QModelIndex(), first, first + len(numbers) - 1)
            self._found.extend(numbers)
            self.endInsertRows()
        self.counted.emit(len(self._found), left)

    # Qt's side

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many lines there are."""
        if parent.isValid():
            return 0
        return self._last if self._found is None else len(self._found)

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
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self._text(index)
            return None if text == NOT_YET else theme.plain_tip(text)
        return self._text(index) if role == Qt.ItemDataRole.DisplayRole else None

    def _text(self, index: _Index) -> str:
        number = self.number(index.row())
        if index.column() == 0:
            return f"{number:,}"
        page = self._page(self._page_of(index.row()))
        if page is None:
            return NOT_YET
        entry = page.get(number)
        if entry is None:
            text = self.tr("It can't be read.") if number in page else self.tr("It is lost.")
            return text if index.column() == 3 else ""
        return self._cell(entry, index.column())

    @staticmethod
    def _cell(entry: AuditEntry, column: int) -> str:
        match column:
            case 1:
                return f"{entry.time.astimezone():%Y-%m-%d %H:%M:%S}"
            case 2:
                return entry.kind.value
            case 3:
                return in_words(entry)
            case _:
                return agreed_by(entry)

    # Pages

    def _page_of(self, row: int) -> int:
        """Return the page that a row's entry is in: of numbers, or of what was found."""
        return (self._last - row if self._found is None else row) // PAGE

    def _page(self, page: int) -> _Entries | None:
        known = self._pages.get(page)
        if known is not None:
            self._pages.move_to_end(page)
            return known
        if page not in self._asked:
            self._pending.pop(page, None)
            self._pending[page] = None
            while len(self._pending) > _MOST_WANTED:
                del self._pending[next(iter(self._pending))]
            self._go_on()
        return None

    def _go_on(self) -> None:
        while self._pending and len(self._asked) < _MOST_AT_ONCE:
            page = self._pending.popitem()[0]
            self._asked[page] = None
            if self._found is None:
                numbers = list(range(max(1, page * PAGE), (page + 1) * PAGE))
            else:
                numbers = list(self._found[page * PAGE : (page + 1) * PAGE])
            generation = self._turn.number
            self._bridge.run(
                self,
                partial(entries_at, self._path, numbers),
                partial(self._has_page, generation, page),
                partial(self._has_no_page, generation, page),
            )

    def _has_page(self, generation: int, page: int, entries: _Entries) -> None:
        if generation != self._turn.number:
            return
        self._asked.pop(page, None)
        self._pages[page] = entries
        while len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)
        rows = self.rowCount()
        first = self._last - (page + 1) * PAGE + 1 if self._found is None else page * PAGE
        top, bottom = max(0, first), min(rows - 1, first + PAGE - 1)
        if top <= bottom:
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, len(self._heads) - 1))
        self._go_on()

    def _has_no_page(self, generation: int, page: int, error: StationError) -> None:
        if generation == self._turn.number:
            self._asked.pop(page, None)
            self._pages[page] = {}
            self.failed.emit(error)
            self._go_on()


def agreed_by(entry: AuditEntry) -> str:
    """Return the badges of those who agreed to what an entry tells of."""
    by = entry.data.get("by")
    return ", ".join(shown(str(badge)) for badge in by) if isinstance(by, list) else ""
