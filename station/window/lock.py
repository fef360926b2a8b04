"""The locked window: what runs goes on and is seen, and nothing can be touched before a badge."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from station.errors import StationError
from station.model.people import Credential, Person
from station.operations.practice_floor import Badge
from station.window import theme
from station.window.bridge import Lane
from station.window.credentials import Credentials, PracticeBadges
from station.window.fields import plain
from station.window.session import Session


class LockPanel(QFrame):
    """Asks above the bench who is there.

    Args:
        session: whose window it is.
        badges: what to print for practice; none in production.
    """

    proved = Signal(object)
    """Who has shown badge and PIN; they are logged in, whoever they are."""

    def __init__(self, session: Session, badges: Sequence[Badge]) -> None:
        super().__init__()
        self.setObjectName("lock")
        theme.mark(self, kind="lock")
        self._session = session
        self.asking = Credentials("lock-", self.tr("Unlock"))
        self.asking.given.connect(self._log_in)
        told = self.tr(
            "The window is locked; units at work go on. {name} goes on with badge and PIN. "
            "Somebody else takes over with theirs."
        )
        self.told = plain("lock-told", "question", told.format(name=session.person.name))
        asking = self.asking
        row = QHBoxLayout(asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for words, edit in ((self.tr("Badge"), asking.badge), (self.tr("PIN"), asking.pin)):
            label = QLabel(words)
            label.setBuddy(edit)
            row.addWidget(label)
            row.addWidget(edit, 1)
        row.addWidget(asking.button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 10, 16, 10)
        inside.setSpacing(8)
        for widget in (self.told, asking, asking.error):
            inside.addWidget(widget)
        if badges:
            printed = PracticeBadges(badges, flat=True)
            printed.used.connect(asking.use)
            inside.addWidget(printed)

    def focus_first(self) -> None:
        """Make ready for a badge."""
        self.asking.begin()

    def refuse_close(self) -> None:
        """Say that a locked window with units at work isn't closed."""
        self.told.setText(self.tr("Units are at work: unlock the window first, then close it."))

    def _log_in(self, given: Credential) -> None:
        records = self._session.records

        def proved(person: Person) -> None:
            given.pin.wipe()
            self.asking.enable(now=True)
            self.proved.emit(person)

        def failed(error: StationError) -> None:
            given.pin.wipe()
            self.asking.refuse(error)

        self._session.bridge.run(
            self, lambda: records.log_in(given.badge, given.pin), proved, failed, Lane.COMMANDS
        )
