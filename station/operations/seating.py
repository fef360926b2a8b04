"""The rules by which a position goes from phase to phase: pure, so that they can be tried out."""

from dataclasses import dataclass, replace
from typing import Final

from station.errors import Failure, StationError
from station.model.barcode_label import NOTHING_SCANNED, Label
from station.model.profile import StartBy
from station.model.run import USUAL_STEPS, StepEvent, StepState, steps_with
from station.model.stops import STANDING_STILL
from station.operations.bench_view import BenchView, Notice, Phase, PositionView, Sticker, Verdict

_BY_ITSELF: Final = frozenset({StartBy.PLUGGED, StartBy.PROMPT})
_WAITING: Final = frozenset({Phase.SEAT, Phase.SCAN, Phase.REMOVE})


def waits_for_scan(view: PositionView) -> bool:
    """Return whether a scan may go there: a passed unit makes room for the next, others don't.

    Nor does one that has to stay in until the others of its batch are done.
    """
    passed = view.phase is Phase.ENDED and _passed(view) and not _mates_at_work(view)
    scans = view.start is StartBy.SCAN and view.blocked is None
    return scans and (view.phase in {Phase.SEAT, Phase.SCAN} or passed)


def starts_itself(view: PositionView) -> bool:
    """Return whether the unit there is to be started without anybody's press.

    Only one that came is, once, and never the one that passed last and stayed; what was in before
    its order was, or after a run that didn't pass, waits for a press.
    """
    came = view.fresh and view.seated and not view.left_in
    return view.phase is Phase.READY and view.start in _BY_ITSELF and came


def _passed(view: PositionView) -> bool:
    """Return whether its unit has passed, and nothing of it is wanted any more."""
    return view.verdict is not None and view.verdict.good and view.sticker is None


def _mates_at_work(view: PositionView) -> bool:
    return view.mates is not None and view.mates.at_work > 0


def _waits(view: PositionView) -> bool:
    """Return whether the position has nothing open: neither a scan, a run nor a verdict."""
    pressed = view.phase is Phase.READY and view.start is not StartBy.SCAN
    return view.phase in _WAITING or pressed


def _resting(view: PositionView) -> Phase:
    """Return what is to be done where nothing is open."""
    if not view.order:
        return Phase.NO_ORDER
    if not view.seated:
        return Phase.SEAT
    if view.start is StartBy.SCAN:
        return Phase.SCAN
    # By the button, an adapter that never goes can't be told from a unit that wasn't taken out.
    return Phase.REMOVE if view.left_in and view.start in _BY_ITSELF else Phase.READY


def idle(view: PositionView) -> PositionView:
    """Return the position without any unit's traces, waiting for the next; or still blocked."""
    cleared = replace(view, serial="", done=(), step=None, verdict=None, notice=None)
    cleared = replace(cleared, steps=USUAL_STEPS, label=NOTHING_SCANNED, mates=None, sticker=None)
    if view.blocked is not None:
        return replace(cleared, phase=Phase.STOPPED, notice=view.blocked, fresh=False)
    return replace(cleared, phase=_resting(view))


def found(view: PositionView) -> PositionView:
    """Return the position where something is in already when it is first looked at."""
    return replace(seated(view, there=True), fresh=False)


def seated(view: PositionView, *, there: bool) -> PositionView:
    """Return the position after something came or went there.

    A unit that passed gives way when it is taken out, or when the next is put in where nobody saw
    it go; any other verdict stays until somebody has said that they saw it.
    """
    if there == view.seated:
        return view
    changed = replace(view, seated=there, fresh=there, left_in=view.left_in and there)
    if _waits(changed):
        # What was said of the unit that went is of no use to the next; a scan may still be.
        notice = changed.notice if there or view.start is StartBy.SCAN else None
        return replace(changed, phase=_resting(changed), notice=notice)
    if changed.phase is Phase.ENDED and _passed(changed) and (there or not _mates_at_work(view)):
        return idle(changed)
    if changed.phase is Phase.LOADED and not there:
        return idle(changed)
    return changed


