"""Revoked units that their group would let in: which they are, and which service knows it."""

import pytest

from station.model.enrollment import EnrollmentStatus
from station.model.order import EnrolledAs
from station.model.push import PushFate, PushRow, PushState
from station.model.unit_state import UnitChange
from station.records.store import Records
from tests.unit.records.software import (
    enrol,
    listed,
    make_order,
    symmetric_identity,
    tpm_identity,
    x509_identity,
)

HOST = "dps.example"


@pytest.fixture
def grouped(records: Records) -> Records:
    """A record with orders of both kinds of groups, each with three units, and one of TPMs."""
    records.add_order(make_order("certs", enrollment=EnrolledAs.GROUP.value))
    for number in range(3):
        enrol(records, f"K{number}", symmetric_identity(f"k-{number}"))
        enrol(records, f"X{number}", x509_identity(f"x-{number}"), "certs")
    enrol(records, "T0", tpm_identity(0))
    return records


def revoke(records: Records, *serials: str) -> None:
    for serial in serials:
        one = records.find(serial)
        records.revoke((one.id_scope, one.registration_id), "lost")


def to_send(records: Records, *, again: bool = False) -> list[tuple[str, bool]]:
    order = records.order("o1")
    found = records.shut_outs.to_send(HOST, order, again=again)
    return [(one.serial, settle) for _, one, settle in found]


def row_of(records: Records, serial: str) -> PushRow:
    found = records.shut_outs.to_send(HOST, records.order("o1"), again=True)
    key = next(key for key, one, _ in found if one.serial == serial)
    return PushRow(key, serial, b"{}")


def test_revoked_members_of_groups_are_shut_out_and_nobody_else(grouped: Records) -> None:
    assert listed(grouped.shut_out(grouped.order("o1"))) == []
    revoke(grouped, "K1", "X2", "T0")
    assert listed(grouped.shut_out(grouped.order("o1"))) == ["K1"]
    assert listed(grouped.shut_out(grouped.order("certs"))) == ["X2"]


def test_a_scrapped_unit_is_shut_out_and_one_whose_board_was_swapped_is_not(
    grouped: Records,
) -> None:
    grouped.units.change("K0", UnitChange.SCRAP, None, "broken")
    assert listed(grouped.shut_out(grouped.order("o1"))) == ["K0"]
    assert grouped.find("K0").status is EnrollmentStatus.REVOKED


def test_what_a_service_has_is_not_sent_again_and_what_is_unsure_is_read_back(
    grouped: Records,
) -> None:
    revoke(grouped, "K0", "K1", "K2")
    assert to_send(grouped) == [("K0", False), ("K1", False), ("K2", False)]
    first, second, third = (row_of(grouped, serial) for serial in ("K0", "K1", "K2"))
    book = grouped.shut_outs
    book.keep(HOST, [first, second, third], [])
    assert to_send(grouped) == [("K0", True), ("K1", True), ("K2", True)]
    book.keep(HOST, [], [PushFate(first.key, "k-0", PushState.CREATED)])
    book.keep(HOST, [], [PushFate(second.key, "k-1", PushState.REFUSED, 400_004, "no")])
    assert to_send(grouped) == [("K2", True)]
    assert to_send(grouped, again=True) == [("K1", False), ("K2", True)]
    assert (book.count_undecided(HOST, "o1"), book.count_undecided(HOST, None)) == (1, 1)
    assert book.count_undecided("another.example", None) == 0
    (told,) = grouped.shut_out_fates()
    assert (told.fate.words, told.serial, told.order, told.host) == ("no", "K1", "o1", HOST)
    assert grouped.verify().unsigned == 0
