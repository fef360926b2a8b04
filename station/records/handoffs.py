"""Hand-offs to a MES: how far each has told the audit chain, and what it was refused.

The chain itself is what waits to be told: nothing is copied into an outbox. An entry is told once
it is under a signed head, as a PASS is shown.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from pydantic import JsonValue

from station.errors import Outcome, StationError
from station.model.handoff import ResultEvent, UnitResult
from station.model.names import shown
from station.model.rights import Approval
from station.records.audit import Heads, Journal, last_head, stream_entries
from station.records.database import Readings, Writer
from station.records.encoding import as_written, canonical_json, parse_time, time_text
from station.records.entries import AuditEntry, EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in
from station.records.opening import read_origin
from station.records.orders import read_order

_LABEL: Final = "station-handoff-secret-v1"
_MAX_WHY: Final = 300
# A run of a unit that had passed is of the enrollment which it names; only a run that made one has
# it as its own.
_RUN: Final = (
    "SELECT runs.name, runs.position, runs.serial, runs.started, runs.seconds, runs.code,"
    " runs.again, orders.name AS order_name, enrollments.registration_id, enrollments.device_id"
    " FROM runs JOIN orders ON orders.id = runs.order_id"
    " LEFT JOIN enrollments ON enrollments.run_id = runs.id OR enrollments.id = runs.again WHERE"
)


@dataclass(frozen=True)
class Refused:
    """A result that a MES would not take.

    Attributes:
        sequence: the entry's number in the chain.
        why: what was said, one line.
        time: when, UTC.
    """

    sequence: int
    why: str
    time: datetime


@dataclass(frozen=True)
class HandoffState:
    """How far a hand-off is.

    Attributes:
        name: its name.
        sequence: the number of the last entry that needs no more telling.
        waiting: how many entries after it are to be told.
        refused: what was not taken, in the order of the chain.
    """

    name: str
    sequence: int
    waiting: int
    refused: tuple[Refused, ...]


class Told(NamedTuple):
    """An entry of the chain.

    Attributes:
        sequence: its number.
        result: what a MES is told of it, or None where that is nothing.
    """

    sequence: int
    result: UnitResult | None


def read_handoffs(reads: Readings) -> list[HandoffState]:
    """Return every hand-off that has begun, by the alphabet."""
    rows = reads.rows("SELECT name, sequence FROM handoffs ORDER BY name")
    return [_state(reads, row["name"], row["sequence"]) for row in rows]


def _state(reads: Readings, name: str, sequence: int) -> HandoffState:
    """Return how far the hand-off is that has told up to an entry."""
    kinds = ", ".join(f"'{kind.value}'" for kind in _TOLD)
    waiting = reads.row(
        "SELECT count(*) AS number FROM audit"  # noqa: S608 - constants only
        f" WHERE sequence > ? AND json_extract(entry, '$.kind') IN ({kinds})",
        (sequence,),
    )
    return HandoffState(
        name, sequence, 0 if waiting is None else waiting["number"], read_refused(reads, name)
    )


def read_refused(reads: Readings, name: str) -> tuple[Refused, ...]:
    """Return what a hand-off was refused, in the order of the chain."""
    rows = reads.rows(
        "SELECT sequence, why, time FROM handoff_refused WHERE handoff = ? ORDER BY sequence",
        (name,),
    )
    with as_written("what a hand-off was refused"):
        return tuple(Refused(r["sequence"], r["why"], parse_time(r["time"])) for r in rows)


def stream_results(reads: Readings, after: int) -> Iterator[Told]:
    """Yield each signed entry after number `after`, with what a MES is told of it.

    Raises:
        StationError: REC-011 where Station can't have written an entry or what it is about;
            REC-001.
    """
    head = last_head(reads)
    if head is None or head.sequence <= after:
        return
    origin = read_origin(reads)
    common: dict[str, JsonValue] = {"station": origin.station, "practice": origin.practice}
    for entry in stream_entries(reads, after):
        if entry.sequence > head.sequence:
            return
        tell = _TOLD.get(entry.kind)
        yield Told(entry.sequence, None if tell is None else tell(reads, entry, common))


Common = Mapping[str, JsonValue]


def _of_run(reads: Readings, entry: AuditEntry, common: Common) -> UnitResult:
    """Return what is told of a run that has ended; only a run that passed has an enrollment."""
    row = _row(reads, entry, "runs.name = ?", str(entry.data.get("run")))
    passed = entry.kind in {EntryKind.ENROLLED, EntryKind.REPROVISIONED}
    result = {
        "event": ResultEvent.RUN,
        "outcome": Outcome.PASSED if passed else Outcome(str(entry.data.get("outcome"))),
        "code": row["code"],
        "started": parse_time(row["started"]),
        "ended": entry.time,
        "seconds": row["seconds"],
        "again": None if row["again"] is None else True,
    }
    return _result(reads, entry, row, common, result, named=passed)


def _of_revocation(reads: Readings, entry: AuditEntry, common: Common) -> UnitResult:
    where = "runs.id = enrollments.run_id AND enrollments.id = ?"
    row = _row(reads, entry, where, entry.data.get("enrollment"))
    reason = str(entry.data.get("reason", ""))
    told = {"event": ResultEvent.REVOKED, "reason": reason or None}
    return _result(reads, entry, row, common, told, named=True)


def _of_unit(reads: Readings, entry: AuditEntry, common: Common) -> UnitResult:
    del reads  # the entry has all of it
    data = entry.data
    with as_written(f"what entry {entry.sequence} tells of"):
        return UnitResult.model_validate(
            {
                **common,
                "sequence": entry.sequence,
                "event": ResultEvent.UNIT,
                "time": entry.time,
                "serial": data.get("serial"),
                "state": data.get("state"),
                "change": data.get("why"),
                "reason": data.get("reason"),
            }
        )


def _row(reads: Readings, entry: AuditEntry, where: str, key: JsonValue) -> sqlite3.Row:
    value = key if isinstance(key, str | int) else ""
    row = reads.row(f"{_RUN} {where}", (value,))
    if row is None:
        raise StationError("REC-011", f"entry {entry.sequence} tells of a run that isn't there")
    return row


def _result(
    reads: Readings,
    entry: AuditEntry,
    row: sqlite3.Row,
    common: Common,
    more: Mapping[str, object],
    *,
    named: bool,
) -> UnitResult:
    with as_written(f"what entry {entry.sequence} tells of"):
        return UnitResult.model_validate(
            {
                **common,
                "sequence": entry.sequence,
                "time": entry.time,
                "run": row["name"],
                "order": row["order_name"],
                "profile": read_order(reads, row["order_name"]).spec.profile,
                "position": row["position"],
                "serial": row["serial"],
                "registration_id": row["registration_id"] if named else None,
                "device_id": row["device_id"] if named else None,
                **more,
            }
        )


# The entries that a MES is told of, and how.
_TOLD: Final[Mapping[EntryKind, Callable[[Readings, AuditEntry, Common], UnitResult]]] = {
    EntryKind.ENROLLED: _of_run,
    EntryKind.REPROVISIONED: _of_run,
    EntryKind.RUN_ENDED: _of_run,
    EntryKind.SETTLED: _of_run,
    EntryKind.REVOKED: _of_revocation,
    EntryKind.UNIT_CHANGED: _of_unit,
}


def _canonical(name: str, sealed: bytes) -> bytes:
    return canonical_json({"name": name, "sealed": sealed.hex()}).encode("ascii")


def _digest(sealed: bytes) -> str:
    return hashlib.sha256(sealed).hexdigest()


def marked_handoff_secrets(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection,
        "handoff_secrets",
        _LABEL,
        lambda row: _canonical(row["name"], bytes(row["sealed"])),
    )


def kept_handoff_secrets(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each hand-off's sealed secret, for the verification."""
    rows = connection.execute("SELECT name, sealed FROM handoff_secrets")
    return {row["name"]: _digest(row["sealed"]) for row in rows}


