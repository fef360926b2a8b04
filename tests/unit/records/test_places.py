"""The places of an order: what scrapped units and swapped boards give back, and to whom."""

import pytest

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus, Identity
from station.model.names import RegistrationId
from station.model.order import Order
from station.model.run import Run
from station.model.unit_state import UnitChange, UnitState
from station.records.claims import ClaimKind
from station.records.entries import EntryKind
from station.records.orders import Usage
from station.records.store import Records
from station.records.unit_rows import UnitChanged
from tests.unit.records.software import (
    admitted,
    begin,
    enrol,
    enrollment_of,
    fail,
    make_order,
    tpm_identity,
    x509_identity,
)


def order_with(allowance: int, quantity: int = 1, name: str = "few") -> Order:
    """Return an order with a scrap allowance."""
    order = make_order(name, quantity)
    spec = order.spec.model_copy(update={"scrap_allowance": allowance})
    return order.model_copy(update={"spec": spec})


@pytest.fixture
def few(records: Records) -> Records:
    """Return the record with an order `few` of one unit, of which one may be made anew."""
    records.add_order(order_with(1))
    return records


def changed(records: Records, serial: str, change: UnitChange) -> UnitChanged:
    return records.units.change(serial, change, reason="a test")


def refusal(records: Records, serial: str, order: str = "few") -> str:
    """Return the code by which a unit is not admitted."""
    run = begin(records, order)
    with pytest.raises(StationError) as caught:
        records.admit(run, serial)
    fail(records, run, serial, caught.value.code)
    return caught.value.code


def spent(records: Records, serial: str, order: str = "few") -> None:
    """Let a unit fail after its certificate was issued."""
    run = admitted(records, serial, order)
    records.spend(run)
    fail(records, run)


# --- scrapping --------------------------------------------------------------------------------


def test_a_scrapped_unit_gives_its_place_to_another_while_the_allowance_lasts(
    few: Records,
) -> None:
    enrol(few, "S1", order="few")
    assert refusal(few, "S2") == "REC-009"
    done = changed(few, "S1", UnitChange.SCRAP)
    assert (done.given, done.kept) == (("few",), ())
    assert few.usage("few") == Usage(1, 0, 0, 1)
    enrol(few, "S2", order="few")
    assert few.usage("few").used == 1
    done = changed(few, "S2", UnitChange.SCRAP)
    assert (done.given, done.kept) == ((), ("few",))
    assert refusal(few, "S3") == "REC-009"
    few.verify()


def test_a_unit_that_failed_with_its_certificate_issued_gives_its_place_too(few: Records) -> None:
    spent(few, "S1")
    assert refusal(few, "S2") == "REC-009"
    assert changed(few, "S1", UnitChange.SCRAP).given == ("few",)
    enrol(few, "S2", order="few")
    assert few.usage("few") == Usage(1, 0, 1, 1, lost=1)
    few.verify()


def test_a_unit_that_has_no_place_gives_none_back(few: Records) -> None:
    fail(few, admitted(few, "S1", "few"))
    done = changed(few, "S1", UnitChange.SCRAP)
    assert (done.given, done.kept) == ((), ())
    assert few.usage("few") == Usage(0, 0, 0)


def test_a_unit_gives_back_what_it_has_in_each_order(few: Records) -> None:
    spent(few, "S1", "o1")
    enrol(few, "S1", order="few")
    done = changed(few, "S1", UnitChange.SCRAP)
    assert (done.given, done.kept) == (("few",), ("o1",))
    few.verify()


def test_a_place_is_given_back_once(few: Records) -> None:
    few.add_order(order_with(2, name="two"))
    enrollment = enrol(few, "S1", order="two")
    few.revoke((enrollment.id_scope, enrollment.registration_id), "lost")
    assert changed(few, "S1", UnitChange.SCRAP).given == ("two",)
    assert few.usage("two") == Usage(1, 0, 0, 1)
    few.verify()


# --- board swap -------------------------------------------------------------------------------


