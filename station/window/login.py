"""The log-in: badge and PIN, by scanner or keyboard; in practice with the badges printed below."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.people import Person
from station.operations.plant import Plant
from station.operations.practice_floor import Badge
from station.secret import Secret
from station.window import theme
from station.window.bridge import Bridge, Lane
from station.window.words import role_words


class LogInScreen(QWidget):
    """Asks who is at the bench.

    Args:
        plant: the open station.
        bridge: to the threads that may wait.
        badges: what to print for practice; none in production.
    """

    logged_in = Signal(object)

    def __init__(self, plant: Plant, bridge: Bridge, badges: Sequence[Badge]) -> None:
        super().__init__()
        self.setObjectName("log-in")
        theme.mark(self, kind="screen")
        self._plant, self._bridge = plant, bridge
        self.error = QLabel()
        self.error.setObjectName("log-in-error")
        self.error.setWordWrap(True)
        theme.mark(self.error, kind="bad")
        self.error.hide()
        self.badge = self._edit("badge", self.tr("Scan the badge, or type its number"))
        self.pin = self._edit("pin", "")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.button = QPushButton(self.tr("Log in"))
        self.button.setObjectName("log-in-button")
        theme.mark(self.button, kind="primary")
        self.badge.returnPressed.connect(self.pin.setFocus)
        self.pin.returnPressed.connect(self._log_in)
        self.button.clicked.connect(self._log_in)
        self._lay_out(badges)

    def _edit(self, name: str, hint: str) -> QLineEdit:
        edit = QLineEdit(maxLength=64)
        edit.setObjectName(name)
        edit.setPlaceholderText(hint)
        edit.textEdited.connect(self.error.hide)
        return edit

    def _lay_out(self, badges: Sequence[Badge]) -> None:
        title = QLabel(self.tr("Who works here?"))
        theme.mark(title, kind="title")
        form = QGridLayout()
        form.setSpacing(12)
        for row, (words, edit) in enumerate(
            ((self.tr("&Badge"), self.badge), (self.tr("&PIN"), self.pin))
        ):
            label = QLabel(words)
            label.setBuddy(edit)
            form.addWidget(label, row, 0)
            form.addWidget(edit, row, 1)
        card = QFrame()
        theme.mark(card, kind="card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(16)
        inside.addWidget(title)
        inside.addLayout(form)
        inside.addWidget(self.error)
        inside.addWidget(self.button)
        if badges:
            inside.addWidget(self._printed(badges))
        card.setMinimumWidth(560)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(2)

    def _printed(self, badges: Sequence[Badge]) -> QWidget:
        """Return the practice badges, each with a button that scans it."""
        frame = QFrame()
        theme.mark(frame, kind="practice")
        inside = QVBoxLayout(frame)
        inside.addWidget(QLabel(self.tr("Practice badges")))
        for badge in badges:
            person = badge.person
            row = QHBoxLayout()
            text = self.tr("{role}: badge {badge}, PIN {pin}")
            label = QLabel(
                text.format(role=role_words(person.role), badge=person.badge, pin=badge.pin)
            )
            use = QPushButton(self.tr("Use"))
            use.setObjectName(f"use-{person.badge}")
            use.setAccessibleName(self.tr("Use the badge {badge}").format(badge=person.badge))
            use.clicked.connect(partial(self._use, badge))
            row.addWidget(label, 1)
            row.addWidget(use)
            inside.addLayout(row)
        return frame

    def focus_first(self) -> None:
        """Make ready for a badge."""
        self.badge.clear()
        self.pin.clear()
        self.badge.setFocus()

    def _use(self, badge: Badge) -> None:
        self.badge.setText(badge.person.badge)
        self.pin.setText(badge.pin)
        self._log_in()

    def _log_in(self) -> None:
        badge, pin = self.badge.text().strip(), Secret(self.pin.text().encode())
        if not self.button.isEnabled():
            return
        if not badge:
            self.badge.setFocus()
            return
        self._enable(now=False)
        self._bridge.run(
            self,
            lambda: self._plant.tools.records.log_in(badge, pin),
            self._done,
            self._failed,
            Lane.COMMANDS,
        )

    def _enable(self, *, now: bool) -> None:
        for widget in (self.badge, self.pin, self.button):
            widget.setEnabled(now)

    def _done(self, person: Person) -> None:
        self._enable(now=True)
        self.focus_first()
        self.logged_in.emit(person)

    def _failed(self, error: StationError) -> None:
        self._enable(now=True)
        self.error.setText(f"{error.message} {error.remedy} ({error.code})")
        theme.plain_text(self.error)
        self.error.show()
        self.pin.clear()
        self.pin.setFocus()
