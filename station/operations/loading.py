"""Batch loading as the wizard has it: pure, a state machine whose whole state is what is seen.

A batch begins when a unit is loaded at every position that takes part, or with those that are
loaded where the worker says so; and no second batch begins before all of the first are done. Since
nothing is remembered beside the bench's view, a position that stops, or whose order ends, can't
stay on in a count.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from station.operations.bench_view import BenchView, Mates, Phase, PositionView

_OUT: Final = frozenset({Phase.NO_ORDER, Phase.STOPPED})


def takes_part(view: PositionView) -> bool:
    """Return whether batches wait for a position, as far as its order has units left.

    One whose check is due takes other units only after it.
    """
    free = view.blocked is None and view.check is None
    return free and bool(view.order) and view.phase not in _OUT


def loaded(bench: BenchView) -> Sequence[PositionView]:
    """Return the positions whose units wait for their batch to begin."""
    return [view for view in bench.positions if view.phase is Phase.LOADED]


def at_work(bench: BenchView) -> Sequence[PositionView]:
    """Return the positions whose units are of the batch at work."""
    running = (view for view in bench.positions if view.phase is Phase.RUNNING)
    return [view for view in running if view.mates is not None]


def waited_for(bench: BenchView) -> int:
    """Return how many units are still to be loaded: no more than their orders have left."""
    full = loaded(bench)
    have = Counter(view.order for view in full)
    empty = [view for view in bench.positions if takes_part(view) and view not in full]
    places = Counter(view.order for view in empty)
    left = {order: max(v.left for v in bench.positions if v.order == order) for order in places}
    return sum(min(count, max(0, left[order] - have[order])) for order, count in places.items())


def may_begin(bench: BenchView) -> bool:
    """Return whether a batch begins once the worker says so."""
    return bool(loaded(bench)) and not at_work(bench)


def begins(bench: BenchView) -> bool:
    """Return whether what is loaded begins now."""
    if not bench.batch:  # any more: they were loaded before
        return bool(loaded(bench))
    return may_begin(bench) and (bench.asked or not waited_for(bench))


def asked(bench: BenchView) -> BenchView:
    """Return the bench where the worker wants to begin, if there is anything to begin with."""
    return replace(bench, asked=may_begin(bench))


def counted(bench: BenchView) -> BenchView:
    """Return the bench where each unit of a batch, or that is ready for one, knows of the others.

    What the worker wanted to begin with is forgotten where nothing of it is there any more.
    """
    to_come, working = waited_for(bench), len(at_work(bench))
    ready = (Phase.LOADED, Phase.READY) if bench.batch else (Phase.LOADED,)
    views = tuple(
        replace(view, mates=Mates(to_come, working))
        if view.phase in ready and view.check is None
        else _mated(view, working)
        for view in bench.positions
    )
    return replace(bench, positions=views, asked=bench.asked and may_begin(bench))


def _mated(view: PositionView, working: int) -> PositionView:
    """Return a position that is at work or done, if it is of a batch; any other is of none."""
    if view.mates is None or view.phase not in {Phase.RUNNING, Phase.ENDED}:
        return replace(view, mates=None)
    others = working - 1 if view.phase is Phase.RUNNING else working
    return replace(view, mates=Mates(0, others))
