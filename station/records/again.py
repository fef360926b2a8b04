"""Units that have passed and are run again: they prove the key that they have, and get no other."""

import hmac
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import Outcome, StationError
from station.model.enrollment import Enrollment, Identity
from station.model.names import shown
from station.model.order import Reprovisioning
from station.model.run import Run
from station.records.answers import answers_digest
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.enrollments import MAC_LABEL, SELECT, enrollment_digest, parse_enrollment
from station.records.entries import EntryKind
from station.records.gates import Admission, Gate
from station.records.guard import Guard
from station.records.orders import OrderBook
from station.records.runs import (
    StepRecord,
    check_newest,
    ended_digest,
    put_work,
    running,
)
from station.records.stops import StopBook
from station.records.unit_rows import AT_WORK, LIVE
from station.records.units import UnitBook

_LONGEST_PROOF: Final = 500
_ENROLLED: Final = f"{SELECT} WHERE enrollments.id = ?"
_ADMIT: Final = "UPDATE runs SET serial = ?, number = ?, again = ? WHERE id = ?"
_NUMBER: Final = "SELECT number FROM runs WHERE id = ?"


@dataclass(frozen=True)
class Again:
    """A unit that is run again.

    Attributes:
        number: its number in the order.
        enrollment: what it was enrolled as.
    """

    number: int
    enrollment: Enrollment


@dataclass(frozen=True)
class Proved:
    """What a run again has shown.

    Attributes:
        identity: of the unit.
        proof: in words, how it was proved.
        seconds: how long the run took.
        steps: what was done.
    """

    identity: Identity
    proof: str
    seconds: float
    steps: Sequence[StepRecord]


