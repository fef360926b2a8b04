"""Where a unit stands in its life, and by what it gets from one state to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from station.model.rights import Right


class UnitState(Enum):
    """Where a unit stands."""

    IN_PROCESS = "in-process"
    PASSED = "passed"
    REWORK = "rework"
    SCRAPPED = "scrapped"
    QUARANTINED = "quarantined"
    RETURNED = "returned"


# What stands after "The unit is".
STATE_WORDS: Final[Mapping[UnitState, str]] = {
    UnitState.IN_PROCESS: "in process",
    UnitState.PASSED: "passed",
    UnitState.REWORK: "under repair",
    UnitState.SCRAPPED: "scrapped",
    UnitState.QUARANTINED: "in quarantine",
    UnitState.RETURNED: "returned",
}


class UnitChange(Enum):
    """By what a unit's state changes: the first seven are people's, the others the record's own."""

    QUARANTINE = "quarantine"
    RELEASE = "release"
    REWORK = "rework"
    SCRAP = "scrap"
    RETURN = "return"
    SWAP = "swap"
    RENEW = "renew"
    RUNS = "runs"  # it had as many runs as its profile lets it have
    ADMITTED = "admitted"  # it was repaired and is tried again
    FAILED_AGAIN = "failed-again"  # it had passed, was run again, and didn't
    UNSETTLED = "unsettled"  # what a run that was broken off left in it can't be told


@dataclass(frozen=True)
class ChangeRule:
    """What a change demands and does.

    Attributes:
        right: whose it is; None for what the record does by itself.
        before: the states that it changes.
        after: the state that it leads to; None for that of a unit which nobody has marked, passed
            where it has a live enrollment and else in process.
    """

    right: Right | None
    before: frozenset[UnitState]
    after: UnitState | None


_ALL: Final = frozenset(UnitState)
_OVER: Final = frozenset({UnitState.SCRAPPED})
_ASIDE: Final = frozenset({UnitState.QUARANTINED})
_BACK: Final = frozenset({UnitState.RETURNED})
# A unit under repair that has a live enrollment is admitted where its order says "same key"; else
# only a release, a board swap or a new key leads on from there.
_REPAIR: Final = frozenset({UnitState.REWORK})
_PASSED: Final = frozenset({UnitState.PASSED})
_WORKED_ON: Final = frozenset({UnitState.IN_PROCESS})

CHANGES: Final[Mapping[UnitChange, ChangeRule]] = {
    UnitChange.QUARANTINE: ChangeRule(
        Right.QUARANTINE, _ALL - _OVER - _ASIDE, UnitState.QUARANTINED
    ),
    UnitChange.RELEASE: ChangeRule(Right.RELEASE_UNIT, _ASIDE | _REPAIR | _BACK, None),
    UnitChange.REWORK: ChangeRule(Right.REWORK, _WORKED_ON | _BACK, UnitState.REWORK),
    UnitChange.SCRAP: ChangeRule(Right.SCRAP, _ALL - _OVER, UnitState.SCRAPPED),
    UnitChange.RETURN: ChangeRule(Right.RETURN, _PASSED, UnitState.RETURNED),
    UnitChange.SWAP: ChangeRule(Right.SWAP, _PASSED | _REPAIR | _BACK, None),
    UnitChange.RENEW: ChangeRule(Right.NEW_KEY, _PASSED | _REPAIR | _BACK, None),
    UnitChange.RUNS: ChangeRule(None, _WORKED_ON | _REPAIR, UnitState.QUARANTINED),
    UnitChange.ADMITTED: ChangeRule(None, _REPAIR, None),
    UnitChange.FAILED_AGAIN: ChangeRule(None, _PASSED, UnitState.QUARANTINED),
    UnitChange.UNSETTLED: ChangeRule(None, _WORKED_ON | _PASSED, UnitState.QUARANTINED),
}

REPLACED: Final[Mapping[UnitChange, int]] = {UnitChange.SWAP: 1, UnitChange.RENEW: -1}
"""What makes room for another enrollment, and the sign of the old one's number where it did."""


def state_after(change: UnitChange, before: UnitState, *, live: bool) -> UnitState | None:
    """Return the state that a change leads to, or None where there is no such change.

    Args:
        change: what is to be done.
        before: where the unit stands.
        live: whether it has an enrollment that isn't revoked.
    """
    rule = CHANGES[change]
    if before not in rule.before:
        return None
    if change in REPLACED:
        return UnitState.IN_PROCESS if live else None
    return rule.after or unmarked(live=live)


def unmarked(*, live: bool) -> UnitState:
    """Return the state of a unit that nobody has marked; see `state_after`."""
    return UnitState.PASSED if live else UnitState.IN_PROCESS


# States that a unit has by itself: for these alone the record keeps no row.
UNMARKED: Final = _PASSED | _WORKED_ON
