"""What every place of a bench shows now, and since when; whoever switches lamps waits for changes.

A place is a position, or the bench as a whole.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Condition
from typing import Final

from station.line.bench_wiring import BENCH
from station.model.signals import SignalState, of_the_whole

WHOLE: Final = ""
"""The place that is the bench as a whole; no position has this name."""


@dataclass(frozen=True)
class Showing:
    """What a place shows.

    Attributes:
        state: which state.
        since: when it began, by the monotonic clock.
    """

    state: SignalState
    since: float


@dataclass
class SignalBoard:
    """All places. Safe to use from several threads; only `wait` waits.

    Attributes:
        positions: their names.
        clock: the monotonic clock, seconds.
    """

    positions: Iterable[str]
    clock: Callable[[], float] = time.monotonic
    over: bool = False
    _shown: dict[str, Showing] = field(default_factory=dict)
    _changes: int = 0
    _turn: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        now = Showing(SignalState.IDLE, self.clock())
        self._shown = dict.fromkeys((WHOLE, *self.positions), now)

    def show(self, position: str, state: SignalState) -> None:
        """Change what a position shows, and with it the whole bench; others' names do nothing."""
        with self._turn:
            if position not in self._shown or position == WHOLE:
                return
            self._put(position, state)
            others = [one.state for name, one in self._shown.items() if name != WHOLE]
            self._put(WHOLE, of_the_whole(others))

    def _put(self, place: str, state: SignalState) -> None:
        if self._shown[place].state is not state:
            self._shown[place] = Showing(state, self.clock())
            self._changes += 1
            self._turn.notify_all()

    def shown(self, place: str) -> Showing:
        """Return what a place shows."""
        return self._shown[place]

    def end(self) -> None:
        """Let nobody wait any more."""
        with self._turn:
            self.over = True
            self._turn.notify_all()

    @property
    def changes(self) -> int:
        """How often anything has changed; what `wait` is given."""
        return self._changes

    def wait(self, seen: int, timeout_s: float) -> None:
        """Wait until something has changed since `changes` was `seen`, or until the end."""
        with self._turn:
            self._turn.wait_for(lambda: self.over or self._changes != seen, timeout_s)


def called(place: str) -> str:
    """Return what a device's templates call a place."""
    return place or BENCH
