"""Proof after a restart: what a unit holds only in its memory doesn't pass."""

from collections.abc import Callable
from threading import Event

import pytest

from station.errors import Outcome
from station.line import restart
from station.line.restart import SWITCH_OFF, SWITCH_ON
from station.line.run import RunResult, run_unit
from station.line.work import Job
from station.model.run import STEPS_WITH_RESTART, StepEvent, StepState, Unit
from station.operations.practice import position_of
from station.practice.unit_config import NORMAL, Behaviour, Manner
from station.practice.units import PracticeUnit
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

FORGETS = Behaviour(Manner.FORGETS)


def job(floor: Floor, kind: str, *, connect_s: float = 5.0) -> Job:
    """Return an order for units of a practice profile that prove themselves after a restart."""
    name = own_profile(
        floor,
        f"practice-{kind}",
        f"practice-{kind}-restart-{connect_s:.0f}",
        prove=("practice = true", 'practice = true\nprove = "after-restart"'),
        link=('kind = "bench-tpm"', f'kind = "bench-tpm"\nconnect_s = {connect_s}'),
    )
    return floor.order(kind, profile=name)


class Hands:
    """A worker who does what the station says, at the first seat.

    Args:
        floor: where.
        unit: what is put in again.
        behaviour: how it behaves, each time.
    """

    def __init__(self, floor: Floor, unit: PracticeUnit, behaviour: Behaviour = NORMAL) -> None:
        self.floor, self.unit, self.behaviour = floor, unit, behaviour
        self.heard: list[StepEvent] = []

    def __call__(self, event: StepEvent) -> None:
        self.heard.append(event)
        if event.code == SWITCH_OFF and event.state is StepState.WAITING:
            self.floor.bench.unplug(self.floor.seat)
        if event.code == SWITCH_ON and event.state is StepState.WAITING:
            self.floor.bench.plug(self.floor.seat, self.unit, self.behaviour)

    def run(self, job: Job, scanned: str | None = None) -> RunResult:
        return self.floor.run(
            self.unit, job, behaviour=self.behaviour, listeners=[self], scanned=scanned
        )

    @property
    def told(self) -> list[str | None]:
        return [event.code for event in self.heard if event.state is StepState.WAITING]


@pytest.mark.parametrize(
    "kind",
    ["tpm", "x509", "symmetric", "x509-tpm", "x509-device", "symmetric-device", "modem", "console"],
)
def test_a_unit_that_restarts_when_asked_is_proved_again(floor: Floor, kind: str) -> None:
    hands = Hands(floor, floor.unit(kind))
    result = hands.run(job(floor, kind))
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert hands.told == []
    started = [event.step for event in hands.heard if event.state is StepState.STARTED]
    assert tuple(started) == STEPS_WITH_RESTART
    steps = floor.plant.tools.records.steps(result.run)
    assert tuple(step.step for step in steps) == STEPS_WITH_RESTART[: len(steps)]
    assert result.enrollment is not None
    assert result.enrollment.proof.endswith("and so again after a restart")


@pytest.mark.parametrize("kind", ["tpm", "x509-tpm", "x509-device", "modem", "console"])
def test_a_unit_that_forgets_is_refused(floor: Floor, kind: str) -> None:
    unit, wanted = floor.unit(kind), job(floor, kind)
    floor.assert_refused(Hands(floor, unit, FORGETS).run(wanted), wanted, "LIN-042")


def test_a_unit_that_forgets_passes_where_nobody_asks(floor: Floor) -> None:
    result = floor.run(floor.unit("x509-tpm"), floor.order("x509-tpm"), behaviour=FORGETS)
    assert result.outcome is Outcome.PASSED, "the behaviour shows nothing before the restart"


def test_a_unit_that_cannot_restart_is_switched_off_and_on_by_the_worker(floor: Floor) -> None:
    hands = Hands(floor, floor.unit("bench-tpm"))
    result = hands.run(job(floor, "bench-tpm"), scanned=hands.unit.serial)
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert hands.told == [SWITCH_OFF, SWITCH_ON]
    assert result.serial == hands.unit.serial


def test_a_module_that_forgets_is_refused(floor: Floor) -> None:
    wanted = job(floor, "bench-tpm")
    hands = Hands(floor, floor.unit("bench-tpm"), FORGETS)
    floor.assert_refused(hands.run(wanted), wanted, "LIN-042")


def test_a_unit_put_in_instead_is_refused(floor: Floor) -> None:
    wanted, other = job(floor, "bench-tpm"), floor.unit("bench-tpm")
    hands = Hands(floor, floor.unit("bench-tpm"))

    def swap(event: StepEvent) -> None:
        if event.code == SWITCH_OFF:
            hands.unit = other

    seat = floor.seat
    floor.bench.plug(seat, hands.unit)
    try:
        result = run_unit(
            Unit(), wanted, position_of(seat), floor.plant.tools, [swap, hands], Event()
        )
    finally:
        floor.bench.unplug(seat)
    floor.assert_refused(result, wanted, "LIN-002")


def never(floor: Floor, at: str) -> Callable[[StepEvent], None]:
    """Return hands that do nothing where the station says `at`."""

    def heard(event: StepEvent) -> None:
        if event.code == SWITCH_OFF and at == SWITCH_ON:
            floor.bench.unplug(floor.seat)

    return heard


@pytest.mark.parametrize(("at", "code"), [(SWITCH_OFF, "LIN-040"), (SWITCH_ON, "LIN-041")])
def test_a_wait_for_the_worker_ends(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, at: str, code: str
) -> None:
    monkeypatch.setattr(restart, "OFF_S", 0.5)
    monkeypatch.setattr(restart, "BACK_S", 0.0)
    wanted = job(floor, "bench-tpm", connect_s=1.0)
    result = floor.run(floor.unit("bench-tpm"), wanted, listeners=[never(floor, at)])
    floor.assert_refused(result, wanted, code)


def test_a_wait_for_the_worker_can_be_cancelled(floor: Floor) -> None:
    wanted, cancel = job(floor, "bench-tpm"), Event()

    def heard(event: StepEvent) -> None:
        if event.code == SWITCH_OFF:
            cancel.set()

    floor.bench.plug(floor.seat, floor.unit("bench-tpm"))
    try:
        result = run_unit(
            Unit(), wanted, position_of(floor.seat), floor.plant.tools, [heard], cancel
        )
    finally:
        floor.bench.unplug(floor.seat)
    assert result.outcome is Outcome.CANCELLED