@dataclass
class HandoffBook:
    """Keeps how far each hand-off is, and its sealed secret.

    Besides what they name, methods raise the guard's own errors and `Writer.transaction`'s.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def begin(self, name: str, settings: Mapping[str, JsonValue]) -> None:
        """Put on record under what settings a hand-off works from now on, where they are new.

        One that was never there before tells what comes after this; nothing that was before.

        Args:
            name: the hand-off's.
            settings: what the chain says of it; never a secret.
        """
        told = canonical_json(settings)
        row = self.reads.row("SELECT settings FROM handoffs WHERE name = ?", (name,))
        if row is not None and row["settings"] == told:
            return
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            data = {"name": name, **settings}
            entry = self.journal.append(connection, EntryKind.HANDOFF_SET, data)
            connection.execute(
                "INSERT INTO handoffs (name, sequence, settings) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET settings = excluded.settings",
                (name, entry.sequence, told),
            )
        self.heads.sign(entry)

    def cursor(self, name: str) -> int:
        """Return the number of the last entry that needs no more telling, or raise SVC-023."""
        row = self.reads.row("SELECT sequence FROM handoffs WHERE name = ?", (name,))
        if row is None:
            raise StationError("SVC-023", "it has not begun", name=shown(name))
        return int(row["sequence"])

    def state(self, name: str) -> HandoffState:
        """Return how far a hand-off is, or raise SVC-023 where it has not begun."""
        return _state(self.reads, name, self.cursor(name))

    def results(self, after: int) -> Iterator[Told]:
        """Yield what is to be told after an entry; see `stream_results`."""
        return stream_results(self.reads.aside, after)

    def result(self, sequence: int) -> UnitResult | None:
        """Return what is told of one entry, or None; raises as `stream_results`."""
        told = next(stream_results(self.reads.aside, sequence - 1), None)
        return told.result if told is not None and told.sequence == sequence else None

    def delivered(self, name: str, sequence: int) -> None:
        """Note that all up to an entry was told; no signature, since it grants nothing."""
        with self.writer.transaction() as connection:
            connection.execute(
                "UPDATE handoffs SET sequence = ? WHERE name = ? AND sequence < ?",
                (sequence, name, sequence),
            )

    def start_over(self, name: str) -> None:
        """Have a hand-off tell everything from the chain's start, what it has told before too."""
        with self.writer.transaction() as connection:
            connection.execute("UPDATE handoffs SET sequence = 0 WHERE name = ?", (name,))
            connection.execute("DELETE FROM handoff_refused WHERE handoff = ?", (name,))

    def refused(self, name: str, sequence: int, why: str) -> None:
        """Put an entry aside that is not taken, and note that all up to it was told."""
        now = time_text(self.journal.now())
        with self.writer.transaction() as connection:
            connection.execute(
                "INSERT INTO handoff_refused (handoff, sequence, why, time) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (handoff, sequence)"
                " DO UPDATE SET why = excluded.why, time = excluded.time",
                (name, sequence, shown(why, _MAX_WHY), now),
            )
            connection.execute(
                "UPDATE handoffs SET sequence = ? WHERE name = ? AND sequence < ?",
                (sequence, name, sequence),
            )

    def taken_after_all(self, name: str, sequence: int) -> None:
        """Note that what was put aside has been taken."""
        with self.writer.transaction() as connection:
            connection.execute(
                "DELETE FROM handoff_refused WHERE handoff = ? AND sequence = ?", (name, sequence)
            )

    def put_aside(self, name: str) -> tuple[Refused, ...]:
        """Return what was put aside, in the order of the chain."""
        return read_refused(self.reads, name)

    def set_secret(self, name: str, sealed: bytes, approval: Approval | None = None) -> None:
        """Keep a hand-off's sealed secret in place of what it had.

        Args:
            name: the hand-off's.
            sealed: by the factory HSM.
            approval: for `Right.SETTINGS`; practice needs none.

        Raises:
            StationError: REC-025.
        """
        self.heads.catch_up()
        mac = self.guard.mac(_LABEL, _canonical(name, sealed))
        with self.writer.transaction() as connection:
            connection.execute(
                "INSERT INTO handoff_secrets (name, sealed, mac) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, mac = excluded.mac",
                (name, sealed, mac),
            )
            data: dict[str, JsonValue] = {"name": name, "digest": _digest(sealed)}
            entry = self.journal.append(connection, EntryKind.HANDOFF_SECRET_SET, data, approval)
        self.heads.sign(entry)

    def secret(self, name: str) -> bytes | None:
        """Return a hand-off's sealed secret, None where none was given, or raise REC-012."""
        row = self.reads.row("SELECT sealed, mac FROM handoff_secrets WHERE name = ?", (name,))
        if row is None:
            return None
        sealed = bytes(row["sealed"])
        if not hmac.compare_digest(self.guard.mac(_LABEL, _canonical(name, sealed)), row["mac"]):
            raise StationError("REC-012", what=f"the secret of the hand-off {shown(name)}")
        return sealed
