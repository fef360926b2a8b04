"""The keys of enrollment groups on record: rotated, retired, disabled, and how long they serve."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.attestation import SymmetricKeyAttestation, X509Attestation
from station.model.enrollment import EnrollmentGroup, Identity
from station.model.group import GroupIssuers, KeyRole
from station.model.names import IdScope, RegistrationId
from station.model.order import EnrolledAs
from station.model.settings import Settings
from station.records.entries import EntryKind
from station.records.store import Records
from tests.unit.records.lossy import gone_on
from tests.unit.records.software import (
    SCOPE,
    Clock,
    SoftwareGuard,
    admitted,
    edited_while_off,
    enrol,
    make_order,
    symmetric_identity,
    x509_identity,
)

GROUP = RegistrationId.parse("o1")
COPIES = ("ab" * 32, b"for the owner", b"for the escrow")


def with_key(name: str, number: int) -> Identity:
    return replace(symmetric_identity(name), attestation=SymmetricKeyAttestation("o1", number))


def roles(records: Records) -> list[tuple[int, KeyRole, int]]:
    """Return each of the group's keys: its number, what it is, how many units have it."""
    (group,) = records.key_groups()
    return [(key.number, group.role(key), group.units[key.number]) for key in group.keys]


def test_a_rotated_group_gives_its_next_units_the_new_key(records: Records) -> None:
    records.groups.add(GROUP, "made", COPIES)
    assert records.groups.number(GROUP) == 1
    enrol(records, "S1", with_key("u1", 1))
    records.groups.rotate(RegistrationId.parse("O1"), "made", COPIES)
    assert records.groups.number(GROUP) == 2
    enrol(records, "S2", with_key("u2", 2))
    enrol(records, "S3", with_key("u3", 2))
    assert roles(records) == [(1, KeyRole.PRIMARY, 1), (2, KeyRole.SECONDARY, 2)]
    kept = [one.identity.attestation for one in records.enrollments()]
    assert kept == [SymmetricKeyAttestation("o1", number) for number in (1, 2, 2)]
    records.verify()


def test_the_older_key_is_retired_in_a_second_step(records: Records) -> None:
    records.groups.add(GROUP, "made", COPIES)
    enrol(records, "S1", with_key("u1", 1))
    with pytest.raises(StationError, match="REC-072"):
        records.groups.retire(GROUP)
    records.groups.rotate(GROUP, "imported", COPIES)
    with pytest.raises(StationError, match="REC-072") as caught:
        records.groups.rotate(GROUP, "made", COPIES)
    assert "it has two already" in caught.value.message
    assert records.groups.retire(GROUP).number == 1
    assert roles(records) == [(1, KeyRole.RETIRED, 1), (2, KeyRole.PRIMARY, 0)]
    records.groups.rotate(GROUP, "made", COPIES)
    assert [number for number, _, _ in roles(records)] == [1, 2, 3]
    assert records.groups.number(GROUP) == 3
    (told,) = records.entries(kind=EntryKind.GROUP_KEY_RETIRED)
    assert (told.data["group"], told.data["which"], told.data["units"]) == ("o1", 1, 1)
    records.verify()


def test_a_group_without_a_key_has_none_to_rotate(records: Records) -> None:
    changes = (records.groups.check_retirement, records.groups.check_rotation)
    for change in changes:
        with pytest.raises(StationError, match="REC-068"):
            change(GROUP)


def test_revoked_units_are_not_counted(records: Records) -> None:
    records.groups.add(GROUP, "made", COPIES)
    gone = enrol(records, "S1", with_key("u1", 1))
    records.revoke((gone.id_scope, gone.registration_id), "lost")
    assert roles(records) == [(1, KeyRole.PRIMARY, 0)]


def test_a_disabled_group_takes_no_units(records: Records) -> None:
    enrol(records, "S1", with_key("u1", 1))
    records.disabled_groups.add(RegistrationId.parse("O1"))
    with pytest.raises(StationError, match="REC-066"):
        admitted(records, "S2")
    records.add_order(make_order("o2"))
    admitted(records, "S2", "o2")
    for again in (
        lambda: records.disabled_groups.add(GROUP),
        lambda: records.groups.check_rotation(GROUP),
    ):
        with pytest.raises(StationError, match="REC-066"):
            again()
    records.verify()


def test_units_that_are_enrolled_one_by_one_have_no_group(records: Records) -> None:
    spec = make_order("o2").spec.model_copy(update={"enrollment": EnrolledAs.INDIVIDUAL})
    records.add_order(make_order("o2").model_copy(update={"spec": spec}))
    records.disabled_groups.add(RegistrationId.parse("o2"))
    admitted(records, "S1", "o2")


