"""The change of shift at a running bench: the next one sees what there is, and answers for it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from station.errors import StationError
from station.model.names import shown
from station.model.people import Person
from station.operations.bench_view import BenchView, Phase
from station.records.list_query import ListQuery
from station.window import theme
from station.window.bridge import Lane
from station.window.fields import Strip, button, plain
from station.window.languages import number
from station.window.session import Session


class TakeOver(QFrame):
    """Asks who has just logged in whether they take over what is at work.

    Args:
        session: of the one who takes over.
        before: who has had the bench.
        view: the bench as it is now.
    """

    taken = Signal()
    """They answer for the bench from now on."""
    left = Signal()
    """They don't."""

    def __init__(self, session: Session, before: Person, view: BenchView) -> None:
        super().__init__()
        self.setObjectName("take-over")
        theme.mark(self, kind="card")
        self._session, self._before = session, before
        self._enrolled: int | None = None
        title = self.tr("{name}, do you take the bench over from {before}?")
        self.title = plain(
            "take-over-title", "heading", title.format(name=session.person.name, before=before.name)
        )
        self.count = plain("take-over-count", "question", self.tr("Counting what is enrolled …"))
        self.running = plain("take-over-running", "question")
        self.told = plain(
            "take-over-told",
            "quiet",
            self.tr(
                "Compare it with what you see. You answer for the bench from then on; what is at "
                "work keeps both names."
            ),
        )
        self.strip = Strip("take-over-said")
        self.take = button("take-over-yes", self.tr("Take over"), "primary")
        self.leave = button("take-over-no", self.tr("Not now"))
        self.take.setEnabled(False)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self.left)
        self._lay_out()
        self.show_bench(view)

    def _lay_out(self) -> None:
        """Keep it flat: the bench stays in sight below it."""
        words = QVBoxLayout()
        words.setSpacing(6)
        for widget in (self.title, self.count, self.running, self.told, self.strip):
            words.addWidget(widget)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(16, 10, 16, 10)
        inside.setSpacing(12)
        inside.addLayout(words, 1)
        for made in (self.leave, self.take):
            inside.addWidget(made)

    def show_bench(self, view: BenchView) -> None:
        """Show what is at work now, and count anew where a unit has come to its end."""
        text, unread = self.tr("position\u00a0{name}:\u00a0{serial}"), self.tr("not read yet")
        units = [
            text.format(name=shown(one.position), serial=shown(one.serial) or unread)
            for one in view.positions
            if one.phase is Phase.RUNNING
        ]
        told = self.tr("At work: {units}.").format(units=", ".join(units))
        if not units:
            told = self.tr("No unit is at work.")
        if told != self.running.text():
            self.running.setText(told)
            self._read()

    def focus_first(self) -> None:
        """Go to the answer."""
        (self.take if self.take.isEnabled() else self.leave).setFocus()

    def _read(self) -> None:
        records = self._session.records
        self._session.bridge.run(
            self, lambda: records.list_count(ListQuery()), self._counted, self._failed
        )

    def _counted(self, enrolled: int) -> None:
        first, self._enrolled = self._enrolled is None, enrolled
        text = self.tr("{count} units are enrolled here so far.")
        self.count.setText(text.format(count=number(enrolled)))
        if first:
            self.take.setEnabled(True)
            self.take.setFocus()

    def _failed(self, error: StationError) -> None:
        self.strip.say_error(error)
        self.take.setEnabled(self._enrolled is not None)
        self.leave.setEnabled(True)
        self.leave.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape as the way back."""
        if event.key() == Qt.Key.Key_Escape and self.leave.isEnabled():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        if self._enrolled is None:
            return
        for widget in (self.take, self.leave):
            widget.setEnabled(False)
        records, person = self._session.records, self._session.person
        work = partial(records.take_over, person, self._before.badge, self._enrolled)
        self._session.bridge.run(
            self, work, lambda _: self.taken.emit(), self._failed, Lane.COMMANDS
        )