def claimed(records: Records, serial: str, identity: Identity, order: str = "few") -> Run:
    """Admit a unit and claim what it is, as a run does before it makes anything."""
    run = admitted(records, serial, order)
    records.claim(
        run, identity.registration_id, identity.key_fingerprint, kind=ClaimKind.PUBLIC_KEY
    )
    return run


def passed(records: Records, run: Run, serial: str, identity: Identity) -> None:
    records.enrol(run, enrollment_of(run, serial, identity), seconds=1, steps=())


def test_a_swapped_board_gives_its_serial_number_a_new_key_and_the_same_name(few: Records) -> None:
    enrol(few, "S1", x509_identity("s1", "old"), "few")
    done = changed(few, "s1", UnitChange.SWAP)
    assert (done.before, done.state) == (UnitState.PASSED, UnitState.IN_PROCESS)
    assert done.given == ("few",)
    assert few.find("S1").status is EnrollmentStatus.REVOKED
    enrol(few, "S1", x509_identity("s1", "new"), "few")
    assert few.usage("few") == Usage(2, 0, 0, 1)
    (told,) = [e.data for e in few.entries() if "replaces" in e.data]
    assert (told["enrollment"], told["replaces"]) == (2, [1])
    found = few.find("s1")
    assert (found.status, few.find("S1").run) == (EnrollmentStatus.READY, found.run)
    assert [e.status.value for e in few.enrollments()] == ["revoked", "ready"]
    few.verify()


def test_a_swapped_boards_key_may_have_another_serial_number(few: Records) -> None:
    enrol(few, "S1", tpm_identity(1), "few")
    changed(few, "S1", UnitChange.SWAP)
    enrol(few, "S2", tpm_identity(1), "few")
    few.verify()
    few.add_order(order_with(0, 5, "more"))
    assert refusal(few, "S1", "more") == "REC-008"


def test_what_the_new_enrollment_has_not_taken_is_bound_to_its_unit(few: Records) -> None:
    enrol(few, "S1", x509_identity("s1", "old"), "few")
    changed(few, "S1", UnitChange.SWAP)
    enrol(few, "S1", x509_identity("s1", "new"), "few")
    with pytest.raises(StationError, match="REC-007"):
        claimed(few, "S3", x509_identity("s3", "old"), "o1")
    few.verify()


def test_one_run_alone_may_have_what_a_swap_sets_free(few: Records) -> None:
    few.add_order(order_with(1, 5, "five"))
    enrol(few, "S1", x509_identity("s1", "old"), "five")
    changed(few, "S1", UnitChange.SWAP)
    first = claimed(few, "S1", x509_identity("s1", "new"), "five")
    with pytest.raises(StationError, match="REC-007"):
        claimed(few, "S2", x509_identity("s2", "old"), "five")
    fail(few, first)
    second = claimed(few, "S3", x509_identity("s3", "old"), "five")
    assert refusal(few, "S1", "five") == "REC-008"
    passed(few, second, "S3", x509_identity("s3", "old"))
    assert refusal(few, "S1", "five") == "REC-008"
    few.verify()


def test_a_unit_may_be_swapped_again_and_again_while_the_allowance_lasts(few: Records) -> None:
    few.add_order(order_with(2, 1, "twice"))
    for key in ("k1", "k2", "k3"):
        enrol(few, "S1", x509_identity("s1", key), "twice")
        few.verify()
        if key != "k3":
            changed(few, "S1", UnitChange.SWAP)
    with pytest.raises(StationError, match="REC-036"):
        changed(few, "S1", UnitChange.SWAP)
    assert few.find("S1").status is EnrollmentStatus.READY
    assert few.usage("twice") == Usage(3, 0, 0, 2)
    with pytest.raises(StationError, match="REC-007"):
        claimed(few, "S2", x509_identity("s2", "k1"), "o1")
    few.verify()