@dataclass
class AgainBook:
    """Lets units that have passed be run again, where their order says *same key*.

    Such a run takes no place, claims nothing and ends no enrollment: it is put beside it.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook
    units: UnitBook
    stops: StopBook
    gate: Gate

    def admit(self, run: Run, serial: str) -> Again | None:
        """Have a run be one more of a unit that has passed in its order.

        One under repair is back from there thereby.

        Args:
            run: which hasn't admitted a unit yet.
            serial: the unit's serial number; it counts without case.

        Returns:
            What the unit is; None where it isn't such a unit, or its order says otherwise, so that
            it is a matter of `Records.admit`.

        Raises:
            StationError: REC-008 while it is at work elsewhere, REC-032 where it is quarantined,
                REC-010; REC-061 where it was tried elsewhere meanwhile; REC-012 where order, unit
                or enrollment isn't the guard's; as the gate; LIN-014; the guard's, and
                `Writer.transaction`'s.
        """
        if self.orders.order(run.order).spec.reprovisioning is not Reprovisioning.SAME_KEY:
            return None
        if self.reads.row(LIVE, (serial,)) is None:
            return None
        self.units.hold_failed_again(serial)
        with self.writer.transaction() as connection:
            row = running(connection, run)
            if row["number"] is not None:
                raise StationError("LIN-014", f"run {run.name} was admitted before")
            self.stops.check(connection, row["position"], run.order)
            found = self.orders.open_within(connection, run.order)
            asked = Admission(row["id"], serial, found)
            live = self._live(connection, asked)
            if live is None:
                return None
            self.gate(connection, asked)
            check_newest(connection, row["id"], serial)
            _, enrollment = self._genuine(connection, live["id"])
            number = _number_of(connection, live["run_id"])
            connection.execute(_ADMIT, (serial, number, live["id"], row["id"]))
        return Again(number, enrollment)

    def enrolled(self, serial: str) -> Again | None:
        """Return what a unit is enrolled as, whatever its order says of runs again, or None.

        Raises:
            StationError: REC-012 where its enrollment isn't the guard's.
        """
        live = self.reads.row(LIVE, (serial,))
        row = None if live is None else self.reads.row(_ENROLLED, (live["id"],))
        if live is None or row is None:
            return None
        number = self.reads.row(_NUMBER, (live["run_id"],))
        return Again(0 if number is None else int(number["number"]), self._checked(row)[1])

    def _live(self, connection: sqlite3.Connection, asked: Admission) -> sqlite3.Row | None:
        """Return the enrollment of a unit that may be run again; None of any other unit."""
        order, serial = asked.order, asked.serial
        live: sqlite3.Row | None = connection.execute(LIVE, (serial,)).fetchone()
        policy = order.order.spec.reprovisioning
        if policy is not Reprovisioning.SAME_KEY or live is None or live["order_id"] != order.row:
            return None
        if not self.units.takes_again(connection, asked):
            return None
        other = connection.execute(AT_WORK, (serial,)).fetchone()
        if other is not None:
            raise StationError("REC-008", f"run {other['name']} has it", serial=serial)
        return live

    def passed(self, run: Run, proved: Proved) -> None:
        """Commit the PASS of a unit that has the key it was enrolled with; sign the head.

        Raises:
            StationError: REC-058 where its enrollment was revoked meanwhile, LIN-066 where what was
                proved isn't what was enrolled, REC-012; LIN-014 where the run isn't one of these;
                the guard's own: where the head can't be signed, all that stays committed, as with
                `Records.enrol`.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            row = running(connection, run)
            if row["again"] is None:
                raise StationError("LIN-014", f"run {run.name} is not of a unit that had passed")
            digest, enrollment = self._proved(connection, row["again"], proved.identity)
            ended: dict[str, str | float] = {
                "seconds": float(proved.seconds),
                "outcome": Outcome.PASSED.value,
            }
            connection.execute(
                "UPDATE runs SET seconds = ?, outcome = ? WHERE id = ?",
                (*ended.values(), row["id"]),
            )
            data: dict[str, JsonValue] = {
                "enrollment": row["again"],
                "registration_id": enrollment.registration_id.text,
                "serial": row["serial"],
                "order": run.order,
                "run": run.name,
                "digest": digest.hex(),
                "run_digest": ended_digest(row, ended),
                "work": put_work(connection, row["id"], proved.steps),
                "proof": shown(proved.proof, _LONGEST_PROOF),
            }
            if (answers := answers_digest(connection, row["id"])) is not None:
                data["answers"] = answers
            entry = self.journal.append(connection, EntryKind.REPROVISIONED, data)
        self.heads.sign(entry)

    def _proved(
        self, connection: sqlite3.Connection, number: int, identity: Identity
    ) -> tuple[bytes, Enrollment]:
        """Return the enrollment that was proved, with its digest; raises as `passed`."""
        digest, enrollment = self._genuine(connection, number)
        live = connection.execute(LIVE, (enrollment.serial,)).fetchone()
        if live is None or live["id"] != number:
            raise StationError("REC-058", serial=enrollment.serial)
        if enrollment.identity != identity:
            raise StationError("LIN-066", "another identity was proved than is enrolled")
        return digest, enrollment

    def _genuine(self, connection: sqlite3.Connection, number: int) -> tuple[bytes, Enrollment]:
        """Return an enrollment and its digest, or raise REC-012 where it isn't the guard's."""
        row = connection.execute(_ENROLLED, (number,)).fetchone()
        if row is None:
            raise StationError("REC-012", what=f"the enrollment {number}")
        return self._checked(row)

    def _checked(self, row: sqlite3.Row) -> tuple[bytes, Enrollment]:
        enrollment = parse_enrollment(row)
        digest = enrollment_digest(enrollment)
        if not hmac.compare_digest(self.guard.mac(MAC_LABEL, digest), row["mac"]):
            raise StationError("REC-012", what=f"the enrollment of {shown(enrollment.serial)}")
        return digest, enrollment


def _number_of(connection: sqlite3.Connection, run_id: int) -> int:
    row = connection.execute(_NUMBER, (run_id,)).fetchone()
    return int(row["number"])
