"""The figures that the database counts are those that anybody counts who goes through the runs."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import Outcome, StationError
from station.model.figures import PAUSE, CycleTime, Dimension, Failure, Figures, Selection, Tally
from station.model.order import Reprovisioning
from station.model.run import Step, StepState
from station.model.shifts import ShiftPlan
from station.records.encoding import time_text
from station.records.figures import read_figures
from station.records.runs import RunNames
from station.records.store import Reader, Records
from tests.unit.records.conftest import Built
from tests.unit.records.software import Clock, admitted, begin, enrol, fail

START = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)  # the day before the clocks go forward
PLAN = ShiftPlan((time(2, 30), time(14), time(22)), ZoneInfo("Europe/Berlin"))
EVERYTHING = Selection()


@dataclass(frozen=True)
class Row:
    """A run as the naive counting knows it; times in minutes and seconds."""

    minute: int
    order: str
    position: str
    person: str
    serial: str
    seconds: float | None
    outcome: Outcome | None
    code: str | None
    steps: Sequence[tuple[Step, StepState, float]]

    @property
    def started(self) -> datetime:
        return START + timedelta(minutes=self.minute)

    @property
    def counted(self) -> bool:
        mine = self.outcome is Outcome.PASSED or (
            self.outcome is Outcome.FAILED and self.code != "REC-008"
        )
        return mine and bool(self.serial)

    @property
    def failed_step(self) -> Step | None:
        failed = [step for step, state, _ in self.steps if state is StepState.FAILED]
        return failed[-1] if failed else None


SECONDS = st.integers(0, 8000).map(lambda eighths: eighths / 8)  # exact in binary: sums are equal
STEPS = st.lists(
    st.tuples(
        st.sampled_from([Step.CONNECT, Step.PROVE]),
        st.sampled_from([StepState.DONE, StepState.FAILED]),
        SECONDS,
    ),
    max_size=3,
)
RUNS = st.lists(
    st.builds(
        Row,
        minute=st.integers(0, 60 * 30),
        order=st.sampled_from(["o1", "o2"]),
        position=st.sampled_from(["1", "left"]),
        person=st.sampled_from(["W-1", "W-2", ""]),
        serial=st.sampled_from(["", "s1", "S1", "s2", "S3"]),
        seconds=st.none() | SECONDS,
        outcome=st.none() | st.sampled_from(Outcome),
        code=st.sampled_from([None, "LNK-002", "REC-008"]),
        steps=STEPS,
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def database(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("figures") / "station.db"
    path.write_bytes(built.image)
    return path


def fill(path: Path, rows: Sequence[Row]) -> None:
    """Let these be the record's runs."""
    names = RunNames("")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        for table in ("steps", "runs"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        orders = dict(connection.execute("SELECT name, id FROM orders"))
        for number, row in enumerate(rows, start=1):
            workers = f"{row.person} X-9" if row.person else None
            outcome = None if row.outcome is None else row.outcome.value
            connection.execute(
                "INSERT INTO runs (id, name, order_id, profile_hash, position, workers, serial,"
                " started, seconds, outcome, code) VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(number, names.next(row.started), orders[row.order], row.position, workers),
                    *(row.serial, time_text(row.started), row.seconds, outcome, row.code),
                ),
            )
            connection.executemany(
                "INSERT INTO steps (run_id, place, step, state, seconds) VALUES (?, ?, ?, ?, ?)",
                [(number, i, s.value, state.value, t) for i, (s, state, t) in enumerate(row.steps)],
            )


def fits(row: Row, wanted: Selection) -> bool:
    return (
        wanted.order in {None, row.order}
        and wanted.position in {None, row.position}
        and (wanted.begins is None or row.started >= wanted.begins)
        and (wanted.ends is None or row.started < wanted.ends)
    )


def tally(key: str, rows: Sequence[Row], everything: Sequence[Row]) -> Tally:
    """Count as the definitions say, one run after the other."""
    mine = {id(row) for row in rows}
    first: dict[str, Row] = {}
    for row in everything:
        if row.counted:
            first.setdefault(row.serial.lower(), row)
    last = {row.serial.lower(): row for row in rows if row.counted}
    first_here = [row for row in first.values() if id(row) in mine]
    return Tally(
        key,
        {outcome: sum(row.outcome is outcome for row in rows) for outcome in Outcome},
        sum(row.outcome is None for row in rows),
        len(first_here),
        sum(row.outcome is Outcome.PASSED for row in first_here),
        len(last),
        sum(row.outcome is Outcome.PASSED for row in last.values()),
        worked([row for row in rows if row.outcome is not None]),
    )


def worked(rows: Sequence[Row]) -> timedelta:
    """Merge the runs, each longer by the pause, and take the pause after each stretch off."""
    total, until = timedelta(), None
    for row in sorted(rows, key=lambda row: row.started):
        ends = row.started + timedelta(seconds=row.seconds or 0)
        if until is None or row.started > until + PAUSE:
            total += ends - row.started
            until = ends
        else:
            total += max(ends, until) - until
            until = max(ends, until)
    return total


def cycle(step: Step | None, values: Sequence[float]) -> Iterator[CycleTime]:
    ordered = sorted(values)
    if ordered:
        ranks = (ceil(len(ordered) / 2), ceil(len(ordered) * 95 / 100))
        yield CycleTime(step, len(ordered), *(ordered[rank - 1] for rank in ranks))


