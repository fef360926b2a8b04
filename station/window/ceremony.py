"""The key ceremony in the window: from two empty tokens and an empty folder to a station."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from station.errors import StationError
from station.folders import Data
from station.operations.ceremony_begin import REHEARSAL_PIN, drop_ceremony
from station.operations.ceremony_plan import STEPS, Member, Progress, Step, TokenLine
from station.operations.ceremony_work import Held, hold_ceremony
from station.operations.pin_standing import PinStanding
from station.secret import Secret
from station.window import theme
from station.window.answers import Answer
from station.window.bridge import Bridge, Lane
from station.window.ceremony_end import HowFar, ProtocolPage, StoppedPage, how_far
from station.window.ceremony_leaf import Leaf
from station.window.ceremony_pages import AgreePage, ChoosePage, PinPage, WorkPage
from station.window.ceremony_plan import Planning
from station.window.ceremony_room import WindowRoom
from station.window.ceremony_steps import StepList
from station.window.ceremony_words import said, wrong_words

_WIDEST: Final = 1_180


class CeremonyScreen(QWidget):
    """Plans a ceremony and holds it; the engine is the one that the command drives.

    Args:
        data: the folder that is to be a station.
        practice: the folder in which this user practises.
        bridge: to the threads that may wait.
    """

    over = Signal()
    """The folder is a station."""
    left = Signal()
    """Nobody holds it now."""
    practising = Signal(bool)
    """Whether what is shown from now on is a rehearsal."""

    def __init__(self, data: Data, practice: Path, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName("ceremony")
        theme.mark(self, kind="screen")
        self._data, self._bridge = data, bridge
        self._held_in = data
        self._room: WindowRoom | None = None
        self._stopped = False
        self._progress: Progress | None = None
        self._number, self._doing, self._note, self._last_try = "", "", "", False
        self.steps = StepList()
        self.stack = QStackedWidget()
        self.stack.setMaximumWidth(_WIDEST)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 16)
        row.setSpacing(14)
        row.addStretch(1)
        row.addWidget(self.steps)
        row.addWidget(self.stack, 30)
        row.addStretch(1)
        self._planning = Planning(data, practice, bridge, self)
        self._planning.page_wanted.connect(self.show_page)
        self._planning.planned.connect(self.hold)
        self._planning.left.connect(self.left)

    def begin(self) -> None:
        """Begin at the beginning, or where a ceremony was broken off."""
        if self._data.ceremony.exists():
            self._say_stopped(StationError("CFG-042", path=str(self._data.root)))
        else:
            self._planning.begin()

    def stop(self) -> None:
        """Break off what is held, as soon as it asks something; nothing is lost."""
        self._stopped = True
        if self._room is not None:
            self._room.stop()

    def show_page(self, page: Leaf) -> None:
        """Show a page instead of the one before."""
        old = self.stack.currentWidget()
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        page.focus_first()

    # It is held

    def hold(self, data: Data) -> None:
        """Hold the ceremony that was begun in a folder, from where it is."""
        self._hold(data, last_try=False)

    def _hold(self, data: Data, *, last_try: bool) -> None:
        self._held_in, self._last_try, self._stopped = data, last_try, False
        self._work(self.tr("The ceremony begins"))
        started = partial(self._started, data)
        self._bridge.run(self, partial(Progress.read, data), started, self._say_stopped)

    def _started(self, data: Data, progress: Progress | None) -> None:
        self._progress = progress
        if self._stopped:  # before anything was asked
            self._say_stopped(StationError("CFG-047"))
            return
        self.practising.emit(progress is not None and progress.plan.practice)
        room = self._room = WindowRoom(data, self, partial(self._bridge.post, self))
        last_try = self._last_try

        def work() -> Held:
            try:
                return hold_ceremony(data, room, last_try=last_try)
            finally:
                room.wipe()

        self._bridge.run(self, work, self._is_over, self._say_stopped, Lane.COMMANDS)

    def _is_over(self, held: Held) -> None:
        self._room = None
        self.steps.show_done([step.name for step in STEPS], None)
        rehearsed = held.document.practice
        page = ProtocolPage(held, self._bridge, self._after_rehearsal if rehearsed else self._end)
        self.show_page(page)

    def _end(self) -> None:
        self.over.emit()

    def _after_rehearsal(self) -> None:
        self.practising.emit(False)
        self.steps.show_done((), None)
        self._planning.rehearsed()

    # It is broken off

    def _say_stopped(self, error: StationError) -> None:
        self._room = None
        work = partial(how_far, self._held_in, error)
        told = partial(self._has_stopped, error)
        unknown = partial(self._has_stopped, error, HowFar())
        self._bridge.run(self, work, told, lambda _: unknown())

    def _has_stopped(self, error: StationError, far: HowFar) -> None:
        self._progress = far.progress
        if far.progress is not None:
            step = far.progress.next
            done = [one.name for one in far.progress.done]
            self.steps.show_done(done, None if step is None else step.name)
        page = StoppedPage(error, far, self._leave)
        page.go_on.connect(partial(self.hold, self._held_in))
        page.last_try.connect(partial(self._hold, self._held_in, last_try=True))
        page.dropped.connect(self._drop)
        self.show_page(page)

    def _leave(self) -> None:
        self.practising.emit(False)
        self.left.emit()

    def _drop(self) -> None:
        work = partial(drop_ceremony, self._held_in)
        rehearsal = self._rehearsing or self._held_in != self._data

        def dropped(_: None) -> None:
            self.steps.show_done((), None)
            self._after_rehearsal() if rehearsal else self._planning.begin()

        self._bridge.run(self, work, dropped, self._say_stopped, Lane.COMMANDS)

    # What the engine asks

    def show_step(self, step: Step, number: int, of: int) -> None:
        """Show that a step begins."""
        self._note = ""
        text = self.tr("Step {number} of {of}")
        self._number = text.format(number=number, of=of)
        self.steps.show_done([one.name for one in STEPS[: number - 1]], step.name)
        self._doing = f"{self._number}: {said(step.title)}"
        self._work(self._doing, said(step.done))

    def ask_agree(self, step: Step, lines: Sequence[str], answer: Answer[bool]) -> None:
        """Have lines read aloud."""
        members = () if self._progress is None else self._progress.plan.supervisors
        page = AgreePage(step, self._number, members, lines)
        page.agreed.connect(partial(self._answered, partial(answer.give, value=True)))
        page.refused.connect(partial(self._answered, partial(answer.give, value=False)))
        self._ask(page)

    def ask_token_pin(self, token: TokenLine, answer: Answer[Secret]) -> None:
        """Have a token's PIN typed."""
        title = {
            "root": self.tr("The PIN of the root token"),
            "factory": self.tr("The PIN of the factory token"),
        }[token.role]
        text = self.tr("Token {label}, serial number {serial}.")
        told = [text.format(label=token.label, serial=token.serial)]
        if self._rehearsing:
            hint = self.tr("This is a rehearsal: the PIN of its tokens is {pin}.")
            told.append(hint.format(pin=REHEARSAL_PIN))
        else:
            told.append(self.tr("Read it from the slip in its envelope; the other looks away."))
        page = PinPage(self._titled(title), "\n".join(told), self._giving(answer))
        self._ask(page, self.tr("A wrong PIN can lock the token for good now."))

    def ask_new_pin(self, member: Member, answer: Answer[Secret]) -> None:
        """Have a supervisor choose a PIN."""
        title = self.tr("{name} chooses a PIN").format(name=member.name)
        text = self.tr(
            "{name} (badge {badge}) types it; the other looks away. It opens the log-in, and "
            "agrees to what takes two."
        )
        told = text.format(name=member.name, badge=member.badge)
        self._ask(ChoosePage(self._titled(title), told, self._giving(answer)))

    def ask_own_pin(self, member: Member, answer: Answer[Secret]) -> None:
        """Have a supervisor sign."""
        title = self.tr("{name} signs the protocol").format(name=member.name)
        text = self.tr("{name} (badge {badge}) types the PIN that was just chosen.")
        told = text.format(name=member.name, badge=member.badge)
        self._ask(PinPage(self._titled(title), told, self._giving(answer)))

    def say_wrong(self, error: StationError, standings: Sequence[PinStanding]) -> None:
        """Keep what was wrong for the page that asks again."""
        self._note = wrong_words(error, standings)

    @property
    def _rehearsing(self) -> bool:
        return self._progress is not None and self._progress.plan.practice

    def _titled(self, title: str) -> str:
        return f"{self._number}: {title}"

    def _giving(self, answer: Answer[Secret]) -> Callable[[Secret], None]:
        return lambda pin: self._answered(partial(answer.give, pin))

    def _ask(self, page: Leaf, danger: str = "") -> None:
        """Show a question; `danger` is what a last try puts at risk there."""
        page.add_back("ceremony-stop", self.tr("&Stop here"), self.stop)
        words = f"{self._note} {danger if self._last_try else ''}".strip()
        if words:
            page.strip.say(words, "bad")
        self.show_page(page)

    def _answered(self, give: Callable[[], None]) -> None:
        self._note = ""
        self._work(self._doing)
        give()

    def _work(self, title: str, text: str = "") -> None:
        page = WorkPage(title, text or self.tr("Wait. Don't pull a token out."))
        self.show_page(page)
