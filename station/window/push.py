"""The push: what would be done, how far it is, and how it ended; for supervisors."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.push import PushTally
from station.model.rights import Approval, Right
from station.operations.plant import Plant
from station.operations.push_foreseen import Foreseen, foresee
from station.operations.pushing import Pushed, PushWish, run_push
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.centred import carded
from station.window.fields import Choice, Field, Strip, button, plain
from station.window.push_words import foreseen_words, progress_words, pushed_words
from station.window.session import Session

_TOLD_EVERY_S: Final = 0.25
_Progress = Callable[[PushTally, int, float, int], None]


@dataclass
class _Looker:
    """Passes on how far a push is, not more often than anybody can read it."""

    tell: _Progress
    units: int = 0
    began: float = 0.0
    last: float = 0.0

    def expects(self, units: int, updates: Sequence[str]) -> None:
        """Hear how many units there are; the groups that are brought up to date are told after."""
        del updates
        self.units, self.began = units, time.monotonic()

    def went(self, tally: PushTally, throttled: int) -> None:
        """Hear how far it is."""
        now = time.monotonic()
        if now - self.last >= _TOLD_EVERY_S:
            self.last = now
            self.tell(PushTally(**vars(tally)), self.units, now - self.began, throttled)


class PushScreen(QWidget):
    """Sends the list to a provisioning service, while positions go on working.

    Args:
        session: who pushes, and at which station.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("push")
        theme.mark(self, kind="screen")
        self._session = session
        self._stop = Event()
        # Once nobody can see it any more, nobody could stop it either.
        self.destroyed.connect(self._stop.set)
        self._at_work, self._asked = False, 0
        self.agreement = Agreement(session)
        self._make()
        self._lay_out()
        self._connect()
        self._working(at_work=False)
        self.start.setEnabled(False)  # until it is known what there is to send

    def _make(self) -> None:
        self.service = Choice("push-service", shortest=20)
        self.order = Choice("push-order", shortest=20)
        self.again = QCheckBox(self.tr("A&lso what was refused, or in conflict, before"))
        self.again.setObjectName("push-again")
        self.foreseen = plain("push-foreseen", "")
        self.start = button("push-start", self.tr("&Push"), "primary")
        self.stop_button = button("push-stop", self.tr("&Stop"))
        self.strip = Strip("push-said")
        self.progress = QProgressBar()
        self.progress.setObjectName("push-progress")
        self.progress.setAccessibleName(self.tr("Progress"))
        self.doing = plain("push-doing", "quiet")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for made in (self.start, self.stop_button):
            buttons.addWidget(made)
        buttons.addStretch(1)
        form = QWidget()
        inside = QVBoxLayout(form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(Field(self.tr("Ser&vice"), self.service))
        inside.addWidget(Field(self.tr("Orde&r"), self.order))
        for widget in (self.again, self.foreseen, self.strip, self.doing, self.progress):
            inside.addWidget(widget)
        inside.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        whole.addWidget(self.agreement)
        whole.addWidget(carded(form, 8), 1)

    def _connect(self) -> None:
        self.service.currentIndexChanged.connect(lambda _: self._foresee())
        self.order.currentIndexChanged.connect(lambda _: self._foresee())
        self.again.toggled.connect(lambda _: self._foresee())
        self.start.clicked.connect(self.submit)
        self.stop_button.clicked.connect(self.give_up)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape as the end of a push at work."""
        if event.key() == Qt.Key.Key_Escape and self._at_work:
            self.give_up()
        else:
            super().keyPressEvent(event)

    # What the shell asks

    def refresh(self) -> None:
        """Read anew which services and orders there are, and count what is to be sent."""
        if not self._at_work:
            work = partial(_choices, self._session.plant)
            self._session.bridge.run(self, work, self._has_choices, self.strip.say_error)

    def focus_first(self) -> None:
        """Go to what begins a push, to what stops it, or to who is to agree."""
        if self.agreement.isVisible():
            self.agreement.focus_first()
        elif self._at_work:
            self.stop_button.setFocus()
        else:
            (self.start if self.start.isEnabled() else self.service).setFocus()

    # What there is

    def _has_choices(self, there: tuple[Sequence[str], Sequence[str]]) -> None:
        services, orders = there
        _fill(self.service, [(name, name) for name in services])
        _fill(self.order, [(self.tr("All orders"), None), *((name, name) for name in orders)])
        if not services:
            text = self.tr("No service is known yet: add one under Services.")
            self.foreseen.setText(text)
            self.start.setEnabled(False)
            return
        self._foresee()

    def _foresee(self) -> None:
        service = self.service.currentData()
        if self._at_work or service is None:
            return
        self._asked += 1
        self.start.setEnabled(False)
        self.foreseen.setText(self.tr("Counting what is to be sent …"))
        plant, order, again = self._plant, self.order.currentData(), self.again.isChecked()
        work = partial(foresee, plant, service, order, again=again)
        has, failed = self._has_foreseen, self._not_foreseen
        asked = self._asked
        self._session.bridge.run(self, work, partial(has, asked), partial(failed, asked))

    @property
    def _plant(self) -> Plant:
        return self._session.plant

    def _has_foreseen(self, asked: int, foreseen: Foreseen) -> None:
        if asked == self._asked and not self._at_work:
            self.foreseen.setText(foreseen_words(foreseen))
            self.start.setEnabled(True)

    def _not_foreseen(self, asked: int, error: StationError) -> None:
        if asked == self._asked and not self._at_work:
            self.foreseen.clear()
            self.strip.say_error(error)

    # The push

    def submit(self) -> None:
        """Ask for the push."""
        service = self.service.currentData()
        if self._at_work or service is None:
            return
        self.strip.be_silent()
        self._stop.clear()
        self._working(at_work=True)
        self.doing.setText(self.tr("Verifying the record …"))
        what = self.tr("Units are sent to {service}.").format(service=service)
        self.agreement.ask(Question(Right.EXPORT, what, self._push, self._dropped))

    def _push(self, approval: Approval | None) -> None:
        wish = PushWish(
            self.service.currentData(),
            self.order.currentData(),
            self.again.isChecked(),
            approval=approval,
            tell=self._signs_in,
        )
        work = partial(run_push, self._plant, wish, _Looker(self._told), self._stop)
        # Not among the commands: those of the bench would have to wait until all is sent.
        self._session.bridge.run(self, work, self._pushed, self._failed, Lane.EXPORTS)

    def _signs_in(self, sentence: str) -> None:
        """Take what to do to sign in, in whatever thread it comes."""
        self._session.bridge.post(self, partial(self.strip.say, sentence, "notice"))

    def _told(self, tally: PushTally, units: int, seconds: float, throttled: int) -> None:
        """Take how far it is, in whatever thread it comes."""
        show = partial(self._show_progress, tally, units, seconds, throttled)
        self._session.bridge.post(self, show)

    def _show_progress(self, tally: PushTally, units: int, seconds: float, throttled: int) -> None:
        if not self._at_work or self._stop.is_set():
            return
        self.progress.setRange(0, units)
        self.progress.setValue(tally.all)
        self.doing.setText(progress_words(tally, units, seconds, throttled))

    def give_up(self) -> None:
        """Ask for the end of the push at work: what is under way is finished."""
        if self._at_work and self.agreement.isVisible():
            self.agreement.cancel()
        elif self._at_work:
            self._stop.set()
            self.stop_button.setEnabled(False)
            self.doing.setText(self.tr("Stopping: what is under way is finished first …"))

    def _pushed(self, pushed: Pushed) -> None:
        self._working(at_work=False)
        rest = pushed.stopped or pushed.error is not None
        self.start.setText(self.tr("&Go on") if rest else self.tr("&Push"))
        words = pushed_words(pushed)
        if pushed.error is not None:
            self.strip.say_error(pushed.error)
            self.strip.setText(f"{self.strip.text()}\n{words}")
        else:
            self.strip.say(words, "good" if pushed.well else "notice")
        self._end()

    def _failed(self, error: StationError) -> None:
        self._working(at_work=False)
        self.strip.say_error(error)
        self._end()

    def _dropped(self) -> None:
        self._working(at_work=False)
        self.strip.say(self.tr("Nobody agreed: nothing is sent."), "notice")
        self._end()

    def _end(self) -> None:
        self.refresh()
        if self.isVisible():
            self.focus_first()

    def _working(self, *, at_work: bool) -> None:
        self._at_work = at_work
        for editor in (self.service, self.order, self.again):
            editor.setEnabled(not at_work)
        for widget in (self.stop_button, self.progress, self.doing):
            widget.setVisible(at_work)
        self.progress.setRange(0, 0)
        self.start.setVisible(not at_work)
        self.stop_button.setEnabled(at_work)
        if at_work:
            self.stop_button.setFocus()


def _choices(plant: Plant) -> tuple[Sequence[str], Sequence[str]]:
    """Return the names of services and orders."""
    records = plant.tools.records
    return records.services.names(), [one.name for one in records.orders()]


def _fill(choice: Choice, items: Sequence[tuple[str, str | None]]) -> None:
    """Offer these, and keep what was chosen where it is still there."""
    before = choice.currentData()
    choice.blockSignals(True)
    choice.clear()
    for text, data in items:
        choice.addItem(text, data)
    same = [place for place, (_, data) in enumerate(items) if data == before]
    choice.setCurrentIndex(same[0] if same else 0)
    choice.blockSignals(False)
