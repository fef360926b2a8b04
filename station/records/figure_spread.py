"""How a selection of runs lies in time: units by the hour, and runs by how long they took."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import floor, log10
from pathlib import Path
from typing import Final

from station.model.figures import NEARLY_ALL, Selection
from station.model.shifts import ShiftPlan
from station.records.encoding import as_written, parse_time
from station.records.figures import RunQuery, query_of

MOST_BINS: Final = 20
"""How many bars a histogram has at most; what takes longer than these is in the last one."""
_FINE: Final = 12
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
# The first 13 characters of a time are its hour. Beside max(), SQLite takes the other columns from
# the row that has it: each unit's last try.
_HOURS: Final = (
    "SELECT substr(started, 1, 13) AS hour, count(*) AS units FROM"
    " (SELECT runs.started AS started, runs.outcome AS outcome, max(runs.id)"
    "  FROM {chosen} AND {counted} GROUP BY runs.serial COLLATE NOCASE)"
    " WHERE outcome = 'passed' GROUP BY 1 ORDER BY 1"
)
_COUNT: Final = (
    "SELECT count(*) AS number FROM {chosen} AND outcome = 'passed' AND runs.seconds IS NOT NULL"
)
_RANKED: Final = (
    "SELECT runs.seconds AS seconds FROM {chosen}"
    " AND outcome = 'passed' AND runs.seconds IS NOT NULL"
    " ORDER BY runs.seconds LIMIT 1 OFFSET {rank}"
)
_BINS: Final = (
    "SELECT min(CAST(runs.seconds / {width} AS INTEGER), {last}) AS bin, count(*) AS runs"
    " FROM {chosen} AND outcome = 'passed' AND runs.seconds IS NOT NULL GROUP BY 1"
)


@dataclass(frozen=True)
class HourCount:
    """Units that passed, by the hour in which the run began that they passed in.

    Attributes:
        begins: the hour's beginning, UTC.
        units: how many.
    """

    begins: datetime
    units: int


@dataclass(frozen=True)
class TimeBin:
    """Runs that passed, by how long they took.

    Attributes:
        least: seconds that they took at least.
        below: seconds that they took less than; None for the last bar, which has all longer ones.
        runs: how many.
    """

    least: float
    below: float | None
    runs: int


@dataclass(frozen=True)
class Spread:
    """How runs lie in time.

    Attributes:
        hours: the hours in which units passed, in their order; hours without any are left out.
        times: bars of one width, from the first that has runs to the last that has.
    """

    hours: tuple[HourCount, ...]
    times: tuple[TimeBin, ...]


def read_spread(path: Path, wanted: Selection, plan: ShiftPlan) -> Spread:
    """Count how a selection of runs lies in time.

    Raises:
        StationError: as `read_figures`.
    """
    with query_of(path, wanted, plan) as query, as_written("a run"):
        return Spread(tuple(_hours(query)), tuple(_times(query)))


def _hours(query: RunQuery) -> Iterator[HourCount]:
    for row in query.rows(query.sql(_HOURS)):
        yield HourCount(parse_time(f"{row['hour']}:00:00+00:00"), row["units"])


def _times(query: RunQuery) -> Iterator[TimeBin]:
    number = next(query.rows(query.sql(_COUNT)))["number"]
    if not number:
        return
    rank = (number * NEARLY_ALL + 99) // 100 - 1
    nearly_all = next(query.rows(query.sql(_RANKED, rank=str(rank))))["seconds"]
    width, last = bar_width(nearly_all), MOST_BINS - 1
    bins = query.rows(query.sql(_BINS, width=repr(width), last=str(last)))
    counted = {row["bin"]: row["runs"] for row in bins}
    for place in range(min(counted), max(counted) + 1):
        below = None if place == last else round((place + 1) * width, 6)
        yield TimeBin(round(place * width, 6), below, counted.get(place, 0))


def bar_width(nearly_all: float) -> float:
    """Return a round width in seconds, at which about twelve bars hold the 95th percentile."""
    rough = max(nearly_all, 0.01) / _FINE
    power = 10.0 ** floor(log10(rough))
    return round(_STEPS[bisect_right(_STEPS, rough / power)] * power, 6)
