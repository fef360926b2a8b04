"""The one thing that is to be done next at a bench, and which unit is to be taken out first."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from station.operations import seating
from station.operations.bench_view import BenchView, Phase, PositionView


class Ask(Enum):
    """What a bench waits for; the first that holds anywhere comes first."""

    ANSWER = "answer"  # a run asks something
    DO = "do"  # a run wants something done at the unit
    START = "start"
    TAKE_OUT = "take-out"  # a unit that passed
    SEE = "see"  # a verdict that isn't a pass: somebody says that they saw it
    SCAN = "scan"
    SEAT = "seat"
    WAIT = "wait"  # all is at work
    CALL = "call"  # nothing goes on without a supervisor
    NOTHING = "nothing"


@dataclass(frozen=True)
class NextAction:
    """What is to be done next.

    Attributes:
        ask: what.
        position: where, or empty where it is at no position.
    """

    ask: Ask
    position: str = ""

    @property
    def waits(self) -> bool:
        """Whether the bench waits for its worker."""
        return self.ask not in {Ask.WAIT, Ask.CALL, Ask.NOTHING}


class Unloading:
    """Remembers in which order units ended, since the first that did is to be taken out first."""

    def __init__(self) -> None:
        self._ended: tuple[str, ...] = ()

    def see(self, bench: BenchView) -> tuple[str, ...]:
        """Take in the bench as it is now; return the positions to unload, the first one first."""
        ended = [view.position for view in bench.positions if is_to_unload(view)]
        stayed = [position for position in self._ended if position in ended]
        self._ended = (*stayed, *(one for one in ended if one not in stayed))
        return self._ended


def is_to_unload(view: PositionView) -> bool:
    """Return whether a unit is done at a position, and is to be taken out."""
    others = view.mates is not None and view.mates.at_work > 0
    return view.phase is Phase.REMOVE or (view.phase is Phase.ENDED and not others)


def next_action(bench: BenchView, unload: Iterable[str]) -> NextAction:
    """Return what is to be done next.

    What somebody has begun comes before what only takes room: an answer, a start; then the
    positions to unload, the first one first; then the one that the next scan goes to.

    Args:
        bench: as it is now.
        unload: the positions to unload, the first one first.
    """
    for view in _chosen_first(bench):
        if view.question is not None:
            return NextAction(Ask.ANSWER, view.position)
    for view in bench.positions:
        if view.phase is Phase.RUNNING and view.notice is not None and view.blocked is None:
            return NextAction(Ask.DO, view.position)
    opened = seating.open_scan(bench)
    if opened is not None:
        return NextAction(Ask.START, opened.position)
    for position in unload:
        return _unloaded(bench.at(position))
    return _fed(bench)


def _unloaded(view: PositionView) -> NextAction:
    good = view.verdict is None or view.verdict.good
    return NextAction(Ask.TAKE_OUT if good else Ask.SEE, view.position)


def _fed(bench: BenchView) -> NextAction:
    """Return by what the bench gets its next unit, or what it does without one."""
    asks = ((Phase.READY, Ask.START), (Phase.SCAN, Ask.SCAN), (Phase.SEAT, Ask.SEAT))
    for phase, ask in asks:
        for view in _chosen_first(bench):
            if view.phase is phase:
                return NextAction(ask, view.position)
    phases = {view.phase for view in bench.positions}
    if phases & {Phase.RUNNING, Phase.LOADED, Phase.ENDED}:
        return NextAction(Ask.WAIT)
    stopped = (view.position for view in bench.positions if view.phase is Phase.STOPPED)
    first = next(stopped, "")
    return NextAction(Ask.CALL, first) if first else NextAction(Ask.NOTHING)


def _chosen_first(bench: BenchView) -> list[PositionView]:
    return sorted(bench.positions, key=lambda view: view.position != bench.chosen)
