"""The keys of enrollment groups and of services: made or taken in, and put on record."""

from pathlib import Path
from typing import Final

from station.errors import StationError
from station.hsm.group_keys import GroupBirth
from station.line.work import Tools
from station.model.enrollment import EnrollmentGroup
from station.model.group import (
    FIRST_KEY,
    FOR_PUSH,
    IMPORTED,
    MADE,
    PUSH_OWNER,
    GroupKey,
    KeyOwner,
    working,
)
from station.model.names import RegistrationId, shown
from station.model.order import EnrolledAs, Order
from station.model.rights import Approval, Right
from station.operations.push_groups import check_pushed
from station.secret import Secret

_LARGEST: Final = 100_000


def owner_of_file(path: Path) -> KeyOwner:
    """Return the owner whose certificate, PEM or DER, is in a file.

    Raises:
        StationError: PRF-005 where the file can't be read, HSM-040 where it holds no certificate.
    """
    return KeyOwner.parse(small_file(path))


def small_file(path: Path) -> bytes:
    """Return a file of up to 100 kB, or raise PRF-005."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        why = "it isn't there, or may not be read"
        raise StationError("PRF-005", str(error), path=shown(str(path), 300), why=why) from error
    if len(data) > _LARGEST:
        raise StationError("PRF-005", path=shown(str(path), 300), why="it is too large")
    return data


def open_group(
    tools: Tools,
    group_id: RegistrationId,
    owner: KeyOwner | None,
    approval: Approval | None = None,
) -> GroupKey:
    """Make a group's key, wrapped for its owner and the escrow, and put it on record.

    One that is on record already stays, with the copies that were made of it then. What a call
    that was broken off before the record left on the token is destroyed: no unit has it.

    Args:
        tools: the open station's.
        group_id: the group.
        owner: who gets a copy, None for nobody but the escrow.
        approval: for `Right.ORDERS`; practice needs none.

    Raises:
        StationError: REC-066 where the group is disabled; REC-067 where its key was wrapped for
            another owner, or for nobody; HSM-038 where the token has a key that isn't on record,
            units may have, and the owner has no copy of; SVC-068 where its units have certificates;
            HSM-013, HSM-019, HSM-040; REC-025.
    """
    known = tools.records.groups.find(group_id)
    if known is not None:
        if tools.records.disabled_groups.disabled(group_id):
            raise StationError("REC-066", name=shown(group_id.text))
        if owner is not None and known.owner != owner.fingerprint and not tools.factory.practice:
            raise StationError("REC-067", name=shown(group_id.text))
        # A token that took this one's place may not have it; another key would be a dead unit's.
        tools.factory.groups.demand(RegistrationId.parse(known.group_id), known.number)
        return known
    _check_uncertified(tools, group_id)
    tools.records.check_approval(Right.ORDERS, approval)
    owner = _at_token(tools, owner)
    _clear_leftover(tools, group_id, FIRST_KEY)
    birth = tools.factory.groups.create(group_id, owner.public if owner else b"")
    return tools.records.groups.add(group_id, *_birth_of(birth, owner), approval)


def _at_token(tools: Tools, owner: KeyOwner | None) -> KeyOwner | None:
    """Return for whom a key is wrapped: for a push it is the token's own transport key."""
    if owner is None or owner.fingerprint != FOR_PUSH:
        return owner
    if tools.factory.practice:  # whose token gives its keys out
        return None
    return KeyOwner(FOR_PUSH, tools.factory.groups.transport_key())


def open_order_group(tools: Tools, order: Order, approval: Approval | None) -> None:
    """Make the key that the keys of an order's units are derived from, where it isn't there.

    In production a group's is there already: whoever made it said for whom it is wrapped, for ever.
    That of units which are enrolled one by one is wrapped for the escrow at most: the service needs
    their own keys alone, and these can be derived again.

    Raises:
        StationError: REC-068 where a group's isn't there, REC-101 where the key is for units that
            are enrolled in the other way; as `open_group`.
    """
    name, single = order.group_id, order.spec.enrollment is EnrolledAs.INDIVIDUAL
    _check_one_use(tools, name, single=single)
    if not single and not tools.factory.practice and tools.records.groups.find(name) is None:
        raise StationError("REC-068", name=shown(name.text))
    open_group(tools, name, None, approval)


