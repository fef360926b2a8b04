"""What stands still until a supervisor lets it go on: what of the bench, why, and since when."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final


class Scope(Enum):
    """How much stands still."""

    POSITION = "position"
    ORDER = "order"
    BENCH = "bench"


class Cause(Enum):
    """Why it stands still."""

    FAILURES = "failures"  # so many units in a row failed at the position
    YIELD = "yield"  # too few of the order's last units passed at their first try
    DUPLICATE = "duplicate"  # a unit came with another unit's key


@dataclass(frozen=True)
class Place:
    """What stands still, or may.

    Attributes:
        scope: how much of the bench.
        name: the position's or the order's; empty for the whole bench.
    """

    scope: Scope
    name: str = ""

    @property
    def words(self) -> str:
        """What people call it."""
        return "the whole bench" if self.scope is Scope.BENCH else f"{self.scope.value} {self.name}"


BENCH: Final = Place(Scope.BENCH)


@dataclass(frozen=True)
class Stop:
    """Something that stands still.

    Attributes:
        place: what.
        cause: of which kind.
        why: in words.
        runs: what it was found from, oldest first; the last is the run that caused it.
        since: when, UTC.
    """

    place: Place
    cause: Cause
    why: str
    runs: tuple[str, ...]
    since: datetime


YIELD_UNITS: Final = 50
"""Of how many units the yield is told, and before so many nothing is said of it."""

DUPLICATES: Final = frozenset({"REC-006", "REC-007", "LIN-068", "LIN-071"})
"""What a run ends with whose unit came with a key; it stops the bench where that is another's."""

STANDING_STILL: Final = frozenset({"LIN-075", "LIN-076", "LIN-077", "LIN-078"})
"""What nothing is started with where a position, an order or the bench stands still."""

NOT_THE_POSITION: Final = frozenset(
    {
        *("LIN-001", "LIN-002", "LIN-052"),  # another unit, label or product than was meant
        *("LIN-055", "LIN-056"),  # another product, or firmware of another version
        *("LIN-040", "LIN-063"),  # the worker didn't do, or say, what was asked for
        *("REC-005", "REC-008", "REC-042"),  # its name or serial number is taken, or not listed
        *("REC-093", "REC-094"),  # it was enrolled elsewhere
        *("REC-031", "REC-032", "REC-058", "REC-061"),  # the record doesn't let it go on
    }
)
"""Failures that say nothing of the position where they came up, which aren't counted against it."""
