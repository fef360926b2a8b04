"""Which right each entry of the audit chain takes, asked when it is added and when it is verified.

There is no other way for a change into the record than by its entry, so no change gets round this.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.people import Role
from station.model.rights import RULES, SECURITY_OFFICER, Approval, Right
from station.model.unit_state import CHANGES
from station.records.entries import EntryKind

_RIGHTS: Final[Mapping[EntryKind, Right]] = {
    EntryKind.ORDER_ADDED: Right.ORDERS,
    EntryKind.ORDER_CHANGED: Right.ORDERS,
    EntryKind.ORDER_ASSIGNED: Right.ORDERS,
    EntryKind.ORDER_SECRET_SET: Right.ORDERS,
    EntryKind.EK_LIST_SET: Right.ORDERS,
    EntryKind.SERIALS_SET: Right.ORDERS,
    EntryKind.ORDER_ALLOTTED: Right.ALLOT,
    EntryKind.ALLOTTED: Right.ALLOT,
    EntryKind.FIRST_ARTICLE_SIGNED: Right.FIRST_ARTICLE,
    EntryKind.FIRST_ARTICLE_REJECTED: Right.FIRST_ARTICLE,
    EntryKind.PROFILE_RELEASED: Right.RELEASE_PROFILE,
    EntryKind.PROFILE_WITHDRAWN: Right.RELEASE_PROFILE,
    EntryKind.ROOT_ADDED: Right.ROOTS,
    EntryKind.ROOT_REMOVED: Right.ROOTS,
    EntryKind.EXPORTED: Right.EXPORT,
    EntryKind.PUSH_BEGUN: Right.EXPORT,
    EntryKind.PUSH_DECIDED: Right.EXPORT,
    EntryKind.REVOKED: Right.REVOKE,
    EntryKind.LIST_IMPORTED: Right.EXPORT,
    EntryKind.LIST_FORGOTTEN: Right.REVOKE,
    EntryKind.SETTINGS_CHANGED: Right.SETTINGS,
    EntryKind.MOVED: Right.RESTORE,
    EntryKind.CEREMONY_HELD: Right.CEREMONY,
    EntryKind.TOKEN_REPLACED: Right.RESTORE,
    EntryKind.HANDOFF_SECRET_SET: Right.SETTINGS,
    EntryKind.UNIT_PINS_EXPORTED: Right.PINS,
    EntryKind.CA_LIMITED: Right.CEREMONY,
    EntryKind.CA_PROVED: Right.SETTINGS,
    EntryKind.GROUP_KEY_ADDED: Right.ORDERS,
    EntryKind.GROUP_ROTATED: Right.CEREMONY,
    EntryKind.GROUP_KEY_RETIRED: Right.CEREMONY,
    EntryKind.GROUP_DISABLED: Right.CEREMONY,
    EntryKind.SERVICE_SET: Right.SETTINGS,
    EntryKind.SERVICE_REPAIRED: Right.EXPORT,
    EntryKind.SOFTWARE_CUSTODY: Right.SOFTWARE_HSM,
    EntryKind.ARCHIVED: Right.ARCHIVE,
    EntryKind.CREDENTIAL_SET: Right.CREDENTIAL,
    EntryKind.RESTARTED: Right.RESTART,
    EntryKind.CONTACTS_RESET: Right.CONTACTS,
    EntryKind.CHECK_UNIT_ADDED: Right.CHECKS,
    EntryKind.CHECK_UNIT_REMOVED: Right.CHECKS,
    EntryKind.LABEL_REPRINTED: Right.LABELS,
}
# Those of which it depends on what they tell.
_SPECIAL: Final = frozenset(
    {
        EntryKind.PERSON_ADDED,
        EntryKind.PERSON_CHANGED,
        EntryKind.CA_ADDED,
        EntryKind.UNIT_CHANGED,
    }
)
_UNIT_RIGHTS: Final = {change.value: rule.right for change, rule in CHANGES.items()}
_NOTHING: Final[Mapping[str, JsonValue]] = MappingProxyType({})
# Which rules of this module a record was made under; its first entry says so.
RIGHTS: Final = 1
OWN_PIN: Final = "own-pin"
# The PIN that somebody gave when the second token was made ready counts again: their own, too.
SECOND_PIN: Final = "second-pin"
ROLLED: Final = "rolled"
SWITCHED_OFF: Final = "switched-off"
# So many supervisors begin a station, whom no other can have agreed to.
FIRST_SUPERVISORS: Final = 2


def right_of(kind: EntryKind, data: Mapping[str, JsonValue]) -> Right | None:
    """Return the right that an entry takes, or None where it takes none."""
    if kind not in _SPECIAL:
        return _RIGHTS.get(kind)
    if kind is EntryKind.PERSON_CHANGED and data.get("what") in {OWN_PIN, SECOND_PIN}:
        return Right.OWN_PIN
    if kind is EntryKind.CA_ADDED:  # what is found on the token is there without the record
        return Right.CEREMONY if data.get("why") == ROLLED else None
    if kind is EntryKind.UNIT_CHANGED:
        return _UNIT_RIGHTS.get(str(data.get("why")), Right.SCRAP)
    supervisor = data.get("role") == Role.SUPERVISOR.value
    return Right.SUPERVISORS if supervisor else Right.PEOPLE


def demanded(
    kind: EntryKind,
    data: Mapping[str, JsonValue],
    approval: Approval | None,
    *,
    practice: bool,
) -> Mapping[str, JsonValue]:
    """Return what an entry has to say of who agreed to it.

    Args:
        kind: the entry's.
        data: the entry's own.
        approval: what there is.
        practice: whether nobody need have agreed.

    Raises:
        StationError: REC-025 where the right is missing, REC-026 where nobody says why.
    """
    right = right_of(kind, data)
    if right is None:
        return _NOTHING
    if approval is None:
        if practice or is_first(data):
            return _NOTHING
        raise StationError("REC-025", f"{kind.value}: nobody", what=right.value)
    _check_right(right, approval, kind.value)
    return {"by": list(approval.by), "reason": approval.reason}


def check_agreed(right: Right, approval: Approval | None, *, practice: bool) -> None:
    """Check that there is an approval for a right, which practice alone does without.

    Raises:
        StationError: as `demanded`.
    """
    if approval is not None:
        _check_right(right, approval, "beforehand")
    elif not practice:
        raise StationError("REC-025", "beforehand: nobody", what=right.value)


def _check_right(right: Right, approval: Approval, where: str) -> None:
    if approval.right is not right:
        detail = f"{where}: approved was {approval.right.value}"
        raise StationError("REC-025", detail, what=right.value)
    check_enough(right, approval)


def check_enough(right: Right, approval: Approval) -> None:
    """Check that as many people agreed, and said why, as a right demands.

    Raises:
        StationError: REC-025, REC-026.
    """
    rule = RULES[right]
    stands_in = right is Right.SUPERVISORS and approval.by == (SECURITY_OFFICER,)
    if len({badge.lower() for badge in approval.by}) < rule.people and not stands_in:
        raise StationError("REC-025", f"{len(approval.by)} agreed", what=right.value)
    if (rule.reason or stands_in) and not approval.reason.strip():
        raise StationError("REC-026")


def is_first(data: Mapping[str, JsonValue]) -> bool:
    """Return whether an entry says that it adds one of the first two supervisors."""
    return data.get("first") is True and data.get("role") == Role.SUPERVISOR.value
