"""Figures out of the record: counted by the database, or streamed; no run is held in memory.

`model.figures` defines what is counted. All of it is read from one state of the record, while it
may be written to.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from station.errors import Outcome, StationError
from station.model.audit import SignedHead
from station.model.figures import (
    MEDIAN,
    NEARLY_ALL,
    REFUSED_AGAIN,
    CycleTime,
    Dimension,
    Failure,
    Figures,
    KeysKept,
    Selection,
    Tally,
    WorkingTime,
)
from station.model.run import Step
from station.model.shifts import Shift, ShiftPlan
from station.records.custody import Keeping
from station.records.database import Value, snapshot
from station.records.encoding import as_written, parse_time, time_text
from station.records.entries import parse_entry
from station.records.runs import lowest_name

# What figures are told by. Whoever answered for the bench when a run began stands first.
_KEYS: Final[Mapping[Dimension, str]] = {
    Dimension.ORDER: "orders.name",
    Dimension.POSITION: "runs.position",
    Dimension.SHIFT: "shift_of(runs.started)",
    Dimension.PERSON: "substr(workers, 1, instr(workers || ' ', ' ') - 1)",
}
_ALL: Final = "''"

# In these, {key} is one of the above, {chosen} is `_RUNS` with the condition that the selection
# makes, and {counted} that a run is a try of a unit.
# CROSS JOIN keeps SQLite from going through the orders first, and so through all of their runs.
_RUNS: Final = "runs CROSS JOIN orders ON orders.id = runs.order_id WHERE "
COUNTED_TRY: Final = (
    "{run}.serial <> '' AND {run}.again IS NULL AND ({run}.outcome = 'passed'"
    f" OR {{run}}.outcome = 'failed' AND {{run}}.code IS NOT '{REFUSED_AGAIN}')"
)
_OUTCOMES: Final = (
    "SELECT coalesce({key}, '') AS key, outcome, count(*) AS number FROM {chosen} GROUP BY 1, 2"
)
_UNITS: Final = (
    "SELECT key, count(*) AS units, sum(outcome = 'passed') AS passed FROM ({tries}) GROUP BY key"
)
_FIRST_TRIES: Final = (
    "SELECT coalesce({key}, '') AS key, runs.outcome AS outcome FROM {chosen} AND {counted}"
    " AND NOT EXISTS (SELECT 1 FROM runs AS earlier WHERE earlier.serial = runs.serial"
    "  COLLATE NOCASE AND earlier.id < runs.id AND {counted_earlier})"
)
# Beside max(), SQLite takes the other columns from the row that has it.
_LAST_TRIES: Final = (
    "SELECT coalesce({key}, '') AS key, runs.outcome AS outcome, max(runs.id)"
    " FROM {chosen} AND {counted} GROUP BY 1, runs.serial COLLATE NOCASE"
)
_WORKED: Final = (
    "SELECT coalesce({key}, '') AS key, started, coalesce(seconds, 0) AS seconds FROM {chosen}"
    " AND outcome IS NOT NULL ORDER BY started, runs.id"
)
_WHOLE_RUNS: Final = (
    "SELECT NULL AS step, 0 AS place, runs.seconds AS seconds FROM {chosen}"
    " AND outcome = 'passed' AND runs.seconds IS NOT NULL"
)
_STEPS: Final = (
    "SELECT step, place, steps.seconds AS seconds FROM (SELECT runs.id AS id FROM {chosen}) AS its"
    " CROSS JOIN steps ON steps.run_id = its.id WHERE steps.state = 'done'"
)
_PERCENTILES: Final = (
    "WITH ranked AS (SELECT step, seconds,"
    "  row_number() OVER (PARTITION BY step ORDER BY seconds) AS rank,"
    "  count(*) OVER (PARTITION BY step) AS number,"
    "  min(place) OVER (PARTITION BY step) AS first FROM ({timed}))"
    " SELECT step, number, min(seconds) AS median, max(seconds) AS nearly_all FROM ranked"
    " WHERE rank IN ((number * {median} + 99) / 100, (number * {nearly_all} + 99) / 100)"
    " GROUP BY step ORDER BY first, step"
)
_KEPT: Final = (
    "SELECT runs.custody AS number, count(*) AS units FROM {chosen}"
    " AND outcome = 'passed' AND again IS NULL GROUP BY 1"
)
_OWN_SOFTWARE: Final = (
    "SELECT count(*) AS units FROM enrollments"
    " WHERE (enrollments.custody = 'software' OR key_origin = 'software')"
    " AND run_id IN (SELECT runs.id FROM {chosen} AND outcome = 'passed' AND again IS NULL)"
)
_FAILURES: Final = (
    "SELECT (SELECT step FROM steps WHERE steps.run_id = runs.id AND steps.state = 'failed'"
    "  ORDER BY place DESC LIMIT 1) AS step, coalesce(runs.code, '') AS code, count(*) AS number"
    " FROM {chosen} AND outcome = '{outcome}' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
)


@dataclass(frozen=True)
class RunQuery:
    """The runs that are asked for.

    Attributes:
        connection: with `shift_of`.
        condition: which runs they are.
        values: what stands in the condition.
    """

    connection: sqlite3.Connection
    condition: str
    values: Sequence[Value]

    def sql(self, template: str, key: str = _ALL, **more: str) -> str:
        """Return a statement in which the condition stands once."""
        return template.format(
            key=key,
            chosen=_RUNS + self.condition,
            counted=COUNTED_TRY.format(run="runs"),
            counted_earlier=COUNTED_TRY.format(run="earlier"),
            **more,
        )

    def rows(self, sql: str) -> Iterator[sqlite3.Row]:
        """Return the rows of such a statement."""
        return iter(self.connection.execute(sql, self.values))


def read_figures(path: Path, wanted: Selection, plan: ShiftPlan, *, by_person: bool) -> Figures:
    """Count the figures of a selection of runs.

    Args:
        path: the database.
        wanted: which runs.
        plan: when the shifts start, by which they are told.
        by_person: whether they are told by person too.

    Raises:
        StationError: REC-001 where the file can't be read, REC-011 where a row can't have been
            written by Station.
    """
    dimensions = [one for one in Dimension if by_person or one is not Dimension.PERSON]
    with query_of(path, wanted, plan) as query, as_written("a run"):
        (total,) = _tallies(query, _ALL) or [_none()]
        return Figures(
            selection=wanted,
            total=total,
            by={dimension: _tallies(query, _KEYS[dimension]) for dimension in dimensions},
            cycles=_cycles(query),
            failures=_failures(query, Outcome.FAILED),
            errors=_failures(query, Outcome.ERROR),
            head=_head(query.connection),
            keys=_keys(query),
            own_software=next(query.rows(query.sql(_OWN_SOFTWARE)))["units"],
        )


@contextmanager
def query_of(path: Path, wanted: Selection, plan: ShiftPlan) -> Iterator[RunQuery]:
    """Give what asks for a selection of runs, all from one state of the record."""
    conditions = ["1 = 1"]
    values: list[Value] = []
    if wanted.order is not None:
        conditions.append("runs.order_id = (SELECT id FROM orders WHERE name = ?)")
        values.append(wanted.order)
    if wanted.position is not None:
        conditions.append("runs.position = ?")
        values.append(wanted.position)
    if wanted.begins is not None:
        # The names have an index, and where the clock was put back they run ahead of it.
        conditions.append("runs.name >= ? AND runs.started >= ?")
        values += [lowest_name(wanted.begins), time_text(wanted.begins)]
    if wanted.ends is not None:
        conditions.append("runs.started < ?")
        values.append(time_text(wanted.ends))
    with snapshot(path) as connection:
        connection.create_function("shift_of", 1, _ShiftNames(plan), deterministic=True)
        yield RunQuery(connection, " AND ".join(conditions), values)


class _ShiftNames:
    """Names the shift of a run's beginning; runs mostly come as they began, so the last one's."""

    def __init__(self, plan: ShiftPlan) -> None:
        self._plan = plan
        self._last: Shift | None = None
        self._name = ""

    def __call__(self, started: str) -> str:
        """Return the shift's name for a time as the record has it."""
        moment = parse_time(started)
        if self._last is None or not self._last.begins <= moment < self._last.ends:
            self._last = self._plan.at(moment)
            self._name = self._last.name
        return self._name


