"""Who may log in: by badge and PIN, neither of which the record gives away."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest
from argon2.low_level import Type, hash_secret_raw

from station.errors import StationError
from station.model.order import OrderState
from station.model.people import Person, Role
from station.records import pins
from station.records.entries import EntryKind
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.software import SoftwareGuard

WIM = Person("W-1001", "Wim Worker", Role.WORKER)
PIN = Secret(b"a pin of Wim's")
WRONG = Secret(b"another pin")


def edited(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with little memory: what is tested here is not argon2."""
    monkeypatch.setattr(pins, "_MEMORY_KIB", 64)
    monkeypatch.setattr(pins, "_PASSES", 1)


def code_of(records: Records, badge: str, pin: Secret) -> str:
    with pytest.raises(StationError) as caught:
        records.log_in(badge, pin)
    return caught.value.code


def told(records: Records) -> Sequence[tuple[EntryKind, object]]:
    return [(e.kind, e.data.get("badge")) for e in records.entries()][2:]


def test_badge_and_pin_together_are_somebody(records: Records) -> None:
    records.add_person(WIM, PIN)
    assert records.people() == [WIM]
    assert records.log_in("w-1001", PIN) == WIM


def test_a_wrong_pin_and_an_unknown_badge_are_told_alike(records: Records) -> None:
    records.add_person(WIM, PIN)
    assert code_of(records, WIM.badge, WRONG) == code_of(records, "W-9", PIN) == "REC-020"


def test_an_unknown_badge_is_as_much_work_as_a_wrong_pin(
    records: Records, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.add_person(WIM, PIN)
    spy = Mock(wraps=hash_secret_raw)
    monkeypatch.setattr(pins, "hash_secret_raw", spy)
    work = []
    for badge in (WIM.badge, "W-9"):
        spy.reset_mock()
        before = guard.macs
        code_of(records, badge, WRONG)
        parameters = spy.call_args.kwargs
        work.append((spy.call_count, len(spy.call_args.args[1]), parameters, guard.macs - before))
    assert work[0] == work[1]


def test_a_stolen_record_has_no_hash_to_try_pins_against(records: Records, path: Path) -> None:
    records.add_person(WIM, PIN)
    with closing(sqlite3.connect(path)) as connection:
        salt, code = connection.execute("SELECT salt, pin_code FROM people").fetchone()
    with PIN.reveal() as pin:
        hashed = hash_secret_raw(pin, salt, 1, 64, 4, 32, Type.ID)
    assert hashed != code
    for file in path.parent.iterdir():
        assert hashed not in file.read_bytes()


def test_every_try_is_on_record_but_no_pin_and_no_mistyped_badge(
    records: Records, path: Path
) -> None:
    records.add_person(WIM, PIN)
    code_of(records, WIM.badge, WRONG)
    code_of(records, "a pin of Wim's", PIN)
    records.log_out(records.log_in(WIM.badge, PIN))
    assert told(records) == [
        (EntryKind.PERSON_ADDED, "W-1001"),
        (EntryKind.LOG_IN_REFUSED, "W-1001"),
        (EntryKind.LOG_IN_REFUSED, ""),
        (EntryKind.LOGGED_IN, "W-1001"),
        (EntryKind.LOGGED_OUT, "W-1001"),
    ]
    for file in path.parent.iterdir():
        assert b"a pin of Wim" not in file.read_bytes()
    assert records.verify().unsigned == 0


def test_after_five_wrong_pins_the_badge_waits_even_with_the_right_one(records: Records) -> None:
    records.add_person(WIM, PIN)
    for _ in range(5):
        assert code_of(records, WIM.badge, WRONG) == "REC-020"
    assert code_of(records, WIM.badge, PIN) == "REC-023"


def test_wrong_pins_are_forgotten_after_a_right_one(records: Records) -> None:
    records.add_person(WIM, PIN)
    for _ in range(3):
        for _ in range(4):
            assert code_of(records, WIM.badge, WRONG) == "REC-020"
        records.log_in(WIM.badge, PIN)


def test_a_badge_is_one_persons(records: Records) -> None:
    records.add_person(WIM, PIN)
    with pytest.raises(StationError, match="REC-021"):
        records.add_person(Person("w-1001", "Eve", Role.SUPERVISOR), PIN)


@pytest.mark.parametrize(
    ("badge", "name", "pin"),
    [
        ("", "N", b"1234"),
        ("a b", "N", b"1234"),
        ("B", " ", b"1234"),
        ("B", "N\n", b"1234"),
        ("B", "N", b"123"),
        ("\u00fc", "N", b"1234"),
        ("B" * 65, "N", b"1234"),
        ("B", "N", b"1" * 65),
        ("B", "N", "éé".encode()),
        ("B", "N" * 65, b"1234"),
        ("B", " " * 70 + "N", b"1234"),
    ],
)
def test_nobody_is_added_whose_badge_name_or_pin_cannot_be(
    records: Records, badge: str, name: str, pin: bytes
) -> None:
    code = "REC-022" if pin == b"1234" else "REC-055"
    with pytest.raises(StationError, match=code):
        records.add_person(Person(badge, name, Role.WORKER), Secret(pin))
    assert records.people() == []


def test_a_role_that_was_changed_by_hand_opens_nothing(
    path: Path, records: Records, guard: SoftwareGuard
) -> None:
    records.add_person(WIM, PIN)
    records.close()
    edited(path, "UPDATE people SET role = 'supervisor'")
    with Records.open(path, guard) as again:
        assert code_of(again, WIM.badge, PIN) == "REC-012"
        with pytest.raises(StationError, match="REC-012"):
            again.people()
        with pytest.raises(StationError) as caught:
            again.verify()
    assert "the badge W-1001 was changed" in caught.value.detail


def test_a_position_works_on_the_order_that_it_was_given(records: Records) -> None:
    records.assign("1", "o1")
    records.assign("2", "o1")
    records.assign("2", None)
    assert records.assignments() == {"1": "o1"}
    assert records.verify().unsigned == 0


def test_only_open_orders_are_given_to_positions(records: Records) -> None:
    with pytest.raises(StationError, match="REC-014"):
        records.assign("1", "o9")
    records.set_order_state("o1", OrderState.PAUSED)
    with pytest.raises(StationError, match="REC-010"):
        records.assign("1", "o1")
    assert records.assignments() == {}


def test_an_assignment_that_was_changed_by_hand_is_refused(
    path: Path, records: Records, guard: SoftwareGuard
) -> None:
    records.assign("1", "o1")
    records.close()
    edited(path, "UPDATE assignments SET position = '2'")
    with (
        Records.open(path, guard) as again,
        pytest.raises(StationError, match="REC-012"),
    ):
        again.assignments()
