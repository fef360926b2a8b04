"""The sealed PINs of units' tokens: on record before a token has them, used where genuine."""

import sqlite3
from contextlib import closing

import pytest

from station.errors import StationError
from station.records.entries import EntryKind
from station.records.store import Records
from station.records.unit_history import unit_history
from station.records.unit_pins import PinRecipient, PinState, SealedPins, UnitPins
from tests.unit.records.software import SoftwareGuard, admitted, begin, fail

BOTH = SealedPins("label", b"user", b"officer")
CUSTOMER = PinRecipient("ab" * 32, "CN=Customer", "cd" * 32)


def edited(records: Records, statements: str) -> None:
    with closing(sqlite3.connect(records.path)) as connection, connection:
        connection.executescript(statements)


def kept(records: Records, serial: str) -> UnitPins:
    pins = records.unit_pins.of(serial)
    assert pins is not None
    return pins


def pinned(records: Records, serial: str, sealed: SealedPins = BOTH) -> UnitPins:
    run = admitted(records, serial)
    done = records.unit_pins.mark_set(records.unit_pins.prepare(run, sealed))
    fail(records, run)
    return done


def test_a_unit_has_none_until_they_are_prepared_and_then_set(records: Records) -> None:
    run = admitted(records, "S1")
    assert records.unit_pins.of("S1") is None
    made = records.unit_pins.prepare(run, BOTH)
    assert (made.serial, made.order, made.run, made.label) == ("S1", "o1", run.name, "label")
    assert (made.state, made.user, made.officer) == (PinState.PREPARED, b"user", b"officer")
    assert kept(records, "s1") == made
    done = records.unit_pins.mark_set(made)
    assert done.state is PinState.SET
    assert kept(records, "S1") == done
    assert records.verify().unsigned == 0


def test_the_chain_tells_of_them_before_the_token_gets_them(records: Records) -> None:
    run = admitted(records, "S1")
    made = records.unit_pins.prepare(run, BOTH)
    last = list(records.entries())[-1]
    assert (last.kind, last.data["state"]) == (EntryKind.UNIT_PINS_SET, "prepared")
    assert last.data["digest"] == made.digest
    assert "sealed" not in last.data
    assert records.verify().unsigned == 0


def test_the_newest_count_and_the_older_stay(records: Records) -> None:
    first = pinned(records, "S1")
    other = pinned(records, "S2")
    second = pinned(records, "s1", SealedPins("label", b"another", None))
    assert first.number != second.number
    assert kept(records, "S1") == second
    assert list(records.unit_pins.set_in("o1")) == [other, second]
    run = admitted(records, "S1")
    records.unit_pins.prepare(run, BOTH)
    assert list(records.unit_pins.set_in("o1")) == [other]
    records.verify()


def test_a_run_without_a_unit_has_none(records: Records) -> None:
    with pytest.raises(StationError, match="LIN-014"):
        records.unit_pins.prepare(begin(records), BOTH)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE unit_pins SET user_pin = x'00'",
        "UPDATE unit_pins SET user_pin = NULL",
        "UPDATE unit_pins SET so_pin = NULL",
        "UPDATE unit_pins SET state = 'prepared'",
        "UPDATE unit_pins SET label = 'another'",
        "UPDATE unit_pins SET order_name = 'o2'",
        "UPDATE unit_pins SET run = 'another'",
        "UPDATE unit_pins SET mac = x'00'",
    ],
)
def test_changed_ones_are_not_used(records: Records, statement: str) -> None:
    pins = pinned(records, "S1")
    edited(records, statement)
    with pytest.raises(StationError, match="REC-012"):
        records.unit_pins.of("S1")
    with pytest.raises(StationError, match="REC-011"):
        records.unit_pins.mark_set(pins)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE unit_pins SET user_pin = x'00' WHERE serial = 'S1'",
        "UPDATE unit_pins SET state = 'prepared' WHERE serial = 'S1'",
        "UPDATE unit_pins SET serial = 'S3' WHERE serial = 'S1'",
        "DELETE FROM unit_pins WHERE serial = 'S1'",
        (
            "INSERT INTO unit_pins SELECT 99, 'S1', order_name, run, label, state, user_pin,"
            " so_pin, mac FROM unit_pins WHERE serial = 'S1'"
        ),
        # Each the other's, MAC and all.
        "UPDATE unit_pins SET id = id + 2; UPDATE unit_pins SET id = 5 - id",
    ],
)
def test_the_verification_finds_what_was_changed(
    records: Records, guard: SoftwareGuard, statement: str
) -> None:
    pinned(records, "S1")
    pinned(records, "S2", SealedPins("label", b"another", None))
    certificate = guard.audit_certificate
    assert not unit_history(records.path, certificate, "S1").findings
    edited(records, statement)
    with pytest.raises(StationError, match="REC-011") as caught:
        records.verify()
    assert "PINs" in caught.value.detail
    found = unit_history(records.path, certificate, "S1").findings
    assert any("PINs" in one for one in found)


def test_who_gets_them_is_on_record_unit_by_unit(records: Records) -> None:
    given = [pinned(records, "S1"), pinned(records, "S2")]
    records.unit_pins.export(given, CUSTOMER)
    told = list(records.entries(kind=EntryKind.UNIT_PINS_EXPORTED))
    assert [entry.data["serial"] for entry in told] == ["S1", "S2"]
    assert {entry.data["certificate"] for entry in told} == {CUSTOMER.certificate}
    assert records.verify().unsigned == 0
