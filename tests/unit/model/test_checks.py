"""Check runs: when one is due, and how a known unit's run has to end."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import Outcome
from station.model.checks import Check, CheckKind, CheckUnit, Standing, When, standing
from station.model.shifts import ShiftPlan

PLAN = ShiftPlan((time(6), time(14), time(22)), ZoneInfo("Europe/Berlin"))
RABBIT = CheckUnit(CheckKind.RED_RABBIT, "R-001", "box")
PICKY = CheckUnit(CheckKind.RED_RABBIT, "R-002", "box", "TPM-004")
GOLDEN = CheckUnit(CheckKind.GOLDEN, "G-001", "box")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 40_000_000).map(lambda seconds: NOON + timedelta(seconds=seconds))
SPANS = st.timedeltas(timedelta(days=-400), timedelta(days=400))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


def check(
    ended: datetime, *, right: bool = True, outcome: Outcome = Outcome.FAILED, seconds: float = 3
) -> Check:
    started = ended - timedelta(seconds=seconds)
    kind, code = CheckKind.RED_RABBIT, "TPM-004"
    return Check("n", kind, "R", "1", "box", "ff", started, ended, outcome, code, right)


def stands(newest: Check | None, now: datetime, when: When = When.SHIFT) -> Standing:
    return standing(newest, when, PLAN.at(now), now)


@pytest.mark.parametrize(
    ("ended", "now", "expected"),
    [
        ("2026-11-24T22:05", "2026-11-25T05:59", Standing.DONE),  # over midnight
        ("2026-11-24T22:05", "2026-11-25T06:00", Standing.DUE),
        ("2026-11-24T21:59", "2026-11-24T22:00", Standing.DUE),
        ("2026-11-24T06:10", "2026-11-24T13:59", Standing.DONE),
        ("2026-11-24T06:10", "2026-11-25T06:20", Standing.DUE),  # the same shift of another day
        ("2027-11-24T06:10", "2026-11-24T06:20", Standing.DUE),  # by a clock a year ahead
        ("2026-11-24T06:30", "2026-11-24T06:20", Standing.DUE),  # by one ten minutes ahead
        ("2025-11-24T06:10", "2026-11-24T06:20", Standing.DUE),  # by one a year behind
    ],
)
def test_a_check_holds_in_its_own_shift(ended: str, now: str, expected: Standing) -> None:
    assert stands(check(at(ended)), at(now)) is expected


def test_one_that_began_before_the_shift_is_none_of_its_own() -> None:
    ended = at("2026-11-24T14:00:01")
    assert stands(check(ended, seconds=60), ended) is Standing.DUE
    assert stands(check(ended, seconds=-5), ended) is Standing.DUE, "the clock was put back in it"


@given(st.none() | MOMENTS, MOMENTS, st.booleans())
def test_nothing_but_a_right_check_of_this_shift_counts(
    ended: datetime | None, now: datetime, right: bool
) -> None:
    newest = None if ended is None else check(ended, right=right)
    shift = PLAN.at(now)
    here = newest is not None and shift.begins <= newest.started and newest.ended <= now
    expected = Standing.DUE
    if here:
        expected = Standing.DONE if right else Standing.WRONG
    assert stands(newest, now) is expected


@given(MOMENTS, SPANS)
def test_a_clock_that_jumped_never_lets_a_check_of_another_time_count(
    ended: datetime, jump: timedelta
) -> None:
    now = ended + jump
    if PLAN.at(now) != PLAN.at(ended) or jump < timedelta():
        assert stands(check(ended), now) is Standing.DUE


@pytest.mark.parametrize("when", When)
def test_a_wrong_check_holds_until_it_is_done_again_or_the_shift_is_over(when: When) -> None:
    wrong = check(at("2026-11-24T06:10"), right=False, outcome=Outcome.PASSED)
    assert stands(wrong, at("2026-11-24T13:59"), when) is Standing.WRONG
    after = Standing.DUE if when is When.SHIFT else Standing.NOT_WANTED
    assert stands(wrong, at("2026-11-24T14:00"), when) is after


def test_a_check_that_the_station_could_not_do_says_nothing_of_the_position() -> None:
    broken = check(at("2026-11-24T06:10"), right=False, outcome=Outcome.ERROR)
    assert stands(broken, at("2026-11-24T07:00")) is Standing.DUE
    assert stands(broken, at("2026-11-24T07:00"), When.NEVER) is Standing.NOT_WANTED


@pytest.mark.parametrize(
    ("unit", "outcome", "code", "named", "right"),
    [
        (GOLDEN, Outcome.PASSED, None, True, True),
        (GOLDEN, Outcome.FAILED, "LNK-002", False, False),
        (GOLDEN, Outcome.ERROR, "HSM-007", True, False),
        (RABBIT, Outcome.FAILED, "TPM-004", True, True),
        (RABBIT, Outcome.FAILED, "LNK-002", False, False),  # it may not be there at all
        (RABBIT, Outcome.PASSED, None, True, False),
        (RABBIT, Outcome.ERROR, "HSM-007", True, False),
        (PICKY, Outcome.FAILED, "TPM-004", True, True),
        (PICKY, Outcome.FAILED, "TPM-004", False, True),
        (PICKY, Outcome.FAILED, "LNK-004", True, False),
        (PICKY, Outcome.PASSED, None, True, False),
        (PICKY, Outcome.ERROR, "TPM-004", True, False),
    ],
)
def test_how_a_known_units_run_has_to_end(
    unit: CheckUnit, outcome: Outcome, code: str | None, named: bool, right: bool
) -> None:
    assert unit.is_right(outcome, code, named=named) is right


@pytest.mark.parametrize("code", ["LNK-002", "LNK-003", "LNK-004", "LIN-004", "LIN-055", "REC-008"])
def test_a_lost_contact_or_another_unit_is_no_refusal_of_a_rabbit(code: str) -> None:
    assert not RABBIT.is_told(Outcome.FAILED, code)
    assert not PICKY.is_told(Outcome.FAILED, code)
    assert not RABBIT.is_right(Outcome.FAILED, code, named=True)
    known = CheckUnit(CheckKind.RED_RABBIT, "R-003", "box", code)
    assert known.is_told(Outcome.FAILED, code), "it is what is known of it"
    assert known.is_right(Outcome.FAILED, code, named=True)
    assert GOLDEN.is_told(Outcome.FAILED, code), "a good one has to pass"