def cycles(rows: Sequence[Row]) -> list[CycleTime]:
    passed = [row for row in rows if row.outcome is Outcome.PASSED and row.seconds is not None]
    found = list(cycle(None, [row.seconds or 0 for row in passed]))
    done: dict[Step, list[float]] = {}
    for row in rows:
        for step, state, seconds in row.steps:
            if state is StepState.DONE:
                done.setdefault(step, []).append(seconds)
    return found + [one for step, values in done.items() for one in cycle(step, values)]


def failures(rows: Sequence[Row], outcome: Outcome) -> set[Failure]:
    ended = [(row.failed_step, row.code or "") for row in rows if row.outcome is outcome]
    return {Failure(step, code, ended.count((step, code))) for step, code in ended}


KEYS: dict[Dimension, Callable[[Row], str]] = {
    Dimension.ORDER: lambda row: row.order,
    Dimension.POSITION: lambda row: row.position,
    Dimension.SHIFT: lambda row: PLAN.at(row.started).name,
    Dimension.PERSON: lambda row: row.person,
}
MOMENTS = st.none() | st.integers(0, 60 * 30).map(lambda minute: START + timedelta(minutes=minute))
SELECTIONS = st.builds(
    Selection,
    order=st.none() | st.sampled_from(["o1", "o2"]),
    position=st.none() | st.sampled_from(["1", "left"]),
    begins=MOMENTS,
    ends=MOMENTS,
)


@settings(deadline=None, max_examples=40)
@given(rows=RUNS, wanted=SELECTIONS)
def test_the_database_counts_as_the_definitions_say(
    database: Path, rows: list[Row], wanted: Selection
) -> None:
    fill(database, rows)
    found = read_figures(database, wanted, PLAN, by_person=True)
    mine = [row for row in rows if fits(row, wanted)]
    assert found.total == tally("", mine, rows)
    for dimension, key in KEYS.items():
        assert found.by[dimension] == [
            tally(name, [row for row in mine if key(row) == name], rows)
            for name in sorted({key(row) for row in mine})
        ]
    assert_same_cycles(found, mine)
    for outcome, told in ((Outcome.FAILED, found.failures), (Outcome.ERROR, found.errors)):
        assert set(told) == failures(mine, outcome)
        assert [f.count for f in told] == sorted((f.count for f in told), reverse=True)


def assert_same_cycles(found: Figures, rows: Sequence[Row]) -> None:
    def by_name(one: CycleTime) -> str:
        return one.step.value if one.step else ""

    assert sorted(found.cycles, key=by_name) == sorted(cycles(rows), key=by_name)


@settings(deadline=None, max_examples=15)
@given(rows=RUNS)
def test_units_first_tries_add_up_over_orders_positions_shifts_and_people(
    database: Path, rows: list[Row]
) -> None:
    fill(database, rows)
    found = read_figures(database, EVERYTHING, PLAN, by_person=True)
    for told in found.by.values():
        assert sum(one.first_tried for one in told) == found.total.first_tried
        assert sum(one.first_passed for one in told) == found.total.first_passed
        assert sum(one.runs for one in told) == found.total.runs


def test_figures_of_a_real_record(records: Records, clock: Clock) -> None:
    fail(records, admitted(records, "U1"))
    enrol(records, "u1")
    enrol(records, "U2")
    again = begin(records)
    with pytest.raises(StationError, match="REC-008"):
        records.admit(again, "U2")
    fail(records, again, serial="U2", code="REC-008")
    records.end_run(
        begin(records), Outcome.ERROR, code="HSM-002", detail="", serial="U3", seconds=1, steps=()
    )
    begin(records)
    with Reader.open(records.path) as reader:
        found = read_figures(reader.path, EVERYTHING, ShiftPlan(), by_person=False)
    total = found.total
    assert (total.first_tried, total.first_passed) == (2, 1), "U1 failed first"
    assert (total.tried, total.passed) == (2, 2), "U2 stays passed, and the error is no try"
    assert total.outcomes[Outcome.FAILED] == 2
    assert total.running == 1
    assert Dimension.PERSON not in found.by
    assert found.errors == [Failure(None, "HSM-002", 1)]
    assert {failure.code for failure in found.failures} == {"LNK-002", "REC-008"}
    assert found.head == records.head()


def test_nothing_gives_no_yield_rather_than_a_bad_one(records: Records) -> None:
    total = read_figures(records.path, EVERYTHING, ShiftPlan(), by_person=True).total
    assert (total.first_pass_yield, total.final_yield, total.per_hour) == (None, None, None)


def test_a_unit_that_passed_and_is_run_again_changes_no_yield(records: Records) -> None:
    records.order_changes.set_reprovisioning("o1", Reprovisioning.SAME_KEY)
    enrol(records, "U1")
    run = begin(records)
    assert records.again.admit(run, "U1") is not None
    fail(records, run, code="LIN-066")
    found = read_figures(records.path, EVERYTHING, ShiftPlan(), by_person=False)
    total = found.total
    assert (total.first_tried, total.first_passed, total.tried, total.passed) == (1, 1, 1, 1)
    assert [failure.code for failure in found.failures] == ["LIN-066"]
