"""A table of figures: words first, numbers after them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from station.window import theme
from station.window.lines import whole_lines

_LINE_HEIGHT: Final = 34
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class FiguresTable(QTableWidget):
    """Lines that are read, one of them chosen for the eye's sake.

    Args:
        name: the object's, and what is told to who can't see it.
        titles: of the columns.
        words: how many of them hold words, from the left; the last of these takes the room.
    """

    def __init__(self, name: str, titles: Sequence[str], words: int) -> None:
        super().__init__()
        self.setObjectName(f"figures-{name}")
        self._words = words
        self.setColumnCount(len(titles))
        for column, title in enumerate(titles):
            head = QTableWidgetItem(title)
            head.setTextAlignment(self._side(column))
            self.setHorizontalHeaderItem(column, head)
        whole_lines(self, _LINE_HEIGHT)
        self.setWordWrap(False)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(words - 1, QHeaderView.ResizeMode.Stretch)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        return (left if column < self._words else right) | _MIDDLE

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these lines."""
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(self._side(column))
                item.setToolTip(theme.plain_tip(text))
                self.setItem(number, column, item)
        if rows:
            self.setCurrentCell(0, 0)
