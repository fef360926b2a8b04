"""What a run needs of the bench's signals, whatever they are: to be shown, and to be let begin."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Final, Protocol

from station.errors import StationError
from station.line.fixture import Told as FixtureTold
from station.line.prompter import Prompter
from station.line.steps import Listener
from station.model.prompt import Answer, Question
from station.model.run import StepEvent
from station.model.signals import SignalState

Trouble = Callable[[StationError], None]
"""Told once that signals don't work: LNK-045. Must not wait."""


class Showing(Protocol):
    """A bench's signals. Nothing but `guarding` and `watching` waits for anything."""

    def watch(self, told: FixtureTold, trouble: Trouble) -> None:
        """Have somebody told of the fixtures, now and whenever they change, and of LNK-045."""
        ...

    def heard(self, event: StepEvent) -> None:
        """Show what an event tells; see `line.steps.Listener`."""
        ...

    def show(self, position: str, state: SignalState) -> None:
        """Show a position's state."""
        ...

    def guarding(
        self, position: str, cancel: Event, listeners: Sequence[Listener]
    ) -> AbstractContextManager[Event]:
        """Wait until the position's fixture is closed; see that it stays so during the block.

        Gives what cancels the run: `cancel`, or that the fixture is opened.

        Raises:
            StationError: LNK-046 where nobody can tell whether it is closed.
        """
        ...

    def watching(self, position: str, cancel: Event) -> AbstractContextManager[Event]:
        """Give what ends a block that only looks at the unit: `cancel`, or an open fixture."""
        ...


class NoSignals:
    """A bench without any."""

    def watch(self, told: FixtureTold, trouble: Trouble) -> None:
        """Tell nothing."""

    def heard(self, event: StepEvent) -> None:
        """Show nothing."""

    def show(self, position: str, state: SignalState) -> None:
        """Show nothing."""

    @contextmanager
    def guarding(
        self, position: str, cancel: Event, listeners: Sequence[Listener]
    ) -> Iterator[Event]:
        """Let the run begin."""
        del position, listeners
        yield cancel

    @contextmanager
    def watching(self, position: str, cancel: Event) -> Iterator[Event]:
        """Let the block look."""
        del position
        yield cancel


NO_SIGNALS: Final = NoSignals()


@dataclass(frozen=True)
class AskingInSight:
    """Asks the worker, and shows meanwhile that somebody is wanted.

    Attributes:
        prompter: whoever asks.
        signals: the bench's.
    """

    prompter: Prompter
    signals: Showing

    def ask(self, position: str, question: Question, cancel: Event) -> Answer | None:
        """Return the answer, or None; see `Prompter.ask`."""
        self.signals.show(position, SignalState.HAND)
        try:
            return self.prompter.ask(position, question, cancel)
        finally:
            self.signals.show(position, SignalState.WORKING)
