"""How far a push is, in one line."""

import pytest

from station.cli.push import progress_line
from station.model.push import PushTally


@pytest.mark.parametrize(
    ("tally", "units", "seconds", "throttled", "line"),
    [
        (PushTally(created=50), 100, 10, 0, "50 of 100, 5.0 a second, 10 s left"),
        (PushTally(created=1_000), 61_000, 60, 0, "1,000 of 61,000, 16.7 a second, 60 min left"),
        (
            PushTally(created=1_000),
            1_000_000,
            60,
            0,
            "1,000 of 1,000,000, 16.7 a second, 16 h 39 min left",
        ),
        (
            PushTally(created=7, conflicts=2, unsure=1),
            10,
            5,
            3,
            "10 of 10, 2.0 a second, 0 s left, 3 to look at, 3 pauses that the service wanted",
        ),
    ],
)
def test_it_says_rate_time_left_and_what_is_to_look_at(
    tally: PushTally, units: int, seconds: float, throttled: int, line: str
) -> None:
    assert progress_line(tally, units, seconds, throttled) == line
