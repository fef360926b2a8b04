"""What hands do at the bench: by buttons, keys, cards and a pedal, all in the same way."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from station.errors import StationError
from station.model.command_card import Act, Card
from station.model.prompt import NO, YES, Question
from station.operations.bench_view import Notice, Phase
from station.operations.next_action import Ask
from station.operations.wizard import Wizard
from station.window.bridge import Lane
from station.window.guide import Guide
from station.window.practice_strip import PracticeStrip
from station.window.session import Session
from station.window.standstill import StandstillPanel
from station.window.start_all import StartAll
from station.window.tile import Tile

# Some scanners end a code with two line ends: the second must not press what has the focus then.
_DEAF_MS: Final = 300


def is_fresh(since: QElapsedTimer) -> bool:
    """Return whether something was so short ago that a key may still belong to it."""
    return since.isValid() and since.elapsed() < _DEAF_MS


class BenchHands(QWidget):
    """A bench's tiles, and what is done by them; the screen lays them out and shows them.

    Args:
        session: who works, and with what.
        wizard: what is done at the positions.
    """

    lock_wanted = Signal()
    """A card asks for the window to be locked."""
    field: QLineEdit
    guide: Guide
    standstill: StandstillPanel
    start_all: StartAll

    def __init__(self, session: Session, wizard: Wizard) -> None:
        super().__init__()
        self._session, self._wizard = session, wizard
        self._view = wizard.view
        self._since_scan = QElapsedTimer()
        self._since_start = QElapsedTimer()
        self.tiles: dict[str, Tile] = {}
        self.strips: dict[str, PracticeStrip] = {}

    def _show_notice(self, notice: Notice | None) -> None:
        """Show what concerns no position; the screen has a place for it."""
        raise NotImplementedError

    def _step_on(self, *, again: bool) -> None:
        """Do what the bench asks for next, as a foot pedal does; it answers no question."""
        fresh = again or self._is_deaf() or is_fresh(self._since_start)
        self._since_start.start()
        action = self.guide.show_bench(self._view)
        if fresh:
            return
        if action.ask in {Ask.TAKE_OUT, Ask.SEE}:
            self._next(action.position)
        elif action.ask is Ask.START:
            self._start(action.position)
        elif not self.start_all.isHidden():
            self._start_all()

    def _play(self, card: Card, position: str) -> None:
        """Do what a card says, of which `deed_at` has said that it may."""
        deeds: dict[Act, Callable[[], None]] = {
            Act.POSITION: partial(self._go_to, position),
            Act.START: partial(self._start, position),
            Act.NEXT: partial(self._next, position),
            Act.ACKNOWLEDGE: partial(self._next, position),
            Act.CANCEL: partial(self._cancel_by_card, position),
            Act.ALL: self._start_all,
            Act.LOCK: self.lock_wanted.emit,
        }
        answers = {Act.YES: YES, Act.NO: NO}
        answer = partial(self._answer_by_card, position, answers.get(card.act, str(card.place)))
        deeds.get(card.act, answer)()

    def _cancel_by_card(self, position: str) -> None:
        """Cancel a run at the second scan only, as by hand; forget an open scan at once."""
        if self.tiles[position].view.phase is Phase.RUNNING:
            self.tiles[position].main.click()
        else:
            self._take_back(position)

    def _answer_by_card(self, position: str, answer: str) -> None:
        question = self._view.at(position).question
        if question is not None:
            self._answer(position, question, answer)

    def _start(self, position: str) -> None:
        self.field.setFocus()
        self._since_start.start()
        self._do(partial(self._wizard.start, position))

    def _start_all(self) -> None:
        self.field.setFocus()
        if not self.start_all.isHidden():
            self._do(self._wizard.start_all)

    def _take_back(self, position: str) -> None:
        self.field.setFocus()
        self._do(partial(self._wizard.take_back, position))

    def _next(self, position: str) -> None:
        self.field.setFocus()
        view = self._view.at(position)
        blocked, stopped = view.blocked is not None, view.phase is Phase.STOPPED
        if stopped and self.standstill.asks(view):
            return
        on = self._wizard.release if blocked and stopped else self._wizard.next_unit
        if view.sticker is not None:
            on = self._wizard.let_go if view.sticker.printed else self._wizard.print_label
        self._do(partial(on, position))
        if position in self.strips:
            self.strips[position].change()

    def _choose(self, position: str) -> None:
        self._do(partial(self._wizard.choose, position))

    def _go_to(self, position: str) -> None:
        """Choose a position by its key, and put the focus on what can be pressed there."""
        self._choose(position)
        tile = self.tiles[position]
        front = tile.main if tile.view.question is None else tile.prompt.first
        (front if front is not None and front.isVisible() else self.field).setFocus()

    def _answer(self, position: str, question: Question, answer: str) -> None:
        self.field.setFocus()
        self._do(partial(self._wizard.answer, position, question, answer))

    def _say_no(self) -> None:
        """Say no where the focus is, or else at the chosen position."""
        if self.standstill.has_focus():
            self.standstill.agreement.cancel()
            return
        tiles = {name: t for name, t in self.tiles.items() if t.view.question is not None}
        at = [name for name, tile in tiles.items() if tile.isAncestorOf(self.focusWidget())]
        for name in [*at, self._view.chosen][:1]:
            if name in tiles:
                tiles[name].prompt.say_no()

    def _do(self, work: Callable[[], None], then: Callable[[], None] | None = None) -> None:
        def done(_: None) -> None:
            if then is not None:
                then()

        self._session.bridge.run(self, work, done, self._failed, Lane.COMMANDS)

    def _failed(self, error: StationError) -> None:
        self._show_notice(Notice.of(error))

    def _is_deaf(self) -> bool:
        """Return whether a scan was so short ago that a key may still be the scanner's."""
        return is_fresh(self._since_scan)
