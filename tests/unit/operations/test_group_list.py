"""Which groups there are, whatever lets their units in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.enrollment import Identity
from station.model.group import MADE
from station.model.names import RegistrationId
from station.model.order import EnrolledAs
from station.operations.group_list import Group, GroupKind, find_group, list_groups
from station.operations.group_units import shut_unit_out
from station.operations.unit_desk import Given
from station.records.store import Records
from tests.support.certified import Certified, chain
from tests.unit.records.software import (
    NOW,
    SoftwareGuard,
    enrol,
    make_order,
    symmetric_identity,
)

STOLEN = Given(None, "stolen")


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Return a record with one order."""
    path = tmp_path / "station.db"
    with Records.create(path, SoftwareGuard(), station="x", practice=True) as records:
        records.add_order(make_order("o1"))
        yield records


def certified(name: str, issuer: Certified) -> Identity:
    attestation = X509Attestation(name.encode(), (issuer.der, b"root"))
    return Identity(
        RegistrationId.parse(name), attestation, KeyOrigin.ON_TOKEN, name.encode().ljust(32)
    )


@pytest.fixture
def issuers() -> tuple[Certified, Certified]:
    """The CA that issues first, and the one that follows it."""
    return chain("a", "first", "root")[1], chain("b", "second", "root")[1]


def add_certified(records: Records, issuers: tuple[Certified, Certified]) -> None:
    """Make an order of certified units, two by the first CA and one by the second."""
    records.add_order(make_order("certs", enrollment=EnrolledAs.GROUP.value, group_id="plant"))
    for number, issuer in enumerate((issuers[0], issuers[0], issuers[1])):
        enrol(records, f"X{number}", certified(f"x-{number}", issuer), "certs")


def only(records: Records) -> Group:
    (group,) = list_groups(records, NOW)
    return group


def test_a_group_with_a_key_is_told_before_its_first_order_and_with_it(records: Records) -> None:
    name = RegistrationId.parse("o1")
    records.groups.add(name, MADE, ("", b"", b""))
    enrol(records, "K0", symmetric_identity("k-0"))
    group = only(records)
    assert (group.name, group.kind, group.orders) == ("o1", GroupKind.SYMMETRIC, ("o1",))
    assert (group.units, group.revoked, group.disabled, group.cas) == (1, 0, "", ())
    records.groups.add(RegistrationId.parse("spare"), MADE, ("", b"", b""))
    assert find_group(records, "SPARE", NOW).orders == ()


def test_a_group_of_certified_units_has_its_cas_in_their_places(
    records: Records, issuers: tuple[Certified, Certified]
) -> None:
    add_certified(records, issuers)
    group = find_group(records, "plant", NOW)
    assert (group.kind, group.orders, group.units) == (GroupKind.X509, ("certs",), 3)
    assert [(ca.name, ca.place, ca.units) for ca in group.cas] == [
        ("first", "primary", 2),
        ("second", "secondary", 1),
    ]
    for serial in ("X0", "X1"):
        shut_unit_out(records, RegistrationId.parse("plant"), serial, STOLEN)
    group = find_group(records, "plant", NOW)
    assert (group.units, group.revoked) == (1, 2)
    assert [(ca.name, ca.place) for ca in group.cas] == [("first", ""), ("second", "primary")]


def test_one_unit_is_shut_out_of_its_own_group_once(
    records: Records, issuers: tuple[Certified, Certified]
) -> None:
    add_certified(records, issuers)
    plant, other = (RegistrationId.parse(name) for name in ("plant", "o1"))
    with pytest.raises(StationError, match="REC-100"):
        shut_unit_out(records, other, "X0", STOLEN)
    assert shut_unit_out(records, plant, "x-0", STOLEN).serial == "X0"
    with pytest.raises(StationError, match="SVC-007"):
        shut_unit_out(records, plant, "X0", STOLEN)
    with pytest.raises(StationError, match="REC-068"):
        find_group(records, "nobody", NOW)
