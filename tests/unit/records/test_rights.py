"""Who may change what: nothing gets on record without the right to it, nor past the audit."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import JsonValue

from station.errors import StationError
from station.model.audit import chain_hash, entry_bytes
from station.model.order import OrderState
from station.model.people import Credential, Person, Role
from station.model.rights import RULES, SECURITY_OFFICER, Approval, Right
from station.model.settings import Settings
from station.records.audit import ENTRY_LABEL
from station.records.entries import EntryKind
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.software import SoftwareGuard, make_order
from tests.unit.records.staffed import (
    ANNE,
    BERT,
    MIA,
    WIM,
    agreed,
    credential,
    quick_hashing,
    staff,
)


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with quick_hashing():
        yield


def code(error: pytest.ExceptionInfo[StationError]) -> str:
    return error.value.code


def test_nothing_is_changed_without_the_right_to_it(real: Records) -> None:
    before = real.head().sequence
    changes: Sequence[Callable[[], None]] = (
        lambda: real.add_order(make_order()),
        lambda: real.assign("1", None),
        lambda: real.set_settings(Settings(pin_shortest=8)),
        lambda: real.add_person(Person("W-2", "Wes", Role.WORKER), Secret(b"12345")),
        lambda: real.add_person(Person("S-3", "Sam", Role.SUPERVISOR), Secret(b"12345")),
        lambda: real.reset_pin(WIM.badge, Secret(b"12345")),
        lambda: real.set_person_active(WIM.badge, active=False),
    )
    for change in changes:
        with pytest.raises(StationError) as caught:
            change()
        assert code(caught) == "REC-025"
    assert (real.orders(), real.head().sequence) == ([], before)


def test_a_practice_record_asks_nobody(records: Records) -> None:
    records.assign("1", "o1")
    records.set_settings(Settings(pin_shortest=8))
    assert records.settings().pin_shortest == 8


def test_who_agreed_and_why_stands_in_the_chain(real: Records) -> None:
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    real.set_settings(Settings(), agreed(real, Right.SETTINGS, "a  reason\n"))
    told = {entry.kind: entry.data for entry in real.entries()}
    assert told[EntryKind.ORDER_ADDED]["by"] == ["S-1"]
    assert told[EntryKind.SETTINGS_CHANGED]["reason"] == "a  reason"
    assert real.verify().unsigned == 0


def test_one_right_is_not_another(real: Records) -> None:
    with pytest.raises(StationError, match="REC-025"):
        real.add_order(make_order(), agreed(real, Right.SETTINGS))


@pytest.mark.parametrize("who", [WIM, MIA])
def test_a_role_that_has_no_right_cannot_agree(real: Records, who: Person) -> None:
    with pytest.raises(StationError, match="REC-025"):
        real.approve(Right.ORDERS, [credential(who)])


@pytest.mark.parametrize("right", [r for r, rule in RULES.items() if rule.people == 2])
def test_two_means_two_different_people(real: Records, right: Right) -> None:
    lower = Credential("s-1", credential(ANNE).pin)
    for few in ([credential(ANNE)], [credential(ANNE), lower]):
        with pytest.raises(StationError, match="REC-025"):
            real.approve(right, few, "why")
    assert real.approve(right, [credential(BERT), lower], "why").by == ("S-2", "S-1")


@pytest.mark.parametrize("right", [r for r, rule in RULES.items() if rule.reason])
def test_an_override_says_why(real: Records, right: Right) -> None:
    both = [credential(ANNE), credential(BERT)]
    with pytest.raises(StationError, match="REC-026"):
        real.approve(right, both, " \n")


def test_who_is_logged_in_agrees_without_the_pin_unless_it_is_an_override(real: Records) -> None:
    anne = real.log_in(ANNE.badge, credential(ANNE).pin)
    real.add_order(make_order(), real.approve_here(Right.ORDERS, anne))
    with pytest.raises(StationError, match="REC-025"):
        real.approve_here(Right.SETTINGS, anne)
    real.log_out(anne)
    with pytest.raises(StationError, match="REC-025"):
        real.approve_here(Right.ORDERS, anne)


def test_nobody_agrees_to_what_is_done_to_themselves(real: Records) -> None:
    approval = agreed(real, Right.SUPERVISORS)
    with pytest.raises(StationError, match="REC-025"):
        real.reset_pin(ANNE.badge, Secret(b"99999"), approval)


# --- the first, and the lost ------------------------------------------------------------------


def test_the_first_two_supervisors_need_nobody_and_the_third_does(bare: Records) -> None:
    with pytest.raises(StationError, match="REC-025"):
        bare.add_person(WIM, credential(WIM).pin)
    staff(bare)
    with pytest.raises(StationError, match="REC-025"):
        bare.add_person(Person("S-3", "Sam", Role.SUPERVISOR), Secret(b"12345"))
    assert bare.verify().unsigned == 0


def test_supervisors_taken_out_of_the_table_do_not_let_others_be_the_first(
    real: Records, path: Path
) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM people")
    with pytest.raises(StationError) as caught:
        real.add_person(Person("S-3", "Eve", Role.SUPERVISOR), Secret(b"12345"))
    assert code(caught) == "REC-011"


def proves() -> None:
    """Stand for a security officer's PIN that is right."""


