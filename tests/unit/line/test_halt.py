"""What ends a run's waits: a cancel, or the clock of its step; and what time its end has."""

from threading import Event

import pytest

from station.errors import Fault, StationError
from station.line.halt import Halt
from station.line.steps import RunLog
from station.model.profile_steps import MOST_S, StepSettings, StepTime
from station.model.run import Run, Step, StepEvent, StepState
from tests.unit.records.software import NOW

RUN = Run("0" * 26, "order", "ab" * 32, "1", "", NOW, None, None, None)
AT_ONCE = StepTime(timeout_s=1e-9)
TIMED = [step for step in Step if step is not Step.LABEL]


def log_with(cancel: Event, **times: StepTime) -> RunLog:
    return RunLog(RUN, (), Halt(cancel), StepSettings(**times))


def waits(log: RunLog, cancel: Event | None = None) -> None:
    """Wait as every part of a run does: at most 0.1 s, then look; `cancel` is set meanwhile."""
    if cancel is not None:
        cancel.set()
    while not log.cancel.wait(0.1):
        pass
    raise StationError("LIN-003")


def test_every_step_but_the_label_has_an_end() -> None:
    times = StepSettings()
    assert {times.timeout_s(step) for step in TIMED} == {MOST_S}
    assert times.timeout_s(Step.LABEL) is None


@pytest.mark.parametrize("step", TIMED)
def test_a_step_whose_time_is_over_took_too_long(step: Step) -> None:
    log = log_with(Event(), **{step.value: AT_ONCE})
    with pytest.raises(StationError) as caught, log.step(step):
        waits(log)
    assert caught.value.code == "LIN-004"
    assert caught.value.data == {"step": step.value}
    assert caught.value.fault is (Fault.STATION if step is Step.ADMIT else Fault.UNIT)
    assert [(one.state, one.code) for one in log.steps] == [(StepState.FAILED, "LIN-004")]


@pytest.mark.parametrize("step", TIMED)
def test_a_cancelled_step_was_cancelled_also_when_it_is_late(step: Step) -> None:
    cancel = Event()
    log = log_with(cancel, **{step.value: AT_ONCE})
    with pytest.raises(StationError, match="LIN-003"), log.step(step):
        waits(log, cancel)


@pytest.mark.parametrize("step", TIMED)
def test_a_step_that_is_done_too_late_has_failed_unless_it_is_committed(step: Step) -> None:
    log = log_with(Event(), **{step.value: AT_ONCE})
    if step is Step.ENROL:
        with log.step(step):
            pass
        assert log.steps[0].state is StepState.DONE
        return
    with pytest.raises(StationError, match="LIN-004"), log.step(step):
        pass


def test_the_next_step_has_its_own_time() -> None:
    log = log_with(Event(), enrol=AT_ONCE)
    with log.step(Step.ENROL):
        pass
    with log.step(Step.LABEL, in_any_case=True):
        assert not log.cancel.is_set()


def test_another_failure_of_a_late_step_stays_what_it_is() -> None:
    log = log_with(Event(), prove=AT_ONCE)
    with pytest.raises(StationError, match="TPM-010"), log.step(Step.PROVE):
        raise StationError("TPM-010")


@pytest.mark.parametrize("cancelled", [True, False])
def test_the_end_of_a_run_has_time_of_its_own(
    monkeypatch: pytest.MonkeyPatch, *, cancelled: bool
) -> None:
    monkeypatch.setattr("station.line.steps.ENDING_S", 0.05)
    cancel = Event()
    log = log_with(cancel, prove=AT_ONCE)
    put_away: list[bool] = []
    with pytest.raises(StationError), log.ending(), log.step(Step.PROVE):
        waits(log, cancel if cancelled else None)
    put_away.append(log.cancel.is_set())
    log.cancel.wait()
    put_away.append(log.cancel.is_set())
    assert put_away == [False, True]


def test_a_wait_is_as_long_as_it_was_asked_for() -> None:
    halt = Halt(Event())
    assert halt.wait(0.0) is False
    halt.give(None)
    assert halt.wait(0.001) is False
    halt.give(0.0)
    assert halt.wait(60.0) is True


def test_who_cancels_ends_a_wait() -> None:
    cancel = Event()
    halt = Halt(cancel)
    halt.give(60.0)
    cancel.set()
    assert halt.wait() is True
    assert (halt.cancelled, halt.late) == (True, False)


def test_a_listener_that_fails_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[StepEvent] = []

    def broken(event: StepEvent) -> None:
        raise RuntimeError(event.run)

    log = RunLog(RUN, (broken, heard.append), Halt(Event()), StepSettings())
    with log.step(Step.CONNECT):
        pass
    assert [event.state for event in heard] == [StepState.STARTED, StepState.DONE]
    caplog.clear()
