"""A position whose token is told by its slot's number, which SoftHSM changes as it initialises."""

from threading import Event

import pytest

from station.errors import Outcome, StationError
from station.hsm.tokens import Token
from station.line.bench import Position, TokenSlot
from station.line.run import RunResult, run_unit
from station.line.work import Job
from station.model.order import Reprovisioning
from station.model.run import Unit
from station.operations.practice import position_of
from station.practice.units import PracticeUnit, UnitKind
from tests.support.floor import Floor
from tests.support.unit_pins import put_profile

pytestmark = pytest.mark.bench


def numbered(floor: Floor) -> Position:
    """Return the seat's position, its token told by the slot that a first one comes into."""
    position = position_of(floor.seat)
    uri = f"pkcs11:slot-id=0?module-path={floor.seat.module.library}"
    slot = TokenSlot(library=uri, environment=dict(floor.seat.module.environment))
    return position.model_copy(update={"token": slot})


def run(floor: Floor, unit: PracticeUnit, job: Job) -> RunResult:
    floor.bench.plug(floor.seat, unit)
    try:
        return run_unit(Unit(), job, numbered(floor), floor.plant.tools, (), Event())
    finally:
        floor.bench.unplug(floor.seat)


def test_a_blank_token_is_initialised_and_worked_on_and_found_again_later(floor: Floor) -> None:
    name = put_profile(floor.plant.data, "x509", "initialised")
    order = floor.order("x509", profile=name).order.name
    floor.plant.tools.records.order_changes.set_reprovisioning(order, Reprovisioning.SAME_KEY)
    unit = floor.bench.make_unit(UnitKind.X509, floor.serial(), blank=True)
    for again in (False, True):
        result = run(floor, unit, floor.plant.job(order))
        assert result.error is None, f"{result.error}: {result.error.detail}"
        assert (result.outcome, result.again) == (Outcome.PASSED, again)


def test_a_try_that_was_broken_off_behind_the_initialising_is_gone_on_with(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = put_profile(floor.plant.data, "x509", "initialised")
    job = floor.order("x509", profile=name)
    unit = floor.bench.make_unit(UnitKind.X509, floor.serial(), blank=True)

    def fails(*_: object) -> None:
        raise StationError("HSM-008", "a test")

    with monkeypatch.context() as patch:
        patch.setattr(Token, "generate_key_pair", fails)
        failed = run(floor, unit, job)
    assert failed.error is not None
    assert failed.error.detail == "a test"
    result = run(floor, unit, job)
    assert result.error is None, f"{result.error}: {result.error.detail}"
