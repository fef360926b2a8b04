"""The rows of known units and of check runs, as the guard's MAC and the audit chain cover them."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pydantic import JsonValue

from station.errors import Outcome
from station.model.checks import Check, CheckKind, CheckUnit
from station.records.database import Readings
from station.records.encoding import as_written, canonical_json, parse_time
from station.records.marks import Marked, marked_in

UNIT_LABEL: Final = "station-check-unit-v1"
RUN_LABEL: Final = "station-check-run-v1"
UNIT_COLUMNS: Final = ("serial", "kind", "profile", "code")
RUN_COLUMNS: Final = (
    *("name", "kind", "serial", "position", "profile", "profile_hash", "started", "ended"),
    *("outcome", "code", "verdict", "workers"),
)
SELECT_UNITS: Final = "SELECT * FROM check_units"
SELECT_UNIT: Final = f"{SELECT_UNITS} WHERE serial = ? COLLATE NOCASE"
SELECT_RUNS: Final = "SELECT * FROM check_runs"
# One that the station couldn't do says nothing of the position: what was before it stands.
NEWEST: Final = (
    f"{SELECT_RUNS} WHERE position = ? AND kind = ? AND profile_hash = ?"
    " AND outcome <> 'error' ORDER BY id DESC LIMIT 1"
)
RIGHT: Final = "right"
WRONG: Final = "wrong"

_Row = sqlite3.Row | Mapping[str, str]


def canonical_row(row: _Row, columns: Sequence[str]) -> bytes:
    """Return the bytes that the MAC covers of a row."""
    content: dict[str, JsonValue] = {name: row[name] for name in columns}
    return canonical_json(content).encode("ascii")


def row_digest(row: _Row, columns: Sequence[str]) -> str:
    """Return SHA-256 of the same, hexadecimal, as the row's entry has it."""
    return hashlib.sha256(canonical_row(row, columns)).hexdigest()


def marked_check_units(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection, "check_units", UNIT_LABEL, lambda row: canonical_row(row, UNIT_COLUMNS)
    )


def marked_check_runs(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection, "check_runs", RUN_LABEL, lambda row: canonical_row(row, RUN_COLUMNS)
    )


def kept_check_units(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each known unit by its serial number, for the verification."""
    return {
        row["serial"]: row_digest(row, UNIT_COLUMNS) for row in connection.execute(SELECT_UNITS)
    }


def kept_check_runs(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each check run by its name, for the verification."""
    return {row["name"]: row_digest(row, RUN_COLUMNS) for row in connection.execute(SELECT_RUNS)}


def parse_check_unit(row: sqlite3.Row) -> CheckUnit:
    """Return the known unit in a row, or raise REC-011."""
    with as_written("a unit for checks"):
        return CheckUnit(CheckKind(row["kind"]), row["serial"], row["profile"], row["code"])


def parse_check(row: sqlite3.Row) -> Check:
    """Return the check run in a row, or raise REC-011."""
    with as_written("a check run"):
        return Check(
            name=row["name"],
            kind=CheckKind(row["kind"]),
            serial=row["serial"],
            position=row["position"],
            profile=row["profile"],
            profile_hash=row["profile_hash"],
            started=parse_time(row["started"]),
            ended=parse_time(row["ended"]),
            outcome=Outcome(row["outcome"]),
            code=row["code"],
            right=row["verdict"] == RIGHT,
            workers=tuple(row["workers"].split()),
        )


def read_check_units(reads: Readings) -> list[CheckUnit]:
    """Return the known units, oldest first, unchecked."""
    return [parse_check_unit(row) for row in reads.rows(f"{SELECT_UNITS} ORDER BY id")]


def read_checks(reads: Readings, most: int) -> list[Check]:
    """Return the newest check runs, the newest first, unchecked."""
    return [
        parse_check(row) for row in reads.rows(f"{SELECT_RUNS} ORDER BY id DESC LIMIT ?", (most,))
    ]


def read_newest_check(
    reads: Readings, position: str, kind: CheckKind, profile_hash: str
) -> Check | None:
    """Return the newest check at a position that the station could do, unchecked, or None."""
    row = reads.row(NEWEST, (position, kind.value, profile_hash))
    return None if row is None else parse_check(row)
