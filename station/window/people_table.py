"""Everybody who can log in, as a table."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from station.model.names import shown
from station.model.people import Person
from station.window import theme
from station.window.lines import whole_lines
from station.window.words import role_words

_LINE_HEIGHT: Final = 44


class PeopleTable(QTableWidget):
    """Lines chosen whole, one at a time: there are dozens of people, not thousands."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("people-table")
        self._people: Sequence[Person] = ()
        titles = [self.tr("Badge"), self.tr("Name"), self.tr("Role"), self.tr("State")]
        self.setColumnCount(len(titles))
        self.setHorizontalHeaderLabels(titles)
        whole_lines(self, _LINE_HEIGHT)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_people(self, people: Sequence[Person], chosen: str) -> None:
        """Show these people, the badge `chosen` chosen, or the first."""
        self._people = people
        self.setRowCount(len(people))
        for row, person in enumerate(people):
            state = self.tr("May log in") if person.active else self.tr("Switched off")
            words = (shown(person.badge), shown(person.name), role_words(person.role), state)
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setToolTip(theme.plain_tip(text))
                self.setItem(row, column, item)
        badges = [person.badge.lower() for person in people]
        self.setCurrentCell(badges.index(chosen.lower()) if chosen.lower() in badges else 0, 0)

    @property
    def chosen(self) -> Person | None:
        """Who is chosen, if anybody is there."""
        row = self.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    @property
    def people(self) -> Sequence[Person]:
        """Everybody, in the order of their adding."""
        return self._people
