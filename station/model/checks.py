"""Check runs: known units that show that a position tells good units from bad ones.

A *red rabbit* is a unit that is known to be bad, and must fail; a *golden unit* is one that is
known to be good, and must pass. Nothing is made on either, and neither takes a place of an order.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from station.errors import CATALOGUE, Failure, Outcome
from station.model.shifts import Shift
from station.model.stops import NOT_THE_POSITION

# What an empty position shows too, or one whose cable is broken: no unit is known by that.
ABSENCE: Final = frozenset({"LNK-001", "LNK-002", "LNK-003"})


class CheckKind(Enum):
    """What a known unit is."""

    RED_RABBIT = "red-rabbit"
    GOLDEN = "golden"

    @property
    def words(self) -> str:
        """What people call it."""
        return "red rabbit" if self is CheckKind.RED_RABBIT else "golden unit"


class When(Enum):
    """When a check has to be done."""

    NEVER = "never"
    SHIFT = "shift"


@dataclass(frozen=True)
class CheckUnit:
    """A unit that a supervisor has put on record for checks.

    Attributes:
        kind: what it is.
        serial: its serial number; it counts without case.
        profile: the product's profile, by name, whose positions it checks.
        code: the error's that a red rabbit must show; empty where any failure of the unit will do.
    """

    kind: CheckKind
    serial: str
    profile: str
    code: str = ""

    @property
    def words(self) -> str:
        """What it is called, as in "Put the red rabbit R-001 in"."""
        return f"{self.kind.words} {self.serial}"

    def is_right(self, outcome: Outcome, code: str | None, *, named: bool) -> bool:
        """Return whether a run of this unit ended as it must.

        Args:
            outcome: the run's.
            code: the error's, where it had one.
            named: whether the unit said its serial number. Where it didn't, only the very failure
                that is known of it shows that this is the unit.
        """
        if self.kind is CheckKind.GOLDEN:
            return outcome is Outcome.PASSED
        if outcome is not Outcome.FAILED or not self.is_told(outcome, code):
            return False
        return code == self.code if self.code else named

    def is_told(self, outcome: Outcome, code: str | None) -> bool:
        """Return whether a run of this unit tells anything of the position.

        What any unit shows whose contact is lost, or which isn't the one that was meant, is no
        refusal of a bad one: a red rabbit counts by it only where that is what is known of it.
        """
        if self.kind is CheckKind.GOLDEN or outcome is not Outcome.FAILED or not code:
            return True
        passing = CATALOGUE[code].failure is Failure.TRANSIENT
        return code == self.code or not (passing or code in ABSENCE | NOT_THE_POSITION)


@dataclass(frozen=True)
class Check:
    """A check run, as it is on record.

    Attributes:
        name: unique, 26 characters, sorts by time as runs' names do.
        kind: of the unit.
        serial: the unit's.
        position: where.
        profile: the product's profile, by name.
        profile_hash: SHA-256 of that profile's file, hexadecimal.
        started: UTC.
        ended: UTC.
        outcome: how the run ended; never CANCELLED.
        code: the error's, or empty.
        right: whether that is how it had to end.
        workers: the badges of those who answered for the bench.
    """

    name: str
    kind: CheckKind
    serial: str
    position: str
    profile: str
    profile_hash: str
    started: datetime
    ended: datetime
    outcome: Outcome
    code: str
    right: bool
    workers: tuple[str, ...] = ()


class Standing(Enum):
    """How a kind of check stands at a position."""

    NOT_WANTED = "not-wanted"
    DONE = "done"
    DUE = "due"
    WRONG = "wrong"  # it ended as it must not: no unit is taken until it is done again, and right


def standing(newest: Check | None, when: When, shift: Shift, now: datetime) -> Standing:
    """Return how a kind of check stands at a position, by the newest one that was done there.

    One that ended as it must not holds in its shift whatever the rule is. One by a clock that was
    ahead, or before its shift began, is none of this shift's.

    Args:
        newest: the newest there of that kind and profile.
        when: the rule of the house.
        shift: which goes on.
        now: UTC, within the shift.
    """
    wanted = Standing.NOT_WANTED if when is When.NEVER else Standing.DUE
    if newest is None or not shift.begins <= newest.started <= newest.ended <= now:
        return wanted
    if newest.right:
        return Standing.DONE
    return wanted if newest.outcome is Outcome.ERROR else Standing.WRONG
