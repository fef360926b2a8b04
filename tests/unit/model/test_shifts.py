"""Every moment lies in one shift, also in the nights in which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.model.settings import Settings
from station.model.shifts import ShiftPlan

BERLIN = ShiftPlan(zone=ZoneInfo("Europe/Berlin"))
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_night_shift_belongs_to_the_day_on_which_it_starts() -> None:
    assert BERLIN.at(at("2026-11-24T05:59:59+01:00")).name == "2026-11-23 22:00"
    assert BERLIN.at(at("2026-11-24T06:00:00+01:00")).name == "2026-11-24 06:00"


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-24", 8)]
)
def test_the_night_in_which_the_clocks_change_is_longer_or_shorter(day: str, hours: int) -> None:
    night = BERLIN.shift(date.fromisoformat(day), time(22))
    assert night.ends - night.begins == hours * HOUR
    assert night.begins.utcoffset() == timedelta(), "kept as UTC"


def test_the_hour_that_comes_twice_lies_in_one_shift() -> None:
    plan = ShiftPlan((time(2, 30), time(14)), ZoneInfo("Europe/Berlin"))
    first, second = at("2026-10-25T02:40:00+02:00"), at("2026-10-25T02:10:00+01:00")
    assert plan.at(first).name == plan.at(second).name == "2026-10-25 02:30"


def test_without_a_zone_it_is_the_machines_own() -> None:
    begins = ShiftPlan().shift(date(2026, 11, 24), time(6)).begins
    assert begins.astimezone().replace(tzinfo=None) == datetime.fromisoformat("2026-11-24T06:00")


@given(
    zone=st.sampled_from(ZONES),
    starts=st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1),
    moment=st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_every_moment_lies_in_exactly_one_shift(
    zone: str, starts: list[time], moment: datetime
) -> None:
    plan = ShiftPlan(tuple(sorted(set(starts))), ZoneInfo(zone))
    day = moment.astimezone(plan.zone).date()
    around = [s for days in range(-3, 4) for s in plan.shifts(day + timedelta(days=days))]
    (only,) = [shift for shift in around if shift.begins <= moment < shift.ends]
    assert plan.at(moment) == only


@pytest.mark.parametrize(
    "starts", [[], ["14:00", "06:00"], ["06:00", "06:00"], ["06:00:30"], ["06:00+01:00"]]
)
def test_settings_take_only_shifts_that_rise_through_the_day(starts: list[str]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"shift_starts": starts})
    assert Settings.model_validate_json('{"shift_starts": ["05:30", "17:30"]}').shift_starts
