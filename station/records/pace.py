"""How a shift goes, out of the record: what passed, and how long runs usually take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Final

from station.model.figures import share
from station.records.database import snapshot
from station.records.encoding import as_written, time_text
from station.records.figures import COUNTED_TRY
from station.records.runs import lowest_name

_LAST: Final = 15  # runs, of which the median is taken
_FEWEST: Final = 3  # fewer say nothing
# No further back than this, so that nobody waits where a position makes a product for once.
_LOOKED_AT: Final = 20_000
_SECONDS: Final = (
    "SELECT seconds FROM runs WHERE id > (SELECT coalesce(max(id), 0) FROM runs) - ?"
    " AND position = ? AND outcome = 'passed' AND again IS NULL AND seconds IS NOT NULL"
    " AND profile_hash = (SELECT profile_hash FROM orders WHERE name = ?)"
    " ORDER BY id DESC LIMIT ?"
)
_SHIFT: Final = (
    "SELECT count(DISTINCT CASE WHEN outcome = 'passed' THEN serial COLLATE NOCASE END) AS passed,"
    " sum(first) AS first_tried, sum(first AND outcome = 'passed') AS first_passed"
    " FROM (SELECT serial, outcome, NOT EXISTS (SELECT 1 FROM runs AS earlier"
    "  WHERE earlier.serial = runs.serial COLLATE NOCASE AND earlier.id < runs.id"
    "  AND {earlier}) AS first FROM runs WHERE name >= ? AND started >= ? AND {this})"
)


@dataclass(frozen=True)
class Pace:
    """How a shift goes so far.

    Attributes:
        passed: units that passed.
        tried: units that were tried for the first time ever.
        first_passed: those of them that passed then.
        expected: the usual seconds of a run, by position, where there were enough of them.
    """

    passed: int
    tried: int
    first_passed: int
    expected: Mapping[str, float]

    @property
    def first_pass_yield(self) -> float | None:
        """The first-pass yield, 0 to 1, or None without units; `model.figures` says what it is."""
        return share(self.first_passed, self.tried)


def read_pace(path: Path, begins: datetime, orders: Mapping[str, str]) -> Pace:
    """Read how the shift goes that began at a time.

    Args:
        path: the database.
        begins: the shift's beginning, UTC.
        orders: the order at work at each position, by name.

    Raises:
        StationError: REC-001 where the file can't be read, REC-011 where a row can't have been
            written by Station.
    """
    with snapshot(path) as connection, as_written("a run"):
        tries = {
            "earlier": COUNTED_TRY.format(run="earlier"),
            "this": COUNTED_TRY.format(run="runs"),
        }
        sql = _SHIFT.format(**tries)
        row = connection.execute(sql, (lowest_name(begins), time_text(begins))).fetchone()
        expected: dict[str, float] = {}
        for position, order in orders.items():
            rows = connection.execute(_SECONDS, (_LOOKED_AT, position, order, _LAST)).fetchall()
            if len(rows) >= _FEWEST:
                expected[position] = median(float(one["seconds"]) for one in rows)
        return Pace(row["passed"], row["first_tried"] or 0, row["first_passed"] or 0, expected)
