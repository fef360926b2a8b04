"""How runs lie in time, as the database counts it."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from station.model.figures import Selection
from station.records.figure_spread import MOST_BINS, bar_width, read_spread
from station.records.store import Records
from tests.unit.records.software import (
    Clock,
    admitted,
    enrol,
    enrollment_of,
    fail,
    make_order,
    symmetric_identity,
)
from tests.unit.records.test_figures import PLAN


def took(records: Records, serial: str, seconds: float) -> None:
    run = admitted(records, serial, "many")
    identity = symmetric_identity(f"id-{serial}".lower())
    records.enrol(run, enrollment_of(run, serial, identity), seconds=seconds, steps=())


def test_units_count_in_the_hour_of_the_run_that_they_passed_in(
    records: Records, clock: Clock
) -> None:
    enrol(records, "SN-1")
    enrol(records, "SN-2")
    fail(records, admitted(records, "SN-3"), "SN-3", "LNK-003")
    clock.time += timedelta(hours=2)
    enrol(records, "SN-3")
    hours = read_spread(records.path, Selection(), PLAN).hours
    assert [hour.units for hour in hours] == [2, 1]
    assert hours[1].begins - hours[0].begins == timedelta(hours=2)
    assert hours[0].begins.minute == 0


def test_runs_stand_by_how_long_they_took_the_longest_together(records: Records) -> None:
    records.add_order(make_order("many", 50))
    for number in range(20):
        took(records, f"SN-{number}", 10.0 + number % 2)
    took(records, "SN-late", 900.0)
    times = read_spread(records.path, Selection(), PLAN).times
    assert [one.runs for one in times if one.runs] == [10, 10, 1]
    assert times[-1].below is None
    assert all(a.below == b.least for a, b in pairwise(times))


def test_nothing_is_spread_over_nothing(records: Records) -> None:
    spread = read_spread(records.path, Selection(), PLAN)
    assert spread.hours == ()
    assert spread.times == ()


@given(st.floats(0, 1e6))
def test_a_bar_is_so_wide_that_nearly_all_runs_are_before_the_last(seconds: float) -> None:
    width = bar_width(seconds)
    assert width > 0
    assert seconds / width < MOST_BINS - 1
