"""Runs and units: what grows by replacement, and the order of the steps."""

import pytest

from station.model.run import (
    STEPS_WITH_RESTART,
    USUAL_STEPS,
    Step,
    StepEvent,
    StepState,
    Unit,
    steps_with,
)


def test_the_steps_stand_in_the_order_of_a_run() -> None:
    usual = ["connect", "identify", "admit", "attest", "prove", "enrol", "label"]
    assert [step.value for step in USUAL_STEPS] == usual
    again = [*usual[:5], "restart", "prove", *usual[5:]]
    assert [step.value for step in STEPS_WITH_RESTART] == again
    whole = steps_with(Step.REHEARSE, STEPS_WITH_RESTART)
    assert [step.value for step in whole] == [*again[:7], "rehearse", *again[7:]]
    assert set(whole) == set(Step)


def test_a_step_that_is_there_comes_no_second_time() -> None:
    assert steps_with(Step.RESTART, STEPS_WITH_RESTART) == STEPS_WITH_RESTART
    assert all(steps_with(step) == USUAL_STEPS for step in USUAL_STEPS)


def test_a_unit_grows_by_replacement() -> None:
    scanned = Unit(scanned="SN-1")
    unit = scanned.identified("SN-1", "Board 7", "1.2.3")
    assert unit == Unit("SN-1", "SN-1", "Board 7", "1.2.3")
    assert scanned == Unit(scanned="SN-1")


def test_a_unit_can_t_be_changed() -> None:
    unit = Unit()
    with pytest.raises(AttributeError):
        unit.serial = "SN-2"  # type: ignore[misc]


def test_events_share_no_data() -> None:
    one, other = (StepEvent("run", "1", Step.ADMIT, StepState.STARTED) for _ in range(2))
    assert one == other
    assert one.data is not other.data