def _check_one_use(tools: Tools, name: RegistrationId, *, single: bool) -> None:
    """Check that a key is, and stays, for one way of enrolling.

    Whoever has a group's key has all keys derived from it. So one that left, may leave, or came in
    is for no unit whose own key the service alone is to have.
    """
    others = {
        order.spec.enrollment is EnrolledAs.INDIVIDUAL
        for order in tools.records.orders()
        if order.group_id == name
    }
    keys = tools.records.groups.keys(name)
    known_elsewhere = any(key.owner or key.born == IMPORTED for key in keys)
    if (single and known_elsewhere) or (not single) in others:
        raise StationError("REC-101", name=shown(name.text))


def import_group(
    tools: Tools,
    group_id: RegistrationId,
    key: Secret | bytes,
    owner: KeyOwner | None,
    approval: Approval | None = None,
) -> GroupKey:
    """Take in the key that a group has at its service, and put it on record.

    What a call that was broken off before the record left on the token is destroyed, as in
    `open_group`.

    Args:
        tools: the open station's.
        group_id: the group, which has no key here yet, so that none of its units has one.
        key: wrapped for the transport key; or a Secret, in the clear.
        owner: who gets a copy, None for nobody but the escrow.
        approval: for `Right.ORDERS`; practice needs none.

    Raises:
        StationError: HSM-038 where the group has a key that is on record or that units may have,
            HSM-039 where this one can't be taken, HSM-040; SVC-068 where its units have
            certificates; REC-067, REC-025.
    """
    if tools.records.groups.find(group_id) is not None:
        raise StationError("HSM-038", name=shown(group_id.text))
    _check_uncertified(tools, group_id)
    tools.records.check_approval(Right.ORDERS, approval)
    owner = _at_token(tools, owner)
    _clear_leftover(tools, group_id, FIRST_KEY)
    birth = tools.factory.groups.install(group_id, key, owner.public if owner else b"")
    return tools.records.groups.add(group_id, *_birth_of(birth, owner), approval)


def _check_uncertified(tools: Tools, group_id: RegistrationId) -> None:
    """Check that a group has no units with certificates, to whom a key is nothing; SVC-068."""
    scopes = {
        order.id_scope
        for order in tools.records.orders()
        if order.group_id == group_id and order.spec.enrollment is EnrolledAs.GROUP
    }
    for scope in scopes:
        if tools.records.groups.issuers(EnrollmentGroup(group_id, scope)).ever:
            raise StationError("SVC-068", name=shown(group_id.text))


def _clear_leftover(tools: Tools, group_id: RegistrationId, number: int) -> None:
    """Destroy a key that was made or taken in, but never put on record, unless units may have it.

    It may have come from elsewhere than what is wanted now, or be wrapped for somebody else.
    """
    if tools.records.groups.never_used(group_id, number):
        tools.factory.groups.retire(group_id, number)


def _birth_of(birth: GroupBirth, owner: KeyOwner | None) -> tuple[str, tuple[str, bytes, bytes]]:
    """Return how a key was born, and its copies, as the record takes them."""
    fingerprint = owner.fingerprint if owner is not None and birth.owner_copy else ""
    born = IMPORTED if birth.imported else MADE
    return born, (fingerprint, birth.owner_copy, birth.escrow_copy)


def rotate_group(
    tools: Tools,
    group_id: RegistrationId,
    key: Secret | bytes | None,
    owner: KeyOwner | None,
    approval: Approval | None = None,
) -> GroupKey:
    """Give a group another key, beside the one that it has; its next units get the new one.

    Where it was broken off before it was put on record, the key that is left on the token of it is
    destroyed, and this is another one.

    Args:
        tools: the open station's.
        group_id: the group, which has one key that works.
        key: as `import_group` takes it; None to have the token make one.
        owner: who gets a copy, None for nobody but the escrow.
        approval: for `Right.CEREMONY`; practice needs none.

    Raises:
        StationError: SVC-068 where its units have certificates; REC-068 where the group has no key,
            REC-072 where it has two, or where one is for pushes and one for files, REC-066 where it
            is disabled, REC-101 where its units are enrolled one by one, and it has an owner or
            comes from elsewhere; HSM-013, HSM-019, HSM-038, HSM-039, HSM-040; REC-025.
    """
    book = tools.records.groups
    _check_uncertified(tools, group_id)
    before = book.check_rotation(group_id)
    _check_same_way(before, owner)
    tools.records.check_approval(Right.CEREMONY, approval)
    if owner is not None or key is not None:
        _check_one_use(tools, group_id, single=False)
    owner, name, number = _at_token(tools, owner), before.name.group_id, before.number + 1
    public = owner.public if owner else b""
    _clear_leftover(tools, name, number)
    if key is None:
        birth = tools.factory.groups.create(name, public, number)
    else:
        birth = tools.factory.groups.install(name, key, public, number)
    return book.rotate(group_id, *_birth_of(birth, owner), approval)