@dataclass(frozen=True)
class Given:
    """A position's order, as the record has it now.

    Attributes:
        order: its name, or empty.
        product: what people call it.
        left: how many units are still to be made.
        start: what starts its units.
        refused: why nothing may be made, or None.
        due: what to tell of contacts that are to be renewed, or None.
        check: that a check has to be done first, or None.
        quantity: how many units the order is for.
    """

    order: str = ""
    product: str = ""
    left: int = 0
    start: StartBy = StartBy.SCAN
    refused: Notice | None = None
    due: Notice | None = None
    check: Notice | None = None
    quantity: int = 0


def given(view: PositionView, now: Given) -> PositionView:
    """Return the position with its order; a unit that was in before it waits for a press."""
    changed = replace(view, left=now.left, quantity=now.quantity, due=now.due, check=now.check)
    if view.phase in {Phase.RUNNING, Phase.ENDED, Phase.STOPPED}:
        return changed
    changed = replace(changed, order=now.order, product=now.product, start=now.start)
    anew = view.phase is Phase.NO_ORDER or view.order != now.order or view.start is not now.start
    if anew:
        changed = replace(changed, fresh=False)
    if now.refused is not None:
        return replace(idle(changed), phase=Phase.NO_ORDER, notice=now.refused)
    overtaken = view.phase is Phase.LOADED and now.check is not None
    return idle(changed) if anew or overtaken else changed


def scanned(view: PositionView, label: Label, order: str, product: str) -> PositionView:
    """Return the position with a scan that its checks have taken; it is ready by a whole label.

    Args:
        view: so far; it may show an order that the position no longer has, with its verdict.
        label: what is scanned of the unit's label, this scan too.
        order: the order that it was checked for.
        product: what people call that order's product.
    """
    taken = replace(idle(view), label=label, start=StartBy.SCAN, order=order, product=product)
    if not label.is_whole:
        return replace(taken, phase=_resting(taken))
    return replace(taken, phase=Phase.READY, serial=label.serial or "")


def mislabelled(view: PositionView) -> PositionView:
    """Return the position where nothing that was scanned of a label counts any more."""
    return replace(view, label=NOTHING_SCANNED)


def loaded(view: PositionView) -> PositionView:
    """Return the position whose unit waits for the others of its batch."""
    waiting = replace(view, phase=Phase.LOADED, fresh=False, left_in=False)
    return replace(waiting, notice=None, label=NOTHING_SCANNED)


def started(view: PositionView) -> PositionView:
    """Return the position with its unit at work."""
    mates = view.mates if view.phase is Phase.LOADED else None
    at_work = replace(view, phase=Phase.RUNNING, fresh=False, left_in=False, mates=mates)
    return replace(at_work, notice=None, label=NOTHING_SCANNED)


def stepped(view: PositionView, event: StepEvent) -> PositionView:
    """Return the position after an event of its run."""
    if view.phase is Phase.RUNNING and event.state is StepState.AGAIN:
        return replace(view, steps=USUAL_STEPS, done=(), step=None, notice=_told(event))
    if view.phase is not Phase.RUNNING or event.step is None:
        return view
    view = replace(view, steps=steps_with(event.step, view.steps))
    match event.state:
        case StepState.STARTED:
            return replace(view, step=event.step)
        case StepState.WAITING:
            return replace(view, notice=_told(event))
        case StepState.DONE:
            return replace(view, done=(*view.done, event.step), step=None, notice=None)
        case StepState.FAILED | StepState.AGAIN:
            return view


def _told(event: StepEvent) -> Notice:
    return Notice.of(StationError(event.code or "LIN-014", what=event.data.get("what", "")))


def ended(view: PositionView, verdict: Verdict, serial: str) -> PositionView:
    """Return the position with its unit's verdict; where it was stopped meanwhile, it stays so."""
    if view.phase is Phase.STOPPED:
        return view
    passed = verdict.good
    steps = view.steps if passed else view.done
    changed = replace(view, phase=Phase.ENDED, verdict=verdict, done=steps, fresh=False)
    changed = replace(changed, left_in=passed and view.seated)
    return replace(changed, serial=serial or view.serial, notice=view.blocked)


