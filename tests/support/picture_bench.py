"""Pictures of the worker's screen in every state of its positions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.errors import Outcome, StationError
from station.line.fixture import FixtureState
from station.line.restart import SWITCH_OFF, SWITCH_ON
from station.model.barcode_label import Label
from station.model.order import OrderSpec
from station.model.profile import StartBy
from station.model.run import USUAL_STEPS, Step, StepEvent, StepState
from station.operations import loading, seating
from station.operations.bench_view import BenchView, Mates, Notice, Phase, PositionView, Verdict
from station.operations.practice import ID_SCOPE, practice_pin
from tests.support.picture_stage import Stage

WORKER = "W-1001"
SECONDS = 6.4
# The orders that stand at positions, and how many units they are for.
AT_WORK = {
    "pump-controller-0031": ("practice-tpm", 12, ("1", "5")),
    "gateway-eu-0007": ("practice-x509", 250, ("2", "6")),
    "meter-0112": ("practice-symmetric", 4, ("3", "7")),
}


def at_four(stage: Stage) -> None:
    """Picture a worker's bench of four positions, mostly at real work."""
    stage.use_badge(WORKER)
    _at_work(stage)
    for name in ("empty", "error", "cancelled", "no-order", "stopped", "still", "checks"):
        _pose(stage, name)


def at_eight(stage: Stage) -> None:
    """Picture a worker's bench of eight positions, and log out again."""
    stage.application.opening._practise()
    stage.see("badge")
    _give_orders(stage)
    stage.use_badge(WORKER)
    for name in _POSES:
        _pose(stage, name)
    # The wizard's own view again, which the poses have hidden.
    stage.worker.show_bench(stage.opened.wizard.view)
    _provision_all(stage)
    stage.take("bench-8-at-work")
    stage.application.lock()
    stage.see("lock-badge")
    stage.take("bench-8-locked")
    stage.press(f"use-{WORKER}")
    stage.wait(stage.shell.log_out.isEnabled)
    stage.shell.log_out.click()


def _at_work(stage: Stage) -> None:
    stage.take("bench-4-scan")
    _scan(stage, "1")
    stage.take("bench-4-scanned")
    stage.worker.tiles["1"].main.click()
    stage.wait(lambda: len(_view(stage, "1").done) >= 2)
    stage.take_at_once("bench-4-running")
    _ended(stage, "1")
    stage.take("bench-4-passed")
    stage.worker.strips["3"].faulty.click()
    stage.wait(stage.worker.strips["3"].scan.isEnabled)
    _scan(stage, "3")
    stage.worker.tiles["3"].main.click()
    _ended(stage, "3")
    stage.take("bench-4-failed")
    stage.worker._choose("2")
    stage.wait(lambda: stage.label("target").rstrip("]~ ").endswith("2"))
    QTest.keyClicks(stage.worker.field, _view(stage, "1").serial)
    QTest.keyClick(stage.worker.field, Qt.Key.Key_Return)
    stage.wait(lambda: _view(stage, "2").notice is not None)
    stage.take("bench-4-refused")
    _scan(stage, "4")
    stage.worker.tiles["4"].main.click()
    stage.wait(lambda: len(_view(stage, "4").done) >= 2)
    _scan(stage, "2")
    stage.take_at_once("bench-4-mixed")
    _ended(stage, "4")


def _give_orders(stage: Stage) -> None:
    plant = stage.opened.plant
    for name, (profile, quantity, positions) in AT_WORK.items():
        spec = OrderSpec(name=name, profile=profile, id_scope=ID_SCOPE, quantity=quantity)
        plant.create_order(spec, practice_pin())
        for position in positions:
            plant.tools.records.assign(position, name)


def _provision_all(stage: Stage) -> None:
    """Have a unit made at every position, all at the same time."""
    for position in stage.worker.tiles:
        _scan(stage, position)
        stage.worker.tiles[position].main.click()
        stage.wait(partial(_is_begun, stage, position))
    for position in stage.worker.tiles:
        _ended(stage, position)


def _is_begun(stage: Stage, position: str) -> bool:
    return _view(stage, position).phase not in {Phase.SCAN, Phase.READY}


