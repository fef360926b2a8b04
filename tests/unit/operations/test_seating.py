"""How a position goes from phase to phase, whatever happens in whatever order."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from station.errors import Outcome
from station.model.barcode_label import NOTHING_SCANNED, Label
from station.model.profile import StartBy
from station.model.run import Step, StepEvent, StepState
from station.operations import seating
from station.operations.bench_view import (
    BenchView,
    Mates,
    Notice,
    Phase,
    PositionView,
    Verdict,
)
from station.operations.seating import Given

NAMES = ("1", "2", "3")
NOTICE = Notice("REC-010", "The order is not open.", "Call the supervisor.")
BY_ITSELF = (StartBy.PLUGGED, StartBy.PROMPT)
SCANNED = Label((("serial", "SN-1"),))
names = st.sampled_from(NAMES)


def verdict(outcome: Outcome) -> Verdict:
    passed = outcome is Outcome.PASSED
    return Verdict(outcome, None if passed else NOTICE, "reg-1" if passed else "", 1.0)


def view(phase: Phase, **more: object) -> PositionView:
    return replace(PositionView("1", phase=phase, order="o"), **more)  # type: ignore[arg-type]


def test_a_pass_stays_until_its_unit_is_taken_out() -> None:
    passed = seating.ended(view(Phase.RUNNING, seated=True), verdict(Outcome.PASSED), "SN-1")
    gone = seating.seated(passed, there=False)
    assert (gone.phase, gone.verdict, gone.serial) == (Phase.SEAT, None, "")


def test_a_pass_stays_until_the_next_is_put_in_where_nobody_saw_its_unit_go() -> None:
    passed = seating.ended(view(Phase.RUNNING, seated=False), verdict(Outcome.PASSED), "SN-1")
    assert passed.phase is Phase.ENDED
    assert seating.seated(passed, there=True).phase is Phase.SCAN


def test_a_pass_taken_out_too_early_stays_while_others_of_its_batch_are_at_work() -> None:
    passed = seating.ended(view(Phase.RUNNING, seated=True), verdict(Outcome.PASSED), "SN-1")
    early = seating.seated(replace(passed, mates=Mates(at_work=1)), there=False)
    assert early.phase is Phase.ENDED


def test_a_fail_stays_until_somebody_has_seen_it() -> None:
    failed = seating.ended(view(Phase.RUNNING, seated=True), verdict(Outcome.FAILED), "SN-1")
    again = seating.seated(seating.seated(failed, there=False), there=True)
    assert again.phase is Phase.ENDED
    assert not seating.waits_for_scan(again)


def test_an_order_that_ends_leaves_a_verdict_and_a_run_alone() -> None:
    for phase in (Phase.RUNNING, Phase.ENDED):
        changed = seating.given(view(phase, serial="SN-1"), Given(refused=NOTICE))
        assert (changed.phase, changed.serial, changed.order) == (phase, "SN-1", "o")


def test_an_open_scan_is_forgotten_when_the_order_changes() -> None:
    ready = seating.scanned(view(Phase.SCAN, seated=True), SCANNED, "o", "P")
    assert seating.given(ready, Given("o", left=5)).serial == "SN-1"
    assert seating.given(ready, Given("other", left=5)).phase is Phase.SCAN
    assert seating.given(ready, Given("o", refused=NOTICE)).phase is Phase.NO_ORDER


def test_a_label_of_several_codes_is_ready_when_the_last_is_scanned() -> None:
    passed = seating.ended(view(Phase.RUNNING, seated=True), verdict(Outcome.PASSED), "SN-0")
    begun = seating.scanned(passed, replace(SCANNED, awaited=("part",)), "o", "P")
    assert (begun.phase, begun.serial, begun.verdict) == (Phase.SCAN, "", None)
    assert seating.waits_for_scan(begun)
    assert seating.seated(begun, there=False).label == begun.label, "the scan may be of the next"
    whole = Label((*SCANNED.codes, ("part", "7")))
    assert seating.scanned(begun, whole, "o", "P").phase is Phase.READY
    for forgotten in (
        seating.idle(begun),
        seating.mislabelled(begun),
        seating.given(begun, Given("other", left=5)),
    ):
        assert forgotten.label == NOTHING_SCANNED


@pytest.mark.parametrize("start", BY_ITSELF)
def test_a_unit_that_comes_starts_by_itself_and_one_that_was_there_does_not(start: StartBy) -> None:
    empty = view(Phase.SEAT, start=start)
    assert seating.starts_itself(seating.seated(empty, there=True))
    there = seating.found(empty)
    assert there.phase is Phase.READY, "it waits for a press"
    assert not seating.starts_itself(there)
    unknown = seating.seated(PositionView("1"), there=True)
    given = seating.given(unknown, Given("o", "P", 5, start))
    assert given.phase is Phase.READY, "it was in before its order was"
    assert not seating.starts_itself(given)


@pytest.mark.parametrize("start", BY_ITSELF)
def test_a_unit_that_passed_is_to_be_taken_out_and_the_next_starts(start: StartBy) -> None:
    running = seating.started(view(Phase.READY, seated=True, fresh=True, start=start))
    passed = seating.ended(running, verdict(Outcome.PASSED), "SN-1")
    seen = seating.idle(passed)
    assert (seen.phase, seating.starts_itself(seen)) == (Phase.REMOVE, False)
    for shown in (passed, seen):
        gone = seating.seated(shown, there=False)
        assert not seating.starts_itself(gone)
        assert seating.starts_itself(seating.seated(gone, there=True))


@pytest.mark.parametrize("start", BY_ITSELF)
def test_a_unit_that_failed_starts_anew_by_a_press_or_when_another_came(start: StartBy) -> None:
    running = seating.started(view(Phase.READY, seated=True, fresh=True, start=start))
    failed = seating.ended(running, verdict(Outcome.FAILED), "SN-1")
    stayed = seating.idle(failed)
    assert (stayed.phase, seating.starts_itself(stayed)) == (Phase.READY, False)
    changed = seating.seated(seating.seated(failed, there=False), there=True)
    assert not seating.starts_itself(changed), "nobody has seen the FAIL"
    assert seating.starts_itself(seating.idle(changed))


def test_a_unit_that_shows_to_have_passed_is_told_and_goes_nowhere() -> None:
    running = view(Phase.RUNNING, seated=True, start=StartBy.PLUGGED)
    again = seating.again(running, NOTICE)
    assert (again.phase, again.notice) == (Phase.REMOVE, NOTICE)
    gone = seating.seated(again, there=False)
    assert (gone.phase, gone.notice) == (Phase.SEAT, None)
    by_button = seating.again(replace(running, start=StartBy.BUTTON), NOTICE)
    assert (by_button.phase, by_button.notice) == (Phase.READY, NOTICE), "an adapter never goes"


def test_a_keyboard_stops_a_position_until_a_supervisor_lets_it_go_on() -> None:
    came = seating.seated(view(Phase.SEAT, start=StartBy.PLUGGED), there=True)
    stopped = seating.blocked(came, NOTICE)
    assert (stopped.phase, stopped.notice) == (Phase.STOPPED, NOTICE)
    assert seating.idle(stopped).phase is Phase.STOPPED, "nobody else may"
    on = seating.released(stopped)
    assert (on.phase, seating.starts_itself(on)) == (Phase.READY, False)


def test_a_keyboard_wipes_no_fail_away_and_ends_no_run_unheard() -> None:
    failed = seating.ended(view(Phase.RUNNING, seated=True), verdict(Outcome.FAILED), "SN-1")
    shown = seating.blocked(failed, NOTICE)
    assert (shown.phase, shown.verdict) == (Phase.ENDED, failed.verdict)
    assert seating.idle(shown).phase is Phase.STOPPED
    running = seating.blocked(view(Phase.RUNNING, seated=True), NOTICE)
    ended = seating.ended(running, verdict(Outcome.CANCELLED), "SN-1")
    assert (ended.phase, ended.notice) == (Phase.ENDED, NOTICE)
    assert seating.idle(ended).phase is Phase.STOPPED


def test_the_next_scan_goes_to_a_position_with_a_unit_before_an_empty_one() -> None:
    bench = BenchView(
        (
            PositionView("1", phase=Phase.SEAT, order="o"),
            PositionView("2", phase=Phase.SCAN, seated=True, order="o"),
        ),
        "",
    )
    assert seating.next_chosen(bench) == "2"
    assert seating.next_chosen(replace(bench, chosen="1")) == "1"


def test_a_position_without_an_order_has_none_when_it_is_released() -> None:
    stopped = seating.blocked(PositionView("1", seated=True, start=StartBy.PLUGGED), NOTICE)
    on = seating.released(stopped)
    assert on.phase is Phase.NO_ORDER
    assert not seating.starts_itself(seating.seated(on, there=True))


class Bench(RuleBasedStateMachine):
    """Three positions and everything that can happen at them.

    Units are told apart here, as the rules can't: which one is in, and which have passed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bench = BenchView(tuple(PositionView(name) for name in NAMES), "")
        self.units = count(1)
        self.inside: dict[str, int] = {}
        self.came: dict[str, bool] = dict.fromkeys(NAMES, False)
        self.passed: set[int] = set()
        self.last: dict[str, int] = {}
        self.seen = False

    def put(self, changed: PositionView) -> None:
        before = self.bench.at(changed.position)
        if before.verdict is not None and before.verdict.outcome is not Outcome.PASSED:
            assert changed.verdict == before.verdict or self.seen, "a FAIL vanished unseen"
        views = tuple(
            changed if v.position == changed.position else v for v in self.bench.positions
        )
        bench = BenchView(views, self.bench.chosen)
        self.bench = replace(bench, chosen=seating.next_chosen(bench))

    def begin(self, name: str) -> None:
        """Start what is in, by itself or by a press; the line knows the unit that passed last."""
        self.came[name] = False
        self.put(seating.started(self.bench.at(name)))

    def go_on(self, name: str) -> None:
        v = self.bench.at(name)
        if seating.starts_itself(v):
            assert v.start in BY_ITSELF
            assert v.blocked is None
            assert v.order
            assert self.came[name], "nothing came since the last start"
            self.begin(name)

    @rule(name=names)
    def plug(self, name: str) -> None:
        if name not in self.inside:
            self.inside[name], self.came[name] = next(self.units), True
            self.put(seating.seated(self.bench.at(name), there=True))
            self.go_on(name)

    @rule(name=names)
    def unplug(self, name: str) -> None:
        self.inside.pop(name, None)
        self.put(seating.seated(self.bench.at(name), there=False))

    @rule(name=names)
    def restart_itself(self, name: str) -> None:
        if name in self.inside:
            self.put(seating.seated(self.bench.at(name), there=False))
            self.came[name] = True
            self.put(seating.seated(self.bench.at(name), there=True))
            self.go_on(name)

    @rule(
        name=names,
        order=st.sampled_from(["", "a", "b"]),
        left=st.integers(0, 9),
        start=st.sampled_from(StartBy),
    )
    def give(self, name: str, order: str, left: int, start: StartBy) -> None:
        refused = None if order and left else NOTICE
        was_seated = self.bench.at(name).seated
        self.put(seating.given(self.bench.at(name), Given(order, "P", left, start, refused)))
        assert self.bench.at(name).seated == was_seated
        self.go_on(name)

    @rule(
        serial=st.sampled_from(["SN-1", "SN-2"]), awaited=st.sampled_from([(), ("part",), ("lot",)])
    )
    def scan(self, serial: str, awaited: tuple[str, ...]) -> None:
        if seating.open_scan(self.bench) is not None or not self.bench.chosen:
            return
        target = self.bench.at(self.bench.chosen)
        assert seating.waits_for_scan(target)
        label = Label((("serial", serial),), awaited)
        self.put(seating.scanned(target, label, target.order, "P"))
        assert self.bench.chosen == target.position, "the next scan goes to the same position"

    @rule(name=names)
    def press(self, name: str) -> None:
        v = self.bench.at(name)
        if v.phase is Phase.READY:
            assert v.start is not StartBy.SCAN or v.serial, "nothing was scanned"
            assert v.start is StartBy.SCAN or v.seated, "nothing is there"
            self.begin(name)

    @rule(name=names, step=st.sampled_from(Step), state=st.sampled_from(StepState))
    def step(self, name: str, step: Step, state: StepState) -> None:
        self.put(seating.stepped(self.bench.at(name), StepEvent("r", name, step, state)))

    @rule(name=names, outcome=st.sampled_from(Outcome))
    def end(self, name: str, outcome: Outcome) -> None:
        v = self.bench.at(name)
        if v.phase is not Phase.RUNNING:
            return
        unit = self.inside.get(name)
        if unit is not None and unit == self.last.get(name):
            self.put(seating.again(v, NOTICE))
            assert not seating.starts_itself(self.bench.at(name))
            return
        if outcome is Outcome.PASSED and unit is not None:
            assert unit not in self.passed, "a unit has passed twice"
            self.passed.add(unit)
            self.last[name] = unit
        self.put(seating.ended(v, verdict(outcome), ""))

    @rule(name=names)
    def stop(self, name: str) -> None:
        if self.bench.at(name).phase is Phase.RUNNING:
            self.put(seating.stopped(self.bench.at(name), NOTICE))

    @rule(name=names)
    def type(self, name: str) -> None:
        self.put(seating.blocked(self.bench.at(name), NOTICE))

    @rule(name=names)
    def release(self, name: str) -> None:
        self.put(seating.released(self.bench.at(name)))
        self.go_on(name)

    @rule(name=names)
    def see(self, name: str) -> None:
        if self.bench.at(name).phase in {Phase.ENDED, Phase.STOPPED}:
            self.seen = True
            self.put(seating.idle(self.bench.at(name)))
            self.seen = False
            self.go_on(name)

    @precondition(lambda self: self.bench.positions)
    @invariant()
    def one_scan_is_open_at_most(self) -> None:
        ready = [v for v in self.bench.positions if v.phase is Phase.READY and v.serial]
        assert len(ready) <= 1
        assert not ready or self.bench.chosen == ready[0].position

    @invariant()
    def what_is_shown_fits_together(self) -> None:
        for v in self.bench.positions:
            assert (v.verdict is not None) == (v.phase is Phase.ENDED)
            assert not v.serial or v.phase in {
                Phase.READY,
                Phase.RUNNING,
                Phase.ENDED,
                Phase.STOPPED,
            }
            if v.phase is Phase.NO_ORDER and v.order:
                assert v.notice is not None
            if v.label != NOTHING_SCANNED:
                resting = {Phase.SEAT, Phase.SCAN}
                assert v.phase in ({Phase.READY} if v.label.is_whole else resting)
            if v.phase is Phase.SCAN:
                assert v.seated
                assert v.start is StartBy.SCAN
            if v.phase is Phase.REMOVE:
                assert v.seated
                assert v.start in BY_ITSELF

    @invariant()
    def what_is_blocked_starts_nothing(self) -> None:
        for v in self.bench.positions:
            if v.blocked is not None:
                assert v.phase in {Phase.STOPPED, Phase.RUNNING, Phase.ENDED}
                assert not seating.starts_itself(v)
                assert not seating.waits_for_scan(v)


TestBench = Bench.TestCase
