"""The life of a unit: who may say what becomes of it, and what follows from that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.errors import Outcome, StationError
from station.model.enrollment import EnrollmentStatus
from station.model.rights import Right
from station.model.unit_state import CHANGES, UnitChange, UnitState
from station.records.entries import EntryKind
from station.records.store import Records
from station.records.unit_rows import UnitChanged
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    fail,
    make_order,
)
from tests.unit.records.staffed import ANNE, agreed, credential, quick_hashing, staff

DONE_BY_PEOPLE = [change for change, rule in CHANGES.items() if rule.right is not None]


def changed(records: Records, serial: str, change: UnitChange) -> UnitChanged:
    """Do something with a unit, in practice."""
    return records.units.change(serial, change, reason="a test")


def refusal(records: Records, serial: str, change: UnitChange) -> str:
    """Return the code by which the record refuses that."""
    with pytest.raises(StationError) as caught:
        changed(records, serial, change)
    return caught.value.code


def state_of(records: Records, serial: str) -> UnitState:
    mark = records.unit(serial)
    assert mark is not None
    return mark.state


def tried(records: Records, serial: str, most: int, outcome: Outcome = Outcome.FAILED) -> None:
    """Admit a unit and let its run end without PASS."""
    run = begin(records)
    records.admit(run, serial, max_runs=most)
    records.end_run(run, outcome, code="LNK-002", detail="", serial="", seconds=1, steps=())


def not_admitted(records: Records, serial: str, most: int = 5) -> str:
    """Return the code by which the unit's admission is refused, its run ended by it."""
    run = begin(records)
    with pytest.raises(StationError) as caught:
        records.admit(run, serial, max_runs=most)
    fail(records, run, serial, caught.value.code)
    return caught.value.code


def test_units_in_quarantine_under_repair_or_returned_are_aside(records: Records) -> None:
    for serial in ("S1", "S2", "S3", "S4"):
        enrol(records, serial)
    changed(records, "S1", UnitChange.QUARANTINE)
    changed(records, "S2", UnitChange.RETURN)
    changed(records, "S3", UnitChange.SCRAP)
    assert records.aside() == {"s1", "s2"}
    changed(records, "S1", UnitChange.RELEASE)
    assert records.aside() == {"s2"}


# --- states -----------------------------------------------------------------------------------


def test_a_unit_stands_where_its_runs_left_it_until_somebody_marks_it(records: Records) -> None:
    assert records.unit("S1") is None
    fail(records, admitted(records, "S1"))
    assert state_of(records, "s1") is UnitState.IN_PROCESS
    enrol(records, "S1")
    assert state_of(records, "S1") is UnitState.PASSED
    changed(records, "s1", UnitChange.QUARANTINE)
    mark = records.unit("S1")
    assert mark is not None
    assert (mark.state, mark.reason, mark.by) == (UnitState.QUARANTINED, "a test", ())
    assert records.marked("o1") == {UnitState.QUARANTINED: 1}
    assert changed(records, "S1", UnitChange.RELEASE).state is UnitState.PASSED
    assert records.marked("o1") == {}
    records.verify()


def test_a_quarantined_unit_is_refused_until_it_is_released(records: Records) -> None:
    fail(records, admitted(records, "S1"))
    changed(records, "S1", UnitChange.QUARANTINE)
    assert not_admitted(records, "s1") == "REC-032"
    assert changed(records, "s1", UnitChange.RELEASE).state is UnitState.IN_PROCESS
    enrol(records, "S1")
    records.verify()


def test_a_scrapped_unit_is_refused_for_good(records: Records) -> None:
    fail(records, admitted(records, "S1"))
    changed(records, "S1", UnitChange.SCRAP)
    assert not_admitted(records, "s1") == "REC-031"
    assert {refusal(records, "S1", change) for change in DONE_BY_PEOPLE} == {"REC-034"}
    records.verify()


def test_scrapping_a_passed_unit_revokes_its_enrollment(records: Records) -> None:
    enrollment = enrol(records, "S1")
    before = records.head().sequence
    assert changed(records, "s1", UnitChange.SCRAP).before is UnitState.PASSED
    assert records.find("S1").status is EnrollmentStatus.REVOKED
    assert records.head().sequence == before + 1
    name = (enrollment.id_scope, enrollment.registration_id)
    with pytest.raises(StationError, match="SVC-007"):
        records.revoke(name, "again")
    assert not_admitted(records, "S1") == "REC-031"
    records.verify()