def _view(stage: Stage, position: str) -> PositionView:
    return stage.worker.tiles[position].view


def _scan(stage: Stage, position: str) -> None:
    stage.worker.strips[position].scan.click()
    stage.wait(lambda: _view(stage, position).phase is Phase.READY)


def _ended(stage: Stage, position: str) -> None:
    stage.wait(lambda: _view(stage, position).phase is Phase.ENDED)


# Poses: states in which a bench is seldom, or not in all positions at once


def _pose(stage: Stage, name: str) -> None:
    views = stage.worker._wizard.view.positions
    posed = []
    for number, view in enumerate(views):
        serial = stage.worker.strips[view.position].label.text()
        posed.append(_POSES[name](replace(view, seated=True, serial=serial), number))
    bench = loading.counted(BenchView(tuple(posed), "", batch=name in _IN_BATCHES))
    stage.worker.show_bench(replace(bench, chosen=seating.next_chosen(bench)))
    stage.worker.focus_first()
    first = stage.worker.tiles[views[0].position].main
    if first.isVisible():
        first.setFocus()
    stage.take(f"bench-{len(views)}-{name}")


def _empty(view: PositionView, _: int) -> PositionView:
    return seating.idle(replace(view, seated=False))


def _waiting(view: PositionView, _: int) -> PositionView:
    return seating.idle(view)


def _scanned(view: PositionView, number: int) -> PositionView:
    if number:
        return seating.idle(view)
    return seating.scanned(view, Label((("serial", view.serial),)), view.order, view.product)


def _running(view: PositionView, number: int) -> PositionView:
    at = seating.started(_scanned(view, 0))
    steps = list(USUAL_STEPS)[: number % len(USUAL_STEPS) + 1]
    for step in steps[:-1]:
        at = seating.stepped(at, StepEvent("run", view.position, step, StepState.DONE))
    return seating.stepped(at, StepEvent("run", view.position, steps[-1], StepState.STARTED))


def _ended_with(
    outcome: Outcome, codes: tuple[str, ...], view: PositionView, number: int
) -> PositionView:
    notice = _notice(codes[number % len(codes)], view) if codes else None
    verdict = Verdict(outcome, notice, view.serial.lower(), SECONDS + number)
    return seating.ended(_running(view, number), verdict, view.serial)


def _notice(code: str, view: PositionView) -> Notice:
    where, what, serial = view.position, view.order, view.serial
    error = StationError(code, position=where, order=what, quantity=4, serial=serial)
    return Notice.of(error)


def _refused(view: PositionView, number: int) -> PositionView:
    codes = ("REC-008", "LIN-018")
    return replace(seating.idle(view), notice=_notice(codes[number % len(codes)], view))


def _no_order(view: PositionView, number: int) -> PositionView:
    codes = ("LIN-019", "REC-010", "REC-009")
    code = codes[number % len(codes)]
    refused = _notice(code, view)
    named = ("", "") if code == "LIN-019" else (view.order, view.product)
    return seating.given(seating.idle(view), seating.Given(*named, refused=refused))


def _stopped(view: PositionView, number: int) -> PositionView:
    codes = ("REC-003", "HSM-018", "HSM-014", "REC-011")
    return seating.stopped(_running(view, number), _notice(codes[number % len(codes)], view))


def _by_itself(view: PositionView, number: int) -> PositionView:
    """Positions where units start by being plugged in, each at another point of its way."""
    waiting = replace(seating.idle(view), start=StartBy.PLUGGED, serial="")
    empty = seating.seated(waiting, there=False)
    passed = seating.ended(seating.started(seating.found(empty)), _PASSED, view.serial)
    keyboard = Notice.of(StationError("LIN-030", position=view.position, name="USB Keyboard"))
    again = Notice.of(StationError("LIN-031", serial=view.serial))
    running = seating.started(seating.found(empty))
    poses = (
        empty,
        seating.found(empty),
        seating.idle(passed),
        seating.blocked(empty, keyboard),
        seating.again(seating.started(seating.found(empty)), again),
        replace(seating.found(empty), start=StartBy.BUTTON),
        seating.stepped(running, _told(view, SWITCH_OFF)),
        seating.stepped(running, _told(view, SWITCH_ON)),
    )
    return poses[number % len(poses)]


