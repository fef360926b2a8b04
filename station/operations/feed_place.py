"""What a feed remembers of a position: who is there, and who needs no more work."""

from dataclasses import dataclass
from typing import Final

from station.links.port_ear import Ear
from station.links.port_watch import Mark

# How long a position must have been empty for a unit to count as taken out: contacts bounce.
_TAKEN_OUT_S: Final = 0.5


@dataclass
class FeedPlace:
    """What is remembered of a position; its own thread's alone.

    Attributes:
        ear: what listens there.
        passed: the serial number that needs no more work there, or empty.
        told: whether the worker knows that this unit is to be taken out.
        failed: the serial number or code of the unit that failed and wasn't taken out since; on a
            console, of whatever unit was at work.
        at_work: what was seen when the run began.
        first: whether nothing was seen yet, not even that the position is empty.
        empty_since: when the position began to be empty, seconds, or None.
        looked_at: when it was last looked at, seconds.
        busy_since: when another program was first seen to hold the port, or None.
        nonsense: how often the unit there has talked nonsense.
        known: who is there, as long as nobody was taken out: they aren't asked again.
        mark: of the port when they were asked.
    """

    ear: Ear
    passed: str = ""
    told: bool = False
    failed: str = ""
    at_work: str = ""
    first: bool = True
    empty_since: float | None = None
    looked_at: float = 0.0
    busy_since: float | None = None
    nonsense: int = 0
    known: str = ""
    mark: Mark = None

    def empty(self) -> None:
        """Note that nobody is there."""
        self.first, self.told, self.nonsense = False, False, 0
        if self.empty_since is None:
            self.empty_since = self.looked_at
        self._forgive()

    def seen(self) -> None:
        """Note that something is there."""
        self._forgive()
        self.empty_since = None

    def _forgive(self) -> None:
        """Let who failed try again once the position was empty for long enough."""
        empty = self.empty_since is not None
        if empty and self.looked_at - (self.empty_since or 0.0) >= _TAKEN_OUT_S:
            self.failed = ""