def _none() -> Tally:
    return Tally("", dict.fromkeys(Outcome, 0), 0, 0, 0, 0, 0, timedelta())


def _tallies(query: RunQuery, key: str) -> list[Tally]:
    outcomes: dict[str, dict[str | None, int]] = {}
    for row in query.rows(query.sql(_OUTCOMES, key)):
        outcomes.setdefault(row["key"], {})[row["outcome"]] = row["number"]
    first = _units(query, query.sql(_FIRST_TRIES, key))
    last = _units(query, query.sql(_LAST_TRIES, key))
    worked = _worked(query, key)
    return [
        Tally(
            key=name,
            outcomes={outcome: ended.get(outcome.value, 0) for outcome in Outcome},
            running=ended.get(None, 0),
            first_tried=first.get(name, (0, 0))[0],
            first_passed=first.get(name, (0, 0))[1],
            tried=last.get(name, (0, 0))[0],
            passed=last.get(name, (0, 0))[1],
            worked=worked[name].total if name in worked else timedelta(),
        )
        for name, ended in sorted(outcomes.items())
    ]


def _units(query: RunQuery, tries: str) -> dict[str, tuple[int, int]]:
    """Count the units of these tries by key, and those that passed."""
    rows = query.rows(_UNITS.format(tries=tries))
    return {row["key"]: (row["units"], row["passed"]) for row in rows}


