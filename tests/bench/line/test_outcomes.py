"""What the worker is told and what the record says are the same, whatever breaks around a PASS."""

from dataclasses import replace

import pytest

from station.errors import Outcome, StationError
from station.hsm.tokens import Token
from station.line.run import RunResult, run_unit
from station.line.work import Job, Tools
from station.model.run import Run, Step, StepEvent, StepState, Unit
from station.operations.practice import position_of
from station.practice.seats import Pull
from station.practice.units import PracticeUnit
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor
from tests.support.printed import Printed
from tests.support.unsigned import no_enrollment_signed

pytestmark = pytest.mark.bench


def run_with(floor: Floor, tools: Tools, unit: PracticeUnit, job: Job) -> RunResult:
    floor.bench.plug(floor.seat, unit)
    try:
        return run_unit(Unit(), job, position_of(floor.seat), tools)
    finally:
        floor.bench.unplug(floor.seat)


def recorded(floor: Floor, job: Job, result: RunResult) -> Run:
    return next(r for r in floor.plant.tools.records.runs(job.order.name) if r.name == result.run)


def test_a_refused_serial_number_is_told_and_on_record(floor: Floor) -> None:
    job = floor.order("symmetric")
    result = floor.run(floor.unit("symmetric", "no such serial!"), job)
    floor.assert_refused(result, job, "LIN-001")
    assert result.serial == "no such serial!"
    assert recorded(floor, job, result).serial == "no such serial!"


@pytest.mark.parametrize("error", [StationError("HSM-007"), RuntimeError("anything")])
def test_a_pass_stays_one_where_the_token_does_not_close(
    floor: Floor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    job = floor.order("symmetric")
    real = Token.close
    heard: list[StepEvent] = []

    def broken(token: Token) -> None:
        real(token)
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Token, "close", broken)
        result = floor.run(floor.unit("symmetric"), job, listeners=[heard.append])
    assert result.outcome is Outcome.PASSED
    assert result.enrollment == floor.plant.tools.records.find(result.serial)
    assert recorded(floor, job, result).outcome is Outcome.PASSED
    assert heard[-1].outcome is Outcome.PASSED
    caplog.clear()


def test_a_pass_stays_one_where_the_printer_breaks(
    floor: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Printed(RuntimeError("it broke"))
    job = floor.order("symmetric", profile="practice-labelled")
    tools = replace(floor.plant.tools, printer=lambda: broken)
    result = run_with(floor, tools, floor.unit("symmetric"), job)
    assert result.outcome is Outcome.PASSED
    assert recorded(floor, job, result).outcome is Outcome.PASSED
    caplog.clear()


def test_an_enrollment_that_is_committed_but_not_signed_is_no_pass_yet(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = floor.order("symmetric")
    unit = floor.unit("symmetric")
    records = floor.plant.tools.records
    with no_enrollment_signed(monkeypatch):
        result = floor.run(unit, job)
        assert result.error is not None
        assert (result.outcome, result.error.code) == (Outcome.ERROR, "REC-019")
        assert "HSM-018" in result.error.detail
        assert result.enrollment is None
        assert recorded(floor, job, result).outcome is Outcome.PASSED
        assert records.find(result.serial).run == result.run
        with pytest.raises(StationError) as caught:
            floor.run(floor.unit("symmetric"), job)
        assert caught.value.code == "HSM-018", "no unit begins until the head is signed"
    floor.assert_refused(floor.run(unit, job), job, "REC-008")
    assert records.verify().unsigned == 0
    floor.assert_next_unit_passes("symmetric", job)


def test_a_device_id_that_is_too_long_costs_no_certificate(floor: Floor) -> None:
    name = own_profile(
        floor,
        "practice-x509",
        "practice-long-names",
        names=(
            'registration_id = "{serial}"',
            'registration_id = "{serial}"\ndevice_id = "{serial}{serial}{serial}"',
        ),
    )
    job = floor.order("x509", profile=name)
    assert job.profile.names.device_id
    result = floor.run(floor.unit("x509", f"S{'0' * 31}{floor.serial()}{'0' * 20}"), job)
    floor.assert_refused(result, job, "LIN-010")
    assert floor.plant.tools.records.usage(job.order.name).spent == 0


def test_a_place_in_the_order_is_given_back_where_no_identity_was_made(floor: Floor) -> None:
    job = floor.order("tpm", quantity=1)

    def pull(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.PROVE, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    assert floor.run(floor.unit("tpm"), job, listeners=[pull]).outcome is Outcome.FAILED
    floor.assert_next_unit_passes("tpm", job)


@pytest.mark.parametrize("mechanism", ["x509", "symmetric"])
def test_a_token_that_has_another_units_identity(floor: Floor, mechanism: str) -> None:
    name = own_profile(
        floor,
        f"practice-{mechanism}",
        f"practice-{mechanism}-any-token",
        token=('label = "{serial}"', ""),
    )
    job = floor.order(mechanism, profile=name)
    unit = floor.unit(mechanism)
    assert floor.run(unit, job).outcome is Outcome.PASSED
    forgotten = replace(unit, serial=floor.serial())  # the next unit, the last one's token
    floor.assert_refused(floor.run(forgotten, job), job, "LIN-071")
