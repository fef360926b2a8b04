"""The life of a unit: repaired, scrapped, quarantined, released, returned, its board swapped."""

import hashlib
import hmac
import logging
import sqlite3
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import JsonValue

from station.errors import CATALOGUE, Failure, Outcome, StationError
from station.model.enrollment import EnrollmentStatus
from station.model.names import shown
from station.model.rights import Approval
from station.model.unit_state import (
    CHANGES,
    REPLACED,
    STATE_WORDS,
    UNMARKED,
    UnitChange,
    UnitState,
    state_after,
    unmarked,
)
from station.records import claims, places
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Rows, Writer
from station.records.encoding import time_text
from station.records.entries import EntryKind
from station.records.gates import Admission
from station.records.guard import Guard
from station.records.orders import OrderBook
from station.records.unit_rows import (
    AT_WORK,
    KNOWN_AS,
    LIVE,
    RELEASE_LABEL,
    SELECT_RELEASE,
    SELECT_UNIT,
    UNIT_LABEL,
    Standing,
    StoredUnit,
    UnitChanged,
    check_policy,
    failed_again,
    release_canonical,
    unsettled,
)
from station.records.unsettled import settle_by_hand

_log: Final = logging.getLogger(__name__)

_LONGEST_REASON: Final = 200
_REPLACING: Final = frozenset(REPLACED)
_REVOKING: Final = _REPLACING | {UnitChange.SCRAP}
# Whoever decides these has looked at the unit.
_SETTLING: Final = frozenset({UnitChange.RELEASE, UnitChange.SCRAP})
# The station's own faults, such as a token that was pulled, aren't the unit's.
_COUNTED: Final = Outcome.FAILED.value
_FAILED_RUNS: Final = (
    "SELECT count(*) AS number FROM runs WHERE serial = ? COLLATE NOCASE AND name > ?"
    " AND number IS NOT NULL AND outcome = ?"
)
_FAILED_AGAIN: Final = (
    "SELECT name, code FROM runs WHERE serial = ? COLLATE NOCASE AND name > ?"
    " AND again IS NOT NULL AND outcome = ? ORDER BY id DESC"
)