@pytest.mark.parametrize("change", [UnitChange.SCRAP, UnitChange.SWAP])
def test_what_was_revoked_and_whether_the_service_may_know_it_is_told(
    records: Records, change: UnitChange
) -> None:
    order = make_order("spare")
    spec = order.spec.model_copy(update={"scrap_allowance": 2})
    records.add_order(order.model_copy(update={"spec": spec}))
    ready, known = (enrol(records, serial, order="spare") for serial in ("S1", "S2"))
    names = [(known.id_scope, known.registration_id)]
    records.record_export(names, manifest_hash="ab", folder_name="out", format_name="dps-csv")
    told = changed(records, "s1", change)
    assert (told.revoked, told.exported) == (ready.registration_id.text, False)
    assert changed(records, "S2", change).exported


def test_a_unit_under_repair_is_back_by_its_next_run(records: Records) -> None:
    fail(records, admitted(records, "S1"))
    changed(records, "S1", UnitChange.REWORK)
    assert state_of(records, "S1") is UnitState.REWORK
    run = admitted(records, "s1")
    assert state_of(records, "S1") is UnitState.IN_PROCESS
    fail(records, run)
    enrol(records, "S1")
    assert refusal(records, "S1", UnitChange.REWORK) == "REC-034"
    records.verify()


def test_a_refused_admission_leaves_a_unit_under_repair(records: Records) -> None:
    records.add_order(make_order("one", quantity=1))
    enrol(records, "S9", order="one")
    fail(records, admitted(records, "S1"))
    changed(records, "S1", UnitChange.REWORK)
    with pytest.raises(StationError, match="REC-009"):
        admitted(records, "S1", "one")
    assert state_of(records, "S1") is UnitState.REWORK
    records.verify()


def test_only_what_passed_comes_back_and_goes_to_repair_or_is_released(records: Records) -> None:
    fail(records, admitted(records, "S1"))
    assert refusal(records, "S1", UnitChange.RETURN) == "REC-034"
    enrol(records, "S1")
    changed(records, "S1", UnitChange.RETURN)
    assert not_admitted(records, "S1") == "REC-008"
    changed(records, "S1", UnitChange.REWORK)
    assert not_admitted(records, "S1") == "REC-008"
    assert state_of(records, "S1") is UnitState.REWORK
    assert changed(records, "S1", UnitChange.RELEASE).state is UnitState.PASSED
    records.verify()


def test_a_unit_that_nobody_knows_or_that_is_at_work_is_left_alone(records: Records) -> None:
    run = admitted(records, "S1")
    for change in DONE_BY_PEOPLE:
        assert refusal(records, "S2", change) == "REC-033"
        assert refusal(records, "s1", change) == "REC-035"
    fail(records, run)
    assert {refusal(records, "S1", c) for c in (UnitChange.RUNS, UnitChange.ADMITTED)} == {
        "LIN-014"
    }


# --- rights -----------------------------------------------------------------------------------


@pytest.fixture
def real(path: Path, guard: SoftwareGuard, clock: Clock) -> Iterator[Records]:
    """Return a production record with people, an order, and a failed unit."""
    path.parent.mkdir()
    with (
        quick_hashing(),
        Records.create(path, guard, station="line-1", practice=False, now=clock) as records,
    ):
        staff(records)
        order = make_order().model_copy(update={"practice": False})
        records.add_order(order, agreed(records, Right.ORDERS))
        records.log_in(ANNE.badge, credential(ANNE).pin)
        tried(records, "S1", 5)
        yield records


def test_each_change_takes_its_own_right(real: Records) -> None:
    for change in (UnitChange.REWORK, UnitChange.QUARANTINE, UnitChange.RELEASE, UnitChange.SCRAP):
        with pytest.raises(StationError, match="REC-025"):
            real.units.change("S1", change)
        with pytest.raises(StationError, match="REC-025"):
            real.units.change("S1", change, agreed(real, Right.ORDERS))
        right = CHANGES[change].right
        assert right is not None
        real.units.change("S1", change, agreed(real, right, "why not"))
    mark = real.unit("S1")
    assert mark is not None
    assert (mark.state, mark.reason, mark.by) == (UnitState.SCRAPPED, "why not", ("S-1",))
    told = [e.data for e in real.entries() if e.kind is EntryKind.UNIT_CHANGED]
    assert [(data["by"], data["reason"]) for data in told] == [(["S-1"], "why not")] * 4
    real.verify()


