"""Check runs on record: apart from the runs of units, and a position takes none without them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from station.errors import Outcome, StationError
from station.model.checks import Check, CheckKind, CheckUnit, Standing, When
from station.model.order import Reprovisioning
from station.model.run import Run
from station.model.settings import Settings
from station.model.shifts import ShiftPlan
from station.records.checks import CheckEnd, Place
from station.records.reader import Reader
from station.records.store import Records
from tests.unit.records.software import (
    HASH,
    Clock,
    SoftwareGuard,
    admitted,
    begin,
    edited_while_off,
    enrol,
    fail,
)

RABBIT = CheckUnit(CheckKind.RED_RABBIT, "R-001", "box")
GOLDEN = CheckUnit(CheckKind.GOLDEN, "G-001", "")
PLACE = Place("1", "box", HASH)
BOTH = Settings(red_rabbit=When.SHIFT, golden_unit=When.SHIFT)
RULES = {
    CheckKind.RED_RABBIT: Settings(red_rabbit=When.SHIFT),
    CheckKind.GOLDEN: Settings(golden_unit=When.SHIFT),
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def known(records: Records, clock: Clock) -> Records:
    """Return a practice record that knows a rabbit and a golden unit, its plan in UTC."""
    records.checks.plan = ShiftPlan((time(6), time(14), time(22)), UTC)
    clock.time = at("2026-11-24T06:00")
    enrol(records, "G-001")
    records.checks.add(RABBIT)
    records.checks.add(GOLDEN)
    return records


def checked(
    records: Records,
    serial: str = "R-001",
    outcome: Outcome = Outcome.FAILED,
    position: str = "1",
    code: str = "TPM-004",
) -> Check:
    unit = records.checks.unit(serial)
    assert unit is not None
    run = records.checks.begin("o1", HASH, position)
    code = "" if outcome is Outcome.PASSED else code
    right = unit.is_right(outcome, code, named=True)
    return records.checks.end(run, CheckEnd(unit, "box", outcome, code, right))


def due(records: Records, place: Place = PLACE) -> list[tuple[CheckKind, Standing]]:
    return [(one.kind, one.standing) for one in records.checks.due(place)]


def test_units_for_checks_are_known_without_case(known: Records) -> None:
    assert known.checks.unit("r-001") == RABBIT
    golden = known.checks.unit("G-001")
    assert golden == CheckUnit(CheckKind.GOLDEN, "G-001", "box"), "its order's product"
    assert known.checks.units() == [RABBIT, golden]
    assert known.checks.remove("g-001") == golden
    assert known.checks.unit("G-001") is None
    with pytest.raises(StationError, match="REC-091"):
        known.checks.remove("G-001")
    known.verify()


@pytest.mark.parametrize(
    ("unit", "why"),
    [
        (CheckUnit(CheckKind.GOLDEN, "S1", "other"), "made as box"),
        (CheckUnit(CheckKind.GOLDEN, "S9", ""), "no unit of that number has passed"),
        (CheckUnit(CheckKind.GOLDEN, "S1", "box", "TPM-004"), "shows no failure"),
        (CheckUnit(CheckKind.RED_RABBIT, "r-001", "box"), "on record already"),
        (CheckUnit(CheckKind.RED_RABBIT, "R-2", ""), "for which product"),
        (CheckUnit(CheckKind.RED_RABBIT, "R-2", "box", "HSM-007"), "no failure of a unit"),
        (CheckUnit(CheckKind.RED_RABBIT, "R-2", "box", "XXX-000"), "no failure of a unit"),
        (CheckUnit(CheckKind.RED_RABBIT, "R-2", "box", "LNK-002"), "an empty position shows"),
    ],
)
def test_what_shows_nothing_is_not_put_on_record(known: Records, unit: CheckUnit, why: str) -> None:
    enrol(known, "S1")
    with pytest.raises(StationError, match="REC-090") as caught:
        known.checks.add(unit)
    assert why in caught.value.message


def test_a_revoked_unit_is_no_golden_one(known: Records) -> None:
    enrollment = enrol(known, "S1")
    known.revoke((enrollment.id_scope, enrollment.registration_id), "broken")
    with pytest.raises(StationError, match="REC-090"):
        known.checks.add(CheckUnit(CheckKind.GOLDEN, "S1", ""))


@pytest.mark.parametrize("kind", CheckKind)
def test_no_unit_is_admitted_before_the_check_is_right(known: Records, kind: CheckKind) -> None:
    known.set_settings(RULES[kind])
    run = begin(known, position="1")
    with pytest.raises(StationError, match="REC-089") as caught:
        known.admit(run, "S1")
    assert caught.value.outcome is Outcome.CANCELLED, "neither the unit's fault nor the station's"
    good = Outcome.FAILED if kind is CheckKind.RED_RABBIT else Outcome.PASSED
    serial = "R-001" if kind is CheckKind.RED_RABBIT else "G-001"
    assert checked(known, serial, good).right
    assert known.admit(run, "S1") > 0


def test_where_both_are_wanted_one_is_not_enough(known: Records) -> None:
    known.set_settings(BOTH)
    assert due(known) == [
        (CheckKind.RED_RABBIT, Standing.DUE),
        (CheckKind.GOLDEN, Standing.DUE),
    ]
    checked(known)
    assert due(known) == [(CheckKind.GOLDEN, Standing.DUE)]
    with pytest.raises(StationError, match="REC-089"):
        admitted(known, "S1", position="1")
    checked(known, "G-001", Outcome.PASSED)
    assert due(known) == []
    fail(known, admitted(known, "S1", position="1"))


@pytest.mark.parametrize("when", When)
def test_a_check_that_could_not_be_done_lifts_no_wrong_one_and_no_right_one(
    known: Records, when: When
) -> None:
    known.set_settings(Settings(red_rabbit=when))
    assert not checked(known, outcome=Outcome.PASSED).right
    checked(known, outcome=Outcome.ERROR, code="HSM-007")
    assert due(known) == [(CheckKind.RED_RABBIT, Standing.WRONG)]
    with pytest.raises(StationError, match="REC-089"):
        admitted(known, "S1", position="1")
    assert checked(known).right
    checked(known, outcome=Outcome.ERROR, code="HSM-007")
    assert due(known) == []


def test_a_check_is_for_its_own_position_and_profile(known: Records) -> None:
    known.set_settings(RULES[CheckKind.RED_RABBIT])
    checked(known, position="2")
    assert due(known) == [(CheckKind.RED_RABBIT, Standing.DUE)]
    assert due(known, Place("2", "box", HASH)) == []
    assert due(known, Place("2", "box", "other")) == [(CheckKind.RED_RABBIT, Standing.DUE)]
    (wanted,) = known.checks.due(Place("1", "unknown", HASH))
    assert wanted.refusal("1").code == "LIN-091"
    assert wanted.refusal("1").remedy == (
        "Call the supervisor: no red rabbit is on record for this product."
    )
    (wanted,) = known.checks.due(PLACE)
    assert wanted.refusal("1").remedy == "Put the red rabbit R-001 in position 1."


@pytest.mark.parametrize("settings", [Settings(), BOTH])
def test_a_rabbit_that_passes_stops_the_position(known: Records, settings: Settings) -> None:
    known.set_settings(settings)
    checked(known, "G-001", Outcome.PASSED)
    assert not checked(known, outcome=Outcome.PASSED).right
    assert due(known) == [(CheckKind.RED_RABBIT, Standing.WRONG)]
    with pytest.raises(StationError, match="REC-089"):
        admitted(known, "S1", position="1")
    checked(known)
    fail(known, admitted(known, "S1", position="1"))


def test_an_error_is_no_pass_of_a_check(known: Records) -> None:
    known.set_settings(RULES[CheckKind.RED_RABBIT])
    assert not checked(known, outcome=Outcome.ERROR, code="HSM-007").right
    assert due(known) == [(CheckKind.RED_RABBIT, Standing.DUE)]


def test_the_next_shift_wants_its_own_check(known: Records, clock: Clock) -> None:
    known.set_settings(RULES[CheckKind.RED_RABBIT])
    clock.time = at("2026-11-24T23:30")
    checked(known)
    clock.time = at("2026-11-25T05:59")
    fail(known, admitted(known, "S1", position="1"))
    clock.time = at("2026-11-25T06:00")
    with pytest.raises(StationError, match="REC-089"):
        admitted(known, "S1", position="1")


@pytest.mark.parametrize("jump", [timedelta(days=365), timedelta(days=-365)])
def test_a_clock_that_jumps_a_year_wants_another_check(
    known: Records, clock: Clock, jump: timedelta
) -> None:
    known.set_settings(RULES[CheckKind.RED_RABBIT])
    checked(known)
    clock.time += jump
    assert due(known) == [(CheckKind.RED_RABBIT, Standing.DUE)]
    checked(known)
    assert due(known) == []
    clock.time -= jump
    assert due(known) == [(CheckKind.RED_RABBIT, Standing.DUE)]


@pytest.mark.parametrize("serial", ["R-001", "r-001", "g-001"])
def test_a_unit_for_checks_is_never_provisioned(known: Records, serial: str) -> None:
    run = begin(known, position="1")
    with pytest.raises(StationError, match="LIN-080"):
        known.admit(run, serial)


def test_nor_is_a_golden_one_run_again_where_its_order_lets_passed_units_be(known: Records) -> None:
    enrol(known, "S1")
    known.order_changes.set_reprovisioning("o1", Reprovisioning.SAME_KEY)
    run = begin(known, position="1")
    with pytest.raises(StationError, match="LIN-080"):
        known.again.admit(run, "G-001")
    known.set_settings(BOTH)
    with pytest.raises(StationError, match="REC-089"):
        known.again.admit(run, "S1")


def test_a_golden_unit_is_read_as_it_is_enrolled(known: Records) -> None:
    found = known.again.enrolled("g-001")
    assert found is not None
    assert (found.number, found.enrollment.serial) == (1, "G-001")
    assert known.again.enrolled("R-001") is None


def test_whatever_would_make_something_in_a_check_run_is_refused(known: Records) -> None:
    run = known.checks.begin("o1", HASH, "1")
    ways = (
        lambda: known.admit(run, "S1"),
        lambda: known.intent(run, "make-key", {}),
        lambda: known.spend(run),
        lambda: known.mark_uncertified(run, 9),
    )
    for way in ways:
        with pytest.raises(StationError, match="LIN-014"):
            way()


def counts(path: Path) -> dict[str, int]:
    tables = ("runs", "steps", "intents", "claims", "enrollments")
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for name in tables
        }


def test_a_check_run_is_on_record_apart_from_the_runs(known: Records) -> None:
    before, usage = counts(known.path), known.usage("o1")
    done = [checked(known), checked(known, "G-001", Outcome.PASSED), checked(known, "G-001")]
    assert [one.right for one in done] == [True, True, False]
    assert counts(known.path) == before
    assert known.usage("o1") == usage
    assert known.runs_of("R-001") == []
    with Reader.open(known.path) as reader:
        assert reader.check_runs(2) == [done[2], done[1]]
        assert reader.check_units() == known.checks.units()
    known.verify()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE check_units SET code = 'LIN-001'",
        "UPDATE check_units SET serial = 'R-009' WHERE serial = 'R-001'",
        "UPDATE check_runs SET verdict = 'right'",
        "UPDATE check_runs SET position = '1'",
        "UPDATE check_runs SET ended = '2026-11-24T06:30:00.000000+00:00'",
    ],
)
def test_what_was_edited_counts_for_nothing(
    known: Records, path: Path, guard: SoftwareGuard, clock: Clock, statement: str
) -> None:
    known.set_settings(BOTH)
    checked(known, outcome=Outcome.PASSED)
    checked(known, position="2")
    known.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement).rowcount > 0
    with Records.open(path, guard, now=clock) as again, pytest.raises(StationError) as caught:
        again.checks.due(PLACE)
    assert caught.value.code == "REC-012"


def test_the_rules_are_asked_of_the_guard_once_for_each_content(known: Records) -> None:
    known.set_settings(BOTH)
    assert known.settings() == known.settings() == BOTH
    edited_while_off(known, "UPDATE settings SET content = '{}'")
    with pytest.raises(StationError, match="REC-012"):
        known.settings()


def test_names_of_check_runs_follow_one_another(known: Records) -> None:
    names = [known.checks.begin("o1", HASH, "1").name for _ in range(20)]
    assert names == sorted(set(names))
    assert isinstance(known.checks.begin("o1", HASH, "1"), Run)
