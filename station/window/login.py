"""The log-in: badge and PIN, by scanner or keyboard; in practice with the badges printed below."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.people import Credential, Person
from station.operations.plant import Plant
from station.operations.practice_floor import Badge
from station.records.store import Records
from station.secret import Secret
from station.window import theme
from station.window.bridge import Bridge, Lane
from station.window.credentials import Credentials, PracticeBadges
from station.window.fields import button
from station.window.new_pin import NewPin
from station.window.pages import Choice, Page

_MUST_CHANGE = "REC-027"
_CANNOT_BE = "REC-055"


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
        self._records, self._bridge = plant.tools.records, bridge
        self._old: Credential | None = None
        self.asking = Credentials("", self.tr("Log in"))
        self.change = button("log-in-change", self.tr("Log in and &change the PIN"))
        self.new_pin = NewPin(self.tr("Choose a new PIN"), self.tr("Change the PIN"))
        self.asking.given.connect(self._log_in)
        self.change.clicked.connect(self._want_change)
        self.new_pin.chosen.connect(self._change_pin)
        self.new_pin.left.connect(self._back)
        self._wants_change = False
        self._lay_out(badges)

    def _lay_out(self, badges: Sequence[Badge]) -> None:
        self.pages = QStackedWidget()
        self.pages.addWidget(self._form(badges))
        self.pages.addWidget(self.new_pin)
        card = QFrame()
        theme.mark(card, kind="card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.addWidget(self.pages)
        card.setMinimumWidth(560)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole.addLayout(middle)
        self._below = QHBoxLayout()
        whole.addLayout(self._below)
        whole.addStretch(2)

    def show_below(self, panel: QWidget) -> None:
        """Show something below what asks who is there."""
        self._below.addStretch(1)
        self._below.addWidget(panel, 3)
        self._below.addStretch(1)

    def _form(self, badges: Sequence[Badge]) -> QWidget:
        title = QLabel(self.tr("Who works here?"))
        theme.mark(title, kind="title")
        asking = self.asking
        form = QGridLayout()
        form.setSpacing(12)
        for row, (words, edit) in enumerate(
            ((self.tr("&Badge"), asking.badge), (self.tr("&PIN"), asking.pin))
        ):
            label = QLabel(words)
            label.setBuddy(edit)
            form.addWidget(label, row, 0)
            form.addWidget(edit, row, 1)
        inside = QVBoxLayout(asking)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(16)
        inside.addWidget(title)
        inside.addLayout(form)
        for widget in (asking.error, asking.button, self.change):
            inside.addWidget(widget)
        if badges:
            printed = PracticeBadges(badges)
            printed.used.connect(asking.use)
            inside.addWidget(printed)
        return asking

    def focus_first(self) -> None:
        """Make ready for a badge."""
        self.asking.begin()

    def _want_change(self) -> None:
        self._wants_change = True
        self.asking.submit()
        self._wants_change = False

    def _log_in(self, given: Credential) -> None:
        self._old = given
        if self._wants_change:
            self._ask_new_pin(self.tr("You will be logged in with it."))
            return
        records = self._records
        self._run(lambda: records.log_in(given.badge, given.pin), self._refused)

    def _run(self, work: Callable[[], Person], failed: Callable[[StationError], None]) -> None:
        self._bridge.run(self, work, self._done, failed, Lane.COMMANDS)

    def _done(self, person: Person) -> None:
        self._forget()
        self.asking.enable(now=True)
        self.focus_first()
        self.pages.setCurrentIndex(0)
        self.logged_in.emit(person)

    def _refused(self, error: StationError) -> None:
        if error.code == _MUST_CHANGE:
            self._ask_new_pin(
                self.tr(
                    "The PIN that you typed is right, and it is time for another: one that nobody "
                    "but you knows."
                )
            )
            return
        self._forget()
        self.pages.setCurrentIndex(0)
        self.asking.refuse(error)

    def _forget(self) -> None:
        if self._old is not None:
            self._old.pin.wipe()
        self._old = None

    # Another PIN

    def _ask_new_pin(self, told: str) -> None:
        self.asking.enable(now=True)
        self.pages.setCurrentWidget(self.new_pin)
        self.new_pin.begin(told)
        records = self._records
        self._bridge.run(
            self, lambda: records.settings().pin_shortest, self.new_pin.say_shortest, self._refused
        )

    def _back(self) -> None:
        self._forget()
        self.pages.setCurrentIndex(0)
        self.focus_first()

    def _change_pin(self, new: Secret) -> None:
        if self._old is not None:
            self._run(partial(_changed, self._records, self._old, new), self._not_changed)

    def _not_changed(self, error: StationError) -> None:
        if error.code == _CANNOT_BE:
            why = self.tr("That PIN can't be: {why}. Choose another.")
            self.new_pin.refuse(why.format(why=error.data["why"]))
        else:
            self._refused(error)


class NobodyPage(Page):
    """Says how a station gets its first two people, which nobody there could agree to.

    Args:
        close: closes the window.
    """

    def __init__(self, close: Callable[[], None]) -> None:
        text = self.tr(
            "Nobody can log in yet. Close this window, then run this command twice at a terminal, "
            "for the first two supervisors:\n\n"
            "station operator add BADGE --name NAME --role supervisor\n\n"
            "Open the window again: they log in, and add everybody else here."
        )
        leave = Choice("leave", self.tr("&Close"), close)
        super().__init__(self.tr("This station has no people yet"), text, [leave])


def _changed(records: Records, old: Credential, new: Secret) -> Person:
    """Change a PIN, and log in with the new one, which is wiped whatever comes of it."""
    try:
        person = records.change_own_pin(old, new)
        return records.log_in(person.badge, new)
    finally:
        new.wipe()