def test_the_record_itself_needs_nobody_to_quarantine_after_too_many_runs(real: Records) -> None:
    tried(real, "S1", 2)
    mark = real.unit("S1")
    assert mark is not None
    assert (mark.state, mark.reason, mark.by) == (UnitState.QUARANTINED, "2 runs", ())
    real.verify()


# --- the runs that a unit may have ------------------------------------------------------------


def test_a_unit_that_had_its_runs_is_quarantined_with_the_last_one(records: Records) -> None:
    for outcome in (Outcome.FAILED, Outcome.CANCELLED, Outcome.ERROR, Outcome.FAILED):
        tried(records, "S1", 3, outcome)
        assert state_of(records, "S1") is UnitState.IN_PROCESS
    tried(records, "s1", 3)
    assert state_of(records, "S1") is UnitState.QUARANTINED
    assert not_admitted(records, "S1", 3) == "REC-032"
    records.verify()


def test_a_release_starts_the_counting_anew(records: Records) -> None:
    for _ in range(2):
        for _ in range(2):
            tried(records, "S1", 2)
        assert state_of(records, "S1") is UnitState.QUARANTINED
        changed(records, "S1", UnitChange.RELEASE)
    tried(records, "S1", 2)
    assert state_of(records, "S1") is UnitState.IN_PROCESS
    records.verify()


def test_runs_that_were_refused_count_for_no_unit(records: Records) -> None:
    enrol(records, "S1")
    for _ in range(5):
        assert not_admitted(records, "S1", 2) == "REC-008"
    assert state_of(records, "S1") is UnitState.PASSED


def test_a_guard_in_trouble_keeps_no_run_from_ending_but_the_next_is_refused(
    records: Records, guard: SoftwareGuard
) -> None:
    run = begin(records)
    records.admit(run, "S1", max_runs=1)
    guard.trouble = StationError("HSM-007")
    fail(records, run)
    guard.trouble = None
    assert state_of(records, "S1") is UnitState.IN_PROCESS
    assert not_admitted(records, "S1", 1) == "REC-032"
    assert state_of(records, "S1") is UnitState.QUARANTINED
    records.verify()


def test_the_stations_own_faults_count_for_no_unit(
    records: Records, guard: SoftwareGuard, path: Path
) -> None:
    tried(records, "S1", 1, Outcome.ERROR)
    run = begin(records)
    records.admit(run, "S1", max_runs=1)
    records._held.close()
    with Records.open(path, guard, now=Clock()) as again:
        tried(again, "S1", 1)
        assert state_of(again, "S1") is UnitState.QUARANTINED
        assert not_admitted(again, "S1", 1) == "REC-032"
        again.verify()


def test_a_run_begun_before_others_of_a_released_unit_takes_it_no_more(records: Records) -> None:
    early = begin(records)
    for _ in range(3):
        tried(records, "S1", 3)
    changed(records, "S1", UnitChange.RELEASE)
    with pytest.raises(StationError, match="REC-061"):
        records.admit(early, "S1", max_runs=3)
    fail(records, early, "S1")
    for state in (UnitState.IN_PROCESS, UnitState.IN_PROCESS, UnitState.QUARANTINED):
        tried(records, "S1", 3)
        assert state_of(records, "S1") is state
    records.verify()


def test_a_unit_that_is_put_aside_while_an_export_is_written_does_not_go_out(
    records: Records,
) -> None:
    names = [
        (one.id_scope, one.registration_id) for one in (enrol(records, "S1"), enrol(records, "S2"))
    ]
    records.units.change("S2", UnitChange.QUARANTINE, reason="a scratch")
    with pytest.raises(StationError, match="SVC-007") as caught:
        records.record_export(names, manifest_hash="cd" * 32, folder_name="f", format_name="json")
    assert "put aside" in caught.value.message
    records.record_export(names[:1], manifest_hash="cd" * 32, folder_name="f", format_name="json")
    records.verify()
