"""Uniqueness and quota: who may have what, at the same time and afterwards."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from station.errors import Outcome, StationError
from station.model.attestation import EkTrust
from station.model.names import RegistrationId
from station.model.order import OrderState
from station.model.run import Run
from station.records.claims import ClaimKind
from station.records.entries import EntryKind
from station.records.orders import Usage
from station.records.store import Records
from tests.unit.records.software import (
    STEPS,
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    enrollment_of,
    fail,
    make_order,
    symmetric_identity,
    tpm_identity,
    x509_identity,
)

KEY = b"k" * 32


def parsed(text: str) -> RegistrationId:
    return RegistrationId.parse(text)


def refusal(records: Records, serial: str, name: str | None = None, order: str = "o1") -> str:
    """Return the code by which the record refuses a unit."""
    with pytest.raises(StationError) as caught:
        admitted(records, serial, order, name)
    return caught.value.code


def test_refuses_a_serial_number_already_enrolled_in_any_case(records: Records) -> None:
    enrol(records, "Ab-1")
    assert refusal(records, "Ab-1") == "REC-008"
    assert refusal(records, "aB-1") == "REC-008"


def test_refuses_a_serial_number_of_another_order(records: Records) -> None:
    records.add_order(make_order("o2", id_scope="0ne00FFFFFF"))
    enrol(records, "Ab-1")
    assert refusal(records, "AB-1", order="o2") == "REC-008"


def test_refuses_a_serial_number_at_work_at_another_position(records: Records) -> None:
    run = admitted(records, "S1")
    assert refusal(records, "s1") == "REC-008"
    fail(records, run)
    admitted(records, "s1")


@pytest.mark.parametrize("serial", ["", "ä1", "a\n", "x" * 129, "\ud800"])
def test_refuses_a_serial_number_whose_case_is_not_certain(records: Records, serial: str) -> None:
    assert refusal(records, serial) == "LIN-001"


def test_refuses_a_name_already_enrolled_in_any_case(records: Records) -> None:
    enrol(records, "S1", symmetric_identity("Unit-1"))
    assert refusal(records, "S2", "unit-1") == "REC-005"


def test_a_name_is_free_in_another_id_scope(records: Records) -> None:
    records.add_order(make_order("o2", id_scope="0ne00FFFFFF"))
    enrol(records, "S1", symmetric_identity("unit-1"))
    admitted(records, "S2", "o2", "unit-1")


def test_refuses_a_name_at_work_at_another_position(records: Records) -> None:
    run = admitted(records, "S1", name="unit-1")
    assert refusal(records, "S2", "UNIT-1") == "REC-005"
    other = admitted(records, "S3")
    with pytest.raises(StationError, match="REC-005"):
        records.check_name(other, parsed("Unit-1"))
    fail(records, run)
    records.check_name(other, parsed("Unit-1"))


@pytest.mark.parametrize(
    ("kind", "code"), [(ClaimKind.TPM, "REC-006"), (ClaimKind.PUBLIC_KEY, "REC-007")]
)
def test_refuses_a_key_at_work_at_another_position(
    records: Records, kind: ClaimKind, code: str
) -> None:
    records.claim(admitted(records, "S1"), parsed("a"), KEY, kind=kind)
    with pytest.raises(StationError, match=code):
        records.claim(admitted(records, "S2"), parsed("b"), KEY, kind=kind)


def test_refuses_an_enrolled_key_before_the_name_that_comes_from_it(records: Records) -> None:
    identity = tpm_identity(1)
    enrol(records, "S1", identity)
    with pytest.raises(StationError, match="REC-006"):
        records.claim(
            admitted(records, "S2"),
            identity.registration_id,
            identity.key_fingerprint,
            kind=ClaimKind.TPM,
        )


def test_a_key_is_unique_over_all_id_scopes(records: Records) -> None:
    records.add_order(make_order("o2", id_scope="0ne00FFFFFF"))
    enrol(records, "S1", x509_identity("a", key="same"))
    fingerprint = x509_identity("a", key="same").key_fingerprint
    with pytest.raises(StationError, match="REC-007"):
        records.claim(admitted(records, "S2", "o2"), parsed("b"), fingerprint)


def test_a_run_may_claim_again_what_it_has(records: Records) -> None:
    run = admitted(records, "S1", name="a")
    records.claim(run, parsed("A"), KEY)
    records.claim(run, parsed("a"), KEY)


def test_a_refused_claim_leaves_nothing_claimed(records: Records) -> None:
    records.check_name(admitted(records, "S1"), parsed("a"))
    with pytest.raises(StationError, match="REC-005"):
        records.claim(admitted(records, "S2"), parsed("a"), KEY)
    records.claim(admitted(records, "S3"), parsed("c"), KEY)


def test_enrol_itself_refuses_what_another_run_has(records: Records) -> None:
    records.claim(admitted(records, "S1"), parsed("a"), KEY)
    run = admitted(records, "S2")
    enrollment = enrollment_of(run, "S2", symmetric_identity("A"))
    with pytest.raises(StationError, match="REC-005"):
        records.enrol(run, enrollment, seconds=1, steps=STEPS)
    assert list(records.enrollments()) == []
    assert records.usage("o1") == Usage(0, 2, 0)


def test_a_revoked_enrollment_still_blocks_its_name_serial_number_and_key(records: Records) -> None:
    identity = x509_identity("unit-1")
    enrollment = enrol(records, "S1", identity)
    records.revoke((enrollment.id_scope, identity.registration_id), "lost")
    assert refusal(records, "s1") == "REC-008"
    assert refusal(records, "S2", "unit-1") == "REC-005"
    with pytest.raises(StationError, match="REC-007"):
        records.claim(admitted(records, "S3"), parsed("x"), identity.key_fingerprint)


def test_refuses_when_the_quantity_is_used_up_and_frees_it_on_failure(records: Records) -> None:
    records.add_order(make_order("small", quantity=2))
    enrol(records, "S1", order="small")
    run = admitted(records, "S2", "small")
    assert refusal(records, "S3", order="small") == "REC-009"
    fail(records, run)
    assert records.usage("small") == Usage(1, 0, 0)
    admitted(records, "S3", "small")


def test_tells_a_duplicate_before_a_full_order(records: Records) -> None:
    records.add_order(make_order("small", quantity=1))
    enrol(records, "S1", order="small")
    assert refusal(records, "S1", order="small") == "REC-008"


def test_the_last_place_goes_to_one_of_many_positions(records: Records) -> None:
    records.add_order(make_order("last", quantity=1))
    runs = [begin(records, "last") for _ in range(8)]

    def admit(run: Run) -> str:
        try:
            records.admit(run, f"S{run.name}")
        except StationError as error:
            return error.code
        return "admitted"

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(admit, runs))
    assert results == ["REC-009"] * 7 + ["admitted"]


def test_the_same_serial_number_goes_to_one_of_many_positions(records: Records) -> None:
    runs = [begin(records) for _ in range(8)]

    def admit(run: Run) -> str:
        try:
            records.admit(run, "same")
        except StationError as error:
            return error.code
        return "admitted"

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(admit, runs))
    assert results == ["REC-008"] * 7 + ["admitted"]


def spent_run(records: Records, serial: str = "S1", name: str = "unit-1") -> None:
    """Let a run fail after its certificate was issued."""
    run = admitted(records, serial, name=name)
    records.claim(run, parsed(name), KEY)
    records.spend(run)
    records.spend(run)
    fail(records, run)


def test_a_spent_place_stays_used(records: Records) -> None:
    spent_run(records)
    assert records.usage("o1") == Usage(0, 0, 1)


def test_a_unit_may_try_again_after_its_certificate_was_issued(records: Records) -> None:
    spent_run(records)
    run = admitted(records, "s1", name="UNIT-1")
    records.claim(run, parsed("unit-1"), KEY)
    identity = x509_identity("unit-1")
    assert records.usage("o1") == Usage(0, 1, 0)
    records.enrol(run, enrollment_of(run, "s1", identity), seconds=1, steps=())
    assert records.usage("o1") == Usage(1, 0, 0)
    assert records.verify().enrollments == 1


def test_another_unit_may_not_have_a_name_or_key_that_was_issued(records: Records) -> None:
    spent_run(records)
    assert refusal(records, "S2", "unit-1") == "REC-005"
    with pytest.raises(StationError, match="REC-007"):
        records.claim(admitted(records, "S3"), parsed("unit-3"), KEY)


def test_what_was_issued_stays_bound_when_the_second_try_fails_early(records: Records) -> None:
    spent_run(records)
    fail(records, admitted(records, "S1", name="unit-1"))
    assert records.usage("o1") == Usage(0, 0, 1)
    assert refusal(records, "S2", "unit-1") == "REC-005"
    admitted(records, "S1", name="unit-1")


def test_a_claim_after_the_spending_is_bound_too(records: Records) -> None:
    run = admitted(records, "S1")
    records.spend(run)
    records.claim(run, parsed("unit-1"), KEY)
    fail(records, run)
    assert refusal(records, "S2", "unit-1") == "REC-005"


def test_a_spent_failure_can_use_up_an_order(records: Records) -> None:
    records.add_order(make_order("one", quantity=1))
    run = admitted(records, "S1", "one")
    records.spend(run)
    fail(records, run)
    assert refusal(records, "S2", order="one") == "REC-009"


def test_a_unit_whose_certificate_was_issued_uses_its_own_place_again(records: Records) -> None:
    records.add_order(make_order("one", quantity=1))
    for _ in range(2):
        run = admitted(records, "S1", "one")
        records.spend(run)
        fail(records, run)
    fail(records, admitted(records, "s1", "one"))
    assert records.usage("one") == Usage(0, 0, 1)
    assert refusal(records, "S2", order="one") == "REC-009"
    enrol(records, "S1", order="one")
    assert records.usage("one") == Usage(1, 0, 0)
    told = [e.data for e in records.entries() if e.kind is EntryKind.RUN_ENDED]
    assert [data.get("void") for data in told] == [True, True, None]
    records.verify()


def test_a_unit_keeps_its_number_and_no_other_gets_it(records: Records) -> None:
    run = begin(records)
    assert records.admit(run, "S1") == 1
    fail(records, run)
    assert records.admit(begin(records), "S2") == 2
    assert records.admit(begin(records), "s1") == 1
    assert records.admit(begin(records), "S3") == 3


def test_a_number_is_counted_in_its_order(records: Records) -> None:
    records.add_order(make_order("o2"))
    assert records.admit(begin(records), "S1") == 1
    assert records.admit(begin(records, "o2"), "S2") == 1


def test_admits_only_open_orders_but_lets_admitted_units_pass(records: Records) -> None:
    run, late = admitted(records, "S1"), begin(records)
    records.set_order_state("o1", OrderState.PAUSED)
    with pytest.raises(StationError, match="REC-010"):
        records.admit(late, "S2")
    with pytest.raises(StationError, match="REC-010"):
        begin(records)
    enrollment = enrollment_of(run, "S1", symmetric_identity("a"))
    records.enrol(run, enrollment, seconds=1, steps=())
    assert records.usage("o1") == Usage(1, 0, 0)


def test_a_run_admits_one_unit(records: Records) -> None:
    run = admitted(records, "S1")
    with pytest.raises(StationError, match="LIN-014"):
        records.admit(run, "S2")


def test_what_needs_an_admitted_run_refuses_others(records: Records) -> None:
    run = begin(records)
    enrollment = enrollment_of(run, "", symmetric_identity("a"))
    with pytest.raises(StationError, match="LIN-014"):
        records.spend(run)
    with pytest.raises(StationError, match="LIN-014"):
        records.check_name(run, parsed("a"))
    with pytest.raises(StationError, match="LIN-014"):
        records.enrol(run, enrollment, seconds=1, steps=())
    fail(records, run)
    with pytest.raises(StationError, match="LIN-014"):
        records.admit(run, "S1")


def test_enrol_refuses_an_enrollment_that_is_not_the_runs(records: Records) -> None:
    run = admitted(records, "S1")
    identity = symmetric_identity("a")
    with pytest.raises(StationError, match="LIN-014"):
        records.enrol(run, enrollment_of(run, "S2", identity), seconds=1, steps=())
    elsewhere = enrollment_of(run, "S1", identity, scope="0ne00FFFFFF")
    with pytest.raises(StationError, match="LIN-014"):
        records.enrol(run, elsewhere, seconds=1, steps=())
    other = admitted(records, "S9")
    with pytest.raises(StationError, match="LIN-014"):
        records.enrol(run, enrollment_of(other, "S1", identity), seconds=1, steps=())
    assert records.usage("o1").enrolled == 0


def test_counts_units_without_trusted_certificate_up_to_the_ceiling(records: Records) -> None:
    first, second, third = (admitted(records, f"S{n}") for n in range(3))
    assert records.mark_uncertified(first, 2)
    assert records.mark_uncertified(first, 2)
    assert records.mark_uncertified(second, 2)
    assert not records.mark_uncertified(third, 2)
    fail(records, first)
    assert records.uncertified("o1") == 1
    assert records.mark_uncertified(third, 2)


def test_a_unit_that_a_certificate_was_issued_to_counts_though_its_run_failed(
    records: Records,
) -> None:
    first, second = (admitted(records, f"S{n}") for n in range(2))
    assert records.mark_uncertified(first, 1)
    records.spend(first)
    fail(records, first)
    assert records.uncertified("o1") == 1
    assert not records.mark_uncertified(second, 1)
    again = admitted(records, "s0")  # the same unit may try again, and is still one
    assert records.mark_uncertified(again, 1)
    assert records.uncertified("o1") == 1
    records.spend(again)
    fail(records, again)
    assert records.uncertified("o1") == 1
    records.verify()


def test_counts_an_enrolled_tpm_without_trusted_certificate(records: Records) -> None:
    enrol(records, "S1", tpm_identity(1, EkTrust.MISSING))
    enrol(records, "S2", tpm_identity(2))
    assert records.uncertified("o1") == 1
    records.verify()


def test_a_failed_run_is_told_from_one_that_is_an_error(records: Records) -> None:
    for outcome in (Outcome.FAILED, Outcome.ERROR, Outcome.CANCELLED):
        run = begin(records)
        records.end_run(run, outcome, code=None, detail="", serial="", seconds=0, steps=())
    assert [run.outcome for run in records.runs()] == [
        Outcome.FAILED,
        Outcome.ERROR,
        Outcome.CANCELLED,
    ]


def test_a_guard_in_trouble_enrols_nothing(records: Records, guard: SoftwareGuard) -> None:
    run = admitted(records, "S1")
    guard.trouble = StationError("HSM-007")
    enrollment = enrollment_of(run, "S1", symmetric_identity("a"))
    with pytest.raises(StationError, match="HSM-007"):
        records.enrol(run, enrollment, seconds=1, steps=())
    guard.trouble = None
    assert list(records.enrollments()) == []
    records.enrol(run, enrollment, seconds=1, steps=())
