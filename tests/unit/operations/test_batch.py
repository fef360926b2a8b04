"""Batches: who waits for whom, and what ends the wait."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event

import pytest

from station.errors import Outcome, StationError
from station.line.bench import Position
from station.line.run import RunResult
from station.line.shift import Assignment
from station.line.work import Job
from station.model.run import Unit
from station.operations.batch import BatchFeed, BatchNotice

LONG_S = 30.0
JOB = object.__new__(Job)
RESULT = RunResult("0" * 26, Outcome.PASSED, "S", None, None, 1.0, Unit())


@dataclass
class Hands:
    """A feed whose units come as the test puts them in; None is the end of the order there."""

    has_room: bool = True
    order: str = "o1"
    units: dict[str, "SimpleQueue[Unit | Assignment | StationError | None]"] = field(
        default_factory=dict
    )
    gone: list[str] = field(default_factory=list)
    due: set[str] = field(default_factory=set)

    def put(self, position: str, unit: Unit | Assignment | StationError | None) -> None:
        self.units[position].put(unit)

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        del cancel
        unit = self.units[position.name].get(timeout=LONG_S)
        if isinstance(unit, StationError):
            raise unit
        return Assignment(unit, JOB) if isinstance(unit, Unit) else unit

    def put_back(self, position: Position, one: Assignment) -> bool:
        return not one.check and position.name in self.due

    def done(self, position: Position, result: RunResult) -> None:
        assert result is RESULT, position

    def left(self, position: Position) -> None:
        self.gone.append(position.name)

    def tell_gone(self, went: Callable[[Position], None]) -> None:
        self.went = went


@dataclass
class Bench:
    """Three positions, each in a thread."""

    hands: Hands
    batch: BatchFeed
    told: "SimpleQueue[tuple[BatchNotice, int]]"
    pool: ThreadPoolExecutor
    cancel: Event = field(default_factory=Event)

    def next(self, name: str) -> "Future[Assignment | None]":
        return self.pool.submit(self.batch.next, place(name), self.cancel)

    def done(self, name: str) -> None:
        self.batch.done(place(name), RESULT)

    def hears(self, *notices: tuple[BatchNotice, int]) -> None:
        for notice in notices:
            assert self.told.get(timeout=LONG_S) == notice


def place(name: str) -> Position:
    return Position(name=name, port=f"/dev/{name}")


@pytest.fixture
def bench() -> Iterator[Bench]:
    names = ("a", "b", "c")
    told: SimpleQueue[tuple[BatchNotice, int]] = SimpleQueue()
    hands = Hands(units={name: SimpleQueue() for name in names})
    batch = BatchFeed(hands, lambda notice, units, _: told.put((notice, units)))
    with ExitStack() as opened:
        pool = opened.enter_context(ThreadPoolExecutor(len(names)))
        bench = Bench(hands, batch, told, pool)
        opened.callback(bench.cancel.set)
        for name in names:
            batch.take_part(place(name))
        yield bench


LOADED, BEGUN, ENDED = BatchNotice.LOADED, BatchNotice.BEGUN, BatchNotice.ENDED


def test_all_begin_when_the_last_is_in_and_the_next_come_when_the_last_is_done(
    bench: Bench,
) -> None:
    runs = {name: bench.next(name) for name in "abc"}
    for number, name in enumerate("abc", 1):
        assert not any(run.done() for run in runs.values())
        bench.hands.put(name, Unit())
        bench.hears((LOADED, number))
    bench.hears((BEGUN, 3))
    assert all(run.result(LONG_S) is not None for run in runs.values())
    bench.done("a")
    following = bench.next("a")
    bench.hands.put("a", Unit())
    bench.done("b")
    assert bench.told.empty(), "a second unit was taken while the batch was at work"
    bench.done("c")
    bench.hears((ENDED, 0), (LOADED, 1))
    assert not following.done()


def test_the_worker_begins_with_what_is_there(bench: Bench) -> None:
    assert not bench.batch.begin(), "nothing is in"
    late, run = bench.next("b"), bench.next("a")
    bench.hands.put("a", Unit())
    bench.hears((LOADED, 1))
    assert bench.batch.begin()
    bench.hears((BEGUN, 1))
    assert run.result(LONG_S) is not None
    bench.hands.put("b", Unit())
    bench.hears((LOADED, 1))
    assert not late.done(), "a unit that came late joined the batch at work"


def test_a_check_goes_through_at_once_and_the_batch_waits_for_the_unit_behind_it(
    bench: Bench,
) -> None:
    runs = {name: bench.next(name) for name in "abc"}
    for number, name in enumerate("ab", 1):
        bench.hands.put(name, Unit())
        bench.hears((LOADED, number))
    bench.hands.put("c", Assignment(Unit(), JOB, check=True))
    check = runs["c"].result(LONG_S)
    assert check is not None
    assert check.check
    assert not any(runs[name].done() for name in "ab")
    bench.done("c")
    assert bench.told.empty(), "no batch has ended"
    last = bench.next("c")
    bench.hands.put("c", Unit())
    bench.hears((LOADED, 3), (BEGUN, 3))
    assert last.result(LONG_S) is not None


def test_a_unit_loaded_before_its_check_came_due_waits_for_the_check(bench: Bench) -> None:
    runs = {name: bench.next(name) for name in "abc"}
    for number, name in enumerate("ab", 1):
        bench.hands.put(name, Unit())
        bench.hears((LOADED, number))
    bench.hands.due.add("b")
    bench.hands.put("c", Unit())
    bench.hears((LOADED, 3), (BEGUN, 3))
    assert all(runs[name].result(LONG_S) is not None for name in "ac")
    for name in "ac":
        bench.done(name)
    bench.hears((ENDED, 0))
    bench.hands.put("b", Assignment(Unit(), JOB, check=True))
    check = runs["b"].result(LONG_S)
    assert check is not None
    assert check.check


def out_of_order(bench: Bench) -> None:
    bench.hands.put("c", None)


def stops(bench: Bench) -> None:
    bench.hands.put("c", StationError("LNK-001", port="x"))


def full(bench: Bench) -> None:
    bench.hands.has_room = False


@pytest.mark.parametrize("what", [out_of_order, stops, full])
def test_nobody_waits_for_who_does_not_come(bench: Bench, what: Callable[[Bench], None]) -> None:
    runs = {name: bench.next(name) for name in "abc"}
    for name in "ab":
        bench.hands.put(name, Unit())
    bench.hears((LOADED, 1), (LOADED, 2))
    what(bench)
    bench.hears((BEGUN, 2))
    assert all(runs[name].result(LONG_S) is not None for name in "ab")
    if what is not full:
        assert bench.hands.gone == ["c"]
    bench.hands.put("c", None)


def test_a_position_that_stops_with_its_unit_at_work_ends_no_batch_of_the_others(
    bench: Bench,
) -> None:
    runs = [bench.next(name) for name in "abc"]
    for name in "abc":
        bench.hands.put(name, Unit())
    assert all(run.result(LONG_S) for run in runs)
    bench.hears((LOADED, 1), (LOADED, 2), (LOADED, 3), (BEGUN, 3))
    bench.batch.left(place("a"))
    bench.done("b")
    assert bench.told.empty()
    bench.done("c")
    bench.hears((ENDED, 0))


def test_a_cancel_ends_the_wait_for_the_others_and_for_the_batch_at_work(bench: Bench) -> None:
    run = bench.next("a")
    bench.hands.put("a", Unit())
    bench.hears((LOADED, 1))
    bench.cancel.set()
    assert run.result(LONG_S) is None
    assert bench.hands.gone == ["a"]
