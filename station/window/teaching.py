"""A bench without positions: a supervisor teaches them here by plugging units in."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from station.errors import StationError
from station.line.bench import Bench, write_bench
from station.links.port_names import PortTree
from station.model.people import Role
from station.operations.teaching import Lesson, bench_so_far
from station.window import theme
from station.window.answers import Answer, Asker
from station.window.fields import Choice, Strip, button, error_words, plain
from station.window.session import Session

_CANCELLED: Final = "LIN-003"


class _Teacher:
    """The supervisor at the window; see `operations.teaching.Supervisor`.

    Args:
        panel: what shows the questions.
        post: has something run in Qt's thread.
    """

    def __init__(self, panel: "TeachPanel", post: Callable[[Callable[[], None]], None]) -> None:
        self._panel, self._post = panel, post
        self._asker = Asker(post, _CANCELLED)

    def stop(self) -> None:
        """Let no question wait any longer."""
        self._asker.stop()

    def asked_to_plug(self, position: str) -> None:
        """Ask for a unit."""
        self._post(partial(self._panel.ask_to_plug, position))

    def told_to_unplug(self, ports: Sequence[str]) -> None:
        """Ask for one unit at a time."""
        self._post(partial(self._panel.say_several, ports))

    def told_taken(self, port: str, position: str) -> None:
        """Ask for another place."""
        self._post(partial(self._panel.say_taken, port, position))

    def chosen(self, ports: Sequence[str]) -> int | None:
        """Ask which of a unit's ports is meant."""
        found = self._asker.asked(partial(self._panel.ask_which, ports))
        return found if 0 <= found < len(ports) else None

    def agreed(self, position: str, port: str) -> bool:
        """Ask whether the port is right."""
        return bool(self._asker.asked(partial(self._panel.ask_right, position, port)))