def test_a_failed_run_after_a_swap_keeps_what_was_issued_to_it(few: Records) -> None:
    enrol(few, "S1", x509_identity("s1", "old"), "few")
    changed(few, "S1", UnitChange.SWAP)
    run = claimed(few, "S1", x509_identity("s1", "new"))
    few.spend(run)
    fail(few, run)
    assert few.usage("few") == Usage(1, 0, 1, 1)
    with pytest.raises(StationError, match="REC-007"):
        claimed(few, "S2", x509_identity("s2", "old"), "o1")
    enrol(few, "S1", x509_identity("s1", "new"), "few")
    assert few.usage("few") == Usage(2, 0, 0, 1)
    few.verify()


def test_a_key_beside_the_replaced_one_goes_with_it(few: Records) -> None:
    tpm = RegistrationId.parse("the-tpm")
    run = admitted(few, "S1", "few")
    few.claim(run, tpm, b"e" * 32, kind=ClaimKind.TPM)
    passed(few, run, "S1", x509_identity("s1", "in-tpm"))
    changed(few, "S1", UnitChange.SWAP)
    again = admitted(few, "S2", "few")
    few.claim(again, RegistrationId.parse("s2"), b"e" * 32, kind=ClaimKind.TPM)
    fail(few, again)
    with pytest.raises(StationError, match="REC-006"):
        few.claim(admitted(few, "S3", "o1"), tpm, b"e" * 32, kind=ClaimKind.TPM)
    enrol(few, "S2", x509_identity("s2", "in-tpm"), "few")
    few.verify()


def test_only_a_unit_with_a_live_identity_can_be_swapped(few: Records) -> None:
    spent(few, "S1")
    with pytest.raises(StationError, match="REC-034"):
        changed(few, "S1", UnitChange.SWAP)
    enrol(few, "S1", order="few")
    changed(few, "S1", UnitChange.RETURN)
    changed(few, "S1", UnitChange.REWORK)
    changed(few, "S1", UnitChange.SWAP)
    with pytest.raises(StationError, match="REC-034"):
        changed(few, "S1", UnitChange.SWAP)
    assert [e.data["why"] for e in few.entries() if e.kind is EntryKind.UNIT_CHANGED] == [
        "return",
        "rework",
        "swap",
    ]
    few.verify()


def test_a_unit_swapped_and_then_scrapped_gives_nothing_back_twice(few: Records) -> None:
    few.add_order(order_with(5, 1, "five"))
    enrol(few, "S1", order="five")
    changed(few, "S1", UnitChange.SWAP)
    assert changed(few, "S1", UnitChange.SCRAP).given == ()
    assert few.usage("five") == Usage(1, 0, 0, 1)
    few.verify()


def test_an_order_is_done_once_nothing_can_pass_in_it_any_more(records: Records) -> None:
    records.add_order(order_with(1, quantity=2))
    spent(records, "S1")
    assert records.usage("few").done == 0
    changed(records, "S1", UnitChange.SCRAP)
    done = [records.usage("few").done]
    for serial in ("S2", "S3"):
        enrol(records, serial, order="few")
        done.append(records.usage("few").done)
    usage = records.usage("few")
    assert (done, usage.made, usage.used) == ([0, 1, 2], 2, 2)
    assert refusal(records, "S4") == "REC-009"
    records.verify()


def test_a_scrapped_unit_that_keeps_its_place_leaves_it_done_but_not_made(
    records: Records,
) -> None:
    records.add_order(order_with(0))
    spent(records, "S1")
    changed(records, "S1", UnitChange.SCRAP)
    usage = records.usage("few")
    assert (usage.done, usage.made, usage.taken) == (1, 0, 1)


def test_a_unit_that_may_still_pass_leaves_the_order_open(records: Records) -> None:
    records.add_order(order_with(1, quantity=2))
    enrol(records, "S1", order="few")
    spent(records, "S2")
    changed(records, "S1", UnitChange.SCRAP)
    enrol(records, "S3", order="few")
    assert (records.usage("few").done, records.usage("few").made) == (1, 1)
    enrol(records, "S2", order="few")
    assert records.usage("few").done == 2
