"""What is shown of a run's events, and what a fixture's switch lets begin and ends."""

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import Outcome, StationError
from station.line.bench import Bench, Position
from station.line.fixture import Fixture, FixtureState
from station.line.halt import Ender, Halt
from station.line.showing import AskingInSight
from station.line.signal_board import WHOLE, SignalBoard
from station.line.signalling import Signalling
from station.model.prompt import Answer, Question
from station.model.run import Step, StepEvent, StepState
from station.model.signals import SignalState, of_the_whole


class Recorded(Signalling):
    """Signals that remember what they were to show."""

    def __init__(self) -> None:
        super().__init__(
            Bench(name="b", position=(Position(name="1", port="/dev/one"),)), lambda _: None
        )
        self.shown: list[SignalState] = []

    def show(self, position: str, state: SignalState) -> None:
        super().show(position, state)
        self.shown.append(state)


def event(state: StepState, outcome: Outcome | None = None) -> StepEvent:
    return StepEvent("r", "1", None if outcome else Step.ATTEST, state, outcome=outcome)


@pytest.mark.parametrize(
    ("events", "last"),
    [
        ([event(StepState.STARTED)], SignalState.WORKING),
        ([event(StepState.STARTED), event(StepState.WAITING)], SignalState.HAND),
        ([event(StepState.WAITING), event(StepState.DONE)], SignalState.WORKING),
        ([event(StepState.STARTED), event(StepState.FAILED)], SignalState.WORKING),
        ([event(StepState.DONE, Outcome.PASSED)], SignalState.PASSED),
        ([event(StepState.FAILED, Outcome.FAILED)], SignalState.FAILED),
        ([event(StepState.FAILED, Outcome.ERROR)], SignalState.HAND),
        ([event(StepState.FAILED, Outcome.CANCELLED)], SignalState.HAND),
    ],
)
def test_events_become_states(events: list[StepEvent], last: SignalState) -> None:
    signals = Recorded()
    for one in events:
        signals.heard(one)
    assert signals.shown[-1] is last


@pytest.mark.parametrize(
    ("outcome", "verdict", "last"),
    [
        (Outcome.FAILED, "ok", SignalState.PASSED),  # a red rabbit, refused as it must
        (Outcome.PASSED, "ok", SignalState.PASSED),
        (Outcome.PASSED, "wrong", SignalState.FAILED),  # one that was let through
        (Outcome.FAILED, "wrong", SignalState.FAILED),
        (Outcome.ERROR, "wrong", SignalState.HAND),
        (Outcome.CANCELLED, None, SignalState.HAND),
    ],
)
def test_a_check_shows_its_verdict_and_not_how_its_run_ended(
    outcome: Outcome, verdict: str | None, last: SignalState
) -> None:
    signals, told = Recorded(), {"check": "red rabbit"}
    if verdict is not None:
        told["verdict"] = verdict
    signals.heard(StepEvent("r", "1", None, StepState.DONE, outcome=outcome, data=told))
    assert signals.shown == [last]


def test_a_question_calls_for_a_hand_until_it_is_answered() -> None:
    signals = Recorded()

    class Prompter:
        def ask(self, position: str, question: Question, cancel: Event) -> Answer | None:
            del position, question, cancel
            assert signals.shown == [SignalState.HAND]
            return None

    AskingInSight(Prompter(), signals).ask("1", object.__new__(Question), Event())
    assert signals.shown == [SignalState.HAND, SignalState.WORKING]


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "3"]), st.sampled_from(SignalState))))
def test_the_whole_bench_follows_its_positions(
    changes: list[tuple[str, SignalState]],
) -> None:
    board, states = SignalBoard(["1", "2", "3"]), dict.fromkeys("123", SignalState.IDLE)
    for position, state in changes:
        before = board.shown(position)
        board.show(position, state)
        states[position] = state
        after = board.shown(position)
        assert after.state is state
        assert after is before or state is not before.state, "a pattern goes on in its time"
        assert board.shown(WHOLE).state is of_the_whole(states.values())
    board.show("elsewhere", SignalState.HAND)
    assert board.shown(WHOLE).state is of_the_whole(states.values())


def fixture(*, reopen: bool = False) -> Fixture:
    return Fixture("1", reopen=reopen)


