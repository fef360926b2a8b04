"""How fast a push goes: below the service's limit by itself, and behind its 429 where it must.

The service takes so many operations a minute (dps/FACTS 2.8). Who is told 429 waits for as long as
it says, else for a second that doubles, with some chance in it, so that not all who were told come
back at once (Azure's "Best practices for large-scale device deployments").
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

_MINUTE_S: Final = 60.0
_DOUBLINGS: Final = 10


@dataclass
class TokenBucket:
    """Operations that may be used, which come back evenly.

    Attributes:
        per_minute: how many come back; 0 for no limit.
        burst: how many are there at first, and at most.
        at: now, seconds on the caller's clock.
    """

    per_minute: float
    burst: float
    at: float
    _left: float = field(init=False)

    def __post_init__(self) -> None:
        self._left = self.burst

    def reserve(self, operations: int, now: float) -> float:
        """Take operations, and return after how many seconds they may be used."""
        if not self.per_minute:
            return 0.0
        rate = self.per_minute / _MINUTE_S
        self._left = min(self.burst, self._left + max(0.0, now - self.at) * rate) - operations
        self.at = now
        return max(0.0, -self._left / rate)


def _chance() -> float:
    return secrets.SystemRandom().random()


@dataclass(frozen=True)
class Backoff:
    """How long to wait after a failure.

    Attributes:
        first_s: at least, seconds.
        most_s: at most, without the chance, unless the service asks for more.
        chance: from 0 to 1.
    """

    first_s: float = 1.0
    most_s: float = 60.0
    chance: Callable[[], float] = _chance

    def delay(self, failures: int, said_s: float = 0.0) -> float:
        """Return the seconds to wait.

        Args:
            failures: how many came before this one without a success.
            said_s: what the service asked for, at least.
        """
        waits = min(self.most_s, self.first_s * 2.0 ** min(failures, _DOUBLINGS))
        # Never before the time that was said, and up to a quarter later.
        return max(waits, said_s) + self.chance() * waits / 4


@dataclass
class Pace:
    """Lets the threads of a push ask, each when its turn is.

    Attributes:
        bucket: of operations.
        backoff: behind a 429.
        clock: seconds, that never goes back.
    """

    bucket: TokenBucket
    backoff: Backoff
    clock: Callable[[], float] = time.monotonic
    throttled: int = field(default=0, init=False)
    _in_row: int = field(default=0, init=False)
    _closed_until: float = field(default=0.0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def take(self, operations: int) -> float:
        """Take operations, and return the time on the clock from which they may be used."""
        with self._lock:
            now = self.clock()
            return now + self.bucket.reserve(operations, now)

    def opens(self) -> float:
        """Return the time on the clock before which nobody asks."""
        with self._lock:
            return self._closed_until

    def told_to_wait(self, said_s: float) -> int:
        """Let nobody ask for a while, having been told 429.

        Args:
            said_s: what the service asked for, seconds.

        Returns:
            How many such pauses there were in a row.
        """
        with self._lock:
            now = self.clock()
            self.throttled += 1
            if now < self._closed_until:  # another call that was under way then
                self._closed_until = max(self._closed_until, now + said_s)
                return self._in_row
            self._closed_until = now + self.backoff.delay(self._in_row, said_s)
            self._in_row += 1
            return self._in_row

    def was_let_in(self) -> None:
        """Forget the 429s, having been answered."""
        with self._lock:
            self._in_row = 0
