"""Batches as a state machine: who waits for whom, against a model that only keeps sets of names."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from station.errors import Outcome, StationError
from station.model.barcode_label import Label
from station.model.profile import StartBy
from station.operations import loading, seating
from station.operations.bench_view import BenchView, Mates, Notice, Phase, PositionView, Verdict
from station.operations.seating import Given

NAMES = ("1", "2", "3", "4")
PASSED = Verdict(Outcome.PASSED, None, "reg", 1.0)
FAILED = Verdict(Outcome.FAILED, Notice("LIN-002", "Another unit.", "Look."), "", 1.0)
DUE = Notice("LIN-081", "A check is due.", "Put the red rabbit in.")
STILL = Notice("LIN-075", "It stands still.", "Call the supervisor.")
FULL = Notice("REC-009", "The order is complete.", "Call the supervisor.")


def seat(name: str, phase: Phase = Phase.READY, order: str = "a", left: int = 9) -> PositionView:
    view = PositionView(name, phase, order=order, left=left, seated=True, start=StartBy.PLUGGED)
    return seating.loaded(view) if phase is Phase.LOADED else view


def bench(*views: PositionView) -> BenchView:
    return loading.counted(BenchView(views, "", batch=True))


def phases(view: BenchView) -> list[Phase]:
    return [one.phase for one in view.positions]


def test_it_waits_for_those_that_take_part_and_for_no_others() -> None:
    seen = bench(
        seat("1", Phase.LOADED),
        seat("2"),
        seat("3", Phase.ENDED),
        seat("4", Phase.STOPPED),
        seat("5", Phase.NO_ORDER),
        replace(seat("6"), check=DUE),
        replace(seat("7"), blocked=STILL),
        replace(seat("8"), order=""),
    )
    assert loading.waited_for(seen) == 2
    assert seen.at("1").mates == Mates(to_come=2)
    assert not loading.begins(seen)
    assert loading.begins(bench(*(v for v in seen.positions if v.position not in "23")))


def test_no_more_are_waited_for_than_the_orders_have_left() -> None:
    few = [seat(name, left=2) for name in "1234"]
    one = bench(seating.loaded(few[0]), *few[1:])
    assert loading.waited_for(one) == 1
    two = bench(seating.loaded(few[0]), seating.loaded(few[1]), *few[2:])
    assert loading.begins(two)
    other = bench(*two.positions, seat("5", order="b"))
    assert loading.waited_for(other) == 1, "another order's unit is waited for"


def test_with_what_is_loaded_once_the_worker_says_so() -> None:
    seen = bench(seat("1", Phase.LOADED), seat("2"))
    assert loading.may_begin(seen)
    assert loading.begins(loading.asked(seen))
    assert not loading.asked(bench(seat("1"), seat("2"))).asked, "there is nothing to begin with"


def test_what_was_asked_is_forgotten_with_what_was_loaded() -> None:
    seen = loading.asked(bench(seat("1", Phase.LOADED), seat("2")))
    gone = loading.counted(replace(seen, positions=(seat("1"), seat("2"))))
    later = loading.counted(replace(gone, positions=(seat("1"), seat("2", Phase.LOADED))))
    assert not loading.begins(later)


def test_a_second_batch_waits_for_the_first() -> None:
    running = seating.started(seating.loaded(seat("1")))
    seen = bench(replace(running, mates=Mates()), seat("2", Phase.LOADED))
    assert seen.at("2").mates == Mates(to_come=1, at_work=1)
    assert not loading.may_begin(seen)
    assert not loading.begins(loading.asked(seen))


def test_a_unit_that_began_alone_is_of_no_batch() -> None:
    seen = bench(seating.started(seat("1")), seat("2", Phase.LOADED))
    assert seen.at("1").mates is None
    assert loading.waited_for(seen) == 1
    assert loading.may_begin(seen)


def test_what_is_loaded_begins_once_batches_are_no_more() -> None:
    seen = bench(seat("1", Phase.LOADED), seat("2"))
    assert not loading.begins(seen)
    assert loading.begins(replace(seen, batch=False))


@pytest.mark.parametrize("start", list(StartBy))
def test_a_loaded_unit_that_goes_or_is_taken_back_is_loaded_no_more(start: StartBy) -> None:
    label = Label((("serial", "SN-1"),))
    ready = replace(seat("1"), start=start, serial="SN-1", label=label)
    full = seating.loaded(ready)
    assert full.serial == "SN-1"
    assert seating.seated(full, there=False).phase is Phase.SEAT
    assert seating.idle(full).phase in {Phase.SCAN, Phase.READY}
    assert not seating.starts_itself(seating.idle(full))
    assert seating.given(full, Given("a", left=9, start=start)) == full
    for now in (
        Given("b", left=9, start=start),
        Given("a", left=9, start=start, check=DUE),
        Given("a", left=0, start=start, refused=FULL),
    ):
        assert seating.given(full, now).phase is not Phase.LOADED
    assert seating.held(full, STILL).phase is Phase.STOPPED


def test_no_scan_goes_where_a_unit_must_stay_in() -> None:
    ended = replace(seat("1"), start=StartBy.SCAN, phase=Phase.ENDED, verdict=PASSED)
    assert seating.waits_for_scan(replace(ended, mates=Mates()))
    assert not seating.waits_for_scan(replace(ended, mates=Mates(at_work=1)))


class Batches(RuleBasedStateMachine):
    """Everything that can happen at four positions, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = loading.counted(BenchView(tuple(seat(name) for name in NAMES), "", batch=True))
        self.out: set[str] = set()
        self.loaded: set[str] = set()
        self.working: set[str] = set()

    def put(self, name: str, view: PositionView) -> None:
        views = tuple(view if v.position == name else v for v in self.bench.positions)
        self.bench = loading.counted(replace(self.bench, positions=views))

    def settle(self) -> None:
        """Begin as the wizard does, as often as it is so."""
        while loading.begins(self.bench):
            for view in loading.loaded(self.bench):
                self.put(view.position, seating.started(view))
        took_part = {name for name in NAMES if name not in self.out}
        if self.loaded and not self.working and self.loaded >= took_part:
            self.working, self.loaded = self.loaded, set()

    def of(self, name: str, *phase: Phase) -> bool:
        return self.bench.at(name).phase in phase

    @rule(name=st.sampled_from(NAMES))
    def load(self, name: str) -> None:
        if self.of(name, Phase.READY) and name not in self.out:
            self.put(name, seating.loaded(self.bench.at(name)))
            self.loaded.add(name)
            self.settle()

    @rule(name=st.sampled_from(NAMES))
    def take_back(self, name: str) -> None:
        if self.of(name, Phase.LOADED):
            self.put(name, seating.idle(self.bench.at(name)))
            self.loaded.discard(name)
            self.settle()

    @rule(name=st.sampled_from(NAMES), there=st.booleans())
    def pull_or_push(self, name: str, there: bool) -> None:
        before = self.bench.at(name)
        self.put(name, seating.seated(before, there=there))
        if not there:
            self.loaded.discard(name)
        self.settle()

    @rule()
    def press(self) -> None:
        self.bench = loading.asked(self.bench)
        if self.loaded and not self.working:
            self.working, self.loaded = self.loaded, set()
        self.settle()

    @rule(name=st.sampled_from(NAMES), verdict=st.sampled_from([PASSED, FAILED]))
    def end(self, name: str, verdict: Verdict) -> None:
        if self.of(name, Phase.RUNNING):
            self.put(name, seating.ended(self.bench.at(name), verdict, "SN"))
            self.working.discard(name)
            self.settle()

    @rule(name=st.sampled_from(NAMES))
    def take_as_seen(self, name: str) -> None:
        if self.of(name, Phase.ENDED) or (self.of(name, Phase.STOPPED) and name not in self.out):
            self.put(name, seating.idle(self.bench.at(name)))

    @rule(name=st.sampled_from(NAMES))
    def stop(self, name: str) -> None:
        self.put(name, seating.halted(self.bench.at(name), StationError("LIN-014")))
        self.out.add(name)
        self.loaded.discard(name)
        self.working.discard(name)
        self.settle()

    @rule(name=st.sampled_from(NAMES))
    def block(self, name: str) -> None:
        self.put(name, seating.blocked(self.bench.at(name), STILL))
        self.out.add(name)
        self.loaded.discard(name)
        self.settle()

    @rule(name=st.sampled_from(NAMES), refused=st.booleans())
    def order_ends_or_check_is_due(self, name: str, refused: bool) -> None:
        if self.of(name, Phase.RUNNING, Phase.ENDED, Phase.STOPPED) or name in self.out:
            return
        now = Given("a", left=9, start=StartBy.PLUGGED)
        now = replace(now, refused=FULL) if refused else replace(now, check=DUE)
        self.put(name, seating.given(self.bench.at(name), now))
        self.out.add(name)
        self.loaded.discard(name)
        self.settle()

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.out)))
        if self.of(name, Phase.RUNNING, Phase.ENDED):
            return
        view = seating.released(self.bench.at(name))
        self.put(name, seating.given(view, Given("a", left=9, start=StartBy.PLUGGED)))
        self.out.discard(name)
        self.settle()

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        assert {view.position for view in loading.loaded(self.bench)} == self.loaded
        assert {view.position for view in loading.at_work(self.bench)} == self.working

    @invariant()
    def nobody_waits_for_nobody(self) -> None:
        """Whatever is loaded waits for a unit at work, or for one that can still be put in."""
        for view in loading.loaded(self.bench):
            assert view.mates is not None
            assert view.mates.to_come or view.mates.at_work
            assert view.mates.at_work == len(self.working)
            assert view.mates.to_come == len(set(NAMES) - self.out - self.loaded)

    @invariant()
    def one_press_begins_what_is_loaded(self) -> None:
        assert loading.may_begin(self.bench) == bool(self.loaded and not self.working)
        assert loading.begins(loading.asked(self.bench)) == loading.may_begin(self.bench)

    @invariant()
    def who_is_done_or_at_work_knows_of_the_others(self) -> None:
        for view in self.bench.positions:
            if view.phase is Phase.RUNNING:
                assert view.mates == Mates(at_work=len(self.working) - 1)
            if view.phase is Phase.ENDED:
                assert view.mates == Mates(at_work=len(self.working))


TestBatches = Batches.TestCase
