"""A unit that has passed and is run again: what the record lets it do, keeps, and finds."""

import pytest

from station.errors import Outcome, StationError
from station.model.enrollment import Enrollment, Identity
from station.model.order import Reprovisioning
from station.model.run import Run
from station.model.unit_state import UnitChange, UnitState
from station.records.again import Again, Proved
from station.records.entries import EntryKind
from station.records.orders import Usage
from station.records.store import Records
from tests.unit.records.software import (
    STEPS,
    Clock,
    SoftwareGuard,
    admitted,
    begin,
    edited_while_off,
    enrol,
    enrollment_of,
    fail,
    make_order,
    tpm_identity,
    x509_identity,
)


def policy(records: Records, said: str, order: str = "o1") -> None:
    records.order_changes.set_reprovisioning(order, Reprovisioning(said))


@pytest.fixture
def same(records: Records) -> Records:
    """Return a record whose order runs units again; S1 has passed."""
    policy(records, "same-key")
    enrol(records, "S1", x509_identity("s1"))
    return records


def again(records: Records, serial: str = "S1", order: str = "o1") -> tuple[Run, Again]:
    run = begin(records, order)
    found = records.again.admit(run, serial)
    assert found is not None
    return run, found


def proved(records: Records, run: Run, identity: Identity) -> None:
    records.again.passed(run, Proved(identity, "signed anew", 1.5, STEPS))


def refused(records: Records, serial: str) -> str:
    def admit() -> None:
        run = begin(records)
        assert records.again.admit(run, serial) is None
        records.admit(run, serial)

    with pytest.raises(StationError) as caught:
        admit()
    return caught.value.code


def passed_again(records: Records, serial: str = "S1") -> Enrollment:
    run, found = again(records, serial)
    proved(records, run, found.enrollment.identity)
    return found.enrollment


def state(records: Records, serial: str = "S1") -> UnitState | None:
    mark = records.unit(serial)
    return None if mark is None else mark.state


def test_a_unit_that_passed_passes_again_and_takes_nothing_more(same: Records) -> None:
    before = same.usage("o1")
    run, found = again(same, "s1")
    assert (found.number, found.enrollment) == (1, same.find("S1"))
    assert same.usage("o1") == before == Usage(1, 0, 0)
    proved(same, run, found.enrollment.identity)
    assert same.usage("o1") == before
    assert [one.serial for one in same.enrollments()] == ["S1"]
    *_, ended = same.runs()
    assert (ended.name, ended.outcome, ended.serial) == (run.name, Outcome.PASSED, "s1")
    assert same.steps(run.name)
    *_, told = same.entries(kind=EntryKind.REPROVISIONED)
    assert (told.data["enrollment"], told.data["registration_id"]) == (1, "s1")
    assert told.data["proof"] == "signed anew"
    assert same.verify().unsigned == 0
    enrol(same, "S2", x509_identity("s2"))
    assert same.find("S2").place == 2
    same.verify()


@pytest.mark.parametrize("said", ["never", "new-key"])
def test_without_that_policy_it_is_refused_as_a_duplicate(same: Records, said: str) -> None:
    policy(same, said)
    assert refused(same, "S1") == "REC-008"


def test_a_unit_that_has_not_passed_is_a_new_one(same: Records) -> None:
    assert same.again.admit(begin(same), "S2") is None
    fail(same, admitted(same, "S3"))
    assert same.again.admit(begin(same), "S3") is None


def test_another_order_does_not_run_it_again(same: Records) -> None:
    same.add_order(make_order("o2"))
    policy(same, "same-key", "o2")
    assert same.again.admit(begin(same, "o2"), "S1") is None


def test_a_unit_is_at_one_position_at_a_time(same: Records) -> None:
    run, found = again(same)
    assert refused(same, "S1") == "REC-008"
    with pytest.raises(StationError, match="REC-035"):
        same.units.change("S1", UnitChange.QUARANTINE)
    proved(same, run, found.enrollment.identity)
    passed_again(same)


def test_what_is_aside_or_scrapped_is_refused(same: Records) -> None:
    same.units.change("S1", UnitChange.QUARANTINE)
    assert refused(same, "S1") == "REC-032"
    same.units.change("S1", UnitChange.RELEASE)
    same.units.change("S1", UnitChange.RETURN)
    assert refused(same, "S1") == "REC-008"
    same.units.change("S1", UnitChange.SCRAP)
    assert refused(same, "S1") == "REC-031"


def test_a_repaired_unit_comes_back_by_it(same: Records) -> None:
    same.units.change("S1", UnitChange.RETURN)
    same.units.change("S1", UnitChange.REWORK)
    passed_again(same)
    assert state(same) is UnitState.PASSED
    same.verify()


