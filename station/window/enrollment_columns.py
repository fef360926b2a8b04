"""Which columns of the enrollment list are seen, how wide they are, and what is copied of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QItemSelection, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton

from station.records.list_query import ListQuery, ListRow
from station.window.bridge import Bridge
from station.window.enrollment_pages import Listing
from station.window.enrollment_rows import EnrollmentRows
from station.window.enrollment_table import EnrollmentTable
from station.window.remembered import remember, remembered

MOST_COPIED: Final = 20_000
"""Lines that are copied at once: what a spreadsheet takes from a clipboard without trouble."""
_NAME: Final = "enrollment-columns"
_HIDDEN: Final = 0
_RESTS_MS: Final = 600


class EnrollmentColumns(QObject):
    """Lets columns be chosen, keeps how they were left, and copies lines.

    Args:
        table: the list.
        bridge: to the threads that read and write.
        listing: opens the list for one question.
        path: where it is kept how the columns were left.
    """

    copied = Signal(int)
    """So many lines, at most `MOST_COPIED`, are in the clipboard; 0: one cell."""
    failed = Signal(object)
    """A StationError."""

    def __init__(
        self,
        table: EnrollmentTable,
        bridge: Bridge,
        listing: Callable[[], AbstractContextManager[Listing]],
        path: Path,
    ) -> None:
        super().__init__(table)
        self._table, self._bridge, self._listing, self._path = table, bridge, listing, path
        table.setProperty("remembered", True)  # here, and so not by the shell as well
        self._recalled = False
        self.button = QPushButton(self.tr("Colu&mns"))
        self.button.setObjectName("enrollments-columns")
        self.button.setMenu(self._menu())
        self._resting = QTimer(self, singleShot=True, interval=_RESTS_MS)
        self._resting.timeout.connect(self._keep)
        table.horizontalHeader().sectionResized.connect(lambda *_: self._changed())
        self._add_copying()

    def _rows(self) -> EnrollmentRows:
        return self._table.rows

    def _menu(self) -> QMenu:
        menu = QMenu(self.button)
        menu.setObjectName("enrollments-columns-menu")
        rows = self._rows()
        self._actions = list[QAction]()
        for column in range(rows.columnCount()):
            title = rows.headerData(column, Qt.Orientation.Horizontal) or ""
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(True)
            # What a line is called is always seen.
            action.setEnabled(column > 0)
            action.toggled.connect(partial(self._show, column))
            self._actions.append(action)
        return menu

    def _show(self, column: int, seen: bool) -> None:
        self._table.setColumnHidden(column, not seen)
        self._changed()

    # Kept

    def recall(self) -> None:
        """Have the columns as they were left, once the table is as wide as it needs to be."""
        self._bridge.run(self, partial(remembered, self._path), self._has)

    def _has(self, kept: Mapping[str, Mapping[str, int]]) -> None:
        widths = kept.get(_NAME, {})
        for column, action in enumerate(self._actions):
            width = widths.get(str(column))
            if width is None or column == 0:
                continue
            action.setChecked(width != _HIDDEN)
            if width > _HIDDEN:
                self._table.setColumnWidth(column, width)
        self._recalled = True

    def _changed(self) -> None:
        if self._recalled:
            self._resting.start()

    def _keep(self) -> None:
        widths = {
            str(column): self._table.columnWidth(column) if action.isChecked() else _HIDDEN
            for column, action in enumerate(self._actions)
            if column
        }
        self._bridge.run(self, partial(remember, self._path, _NAME, widths))

    # Copied

    def _add_copying(self) -> None:
        lines = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self._table, self.copy_lines)
        cell = QShortcut(QKeySequence("Ctrl+Shift+C"), self._table, self.copy_cell)
        for shortcut in (lines, cell):
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for words, act in (
            (self.tr("Copy the lines (Ctrl+C)"), self.copy_lines),
            (self.tr("Copy the cell (Ctrl+Shift+C)"), self.copy_cell),
        ):
            action = QAction(words, self._table)
            action.triggered.connect(act)
            self._table.addAction(action)

    def copy_cell(self) -> None:
        """Copy what stands in the cell that is chosen."""
        text = self._table.model().data(self._table.currentIndex())
        if text:
            QGuiApplication.clipboard().setText(str(text))
            self.copied.emit(0)

    def copy_lines(self) -> None:
        """Copy the chosen lines' columns that are seen, TSV with a head, whole pages read anew."""
        rows = self._rows()
        spans = _spans(self._table.selectionModel().selection())
        if not spans:
            return
        query, count = rows.shown_query, rows.rowCount()
        work = partial(_read, self._listing, query, count, spans)
        self._bridge.run(self, work, self._copy, self.failed.emit)

    def _copy(self, lines: Sequence[ListRow]) -> None:
        rows, across = self._rows(), self._table.horizontalHeader()
        places = [across.logicalIndex(place) for place in range(across.count())]
        seen = [column for column in places if not self._table.isColumnHidden(column)]
        heads = [rows.headerData(column, Qt.Orientation.Horizontal) or "" for column in seen]
        text = ["\t".join(heads)]
        text += ["\t".join(rows.text(line, column) for column in seen) for line in lines]
        QGuiApplication.clipboard().setText("\n".join(text) + "\n")
        self.copied.emit(len(lines))


@dataclass(frozen=True)
class _Span:
    """Lines that follow one another, the last one too."""

    first: int
    last: int


def _lines(selection: QItemSelection) -> Iterator[tuple[int, int]]:
    for place in range(selection.count()):
        one = selection.at(place)
        yield one.top(), one.bottom()


def _spans(selection: QItemSelection) -> Sequence[_Span]:
    """Return the chosen lines from the top, as many as are copied at once."""
    found, left = list[_Span](), MOST_COPIED
    for one in sorted(_lines(selection)):
        top, bottom = one[0], min(one[1], one[0] + left - 1)
        if left > 0 and top <= bottom and _Span(top, bottom) not in found:
            found.append(_Span(top, bottom))
            left -= bottom - top + 1
    return found


def _read(
    listing: Callable[[], AbstractContextManager[Listing]],
    query: ListQuery,
    count: int,
    spans: Sequence[_Span],
) -> Sequence[ListRow]:
    """Read lines of a list as it is shown, of so many, away from Qt's thread."""
    lines = list[ListRow]()
    upwards = replace(query, descending=False)
    with listing() as reader:
        for span in spans:
            size = span.last - span.first + 1
            rank = count - 1 - span.last if query.descending else span.first
            page = reader.list_page(upwards, rank, size)
            lines += reversed(page) if query.descending else page
    return lines
