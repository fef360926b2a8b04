"""The life of the units against somebody who has the sqlite3 program."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import JsonValue

from station.errors import StationError
from station.model.audit import chain_hash, entry_bytes
from station.model.unit_state import UnitChange, UnitState
from station.records.audit import ENTRY_LABEL
from station.records.store import Records
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    admitted,
    begin,
    edited_while_off,
    enrol,
    fail,
    make_order,
    x509_identity,
)
from tests.unit.records.staffed import quick_hashing, staff


@pytest.fixture
def lived(records: Records) -> Records:
    """Return a record in which units were scrapped, quarantined, released and swapped."""
    order = make_order("o2", 2)
    spec = order.spec.model_copy(update={"scrap_allowance": 2})
    records.add_order(order.model_copy(update={"spec": spec}))
    for serial in ("scrapped", "swapped"):
        enrol(records, serial, order="o2")
    for serial in ("aside", "released"):
        fail(records, admitted(records, serial))
    for serial, change in (
        ("scrapped", UnitChange.SCRAP),
        ("aside", UnitChange.QUARANTINE),
        ("released", UnitChange.QUARANTINE),
        ("released", UnitChange.RELEASE),
        ("swapped", UnitChange.SWAP),
    ):
        records.units.change(serial, change, reason="a test")
    records.verify()
    return records


def found(records: Records) -> str:
    with pytest.raises(StationError, match="REC-011") as caught:
        records.verify()
    return caught.value.detail


def refused(records: Records, serial: str) -> str:
    with pytest.raises(StationError) as caught:
        records.admit(begin(records), serial, max_runs=1)
    return caught.value.code


MOVED = (
    "UPDATE unit_states SET (state, reason, since, by, mac) = (SELECT state, reason, since, by,"
    " mac FROM unit_states WHERE serial = 'scrapped') WHERE serial = 'aside'"
)
COPIED = (
    "INSERT INTO unit_states (serial, state, reason, since, by, mac)"
    " SELECT 'released', state, reason, since, by, mac FROM unit_states LIMIT 1"
)


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE unit_states SET state = 'rework' WHERE serial = 'aside'",
        "UPDATE unit_states SET by = 'S-1' WHERE serial = 'aside'",
        MOVED,
    ],
)
def test_a_state_that_was_edited_is_refused_at_use_and_found(lived: Records, edit: str) -> None:
    edited_while_off(lived, edit)
    assert refused(lived, "aside") == "REC-012"
    with pytest.raises(StationError, match="REC-012"):
        lived.units.change("aside", UnitChange.RELEASE)
    assert "the state of the unit aside was changed" in found(lived)


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        ("DELETE FROM unit_states WHERE serial = 'aside'", "the state of the unit aside"),
        (COPIED, "the state of the unit released"),
        ("DELETE FROM unit_releases", "the release of the unit released"),
        ("UPDATE unit_releases SET unit = 'aside'", "the release of the unit aside"),
        ("UPDATE usage SET scrapped = 1 WHERE scrapped = 2", "quantity of order o2 was changed"),
        ("UPDATE usage SET scrapped = 1 WHERE order_id = 1", "quantity of order o1 was changed"),
        ("UPDATE usage SET spent = 1 WHERE order_id = 1", "quantity of order o1 was changed"),
        ("UPDATE enrollments SET replaced = 0 WHERE id = 2", "enrollment 2: whether its unit's"),
        ("UPDATE enrollments SET replaced = 1 WHERE id = 1", "enrollment 1: whether its unit's"),
        ("UPDATE enrollments SET status = 'ready' WHERE id = 1", "enrollment 1 is ready"),
        ("UPDATE enrollments SET status = 'ready' WHERE id = 2", "enrollment 2 is ready"),
    ],
)
def test_what_was_deleted_added_or_raised_is_found(lived: Records, edit: str, what: str) -> None:
    edited_while_off(lived, edit)
    assert what in found(lived)


def test_a_state_under_another_mac_is_refused(lived: Records) -> None:
    edited_while_off(lived, "UPDATE unit_states SET mac = zeroblob(32) WHERE serial = 'aside'")
    assert refused(lived, "aside") == "REC-012"


def test_a_raised_count_of_places_gives_no_more_than_the_allowance(lived: Records) -> None:
    edited_while_off(lived, "UPDATE usage SET scrapped = 99")
    for serial in ("S1", "S2"):
        enrol(lived, serial, order="o2")
    with pytest.raises(StationError, match="REC-009"):
        admitted(lived, "S3", "o2")
    assert "order o2 was changed" in found(lived)


def test_a_forged_release_counts_no_run_anew(lived: Records) -> None:
    fail(lived, admitted(lived, "S1"))
    edited_while_off(
        lived,
        "INSERT INTO unit_releases (unit, run, mac) SELECT 's1', '~', mac FROM unit_releases",
    )
    assert refused(lived, "S1") == "REC-012"
    assert "the release of the unit s1 was changed" in found(lived)


# --- entries that no station writes -----------------------------------------------------------


@pytest.fixture
def real(path: Path, guard: SoftwareGuard) -> Iterator[Records]:
    """Return a production record with its people."""
    path.parent.mkdir()
    with (
        quick_hashing(),
        Records.create(path, guard, station="line-1", practice=False, now=Clock()) as records,
    ):
        staff(records)
        yield records


def signed_in(real: Records, guard: SoftwareGuard, data: Mapping[str, JsonValue]) -> str:
    """Put an entry of a unit into the chain, have it signed; return what is found."""
    path = real.path
    real.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        sequence, previous = connection.execute(
            "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        time = "2026-11-24T06:30:00.000000+00:00"
        content = entry_bytes(sequence + 1, time, "unit-changed", {"unit": "s1", **data})
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


BY_S1: dict[str, JsonValue] = {"by": ["S-1"], "reason": "so"}
IN_PROCESS, ASIDE = UnitState.IN_PROCESS.value, UnitState.QUARANTINED.value


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({"why": "quarantine", "before": IN_PROCESS, "state": ASIDE}, "nobody agreed"),
        (
            {"why": "runs", "before": IN_PROCESS, "state": ASIDE, "reason": "3 runs"},
            "s1 didn't have that many runs",
        ),
        (
            {"why": "unsettled", "before": IN_PROCESS, "state": ASIDE, "reason": "run X: a key"},
            "s1 has no run that left anything",
        ),
        ({"why": "release", "before": ASIDE, "state": IN_PROCESS, **BY_S1}, "s1 can't get from"),
        ({"why": "admitted", "before": "rework", "state": IN_PROCESS}, "s1 can't get from"),
        ({"why": "quarantine", "before": "scrapped", "state": ASIDE, **BY_S1}, "s1 can't get from"),
        ({"why": "magic", "before": IN_PROCESS, "state": ASIDE, **BY_S1}, "in no way that there"),
        ({"why": "rework", "before": IN_PROCESS, "state": "rework", "by": ["W-1"]}, "REC-026"),
        (
            {
                "why": "rework",
                "before": IN_PROCESS,
                "state": "rework",
                "by": ["W-1"],
                "reason": "so",
            },
            "W-1 might not",
        ),
        (
            {
                "why": "scrap",
                "before": IN_PROCESS,
                "state": "scrapped",
                "given": ["o1"],
                **BY_S1,
            },
            "s1 is scrapped with another row",
        ),
    ],
)
def test_a_step_of_a_units_life_that_could_not_be_is_found(
    real: Records, guard: SoftwareGuard, data: dict[str, JsonValue], what: str
) -> None:
    assert what in signed_in(real, guard, data)


def test_a_swapped_board_is_replaced_once_also_where_claims_are_deleted(records: Records) -> None:
    order = make_order("o3", 3)
    spec = order.spec.model_copy(update={"scrap_allowance": 1})
    records.add_order(order.model_copy(update={"spec": spec}))
    enrol(records, "B1", x509_identity("dev-b1", "key1"), "o3")
    records.units.change("B1", UnitChange.SWAP, reason="a test")
    enrol(records, "B2", x509_identity("dev-b2", "key1"), "o3")
    records.verify()
    edited_while_off(records, "DELETE FROM claims")
    enrol(records, "B1", x509_identity("dev-b1", "key2"), "o3")
    assert "enrollment 1 was replaced before" in found(records)


def test_a_board_that_comes_back_to_its_unit_is_no_attack(records: Records) -> None:
    order = make_order("o3", 3)
    spec = order.spec.model_copy(update={"scrap_allowance": 2})
    records.add_order(order.model_copy(update={"spec": spec}))
    for key in ("key1", "key2", "key1"):
        enrol(records, "B1", x509_identity("dev-b1", key), "o3")
        if records.usage("o3").scrapped < 2:
            records.units.change("B1", UnitChange.SWAP, reason="a test")
    told = [entry.data["replaces"] for entry in records.entries() if "replaces" in entry.data]
    assert told == [[1], [1, 2]]
    records.verify()
