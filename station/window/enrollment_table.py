"""The enrollment list's table."""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from station.window.enrollment_rows import EnrollmentRows
from station.window.lines import whole_lines

_LINE_HEIGHT: Final = 34
# What each column has room for from the start; the registration ID takes what is left.
_WIDEST: Final = {
    1: "MU-0000000000",
    2: "mu-0000000000",
    3: "order-000000000000",
    4: "Symmetric key",
    5: "Confirmed",
    6: "0000-00-00 00:00:00",
}
_MARGIN: Final = 24


class EnrollmentTable(QTableView):
    """The list: lines of one height, chosen whole, several at will; keys go to either end."""

    typed = Signal(str)
    """What was typed, or scanned, while a line had the focus."""
    left = Signal()
    """Escape was pressed."""

    def __init__(self, rows: EnrollmentRows) -> None:
        super().__init__()
        self.setObjectName("enrollments-table")
        self.rows = rows
        self.setModel(rows)
        whole_lines(self, _LINE_HEIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionsClickable(True)
        across.setSortIndicatorShown(True)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        across.setMinimumSectionSize(80)

    def fit(self) -> None:
        """Make the columns as wide as they need to be, once the style's fonts are known."""
        self.ensurePolished()
        across, metrics = self.horizontalHeader(), self.fontMetrics()
        for column, text in _WIDEST.items():
            needed = metrics.horizontalAdvance(text) + _MARGIN
            self.setColumnWidth(column, max(needed, across.sectionSizeHint(column)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Home and End as the list's, not the line's, and Escape as the way out of it."""
        key = event.key()
        ends: dict[int, int] = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key not in ends:
            super().keyPressEvent(event)
        elif ends[key] >= 0:
            self.go_to(ends[key])

    def keyboardSearch(self, search: str) -> None:
        """Pass on what is typed: Qt would look through all lines for it, in this thread."""
        if search.isprintable() and search.strip():
            self.typed.emit(search)

    def go_to(self, row: int) -> None:
        """Choose a line and bring it into sight."""
        index = self.model().index(row, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)
