"""A position that hangs, crashes or breaks: the three others work through their units meanwhile.

Where it hangs, it does so until the others are done: only then is its run cancelled.
"""

import os
import pty
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event, Lock

import pytest

from station.errors import Outcome
from station.folders import Data
from station.line.bench import Position
from station.line.run import RunResult
from station.line.shift import Assignment, ShiftResult, work_shift
from station.line.steps import Listener
from station.line.work import Job
from station.model.run import Step, StepEvent, Unit
from station.operations.practice import new_practice_plant, position_of
from station.practice.bench import PracticeBench
from station.practice.unit_config import NORMAL, Behaviour, Manner, Pacing
from station.practice.units import PracticeUnit
from tests.support.floor import Floor
from tests.support.hostile_token import Hostile, built

pytestmark = [pytest.mark.bench, pytest.mark.timeout(300)]

EACH = 2  # units at each good position
LONG_S = 120.0


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("four")
    bench = PracticeBench(folder / "bench", 4, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))


@dataclass
class Feed:
    """Good units for three positions, and one run at the fourth, the bad one.

    Attributes:
        floor: the bench.
        good: what good units are made into.
        bad: the fourth position's run; None where its feed breaks.
        ended: the positions of all runs, in the order in which they ended.
        others_done: set when the good positions have nothing more to do; ends the bad run.
    """

    floor: Floor
    good: Job
    bad: Assignment | None
    position: Position
    ended: list[str] = field(default_factory=list)
    others_done: Event = field(default_factory=Event)
    _left: dict[str, list[PracticeUnit]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        for seat in self.floor.bench.seats[:3]:
            units = [self.floor.unit("symmetric-device") for _ in range(EACH)]
            self._left[seat.name] = units

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        del cancel
        if position.name == self.position.name:
            if self.bad is None:
                raise MemoryError("the bad position's own")
            return self.bad if self.position.name not in self.ended else None
        left = self._left[position.name]
        if not left:
            return None
        seat = next(seat for seat in self.floor.bench.seats if seat.name == position.name)
        self.floor.bench.plug(seat, left.pop())
        return Assignment(Unit(), self.good)

    def done(self, position: Position, result: RunResult) -> None:
        del result
        with self._lock:
            self.ended.append(position.name)
            good = [name for name in self.ended if name != self.position.name]
        if position.name != self.position.name:
            seat = next(seat for seat in self.floor.bench.seats if seat.name == position.name)
            self.floor.bench.unplug(seat)
        if len(good) == 3 * EACH:
            self.others_done.set()


@dataclass
class Bench:
    """Four positions, of which the last is bad."""

    floor: Floor
    hostile: Hostile
    stack: ExitStack

    def seated(self, product: str, behaviour: Behaviour = NORMAL) -> Position:
        seat = self.floor.bench.seats[3]
        self.floor.bench.plug(seat, self.floor.unit(product), behaviour)
        self.stack.callback(self.floor.bench.unplug, seat)
        return position_of(seat)

    def works(
        self, product: str, position: Position, listeners: Sequence[Listener] = ()
    ) -> tuple[Feed, ShiftResult]:
        """Work until the good positions are done and the bad one's run is over."""
        good, job = self.floor.order("symmetric-device", quantity=50), self.floor.order(product)
        cancel = Event()
        feed = Feed(self.floor, good, Assignment(Unit(), job, cancel), position)
        feed.others_done = cancel
        return feed, self.shift(feed, position, listeners)

    def shift(
        self, feed: Feed, position: Position, listeners: Sequence[Listener] = ()
    ) -> ShiftResult:
        seats = [position_of(seat) for seat in self.floor.bench.seats[:3]]
        return work_shift([position, *seats], feed, self.floor.plant.tools, listeners)


@pytest.fixture
def bench(four: Floor, tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(four, Hostile(built(tmp_path), tmp_path / "rules"), stack)


def assert_the_others_passed(feed: Feed, shift: ShiftResult) -> None:
    good = [r for r in shift.results if r.outcome is Outcome.PASSED]
    assert len(good) == 3 * EACH
    assert set(shift.stopped) <= {feed.position.name}


@contextmanager
def stuffed() -> Iterator[str]:
    """Give a port that takes no byte any more, as with its flow stopped for ever."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    os.set_blocking(slave, False)
    try:
        with suppress(BlockingIOError):
            while True:
                os.write(slave, b"x" * 512)
        yield os.ttyname(slave)
    finally:
        os.close(master)
        os.close(slave)


def silent(bench: Bench) -> tuple[str, Position]:
    return "symmetric-device", bench.seated("symmetric-device", Behaviour(Manner.SILENT, after=1))


def hung_library(bench: Bench) -> tuple[str, Position]:
    bench.hostile.told("hang C_GenerateKeyPair")
    return "x509", bench.hostile.at(bench.seated("x509"))


def blocked_port(bench: Bench) -> tuple[str, Position]:
    port = bench.stack.enter_context(stuffed())
    return "symmetric-device", Position(name="4", port=port)


@pytest.mark.parametrize("hangs", [silent, hung_library, blocked_port])
def test_a_position_that_hangs(
    bench: Bench, hangs: Callable[[Bench], tuple[str, Position]]
) -> None:
    product, position = hangs(bench)
    feed, shift = bench.works(product, position)
    assert_the_others_passed(feed, shift)
    (bad,) = (r for r in shift.results if r.outcome is not Outcome.PASSED)
    # A line that takes nothing for 10 s, or an answer of 5 s, may end before slow others do.
    assert bad.error is not None
    assert bad.error.code in {"LIN-003", "LNK-002", "HSM-007"}
    if bad.error.code == "LIN-003":
        assert feed.ended[-1] == "4"


@pytest.mark.parametrize("rule", ["crash C_Sign", "abort C_Login"])
def test_a_worker_that_crashes(bench: Bench, rule: str) -> None:
    bench.hostile.told(rule)
    feed, shift = bench.works("x509", bench.hostile.at(bench.seated("x509")))
    assert_the_others_passed(feed, shift)
    assert [error.code for error in shift.stopped.values()] == ["HSM-006"]


def test_a_thread_that_breaks(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    position = position_of(bench.floor.bench.seats[3])
    feed = Feed(bench.floor, bench.floor.order("symmetric-device", quantity=50), None, position)
    shift = bench.shift(feed, position)
    assert_the_others_passed(feed, shift)
    assert shift.stopped["4"].code == "LIN-014"
    caplog.clear()


def test_a_listener_that_raises_at_one_position(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def raises(event: StepEvent) -> None:
        if event.position == "4":
            raise RuntimeError("the listener's own")

    feed, shift = bench.works("symmetric-device", bench.seated("symmetric-device"), [raises])
    assert len([r for r in shift.results if r.outcome is Outcome.PASSED]) == 3 * EACH + 1
    assert not shift.stopped
    assert "4" in feed.ended
    caplog.clear()


def test_a_listener_that_waits_at_one_position(bench: Bench) -> None:
    held: list[bool] = []
    feeds: list[Feed] = []
    good = bench.floor.order("symmetric-device", quantity=50)

    def waits(event: StepEvent) -> None:
        if (event.position, event.step) == ("4", Step.ADMIT):
            held.append(feeds[0].others_done.wait(LONG_S))

    position = bench.seated("symmetric-device")
    feeds.append(Feed(bench.floor, good, Assignment(Unit(), good), position))
    shift = bench.shift(feeds[0], position, [waits])
    assert held == [True, True], "the others didn't end while it waited"
    assert len([r for r in shift.results if r.outcome is Outcome.PASSED]) == 3 * EACH + 1
    assert feeds[0].ended[-1] == "4"