def later(do: Callable[[], None]) -> Thread:
    thread = Thread(target=do)
    thread.start()
    return thread


def test_a_lid_that_bounces_is_not_closed_yet() -> None:
    lid, wanted = fixture(), list[str]()
    lid.saw(closed=True)
    began = time.monotonic()
    with lid.guarding(Event(), wanted.append) as cancel:
        assert time.monotonic() - began >= 0.1
        assert not cancel.is_set()
    assert wanted == []


def test_a_unit_changed_before_the_cancelled_run_is_over_needs_no_second_opening() -> None:
    lid, cancel = fixture(reopen=True), Event()
    lid.saw(closed=True)
    with lid.guarding(Event(), print) as run:
        lid.saw(closed=False)
        assert run.is_set()
        lid.saw(closed=True)
    with lid.guarding(cancel, lambda _: cancel.set()) as run:
        assert not run.is_set()


def test_its_opening_cancels_the_run_with_its_own_code_and_nothing_else() -> None:
    lid = fixture()
    lid.saw(closed=True)
    with lid.guarding(Event(), print) as cancel:
        assert isinstance(cancel, Ender)
        halt = Halt(cancel)
        lid.saw(closed=False)
        assert halt.is_set()
        assert halt.wait(10)
        assert halt.explained(StationError("LIN-003")).code == "LNK-047"
        assert halt.explained(StationError("LNK-003")).code == "LNK-047"
        assert halt.explained(StationError("TPM-001")).code == "TPM-001"
    assert lid.state is FixtureState.OPEN


def test_whoever_cancelled_first_is_whose_cancel_it_is() -> None:
    lid, pressed = fixture(), Event()
    lid.saw(closed=True)
    with lid.guarding(pressed, print) as cancel:
        pressed.set()
        lid.saw(closed=False)
        assert Halt(cancel).explained(StationError("LIN-003")).code == "LIN-003"


def test_a_cable_that_is_pulled_is_explained_by_the_lid_that_opens_just_after() -> None:
    lid = fixture()
    lid.saw(closed=True)
    with lid.guarding(Event(), print) as cancel:
        opening = later(lambda: lid.saw(closed=False))
        assert Halt(cancel).explained(StationError("LNK-003")).code == "LNK-047"
        opening.join()


def test_a_switch_that_fails_lets_nothing_begin_and_ends_what_has() -> None:
    lid = fixture()
    lid.saw(closed=True)
    with lid.guarding(Event(), print) as cancel:
        lid.failed(StationError("LNK-046", position="1"))
        assert Halt(cancel).explained(StationError("LIN-003")).code == "LNK-046"
    with pytest.raises(StationError) as caught, lid.guarding(Event(), print):
        pass
    assert caught.value.code == "LNK-046"


@pytest.mark.parametrize("opened", [True, False])
def test_a_unit_is_changed_before_the_next_where_the_bench_says_so(opened: bool) -> None:
    lid, wanted, cancel = fixture(reopen=True), list[str](), Event()
    lid.saw(closed=True)
    with lid.guarding(cancel, wanted.append):
        pass
    if opened:
        lid.saw(closed=False)
        lid.saw(closed=True)

    def told(code: str) -> None:
        wanted.append(code)
        cancel.set()

    with lid.guarding(cancel, told) as run:
        assert run.is_set() is not opened
    assert wanted == ([] if opened else ["LIN-088"])


def test_who_only_looks_asks_nobody_and_ends_with_the_lid() -> None:
    lid, wanted = fixture(reopen=True), list[str]()
    lid.saw(closed=False)
    with lid.watching(Event()) as look:
        assert look.is_set(), "somebody's hands are in it"
    lid.saw(closed=True)
    with lid.watching(Event()) as look:
        assert not look.is_set()
        lid.saw(closed=False)
        assert look.is_set()
    lid.saw(closed=True)
    with lid.watching(Event()):
        pass
    with lid.guarding(Event(), wanted.append):
        assert wanted == [], "a look is no unit that has to be changed"


def test_who_only_looks_waits_for_the_first_word_of_the_switch() -> None:
    lid = fixture()
    first = later(lambda: lid.saw(closed=True))
    with lid.watching(Event()) as look:
        assert not look.is_set()
    first.join()
