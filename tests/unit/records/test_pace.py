"""How a shift goes: by the definitions of the figures, and with what runs usually take."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings

from station.errors import Outcome
from station.model.figures import Selection
from station.records.figures import read_figures
from station.records.pace import read_pace
from tests.unit.records.test_figures import PLAN, RUNS, START, Row, database, fill

__all__ = ["database"]


@settings(deadline=None, max_examples=30)
@given(rows=RUNS)
def test_the_pace_counts_as_the_figures_do(database: Path, rows: list[Row]) -> None:
    fill(database, rows)
    for begins in (START, START.replace(hour=20)):
        pace = read_pace(database, begins, {})
        total = read_figures(database, Selection(begins=begins), PLAN, by_person=False).total
        assert (pace.tried, pace.first_passed) == (total.first_tried, total.first_passed)
        assert pace.first_pass_yield == total.first_pass_yield
        passed = {
            row.serial.casefold()
            for row in rows
            if row.counted and row.outcome is Outcome.PASSED and row.started >= begins
        }
        assert pace.passed == len(passed)


def run(minute: int, seconds: float, outcome: Outcome = Outcome.PASSED, position: str = "1") -> Row:
    return Row(minute, "o1", position, "", f"s{minute}", seconds, outcome, None, ())


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([], {}),
        ([4.0, 5.0], {}),
        ([4.0, 9.0, 5.0], {"1": 5.0}),
        ([1.0] * 5 + [7.0] * 15, {"1": 7.0}),
    ],
)
def test_a_run_is_expected_to_take_what_the_last_ones_took(
    database: Path, seconds: list[float], expected: dict[str, float]
) -> None:
    rows = [run(minute, each) for minute, each in enumerate(seconds)]
    rows += [run(100 + n, 99.0, Outcome.FAILED) for n in range(5)]
    rows += [run(200 + n, 88.0, position="left") for n in range(5)]
    fill(database, rows)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE runs SET profile_hash = (SELECT profile_hash FROM orders)")
    assert read_pace(database, START, {"1": "o1"}).expected == expected
