"""The keys of enrollment groups and of services: made or taken in, and put on record."""

from pathlib import Path
from typing import Final

from station.errors import StationError
from station.hsm.group_keys import GroupBirth
from station.line.work import Tools
from station.model.group import IMPORTED, MADE, GroupKey, KeyOwner, Service
from station.model.names import RegistrationId, shown
from station.model.rights import Approval
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

    One that is on record already stays, with the copies that were made of it then.

    Args:
        tools: the open station's.
        group_id: the group.
        owner: who gets a copy, None for nobody but the escrow.
        approval: for `Right.ORDERS`; practice needs none.

    Raises:
        StationError: REC-067 where its key was wrapped for another owner, or for nobody; HSM-038
            where the token has a key that the owner has no copy of; HSM-013, HSM-019, HSM-040;
            REC-025.
    """
    known = tools.records.groups.find(group_id)
    if known is not None:
        if owner is not None and known.owner != owner.fingerprint and not tools.factory.practice:
            raise StationError("REC-067", name=shown(group_id.text))
        # A token that took this one's place may not have it; another key would be a dead unit's.
        tools.factory.groups.demand(RegistrationId.parse(known.group_id))
        return known
    birth = tools.factory.groups.create(group_id, owner.public if owner else b"")
    return _recorded(tools, group_id, birth, owner, approval)


def open_order_group(tools: Tools, group_id: RegistrationId, approval: Approval | None) -> None:
    """Make the key of an order's group where it isn't there.

    In production it is there already: whoever made it said for whom it is wrapped, for ever.

    Raises:
        StationError: REC-068 where it isn't; as `open_group`.
    """
    if not tools.factory.practice and tools.records.groups.find(group_id) is None:
        raise StationError("REC-068", name=shown(group_id.text))
    open_group(tools, group_id, None, approval)


def import_group(
    tools: Tools,
    group_id: RegistrationId,
    key: Secret | bytes,
    owner: KeyOwner | None,
    approval: Approval | None = None,
) -> GroupKey:
    """Take in the key that a group has at its service, and put it on record.

    Args:
        tools: the open station's.
        group_id: the group, which has no key here yet, so that none of its units has one.
        key: wrapped for the transport key; or a Secret, in the clear.
        owner: who gets a copy, None for nobody but the escrow.
        approval: for `Right.ORDERS`; practice needs none.

    Raises:
        StationError: HSM-038 where the group has a key, HSM-039 where this one can't be taken,
            HSM-040; REC-067, REC-025.
    """
    if tools.records.groups.find(group_id) is not None:
        raise StationError("HSM-038", name=shown(group_id.text))
    birth = tools.factory.groups.install(group_id, key, owner.public if owner else b"")
    return _recorded(tools, group_id, birth, owner, approval)


def _recorded(
    tools: Tools,
    group_id: RegistrationId,
    birth: GroupBirth,
    owner: KeyOwner | None,
    approval: Approval | None,
) -> GroupKey:
    fingerprint = owner.fingerprint if owner is not None and birth.owner_copy else ""
    copies = (fingerprint, birth.owner_copy, birth.escrow_copy)
    born = IMPORTED if birth.imported else MADE
    return tools.records.groups.add(group_id, born, copies, approval)


def add_service(
    tools: Tools, service: Service, key: Secret, approval: Approval | None = None
) -> None:
    """Take a service's policy key into the factory's token, and put the service on record.

    Args:
        tools: the open station's.
        service: the service; another of its name is replaced.
        key: the policy's key, its bytes.
        approval: for `Right.SETTINGS`; practice needs none.

    Raises:
        StationError: HSM-039 where the token takes no such key; REC-025.
    """
    tools.factory.services.install(service.name, key)
    tools.records.services.set(service, approval)
