"""The service's limits on how often it is asked."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from station.practice.service.problems import Refused


@dataclass
class Throttle:
    """So many operations a minute, and no more at once than a minute's.

    Attributes:
        a_minute: how many; 0 for no limit.
        says_when: whether a refusal says in a header when to ask again.
        clock: seconds, that never goes back.
    """

    a_minute: int
    says_when: bool = True
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._left, self._at = float(self.a_minute), self.clock()

    def take(self, operations: int = 1) -> None:
        """Count operations.

        Raises:
            Refused: 429 where they are too many.
        """
        if not self.a_minute:
            return
        now, rate = self.clock(), self.a_minute / 60
        self._left = min(float(self.a_minute), self._left + (now - self._at) * rate)
        self._at = now
        if self._left < operations:
            seconds = max(1, round((operations - self._left) / rate + 0.5))
            headers = {"retry-after": str(seconds)} if self.says_when else {}
            raise Refused(429, 429_000, "Too many requests", headers=headers)
        self._left -= operations
