"""Positions side by side: one that breaks, and a wait that is broken off."""

from collections.abc import Sequence
from threading import Event, Thread

import pytest

from station.errors import StationError
from station.line.bench import Position
from station.line.run import RunResult
from station.line.shift import Assignment, ShiftResult, work_shift
from station.line.work import Tools

POSITIONS = (Position(name="1", port="/dev/one"), Position(name="2", port="/dev/two"))


class Panic(BaseException):
    """As a library written in Rust raises: no `Exception`."""


class Feed:
    """Fails at position 1 with `failure`; position 2 has no unit until it is stopped."""

    def __init__(self, failure: BaseException | None = None) -> None:
        self.failure = failure

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        if self.failure is not None:
            if position.name == "1":
                raise self.failure
            return None
        cancel.wait(10)
        return None

    def done(self, position: Position, result: RunResult) -> None:
        raise AssertionError(position, result)


def worked(feed: Feed, cancel: Event, tools: Tools, at: Sequence[Position]) -> ShiftResult:
    return work_shift(at, feed, tools, cancel=cancel)


@pytest.fixture
def tools() -> Tools:
    """Tools that nobody uses here."""
    return object.__new__(Tools)


@pytest.mark.parametrize(
    ("failure", "code"),
    [(StationError("LNK-006", port="x"), "LNK-006"), (ValueError(), "LIN-014")],
)
def test_a_position_that_breaks_is_told_of(
    tools: Tools, failure: Exception, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    shift = worked(Feed(failure), Event(), tools, POSITIONS)
    assert {name: error.code for name, error in shift.stopped.items()} == {"1": code}
    caplog.clear()


def test_whoever_asks_is_told_at_once_and_not_at_the_end(
    tools: Tools, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[tuple[str, str]] = []
    cancel = Event()

    def stopped(position: Position, error: StationError) -> None:
        told.append((position.name, error.code))
        cancel.set()

    class Waits(Feed):
        def next(self, position: Position, cancel: Event) -> Assignment | None:
            if position.name == "2":
                cancel.wait(10)
                return None
            return super().next(position, cancel)

    feed = Waits(StationError("LNK-008", port="x", program="y"))
    work_shift(POSITIONS, feed, tools, cancel=cancel, stopped=stopped)
    assert told == [("1", "LNK-008")]
    caplog.clear()


def test_a_position_that_was_cancelled_has_not_failed(
    tools: Tools, caplog: pytest.LogCaptureFixture
) -> None:
    shift = worked(Feed(StationError("LIN-003")), Event(), tools, POSITIONS)
    assert shift.stopped == {}
    caplog.clear()


def test_a_library_s_panic_is_told_of_too(tools: Tools, caplog: pytest.LogCaptureFixture) -> None:
    shift = worked(Feed(Panic()), Event(), tools, POSITIONS)
    assert shift.stopped["1"].code == "LIN-014"
    caplog.clear()


def test_a_wait_that_is_broken_off_stops_the_positions(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = Event()
    started: list[Thread] = []
    real = Thread.start

    class Broken(Thread):
        def start(self) -> None:
            real(self)
            started.append(self)

        def join(self, timeout: float | None = None) -> None:
            del timeout
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("station.line.shift.Thread", Broken)
        with pytest.raises(KeyboardInterrupt):
            worked(Feed(), cancel, tools, POSITIONS)
    assert cancel.is_set()
    for thread in started:
        Thread.join(thread, 5)
        assert not thread.is_alive()
