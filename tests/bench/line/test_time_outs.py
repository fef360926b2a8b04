"""A unit that hangs in a step costs that step's time and no more, and is left in good order."""

import time
from collections.abc import Callable
from threading import Event

import pytest

from station.errors import Outcome
from station.line.run import RunResult, run_unit
from station.line.shift import Assignment, work_shift
from station.line.work import Job
from station.links import LINKS
from station.links.opening import open_link
from station.links.ports import Port
from station.model.run import STEPS_WITH_RESTART, Step, StepEvent, StepState, Unit
from station.operations.practice import position_of
from station.tpm.session import Tpm
from station.tpm.wire import Wire
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

LATE_S = 0.5
HANGING = [step for step in Step if step not in {Step.ADMIT, Step.LABEL}]
TRANSIENT = 0x80000000
SESSIONS = 0x02000000


class Line:
    """The serial line of all units, which goes dead and comes back as a test says.

    Attributes:
        dead: whether nothing comes in any more.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.dead = False
        reading = Port._read

        def read(port: Port, wait_s: float) -> bytes:
            if not self.dead:
                return reading(port, wait_s)
            time.sleep(min(wait_s, 0.02))
            return b""

        monkeypatch.setattr(Port, "_read", read)

    def dies_in(self, step: Step) -> Callable[[StepEvent], None]:
        """Return what has it dead while a step lasts."""

        def heard(event: StepEvent) -> None:
            if event.step is step:
                self.dead = event.state is StepState.STARTED

        return heard


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


def job(floor: Floor, kind: str, step: Step, *, more: str = "") -> Job:
    """Return an order whose profile gives a step next to no time, and proves after a restart."""
    rehearse = "\nrehearse = true" if step is Step.REHEARSE else ""
    table = f"[steps.{step.value}]\ntimeout_s = {LATE_S}\n{more}\n[link]"
    name = own_profile(
        floor,
        f"practice-{kind}",
        f"practice-{kind}-{step.value}",
        prove=("practice = true", f'practice = true\nprove = "after-restart"{rehearse}'),
        steps=("[link]", table),
    )
    return floor.order(kind, profile=name)


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        *(("tpm", step) for step in HANGING),
        ("console", Step.CONNECT),
        ("console", Step.PROVE),
        ("x509-device", Step.ATTEST),
    ],
)
def test_a_unit_that_hangs_in_a_step(floor: Floor, line: Line, kind: str, step: Step) -> None:
    wanted = job(floor, kind, step)
    began: list[float] = []

    def clock(event: StepEvent) -> None:
        if event.step is step:
            began.append(time.monotonic())

    result = floor.run(floor.unit(kind), wanted, listeners=[line.dies_in(step), clock])
    floor.assert_refused(result, wanted, "LIN-004")
    assert result.error is not None
    assert result.error.data == {"step": step.value}
    assert result.outcome is Outcome.FAILED
    assert began[1] - began[0] < LATE_S + 2.0
    line.dead = False
    generous = own_profile(floor, f"practice-{kind}", f"practice-{kind}-generous")
    floor.assert_next_unit_passes(kind, floor.order(kind, profile=generous))


@pytest.mark.parametrize("cancelled", [True, False])
@pytest.mark.parametrize("kind", ["tpm", "console"])
def test_nothing_stays_loaded_in_a_tpm_whose_step_is_broken_off(
    floor: Floor, line: Line, monkeypatch: pytest.MonkeyPatch, kind: str, *, cancelled: bool
) -> None:
    wanted, cancel, proving = job(floor, kind, Step.PROVE), Event(), Event()
    exchange, loaded = Wire.exchange, list[int]()

    def hangs(wire: Wire, command: bytes) -> bytes:
        if proving.is_set() and wire.loaded and not loaded:
            loaded.extend(wire.loaded)
            line.dead = True
            if cancelled:
                cancel.set()
        return exchange(wire, command)

    def heard(event: StepEvent) -> None:
        if event.step is Step.PROVE:
            proving.set()
        line.dead = line.dead and event.state is not StepState.FAILED

    monkeypatch.setattr(Wire, "exchange", hangs)
    position, settings = position_of(floor.seat), wanted.profile.link
    floor.bench.plug(floor.seat, floor.unit(kind))
    try:
        result = run_unit(Unit(), wanted, position, floor.plant.tools, [heard], cancel)
        with open_link(LINKS[settings.kind], position.port, settings, Event()) as link:
            link.identify()
            with Tpm(link.transact) as tpm:
                left = [tpm.nv_indices(first, 8) for first in (TRANSIENT, SESSIONS)]
    finally:
        floor.bench.unplug(floor.seat)
    floor.assert_refused(result, wanted, "LIN-003" if cancelled else "LIN-004")
    assert loaded, "it was broken off while something was loaded"
    assert left == [[], []]


def test_the_end_of_a_run_with_a_dead_unit_is_bounded_too(floor: Floor, line: Line) -> None:
    wanted, ended = job(floor, "tpm", Step.RESTART), list[float]()

    def heard(event: StepEvent) -> None:
        if event.step is Step.PROVE:
            line.dead = True
        if event.state is StepState.FAILED:
            ended.append(time.monotonic())

    cancel = Event()

    def stop(event: StepEvent) -> None:
        if event.step is Step.PROVE:
            cancel.set()

    floor.bench.plug(floor.seat, floor.unit("tpm"))
    try:
        run_unit(Unit(), wanted, position_of(floor.seat), floor.plant.tools, [heard, stop], cancel)
    finally:
        line.dead = False
        floor.bench.unplug(floor.seat)
    assert ended[-1] - ended[0] < 7.0


class One:
    """One unit for the position."""

    def __init__(self, wanted: Job) -> None:
        self.left = [Assignment(Unit(), wanted)]
        self.results: list[RunResult] = []

    def next(self, position: object, cancel: Event) -> Assignment | None:
        del position, cancel
        return self.left.pop() if self.left else None

    def done(self, position: object, result: RunResult) -> None:
        del position
        self.results.append(result)


@pytest.mark.parametrize("kind", ["tpm", "symmetric"])
def test_a_unit_that_was_silent_passes_at_its_second_try(
    floor: Floor, line: Line, kind: str
) -> None:
    wanted = job(floor, kind, Step.IDENTIFY, more="[retries]\ntransient = 2\nwait_s = 0.1\n")
    states: list[StepState] = []

    def heard(event: StepEvent) -> None:
        states.append(event.state)
        if event.step is Step.IDENTIFY and StepState.AGAIN not in states:
            line.dead = event.state is StepState.STARTED
        line.dead = line.dead and event.state is not StepState.AGAIN

    feed = One(wanted)
    unit = floor.unit(kind)
    floor.bench.plug(floor.seat, unit)
    try:
        shift = work_shift([position_of(floor.seat)], feed, floor.plant.tools, [heard])
    finally:
        floor.bench.unplug(floor.seat)
    assert not shift.stopped
    assert [result.outcome for result in feed.results] == [Outcome.PASSED]
    assert states.count(StepState.AGAIN) == 1
    runs = floor.plant.tools.records.runs(wanted.order.name)
    assert [run.outcome for run in runs] == [Outcome.FAILED, Outcome.PASSED]


def test_samples_prove_after_a_restart_and_the_record_says_so(floor: Floor) -> None:
    name = own_profile(
        floor,
        "practice-tpm",
        "practice-tpm-sampled",
        sampling=("[link]", '[sampling]\nevery = 3\nprove = "after-restart"\n[link]'),
    )
    wanted = floor.order("tpm", profile=name)
    for number in (1, 2, 3):
        heard: list[StepEvent] = []
        result = floor.run(floor.unit("tpm"), wanted, listeners=[heard.append])
        assert result.enrollment is not None, result.error
        steps = tuple(event.step for event in heard if event.state is StepState.STARTED)
        told = f"and so again after a restart, as a sample: number {number} of the order"
        assert result.enrollment.proof.endswith(told) is (number != 2)
        assert (steps == STEPS_WITH_RESTART) is (number != 2)