def _told(view: PositionView, code: str) -> StepEvent:
    """Return what a run tells the worker to do in the midst of it."""
    return StepEvent("run", view.position, Step.RESTART, StepState.WAITING, code=code)


def _still(view: PositionView, number: int) -> PositionView:
    """Positions that stand still, whose contacts wear out, and whose fixture is open."""
    said = (("LIN-075", "3 runs in a row failed: LNK-003"), ("LIN-078", ""), ("LIN-079", ""))
    code, why = said[number % 4] if number % 4 < len(said) else ("LIN-087", "")
    error = StationError(code, position=view.position, why=why, what="9,412")
    if code == "LIN-087":
        opened = replace(seating.idle(view), start=StartBy.PROMPT, fixture=FixtureState.OPEN)
        return seating.found(seating.seated(opened, there=False))
    if code == "LIN-079":
        return replace(seating.idle(view), due=Notice.of(error))
    return seating.held(seating.idle(view), Notice.of(error))


def _checks(view: PositionView, number: int) -> PositionView:
    """Positions before their check, and after a good and two bad ones."""
    serial = "R-2026-0042"
    due = Notice.of(StationError("LIN-081", position=view.position, what=f"red rabbit {serial}"))
    if number % 4 == 0:
        return replace(seating.idle(view), check=due)
    what = "TPM-004: the TPM isn't genuine"
    bad = StationError(("LIN-082", "LIN-083")[number % 2], serial=serial, what=what)
    right = number % 4 == 1
    verdict = Verdict(Outcome.FAILED, None if right else Notice.of(bad), "", SECONDS, checked=right)
    return seating.ended(_running(view, number), verdict, serial)


_PASSED = Verdict(Outcome.PASSED, None, "unit", SECONDS)
_failed = partial(_ended_with, Outcome.FAILED, ("LNK-003", "TPM-004", "HSM-003", "HSM-010"))
_error = partial(_ended_with, Outcome.ERROR, ("REC-003", "HSM-006", "REC-019", "HSM-007"))
_cancelled = partial(_ended_with, Outcome.CANCELLED, ("LIN-003",))
_passed = partial(_ended_with, Outcome.PASSED, ())


def _mixed(view: PositionView, number: int) -> PositionView:
    poses = (_passed, _running, _failed, _waiting, _scanned, _running, _empty, _error)
    pose = poses[number % len(poses)]
    return pose(view, 0 if pose is _scanned else number)


def _loading(view: PositionView, number: int) -> PositionView:
    """Positions of which some are loaded."""
    poses = (_loaded, _loaded, _stopped, _loaded, _loaded, _scanned, _empty, _loaded)
    pose = poses[number % len(poses)]
    return pose(view, 0 if pose is _scanned else number)


def _loaded(view: PositionView, _: int) -> PositionView:
    return seating.loaded(_scanned(view, 0))


def _together(view: PositionView, number: int) -> PositionView:
    """Positions of a batch at work, of which some are done."""
    poses = (_passed, _running, _failed, _passed, _passed, _running, _loaded, _passed)
    return replace(poses[number % len(poses)](view, number), mates=Mates())


def _done(view: PositionView, number: int) -> PositionView:
    """Positions of a batch that is done."""
    pose = _failed if number == 1 else _passed
    return replace(pose(view, number), mates=Mates())


_IN_BATCHES = frozenset({"loading", "together", "done"})
_Pose = Callable[[PositionView, int], PositionView]
_POSES: Mapping[str, _Pose] = {
    "empty": _empty,
    "scan": _waiting,
    "scanned": _scanned,
    "running": _running,
    "passed": _passed,
    "failed": _failed,
    "error": _error,
    "cancelled": _cancelled,
    "refused": _refused,
    "no-order": _no_order,
    "stopped": _stopped,
    "still": _still,
    "checks": _checks,
    "mixed": _mixed,
    "by-itself": _by_itself,
    "loading": _loading,
    "together": _together,
    "done": _done,
}