def owner_that_follows(tools: Tools, group_id: RegistrationId) -> KeyOwner | None:
    """Return for whom a group's next key is wrapped where nobody says: for pushes, as this one."""
    before = tools.records.groups.find(group_id)
    return PUSH_OWNER if before is not None and before.for_push else None


def _check_same_way(before: GroupKey, owner: KeyOwner | None) -> None:
    """Check that both keys of a group can get to the service, in one document; REC-072."""
    for_push = owner is not None and owner.fingerprint == FOR_PUSH
    if before.for_push and not for_push:
        why = "the one that it has is for pushes, and so must be the one that follows: --for-push"
    elif for_push and before.owner and not before.for_push:
        why = "the one that it has is for an owner's files, and a push gives a service both"
    else:
        return
    raise StationError("REC-072", name=shown(before.group_id), why=why)


def retire_group_key(
    tools: Tools,
    group_id: RegistrationId,
    approval: Approval | None = None,
    *,
    moved: bool = False,
) -> GroupKey:
    """Retire the older of a group's two keys, and destroy it in the token.

    It is put on record first. Where it was broken off then, the next call destroys what is left,
    and returns that key where the group has but one other.

    Args:
        tools: the open station's.
        group_id: the group, which has two keys that work.
        approval: for `Right.CEREMONY`; practice needs none.
        moved: whether its units have been given other keys, or are given up.

    Raises:
        StationError: REC-068 where the group has no key, REC-072 where it has but one, where units
            have the older one that weren't `moved`, or where a service that the group was pushed
            to has not been given the newer one; HSM-023; REC-025.
    """
    book, tokens = tools.records.groups, tools.factory.groups
    tools.records.check_approval(Right.CEREMONY, approval)
    keys = book.keys(group_id)
    left = [key for key in keys if key.retired and _is_there(tools, key)]
    for gone in left:
        tokens.retire(RegistrationId.parse(gone.group_id), gone.number)
    if left and len(working(keys)) == 1:
        return left[-1]
    key, units = book.check_retirement(group_id)
    if units and not moved:
        why = f"{units} units have the key that would be retired"
        raise StationError("REC-072", name=shown(group_id.text), why=why)
    check_pushed(tools, group_id)
    retired = book.retire(group_id, approval)
    tokens.retire(RegistrationId.parse(key.group_id), key.number)
    return retired


def _is_there(tools: Tools, key: GroupKey) -> bool:
    """Tell whether a key is on the token, sound or not."""
    try:
        tools.factory.groups.demand(RegistrationId.parse(key.group_id), key.number)
    except StationError as error:
        if error.code == "HSM-013":
            return False
        if error.code != "HSM-019":
            raise
    return True


def disable_group(tools: Tools, group_id: RegistrationId, approval: Approval | None = None) -> None:
    """Have a group take no units any more, for good.

    Args:
        tools: the open station's.
        group_id: a group that has a key, or that an order's units are enrolled as.
        approval: for `Right.CEREMONY`; practice needs none.

    Raises:
        StationError: REC-068 where there is no such group, REC-066 where it is disabled; REC-025.
    """
    records = tools.records
    named = {
        order.group_id for order in records.orders() if order.spec.enrollment is EnrolledAs.GROUP
    }
    if group_id not in named and not records.groups.keys(group_id):
        raise StationError("REC-068", name=shown(group_id.text))
    records.disabled_groups.add(group_id, approval)
