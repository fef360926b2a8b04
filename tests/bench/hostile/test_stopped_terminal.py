"""A terminal that noise has stopped: a ^S on the line, and nothing it would say comes out."""

from threading import Event

import pytest

from station.errors import Outcome
from station.line.run import run_unit
from station.links.ports import open_port
from station.model.run import Unit
from station.operations.practice import position_of
from tests.support.floor import Floor

pytestmark = pytest.mark.bench


@pytest.mark.parametrize("before", [b"\x13", b"\xff\x13\x00\x13"])
def test_a_console_that_was_stopped_is_told_to_go_on(floor: Floor, before: bytes) -> None:
    job = floor.order("console")
    unit = floor.unit("console")
    floor.bench.plug(floor.seat, unit)
    try:
        with open_port(floor.seat.port, 115_200, Event()) as port:
            port.write(before)
        result = run_unit(Unit(), job, position_of(floor.seat), floor.plant.tools)
    finally:
        floor.bench.unplug(floor.seat)
    assert result.outcome is Outcome.PASSED, (
        f"{result.error} {result.error and result.error.detail}"
    )
