"""What people agreed to holds for that, for a short time, once, and while they may."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from pydantic import JsonValue

from station.errors import StationError
from station.model.order import OrderSecret, OrderState
from station.model.people import Credential, Person, Role
from station.model.rights import RULES, Approval, Right
from station.records import approvals
from station.records.entries import AuditEntry, EntryKind
from station.records.rights_walk import RightsWalk
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.software import NOW, Clock, SoftwareGuard, make_order
from tests.unit.records.staffed import ANNE, MIA, WIM, agreed, credential, quick_hashing, staff

SAM = Person("S-3", "Sam", Role.SUPERVISOR)


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with quick_hashing():
        yield


@pytest.fixture
def real(bare: Records) -> Records:
    """Return a production record with its people, a third supervisor, and an order."""
    staff(bare)
    bare.add_person(SAM, credential(SAM).pin, agreed(bare, Right.SUPERVISORS))
    bare.add_order(make_order(), agreed(bare, Right.ORDERS))
    return bare


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return how much later it is, seconds, as the one number of a list."""
    passed = [0.0]
    monkeypatch.setattr(approvals, "monotonic", lambda: passed[0])
    return passed


def refused(records: Records, approval: Approval) -> str:
    """Return why nothing is allotted by an approval."""
    before = records.head().sequence
    with pytest.raises(StationError, match="REC-025") as caught:
        records.order_changes.allot("o1", 50, approval)
    assert (records.order("o1").spec.quantity, records.head().sequence) == (10, before)
    return caught.value.detail


@pytest.mark.parametrize("badge", ["S-1", "nobody"])
def test_what_nobody_was_asked_for_is_no_approval(real: Records, badge: str) -> None:
    assert "not given here" in refused(real, Approval(Right.ALLOT, (badge,)))


def test_what_equals_an_approval_is_none(real: Records) -> None:
    given = agreed(real, Right.ALLOT)
    assert "not given here" in refused(real, Approval(given.right, given.by, given.reason))
    real.order_changes.allot("o1", 50, given)
    real.verify()


def test_an_approval_is_good_for_one_change(real: Records) -> None:
    given = agreed(real, Right.ALLOT)
    real.order_changes.allot("o1", 10, given)
    assert "used up" in refused(real, given)


def test_an_approval_is_looked_at_beforehand_without_being_used(
    real: Records, later: list[float]
) -> None:
    given, before = agreed(real, Right.ALLOT), real.head().sequence
    for _ in range(2):
        real.check_approval(Right.ALLOT, given)
    assert real.head().sequence == before
    equal = Approval(given.right, given.by, given.reason)
    wrong = ((Right.ALLOT, None), (Right.ALLOT, equal), (Right.ORDERS, given))
    for right, approval in wrong:
        with pytest.raises(StationError, match="REC-025"):
            real.check_approval(right, approval)
    later[0] = RULES[Right.ALLOT].lasts_s + 1
    with pytest.raises(StationError, match="REC-025"):
        real.check_approval(Right.ALLOT, given)
    later[0] = 0.0
    real.order_changes.allot("o1", 50, given)
    with pytest.raises(StationError, match="REC-025"):
        real.check_approval(Right.ALLOT, given)


def test_practice_needs_no_approval_beforehand_either(records: Records) -> None:
    records.check_approval(Right.CEREMONY, None)


def test_one_approval_is_enough_for_an_order_with_its_secret(real: Records) -> None:
    given = agreed(real, Right.ORDERS)
    real.add_order(make_order("o2"), given)
    real.set_order_secret("o2", OrderSecret.CONSOLE_PASSWORD, b"sealed", given)
    real.verify()


def test_an_approval_is_good_for_two_minutes(real: Records, later: list[float]) -> None:
    given = agreed(real, Right.ALLOT)
    later[0] = RULES[Right.ALLOT].lasts_s + 1
    assert "too long ago" in refused(real, given)
    several = agreed(real, Right.ORDERS)
    later[0] += RULES[Right.ORDERS].lasts_s
    real.set_order_state("o1", OrderState.PAUSED, several)
    later[0] += 1
    with pytest.raises(StationError, match="REC-025"):
        real.set_order_state("o1", OrderState.OPEN, several)
    assert RULES[Right.ALLOT].lasts_s == RULES[Right.ORDERS].lasts_s == 120