def test_one_that_fails_is_quarantined_and_gives_nothing_back(same: Records) -> None:
    run, _ = again(same)
    fail(same, run, code="LIN-066")
    assert state(same) is UnitState.QUARANTINED
    assert same.usage("o1") == Usage(1, 0, 0)
    *_, told = same.entries(kind=EntryKind.UNIT_CHANGED)
    assert told.data["reason"] == f"it failed in run {run.name}, though it had passed"
    assert refused(same, "S1") == "REC-032"
    same.verify()
    same.units.change("S1", UnitChange.RELEASE)
    passed_again(same)
    same.verify()


def test_a_line_that_was_lost_says_nothing_of_the_unit(same: Records) -> None:
    run, _ = again(same)
    fail(same, run, code="LNK-002")
    assert state(same) is UnitState.PASSED
    passed_again(same)
    same.verify()


@pytest.mark.parametrize("outcome", [Outcome.ERROR, Outcome.CANCELLED])
def test_what_is_not_the_units_fault_changes_nothing(same: Records, outcome: Outcome) -> None:
    run, _ = again(same)
    same.end_run(run, outcome, code=None, detail="", serial="S1", seconds=1, steps=())
    assert state(same) is UnitState.PASSED
    assert same.usage("o1") == Usage(1, 0, 0)
    passed_again(same)
    same.verify()


def test_a_station_that_stops_in_the_midst_goes_on(same: Records, guard: SoftwareGuard) -> None:
    again(same)
    same._held.close()
    with Records.open(same.path, guard, now=Clock()) as opened:
        assert opened.usage("o1") == Usage(1, 0, 0)
        passed_again(opened)
        opened.verify()


def test_a_guard_in_trouble_puts_it_aside_later(same: Records, guard: SoftwareGuard) -> None:
    run, _ = again(same)
    guard.trouble = StationError("HSM-005")
    fail(same, run, code="LIN-066")
    guard.trouble = None
    assert state(same) is UnitState.PASSED
    assert refused(same, "S1") == "REC-032"
    same.verify()


def test_another_identity_than_the_enrolled_one_does_not_pass(same: Records) -> None:
    run, _ = again(same)
    with pytest.raises(StationError, match="LIN-066"):
        proved(same, run, x509_identity("s1", "another"))
    fail(same, run, code="LIN-066")
    same.verify()


def test_one_that_was_revoked_meanwhile_does_not_pass(same: Records) -> None:
    run, found = again(same)
    enrollment = found.enrollment
    same.revoke((enrollment.id_scope, enrollment.registration_id), "lost")
    with pytest.raises(StationError, match="REC-058"):
        proved(same, run, enrollment.identity)
    fail(same, run, code="REC-058")
    same.verify()


def test_it_makes_no_identity(same: Records) -> None:
    run, found = again(same)
    identity = found.enrollment.identity
    for do in (
        lambda: same.spend(run),
        lambda: same.claim(run, identity.registration_id, None),
        lambda: same.enrol(run, enrollment_of(run, "S1", identity), seconds=1, steps=()),
        lambda: same.again.admit(run, "S1"),
        lambda: same.admit(run, "S1"),
    ):
        with pytest.raises(StationError, match="LIN-014"):
            do()
    assert same.mark_uncertified(run, 1)
    ordinary = admitted(same, "S2")
    with pytest.raises(StationError, match="LIN-014"):
        proved(same, ordinary, identity)


def test_an_enrollment_that_was_edited_is_not_run_again(same: Records) -> None:
    edited_while_off(same, "UPDATE enrollments SET certificate = x'00'")
    with pytest.raises(StationError, match="REC-012"):
        same.again.admit(begin(same), "S1")


@pytest.fixture
def lived(same: Records) -> Records:
    """Return one in which S1 passed again, S2 failed again, and S3 is at work again."""
    for number in (2, 3):
        enrol(same, f"S{number}", tpm_identity(number))
    passed_again(same)
    run, _ = again(same, "S2")
    fail(same, run, code="LIN-066")
    again(same, "S3")
    same.verify()
    return same


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        ("UPDATE runs SET again = 2 WHERE again = 1", "was changed"),
        ("UPDATE runs SET again = NULL WHERE again = 1", "was changed"),
        ("UPDATE runs SET again = NULL WHERE again = 2", "was changed"),
        ("UPDATE runs SET again = 1 WHERE id = 1", "was changed"),
        ("DELETE FROM runs WHERE again = 1", "is missing"),
        ("UPDATE runs SET again = NULL WHERE again = 3", "the used quantity of order o1"),
        ("DELETE FROM unit_states", "the state of the unit s2 was changed"),
        ("UPDATE enrollments SET proof = 'x' WHERE id = 1", "enrollment 1 was another then"),
    ],
)
def test_what_was_edited_is_found(lived: Records, edit: str, what: str) -> None:
    edited_while_off(lived, edit)
    with pytest.raises(StationError, match="REC-011") as caught:
        lived.verify()
    assert what in caught.value.detail


