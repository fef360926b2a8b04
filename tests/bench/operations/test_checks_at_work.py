"""Checks as workers meet them: at the positions of the wizard and of a standing bench."""

import time
from collections.abc import Callable, Iterator
from itertools import count
from threading import Event, Timer

import pytest

from station.errors import Outcome
from station.folders import Data
from station.line.bench import Position
from station.line.shift import ShiftResult
from station.line.work import Job
from station.model.checks import CheckKind, CheckUnit, When
from station.model.run import StepEvent
from station.model.settings import Settings
from station.operations.bench_view import Phase, PositionView
from station.operations.floor import Notice, StandingFeed, provision_bench
from station.operations.practice import new_practice_plant, position_of
from station.operations.wizard import Wizard
from station.practice.bench import PracticeBench
from station.practice.unit_config import Behaviour, Manner, Pacing
from station.practice.units import PracticeUnit
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

RABBITS = Settings(red_rabbit=When.SHIFT)
SWAPPED = Behaviour(Manner.SWAPPED)
TOO_LATE_S = 90.0
NUMBERS = count(1)


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("floor")
    bench = PracticeBench(folder / "bench", 1, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))


@pytest.fixture
def ruled(floor: Floor) -> Iterator[Floor]:
    """Return the floor where each shift begins with a red rabbit; afterwards without the rule."""
    floor.plant.tools.records.set_settings(RABBITS)
    yield floor
    floor.bench.unplug(floor.seat)
    floor.plant.tools.records.set_settings(Settings())


def rabbit(floor: Floor, job: Job, mechanism: str, code: str = "LNK-004") -> PracticeUnit:
    unit = floor.unit(mechanism)
    known = CheckUnit(CheckKind.RED_RABBIT, unit.serial, job.profile.name, code)
    floor.plant.tools.records.checks.add(known)
    return unit


class AtWork:
    """A wizard at the one position of the floor."""

    def __init__(self, floor: Floor, wizard: Wizard) -> None:
        self.floor, self.wizard = floor, wizard

    @property
    def view(self) -> PositionView:
        return self.wizard.view.positions[0]

    def wait(self, what: Callable[[PositionView], bool]) -> PositionView:
        until = time.monotonic() + TOO_LATE_S
        while not what(self.view):
            assert time.monotonic() < until, self.view
            time.sleep(0.01)
        return self.view

    def put_in(self, unit: PracticeUnit, behaviour: Behaviour = Behaviour()) -> None:  # noqa: B008 - frozen
        self.floor.bench.unplug(self.floor.seat)
        self.wait(lambda view: not view.seated)
        self.floor.bench.plug(self.floor.seat, unit, behaviour)
        self.wait(lambda view: view.seated)

    def work(self, serial: str) -> PositionView:
        self.wizard.scan(serial)
        self.wait(lambda view: view.phase is Phase.READY)
        self.wizard.start(self.view.position)
        return self.wait(lambda view: view.phase in {Phase.ENDED, Phase.STOPPED})


@pytest.fixture
def at_work(ruled: Floor, request: pytest.FixtureRequest) -> Iterator[tuple[AtWork, Job]]:
    del request
    job = ruled.order("symmetric")
    # A name of its own, lest a check of another test count here.
    where = position_of(ruled.seat).model_copy(update={"name": f"p{next(NUMBERS)}"})
    ruled.plant.tools.records.assign(where.name, job.order.name)
    with Wizard(ruled.plant, [where], lambda _: None) as wizard:
        yield AtWork(ruled, wizard), job


def test_the_worker_is_told_what_to_put_in_and_only_does_that(
    at_work: tuple[AtWork, Job],
) -> None:
    hands, job = at_work
    unit = rabbit(hands.floor, job, "symmetric")
    hands.wizard.reload()
    told = hands.view.check
    assert told is not None
    assert told.remedy.startswith("Put the red rabbit ")
    assert told.remedy.endswith(f"{unit.serial} in position {hands.view.position}.")
    hands.wizard.scan("SN-OTHER")
    refused = hands.view.notice
    assert (refused is not None and refused.code) == "LIN-081"
    hands.put_in(unit, SWAPPED)
    seen = hands.work(unit.serial)
    assert seen.verdict is not None
    assert (seen.verdict.checked, seen.verdict.outcome) == (True, Outcome.FAILED)
    assert seen.verdict.notice is None
    hands.wizard.next_unit(seen.position)
    assert hands.view.check is None
    good = hands.floor.unit("symmetric")
    hands.put_in(good)
    passed = hands.work(good.serial).verdict
    assert passed is not None
    assert (passed.outcome, passed.checked) == (Outcome.PASSED, None)


