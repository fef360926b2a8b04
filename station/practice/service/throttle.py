"""The service's limits on how often it is asked."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from station.practice.service.problems import Refused

_ROUNDING: Final = 1e-6  # who comes back after just the time that was said is let in


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
        operations = min(operations, self.a_minute)  # what is over a minute's would never come
        now, rate = self.clock(), self.a_minute / 60
        self._left = min(float(self.a_minute), self._left + (now - self._at) * rate)
        self._at = now
        if self._left + _ROUNDING < operations:
            seconds = max(1, math.ceil((operations - self._left) / rate))
            headers = {"retry-after": str(seconds)} if self.says_when else {}
            raise Refused(429, 429_000, "Too many requests", headers=headers)
        self._left = max(0.0, self._left - operations)
