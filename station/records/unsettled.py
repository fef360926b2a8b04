"""What runs that have ended left open: intents whose result nobody has written down yet."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from station.model.run import Run
from station.records.database import Readings
from station.records.encoding import as_written, canonical_json, parse_object
from station.records.runs import Intent, intents_of, parse_run

BROKEN_OFF: Final = "LIN-016"
"""How a run ends in which the station stopped."""

# What puts a certificate into a unit; where one wasn't taken, the result says so.
_GIVEN: Final = frozenset({"write-certificate", "install-certificate"})
_LEFT: Final = (
    "SELECT DISTINCT runs.id, runs.name, orders.name AS order_name, runs.profile_hash,"
    " runs.position, runs.serial, runs.started, runs.seconds, runs.outcome, runs.code,"
    " runs.workers, runs.number FROM intents JOIN runs ON runs.id = intents.run_id"
    " JOIN orders ON orders.id = runs.order_id"
    " WHERE intents.settled IS NULL AND runs.outcome IS NOT NULL"
)
_BY_HAND: Final = {"told": "by a person"}


@dataclass(frozen=True)
class LeftOpen:
    """What one run left open.

    Attributes:
        run: which has ended.
        number: its unit's number in the order.
        intents: those without a result, oldest first.
    """

    run: Run
    number: int
    intents: Sequence[Intent]


def read_left_open(reads: Readings, serial: str | None = None) -> list[LeftOpen]:
    """Return what runs that have ended left open, oldest first: a unit's, without case, or all."""
    if serial is None:
        rows = reads.rows(f"{_LEFT} ORDER BY runs.id")
    else:
        rows = reads.rows(f"{_LEFT} AND runs.serial = ? COLLATE NOCASE ORDER BY runs.id", (serial,))
    return [LeftOpen(parse_run(row), row["number"] or 0, _open(reads, row["id"])) for row in rows]


def _open(reads: Readings, run_id: int) -> Sequence[Intent]:
    return intents_of(reads, "intents.settled IS NULL AND intents.run_id = ?", run_id)


def read_certificate_left(reads: Readings, serial: str) -> str:
    """Return the run that gave the unit a certificate before the station stopped in it.

    Only where no run of the unit has ended by itself since; else, or without one, an empty text.
    """
    rows = reads.rows(
        "SELECT id, name, code FROM runs WHERE serial = ? COLLATE NOCASE AND number IS NOT NULL"
        " AND outcome IS NOT NULL ORDER BY id DESC",
        (serial,),
    )
    for row in rows:
        if row["code"] != BROKEN_OFF:
            return ""
        if _was_given(reads, row["id"]):
            return str(row["name"])
    return ""


def _was_given(reads: Readings, run_id: int) -> bool:
    rows = reads.rows("SELECT kind, result FROM intents WHERE run_id = ?", (run_id,))
    given = [row for row in rows if row["kind"] in _GIVEN and row["result"] is not None]
    with as_written("what came of an intent"):
        return any(parse_object(row["result"]).get("installed", True) for row in given)


def settle_by_hand(connection: sqlite3.Connection, serial: str, now: str) -> None:
    """Settle what a unit's ended runs left open, since a person has looked at it.

    Args:
        connection: in a transaction.
        serial: the unit's serial number, without case.
        now: the time, RFC 3339.
    """
    connection.execute(
        "UPDATE intents SET result = ?, settled = ? WHERE settled IS NULL AND run_id IN"
        " (SELECT id FROM runs WHERE serial = ? COLLATE NOCASE AND outcome IS NOT NULL)",
        (canonical_json(_BY_HAND), now, serial),
    )