def test_a_rabbit_that_is_let_through_stops_the_position_for_a_supervisor(
    at_work: tuple[AtWork, Job],
) -> None:
    hands, job = at_work
    unit = rabbit(hands.floor, job, "symmetric")
    hands.wizard.reload()
    hands.put_in(unit)
    hands.work(unit.serial)
    seen = hands.wait(lambda view: view.phase is Phase.STOPPED)
    assert seen.verdict is not None
    assert seen.verdict.checked is False
    assert seen.blocked is not None
    assert seen.blocked.code == "LIN-082"
    hands.wizard.release(seen.position)
    assert hands.view.check is not None, "and it takes no other unit yet"
    hands.put_in(unit, SWAPPED)
    again = hands.work(unit.serial).verdict
    assert again is not None
    assert again.checked


def fed(
    floor: Floor, job: Job, units: int, told: Callable[[Notice, str], None]
) -> tuple[ShiftResult, list[StepEvent]]:
    """Work at the position until so many units were tried."""
    heard: list[StepEvent] = []
    stop = Event()
    late = Timer(TOO_LATE_S, stop.set)

    def tell(position: Position, notice: Notice, serial: str) -> None:
        del position
        told(notice, serial)

    feed = StandingFeed(job, floor.plant.tools.records, units, None, tell)
    late.start()
    try:
        shift = provision_bench(floor.plant, [position_of(floor.seat)], feed, [heard.append], stop)
    finally:
        late.cancel()
        floor.bench.unplug(floor.seat)
    return shift, heard


def test_a_feed_waits_for_the_rabbit_then_takes_units(ruled: Floor) -> None:
    job = ruled.order("tpm")
    unit, good = rabbit(ruled, job, "tpm", ""), ruled.unit("tpm")
    ruled.bench.plug(ruled.seat, good, Behaviour())
    notices: list[tuple[Notice, str]] = []

    def change(to: PracticeUnit, behaviour: Behaviour) -> None:
        def put_in() -> None:
            ruled.bench.unplug(ruled.seat)
            time.sleep(1)
            ruled.bench.plug(ruled.seat, to, behaviour)

        Timer(0.0, put_in).start()

    def told(notice: Notice, what: str) -> None:
        notices.append((notice, what))
        due = [one for one in notices if one[0] is Notice.CHECK_DUE]
        if notice is Notice.CHECK_DUE and len(due) == 2:  # once at the start, once of the good one
            change(unit, Behaviour(Manner.REFUSES, after=5))
        elif notice is Notice.WAITING:
            change(good, Behaviour())

    shift, heard = fed(ruled, job, 1, told)
    assert not shift.stopped
    assert [one.serial for one in shift.results] == [good.serial]
    assert shift.results[0].outcome is Outcome.PASSED
    (check,) = shift.checks
    assert check.check is not None
    assert check.check.right
    assert notices[0] == (
        Notice.CHECK_DUE,
        f"Put the red rabbit {unit.serial} in position {ruled.seat.name}.",
    )
    last = [one.data for one in heard if one.outcome is not None and one.run == check.run]
    assert [(one["check"], one["verdict"]) for one in last] == [("red rabbit", "ok")]
    assert [run.serial for run in ruled.plant.tools.records.runs(job.order.name)] == [good.serial]


def test_a_golden_unit_left_in_is_checked_and_not_told_to_have_passed(floor: Floor) -> None:
    job, unit = floor.order("tpm"), floor.unit("tpm")
    assert floor.run(unit, job).enrollment is not None
    floor.plant.tools.records.checks.add(CheckUnit(CheckKind.GOLDEN, unit.serial, ""))
    floor.bench.plug(floor.seat, unit, Behaviour())
    other = floor.unit("tpm")
    asked: list[Notice] = []

    def told(notice: Notice, what: str) -> None:
        del what
        asked.append(notice)
        if notice is Notice.WAITING and asked.count(notice) == 2:

            def put_in() -> None:
                floor.bench.unplug(floor.seat)
                time.sleep(1)
                floor.bench.plug(floor.seat, other, Behaviour())

            Timer(0.0, put_in).start()

    shift, _ = fed(floor, job, 1, told)
    assert [one.check is not None and one.check.right for one in shift.checks] == [True]
    assert [one.serial for one in shift.results] == [other.serial]
    assert Notice.DONE_BEFORE not in asked
