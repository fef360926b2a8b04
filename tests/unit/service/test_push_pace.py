"""How fast a push goes, on a clock of the test's own."""

from itertools import pairwise

import pytest

from station.service.push_clock import clock_gap, turned_away
from station.service.push_pace import Backoff, Pace, TokenBucket

HOUR = {"date": "Mon, 30 Nov 2026 08:00:00 GMT"}
EIGHT = 1_796_025_600.0


def test_no_minute_has_more_operations_than_the_limit_and_its_burst() -> None:
    bucket, now, at = TokenBucket(600, 30, 0.0), 0.0, list[float]()
    for _ in range(300):
        now += bucket.reserve(10, now)
        at.append(now)
    for begin in at:
        inside = sum(10 for one in at if begin <= one < begin + 60)
        assert inside <= 600 + 30 + 10
    assert 3_000 / at[-1] * 60 >= 600


def test_what_isn_t_used_is_kept_up_to_the_burst() -> None:
    bucket = TokenBucket(60, 20, 0.0)
    assert [bucket.reserve(10, 0.0) for _ in range(3)] == [0.0, 0.0, 10.0]
    assert bucket.reserve(10, 1_000.0) == 0.0
    assert bucket.reserve(20, 1_000.0) == 10.0


def test_without_a_limit_nobody_waits() -> None:
    bucket = TokenBucket(0, 1, 0.0)
    assert {bucket.reserve(10, 0.0) for _ in range(100)} == {0.0}


def test_waits_double_with_some_chance_and_are_never_shorter_than_what_was_said() -> None:
    even, late = Backoff(1, 60, lambda: 0.0), Backoff(1, 60, lambda: 1.0)
    waits = [even.delay(failures) for failures in range(9)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert even.delay(0, 17) == 17
    assert late.delay(2) == 5
    assert all(Backoff().delay(0) >= 1 for _ in range(100))
    assert len({Backoff().delay(3) for _ in range(20)}) > 1


def test_behind_429_nobody_asks_and_the_next_one_in_a_row_waits_longer() -> None:
    now = [0.0]
    pace = Pace(TokenBucket(0, 1, 0.0), Backoff(1, 60, lambda: 0.0), lambda: now[0])
    opens = []
    for _ in range(4):
        pace.told_to_wait(0)
        pace.told_to_wait(0)  # of a call that was under way at that time
        opens.append(pace.opens() - now[0])
        now[0] = pace.opens()
    assert opens == [1, 2, 4, 8]
    assert all(before < after for before, after in pairwise(opens))
    pace.was_let_in()
    pace.told_to_wait(0)
    assert pace.opens() - now[0] == 1
    assert pace.throttled == 9


def test_what_the_service_says_holds_for_all() -> None:
    pace = Pace(TokenBucket(0, 1, 0.0), Backoff(1, 60, lambda: 0.0), lambda: 0.0)
    pace.told_to_wait(3)
    pace.told_to_wait(9)
    assert pace.opens() == 9


@pytest.mark.parametrize(
    ("now", "code", "why"),
    [
        (EIGHT, "SVC-040", None),
        (EIGHT + 100, "SVC-040", None),
        (EIGHT + 3 * 3_600, "SVC-059", "3 hours ahead of"),
        (EIGHT - 600, "SVC-059", "10 minutes behind"),
        (EIGHT - 4 * 86_400, "SVC-059", "4 days behind"),
    ],
)
def test_a_clock_that_is_far_off_is_why_a_key_is_refused(
    now: float, code: str, why: str | None
) -> None:
    error = turned_away("s", HOUR, now)
    assert (error.code, error.data.get("why")) == (code, why)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 2026 08:00:00 GMT"])
def test_a_service_that_doesn_t_say_the_time_blames_no_clock(date: str) -> None:
    assert clock_gap({"date": date}, EIGHT) is None
    assert clock_gap({}, EIGHT) is None
    assert turned_away("s", {"date": date}, 0).code == "SVC-040"
