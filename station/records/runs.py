"""Runs: one try at one unit each, with its steps and the intents it committed."""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from station.errors import Outcome, StationError
from station.model.run import Run, Step, StepState
from station.records.database import Readings, Value
from station.records.encoding import as_written, content_digest, parse_object, parse_time

# Crockford's base32, which has no letters that look like digits, and sorts as ASCII.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NAME_LENGTH: Final = 26
_RANDOM_BITS: Final = 80

_INSERT_STEP: Final = (
    "INSERT INTO steps (run_id, place, step, state, seconds, code) VALUES (?, ?, ?, ?, ?, ?)"
)
_SELECT: Final = (
    "SELECT runs.name, orders.name AS order_name, runs.profile_hash, runs.position, runs.serial,"
    " runs.started, runs.seconds, runs.outcome, runs.code, runs.workers"
    " FROM runs JOIN orders ON orders.id = runs.order_id"
)


@dataclass(frozen=True)
class StepRecord:
    """How one step of a run went.

    Attributes:
        step: which.
        state: done or failed.
        seconds: how long it took.
        code: the error's code where it failed.
    """

    step: Step
    state: StepState
    seconds: float
    code: str | None


@dataclass(frozen=True)
class Intent:
    """Something that can't be undone, written down before it was done.

    Attributes:
        number: what `Records.settled` takes.
        run: the run's name.
        kind: what was to be done.
        data: with what; never a secret.
        time: when, UTC.
        result: what came of it, None as long as it is open.
    """

    number: int
    run: str
    kind: str
    data: Mapping[str, JsonValue]
    time: datetime
    result: Mapping[str, JsonValue] | None


class RunNames:
    """Makes runs' names: 48 bits of milliseconds and 80 random bits, 26 characters (as ULID).

    Each name sorts after the one before it, also when the clock is put back.

    Args:
        newest: the newest name on record, or an empty text.
    """

    def __init__(self, newest: str) -> None:
        self._last = 0
        for letter in newest:
            self._last = self._last * 32 + _ALPHABET.index(letter)

    def next(self, now: datetime) -> str:
        """Return a new name."""
        made = _number(now) | secrets.randbits(_RANDOM_BITS)
        self._last = max(made, self._last + 1)
        return _name(self._last)


def lowest_name(began: datetime) -> str:
    """Return a name that is not above that of any run which began at this time or later."""
    return _name(max(_number(began), 0))


def _number(time: datetime) -> int:
    return int(time.astimezone(UTC).timestamp() * 1000) << _RANDOM_BITS


def _name(number: int) -> str:
    shifts = range(5 * (_NAME_LENGTH - 1), -1, -5)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in shifts)


def newest_name(reads: Readings) -> str:
    """Return the newest run's name, or an empty text where there is none."""
    row = reads.row("SELECT max(name) AS name FROM runs")
    return "" if row is None or row["name"] is None else str(row["name"])


def parse_run(row: sqlite3.Row) -> Run:
    """Return the run in a row, or raise REC-011 where Station can't have written it."""
    with as_written("a run"):
        return Run(
            name=row["name"],
            order=row["order_name"],
            profile_hash=row["profile_hash"],
            position=row["position"],
            serial=row["serial"],
            started=parse_time(row["started"]),
            seconds=row["seconds"],
            outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
            code=row["code"],
            workers=tuple((row["workers"] or "").split()),
        )


def read_runs(reads: Readings, order: str | None) -> list[Run]:
    """Return the runs of an order, or all, as they began."""
    if order is None:
        rows = reads.rows(f"{_SELECT} ORDER BY runs.id")
    else:
        rows = reads.rows(f"{_SELECT} WHERE orders.name = ? ORDER BY runs.id", (order,))
    return [parse_run(row) for row in rows]


def read_runs_of(reads: Readings, serial: str) -> list[Run]:
    """Return the runs of one unit, by its serial number without case, as they began."""
    sql = f"{_SELECT} WHERE runs.serial = ? COLLATE NOCASE ORDER BY runs.id"
    return [parse_run(row) for row in reads.rows(sql, (serial,))]


def runs_of_unit(connection: sqlite3.Connection, serial: str) -> list[tuple[Run, str]]:
    """Return one unit's runs as they began, each with its detail, on an open connection."""
    sql = f"{_SELECT.replace(' FROM ', ', runs.detail FROM ', 1)} WHERE runs.serial = ?"
    rows = connection.execute(f"{sql} COLLATE NOCASE ORDER BY runs.id", (serial,))
    return [(parse_run(row), str(row["detail"])) for row in rows]


def read_failed_runs(reads: Readings, order: str, most: int) -> list[Run]:
    """Return an order's runs that ended without PASS, the newest first."""
    sql = (
        f"{_SELECT} WHERE orders.name = ? AND outcome IS NOT NULL AND outcome != 'passed'"
        " ORDER BY runs.id DESC LIMIT ?"
    )
    return [parse_run(row) for row in reads.rows(sql, (order, most))]


