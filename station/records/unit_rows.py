"""The rows that say where a unit stands, as the guard's MAC and the audit chain cover them."""

import hashlib
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, Self

from station.errors import StationError
from station.model.names import shown
from station.model.order import OrderState, Reprovisioning
from station.model.unit_state import UnitChange, UnitState, unmarked
from station.records.database import Readings
from station.records.encoding import as_written, canonical_json, parse_time
from station.records.orders import OrderRow

UNIT_LABEL: Final = "station-unit-v1"
RELEASE_LABEL: Final = "station-unit-release-v1"
SELECT_UNIT: Final = (
    "SELECT serial, state, reason, since, by, mac FROM unit_states WHERE serial = ? COLLATE NOCASE"
)
SELECT_RELEASE: Final = "SELECT unit, run, mac FROM unit_releases WHERE unit = ?"
LIVE: Final = (
    "SELECT id, run_id, order_id, registration_id, status FROM enrollments"
    " WHERE serial = ? COLLATE NOCASE AND replaced = 0 AND status != 'revoked'"
)
# The run that a unit is at work in.
AT_WORK: Final = (
    "SELECT name FROM runs WHERE serial = ? COLLATE NOCASE AND outcome IS NULL"
    " AND number IS NOT NULL LIMIT 1"
)
# The name under which a unit was admitted or met last.
KNOWN_AS: Final = "SELECT serial FROM runs WHERE serial = ? COLLATE NOCASE ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True)
class UnitMark:
    """Where a unit stands, and since when.

    Attributes:
        serial: its serial number.
        state: where it stands.
        reason: why, as whoever marked it said; empty where nobody marked it.
        since: when, UTC; None where nobody marked it.
        by: the badges of those who agreed.
    """

    serial: str
    state: UnitState
    reason: str = ""
    since: datetime | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitChanged:
    """What came of a change.

    Attributes:
        serial: the unit's serial number, as the record has it.
        before: where it stood.
        state: where it stands.
        given: the orders that got its place back, out of their scrap allowance.
        kept: the orders in which its place stays used, since their allowance is used up.
        revoked: its enrollment's registration ID, where that was revoked, or empty.
        exported: whether that was exported before, so that the service may know it.
    """

    serial: str
    before: UnitState
    state: UnitState
    given: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    revoked: str = ""
    exported: bool = False


@dataclass(frozen=True)
class Standing:
    """A unit as it stands inside a transaction; `live` is the row of its live enrollment."""

    serial: str
    state: UnitState
    live: sqlite3.Row | None

    @property
    def unit(self) -> str:
        """What tells it from others: its serial number, folded."""
        return self.serial.lower()


@dataclass(frozen=True)
class StoredUnit:
    """A marked unit as its row has it.

    Attributes:
        serial: its serial number.
        state: a value of `UnitState`.
        reason: why, or empty.
        since: when, RFC 3339, UTC.
        by: the badges of those who agreed, with a space between.
    """

    serial: str
    state: str
    reason: str
    since: str
    by: str

    @classmethod
    def of_row(cls, row: sqlite3.Row) -> Self:
        """Return what a row holds."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})

    @property
    def canonical(self) -> bytes:
        """The bytes that the MAC and the chain's digest cover."""
        return canonical_json(asdict(self)).encode("ascii")

    @property
    def digest(self) -> str:
        """The digest by which the chain names this row, hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()

    def parsed(self) -> UnitMark:
        """Return the mark, or raise REC-011."""
        with as_written(f"the unit {shown(self.serial)}"):
            state = UnitState(self.state)
            by = tuple(self.by.split())
            return UnitMark(self.serial, state, self.reason, parse_time(self.since), by)


def failed_again(run: str) -> str:
    """Return why a unit is put aside that had passed, and failed where it was run again."""
    return f"it failed in run {run}, though it had passed"


def unsettled(run: str, what: str) -> str:
    """Return why a unit is put aside in which a run left what can't be told."""
    return f"run {run} was broken off: {what}"


def release_canonical(unit: str, run: str) -> bytes:
    """Return the bytes that a release's MAC covers: the unit, folded, and its newest run then."""
    return canonical_json({"unit": unit, "run": run}).encode("ascii")


def read_unit(reads: Readings, serial: str) -> UnitMark | None:
    """Return where a unit stands, unchecked; None where the record knows of no such unit."""
    row = reads.row(SELECT_UNIT, (serial,))
    if row is not None:
        return StoredUnit.of_row(row).parsed()
    known = reads.row(KNOWN_AS, (serial,))
    if known is None:
        return None
    return UnitMark(known["serial"], unmarked(live=reads.row(LIVE, (serial,)) is not None))


_ASIDE: Final = "SELECT serial FROM unit_states WHERE state != 'scrapped'"


def read_aside(reads: Readings) -> frozenset[str]:
    """Return the serial numbers, folded, of all units that are marked, but for scrapped ones."""
    return frozenset(row["serial"].lower() for row in reads.rows(_ASIDE))


def aside_within(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the same inside a transaction."""
    return frozenset(row["serial"].lower() for row in connection.execute(_ASIDE))


def read_marked(reads: Readings, order: str) -> dict[UnitState, int]:
    """Return how many units of an order are marked how; only states that some are in."""
    rows = reads.rows(
        "SELECT unit_states.state, count(DISTINCT unit_states.id) AS number FROM unit_states"
        " JOIN runs ON runs.serial = unit_states.serial COLLATE NOCASE"
        " JOIN orders ON orders.id = runs.order_id WHERE orders.name = ? GROUP BY 1",
        (order,),
    )
    with as_written(f"the units of order {order}"):
        counts = {UnitState(row["state"]): int(row["number"]) for row in rows}
    return {state: counts[state] for state in UnitState if state in counts}


def kept_units(connection: sqlite3.Connection) -> Mapping[tuple[str, ...], str]:
    """Return the digest of every marked unit, for the verification."""
    rows = connection.execute("SELECT * FROM unit_states")
    return {(row["serial"].lower(),): StoredUnit.of_row(row).digest for row in rows}


def kept_unit_releases(connection: sqlite3.Connection) -> Mapping[tuple[str, ...], str]:
    """Return of every released unit the run from which on its runs count, likewise."""
    rows = connection.execute("SELECT unit, run FROM unit_releases")
    return {(row["unit"],): row["run"] for row in rows}


def check_policy(change: UnitChange, found: OrderRow) -> None:
    """Check that an order lets its units have what a change gives; raises REC-010, REC-056."""
    policy = found.order.spec.reprovisioning
    if change is UnitChange.RENEW and found.order.state is OrderState.CLOSED:
        raise StationError("REC-010", "closed for good", order=found.order.name)
    if change is UnitChange.RENEW and policy is not Reprovisioning.NEW_KEY:
        raise StationError("REC-056", policy.value, order=found.order.name)
