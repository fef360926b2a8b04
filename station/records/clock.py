"""Jumps of the station's clock, told by one that nobody can set."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# So far the clock may go ahead between two entries before it counts as a jump: a time server's
# corrections are smaller, and those that put it back by over 5 s are none of a time server's.
_AHEAD_S: Final = 60.0
_BACK_S: Final = 5.0


def steady_seconds() -> float:
    """Return seconds that only go ahead, sleep included, from some moment on."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass
class ClockWatch:
    """Compares the clock with a steady one, from one entry to the next of a process.

    Attributes:
        steady: seconds that no setting of the clock moves.
    """

    steady: Callable[[], float]
    _ahead: float | None = None
    _told: tuple[int, float] | None = None

    def jump(
        self, now: datetime, last: int, newest: Callable[[], datetime | None]
    ) -> timedelta | None:
        """Return how far the clock has jumped since the entry before, or None where it hasn't.

        What is returned is taken as told by the entry that comes next; where that isn't kept, the
        same is returned again.

        Args:
            now: what the clock says.
            last: the newest entry's number.
            newest: gives that entry's time, None where it can't be read; asked once, since it can
                be an earlier process's.
        """
        ahead = now.timestamp() - self.steady()
        before = self._before(last)
        if before is None:
            time_of_newest = newest()
            moved = 0.0 if time_of_newest is None else (now - time_of_newest).total_seconds()
            moved = min(moved, 0.0)  # the station was off in between
        else:
            moved = ahead - before
        self._ahead, self._told = ahead, None
        if -_BACK_S <= moved <= _AHEAD_S:
            return None
        self._told = (last + 1, ahead - moved)
        return timedelta(seconds=moved)

    def _before(self, last: int) -> float | None:
        """Return how far the clock was ahead at the entry before, as far as that was kept."""
        if self._told is not None and last < self._told[0]:
            return self._told[1]
        return self._ahead
