"""Batches on a real bench: all are loaded, then all begin; an order's last places are filled."""

from threading import Event, Timer

import pytest

from station.errors import Outcome
from station.line.bench import Position
from station.line.shift import ShiftResult
from station.line.work import Job
from station.model.order import Reprovisioning
from station.model.run import StepEvent
from station.operations.batch import BatchFeed, BatchNotice
from station.operations.floor import Notice, StandingFeed, provision_bench
from station.operations.practice import position_of
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

TOO_LATE_S = 120.0


class Told:
    """What happened, in its order: what a batch tells, and at which position a run began."""

    def __init__(self) -> None:
        self.said: list[tuple[object, object]] = []

    def notice(self, position: Position, notice: Notice, serial: str) -> None:
        del serial
        if notice is Notice.FOUND:
            self.said.append(("found", position.name))

    def batch(self, notice: BatchNotice, units: int, positions: int) -> None:
        del positions
        self.said.append((notice, units))

    def heard(self, event: StepEvent) -> None:
        if event.outcome is not None:
            self.said.append(("ended", event.position))
        elif ("began", event.run) not in self.said:
            self.said.append(("began", event.run))

    def places(self, *wanted: object) -> list[int]:
        return [at for at, one in enumerate(self.said) if one in wanted or one[0] in wanted]


def worked(floor: Floor, job: Job, told: Told, units: int) -> ShiftResult:
    feed = StandingFeed(job, floor.plant.tools.records, units, None, told.notice)
    batch = BatchFeed(feed, told.batch)
    positions = [position_of(seat) for seat in floor.bench.seats]
    for position in positions:
        batch.take_part(position)
    cancel = Event()
    too_late = Timer(TOO_LATE_S, cancel.set)
    too_late.start()
    try:
        return provision_bench(floor.plant, positions, batch, [told.heard], cancel)
    finally:
        too_late.cancel()
        for seat in floor.bench.seats:
            floor.bench.unplug(seat)


def test_the_first_unit_waits_for_the_second_one(floor: Floor) -> None:
    job = floor.order("symmetric-device")
    first, second = floor.bench.seats
    floor.bench.plug(first, floor.unit("symmetric-device"))
    unit = floor.unit("symmetric-device")

    class Then(Told):
        def notice(self, position: Position, notice: Notice, serial: str) -> None:
            super().notice(position, notice, serial)
            if notice is Notice.FOUND and position.name == first.name:
                Timer(1.0, floor.bench.plug, (second, unit)).start()

    told = Then()
    shift = worked(floor, job, told, 2)
    assert [r.outcome for r in shift.results] == [Outcome.PASSED] * 2
    found = told.places("found")
    (begun,) = told.places((BatchNotice.BEGUN, 2))
    (ended,) = told.places((BatchNotice.ENDED, 0))
    began, ends = told.places("began"), told.places("ended")
    assert max(found) < begun < min(began)
    assert max(ends) < ended
    assert len(began) == len(ends) == 2


def test_an_order_with_one_place_left_waits_for_no_second_unit(floor: Floor) -> None:
    job, told = floor.order("symmetric-device", quantity=1), Told()
    floor.bench.plug(floor.seat, floor.unit("symmetric-device"))
    shift = worked(floor, job, told, 5)
    assert [r.outcome for r in shift.results] == [Outcome.PASSED]
    assert told.places((BatchNotice.BEGUN, 1))


def test_units_of_a_complete_order_are_run_again_together(floor: Floor) -> None:
    first, units = floor.order("symmetric-device", quantity=2), []
    for _ in range(2):
        units.append(floor.unit("symmetric-device"))
        assert floor.run(units[-1], first).outcome is Outcome.PASSED
    name = first.order.name
    floor.plant.tools.records.order_changes.set_reprovisioning(name, Reprovisioning.SAME_KEY)
    seats = {seat.name: seat for seat in floor.bench.seats}

    class Later(Told):
        def notice(self, position: Position, notice: Notice, serial: str) -> None:
            super().notice(position, notice, serial)
            if notice is Notice.WAITING and units:
                Timer(1.0, floor.bench.plug, (seats[position.name], units.pop())).start()

    told = Later()
    shift = worked(floor, floor.plant.job(name), told, 2)
    assert [(r.outcome, r.again) for r in shift.results] == [(Outcome.PASSED, True)] * 2
    assert told.places((BatchNotice.BEGUN, 2))