def read_last_passed(reads: Readings, position: str) -> str:
    """Return the serial number of the unit that passed at a position last, or an empty text."""
    row = reads.row(
        "SELECT serial FROM runs WHERE position = ? AND outcome = 'passed'"
        " ORDER BY id DESC LIMIT 1",
        (position,),
    )
    return "" if row is None else str(row["serial"])


def read_detail(reads: Readings, run: str) -> str:
    """Return what a run left for the engineer, one line, empty where there is nothing."""
    row = reads.row("SELECT detail FROM runs WHERE name = ?", (run,))
    return "" if row is None else str(row["detail"])


_STEPS: Final = (
    "SELECT steps.step, steps.state, steps.seconds, steps.code"
    " FROM steps JOIN runs ON runs.id = steps.run_id WHERE runs.name = ? ORDER BY place"
)


def read_steps(reads: Readings, run: str) -> list[StepRecord]:
    """Return a run's steps in their order; none while it runs."""
    return _steps(reads.rows(_STEPS, (run,)), run)


def steps_of_run(connection: sqlite3.Connection, run: str) -> list[StepRecord]:
    """Return a run's steps on an open connection; as `read_steps`."""
    return _steps(connection.execute(_STEPS, (run,)).fetchall(), run)


def archived_by(connection: sqlite3.Connection, run: str) -> int | None:
    """Return the number of the entry by which a run's steps went to an archive; None for none."""
    row = connection.execute("SELECT archived FROM runs WHERE name = ?", (run,)).fetchone()
    return None if row is None else row["archived"]


def _steps(rows: Sequence[sqlite3.Row], run: str) -> list[StepRecord]:
    with as_written(f"the steps of run {run}"):
        return [
            StepRecord(Step(r["step"]), StepState(r["state"]), r["seconds"], r["code"])
            for r in rows
        ]


RECIPIENT: Final = "recipient_sha256"
"""The datum of an intent to install a secret: SHA-256 of the key that it is sealed to."""
_INTENTS: Final = (
    "SELECT intents.id, runs.name, intents.kind, intents.data, intents.time, intents.result"
    " FROM intents JOIN runs ON runs.id = intents.run_id"
)


def read_open_intents(reads: Readings) -> list[Intent]:
    """Return every intent that has no result yet, oldest first."""
    return intents_of(reads, "intents.settled IS NULL")


def read_failed_intents(reads: Readings, serial: str) -> list[Intent]:
    """Return all intents, settled or not, of a unit's runs that left nothing which still counts.

    Those are the runs that ended without PASS, and those whose key was renewed since.
    """
    where = (
        "runs.serial = ? COLLATE NOCASE AND runs.outcome IS NOT NULL AND (runs.outcome <> 'passed'"
        " OR EXISTS (SELECT 1 FROM enrollments WHERE run_id = runs.id AND replaced < 0))"
    )
    return intents_of(reads, where, serial)


def intents_of(reads: Readings, where: str, *values: Value) -> list[Intent]:
    """Return the intents that a condition in SQL names, oldest first."""
    return _intents(reads.rows(f"{_INTENTS} WHERE {where} ORDER BY intents.id", values))


def read_recipient_run(reads: Readings, digest: str, run: str) -> str | None:
    """Return the newest other run, of whichever unit, that sealed a secret to a key, or None.

    Args:
        reads: where from.
        digest: of the key, as intents have it under `RECIPIENT`.
        run: the run that asks.
    """
    row = reads.row(
        "SELECT runs.name FROM intents JOIN runs ON runs.id = intents.run_id"
        " WHERE recipient = ? AND runs.name <> ? ORDER BY intents.id DESC LIMIT 1",
        (digest, run),
    )
    return None if row is None else str(row["name"])


