"""Badge and PIN of one person, by scanner or keyboard, and what was wrong with them."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.people import Credential
from station.operations.practice_floor import Badge
from station.secret import Secret
from station.window import theme
from station.window.fields import button, error_words, line, plain
from station.window.words import role_words

_SECOND_MS: Final = 1_000
_WAITS: Final = "REC-023"


class Credentials(QWidget):
    """The fields and their button; whoever shows them lays them out.

    Args:
        prefix: what the names of its parts begin with.
        words: on the button.
    """

    given = Signal(object)
    """What was typed, once there is a badge."""

    def __init__(self, prefix: str, words: str) -> None:
        super().__init__()
        self.badge, self.pin = line(f"{prefix}badge"), line(f"{prefix}pin", secret=True)
        self.badge.setPlaceholderText(self.tr("Scan the badge, or type its number"))
        self.error = plain(f"{prefix}log-in-error", "bad")
        self.error.hide()
        self.button = button(f"{prefix}log-in-button", words, "primary")
        self.badge.returnPressed.connect(self.pin.setFocus)
        self.pin.returnPressed.connect(self.submit)
        self.button.clicked.connect(self.submit)
        for edit in (self.badge, self.pin):
            edit.textEdited.connect(self.be_silent)
        self._left = 0
        self._seconds = QTimer(self, interval=_SECOND_MS)
        self._seconds.timeout.connect(self._tick)

    def begin(self) -> None:
        """Make ready for a badge."""
        self.be_silent()
        self.badge.clear()
        self.pin.clear()
        self.badge.setFocus()

    def use(self, badge: Badge) -> None:
        """Give a practice badge and its PIN."""
        self.badge.setText(badge.person.badge)
        self.pin.setText(badge.pin)
        self.submit()

    def submit(self) -> None:
        """Give what was typed, or go to the badge where there is none."""
        if not self.button.isEnabled():
            return
        if not self.badge.text().strip():
            self.badge.setFocus()
            return
        credential = self.typed()
        self.pin.clear()
        self.enable(now=False)
        self.given.emit(credential)

    def typed(self) -> Credential:
        """Return what stands in the fields."""
        return Credential(self.badge.text().strip(), Secret(self.pin.text().encode()))

    def enable(self, *, now: bool) -> None:
        """Take what is typed, or nothing while it is being checked."""
        for widget in (self.badge, self.pin, self.button):
            widget.setEnabled(now)

    def refuse(self, error: StationError) -> None:
        """Say what was wrong, and have the PIN typed again; a wait is counted down."""
        self.enable(now=True)
        self._say(error_words(error))
        self.pin.clear()
        self.pin.setFocus()
        if error.code == _WAITS:
            self._left = int(error.data["seconds"])
            self._seconds.start()

    def be_silent(self) -> None:
        """Say nothing more of what was wrong."""
        self._seconds.stop()
        self.error.hide()

    def _tick(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._say(error_words(StationError(_WAITS, seconds=self._left)))
        else:
            self.be_silent()

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.show()


class PracticeBadges(QFrame):
    """The practice badges, each with a button that scans it.

    Args:
        badges: what to print.
        flat: whether they stand side by side, else one below the other.
    """

    used = Signal(object)

    def __init__(self, badges: Sequence[Badge], *, flat: bool = False) -> None:
        super().__init__()
        theme.mark(self, kind="practice")
        inside = QHBoxLayout(self) if flat else QVBoxLayout(self)
        if flat:
            inside.setContentsMargins(8, 2, 8, 2)
        inside.addWidget(QLabel(self.tr("Practice badges")))
        for badge in badges:
            person = badge.person
            row = QHBoxLayout()
            text = self.tr("{role}: badge {badge}, PIN {pin}")
            label = QLabel(
                text.format(role=role_words(person.role), badge=person.badge, pin=badge.pin)
            )
            use = button(f"use-{person.badge}", self.tr("Use"))
            use.setAccessibleName(self.tr("Use the badge {badge}").format(badge=person.badge))
            use.clicked.connect(partial(self.used.emit, badge))
            row.addWidget(label, 0 if flat else 1)
            row.addWidget(use)
            inside.addLayout(row)
        if flat:
            inside.addStretch(1)
