"""A clock that jumps a year in the midst of a run, at any of its readings, ahead or back.

What the run comes to is told, the record stays whole, and with the clock right again all goes on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from station.line.run import RunResult, run_unit
from station.line.work import Job
from station.model.run import Unit
from station.operations.practice import position_of
from station.practice.units import PracticeUnit
from tests.support.floor import Floor
from tests.support.noise_oracle import check_inside

pytestmark = pytest.mark.bench

YEAR = timedelta(days=366)
# The certificates of the station aren't valid at such a time, or nothing is wrong at all.
TOLD = {"PASS", "HSM-022"}


@dataclass
class Clock:
    """A clock that jumps at one of its readings, and stays so."""

    jump: timedelta = timedelta()
    at: int = 0
    readings: int = 0

    def __call__(self) -> datetime:
        self.readings += 1
        return datetime.now(UTC) + (self.jump if self.readings >= self.at else timedelta())


@pytest.fixture
def clock(floor: Floor) -> Iterator[Clock]:
    made, journal = Clock(), floor.plant.tools.records._ledger.journal
    right = journal.now
    object.__setattr__(journal, "now", made)  # it is frozen, and the whole record's
    yield made
    object.__setattr__(journal, "now", right)


def tried(floor: Floor, unit: PracticeUnit, job: Job, clock: Clock) -> RunResult:
    tools = replace(floor.plant.tools, now=clock)
    floor.bench.plug(floor.seat, unit)
    try:
        return run_unit(Unit(), job, position_of(floor.seat), tools, [], Event())
    finally:
        floor.bench.unplug(floor.seat)


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("jump", [YEAR, -YEAR], ids=["ahead", "back"])
def test_at_every_reading_of_a_run(floor: Floor, clock: Clock, jump: timedelta, part: int) -> None:
    job, records = floor.order("x509", quantity=200), floor.plant.tools.records
    assert tried(floor, floor.unit("x509"), job, clock).error is None
    numbers, seen = range(1 + part, clock.readings + 1, 3), set()
    for number in numbers:
        unit = floor.unit("x509")
        clock.jump, clock.at, clock.readings = jump, number, 0
        result = tried(floor, unit, job, clock)
        said = result.error.code if result.error else "PASS"
        seen.add(said)
        assert said in TOLD, f"reading {number}: {said}"
        clock.jump = timedelta()
        if result.error is not None:
            result = tried(floor, unit, job, clock)
            assert result.enrollment is not None, f"reading {number}: {said}, {result.error}"
            check_inside(unit, result.enrollment, floor.plant)
        assert records.left_open(unit.serial) == []
        assert records.usage(job.order.name).reserved == 0
    assert seen == (TOLD if jump < timedelta() else {"PASS"})
    assert records.usage(job.order.name).enrolled == len(numbers) + 1
    names = [run.name for run in records.runs(job.order.name)]
    assert names == sorted(names), "no run's name sorts before an earlier one's"
    records.verify()