# --- a new key -----------------------------------------------------------------------------


@pytest.fixture
def new(records: Records) -> Records:
    """Return a record whose order `new` gives new keys, twice; S1 has passed in it."""
    order = make_order("new", 3)
    changes = {"scrap_allowance": 2, "reprovisioning": Reprovisioning.NEW_KEY}
    spec = order.spec.model_copy(update=changes)
    records.add_order(order.model_copy(update={"spec": spec}))
    enrol(records, "S1", x509_identity("s1", "old"), "new")
    return records


def keyed(records: Records, serial: str, key: str, chip: str = "") -> Run:
    """Admit a unit in the order and claim its key, and its chip's."""
    run = admitted(records, serial, "new")
    name = x509_identity(serial.lower()).registration_id
    for one in filter(None, (chip, key)):
        records.claim(run, name, x509_identity("x", one).key_fingerprint)
    return run


def test_a_renewed_unit_is_enrolled_again_under_its_name_with_another_key(new: Records) -> None:
    done = new.units.change("s1", UnitChange.RENEW)
    assert (done.revoked, done.given, done.state) == ("s1", ("new",), UnitState.IN_PROCESS)
    enrol(new, "S1", x509_identity("s1", "new"), "new")
    *_, told = new.entries(kind=EntryKind.ENROLLED)
    assert told.data["replaces"] == [1]
    assert [e.status.value for e in new.enrollments()] == ["revoked", "ready"]
    new.verify()
    new.units.change("S1", UnitChange.RENEW)
    enrol(new, "S1", x509_identity("s1", "newest"), "new")
    new.verify()


def test_its_old_key_is_nobodys_any_more(new: Records) -> None:
    new.units.change("S1", UnitChange.RENEW)
    for serial in ("S1", "S2"):
        with pytest.raises(StationError, match="REC-007"):
            keyed(new, serial, "old")
        new._ledger.close()
    new.verify()


def test_its_name_is_no_other_units(new: Records) -> None:
    new.units.change("S1", UnitChange.RENEW)
    run = admitted(new, "S2", "new")
    with pytest.raises(StationError, match="REC-005"):
        new.check_name(run, x509_identity("s1").registration_id)


def test_its_chip_stays_its_own(new: Records) -> None:
    run = keyed(new, "S5", "k1", "chip")
    new.enrol(run, enrollment_of(run, "S5", x509_identity("s5", "k1")), seconds=1, steps=())
    new.units.change("S5", UnitChange.RENEW)
    other = admitted(new, "S6", "new")
    with pytest.raises(StationError, match="REC-007"):
        new.claim(
            other, x509_identity("s6").registration_id, x509_identity("x", "chip").key_fingerprint
        )
    fail(new, other)
    run = keyed(new, "S5", "k2", "chip")
    new.enrol(run, enrollment_of(run, "S5", x509_identity("s5", "k2")), seconds=1, steps=())
    new.verify()


def test_what_its_old_run_left_is_told_to_be_cleared(new: Records) -> None:
    run = admitted(new, "S5", "new")
    new.settled(new.intent(run, "make-key", {"key_id": run.name}), {})
    new.enrol(run, enrollment_of(run, "S5", x509_identity("s5", "k1")), seconds=1, steps=())
    assert new.failed_intents("S5") == []
    new.units.change("S5", UnitChange.RENEW)
    assert [one.run for one in new.failed_intents("S5")] == [run.name]


@pytest.mark.parametrize("said", ["never", "same-key"])
def test_only_where_the_order_gives_new_keys(new: Records, said: str) -> None:
    policy(new, said, "new")
    with pytest.raises(StationError, match="REC-056"):
        new.units.change("S1", UnitChange.RENEW)
    new.verify()


def test_only_while_the_scrap_allowance_lasts(new: Records) -> None:
    new.order_changes.allow_scrap("new", 0)
    with pytest.raises(StationError, match="REC-036"):
        new.units.change("S1", UnitChange.RENEW)


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        ("UPDATE enrollments SET replaced = 1 WHERE id = 1", "enrollment 1: whether its unit's"),
        ("UPDATE enrollments SET replaced = 0 WHERE id = 1", "enrollment 1: whether its unit's"),
    ],
)
def test_a_renewal_that_was_edited_is_found(new: Records, edit: str, what: str) -> None:
    new.units.change("S1", UnitChange.RENEW)
    edited_while_off(new, edit)
    with pytest.raises(StationError, match="REC-011") as caught:
        new.verify()
    assert what in caught.value.detail
