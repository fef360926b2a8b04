"""So many operations a minute, by a clock that the test turns."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.practice.service.problems import Refused
from station.practice.service.throttle import Throttle


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


def wait_of(throttle: Throttle, operations: int = 1) -> int:
    """Return for how many seconds operations are refused; 0 where they aren't."""
    try:
        throttle.take(operations)
    except Refused as refused:
        return int(refused.headers["retry-after"])
    return 0


def test_a_minute_s_worth_may_come_at_once_and_no_more() -> None:
    clock = Clock()
    throttle = Throttle(60, clock=clock)
    assert [wait_of(throttle) for _ in range(60)] == [0] * 60
    assert wait_of(throttle) == 1
    clock.now += 1
    assert wait_of(throttle) == 0
    assert wait_of(throttle) == 1
    clock.now += 3_600  # an hour without any saves nothing up beyond a minute's
    assert [wait_of(throttle) for _ in range(61)] == [0] * 60 + [1]


def test_a_call_may_count_as_many() -> None:
    clock = Clock()
    throttle = Throttle(60, clock=clock)
    assert [wait_of(throttle, 10) for _ in range(7)] == [0] * 6 + [10]
    clock.now += 5
    assert wait_of(throttle, 10) == 5
    assert wait_of(throttle, 5) == 0


def test_a_call_that_counts_more_than_a_minute_s_is_let_in_after_a_minute() -> None:
    clock = Clock()
    throttle = Throttle(5, clock=clock)
    assert wait_of(throttle, 10) == 0
    assert wait_of(throttle, 10) == 60
    clock.now += 60
    assert wait_of(throttle, 10) == 0


def test_it_can_be_silent_about_when() -> None:
    throttle = Throttle(1, says_when=False, clock=Clock())
    throttle.take()
    with pytest.raises(Refused) as caught:
        throttle.take()
    assert (caught.value.status, caught.value.code) == (429, 429_000)
    assert dict(caught.value.headers) == {}


def test_none_is_no_limit() -> None:
    throttle = Throttle(0, clock=Clock())
    assert {wait_of(throttle) for _ in range(10_000)} == {0}


@given(
    a_minute=st.integers(1, 2_000),
    calls=st.lists(st.tuples(st.floats(0, 100), st.integers(1, 20)), max_size=60),
)
def test_who_waits_as_told_is_let_in_and_the_limit_holds(
    a_minute: int, calls: list[tuple[float, int]]
) -> None:
    clock = Clock()
    throttle = Throttle(a_minute, clock=clock)
    taken, begun = 0, clock.now
    for pause, operations in calls:
        clock.now += pause
        if seconds := wait_of(throttle, operations):
            clock.now += seconds
            assert wait_of(throttle, operations) == 0
        taken += min(operations, a_minute)
    assert taken <= a_minute + (clock.now - begun) * a_minute / 60 + 0.01
