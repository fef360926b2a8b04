"""Those who want the same go together, the others after them; whoever is cancelled goes away."""

from collections.abc import Callable
from threading import Event, Semaphore, Thread

import pytest

from station.errors import StationError
from station.operations.rehearsal_lanes import Lanes


def nothing() -> None:
    """Do nothing."""


def entered(lanes: Lanes, wish: object, close: Callable[[], None] = nothing) -> tuple[Event, Event]:
    """Have a thread go in; return what tells that it is in, and what lets it leave."""
    inside, leaves = Event(), Event()

    def go() -> None:
        with lanes.held("lane", wish, Event(), close):
            inside.set()
            leaves.wait(10)

    Thread(target=go, daemon=True).start()
    return inside, leaves


def test_the_same_goes_together_and_is_cleared_before_the_first_and_by_the_last() -> None:
    lanes, cleared = Lanes(), Semaphore(0)
    one, other = (entered(lanes, "a", cleared.release) for _ in range(2))
    assert one[0].wait(10)
    assert other[0].wait(10)
    assert cleared.acquire(blocking=False)
    one[1].set()
    assert not cleared.acquire(timeout=0.05)
    other[1].set()
    assert cleared.acquire(timeout=10)


def test_another_waits_until_it_is_closed_and_nobody_overtakes_it() -> None:
    lanes, closed = Lanes(), list[str]()
    first = entered(lanes, "a", lambda: closed.append("a"))
    assert first[0].wait(10)
    second = entered(lanes, "b")
    assert not second[0].wait(0.1)
    third = entered(lanes, "a")
    assert not third[0].wait(0.1)
    first[1].set()
    assert second[0].wait(10)
    assert closed == ["a", "a"]
    assert not third[0].wait(0.1)
    second[1].set()
    assert third[0].wait(10)
    third[1].set()


def test_a_cancel_ends_the_wait_and_leaves_nothing() -> None:
    lanes, cancel = Lanes(), Event()
    cancel.set()
    with lanes.held("lane", "a", Event(), nothing):
        with (
            pytest.raises(StationError, match="LIN-003"),
            lanes.held("lane", "b", cancel, nothing),
        ):
            pytest.fail("it went in")
        with lanes.held("lane", "a", Event(), nothing):
            pass
    assert lanes._lanes == {}
