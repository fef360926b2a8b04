"""Units that were tried and never passed: each once, by its last run, however many there are."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from station.records.database import Readings
from station.records.encoding import as_written, parse_time

_PAGE: Final = 500
# A unit is known by its serial number, without case; a run that ended before it was read has none.
_LAST: Final = (
    "SELECT runs.id, runs.serial, orders.name AS order_name, runs.name, runs.position,"
    " runs.outcome, runs.code, runs.started, runs.seconds,"
    " (SELECT count(*) FROM runs AS tries WHERE tries.serial = runs.serial COLLATE NOCASE"
    "  AND tries.order_id = runs.order_id) AS tries"
    " FROM runs JOIN orders ON orders.id = runs.order_id"
    " WHERE runs.id > ? AND orders.name = ? AND runs.serial != ''"
    " AND runs.outcome IS NOT NULL AND runs.outcome != 'passed'"
    " AND NOT EXISTS (SELECT 1 FROM runs AS other WHERE other.serial = runs.serial COLLATE NOCASE"
    "  AND other.order_id = runs.order_id AND (other.id > runs.id OR other.outcome = 'passed'))"
    " ORDER BY runs.id LIMIT ?"
)


@dataclass(frozen=True)
class FailedUnit:
    """A unit that never passed in its order.

    Attributes:
        serial: its serial number.
        order: the order's name.
        run: its last run's name.
        position: where that was.
        outcome: how that ended: failed, error or cancelled.
        code: the error's code, empty where there was none.
        started: when, UTC.
        seconds: how long it took.
        tries: how many runs it had in the order.
    """

    serial: str
    order: str
    run: str
    position: str
    outcome: str
    code: str
    started: datetime
    seconds: float
    tries: int


def stream_failed_units(reads: Readings, order: str) -> Iterator[FailedUnit]:
    """Yield an order's units that never passed in it, by the time of their last run.

    Raises:
        StationError: REC-011 where a row can't be read, REC-001.
    """
    after = 0
    while page := reads.rows(_LAST, (after, order, _PAGE)):
        after = page[-1]["id"]
        for row in page:
            yield _parsed(row)


def _parsed(row: sqlite3.Row) -> FailedUnit:
    with as_written("a run"):
        return FailedUnit(
            serial=row["serial"],
            order=row["order_name"],
            run=row["name"],
            position=row["position"],
            outcome=row["outcome"],
            code=row["code"] or "",
            started=parse_time(row["started"]),
            seconds=row["seconds"] or 0.0,
            tries=row["tries"],
        )
