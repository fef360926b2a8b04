"""Positions side by side: a thread each, fed with units until there are no more."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Final, Protocol

from station.errors import StationError
from station.line.bench import Position
from station.line.run import RunResult, run_unit
from station.line.steps import Listener
from station.line.work import Job, Tools
from station.model.run import Unit

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Assignment:
    """What a position shall do next: this unit, under this job."""

    unit: Unit
    job: Job


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
        results: every run, in the order they ended.
        stopped: the positions that could not go on, by name, and why.
    """

    results: list[RunResult] = field(default_factory=list)
    stopped: dict[str, StationError] = field(default_factory=dict)


def work_shift(
    positions: Sequence[Position],
    feed: Feed,
    tools: Tools,
    listeners: Sequence[Listener] = (),
    cancel: Event | None = None,
) -> ShiftResult:
    """Work at all positions at once until the feed ends; one that stops leaves the others be."""
    shift, lock, stop = ShiftResult(), Lock(), cancel or Event()

    def work(position: Position) -> None:
        try:
            while not stop.is_set() and (assigned := feed.next(position, stop)) is not None:
                result = run_unit(assigned.unit, assigned.job, position, tools, listeners, stop)
                feed.done(position, result)
                with lock:
                    shift.results.append(result)
        except StationError as error:
            _log.warning("Position %s stopped: %s (%s)", position.name, error, error.detail)
            with lock:
                shift.stopped[position.name] = error
        except Exception as error:  # noqa: BLE001 - the other positions must go on
            _log.exception("Position %s broke", position.name)
            with lock:
                shift.stopped[position.name] = StationError("LIN-014", type(error).__name__)

    threads = [Thread(target=work, args=(p,), name=f"position-{p.name}") for p in positions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return shift
