"""Setting a station up: what it needs before its first unit, and where each of it is done."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from station.operations.setting_up import Done, SetUpStep, next_step, set_up_steps
from station.window import theme
from station.window.fields import Strip, button, plain
from station.window.session import Session
from station.window.set_up_words import PAGES, state, title, told

_PICTURES = {
    Done.YES: ("pass", "pass"),
    Done.TO_DO: ("start", "action"),
    Done.LATER: ("none", "quiet"),
    Done.UNKNOWN: ("error", "error"),
}
_EDGE = 32


class SetUpScreen(QWidget):
    """The steps by which a station is set up; each can be done again at any time.

    Args:
        session: who sets it up.
    """

    wanted = Signal(str)
    """The screen of that object's name is where the step is done."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("set-up")
        theme.mark(self, kind="screen")
        self._session = session
        self._first: QPushButton | None = None
        self.strip = Strip("set-up-said")
        self.heading = plain("set-up-heading", "heading", self.tr("Looking at the station."))
        self.card = QFrame()
        theme.mark(self.card, kind="card")
        self.steps = QGridLayout(self.card)
        self.steps.setHorizontalSpacing(16)
        self.steps.setVerticalSpacing(10)
        self.steps.setColumnStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        for part in (self.strip, self.heading, self.card):
            whole.addWidget(part)
        whole.addStretch(1)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)

    def refresh(self) -> None:
        """Look at each step anew."""
        work = partial(set_up_steps, self._session.plant)
        self._session.bridge.run(self, work, self._show, self.strip.say_error)

    def focus_first(self) -> None:
        """Go to what is to be done next."""
        if self._first is not None:
            self._first.setFocus()

    def _show(self, steps: Sequence[SetUpStep]) -> None:
        self.strip.be_silent()
        had_focus = self.focusWidget() is not None and self.isAncestorOf(self.focusWidget())
        while (item := self.steps.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        following = next_step(steps)
        self._first = None
        for row, one in enumerate(steps):
            self._add(row, one, first=one is following)
        self.heading.setText(self._summary(following))
        if had_focus:
            self.focus_first()

    def _summary(self, following: SetUpStep | None) -> str:
        if following is None:
            return self.tr("The station is set up.")
        if following.done is Done.LATER:
            return self.tr("Units can be made. What else can be set up:")
        return self.tr("Next: {step}").format(step=title(following.step))

    def _add(self, row: int, one: SetUpStep, *, first: bool) -> None:
        picture = QLabel()
        name, colour = _PICTURES[one.done]
        picture.setPixmap(theme.picture(name, colour, _EDGE, self.devicePixelRatioF()))
        words = plain(f"set-up-{one.step.value}", "question", title(one.step))
        more = plain(f"set-up-{one.step.value}-told", "quiet", told(one))
        both = QVBoxLayout()
        both.setSpacing(2)
        both.addWidget(words)
        both.addWidget(more)
        more.setVisible(bool(more.text()))
        how = plain(f"set-up-{one.step.value}-state", "quiet", state(one.done))
        go = button(f"set-up-{one.step.value}-go", self.tr("Go there"), "primary" if first else "")
        go.setAccessibleName(self.tr("Go to: {step}").format(step=title(one.step)))
        go.clicked.connect(self._going(PAGES[one.step]))
        if first:
            self._first = go
        holder = QWidget()
        holder.setLayout(both)
        for column, part in enumerate((picture, holder, how, go)):
            self.steps.addWidget(part, row, column, Qt.AlignmentFlag.AlignVCenter)

    def _going(self, page: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(page)
