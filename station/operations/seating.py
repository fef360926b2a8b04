"""The rules by which a position goes from phase to phase: pure, so that they can be tried out."""

from dataclasses import replace

from station.errors import Outcome
from station.model.run import Step, StepEvent, StepState
from station.operations.bench_view import BenchView, Notice, Phase, PositionView, Verdict


def waits_for_scan(view: PositionView) -> bool:
    """Return whether a scan may go there: a passed unit makes room for the next, others don't."""
    passed = view.phase is Phase.ENDED and _passed(view)
    return view.phase in {Phase.SEAT, Phase.SCAN} or passed


def _passed(view: PositionView) -> bool:
    return view.verdict is not None and view.verdict.outcome is Outcome.PASSED


def idle(view: PositionView) -> PositionView:
    """Return the position without any unit's traces, waiting for the next."""
    cleared = replace(view, serial="", done=(), step=None, verdict=None, notice=None)
    return replace(cleared, phase=Phase.SCAN if view.seated else Phase.SEAT)


def seated(view: PositionView, *, there: bool) -> PositionView:
    """Return the position after a look at its port.

    A unit that passed gives way when the next is put in; any other verdict stays until somebody
    has said that they saw it.
    """
    if there == view.seated:
        return view
    changed = replace(view, seated=there)
    if changed.phase in {Phase.SEAT, Phase.SCAN}:
        return replace(changed, phase=Phase.SCAN if there else Phase.SEAT)
    if changed.phase is Phase.ENDED and there and _passed(changed):
        return idle(changed)
    return changed


def given(
    view: PositionView, order: str, product: str, left: int, refused: Notice | None
) -> PositionView:
    """Return the position with its order, as the record has it now.

    Args:
        view: so far.
        order: its name, or empty.
        product: what people call it.
        left: how many units are still to be made.
        refused: why nothing may be made, or None.
    """
    changed = replace(view, left=left)
    if view.phase in {Phase.RUNNING, Phase.ENDED, Phase.STOPPED}:
        return changed
    changed = replace(changed, order=order, product=product)
    if refused is not None:
        return replace(idle(changed), phase=Phase.NO_ORDER, notice=refused)
    if view.phase is Phase.NO_ORDER or view.order != order:
        return idle(changed)
    return changed


def scanned(view: PositionView, serial: str, order: str, product: str) -> PositionView:
    """Return the position with a scan that its checks have taken.

    Args:
        view: so far; it may show an order that the position no longer has, with its verdict.
        serial: what was scanned.
        order: the order that it was checked for.
        product: what people call that order's product.
    """
    ready = replace(idle(view), phase=Phase.READY, serial=serial)
    return replace(ready, order=order, product=product)


def started(view: PositionView) -> PositionView:
    """Return the position with its unit at work."""
    return replace(view, phase=Phase.RUNNING, notice=None)


def stepped(view: PositionView, event: StepEvent) -> PositionView:
    """Return the position after an event of its run."""
    if view.phase is not Phase.RUNNING or event.step is None:
        return view
    if event.state is StepState.STARTED:
        return replace(view, step=event.step)
    if event.state is StepState.DONE:
        return replace(view, done=(*view.done, event.step), step=None)
    return view


def ended(view: PositionView, verdict: Verdict, serial: str) -> PositionView:
    """Return the position with its unit's verdict."""
    steps = tuple(Step) if verdict.outcome is Outcome.PASSED else view.done
    changed = replace(view, phase=Phase.ENDED, verdict=verdict, done=steps)
    return replace(changed, serial=serial or view.serial, notice=None)


def stopped(view: PositionView, notice: Notice) -> PositionView:
    """Return the position where the station can't go on."""
    return replace(view, phase=Phase.STOPPED, notice=notice, step=None)


def open_scan(bench: BenchView) -> PositionView | None:
    """Return the position whose scan isn't started yet; there is one at most."""
    return next((view for view in bench.positions if view.phase is Phase.READY), None)


def next_chosen(bench: BenchView) -> str:
    """Return the position that the next scan should go to, or empty.

    The open scan's own; else the chosen one while it waits; else the first where a unit is in and
    waits; else the first that waits at all, those last whose unit has passed and is still in.
    """
    ready = open_scan(bench)
    if ready is not None:
        return ready.position
    waiting = [v for v in bench.positions if waits_for_scan(v)]
    if bench.chosen in {v.position for v in waiting}:
        return bench.chosen
    order = (Phase.SCAN, Phase.SEAT, Phase.ENDED)
    ranked = sorted(waiting, key=lambda v: order.index(v.phase))
    return ranked[0].position if ranked else ""
