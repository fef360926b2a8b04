"""The profiles and how their releases stand, as a table."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from station.model.names import shown
from station.operations.profile_desk import ProfileLine, Standing
from station.window import theme
from station.window.lines import whole_lines
from station.window.profile_words import short_hash, standing_words

_LINE_HEIGHT: Final = 44
_TITLE: Final = 1
_HASH: Final = 3
_STANDING: Final = 4
_PICTURES: Final = {
    Standing.RELEASED: ("pass", "pass"),
    Standing.UNRELEASED: ("none", "text"),
    Standing.WITHDRAWN: ("cancelled", "text"),
    Standing.CHANGED: ("error", "error"),
    Standing.GONE: ("error", "error"),
    Standing.PRACTICE: ("none", "quiet"),
}


class ProfilesTable(QTableWidget):
    """Lines chosen whole, one at a time: there are dozens of profiles, not thousands."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("profiles-table")
        self._lines: Sequence[ProfileLine] = ()
        titles = [
            self.tr("Profile"),
            self.tr("Product"),
            self.tr("Version"),
            self.tr("SHA-256"),
            self.tr("Release"),
        ]
        self.setColumnCount(len(titles))
        self.setHorizontalHeaderLabels(titles)
        whole_lines(self, _LINE_HEIGHT)
        self.setIconSize(QSize(20, 20))
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_lines(self, lines: Sequence[ProfileLine], chosen: tuple[str, str] | None) -> None:
        """Show these profiles, the one of that name and hash chosen, or the first."""
        self._lines = lines
        self.setRowCount(len(lines))
        for row, line in enumerate(lines):
            words = (
                line.name,
                shown(line.title) or self.tr("its file is another now, or gone"),
                str(line.version),
                short_hash(line.hash),
                standing_words(line.standing),
            )
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setToolTip(theme.plain_tip(line.hash if column == _HASH else text))
                if column == _STANDING:
                    item.setIcon(theme.icon(*_PICTURES[line.standing]))
                self.setItem(row, column, item)
        names = [(line.name, line.hash) for line in lines]
        self.setCurrentCell(names.index(chosen) if chosen in names else 0, 0)

    @property
    def chosen(self) -> ProfileLine | None:
        """Which one is chosen, if there is any."""
        row = self.currentRow()
        return self._lines[row] if 0 <= row < len(self._lines) else None
