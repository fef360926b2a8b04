"""Contact cycles: counted from runs that opened the way to a unit, begun anew by maintenance."""

import pytest

from station.errors import Outcome, StationError
from station.line.bench import ContactLimits, Position
from station.line.contacts import check_contacts, contacts_due
from station.model.order import OrderState
from station.model.rights import Right
from station.model.run import Step, StepState
from station.records.entries import EntryKind
from station.records.runs import StepRecord
from station.records.store import Reader, Records
from tests.unit.records.software import (
    HASH,
    SoftwareGuard,
    edited_while_off,
    enrol,
    make_order,
)
from tests.unit.records.staffed import MIA, WIM, agreed, credential, quick_hashing
from tests.unit.records.test_archives import taken_out
from tests.unit.records.test_checks import GOLDEN, RABBIT, checked
from tests.unit.records.test_crash import torn

CONNECTED = (StepRecord(Step.CONNECT, StepState.DONE, 0.1, None),)
NO_PORT = (StepRecord(Step.CONNECT, StepState.FAILED, 0.1, "LNK-001"),)


def connected(
    records: Records, position: str = "1", steps: tuple[StepRecord, ...] = CONNECTED
) -> None:
    run = records.begin_run("o1", HASH, position)
    records.end_run(
        run, Outcome.CANCELLED, code="LIN-003", detail="", serial="", seconds=1, steps=steps
    )


def counts(records: Records) -> tuple[int, int]:
    """Return what is counted at positions 1 and 2, by the writer and by a reader alike."""
    counted = tuple(records.contacts.count(name) for name in ("1", "2"))
    with Reader.open(records.path) as reader:
        assert counted == tuple(reader.contact_cycles(name) for name in ("1", "2"))
    return counted[0], counted[1]


def test_each_run_that_opened_its_link_counts_at_its_position(records: Records) -> None:
    assert counts(records) == (0, 0)
    enrol(records, "S1")  # at position 1, the first
    connected(records)
    connected(records, "2")
    connected(records, steps=NO_PORT)
    connected(records, steps=())
    assert counts(records) == (2, 1)
    connected(records)
    assert counts(records) == (3, 1)


def test_a_run_at_work_counts_once_it_has_ended(records: Records, guard: SoftwareGuard) -> None:
    connected(records)
    records.begin_run("o1", HASH, "1")
    assert counts(records) == (1, 0)
    torn(records)
    with Records.open(records.path, guard) as again:
        assert counts(again) == (2, 0)  # the power was cut: nobody knows, so it counts


def test_a_reset_begins_anew_and_says_what_it_had_come_to(records: Records) -> None:
    for _ in range(3):
        connected(records)
    assert records.contacts.reset("1", reason="new probes") == 3
    assert counts(records) == (0, 0)
    connected(records)
    assert counts(records) == (1, 0)
    (told,) = records.entries(kind=EntryKind.CONTACTS_RESET)
    assert (told.data["position"], told.data["count"]) == ("1", 3)
    assert told.data["why"] == "new probes"
    records.verify()


@pytest.mark.parametrize(("why", "code"), [(" ", "REC-026"), ("new probes", "REC-086")])
def test_a_reset_says_why_and_of_what(records: Records, why: str, code: str) -> None:
    with pytest.raises(StationError, match=code):
        records.contacts.reset("1", reason=why)


def test_the_count_outlasts_the_program(records: Records, guard: SoftwareGuard) -> None:
    for _ in range(3):
        connected(records)
    records.contacts.reset("1", reason="new probes")
    connected(records)
    records.close()
    with Records.open(records.path, guard) as again:
        assert counts(again) == (1, 0)


def test_an_archive_winds_nothing_back(records: Records, guard: SoftwareGuard) -> None:
    for _ in range(3):
        connected(records)
    connected(records, steps=NO_PORT)
    records.contacts.reset("1", reason="new probes")
    connected(records)
    connected(records, steps=NO_PORT)
    enrol(records, "S1")
    records.set_order_state("o1", OrderState.CLOSED)
    before = counts(records)
    assert len(taken_out(records).numbers) == 7
    assert counts(records) == before == (1, 0)
    records.verify()
    records.close()
    with Records.open(records.path, guard) as again:
        assert counts(again) == before


@pytest.mark.parametrize("connected_then", [0, 1])
def test_what_an_archived_run_was_is_part_of_what_is_verified(
    records: Records, connected_then: int
) -> None:
    connected(records, steps=CONNECTED if connected_then else NO_PORT)
    records.set_order_state("o1", OrderState.CLOSED)
    taken_out(records)
    records.verify()
    edited_while_off(records, "UPDATE runs SET connected = 1 - connected")
    with pytest.raises(StationError, match="REC-011"):
        records.verify()


def test_a_check_is_a_contact_too_until_the_next_reset(records: Records) -> None:
    enrol(records, "G-001")
    for unit in (RABBIT, GOLDEN):
        records.checks.add(unit)
    for serial in ("R-001", "G-001"):
        checked(records, serial, position="2")
    assert counts(records)[1] == 2
    assert records.contacts.reset("2", reason="new probes") == 2
    assert counts(records)[1] == 0
    checked(records, position="2")
    connected(records, "2")
    assert counts(records)[1] == 2


def test_maintenance_may_reset_and_a_worker_may_not(real: Records) -> None:
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    with quick_hashing():
        real.log_in(WIM.badge, credential(WIM).pin)
        connected(real)
        with pytest.raises(StationError, match="REC-025"):
            real.approve(Right.CONTACTS, [credential(WIM)], "new probes")
        approval = real.approve(Right.CONTACTS, [credential(MIA)], "new probes")
    assert real.contacts.reset("1", approval) == 1
    (told,) = real.entries(kind=EntryKind.CONTACTS_RESET)
    assert (told.data["by"], told.data["reason"]) == ([MIA.badge], "new probes")


def test_a_forged_reset_counts_nothing_anew_until_a_genuine_one(
    records: Records, guard: SoftwareGuard
) -> None:
    for _ in range(2):
        connected(records)
        records.contacts.reset("1", reason="a test")
    edited_while_off(records, "UPDATE contact_resets SET run = '~'")
    with pytest.raises(StationError, match="REC-011"):
        records.verify()
    records.close()
    with Records.open(records.path, guard) as again:
        assert again.contacts.count("1") == 2
        again.contacts.reset("1", reason="a genuine one")
        again.verify()


@pytest.mark.parametrize(
    ("cycles", "told", "stops"), [(1, False, False), (2, True, False), (3, True, True)]
)
def test_worn_contacts_warn_and_then_stop(
    records: Records, cycles: int, *, told: bool, stops: bool
) -> None:
    limits = ContactLimits(warn=2, stop=3)
    position = Position(name="1", port="/dev/one", contacts=limits)
    for _ in range(cycles):
        connected(records)
    due = contacts_due(position, records)
    assert (None if due is None else due.code) == ("LIN-079" if told else None)
    if stops:
        with pytest.raises(StationError, match="LIN-078"):
            check_contacts(position, records)
    else:
        check_contacts(position, records)


def test_without_limits_nothing_wears_out(records: Records) -> None:
    for _ in range(5):
        connected(records)
    position = Position(name="1", port="/dev/one")
    check_contacts(position, records)
    assert contacts_due(position, records) is None
