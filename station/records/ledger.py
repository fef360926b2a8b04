"""What runs do to the record: they reserve, claim and spend, and end or enrol, each at once."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from station.errors import Outcome, StationError
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.model.names import RegistrationId, shown
from station.model.rights import Right
from station.model.run import Run
from station.records import claims, places
from station.records.answers import answers_digest
from station.records.audit import Appended, Heads, Journal
from station.records.authorities import AuthorityBook
from station.records.custody import CustodyBook, told_custody
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json, time_text
from station.records.enrollments import (
    MAC_LABEL,
    enrollment_digest,
    insert_enrollment,
    is_uncertified,
)
from station.records.entries import EntryKind
from station.records.gates import Admission, Gate
from station.records.guard import Guard
from station.records.orders import OrderBook
from station.records.runs import (
    RECIPIENT,
    UNCERTIFIED,
    RunNames,
    StepRecord,
    check_newest,
    ended_digest,
    put_work,
    running,
)
from station.records.stops import StopBook
from station.records.units import UnitBook

_MAX_SERIAL: Final = 128
_MAX_DETAIL: Final = 500
# Why a run's end can't be written now, though it can later: full, locked, not writable.
_PASSING: Final = frozenset({"REC-003", "REC-004", "REC-017"})


@dataclass(frozen=True)
class RunEnd:
    """How a run ended.

    Attributes:
        outcome: any but PASSED, which `RunLedger.enrol` alone gives.
        code: the error's code.
        detail: for the engineer, one line.
        serial: what the unit said, empty where it said nothing.
        seconds: how long it took, or None where nobody knows.
        steps: what was done.
    """

    outcome: Outcome
    code: str | None
    detail: str
    serial: str
    seconds: float | None
    steps: Sequence[StepRecord]


def end_within(
    connection: sqlite3.Connection, journal: Journal, row: sqlite3.Row, end: RunEnd, kind: EntryKind
) -> Appended:
    """End a run that didn't pass, inside a transaction: free what it held, and tell the chain.

    Args:
        connection: in a transaction.
        journal: the chain.
        row: the run's, still running.
        end: how it ended.
        kind: RUN_ENDED, or SETTLED where the station stopped in the middle of it.
    """
    ended = _ended(row, end)
    connection.execute(
        "UPDATE runs SET serial = :serial, seconds = :seconds, outcome = :outcome, code = :code,"
        " detail = :detail WHERE id = :id",
        {**ended, "id": row["id"]},
    )
    if row["number"] is not None and row["again"] is None:
        places.leave(connection, row)
    claims.end(connection, row["id"], claims.Keep.ALL if row["spent"] else claims.Keep.BOUND)
    data: dict[str, JsonValue] = {
        "run": row["name"],
        "serial": ended["serial"],
        "outcome": ended["outcome"],
        "code": ended["code"],
        "digest": ended_digest(row, ended),
        "work": put_work(connection, row["id"], end.steps),
    }
    if row["spent"]:
        data["void"] = True  # a certificate exists that no enrollment has
    if (answers := answers_digest(connection, row["id"])) is not None:
        data["answers"] = answers
    if kind is EntryKind.SETTLED:
        data["intents"] = _open_intents(connection, row["id"])
    return journal.append(connection, kind, data)


def _ended(row: sqlite3.Row, end: RunEnd) -> dict[str, str | float | None]:
    """Return the columns that end a run; what its unit was admitted as stays."""
    admitted = row["number"] is not None
    return {
        "serial": row["serial"] if admitted else shown(end.serial, _MAX_SERIAL),
        "seconds": None if end.seconds is None else float(end.seconds),
        "outcome": end.outcome.value,
        "code": end.code,
        "detail": shown(end.detail, _MAX_DETAIL),
    }


def _open_intents(connection: sqlite3.Connection, run_id: int) -> list[JsonValue]:
    rows = connection.execute(
        "SELECT id, kind FROM intents WHERE run_id = ? AND settled IS NULL ORDER BY id", (run_id,)
    )
    return [{"number": row["id"], "kind": shown(row["kind"])} for row in rows]


@dataclass
class RunLedger:
    """The runs' side of the record. `Records` says what each method does."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook
    names: RunNames
    units: UnitBook
    authorities: AuthorityBook
    custody: CustodyBook
    stops: StopBook
    gates: Sequence[Gate] = ()
    _owed: dict[str, RunEnd] = field(default_factory=dict)
    _limits: dict[str, int] = field(default_factory=dict)

    def begin(self, asked: tuple[str, str, str, int], workers: Sequence[str]) -> Run:
        """Begin a run; see `Records.begin_run`."""
        order, profile_hash, position, tries = asked
        if not (workers or self.journal.practice):
            raise StationError("REC-025", "nobody is logged in", what=Right.PROVISION.value)
        self.pay_owed()
        self.heads.catch_up()
        self.orders.order(order)
        self.stops.look_again(position, order)
        with self.writer.transaction() as connection:
            self.stops.check(connection, position, order)
            self.custody.within(connection)
            found = self.orders.open_within(connection, order)
            now = self.journal.now()
            run = Run(
                name=self.names.next(now),
                order=order,
                profile_hash=profile_hash,
                position=position,
                serial="",
                started=now,
                seconds=None,
                outcome=None,
                code=None,
                workers=tuple(workers),
            )
            connection.execute(
                "INSERT INTO runs (name, order_id, profile_hash, position, started, workers,"
                " follows) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(run.name, found.row, profile_hash, position, time_text(now)),
                    *(" ".join(workers), tries or None),
                ),
            )
        return run

    def admit(
        self, run: Run, serial: str, registration_id: RegistrationId | None, max_runs: int | None
    ) -> int:
        """Reserve a place; see `Records.admit`."""
        wanted = [claims.serial_claim(serial)]
        self.orders.order(run.order)
        if max_runs is not None:
            self.units.hold(serial, max_runs)
            self._limits[run.name] = max_runs
        with self.writer.transaction() as connection:
            row = running(connection, run)
            if row["number"] is not None:
                raise StationError("LIN-014", f"run {run.name} was admitted before")
            found = self.orders.open_within(connection, run.order)
            if registration_id is not None:
                wanted.append(claims.name_claim(found.order.id_scope, registration_id))
            connection.execute("UPDATE runs SET serial = ? WHERE id = ?", (serial, row["id"]))
            for gate in self.gates:
                gate(connection, Admission(row["id"], serial, found))
            claims.take(connection, claims.Claimant(row["id"], serial, self.guard), wanted)
            check_newest(connection, row["id"], serial)
            number = places.reserve(connection, found, serial, row["id"])
            connection.execute("UPDATE runs SET number = ? WHERE id = ?", (number, row["id"]))
        return number

    def claim(self, run: Run, wanted: Sequence[claims.Claim]) -> None:
        """Claim what must be unique; see `Records.claim`."""
        with self.stops.watching(run.name), self.writer.transaction() as connection:
            row = self._admitted(connection, run)
            claimant = claims.Claimant(row["id"], row["serial"], self.guard)
            claims.take(connection, claimant, wanted)

    def mark_uncertified(self, run: Run, ceiling: int) -> bool:
        """Count a unit without trusted certificate; see `Records.mark_uncertified`."""
        with self.writer.transaction() as connection:
            row = running(connection, run)
            if row["number"] is None:
                raise StationError("LIN-014", f"run {run.name} was not admitted")
            counted = connection.execute(f"{UNCERTIFIED} AND order_id = ?", (row["order_id"],))
            others = {one["serial"].lower() for one in counted} - {row["serial"].lower()}
            if len(others) >= ceiling:
                return False
            connection.execute("UPDATE runs SET uncertified = 1 WHERE id = ?", (row["id"],))
        return True

    def spend(self, run: Run, authority: str | None) -> None:
        """Use the quota up for good; see `Records.spend`."""
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            row = self._admitted(connection, run)
            if row["spent"]:
                return
            custody = self.custody.within(connection)
            spent = "UPDATE runs SET spent = 1, custody = ? WHERE id = ?"
            connection.execute(spent, (custody, row["id"]))
            data: dict[str, JsonValue] = {
                "run": run.name,
                "serial": row["serial"],
                "order": run.order,
                "bound": claims.bound_by(connection, row["id"]),
                **told_custody(custody),
            }
            if authority is not None:
                self.authorities.count(connection, authority)
                data["authority"] = authority
            entry = self.journal.append(connection, EntryKind.SPENT, data)
        self.heads.sign(entry)

    def intent(self, run: Run, kind: str, data: Mapping[str, JsonValue]) -> int:
        """Write down what is about to be done; see `Records.intent`."""
        told = data.get(RECIPIENT)
        to = told if isinstance(told, str) else None
        with self.writer.transaction() as connection:
            row = running(connection, run)
            number = connection.execute(
                "INSERT INTO intents (run_id, kind, data, time, recipient) VALUES (?, ?, ?, ?, ?)",
                (row["id"], kind, canonical_json(data), time_text(self.journal.now()), to),
            ).lastrowid
        if number is None:
            raise StationError("REC-017", "no number for the intent")
        return number

    def settled(self, intent: int, data: Mapping[str, JsonValue]) -> None:
        """Write down what came of an intent; see `Records.settled`."""
        with self.writer.transaction() as connection:
            done = connection.execute(
                "UPDATE intents SET result = ?, settled = ? WHERE id = ? AND settled IS NULL",
                (canonical_json(data), time_text(self.journal.now()), intent),
            )
            if done.rowcount != 1:
                raise StationError("LIN-014", f"intent {intent} is not open")

    def end(self, run: Run, end: RunEnd) -> None:
        """End a run that didn't pass; see `Records.end_run`."""
        try:
            entry = self._write_end(run.name, end)
        except StationError as error:
            if error.code in _PASSING:
                self._owed[run.name] = end
            raise
        if entry is not None:
            self.heads.sign_if_possible(entry)

    def pay_owed(self) -> None:
        """Write the ends that couldn't be written when they came, as on a full disk."""
        for name, end in list(self._owed.items()):
            self._write_end(name, end)
            self._owed.pop(name, None)

    def close(self) -> None:
        """Try once more to write what is owed; what can't be is settled at the next start."""
        with suppress(StationError):
            self.pay_owed()

    def _write_end(self, name: str, end: RunEnd) -> Appended | None:
        with self.writer.transaction() as connection:
            row = connection.execute("SELECT * FROM runs WHERE name = ?", (name,)).fetchone()
            if row is None:
                raise StationError("LIN-014", f"run {name} is not on record")
            if row["outcome"] is not None:
                return None
            entry = end_within(connection, self.journal, row, end, EntryKind.RUN_ENDED)
            most = self._limits.get(name)
            if row["again"] is not None and end.outcome is Outcome.FAILED:
                entry = self.units.after_run_again(connection, row) or entry
            if most is not None and row["number"] is not None:
                entry = self.units.after_run(connection, row, most) or entry
            entry = self.stops.after_run(connection, name) or entry
        self._limits.pop(name, None)
        return entry

    def enrol(
        self, run: Run, enrollment: Enrollment, seconds: float, steps: Sequence[StepRecord]
    ) -> None:
        """Commit a PASS; see `Records.enrol`."""
        self.heads.catch_up()
        digest = enrollment_digest(enrollment)
        mac = self.guard.mac(MAC_LABEL, digest)
        with self.stops.watching(run.name), self.writer.transaction() as connection:
            row = self._admitted(connection, run)
            replaced = self._check_fits(connection, row, run, enrollment)
            number = insert_enrollment(connection, enrollment, row, mac)
            passed = self._passed(connection, row, enrollment, seconds)
            places.fill(connection, row["order_id"])
            claims.end(connection, row["id"], claims.Keep.BESIDES)
            data: dict[str, JsonValue] = {
                "enrollment": number,
                "registration_id": enrollment.registration_id.text,
                "serial": enrollment.serial,
                "order": run.order,
                "run": run.name,
                "digest": digest.hex(),
                "run_digest": ended_digest(row, passed),
                "work": put_work(connection, row["id"], steps),
                **told_custody(passed["custody"]),
            }
            if (answers := answers_digest(connection, row["id"])) is not None:
                data["answers"] = answers
            if replaced:
                data["replaces"] = [*replaced]
            entry = self.journal.append(connection, EntryKind.ENROLLED, data)
            entry = self.stops.after_pass(connection, run.order) or entry
        self._limits.pop(run.name, None)
        self.heads.sign(entry)

    def _passed(
        self,
        connection: sqlite3.Connection,
        row: sqlite3.Row,
        enrollment: Enrollment,
        seconds: float,
    ) -> dict[str, str | float | None]:
        """Write down that a run has passed; return the columns that say so."""
        passed: dict[str, str | float | None] = {
            "seconds": float(seconds),
            "outcome": Outcome.PASSED.value,
            "uncertified": int(bool(row["uncertified"]) or is_uncertified(enrollment)),
            # What was made before stays under what stood then.
            "custody": row["custody"] if row["spent"] else self.custody.within(connection),
        }
        connection.execute(
            "UPDATE runs SET seconds = ?, outcome = ?, uncertified = ?, custody = ? WHERE id = ?",
            (*passed.values(), row["id"]),
        )
        return passed

    def _check_fits(
        self, connection: sqlite3.Connection, row: sqlite3.Row, run: Run, enrollment: Enrollment
    ) -> list[int]:
        """Check an enrollment against its run; return the enrollments that it replaces."""
        said = (enrollment.run, enrollment.order, enrollment.serial, enrollment.status)
        if said != (run.name, run.order, row["serial"], EnrollmentStatus.READY):
            raise StationError("LIN-014", f"the enrollment is not that of run {run.name}")
        held = claims.held_by(connection, row["id"])
        missing = claims.not_held(held, enrollment)
        if not missing:  # what was claimed, was claimed in the order's own ID scope
            return claims.replaced_by(held)
        if enrollment.id_scope != self.orders.within(connection, run.order).order.id_scope:
            raise StationError("LIN-014", "the enrollment is for another ID scope than its order")
        claimant = claims.Claimant(row["id"], row["serial"], self.guard)
        claims.take(connection, claimant, missing)
        return claims.replaced_by(claims.held_by(connection, row["id"]))

    def _admitted(self, connection: sqlite3.Connection, run: Run) -> sqlite3.Row:
        """Return the row of a run that makes an identity, or raise LIN-014."""
        row = running(connection, run)
        if row["number"] is None or row["again"] is not None:
            raise StationError("LIN-014", f"run {run.name} was not admitted to make an identity")
        return row