class TeachPanel(QFrame):
    """Stands where the positions will be.

    Args:
        session: who is logged in, where: a supervisor teaches, others are told so.
        tree: where the system tells of its ports.
    """

    taught = Signal()
    """The bench file is there, and nobody wants another position now."""

    def __init__(self, session: Session, tree: PortTree) -> None:
        super().__init__()
        self.setObjectName("teach")
        theme.mark(self, kind="card")
        self._data, self._bridge = session.plant.data, session.bridge
        self._may = session.person.role is Role.SUPERVISOR
        self._tree = tree
        self._bench: Bench | None = None
        self._at_work = False
        self._cancel, self._teacher = Event(), _Teacher(self, self._post)
        self.heading = plain("teach-title", "title", self.tr("This bench has no positions yet"))
        self.told = plain("teach-told", "told")
        self.strip = Strip("teach-said")
        self.ports = Choice("teach-ports", 40)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(12)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(28, 20, 28, 20)
        inside.setSpacing(14)
        for widget in (self.heading, self.told, self.strip, self.ports):
            inside.addWidget(widget)
        inside.addLayout(self._buttons)
        inside.addStretch(1)
        self.ports.hide()
        self._offer()

    def _post(self, call: Callable[[], None]) -> None:
        self._bridge.post(self, call)

    def _say(self, text: str, *choices: tuple[str, str, Callable[[], None]]) -> None:
        """Say what to do, and offer what can be pressed; the first is the usual one."""
        self.told.setText(text)
        self.ports.hide()
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        made: list[QPushButton] = []
        for name, words, act in choices:
            made.append(button(name, words, "" if made else "primary"))
            made[-1].clicked.connect(act)
            self._buttons.addWidget(made[-1])
        self._buttons.addStretch(1)
        if made:
            made[0].setFocus()

    @property
    def _next(self) -> str:
        return str(1 if self._bench is None else len(self._bench.position) + 1)

    def _offer(self) -> None:
        """Offer a lesson, or the bench where there is one."""
        teach = self.tr("&Teach position {name}").format(name=self._next)
        lesson = ("teach-begin", teach, self._teach)
        if not self._may:
            self._say(self.tr("A supervisor logs in and teaches them, by plugging units in."))
        elif self._bench is None:
            text = self.tr(
                "A position is a place with a cable, where a unit is plugged in. Station learns "
                "its port by looking which one appears.\n\n"
                "Have a unit at hand, and take out whatever is plugged in at the new position."
            )
            self._say(text, lesson)
        else:
            self.heading.setText(self.tr("The positions of this bench"))
            lines = [f"{one.name}:  {one.port}" for one in self._bench.position]
            begin = ("teach-over", self.tr("That is &all: begin"), self.taught.emit)
            self._say("\n".join(lines), begin, lesson)

    # A lesson

    def _teach(self) -> None:
        self.strip.be_silent()
        self._at_work = True
        self._cancel = cancel = Event()
        self._teacher = teacher = _Teacher(self, self._post)
        position, bench, path = self._next, self._bench, self._data.bench
        tree = self._tree

        def work() -> Bench | None:
            learnt = Lesson(position, bench, teacher, cancel, tree=tree).learn()
            if learnt is not None:
                write_bench(path, learnt)
            return learnt

        self._bridge.run(self, work, self._learnt, self.say_error)

    def refresh(self) -> None:
        """Show the positions that there are by now."""
        if not self._at_work:
            work = partial(bench_so_far, self._data)
            self._bridge.run(self, work, self._learnt, self.say_error)

    def focus_first(self) -> None:
        """Go to what can be pressed."""
        item = self._buttons.itemAt(0)
        if item is not None and (first := item.widget()) is not None:
            first.setFocus()

    def stop(self) -> None:
        """End a lesson; the positions that are taught stay."""
        self._cancel.set()
        self._teacher.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """End a lesson that nobody sees."""
        super().hideEvent(event)
        self.stop()

    def _learnt(self, bench: Bench | None) -> None:
        self._at_work = False
        self.strip.be_silent()
        self._bench = bench or self._bench
        self._offer()

    def say_error(self, error: StationError) -> None:
        """Say what went wrong, and offer it once more."""
        self._at_work = False
        if error.code == _CANCELLED:
            self.strip.be_silent()
        else:
            self.strip.say(error_words(error, self.tr("Try again, and plug a unit in.")), "bad")
        self._offer()

    # What it asks

    def ask_to_plug(self, position: str) -> None:
        """Ask for a unit."""
        text = self.tr("Plug a unit in at position {name} now; take it out first if it is in.")
        cancel = ("teach-cancel", self.tr("&Cancel"), self.stop)
        self._say(text.format(name=position), cancel)

    def say_several(self, ports: Sequence[str]) -> None:
        """Ask for one unit at a time."""
        text = self.tr("Several units came at once: {ports}. Take them out, then plug in one.")
        self.strip.say(text.format(ports=", ".join(ports)), "notice")

    def say_taken(self, port: str, position: str) -> None:
        """Ask for another place."""
        text = self.tr(
            "{port} is position {name} already. Take the unit out, then plug it in where it was "
            "asked for."
        )
        self.strip.say(text.format(port=port, name=position), "notice")

    def ask_which(self, ports: Sequence[str], answer: Answer[int]) -> None:
        """Ask which of a unit's ports is meant."""
        self.strip.be_silent()
        take = ("teach-take", self.tr("&Take this one"), self._giving_port(answer))
        leave = ("teach-cancel", self.tr("&Cancel"), self.stop)
        self._say(self.tr("The unit has several ports. Which is its console?"), take, leave)
        self.ports.clear()
        self.ports.addItems(list(ports))
        self.ports.show()
        self.ports.setFocus()

    def _giving_port(self, answer: Answer[int]) -> Callable[[], None]:
        return lambda: answer.give(self.ports.currentIndex())

    def ask_right(self, position: str, port: str, answer: Answer[int]) -> None:
        """Ask whether the port is right."""
        self.strip.be_silent()
        text = self.tr("Position {name} is {port}. Is that right?")
        yes = ("teach-yes", self.tr("&Yes"), partial(answer.give, 1))
        no = ("teach-no", self.tr("&No"), partial(answer.give, 0))
        self._say(text.format(name=position, port=port), yes, no)