def test_the_tokens_security_officer_stands_in_only_where_no_two_are_left(real: Records) -> None:
    sam = Person("S-3", "Sam", Role.SUPERVISOR)
    real.add_person(sam, credential(sam).pin, agreed(real, Right.SUPERVISORS))

    def officer() -> Approval:
        return real.approve_by_token(proves, "all gone")

    real.set_person_active(sam.badge, officer(), active=False)
    changes: Sequence[Callable[[], None]] = (
        lambda: real.add_person(Person("S-4", "Bea", Role.SUPERVISOR), Secret(b"12345"), officer()),
        lambda: real.set_person_active(sam.badge, officer(), active=True),
        lambda: real.reset_pin(ANNE.badge, Secret(b"12345"), officer()),
        lambda: real.add_person(Person("W-2", "Wes", Role.WORKER), Secret(b"12345"), officer()),
    )
    for change in changes:
        with pytest.raises(StationError) as caught:
            change()
        assert code(caught) == "REC-025"
    real.set_person_active(BERT.badge, officer(), active=False)
    with pytest.raises(StationError, match="REC-030"):
        real.set_person_active(ANNE.badge, officer(), active=False)
    real.set_person_active(sam.badge, officer(), active=True)
    assert real.verify().unsigned == 0


def test_the_security_officer_says_why(bare: Records) -> None:
    with pytest.raises(StationError, match="REC-026"):
        bare.approve_by_token(proves, " ")


def test_a_wrong_security_officers_pin_approves_of_nothing(bare: Records) -> None:
    def refuses() -> None:
        raise StationError("HSM-003", "CKR_PIN_INCORRECT")

    with pytest.raises(StationError, match="HSM-003"):
        bare.approve_by_token(refuses, "all gone")


def test_what_the_security_officer_approved_is_on_record_and_verifies(bare: Records) -> None:
    approval = bare.approve_by_token(proves, "the supervisors are gone")
    bare.add_person(ANNE, credential(ANNE).pin, approval)
    (entry,) = [e for e in bare.entries() if e.kind is EntryKind.PERSON_ADDED]
    assert entry.data["by"] == [SECURITY_OFFICER]
    assert bare.verify().unsigned == 0


# --- what the audit finds ---------------------------------------------------------------------


def signed_in(
    real: Records,
    guard: SoftwareGuard,
    path: Path,
    data: Mapping[str, JsonValue],
    kind: EntryKind = EntryKind.ORDER_ASSIGNED,
) -> str:
    """Put an entry into the chain as a station would that asks nobody, and have it signed."""
    real.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        sequence, previous = connection.execute(
            "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        time = "2026-11-24T06:30:00.000000+00:00"
        content = entry_bytes(sequence + 1, time, kind.value, data)
        connection.execute(
            "INSERT INTO audit VALUES (?, ?, ?, ?)",
            (
                sequence + 1,
                content.decode(),
                chain_hash(previous, content),
                guard.mac(ENTRY_LABEL, content),
            ),
        )
    with Records.open(path, guard) as again, pytest.raises(StationError) as caught:
        again.verify()
    return caught.value.detail


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({}, "nobody agreed"),
        ({"by": ["W-1"], "reason": ""}, "W-1 might not"),
        ({"by": ["S-9"], "reason": ""}, "S-9 might not"),
        ({"by": [], "reason": ""}, "REC-025"),
        ({"by": "S-1", "reason": ""}, "REC-025"),
        ({"by": [SECURITY_OFFICER], "reason": ""}, "might not"),
    ],
)
def test_an_entry_whose_people_might_not_is_found(
    data: dict[str, JsonValue], found: str, real: Records, guard: SoftwareGuard, path: Path
) -> None:
    entry: dict[str, JsonValue] = {"position": "1", "order": "", **data}
    assert found in signed_in(real, guard, path, entry)


@pytest.mark.parametrize(("what", "found"), [("switched-on", True), ("switched-off", False)])
def test_a_security_officer_who_did_more_than_switch_off_is_found(
    what: str, found: bool, real: Records, guard: SoftwareGuard, path: Path
) -> None:
    data: dict[str, JsonValue] = {
        "badge": ANNE.badge,
        "role": "supervisor",
        "what": what,
        "active": what == "switched-on",
        "by": [SECURITY_OFFICER],
        "reason": "a test",
    }
    told = signed_in(real, guard, path, data, EntryKind.PERSON_CHANGED)
    assert ("supervisors were there" in told) is found


def test_somebody_switched_off_agrees_to_nothing(
    real: Records, guard: SoftwareGuard, path: Path
) -> None:
    sam = Person("S-3", "Sam", Role.SUPERVISOR)
    real.add_person(sam, credential(sam).pin, agreed(real, Right.SUPERVISORS))
    real.set_person_active(sam.badge, agreed(real, Right.SUPERVISORS), active=False)
    with pytest.raises(StationError, match="REC-028"):
        real.approve(Right.ORDERS, [credential(sam)])
    entry: dict[str, JsonValue] = {"position": "1", "order": "", "by": ["S-3"], "reason": ""}
    assert "S-3 might not" in signed_in(real, guard, path, entry)


def test_an_approval_is_for_orders_of_any_state(real: Records) -> None:
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    real.set_order_state("o1", OrderState.PAUSED, agreed(real, Right.ORDERS))
    assert real.order("o1").state is OrderState.PAUSED
    with pytest.raises(StationError, match="REC-025"):
        real.set_order_state("o1", OrderState.OPEN, Approval(Right.ORDERS, ()))


# --- PINs that others chose, old ones, and the next shift -------------------------------------