def _worked(query: RunQuery, key: str) -> dict[str, WorkingTime]:
    worked: dict[str, WorkingTime] = {}
    for row in query.rows(query.sql(_WORKED, key)):
        lasted = timedelta(seconds=row["seconds"])
        worked.setdefault(row["key"], WorkingTime()).add(parse_time(row["started"]), lasted)
    return worked


def _cycles(query: RunQuery) -> list[CycleTime]:
    return [
        CycleTime(_step(row["step"]), row["number"], row["median"], row["nearly_all"])
        for timed in (_WHOLE_RUNS, _STEPS)
        for row in query.rows(_percentiles(query.sql(timed)))
    ]


def _percentiles(timed: str) -> str:
    return _PERCENTILES.format(timed=timed, median=MEDIAN, nearly_all=NEARLY_ALL)


def _failures(query: RunQuery, outcome: Outcome) -> list[Failure]:
    rows = query.rows(query.sql(_FAILURES, outcome=outcome.value))
    return [Failure(_step(row["step"]), row["code"], row["number"]) for row in rows]


def _keys(query: RunQuery) -> list[KeysKept]:
    rows = sorted(query.rows(query.sql(_KEPT)), key=lambda row: row["number"] or 0)
    return [
        KeysKept(row["number"], _kept_words(query.connection, row["number"]), row["units"])
        for row in rows
    ]


def _kept_words(connection: sqlite3.Connection, number: int | None) -> str:
    if number is None:
        return "not told"
    row = connection.execute("SELECT entry FROM audit WHERE sequence = ?", (number,)).fetchone()
    return Keeping.of_entry(parse_entry(row["entry"])).words


def _step(text: str | None) -> Step | None:
    return None if text is None else Step(text)


def _head(connection: sqlite3.Connection) -> SignedHead:
    row = connection.execute(
        "SELECT sequence, hash, signature FROM heads ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    if row is None:
        raise StationError("REC-011", "there is no signed head")
    return SignedHead(row["sequence"], row["hash"], row["signature"])