def test_who_was_switched_off_since_agreed_to_nothing(real: Records) -> None:
    given = real.approve(Right.ALLOT, [credential(SAM)])
    real.set_person_active(SAM.badge, agreed(real, Right.SUPERVISORS), active=False)
    refused(real, given)
    real.set_person_active(SAM.badge, agreed(real, Right.SUPERVISORS), active=True)
    refused(real, given)


def test_who_has_another_pin_since_agreed_to_nothing(real: Records) -> None:
    given = real.approve(Right.ALLOT, [credential(SAM)])
    real.change_own_pin(credential(SAM), Secret(b"another"))
    refused(real, given)


def test_a_row_that_was_edited_agrees_to_nothing(real: Records) -> None:
    given = real.approve(Right.ALLOT, [credential(SAM)])
    with real._people.writer.transaction() as connection:
        connection.execute("UPDATE people SET name = 'Eve' WHERE badge = 'S-3'")
    with pytest.raises(StationError, match="REC-012"):
        real.order_changes.allot("o1", 50, given)


# --- the bench --------------------------------------------------------------------------------


def test_who_is_switched_off_answers_for_the_bench_no_more(real: Records) -> None:
    real.log_in(WIM.badge, credential(WIM).pin)
    real.set_person_active("w-1", agreed(real, Right.PEOPLE), active=False)
    assert real.on_duty == ""
    with pytest.raises(StationError, match="REC-025"):
        real.begin_run("o1", "0" * 64, "1")


def test_the_bench_is_taken_over_by_who_is_logged_in_alone(real: Records) -> None:
    real.log_in(WIM.badge, credential(WIM).pin)
    for person in (MIA, Person("GHOST", "g", Role.WORKER)):
        with pytest.raises(StationError, match="REC-025"):
            real.take_over(person, WIM.badge, 0)
    assert real.on_duty == WIM.badge


def entry(kind: EntryKind, **data: JsonValue) -> AuditEntry:
    return AuditEntry(1, NOW, kind, data)


@pytest.mark.parametrize(
    ("badge", "wrong"), [("W-1", False), ("w-1", False), ("GHOST", True), ("W-2", True)]
)
def test_a_bench_taken_over_by_nobody_here_is_found(badge: str, wrong: bool) -> None:
    walk = RightsWalk(practice=True, asks=True)
    for one, active in (("W-1", True), ("W-2", False)):
        list(walk.findings(entry(EntryKind.PERSON_ADDED, badge=one, role="worker", active=active)))
    assert bool(list(walk.findings(entry(EntryKind.TAKEN_OVER, badge=badge)))) is wrong


def test_an_older_stations_record_is_checked_from_the_first_who_agreed() -> None:
    walk = RightsWalk()
    added = entry(EntryKind.ORDER_ADDED, order="o1")
    assert not list(walk.findings(entry(EntryKind.CREATED, practice=False)))
    assert not list(walk.findings(added))
    supervisor = {"badge": "S-1", "role": "supervisor"}
    assert not list(walk.findings(entry(EntryKind.PERSON_ADDED, first=True, **supervisor)))
    assert list(walk.findings(added))
    assert list(walk.findings(entry(EntryKind.ORDER_ALLOTTED, by=["nobody"], reason="")))
    again = RightsWalk()
    assert list(again.findings(entry(EntryKind.ORDER_ALLOTTED, by=["nobody"], reason="")))


# --- the first supervisors, and PINs ----------------------------------------------------------


def test_no_two_at_once_are_the_second_supervisor(bare: Records) -> None:
    bare.add_person(ANNE, credential(ANNE).pin)
    together, refusals = Barrier(4), list[str]()

    def add(number: int) -> None:
        together.wait()
        try:
            bare.add_person(Person(f"T-{number}", "n", Role.SUPERVISOR), Secret(b"12345"))
        except StationError as error:
            refusals.append(error.code)

    threads = [Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (refusals, len(bare.people())) == (["REC-025"] * 3, 2)
    bare.verify()


def test_a_new_pin_ends_the_wait_also_after_a_restart(
    real: Records, guard: SoftwareGuard, clock: Clock, path: Path
) -> None:
    for _ in range(5):
        with pytest.raises(StationError, match="REC-020"):
            real.log_in(WIM.badge, Secret(b"wrong"))
    real.reset_pin(WIM.badge, Secret(b"given"), agreed(real, Right.PEOPLE))
    real.change_own_pin(Credential(WIM.badge, Secret(b"given")), Secret(b"my own"))
    real.close()
    with Records.open(path, guard, now=clock) as again:
        assert again.log_in(WIM.badge, Secret(b"my own")) == WIM
