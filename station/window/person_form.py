"""The form for somebody new."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.people import Person, Role
from station.secret import Secret
from station.window.fields import Choice, Field, Strip, button, line, plain
from station.window.words import role_words

_BADGE_TAKEN = "REC-021"


@dataclass(frozen=True)
class NewPerson:
    """Somebody who is to be added, with the PIN that they must change."""

    person: Person
    pin: Secret


class PersonForm(QWidget):
    """Asks who is to be added; the badge is scanned."""

    wanted = Signal(object)
    """A `NewPerson`."""
    left = Signal()
    """Nobody is to be added."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("person-form")
        self.strip = Strip("person-said")
        self.badge, self.name = line("person-badge"), line("person-name")
        self.badge.setPlaceholderText(self.tr("Scan the badge, or type its number"))
        self.role = Choice("person-role", shortest=16)
        for role in Role:
            self.role.addItem(role_words(role), role)
        self.pin = line("person-pin", secret=True)
        self.again = line("person-pin-again", secret=True)
        self.add = button("person-add", self.tr("Add"), "primary")
        self.leave = button("person-leave", self.tr("Cance&l"))
        self.add.clicked.connect(self.submit)
        self.leave.clicked.connect(self.left)
        self._badges = Field(self.tr("Badge"), self.badge)
        self._pins = Field(
            self.tr("First PIN"),
            self.pin,
            self.tr("You choose it and tell it to them. They choose another at their log-in."),
        )
        self._again = Field(self.tr("The same once more"), self.again)
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        fields = (
            self._badges,
            Field(self.tr("Name"), self.name),
            self._pins,
            self._again,
            Field(self.tr("Role"), self.role),
        )
        for number, field in enumerate(fields):
            grid.addWidget(field, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.add)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(14)
        inside.addWidget(plain("person-title", "title", self.tr("Add a person")))
        inside.addWidget(self.strip)
        inside.addLayout(grid)
        inside.addLayout(buttons)

    def begin(self) -> None:
        """Start over."""
        self.strip.be_silent()
        for edit in (self.badge, self.name, self.pin, self.again):
            edit.clear()
        self.role.setCurrentIndex(0)
        self._say_wrong(None)
        self.enable(now=True)
        self.badge.setFocus()

    def enable(self, *, now: bool) -> None:
        """Take what is typed, or nothing while somebody agrees to it."""
        for widget in (self.badge, self.name, self.role, self.pin, self.again, self.add):
            widget.setEnabled(now)
        self.leave.setEnabled(now)

    def refuse(self, error: StationError) -> None:
        """Say why nobody was added."""
        self.enable(now=True)
        self.strip.say_error(error)
        (self.badge if error.code == _BADGE_TAKEN else self.pin).setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no PIN that isn't seen."""
        super().hideEvent(event)
        self.pin.clear()
        self.again.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the way to the next empty field, then as the end; Escape leads back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and self.leave.isEnabled():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        """Ask for the person to be added, once all is typed."""
        if not self.add.isEnabled():
            return
        self.strip.be_silent()
        for edit in (self.badge, self.name, self.pin, self.again):
            if not edit.text().strip():
                edit.setFocus()
                return
        if self.pin.text() != self.again.text():
            self._say_wrong(self.again)
            return
        self._say_wrong(None)
        person = Person(
            self.badge.text().strip(), self.name.text().strip(), self.role.currentData()
        )
        pin = Secret(self.pin.text().encode())
        self.enable(now=False)
        self.wanted.emit(NewPerson(person, pin))

    def _say_wrong(self, edit: QLineEdit | None) -> None:
        self._again.say_wrong("" if edit is None else self.tr("The two PINs aren't the same."))
        if edit is not None:
            edit.selectAll()
            edit.setFocus()
