"""Check runs: which units are known to be bad or good, and what came of putting them in.

They stand apart from the runs of an order's units, so that nothing that counts those counts them.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import JsonValue

from station.errors import CATALOGUE, Fault, Outcome, StationError
from station.model.checks import (
    ABSENCE,
    Check,
    CheckKind,
    CheckUnit,
    Standing,
    When,
    standing,
)
from station.model.names import shown
from station.model.rights import Approval, Right
from station.model.run import Run
from station.model.settings import Settings
from station.model.shifts import ShiftPlan
from station.records.audit import Heads, Journal
from station.records.check_rows import (
    NEWEST,
    RIGHT,
    RUN_COLUMNS,
    RUN_LABEL,
    SELECT_RUNS,
    SELECT_UNIT,
    SELECT_UNITS,
    UNIT_COLUMNS,
    UNIT_LABEL,
    WRONG,
    canonical_row,
    parse_check,
    parse_check_unit,
    row_digest,
)
from station.records.claims import serial_claim
from station.records.database import Readings, Writer
from station.records.encoding import time_text
from station.records.entries import EntryKind
from station.records.gates import Admission
from station.records.guard import Guard
from station.records.people import PeopleBook
from station.records.runs import RunNames
from station.records.settings import SettingsBook
from station.records.unit_rows import LIVE

_PROFILE: Final = "SELECT json_extract(spec, '$.profile') AS profile FROM orders WHERE id = ?"


def rule_of(settings: Settings, kind: CheckKind) -> When:
    """Return when a kind of check has to be done."""
    return settings.red_rabbit if kind is CheckKind.RED_RABBIT else settings.golden_unit


@dataclass(frozen=True)
class Due:
    """A check that a position needs before it takes a unit.

    Attributes:
        kind: of what.
        standing: whether it is due, or was wrong.
        units: those on record for the product; perhaps none.
    """

    kind: CheckKind
    standing: Standing
    units: tuple[CheckUnit, ...]

    @property
    def words(self) -> str:
        """What is to be put in, as in "Put the red rabbit R-001 in"."""
        serials = " or ".join(shown(unit.serial) for unit in self.units)
        return f"{self.kind.words} {serials}".rstrip()

    def refusal(self, position: str) -> StationError:
        """Return what a worker is told there: what to put in, or that there is nothing for it."""
        code = "LIN-081" if self.units else "LIN-091"
        return StationError(code, position=position, what=self.words)


@dataclass(frozen=True)
class Place:
    """A position and the profile that it works with.

    Attributes:
        position: its name.
        profile: the profile's name.
        profile_hash: SHA-256 of its file, hexadecimal.
    """

    position: str
    profile: str
    profile_hash: str


@dataclass(frozen=True)
class CheckEnd:
    """How a check run ended.

    Attributes:
        unit: which known unit it was.
        profile: by name, by which it was checked.
        outcome: any but CANCELLED.
        code: the error's, or empty.
        right: whether that is how it had to end.
    """

    unit: CheckUnit
    profile: str
    outcome: Outcome
    code: str
    right: bool


@dataclass
class CheckBook:
    """Keeps the known units and the check runs, and takes no row whose MAC isn't the guard's.

    What was genuine once stays so: the guard is asked once for each content.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    settings: SettingsBook
    people: PeopleBook
    plan: ShiftPlan | None = None  # None: as the settings say, in the machine's time zone
    _names: RunNames | None = None
    _genuine: set[bytes] = field(default_factory=set)

    def units(self) -> list[CheckUnit]:
        """Return the known units, oldest first, or raise REC-012."""
        return [self._known(row) for row in self.reads.rows(f"{SELECT_UNITS} ORDER BY id")]

    def unit(self, serial: str) -> CheckUnit | None:
        """Return the known unit with a serial number, or None; REC-012."""
        row = self.reads.row(SELECT_UNIT, (serial,))
        return None if row is None else self._known(row)

    def add(self, unit: CheckUnit, approval: Approval | None = None) -> CheckUnit:
        """Put a unit on record for checks.

        Args:
            unit: which; a golden one's profile is that of the order it is enrolled in.
            approval: for `Right.CHECKS`; practice needs none.

        Returns:
            It, as it stands on record.

        Raises:
            StationError: REC-090 where it can't be one; LIN-001; the guard's, and
                `Writer.transaction`'s.
        """
        serial_claim(unit.serial)
        self._check_code(unit)
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            if connection.execute(SELECT_UNIT, (unit.serial,)).fetchone() is not None:
                raise _cannot(unit.serial, "it is on record already")
            unit = _fitting(connection, unit)
            row = {
                "serial": unit.serial,
                "kind": unit.kind.value,
                "profile": unit.profile,
                "code": unit.code,
            }
            mac = self.guard.mac(UNIT_LABEL, canonical_row(row, UNIT_COLUMNS))
            connection.execute(
                "INSERT INTO check_units (serial, kind, profile, code, mac) VALUES (?, ?, ?, ?, ?)",
                (*row.values(), mac),
            )
            digest = row_digest(row, UNIT_COLUMNS)
            data = self._told(unit, {"code": unit.code, "digest": digest})
            entry = self.journal.append(connection, EntryKind.CHECK_UNIT_ADDED, data, approval)
        self.heads.sign(entry)
        return unit

    @staticmethod
    def _told(unit: CheckUnit, more: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        told = {"serial": unit.serial, "what": unit.kind.words, "profile": unit.profile}
        return {**told, **more}

    def remove(self, serial: str, approval: Approval | None = None) -> CheckUnit:
        """Have a unit be none for checks any more; its check runs stay on record.

        Raises:
            StationError: REC-091 where it is none; as `add`.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            row = connection.execute(SELECT_UNIT, (serial,)).fetchone()
            if row is None:
                raise StationError("REC-091", serial=shown(serial))
            unit = parse_check_unit(row)
            connection.execute("DELETE FROM check_units WHERE id = ?", (row["id"],))
            data = self._told(unit, {})
            entry = self.journal.append(connection, EntryKind.CHECK_UNIT_REMOVED, data, approval)
        self.heads.sign(entry)
        return unit

    def begin(self, order: str, profile_hash: str, position: str) -> Run:
        """Return a name and a time for a check run. Nothing is on record of it until it has ended.

        So whatever would make something in it, and has to say so on record first, is refused.

        Raises:
            StationError: REC-025 where nobody is on duty; the guard's own, where what was written
                before can't be signed.
        """
        workers = tuple(self.people.on_duty)
        if not (workers or self.journal.practice):
            raise StationError("REC-025", "nobody is logged in", what=Right.PROVISION.value)
        self.heads.catch_up()
        if self._names is None:
            row = self.reads.row("SELECT ifnull(max(name), '') AS name FROM check_runs")
            self._names = RunNames("" if row is None else row["name"])
        now = self.journal.now()
        name = self._names.next(now)
        return Run(name, order, profile_hash, position, "", now, None, None, None, workers)

    def end(self, run: Run, end: CheckEnd) -> Check:
        """Put on record how a check run ended, under an audit entry and a signed head.

        Raises:
            StationError: the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        row = {
            "name": run.name,
            "kind": end.unit.kind.value,
            "serial": end.unit.serial,
            "position": run.position,
            "profile": end.profile,
            "profile_hash": run.profile_hash,
            "started": time_text(run.started),
            "ended": time_text(self.journal.now()),
            "outcome": end.outcome.value,
            "code": end.code,
            "verdict": RIGHT if end.right else WRONG,
            "workers": " ".join(run.workers),
        }
        mac = self.guard.mac(RUN_LABEL, canonical_row(row, RUN_COLUMNS))
        places = ", ".join("?" * (len(row) + 1))
        with self.writer.transaction() as connection:
            connection.execute(
                f"INSERT INTO check_runs ({', '.join(row)}, mac) VALUES ({places})",  # noqa: S608 - constants
                (*row.values(), mac),
            )
            more = {name: row[name] for name in ("position", "outcome", "code", "verdict")}
            digest = row_digest(row, RUN_COLUMNS)
            data = self._told(
                replace(end.unit, profile=end.profile),
                {"check": run.name, **more, "workers": [*run.workers], "digest": digest},
            )
            entry = self.journal.append(connection, EntryKind.CHECK_RUN, data)
            kept = connection.execute(f"{SELECT_RUNS} WHERE name = ?", (run.name,)).fetchone()
        self.heads.sign(entry)
        return parse_check(kept)

    def due(self, place: Place) -> list[Due]:
        """Return what a position needs before it takes a unit, the red rabbit first; REC-012."""
        known = [unit for unit in self.units() if unit.profile == place.profile]
        rows = (
            (kind, self.reads.row(NEWEST, (place.position, kind.value, place.profile_hash)))
            for kind in CheckKind
        )
        stand = [(kind, self._standing(kind, row)) for kind, row in rows]
        return [
            Due(kind, how, tuple(unit for unit in known if unit.kind is kind))
            for kind, how in stand
            if how in {Standing.DUE, Standing.WRONG}
        ]

    def gate(self, connection: sqlite3.Connection, admission: Admission) -> None:
        """Let no unit in while its position needs a check, and none that is for checks; a `Gate`.

        Raises:
            StationError: LIN-080 for a unit that is for checks, REC-089 where a check is due or was
                wrong; REC-012.
        """
        known = connection.execute(SELECT_UNIT, (admission.serial,)).fetchone()
        if known is not None:
            unit = self._known(known)
            raise StationError("LIN-080", serial=shown(unit.serial), what=unit.kind.words)
        where = connection.execute(
            "SELECT position, profile_hash FROM runs WHERE id = ?", (admission.run,)
        ).fetchone()
        for kind in CheckKind:
            newest = (where["position"], kind.value, where["profile_hash"])
            row = connection.execute(NEWEST, newest).fetchone()
            if self._standing(kind, row) in {Standing.DUE, Standing.WRONG}:
                raise StationError("REC-089", position=where["position"], what=kind.words)

    def _standing(self, kind: CheckKind, row: sqlite3.Row | None) -> Standing:
        settings, now = self.settings.get(), self.journal.now()
        when = rule_of(settings, kind)
        if row is None and when is When.NEVER:
            return Standing.NOT_WANTED
        newest = None
        if row is not None:
            self._check_mac(row, RUN_LABEL, RUN_COLUMNS, "a check run")
            newest = parse_check(row)
        plan = self.plan or ShiftPlan(settings.shift_starts)
        return standing(newest, when, plan.at(now), now)

    def _known(self, row: sqlite3.Row) -> CheckUnit:
        self._check_mac(row, UNIT_LABEL, UNIT_COLUMNS, "a unit for checks")
        return parse_check_unit(row)

    def _check_mac(self, row: sqlite3.Row, label: str, columns: Sequence[str], what: str) -> None:
        content = canonical_row(row, columns)
        seen = hashlib.sha256(label.encode() + content + row["mac"]).digest()
        if seen in self._genuine:
            return
        if not hmac.compare_digest(self.guard.mac(label, content), row["mac"]):
            raise StationError("REC-012", what=what)
        self._genuine.add(seen)

    @staticmethod
    def _check_code(unit: CheckUnit) -> None:
        if not unit.code:
            return
        if unit.kind is CheckKind.GOLDEN:
            raise _cannot(unit.serial, "a golden unit shows no failure")
        entry = CATALOGUE.get(unit.code)
        if entry is None or entry.fault is not Fault.UNIT:
            raise _cannot(unit.serial, f"{shown(unit.code)} is no failure of a unit")
        if unit.code in ABSENCE:
            raise _cannot(unit.serial, f"an empty position shows {unit.code} too")


def _cannot(serial: str, why: str) -> StationError:
    return StationError("REC-090", serial=shown(serial), why=why)


def _fitting(connection: sqlite3.Connection, unit: CheckUnit) -> CheckUnit:
    """Return a unit as it goes on record: a golden one is enrolled, and for its order's product."""
    if unit.kind is CheckKind.RED_RABBIT:
        if not unit.profile:
            raise _cannot(unit.serial, "it isn't said for which product")
        return unit
    live = connection.execute(LIVE, (unit.serial,)).fetchone()
    if live is None:
        raise _cannot(unit.serial, "no unit of that number has passed here")
    profile = connection.execute(_PROFILE, (live["order_id"],)).fetchone()["profile"]
    if unit.profile not in {"", profile}:
        raise _cannot(unit.serial, f"it was made as {shown(profile)}")
    return replace(unit, profile=profile)
