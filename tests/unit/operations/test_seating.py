"""How a position goes from phase to phase, whatever happens in whatever order."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from station.errors import Outcome
from station.model.run import Step, StepEvent, StepState
from station.operations import seating
from station.operations.bench_view import BenchView, Notice, Phase, PositionView, Verdict

NAMES = ("1", "2", "3")
NOTICE = Notice("REC-010", "The order is not open.", "Call the supervisor.")
names = st.sampled_from(NAMES)


def verdict(outcome: Outcome) -> Verdict:
    passed = outcome is Outcome.PASSED
    return Verdict(outcome, None if passed else NOTICE, "reg-1" if passed else "", 1.0)


def view(phase: Phase, **more: object) -> PositionView:
    return replace(PositionView("1", phase=phase, order="o"), **more)  # type: ignore[arg-type]


def test_a_pass_stays_until_the_next_unit_is_put_in() -> None:
    passed = seating.ended(view(Phase.RUNNING, seated=True), verdict(Outcome.PASSED), "SN-1")
    gone = seating.seated(passed, there=False)
    assert gone.phase is Phase.ENDED
    assert gone.verdict is not None
    assert seating.seated(gone, there=True).phase is Phase.SCAN


def test_a_fail_stays_until_somebody_has_seen_it() -> None:
    failed = seating.ended(view(Phase.RUNNING, seated=True), verdict(Outcome.FAILED), "SN-1")
    again = seating.seated(seating.seated(failed, there=False), there=True)
    assert again.phase is Phase.ENDED
    assert not seating.waits_for_scan(again)


def test_an_order_that_ends_leaves_a_verdict_and_a_run_alone() -> None:
    for phase in (Phase.RUNNING, Phase.ENDED):
        changed = seating.given(view(phase, serial="SN-1"), "", "", 0, NOTICE)
        assert (changed.phase, changed.serial, changed.order) == (phase, "SN-1", "o")


def test_an_open_scan_is_forgotten_when_the_order_changes() -> None:
    ready = seating.scanned(view(Phase.SCAN, seated=True), "SN-1", "o", "P")
    assert seating.given(ready, "o", "", 5, None).serial == "SN-1"
    assert seating.given(ready, "other", "", 5, None).phase is Phase.SCAN
    assert seating.given(ready, "o", "", 0, NOTICE).phase is Phase.NO_ORDER


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


class Bench(RuleBasedStateMachine):
    """Three positions and everything that can happen at them."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = BenchView(tuple(PositionView(name) for name in NAMES), "")

    def put(self, changed: PositionView) -> None:
        before = self.bench.at(changed.position)
        if before.verdict is not None and before.verdict.outcome is not Outcome.PASSED:
            assert changed.verdict == before.verdict or self.seen, "a FAIL vanished unseen"
        views = tuple(
            changed if v.position == changed.position else v for v in self.bench.positions
        )
        bench = BenchView(views, self.bench.chosen)
        self.bench = replace(bench, chosen=seating.next_chosen(bench))

    seen = False

    @rule(name=names, there=st.booleans())
    def look(self, name: str, *, there: bool) -> None:
        self.put(seating.seated(self.bench.at(name), there=there))

    @rule(name=names, order=st.sampled_from(["", "a", "b"]), left=st.integers(0, 9))
    def give(self, name: str, order: str, left: int) -> None:
        refused = None if order and left else NOTICE
        self.put(seating.given(self.bench.at(name), order, "P", left, refused))

    @rule(serial=st.sampled_from(["SN-1", "SN-2"]))
    def scan(self, serial: str) -> None:
        if seating.open_scan(self.bench) is not None or not self.bench.chosen:
            return
        target = self.bench.at(self.bench.chosen)
        assert seating.waits_for_scan(target)
        self.put(seating.scanned(target, serial, target.order, "P"))

    @rule(name=names)
    def start(self, name: str) -> None:
        if self.bench.at(name).phase is Phase.READY:
            self.put(seating.started(self.bench.at(name)))

    @rule(name=names, step=st.sampled_from(Step), state=st.sampled_from(StepState))
    def step(self, name: str, step: Step, state: StepState) -> None:
        self.put(seating.stepped(self.bench.at(name), StepEvent("r", name, step, state)))

    @rule(name=names, outcome=st.sampled_from(Outcome))
    def end(self, name: str, outcome: Outcome) -> None:
        if self.bench.at(name).phase is Phase.RUNNING:
            self.put(seating.ended(self.bench.at(name), verdict(outcome), ""))

    @rule(name=names)
    def stop(self, name: str) -> None:
        if self.bench.at(name).phase is Phase.RUNNING:
            self.put(seating.stopped(self.bench.at(name), NOTICE))

    @rule(name=names)
    def see(self, name: str) -> None:
        if self.bench.at(name).phase in {Phase.ENDED, Phase.STOPPED}:
            self.seen = True
            self.put(seating.idle(self.bench.at(name)))
            self.seen = False

    @precondition(lambda self: self.bench.positions)
    @invariant()
    def one_scan_is_open_at_most(self) -> None:
        ready = [v for v in self.bench.positions if v.phase is Phase.READY]
        assert len(ready) <= 1
        assert not ready or self.bench.chosen == ready[0].position

    @invariant()
    def what_is_shown_fits_together(self) -> None:
        for v in self.bench.positions:
            assert (v.verdict is not None) == (v.phase is Phase.ENDED)
            assert bool(v.serial) == (v.phase in {Phase.READY, Phase.RUNNING, Phase.ENDED}) or (
                v.phase is Phase.STOPPED
            )
            if v.phase is Phase.NO_ORDER and v.order:
                assert v.notice is not None
            if v.phase is Phase.SCAN:
                assert v.seated


TestBench = Bench.TestCase