def recipient_findings(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the intents that are found by another key than what they say, which is covered."""
    said = f"CASE WHEN json_valid(data) THEN json_extract(data, '$.{RECIPIENT}') END"
    for row in connection.execute(f"SELECT id FROM intents WHERE recipient IS NOT {said}"):  # noqa: S608 - a constant
        yield f"the key of intent {row['id']} was changed"


def _intents(rows: Sequence[sqlite3.Row]) -> list[Intent]:
    with as_written("an intent"):
        return [
            Intent(
                r["id"],
                r["name"],
                r["kind"],
                parse_object(r["data"]),
                parse_time(r["time"]),
                None if r["result"] is None else parse_object(r["result"]),
            )
            for r in rows
        ]


# Units whose TPM has no trusted certificate: enrolled, at work, or failed when a certificate had
# been issued to them: else pulling the cable then would get round the order's ceiling.
UNCERTIFIED: Final = (
    "SELECT serial FROM runs WHERE uncertified = 1"
    " AND (outcome IS NULL OR outcome = 'passed' OR spent = 1)"
)


def read_uncertified(reads: Readings, order: str) -> int:
    """Return how many units of an order count as without a trusted certificate."""
    of_order = "AND order_id = (SELECT id FROM orders WHERE name = ?)"
    sql = f"{UNCERTIFIED} {of_order}"
    return len({str(row["serial"]).lower() for row in reads.rows(sql, (order,))})


def put_work(connection: sqlite3.Connection, run_id: int, steps: Iterable[StepRecord]) -> str:
    """Write down the steps of a run that ends, inside a transaction; return its `work_digest`.

    Args:
        connection: in a transaction.
        run_id: the run's number.
        steps: all of them.
    """
    # What `value` reads, too, but slower, and each PASS needs some twenty; seconds as the column
    # has them.
    rows: list[tuple[int, str, str, float, str | None]] = [
        (place, one.step._value_, one.state._value_, float(one.seconds), one.code)
        for place, one in enumerate(steps)
    ]
    connection.executemany(_INSERT_STEP, [(run_id, *row) for row in rows])
    words = [word for row in rows for word in row]
    return digest_of_work(words, intent_words(connection, run_id))


def running(connection: sqlite3.Connection, run: Run) -> sqlite3.Row:
    """Return the row of a run that hasn't ended, inside a transaction.

    Raises:
        StationError: LIN-014 where it has ended or isn't on record, which is Station's own fault.
    """
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM runs WHERE name = ?", (run.name,)
    ).fetchone()
    if row is None or row["outcome"] is not None:
        raise StationError("LIN-014", f"run {run.name} is not running")
    return row


_LATER: Final = (
    "SELECT 1 FROM runs WHERE serial = ? COLLATE NOCASE AND number IS NOT NULL AND id > ? LIMIT 1"
)


def check_newest(connection: sqlite3.Connection, run_id: int, serial: str) -> None:
    """Check that a unit was admitted to no run which began after this one.

    So a unit's runs are in the order in which it was admitted to them.

    Raises:
        StationError: REC-061 where it was.
    """
    if connection.execute(_LATER, (serial, run_id)).fetchone() is not None:
        raise StationError("REC-061", serial=serial)


_DIGESTED: Final = (
    *("name", "order_id", "profile_hash", "position", "serial", "number", "spent"),
    *("uncertified", "started", "seconds", "outcome", "code", "detail"),
)


def run_digest(row: Mapping[str, str | float | None] | sqlite3.Row) -> str:
    """Return SHA-256, hexadecimal, over a run that has ended, as the audit chain keeps it."""
    if row["follows"] is not None:
        return content_digest(["station-run-following-v1", _run_digest(row)]).hex()
    return _run_digest(row)


def ended_digest(row: sqlite3.Row, ended: Mapping[str, str | float | None]) -> str:
    """Return `run_digest` of a run that ends now.

    Args:
        row: as it stood before, all of it.
        ended: the columns that its end has changed.
    """
    return run_digest({**dict(zip(row.keys(), row, strict=True)), **ended})


def _run_digest(row: Mapping[str, str | float | None] | sqlite3.Row) -> str:
    words = [row[name] for name in _DIGESTED]
    if row["custody"] is not None:
        told = [*words, row["workers"] or "", row["again"], row["custody"]]
        return content_digest(["station-run-v4", *told]).hex()
    if row["again"] is not None:
        more = [row["workers"] or "", row["again"]]
        return content_digest(["station-run-v3", *words, *more]).hex()
    if row["workers"] is None:  # as an older Station wrote it
        return content_digest(["station-run-v1", *words]).hex()
    return content_digest(["station-run-v2", *words, row["workers"]]).hex()


def work_digest(connection: sqlite3.Connection, run_id: int) -> str:
    """Return SHA-256, hexadecimal, over a run's steps and intents, as its last entry keeps it.

    What came of an intent isn't in it: that can be written after the run has ended.
    """
    steps = connection.execute(
        "SELECT place, step, state, seconds, code FROM steps WHERE run_id = ? ORDER BY place",
        (run_id,),
    )
    words = [word for row in steps for word in row]
    return digest_of_work(words, intent_words(connection, run_id))


def intent_words(connection: sqlite3.Connection, run_id: int) -> list[str | int]:
    """Return number, kind, data and time of a run's intents, one after the other."""
    intents = connection.execute(
        "SELECT id, kind, data, time FROM intents WHERE run_id = ? ORDER BY id", (run_id,)
    )
    return [word for row in intents for word in row]


def digest_of_work(
    steps: Sequence[str | int | float | None], intents: Sequence[str | int | float | None]
) -> str:
    """Return SHA-256, hexadecimal, over the words of a run's steps and intents."""
    return content_digest(["station-work-v1", len(steps), *steps, *intents]).hex()