@dataclass
class UnitBook:
    """Changes where units stand, and lets no unit be admitted that is aside or scrapped.

    A unit has a row only while it is marked: under repair, scrapped, quarantined or returned. Rows
    carry the guard's MAC and are checked at use; the guard is asked once for each.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook
    _genuine: set[bytes] = field(default_factory=set)

    def change(
        self, serial: str, change: UnitChange, approval: Approval | None = None, reason: str = ""
    ) -> UnitChanged:
        """Change where a unit stands, under an audit entry and a signed head.

        A release restarts the counting of the unit's runs. Scrapping a unit revokes its enrollment;
        so does a swap of its board, after which its serial number or its key may be enrolled once
        more, in a place that the order's scrap allowance gives. Where its key is renewed instead,
        the same unit may be enrolled once more, with another key.

        Args:
            serial: the unit's serial number, without case.
            change: one of people's.
            approval: for the right that `CHANGES` names.
            reason: why, in a practice record where nobody agreed.

        Raises:
            StationError: REC-033 where the record knows of no such unit, REC-034 where that can't
                be done with it as it stands, REC-035 while it is at work, REC-036 where a swap
                or renewal finds no scrap allowance left, REC-056 where its order gives no new key;
                REC-025, REC-026; REC-012 where its row is not the
                guard's; the guard's own.
        """
        if CHANGES[change].right is None:
            raise StationError("LIN-014", f"{change.value} is the record's own")
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            standing = self._standing(connection, serial)
            if standing is None:
                raise StationError("REC-033", serial=shown(serial))
            if connection.execute(AT_WORK, (standing.serial,)).fetchone() is not None:
                raise StationError("REC-035", serial=standing.serial)
            changed, entry = self._changed(
                connection, standing, change, approval, shown(reason, _LONGEST_REASON)
            )
            if change in _SETTLING:
                settle_by_hand(connection, standing.serial, time_text(self.journal.now()))
        self.heads.sign(entry)
        return changed

    def gate(self, connection: sqlite3.Connection, admission: Admission) -> None:
        """Let a unit be admitted, or not; one under repair is back in process thereby.

        Raises:
            StationError: REC-031 where it was scrapped, REC-032 where it is quarantined, REC-012.
        """
        state = self._marked(connection, admission.serial)
        match state:
            case UnitState.SCRAPPED:
                raise StationError("REC-031", serial=admission.serial)
            case UnitState.QUARANTINED:
                raise StationError("REC-032", serial=admission.serial)
            case UnitState.REWORK:
                standing = self._standing(connection, admission.serial)
                if standing is not None and standing.live is None:
                    self._changed(connection, standing, UnitChange.ADMITTED, None, "")
            case _:
                return

    def takes_again(self, connection: sqlite3.Connection, admission: Admission) -> bool:
        """Return whether a unit that has passed may be run again; one under repair is back then.

        Raises:
            StationError: as `gate`.
        """
        self.gate(connection, admission)
        standing = self._standing(connection, admission.serial)
        if standing is None or standing.state not in {UnitState.PASSED, UnitState.REWORK}:
            return False
        if standing.state is UnitState.REWORK:
            self._changed(connection, standing, UnitChange.ADMITTED, None, "")
        return True

    def hold_unsettled(self, serial: str, run: str, what: str) -> None:
        """Quarantine a unit in which a run left what can't be told where it is now.

        Args:
            serial: the unit's.
            run: that run.
            what: what it may have left, and what is to be done.
        """
        with self.writer.transaction() as connection:
            standing, change = self._standing(connection, serial), UnitChange.UNSETTLED
            if standing is None or standing.state not in CHANGES[change].before:
                return
            reason = shown(unsettled(run, what), _LONGEST_REASON)
            entry = self._changed(connection, standing, change, None, reason)[1]
        self.heads.sign(entry)

    def hold_failed_again(self, serial: str) -> None:
        """Quarantine a unit that failed though it had passed, where it couldn't be at once."""
        if self._failed_again(self.reads.rows, serial) is None:
            return
        with self.writer.transaction() as connection:
            entry = self._suspected(connection, serial)
        if entry is not None:
            self.heads.sign(entry)

    def after_run_again(self, connection: sqlite3.Connection, run: sqlite3.Row) -> Appended | None:
        """Quarantine the unit of a run again that has just failed: it may be another unit now.

        What may pass by itself, such as a line that was lost, says nothing of the unit. A guard in
        trouble keeps no run from ending: `hold_failed_again` makes good for it.
        """
        try:
            return self._suspected(connection, run["serial"])
        except StationError as error:
            _log.warning("Unit of run %s is not quarantined yet: %s", run["name"], error)
            return None

    def _suspected(self, connection: sqlite3.Connection, serial: str) -> Appended | None:
        run = self._failed_again(connection.execute, serial)
        standing = self._standing(connection, serial)
        change = UnitChange.FAILED_AGAIN
        if run is None or standing is None or standing.state not in CHANGES[change].before:
            return None
        return self._changed(connection, standing, change, None, failed_again(run))[1]

    def _failed_again(self, rows: Rows, serial: str) -> str | None:
        """Return the newest run again that failed since the unit was released."""
        released = next(iter(rows(SELECT_RELEASE, (serial.lower(),))), None)
        since = self._counted_from(released, serial)
        for row in rows(_FAILED_AGAIN, (serial, since, _COUNTED)):
            entry = CATALOGUE.get(row["code"] or "")
            if entry is None or entry.failure is not Failure.TRANSIENT:
                return str(row["name"])
        return None

    def hold(self, serial: str, most: int) -> None:
        """Quarantine a unit that failed its runs, where it couldn't be when its last one ended.

        Args:
            serial: of a unit about to be admitted.
            most: how many runs it may fail.
        """
        since = self._counted_from(self.reads.row(SELECT_RELEASE, (serial.lower(),)), serial)
        row = self.reads.row(_FAILED_RUNS, (serial, since, _COUNTED))
        if row is None or row["number"] < most:
            return
        with self.writer.transaction() as connection:
            entry = self._aside(connection, serial, most)
        if entry is not None:
            self.heads.sign(entry)

    def after_run(
        self, connection: sqlite3.Connection, run: sqlite3.Row, most: int
    ) -> Appended | None:
        """Quarantine the unit of a run that has just ended without PASS, where it failed its runs.

        A guard in trouble keeps no run from ending: `hold` makes good for it.
        """
        try:
            return self._aside(connection, run["serial"], most)
        except StationError as error:
            _log.warning("Unit of run %s is not quarantined yet: %s", run["name"], error)
            return None

    def _aside(self, connection: sqlite3.Connection, serial: str, most: int) -> Appended | None:
        released = connection.execute(SELECT_RELEASE, (serial.lower(),)).fetchone()
        since = self._counted_from(released, serial)
        row = connection.execute(_FAILED_RUNS, (serial, since, _COUNTED)).fetchone()
        standing = self._standing(connection, serial)
        if standing is None or row["number"] < most:
            return None
        live = standing.live is not None
        if state_after(UnitChange.RUNS, standing.state, live=live) is None:
            return None
        reason = f"{row['number']} runs"
        return self._changed(connection, standing, UnitChange.RUNS, None, reason)[1]

    def _counted_from(self, row: sqlite3.Row | None, serial: str) -> str:
        """Return the run up to which a unit's runs count no more, or empty; or raise REC-012."""
        if row is None:
            return ""
        content = release_canonical(row["unit"], row["run"])
        self._check(RELEASE_LABEL, content, row["mac"], serial)
        return str(row["run"])

    def _marked(self, connection: sqlite3.Connection, serial: str) -> UnitState | None:
        row = connection.execute(SELECT_UNIT, (serial,)).fetchone()
        if row is None:
            return None
        stored = StoredUnit.of_row(row)
        self._check(UNIT_LABEL, stored.canonical, row["mac"], serial)
        return stored.parsed().state

    def _standing(self, connection: sqlite3.Connection, serial: str) -> Standing | None:
        known = connection.execute(KNOWN_AS, (serial,)).fetchone()
        if known is None:
            return None
        live = connection.execute(LIVE, (serial,)).fetchone()
        state = self._marked(connection, serial) or unmarked(live=live is not None)
        return Standing(known["serial"], state, live)

    def _check(self, label: str, content: bytes, mac: bytes, serial: str) -> None:
        known = hashlib.sha256(label.encode() + content + mac).digest()
        if known not in self._genuine:
            if not hmac.compare_digest(self.guard.mac(label, content), mac):
                raise StationError("REC-012", what=f"the unit {shown(serial)}")
            self._genuine.add(known)

    def _changed(
        self,
        connection: sqlite3.Connection,
        standing: Standing,
        change: UnitChange,
        approval: Approval | None,
        reason: str,
    ) -> tuple[UnitChanged, Appended]:
        state = state_after(change, standing.state, live=standing.live is not None)
        if state is None:
            raise StationError(
                "REC-034", change.value, serial=standing.serial, what=STATE_WORDS[standing.state]
            )
        data: dict[str, JsonValue] = {
            "serial": standing.serial,
            "unit": standing.unit,
            "why": change.value,
            "before": standing.state.value,
            "state": state.value,
        }
        if reason:
            data["reason"] = reason
        given, kept = self._ended(connection, standing, change)
        if change in _REVOKING:
            data["given"] = [*given]
            data["revoked"] = None if standing.live is None else int(standing.live["id"])
        if change is UnitChange.RELEASE:
            data["run"] = self._restart(connection, standing)
        by, why = ((), reason) if approval is None else (approval.by, approval.reason)
        now = time_text(self.journal.now())
        data["digest"] = self._store(
            connection, StoredUnit(standing.serial, state.value, why, now, " ".join(by))
        )
        entry = self.journal.append(connection, EntryKind.UNIT_CHANGED, data, approval)
        done = UnitChanged(standing.serial, standing.state, state, given, kept)
        if change in _REVOKING and standing.live is not None:
            known = EnrollmentStatus(standing.live["status"]) is not EnrollmentStatus.READY
            done = replace(done, revoked=standing.live["registration_id"], exported=known)
        return done, entry

    def _store(self, connection: sqlite3.Connection, stored: StoredUnit) -> str:
        """Have a unit's row be this one, or none where it isn't marked; return its digest."""
        marked = UnitState(stored.state) not in UNMARKED
        mac = self.guard.mac(UNIT_LABEL, stored.canonical) if marked else b""
        connection.execute(
            "DELETE FROM unit_states WHERE serial = ? COLLATE NOCASE", (stored.serial,)
        )
        if not marked:
            return ""
        connection.execute(
            "INSERT INTO unit_states (serial, state, reason, since, by, mac)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (*vars(stored).values(), mac),
        )
        return stored.digest

    def _restart(self, connection: sqlite3.Connection, standing: Standing) -> str:
        """Count a unit's runs anew; return the name of the newest that it was admitted to."""
        run = connection.execute(
            "SELECT name FROM runs WHERE serial = ? COLLATE NOCASE"
            " ORDER BY number IS NULL, name DESC LIMIT 1",
            (standing.serial,),
        ).fetchone()["name"]
        mac = self.guard.mac(RELEASE_LABEL, release_canonical(standing.unit, run))
        connection.execute(
            "INSERT INTO unit_releases (unit, run, mac) VALUES (?, ?, ?) ON CONFLICT (unit)"
            " DO UPDATE SET run = excluded.run, mac = excluded.mac",
            (standing.unit, run, mac),
        )
        return str(run)

    def _ended(
        self, connection: sqlite3.Connection, standing: Standing, change: UnitChange
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """End what a unit had; return the orders that got its places back, and those that didn't.

        Raises:
            StationError: REC-036 where a swap or renewal finds no scrap allowance left, REC-056
                where the order gives no new key.
        """
        if change not in _REVOKING:
            return (), ()
        names = places.orders_with_place(connection, standing.serial)
        given: list[str] = []
        for name in names:
            found = self.orders.within(connection, name)
            of_list = standing.live is not None and standing.live["order_id"] == found.row
            if change in _REPLACING and not of_list:
                continue
            check_policy(change, found)
            if places.give_back(connection, found):
                given.append(name)
            elif change in _REPLACING:
                raise StationError("REC-036", order=name)
        if standing.live is not None:
            replaced = REPLACED.get(change, 0) * standing.live["id"]
            connection.execute(
                "UPDATE enrollments SET status = 'revoked', replaced = ? WHERE id = ?",
                (replaced, standing.live["id"]),
            )
            if replaced:
                claims.bind(connection, standing.live["run_id"])
        kept = () if change in _REPLACING else tuple(n for n in names if n not in given)
        return tuple(given), kept