def labelled(view: PositionView, sticker: Sticker) -> PositionView:
    """Return the position whose unit's label is printed, having been missing."""
    if view.sticker is None or view.verdict is None:
        return view
    verdict = replace(view.verdict, notice=None)
    return replace(view, sticker=sticker, verdict=verdict, notice=view.blocked)


def unstuck(view: PositionView) -> PositionView:
    """Return the position whose label was scanned; if the next unit is in already, it waits."""
    if view.sticker is None:
        return view
    changed = replace(view, sticker=None, notice=view.blocked)
    return idle(changed) if view.seated and not view.left_in else changed


def again(view: PositionView, notice: Notice) -> PositionView:
    """Return the position where the unit at work turned out to be the one that passed last."""
    if view.phase is Phase.STOPPED:
        return view
    known = replace(view, fresh=False, left_in=view.seated)
    return replace(idle(known), notice=view.blocked or notice)


def stopped(view: PositionView, notice: Notice) -> PositionView:
    """Return the position where the station can't go on."""
    still = replace(view, phase=Phase.STOPPED, step=None, fresh=False, mates=None)
    return replace(still, notice=notice, label=NOTHING_SCANNED)


def halted(view: PositionView, error: StationError) -> PositionView:
    """Return the position that an error stopped; one that nobody knows is for a supervisor."""
    notice = Notice.of(error)
    held = notice if error.failure is Failure.UNKNOWN else view.blocked
    return stopped(replace(view, blocked=held), notice)


def blocked(view: PositionView, notice: Notice) -> PositionView:
    """Return the position that only a supervisor lets go on; a run or a verdict comes first."""
    changed = replace(view, blocked=notice)
    if view.phase is Phase.RUNNING:
        return changed
    if view.phase is Phase.ENDED:
        return replace(changed, notice=notice)
    return idle(changed)


def released(view: PositionView) -> PositionView:
    """Return the position that a supervisor lets go on; what is in waits for a press."""
    changed = replace(view, blocked=None, fresh=False)
    return idle(changed) if view.phase is Phase.STOPPED else changed


def is_over(view: PositionView) -> bool:
    """Return whether the last unit's verdict stands there, or that the position stopped."""
    return view.phase in {Phase.ENDED, Phase.STOPPED}


def held(view: PositionView, still: Notice | None) -> PositionView:
    """Return the position as it is by what the record says stands still.

    Args:
        view: so far.
        still: why nothing is started there, or None where it isn't so, or isn't any more.
    """
    stood = view.blocked is not None and view.blocked.code in STANDING_STILL
    if still is not None and (stood or view.blocked is None):
        return view if still == view.blocked else blocked(view, still)
    if still is None and stood:
        kept = None if view.notice == view.blocked else view.notice
        return released(replace(view, notice=kept))
    return view


def open_scan(bench: BenchView) -> PositionView | None:
    """Return the position whose scan isn't started yet; there is one at most."""
    ready = (v for v in bench.positions if v.phase is Phase.READY and v.start is StartBy.SCAN)
    return next(ready, None)


def next_chosen(bench: BenchView) -> str:
    """Return the position that the next scan should go to, or empty.

    One that was chosen to answer what is asked there; else the open scan's own; else the chosen one
    while it waits; else the first where a unit is in and waits; else the first that waits at all,
    those last whose unit has passed and is still in, and after them those that ask something.
    """
    asking = [v.position for v in bench.positions if v.question is not None]
    if bench.chosen in asking:
        return bench.chosen
    ready = open_scan(bench)
    if ready is not None:
        return ready.position
    waiting = [v for v in bench.positions if waits_for_scan(v)]
    if bench.chosen in {v.position for v in waiting}:
        return bench.chosen
    order = (Phase.SCAN, Phase.SEAT, Phase.ENDED)
    ranked = sorted(waiting, key=lambda v: order.index(v.phase))
    return ranked[0].position if ranked else next(iter(asking), "")
