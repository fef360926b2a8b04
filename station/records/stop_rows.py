"""The rows that say what stands still, and from which run on is counted, as the chain covers them.

A stop takes something away, so its row needs nobody's MAC and is written when a run ends even where
the factory's token is in trouble. What lets go on, or begins a count anew, carries the guard's.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from station.model.stops import Cause, Place, Scope, Stop
from station.records.database import Readings
from station.records.encoding import as_written, canonical_json, parse_time, time_text
from station.records.entries import EntryKind, parse_entry
from station.records.marks import Marked, marked_in

RESTART_LABEL: Final = "station-restart-v1"
CONTACTS_LABEL: Final = "station-contacts-v1"
SELECT_STOPS: Final = "SELECT scope, name, cause, why, runs, since FROM stops ORDER BY id"
INSERT_STOP: Final = (
    "INSERT INTO stops (scope, name, cause, why, runs, since) VALUES (?, ?, ?, ?, ?, ?)"
)
_TOLD: Final = (
    "SELECT entry FROM audit WHERE sequence > (SELECT max(sequence) FROM audit) - 20000"
    " AND (instr(entry, '\"kind\":\"' || ? || '\"') > 0"
    " OR instr(entry, '\"kind\":\"' || ? || '\"') > 0) ORDER BY sequence"
)
SELECT_RESTART: Final = "SELECT run, mac FROM restarts WHERE scope = ? AND name = ?"
SELECT_RESET: Final = "SELECT run, mac FROM contact_resets WHERE position = ?"


def stop_row(stop: Stop) -> tuple[str, str, str, str, str, str]:
    """Return a stop's row."""
    runs = json.dumps(stop.runs)
    place = stop.place
    return (
        *(place.scope.value, place.name, stop.cause.value),
        *(stop.why, runs, time_text(stop.since)),
    )


def parse_stop(row: sqlite3.Row) -> Stop:
    """Return the stop in a row, or raise REC-011 where Station can't have written it."""
    with as_written("a stop"):
        runs = json.loads(row["runs"])
        return Stop(
            Place(Scope(row["scope"]), row["name"]),
            Cause(row["cause"]),
            row["why"],
            tuple(str(run) for run in runs),
            parse_time(row["since"]),
        )


def read_stops(reads: Readings) -> list[Stop]:
    """Return what stands still, in the order in which it came to."""
    return [parse_stop(row) for row in reads.rows(SELECT_STOPS)]


def stop_digest(row: tuple[str, ...]) -> str:
    """Return SHA-256, hexadecimal, over a stop's row, as its entry has it."""
    words: dict[str, JsonValue] = {"stop": list(row)}
    return hashlib.sha256(canonical_json(words).encode("ascii")).hexdigest()


def kept_stops(connection: sqlite3.Connection) -> dict[tuple[str, ...], str]:
    """Return the digest of each row by scope and name, for the verification."""
    rows = [tuple(row) for row in connection.execute(SELECT_STOPS)]
    return {(row[0], row[1]): stop_digest(row) for row in rows}


def told_stops(connection: sqlite3.Connection) -> list[Stop]:
    """Return what stands still as the newest entries of the chain tell, whatever the rows say.

    While the bench stands still, no run adds to the chain: its stop is among the newest entries.
    What stops a position or an order is found again in its runs.

    Raises:
        StationError: REC-011 where Station can't have written such an entry.
    """
    standing: dict[Place, Stop | None] = {}
    for row in connection.execute(_TOLD, (EntryKind.STOPPED.value, EntryKind.RESTARTED.value)):
        with as_written("a stop"):
            entry = parse_entry(row["entry"])
            data, runs = entry.data, entry.data.get("runs", [])
            place = Place(Scope(data["scope"]), str(data["name"]))
            stop = None
            if entry.kind is EntryKind.STOPPED and isinstance(runs, list):
                names = tuple(str(run) for run in runs)
                stop = Stop(place, Cause(data["cause"]), str(data["why"]), names, entry.time)
            standing[place] = stop
    return [stop for stop in standing.values() if stop is not None]


def restart_canonical(place: Place, run: str) -> bytes:
    """Return the bytes that the MAC of a restart covers."""
    return canonical_json({"scope": place.scope.value, "name": place.name, "run": run}).encode()


def marked_restarts(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection,
        "restarts",
        RESTART_LABEL,
        lambda row: restart_canonical(Place(Scope(row["scope"]), row["name"]), row["run"]),
    )


def kept_restarts(connection: sqlite3.Connection) -> dict[tuple[str, ...], str]:
    """Return up to which run nothing counts, by scope and name, for the verification."""
    rows = connection.execute("SELECT scope, name, run FROM restarts")
    return {(row["scope"], row["name"]): row["run"] for row in rows}


def reset_canonical(position: str, run: str) -> bytes:
    """Return the bytes that the MAC of a reset of contacts covers."""
    return canonical_json({"position": position, "run": run}).encode()


def marked_resets(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection,
        "contact_resets",
        CONTACTS_LABEL,
        lambda row: reset_canonical(row["position"], row["run"]),
    )


def kept_resets(connection: sqlite3.Connection) -> dict[tuple[str, ...], str]:
    """Return up to which run no contact counts, by position, for the verification."""
    rows = connection.execute("SELECT position, run FROM contact_resets")
    return {(row["position"],): row["run"] for row in rows}
