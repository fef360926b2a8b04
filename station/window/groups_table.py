"""The enrollment groups, as a table."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from station.model.names import shown
from station.operations.group_list import Group
from station.window import theme
from station.window.group_words import kind_words, state_words
from station.window.languages import number
from station.window.lines import whole_lines

_LINE_HEIGHT: Final = 44
_ORDERS: Final = 2


class GroupsTable(QTableWidget):
    """Lines chosen whole, one at a time: a service takes two hundred groups at most."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("groups-table")
        self._groups: Sequence[Group] = ()
        titles = [
            self.tr("Group"),
            self.tr("By"),
            self.tr("Orders"),
            self.tr("Units"),
            self.tr("Shut out"),
            self.tr("State"),
        ]
        self.setColumnCount(len(titles))
        self.setHorizontalHeaderLabels(titles)
        whole_lines(self, _LINE_HEIGHT)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(_ORDERS, QHeaderView.ResizeMode.Stretch)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_groups(self, groups: Sequence[Group], chosen: str) -> None:
        """Show these groups, that of the name `chosen` chosen, or the first."""
        self._groups = groups
        self.setRowCount(len(groups))
        for row, group in enumerate(groups):
            words = (
                shown(group.name),
                kind_words(group.kind),
                ", ".join(map(shown, group.orders)) or self.tr("none yet"),
                number(group.units),
                number(group.revoked),
                state_words(group),
            )
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setToolTip(theme.plain_tip(text))
                self.setItem(row, column, item)
        names = [group.name.lower() for group in groups]
        self.setCurrentCell(names.index(chosen.lower()) if chosen.lower() in names else 0, 0)

    @property
    def chosen(self) -> Group | None:
        """Which one is chosen, if there is any."""
        row = self.currentRow()
        return self._groups[row] if 0 <= row < len(self._groups) else None
