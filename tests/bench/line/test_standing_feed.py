"""Units at a position that are put in by hand: which of them start a run, and which don't."""

from collections.abc import Callable
from threading import Event, Timer

import pytest

from station.errors import Outcome
from station.line.bench import Position
from station.line.run import RunResult
from station.line.work import Job
from station.model.run import Step, StepEvent, StepState
from station.operations.floor import StandingFeed, provision_bench
from station.operations.practice import position_of
from station.practice.seats import Pull
from station.practice.unit_config import Behaviour, Manner
from tests.support.floor import Floor

pytestmark = pytest.mark.bench


def worked(
    floor: Floor,
    job: Job,
    units: int,
    waiting: Callable[[Position], None],
    heard: Callable[[StepEvent], None] = lambda _: None,
    cancel: Event | None = None,
) -> list[RunResult]:
    feed = StandingFeed(job, units, None, waiting)
    positions = [position_of(floor.seat)]
    try:
        shift = provision_bench(floor.plant, positions, feed, [heard], cancel or Event())
    finally:
        floor.bench.unplug(floor.seat)
    assert not shift.stopped
    return shift.results


def test_a_unit_that_failed_starts_again_once_it_was_taken_out(floor: Floor) -> None:
    job, unit = floor.order("symmetric"), floor.unit("symmetric")
    waits: list[str] = []

    def put_in(position: Position) -> None:
        waits.append(position.name)
        delay = 0.0 if len(waits) == 1 else 1.0
        Timer(delay, floor.bench.plug, (floor.seat, unit)).start()

    def pull(event: StepEvent) -> None:
        if len(waits) == 1 and (event.step, event.state) == (Step.ATTEST, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    results = worked(floor, job, 2, put_in, pull)
    assert [r.outcome for r in results] == [Outcome.FAILED, Outcome.PASSED]
    assert {r.serial for r in results} == {unit.serial}


def test_a_unit_that_passed_and_stays_starts_nothing(floor: Floor) -> None:
    job, cancel = floor.order("symmetric"), Event()
    floor.bench.plug(floor.seat, floor.unit("symmetric"))
    waits: list[str] = []

    def second_wait_is_short(position: Position) -> None:
        waits.append(position.name)
        if len(waits) == 2:
            Timer(1.5, cancel.set).start()

    results = worked(floor, job, 5, second_wait_is_short, cancel=cancel)
    assert [r.outcome for r in results] == [Outcome.PASSED]


def test_a_unit_that_talks_nonsense_is_a_fail_once_and_not_a_wait_for_ever(floor: Floor) -> None:
    job, cancel = floor.order("symmetric"), Event()
    floor.bench.plug(floor.seat, floor.unit("symmetric"), Behaviour(Manner.REFUSES))
    waits: list[str] = []

    def second_wait_is_short(position: Position) -> None:
        waits.append(position.name)
        if len(waits) == 2:
            Timer(1.5, cancel.set).start()

    results = worked(floor, job, 5, second_wait_is_short, cancel=cancel)
    assert [r.error.code if r.error else "passed" for r in results] == ["LNK-005"]
