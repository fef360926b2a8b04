"""Positions side by side: a thread each, fed with units until there are no more."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import Event, Lock, Thread
from typing import Final, Protocol

from station.errors import STOPPING, Outcome, StationError
from station.line.bench import Position
from station.line.check_run import FOR_CHECKS, check_unit
from station.line.run import RunResult
from station.line.showing import AskingInSight
from station.line.steps import Listener
from station.line.tries import try_unit
from station.line.work import Job, Tools
from station.model.run import Unit
from station.model.signals import SignalState

_log: Final = logging.getLogger(__name__)

# Nobody works through as many in one command; a window that stays open must not grow for ever.
_KEPT: Final = 20_000


@dataclass(frozen=True)
class Assignment:
    """What a position shall do next.

    Attributes:
        unit: what to work on.
        job: what to make of it.
        cancel: set to end this run alone; None where only the whole shift can be ended.
        check: whether it is a check run.
    """

    unit: Unit
    job: Job
    cancel: Event | None = None
    check: bool = False


class Feed(Protocol):
    """Where the next unit of a position comes from. Called from that position's own thread."""

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Wait for the next unit at `position`; None when there is no more, or on cancel.

        Raises:
            StationError: where the position can't go on.
        """
        ...

    def done(self, position: Position, result: RunResult) -> None:
        """Take the unit out."""
        ...


@dataclass
class ShiftResult:
    """What came of a shift.

    Attributes:
        results: the last run of every unit, in the order they ended, in brief (`RunResult.brief`);
            of a shift that goes on for weeks the newest ones.
        checks: the check runs, likewise.
        outcomes: how many units ended how.
        stopped: the positions that could not go on, by name, and why.
    """

    results: deque[RunResult] = field(default_factory=lambda: deque(maxlen=_KEPT))
    checks: deque[RunResult] = field(default_factory=lambda: deque(maxlen=_KEPT))
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    stopped: dict[str, StationError] = field(default_factory=dict)


Stopped = Callable[[Position, StationError], None]
"""Told at once, in the position's thread, that a position can't go on, and why."""


def nobody_told(position: Position, error: StationError) -> None:
    """Tell nobody."""
    del position, error


@dataclass(frozen=True)
class _Floor:
    """What the threads of one shift share."""

    feed: Feed
    tools: Tools
    listeners: Sequence[Listener]
    stop: Event
    stopped: Stopped
    shift: ShiftResult = field(default_factory=ShiftResult)
    lock: Lock = field(default_factory=Lock)

    def work(self, position: Position) -> None:
        """Work at one position until the feed ends, the shift is stopped or the position fails.

        It fails too where a run ended with what isn't the unit's: the next would fare no better.
        """
        feed, stop = self.feed, self.stop
        self.tools.signals.show(position.name, SignalState.IDLE)
        try:
            while not stop.is_set() and (next_one := feed.next(position, stop)) is not None:
                self._do(next_one, position)
        except StationError as error:
            _log.warning("Position %s stopped: %s (%s)", position.name, error, error.detail)
            self._halt(position, error)
        except BaseException as error:  # noqa: BLE001 - no position vanishes without a word
            _log.exception("Position %s broke", position.name)
            self._halt(position, StationError("LIN-014", type(error).__name__))

    def _do(self, one: Assignment, position: Position) -> None:
        signals, listeners = self.tools.signals, self.listeners
        with signals.guarding(position.name, one.cancel or self.stop, listeners) as cancel:
            tried = one.unit, one.job, position, self.tools, listeners, cancel
            result = check_unit(*tried) if one.check else try_unit(*tried)
            if not result.dry and result.error is not None and result.error.code == FOR_CHECKS:
                result = check_unit(*tried)
        self.feed.done(position, result)
        with self.lock:
            (self.shift.checks if result.dry else self.shift.results).append(result.brief())
            if not result.dry:
                self.shift.outcomes[result.outcome] += 1
        if result.error is not None and result.error.failure in STOPPING:
            raise result.error

    def _halt(self, position: Position, error: StationError) -> None:
        if error.outcome is Outcome.CANCELLED:
            return
        with self.lock:
            self.shift.stopped[position.name] = error
        self.tools.signals.show(position.name, SignalState.HAND)
        self.stopped(position, error)


def work_shift(
    positions: Sequence[Position],
    feed: Feed,
    tools: Tools,
    listeners: Sequence[Listener] = (),
    cancel: Event | None = None,
    stopped: Stopped = nobody_told,
) -> ShiftResult:
    """Work at all positions at once until the feed ends; one that stops leaves the others be.

    What breaks off the wait for them sets `cancel`, and the runs at work end before it goes on.
    """
    if tools.prompter is not None:
        tools = replace(tools, prompter=AskingInSight(tools.prompter, tools.signals))
    listeners = (*listeners, tools.signals.heard)
    floor = _Floor(feed, tools, listeners, cancel or Event(), stopped)
    threads = [Thread(target=floor.work, args=(p,), name=f"position-{p.name}") for p in positions]
    started: list[Thread] = []
    try:
        for thread in threads:
            thread.start()
            started.append(thread)
        for thread in threads:
            thread.join()
    except BaseException:
        # Ctrl-C, or no thread to be had: nobody must work on with tools that are being closed.
        floor.stop.set()
        for thread in started:
            thread.join()
        raise
    return floor.shift
