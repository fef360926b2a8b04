"""Figures of a line's work, each defined here once; the record counts by these definitions.

A *run* is one try at one unit. It belongs to the moment at which it began, also where it ended in
the next shift. How it ended is told apart: PASSED and FAILED are the unit's, and such a run is
*counted*; ERROR is the station's, CANCELLED nobody's, and neither says anything of a unit.

A *unit* is told by its serial number, without case. A counted run without a serial number is a run,
but no unit's try. Nor is one that was refused because its serial number is enrolled already
(REC-008): the unit had passed before, and stays so. Both still stand among the failures. Nor is one
of a unit that had passed in its order and was run again, however that ended: no yield knows of it.

- *First-pass yield*: of the units whose first counted run on record lies in the selection, the
  share whose first counted run passed. Each unit counts once, where it was tried first: in one
  order, at one position, in one shift. What is reworked later helps no first-pass yield.
- *Final yield*: of the units that had a counted run in the selection, the share whose last counted
  run in the selection passed.
- *Working time*: the time in which at least one run was going on, and pauses between runs of up to
  15 minutes; longer pauses, such as a night between two days of an order, are none.
- *Throughput*: units that passed at the end, as in the final yield, per hour of working time.
- *Cycle time of a step*: median and 95th percentile of the seconds that it took where it was done
  (not where it failed); of the whole run, of runs that passed. Both by the nearest rank: the
  smallest measured value that at least that share of all values doesn't exceed.
- *Keys*: the units that passed and weren't run again, by what the factory's keys were kept in when
  their identities were made; and how many of them keep their own key in software.
- *Failures*: FAILED runs by the last step that failed and the run's error code, the most frequent
  first, with the share of all and the share so far (Pareto). ERROR runs are told the same way, in a
  list of their own.

A run that goes on is in none of these but the count of those that do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from station.errors import Outcome
from station.model.audit import SignedHead
from station.model.run import Step

REFUSED_AGAIN: Final = "REC-008"
"""The code of a run whose serial number is enrolled already."""
PAUSE: Final = timedelta(minutes=15)
"""The longest pause that is working time."""
MEDIAN: Final = 50
NEARLY_ALL: Final = 95


class Dimension(Enum):
    """What figures are told by."""

    ORDER = "order"
    POSITION = "position"
    SHIFT = "shift"
    PERSON = "person"


@dataclass(frozen=True)
class Selection:
    """Which runs: those that fit all that is said.

    Attributes:
        order: of this order.
        position: at this position.
        begins: begun at this time, UTC, or later.
        ends: begun before this time, UTC.
    """

    order: str | None = None
    position: str | None = None
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class Tally:
    """The figures of all runs of a selection, or of those of one order, position, shift or person.

    Attributes:
        key: the order, position, shift or badge; empty for all runs.
        outcomes: how many runs ended how.
        running: how many haven't ended.
        first_tried: units whose first counted run is among these.
        first_passed: those of them whose first counted run passed.
        tried: units with a counted run among these.
        passed: those of them whose last counted run among these passed.
        worked: the working time.
    """

    key: str
    outcomes: Mapping[Outcome, int]
    running: int
    first_tried: int
    first_passed: int
    tried: int
    passed: int
    worked: timedelta

    @property
    def first_pass_yield(self) -> float | None:
        """The first-pass yield, 0 to 1, or None without units."""
        return share(self.first_passed, self.first_tried)

    @property
    def final_yield(self) -> float | None:
        """The final yield, 0 to 1, or None without units."""
        return share(self.passed, self.tried)

    @property
    def per_hour(self) -> float | None:
        """The throughput, or None without working time."""
        hours = self.worked / timedelta(hours=1)
        return self.passed / hours if hours else None

    @property
    def runs(self) -> int:
        """How many runs ended."""
        return sum(self.outcomes.values())


@dataclass(frozen=True)
class CycleTime:
    """How long a step took.

    Attributes:
        step: which; None for the whole run.
        count: how many values there are.
        median: seconds.
        nearly_all: the 95th percentile, seconds.
    """

    step: Step | None
    count: int
    median: float
    nearly_all: float


@dataclass(frozen=True)
class Failure:
    """Runs that failed alike.

    Attributes:
        step: the last step that failed; None where none did, as when the station stopped.
        code: the error's; empty where there is none.
        count: how many.
    """

    step: Step | None
    code: str
    count: int


@dataclass(frozen=True)
class KeysKept:
    """What keys were kept in when identities were made, and of how many units.

    Attributes:
        entry: the number of the audit entry that tells it of the factory's keys; None where an
            older Station made them, which didn't tell.
        words: the same in words.
        units: how many units passed with an identity that was made so.
    """

    entry: int | None
    words: str
    units: int


@dataclass(frozen=True)
class Figures:
    """All figures of a selection, of one state of the record.

    Attributes:
        selection: of which runs.
        total: of all of them.
        by: by order, position, shift and, where it is allowed, person; keys in the order of text.
        cycles: the whole run first, then each step in its place.
        failures: of FAILED runs, the most frequent first.
        errors: of ERROR runs, the most frequent first.
        head: the audit chain's newest signed head at that state.
        keys: what the factory's keys were kept in, in the order of the entries.
        own_software: how many of these units keep their own key in software.
    """

    selection: Selection
    total: Tally
    by: Mapping[Dimension, Sequence[Tally]]
    cycles: Sequence[CycleTime]
    failures: Sequence[Failure]
    errors: Sequence[Failure]
    head: SignedHead
    keys: Sequence[KeysKept] = ()
    own_software: int = 0


@dataclass(frozen=True)
class ParetoLine:
    """A line of a Pareto table.

    Attributes:
        failure: what failed, and how often.
        share: of all failures, 0 to 1.
        so_far: of all failures, those of this line and the lines above it.
    """

    failure: Failure
    share: float
    so_far: float


def pareto(failures: Sequence[Failure]) -> Iterator[ParetoLine]:
    """Yield the lines of failures that stand in their order."""
    total = sum(failure.count for failure in failures)
    so_far = 0
    for failure in failures:
        so_far += failure.count
        yield ParetoLine(failure, failure.count / total, so_far / total)


def share(part: int, whole: int) -> float | None:
    """Return a share, 0 to 1, or None of nothing."""
    return part / whole if whole else None


class WorkingTime:
    """The working time, while runs are told in the order of their beginnings."""

    def __init__(self) -> None:
        self.total = timedelta()
        self._until: datetime | None = None

    def add(self, begins: datetime, lasted: timedelta) -> None:
        """Add a run."""
        ends = begins + lasted
        if self._until is None or begins - self._until > PAUSE:
            self.total += lasted
            self._until = ends
        elif ends > self._until:
            self.total += ends - self._until
            self._until = ends
