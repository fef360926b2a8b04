"""Who may do what: the rights that change the record, and what each of them demands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from station.model.people import Role


class Right(Enum):
    """Something that not everybody may do; an audit entry of it says who did."""

    PROVISION = "provision"
    ORDERS = "orders"
    FIRST_ARTICLE = "first-article"
    ALLOT = "allot"
    EXPORT = "export"
    REVOKE = "revoke"
    NEW_KEY = "new-key"
    QUARANTINE = "quarantine"
    REWORK = "rework"
    SCRAP = "scrap"
    RETURN = "return"
    RELEASE_UNIT = "release-unit"
    SWAP = "swap"
    RELEASE_PROFILE = "release-profile"
    ROOTS = "roots"
    PEOPLE = "people"
    SUPERVISORS = "supervisors"
    OWN_PIN = "own-pin"
    SETTINGS = "settings"
    RESTORE = "restore"
    ARCHIVE = "archive"
    CEREMONY = "ceremony"
    PINS = "pins"
    SOFTWARE_HSM = "software-hsm"
    CREDENTIAL = "credential"
    RESTART = "restart"
    CONTACTS = "contacts"
    LABELS = "labels"
    CHECKS = "checks"


@dataclass(frozen=True)
class Rule:
    """What a right demands.

    Attributes:
        roles: whose it is.
        people: how many different people must agree.
        fresh: whether badge and PIN are asked for again, also of who is logged in.
        reason: whether it is to be said why.
        several: whether one change can have several entries, so that an approval is good for more
            than one of them.
        lasts_s: how long after it was given an approval can be used, seconds.
    """

    roles: frozenset[Role]
    people: int = 1
    fresh: bool = False
    reason: bool = False
    several: bool = False
    lasts_s: float = 120.0


_ALL: Final = frozenset(Role)
_SUPERVISOR: Final = frozenset({Role.SUPERVISOR})
_REPAIR: Final = frozenset({Role.SUPERVISOR, Role.MAINTENANCE})
_OVERRIDE: Final = Rule(_SUPERVISOR, fresh=True, reason=True)
_TWO: Final = Rule(_SUPERVISOR, people=2, fresh=True)

RULES: Final[Mapping[Right, Rule]] = {
    Right.PROVISION: Rule(_ALL),
    Right.ORDERS: Rule(_SUPERVISOR, several=True),
    Right.FIRST_ARTICLE: Rule(_SUPERVISOR, fresh=True),
    Right.ALLOT: Rule(_SUPERVISOR, fresh=True),
    # Given when an export begins and used at its end: a large one takes a while.
    Right.EXPORT: Rule(_SUPERVISOR, lasts_s=14_400.0),
    Right.REVOKE: _OVERRIDE,
    Right.NEW_KEY: _OVERRIDE,
    Right.QUARANTINE: Rule(_ALL, reason=True),
    Right.REWORK: Rule(_REPAIR, reason=True),
    Right.SCRAP: _OVERRIDE,
    Right.RETURN: Rule(_REPAIR, reason=True),
    Right.RELEASE_UNIT: _OVERRIDE,
    Right.SWAP: _OVERRIDE,
    Right.RELEASE_PROFILE: _TWO,
    Right.ROOTS: Rule(_SUPERVISOR, people=2, fresh=True, several=True),
    Right.PEOPLE: Rule(_SUPERVISOR),
    Right.SUPERVISORS: _TWO,
    Right.OWN_PIN: Rule(_ALL, fresh=True),
    Right.SETTINGS: Rule(_SUPERVISOR, fresh=True),
    Right.RESTORE: Rule(_SUPERVISOR, people=2, fresh=True, reason=True),
    Right.SOFTWARE_HSM: Rule(_SUPERVISOR, people=2, fresh=True, reason=True),
    # Given before the archive is written and read back, and used at the end.
    Right.ARCHIVE: Rule(_SUPERVISOR, fresh=True, reason=True, lasts_s=14_400.0),
    Right.CREDENTIAL: Rule(_SUPERVISOR, people=2, fresh=True, reason=True),
    Right.CHECKS: Rule(_SUPERVISOR, fresh=True),
    Right.CEREMONY: _TWO,
    Right.RESTART: _OVERRIDE,
    Right.CONTACTS: Rule(_REPAIR, reason=True),
    Right.LABELS: Rule(_ALL, reason=True),
    # Given before the units' PINs are opened one by one: of a large order it takes a while.
    Right.PINS: Rule(_SUPERVISOR, fresh=True, reason=True, lasts_s=3_600.0),
}


@dataclass(frozen=True)
class Approval:
    """That people who may have agreed to something.

    The record's `Approvals` alone gives out one that can be used.

    Attributes:
        right: what for.
        by: their badges, in the order that they agreed.
        reason: why, one line, empty where nobody need say.
    """

    right: Right
    by: tuple[str, ...]
    reason: str = ""


# Whom the chain names where the token's security officer stands in for supervisors who are gone.
SECURITY_OFFICER: Final = "(security officer)"
