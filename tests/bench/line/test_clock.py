"""A clock that was put back before the station's own certificates begin."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from station.errors import Outcome, StationError
from station.line.clock import check_clock
from station.line.run import run_unit
from station.model.run import Unit
from station.operations.plant import utc_now
from station.operations.practice import position_of
from tests.support.floor import Floor

pytestmark = pytest.mark.bench


def test_no_place_is_spent_on_a_certificate_that_cannot_be_issued(floor: Floor) -> None:
    job = floor.order("x509")
    tools = replace(floor.plant.tools, now=lambda: utc_now() - timedelta(days=2))
    floor.bench.plug(floor.seat, floor.unit("x509"))
    try:
        result = run_unit(Unit(), job, position_of(floor.seat), tools, [], Event())
    finally:
        floor.bench.unplug(floor.seat)
    floor.assert_refused(result, job, "HSM-022")
    assert result.outcome is Outcome.ERROR
    assert floor.plant.tools.records.usage(job.order.name).spent == 0
    floor.assert_next_unit_passes("x509", job)


@pytest.mark.parametrize("days", [-2, 365 * 40])
def test_a_clock_outside_the_issuing_certificate_is_told(floor: Floor, days: int) -> None:
    with pytest.raises(StationError, match="HSM-022") as raised:
        check_clock(floor.plant.tools.factory, utc_now() + timedelta(days=days))
    assert "now" in raised.value.detail
    check_clock(floor.plant.tools.factory, utc_now())
