"""What the worker sees in the midst of a run: restarts, what is replaced, another try."""

from dataclasses import replace

from station.errors import CATALOGUE, Outcome, StationError
from station.line.restart import SWITCH_OFF, SWITCH_ON
from station.model.run import (
    STEPS_WITH_RESTART,
    USUAL_STEPS,
    Step,
    StepEvent,
    StepState,
    steps_with,
)
from station.operations import seating
from station.operations.bench_view import Phase, PositionView, Verdict


def event(step: Step, state: StepState, code: str | None = None) -> StepEvent:
    return StepEvent("run", "1", step, state, code=code)


def at_restart() -> PositionView:
    view = PositionView("1", Phase.RUNNING, seated=True)
    for step in USUAL_STEPS[:5]:
        view = seating.stepped(view, event(step, StepState.STARTED))
        view = seating.stepped(view, event(step, StepState.DONE))
    return seating.stepped(view, event(Step.RESTART, StepState.STARTED))


def test_the_steps_are_more_once_a_restart_begins() -> None:
    view = at_restart()
    assert (view.steps, len(view.done)) == (STEPS_WITH_RESTART, 5)
    assert STEPS_WITH_RESTART.count(Step.PROVE) == 2


def test_a_rehearsal_is_one_step_more() -> None:
    view = seating.stepped(at_restart(), event(Step.REHEARSE, StepState.STARTED))
    assert view.steps == steps_with(Step.REHEARSE, STEPS_WITH_RESTART)
    assert len(view.steps) == len(STEPS_WITH_RESTART) + 1


def test_the_worker_is_told_to_switch_the_unit_off_and_then_on() -> None:
    view = at_restart()
    for code in (SWITCH_OFF, SWITCH_ON):
        view = seating.stepped(view, event(Step.RESTART, StepState.WAITING, code))
        assert view.notice is not None
        assert view.notice.remedy == CATALOGUE[code].remedy
    view = seating.stepped(view, event(Step.RESTART, StepState.DONE))
    assert view.notice is None
    assert view.phase is Phase.RUNNING


def test_a_unit_whose_port_goes_with_its_power_is_still_at_work() -> None:
    view = at_restart()
    gone = seating.seated(view, there=False)
    back = seating.seated(gone, there=True)
    assert (gone.phase, back.phase) == (Phase.RUNNING, Phase.RUNNING)


def test_a_pass_has_all_steps_behind_it_and_the_next_unit_the_usual_ones_before_it() -> None:
    passed = seating.ended(at_restart(), Verdict(Outcome.PASSED, None, "unit-1", 9.0), "SN-1")
    assert passed.done == STEPS_WITH_RESTART
    assert seating.idle(passed).steps == USUAL_STEPS


def test_a_unit_that_is_tried_again_begins_anew_and_the_worker_is_told_so() -> None:
    what = {"what": "2 of 3"}
    again = StepEvent("run", "1", None, StepState.AGAIN, code="LIN-060", data=what)
    view = seating.stepped(at_restart(), again)
    assert (view.phase, view.done, view.steps) == (Phase.RUNNING, (), USUAL_STEPS)
    assert view.notice is not None
    assert view.notice.message == "The unit is tried again: 2 of 3."
    view = seating.stepped(view, event(Step.CONNECT, StepState.STARTED))
    assert view.notice is not None, "as long as it isn't there"
    assert seating.stepped(view, event(Step.CONNECT, StepState.DONE)).notice is None


def test_what_stopped_a_position_in_the_midst_of_a_run_says_who_frees_it() -> None:
    for code, blocked in (("LIN-014", True), ("HSM-018", False)):
        view = seating.halted(replace(at_restart(), order="a"), StationError(code))
        assert (view.phase, view.blocked is not None) == (Phase.STOPPED, blocked)
        assert seating.idle(view).phase is (Phase.STOPPED if blocked else Phase.SCAN)
        assert seating.released(view).phase is Phase.SCAN


def test_what_is_taken_off_the_token_is_told_until_the_step_is_done() -> None:
    view = seating.stepped(PositionView("1", Phase.RUNNING), event(Step.ATTEST, StepState.STARTED))
    what = {"what": "private key station-unit of unit SN-7, which didn't pass with it"}
    told = StepEvent("run", "1", Step.ATTEST, StepState.WAITING, code="LIN-067", data=what)
    view = seating.stepped(view, told)
    assert view.notice is not None
    assert what["what"] in view.notice.message
    assert seating.stepped(view, event(Step.ATTEST, StepState.DONE)).notice is None
