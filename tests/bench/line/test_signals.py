"""Lamps and a fixture's switch behind a real RFC 2217 box, at real runs on the practice bench."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, Thread, Timer

import pytest

from station.errors import Outcome, StationError
from station.line.bench import Bench, Position
from station.line.bench_signals import Interlock, Signals
from station.line.fixture import FixtureState
from station.line.run import RunResult
from station.line.shift import Assignment, ShiftResult, work_shift
from station.line.signalling import Signalling
from station.line.work import Job
from station.model.run import Step, StepEvent, StepState, Unit
from station.operations.practice import position_of
from station.practice.remote_box import RemoteBox
from station.practice.unit_config import NORMAL, Behaviour, Manner
from tests.support.floor import Floor

pytestmark = [
    pytest.mark.bench,
    # pyserial 3.5 starts and names its reader thread in ways that Python gave up.
    pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\) is deprecated"),
]

TOO_LATE_S = 60.0
DARK, GREEN, RED, BOTH = (False, False), (True, False), (False, True), (True, True)
LAMPS = [{"lamp": "green", "line": "dtr"}, {"lamp": "red", "line": "rts"}]
SWITCH = Interlock.model_validate_json('{"line": "cts"}')


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    late = time.monotonic() + TOO_LATE_S
    while not true():
        assert time.monotonic() < late
        time.sleep(0.01)


@dataclass
class Seen:
    """What the box's lamps showed, each change once, and what was told of it all."""

    lamps: list[tuple[bool, bool]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    trouble: list[StationError] = field(default_factory=list)

    def changed(self, dtr: bool, rts: bool) -> None:
        if self.lamps[-1:] != [(dtr, rts)]:
            self.lamps.append((dtr, rts))

    def heard(self, event: StepEvent) -> None:
        if event.state is StepState.WAITING:
            self.codes.append(event.code or "")


@dataclass
class Units:
    """A feed of so many assignments, each with what is done before it."""

    job: Job
    before: list[Callable[[], None]]
    results: list[RunResult] = field(default_factory=list)
    ended: Callable[[], None] = lambda: None

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        del position, cancel
        if not self.before:
            return None
        self.before.pop(0)()
        return Assignment(Unit(), self.job)

    def done(self, position: Position, result: RunResult) -> None:
        del position
        self.results.append(result)
        self.ended()


@contextmanager
def signalled(
    floor: Floor, seen: Seen, box: RemoteBox, interlock: Interlock | None = None
) -> Iterator[tuple[Signalling, Position]]:
    """Have a position whose lamps, and perhaps its fixture's switch, are the box's."""
    outputs = tuple(
        Signals.model_validate({"output": [{**lamp, "port": box.url}]}).output[0] for lamp in LAMPS
    )
    if interlock is not None and interlock.line is not None:
        interlock = interlock.model_copy(update={"port": box.url})
    signals = Signals(output=outputs, interlock=interlock)
    position = position_of(floor.seat).model_copy(update={"signals": signals})
    with Signalling(Bench(name="b", position=(position,)), seen.trouble.append) as signalling:
        yield signalling, position


def worked(
    floor: Floor, feed: Units, signalling: Signalling, position: Position, seen: Seen
) -> ShiftResult:
    tools = replace(floor.plant.tools, signals=signalling)
    return work_shift([position], feed, tools, [seen.heard])


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def box(seen: Seen) -> Iterator[RemoteBox]:
    with RemoteBox(changed=seen.changed) as box:
        yield box


def plug(floor: Floor, behaviour: Behaviour = NORMAL) -> Callable[[], None]:
    unit = floor.unit("symmetric")
    return lambda: floor.bench.plug(floor.seat, unit, behaviour)


def test_lamps_follow_pass_and_fail(floor: Floor, seen: Seen, box: RemoteBox) -> None:
    job = floor.order("symmetric")
    faulty = plug(floor, Behaviour(Manner.REFUSES))
    feed = Units(job, [plug(floor), faulty])
    with signalled(floor, seen, box) as (signalling, position):

        def next_one() -> None:
            passed = feed.results[-1].outcome is Outcome.PASSED
            until(lambda: seen.lamps[-1] == (GREEN if passed else RED))
            floor.bench.unplug(floor.seat)

        feed.ended = next_one
        until(lambda: seen.lamps[-1:] == [DARK])
        worked(floor, feed, signalling, position, seen)
    assert [r.outcome for r in feed.results] == [Outcome.PASSED, Outcome.FAILED]
    assert [one for one in seen.lamps if one in {GREEN, RED}][-1] == RED
    assert BOTH in seen.lamps
    assert seen.lamps[-1] == DARK
    assert seen.trouble == []


def test_a_run_waits_until_the_fixture_is_closed(floor: Floor, seen: Seen, box: RemoteBox) -> None:
    job = floor.order("symmetric")
    feed = Units(job, [plug(floor)], ended=lambda: floor.bench.unplug(floor.seat))
    with signalled(floor, seen, box, SWITCH) as (signalling, position):
        until(lambda: signalling.fixtures["1"] is FixtureState.OPEN)

        def close() -> None:
            until(lambda: seen.codes == ["LIN-087"])
            assert floor.plant.tools.records.runs(job.order.name) == []
            box.switch(cts=True)

        closing = Thread(target=close)
        closing.start()
        worked(floor, feed, signalling, position, seen)
        closing.join()
    assert [r.outcome for r in feed.results] == [Outcome.PASSED]


def test_a_fixture_opened_in_mid_run_ends_it_and_the_record_says_so(
    floor: Floor, seen: Seen, box: RemoteBox
) -> None:
    job = floor.order("symmetric")
    feed = Units(job, [plug(floor)], ended=lambda: floor.bench.unplug(floor.seat))
    opened: list[float] = []

    def heard(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.ATTEST, StepState.STARTED):
            box.switch(cts=False)
            opened.append(time.monotonic())
            until(lambda: signalling.fixtures["1"] is FixtureState.OPEN)

    box.switch(cts=True)
    with signalled(floor, seen, box, SWITCH) as (signalling, position):
        tools = replace(floor.plant.tools, signals=signalling)
        work_shift([position], feed, tools, [seen.heard, heard])
    (result,) = feed.results
    floor.assert_refused(result, job, "LNK-047")
    assert result.outcome is Outcome.CANCELLED
    assert opened
    floor.assert_next_unit_passes("symmetric", job)


def test_a_switch_that_says_nothing_any_more_stops_the_position(
    floor: Floor, seen: Seen, box: RemoteBox
) -> None:
    job = floor.order("symmetric")
    feed = Units(job, [plug(floor)] * 2, ended=lambda: floor.bench.unplug(floor.seat))
    box.switch(cts=True)
    with ExitStack() as parts:
        signalling, position = parts.enter_context(signalled(floor, seen, box, SWITCH))
        until(lambda: signalling.fixtures["1"] is FixtureState.CLOSED)
        port = int(box.url.rpartition(":")[2])

        def heard(event: StepEvent) -> None:
            if (event.step, event.state) == (Step.ATTEST, StepState.STARTED):
                box.__exit__(None, None, None)
                until(lambda: signalling.fixtures["1"] is FixtureState.UNKNOWN)

        tools = replace(floor.plant.tools, signals=signalling)
        shift = work_shift([position], feed, tools, [heard])
        assert [error.code for error in shift.stopped.values()] == ["LNK-046"]
        assert [r.error.code if r.error else "" for r in feed.results] == ["LNK-046"]
        assert [error.code for error in seen.trouble] == ["LNK-045"]
        with RemoteBox(port, seen.changed) as again:
            again.switch(cts=True)
            until(lambda: signalling.fixtures["1"] is FixtureState.CLOSED)
            until(lambda: signalling.trouble == [])
            assert len(seen.trouble) == 1
            work_shift([position], feed, tools)
    assert [r.outcome for r in feed.results] == [Outcome.ERROR, Outcome.PASSED]


def test_lamps_that_are_gone_stop_nothing_and_come_back(
    floor: Floor, seen: Seen, box: RemoteBox
) -> None:
    job = floor.order("symmetric")
    feed = Units(job, [plug(floor)], ended=lambda: floor.bench.unplug(floor.seat))
    with signalled(floor, seen, box) as (signalling, position):
        until(lambda: seen.lamps[-1:] == [DARK])
        port = int(box.url.rpartition(":")[2])
        box.__exit__(None, None, None)
        shift = worked(floor, feed, signalling, position, seen)
        assert not shift.stopped
        until(lambda: [error.code for error in seen.trouble] == ["LNK-045"])
        with RemoteBox(port, seen.changed) as again:
            until(lambda: (again.lines.dtr, again.lines.rts) == GREEN)
    assert [r.outcome for r in feed.results] == [Outcome.PASSED]
    assert len(seen.trouble) == 1


def test_the_fixture_must_be_opened_between_two_units_where_the_bench_says_so(
    floor: Floor, seen: Seen, box: RemoteBox
) -> None:
    job = floor.order("symmetric")
    feed = Units(job, [plug(floor), plug(floor)], ended=lambda: floor.bench.unplug(floor.seat))
    box.switch(cts=True)
    switch = SWITCH.model_copy(update={"reopen": True})
    with signalled(floor, seen, box, switch) as (signalling, position):

        def change() -> None:
            until(lambda: seen.codes == ["LIN-088"])
            box.switch(cts=False)
            until(lambda: signalling.fixtures["1"] is FixtureState.OPEN)
            box.switch(cts=True)

        changing = Thread(target=change)
        changing.start()
        worked(floor, feed, signalling, position, seen)
        changing.join()
    assert [r.outcome for r in feed.results] == [Outcome.PASSED, Outcome.PASSED]


def test_whoever_cancels_waits_for_no_fixture(floor: Floor, seen: Seen, box: RemoteBox) -> None:
    job, cancel = floor.order("symmetric"), Event()
    feed = Units(job, [plug(floor)], ended=lambda: floor.bench.unplug(floor.seat))
    with signalled(floor, seen, box, SWITCH) as (signalling, position):
        Timer(0.5, cancel.set).start()
        tools = replace(floor.plant.tools, signals=signalling)
        work_shift([position], feed, tools, [seen.heard], cancel)
    assert [r.error.code if r.error else "" for r in feed.results] == ["LIN-003"]