def test_a_key_serves_as_many_units_as_the_rules_say(records: Records) -> None:
    records.groups.add(GROUP, "made", COPIES)
    for serial in ("S1", "S2"):
        enrol(records, serial, with_key(serial.lower(), 1))
    records.set_settings(Settings(group_units=2))
    with pytest.raises(StationError, match="REC-071") as caught:
        admitted(records, "S3")
    assert "2 units have its key, of 2" in caught.value.message
    records.groups.rotate(GROUP, "made", COPIES)
    enrol(records, "S3", with_key("u3", 2))
    records.set_settings(Settings())
    admitted(records, "S4")


def test_a_key_serves_as_long_as_the_rules_say(records: Records, clock: Clock) -> None:
    records.groups.add(GROUP, "made", COPIES)
    records.set_settings(Settings(group_days=30))
    admitted(records, "S1")
    clock.time += timedelta(days=30)
    with pytest.raises(StationError, match="REC-071") as caught:
        admitted(records, "S2")
    assert "30 days old, of 30" in caught.value.message
    records.groups.rotate(GROUP, "made", COPIES)
    admitted(records, "S2")


def test_a_group_s_cas_are_those_whose_units_are_not_all_revoked(records: Records) -> None:
    spec = make_order("o2").spec.model_copy(update={"enrollment": EnrolledAs.GROUP})
    records.add_order(make_order("o2").model_copy(update={"spec": spec}))
    group = EnrollmentGroup(RegistrationId.parse("o2"), IdScope.parse(SCOPE))
    assert records.groups.issuers(group) == GroupIssuers()
    first = enrol(records, "S1", x509_identity("u1"), "o2")
    later = x509_identity("u2")
    issued = X509Attestation(b"leaf u2", (b"the next CA", b"root"))
    enrol(records, "S2", replace(later, attestation=issued), "o2")
    enrol(records, "S3", x509_identity("u3"))
    assert records.groups.issuers(group) == GroupIssuers((b"issuing", b"the next CA"), 2)
    renewed = X509Attestation(b"leaf u4", (b"issuing", b"the root, renewed"))
    fourth = enrol(records, "S4", replace(x509_identity("u4"), attestation=renewed), "o2")
    records.revoke((first.id_scope, first.registration_id), "lost")
    assert records.groups.issuers(group) == GroupIssuers((b"issuing", b"the next CA"), 2)
    records.revoke((fourth.id_scope, fourth.registration_id), "lost")
    # The service was told of it, and has to be told that it is gone.
    assert records.groups.issuers(group) == GroupIssuers((b"the next CA",), 2, (b"issuing",))


def test_a_key_of_a_number_that_the_record_knows_nothing_of_was_never_used(
    records: Records,
) -> None:
    other = RegistrationId.parse("another")
    assert records.groups.never_used(other, 1)
    records.groups.add(other, "made", COPIES)
    assert not records.groups.never_used(RegistrationId.parse("ANOTHER"), 1)
    assert records.groups.never_used(other, 2)
    records.groups.rotate(other, "made", COPIES)
    records.groups.retire(other)
    assert not records.groups.never_used(other, 1)
    assert not records.groups.never_used(other, 2)


def test_units_may_have_the_first_key_of_an_order_s_group_from_an_older_station(
    records: Records,
) -> None:
    assert not records.groups.never_used(GROUP, 1)
    assert records.groups.never_used(GROUP, 2)
    enrol(records, "S1", with_key("u1", 2))
    assert not records.groups.never_used(GROUP, 2)


def test_units_that_are_lost_may_have_any_key(older: Path, guard: SoftwareGuard) -> None:
    with gone_on(older, guard) as records:
        assert not records.groups.never_used(RegistrationId.parse("another"), 1)


@pytest.mark.parametrize(
    "change",
    ["group_keys SET retired = '' WHERE number = 1", "group_keys SET owner = 'ff'"],
)
def test_a_changed_key_is_not_used(change: str, records: Records) -> None:
    records.groups.add(GROUP, "made", COPIES)
    records.groups.rotate(GROUP, "made", COPIES)
    records.groups.retire(GROUP)
    edited_while_off(records, f"UPDATE {change}")
    with pytest.raises(StationError, match="REC-012"):
        records.groups.keys(GROUP)
    with pytest.raises(StationError, match="REC-011"):
        records.verify()
