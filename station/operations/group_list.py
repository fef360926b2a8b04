"""The enrollment groups that orders use, and those that have a key before their first order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cryptography import x509

from station.errors import StationError
from station.model.group import KeyGroup, rotation_due
from station.model.names import RegistrationId, shown
from station.model.order import EnrolledAs, Order
from station.model.proof import fingerprint
from station.model.settings import Settings
from station.records.encoding import as_written
from station.records.group_members import Members
from station.records.reader import Reader


class GroupKind(Enum):
    """By what a group's units are let in."""

    SYMMETRIC = "symmetric"
    X509 = "x509"


@dataclass(frozen=True)
class GroupCa:
    """A CA whose certificate a group has at the service.

    Attributes:
        name: its common name.
        sha256: of its certificate, hexadecimal.
        not_after: its end, UTC.
        units: how many of the group's units, revoked ones aside, it has issued for.
        place: which of the group's certificates it is: `primary`, `secondary`, or empty where it
            is neither: the service takes two, and none of which all units are revoked.
    """

    name: str
    sha256: str
    not_after: datetime
    units: int
    place: str


@dataclass(frozen=True)
class Group:
    """An enrollment group.

    Attributes:
        name: as it was first written.
        kind: by what its units are let in.
        orders: those whose units are of it, the oldest first.
        units: how many it lets in.
        revoked: how many units are shut out of it one by one.
        disabled: when it was disabled, RFC 3339, UTC; empty for a group that takes units.
        due: why the rules of the house want another key for it, empty where they don't.
        keys: its keys; None where its units have certificates.
        cas: the CAs that issued for it, the earliest first.
        references: names of CAs at the service by which its orders have it known instead.
    """

    name: str
    kind: GroupKind
    orders: tuple[str, ...]
    units: int
    revoked: int
    disabled: str = ""
    due: str = ""
    keys: KeyGroup | None = None
    cas: tuple[GroupCa, ...] = ()
    references: tuple[str, ...] = ()


def list_groups(reader: Reader, now: datetime) -> list[Group]:
    """Return all groups: those that have keys, then those of certified units; unchecked.

    Args:
        reader: the record.
        now: when it is judged whether a rotation is due, UTC.

    Raises:
        StationError: REC-011 where a CA's certificate can't be read.
    """
    keyed = {RegistrationId.parse(one.group_id): one for one in reader.key_groups()}
    orders: dict[RegistrationId, list[Order]] = {name: [] for name in keyed}
    for order in reader.orders():
        if _is_grouped(order, keyed):
            orders.setdefault(order.group_id, []).append(order)
    rules, disabled = reader.settings(), reader.known_disabled_groups()
    return [
        _group(reader, name, orders[name], _Known(keyed.get(name), disabled, rules, now))
        for name in orders
    ]


def _is_grouped(order: Order, keyed: Collection[RegistrationId]) -> bool:
    wanted = order.spec.enrollment
    return wanted is EnrolledAs.GROUP or (wanted is None and order.group_id in keyed)


def find_group(reader: Reader, name: str, now: datetime) -> Group:
    """Return the group of that name, without case; REC-068 where there is none."""
    wanted = RegistrationId.parse(name)
    for group in list_groups(reader, now):
        if RegistrationId.parse(group.name) == wanted:
            return group
    raise StationError("REC-068", name=shown(wanted.text))


@dataclass(frozen=True)
class _Known:
    keys: KeyGroup | None
    disabled: Mapping[RegistrationId, str]
    rules: Settings
    now: datetime


def _group(reader: Reader, name: RegistrationId, orders: Sequence[Order], known: _Known) -> Group:
    members = reader.group_members([order.name for order in orders])
    keys = known.keys
    # An older Station put no keys on record.
    keyed = any(not one.issuer for one in members)
    return Group(
        name=keys.group_id if keys is not None else name.text,
        kind=GroupKind.SYMMETRIC if keys or keyed else GroupKind.X509,
        orders=tuple(order.name for order in orders),
        units=sum(one.units for one in members),
        revoked=sum(one.revoked for one in members),
        disabled=known.disabled.get(name, ""),
        due=_due(keys, known),
        keys=keys,
        cas=_cas(members) if keys is None else (),
        references=_references(orders),
    )


def _due(keys: KeyGroup | None, known: _Known) -> str:
    if keys is None:
        return ""
    key = keys.working[-1]
    return rotation_due(key, keys.units[key.number], known.rules, known.now)


def _cas(members: Sequence[Members]) -> tuple[GroupCa, ...]:
    places = ["primary", "secondary"]
    found: list[GroupCa] = []
    for one in members:
        if one.issuer:
            place = places.pop(0) if one.units and places else ""
            found.append(_ca(one, place))
    return tuple(found)


def _ca(one: Members, place: str) -> GroupCa:
    with as_written("the CA of a group"):
        certificate = x509.load_der_x509_certificate(one.issuer)
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return GroupCa(
        shown(str(names[0].value) if names else ""),
        fingerprint(one.issuer).hex(),
        certificate.not_valid_after_utc,
        one.units,
        place,
    )


def _references(orders: Sequence[Order]) -> tuple[str, ...]:
    wishes = (order.spec.at_service for order in orders)
    named = (one.ca_references for one in wishes if one is not None)
    return next((tuple(names) for names in named if names), ())
