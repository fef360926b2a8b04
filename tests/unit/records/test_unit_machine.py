"""Units tried, scrapped, swapped, put aside and released in any order keep states and quota."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from station.errors import Outcome, StationError
from station.model.enrollment import EnrollmentStatus
from station.model.order import Reprovisioning
from station.model.run import Run
from station.model.unit_state import (
    CHANGES,
    REPLACED,
    UNMARKED,
    UnitChange,
    UnitState,
    state_after,
    unmarked,
)
from station.records.again import Proved
from station.records.orders import Usage
from station.records.store import Records
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    begin,
    enrollment_of,
    make_order,
    x509_identity,
)

QUANTITY, ALLOWANCE, MAX_RUNS = 3, 2, 2
SERIALS = st.sampled_from(["u1", "u2", "u3", "u4", "u5"])
BY_PEOPLE = st.sampled_from([change for change, rule in CHANGES.items() if rule.right])


@dataclass
class Unit:
    """A unit as the rules have it.

    Attributes:
        mark: its state where it is marked.
        live: whether it has an enrollment that is neither revoked nor replaced.
        listed: whether it has one that isn't replaced.
        kept: whether it keeps a place though it didn't pass.
        issued: whether a certificate was issued in its run at work.
        failed: its runs that count since its last release.
        run: its run at work.
        known: whether it ever had a run.
    """

    mark: UnitState | None = None
    live: bool = False
    listed: bool = False
    kept: bool = False
    issued: bool = False
    failed: int = 0
    run: Run | None = None
    known: bool = False

    @property
    def state(self) -> UnitState:
        """Where it stands."""
        return self.mark or unmarked(live=self.live)


class UnitMachine(RuleBasedStateMachine):
    """The record beside a model of its units."""

    def __init__(self) -> None:
        super().__init__()
        self.folder, self.guard = Path(tempfile.mkdtemp()), SoftwareGuard()
        path = self.folder / "station.db"
        self.records = Records.create(path, self.guard, station="s", practice=True, now=Clock())
        self.hurry()
        order = make_order("o1", QUANTITY)
        spec = order.spec.model_copy(update={"scrap_allowance": ALLOWANCE})
        self.records.add_order(order.model_copy(update={"spec": spec}))
        self.units = {f"u{number}": Unit() for number in range(1, 6)}
        self.enrolled = self.given = self.keys = 0
        self.policy = Reprovisioning.NEVER

    def hurry(self) -> None:
        """Don't wait for the disk: what is durable is tested elsewhere."""
        self.records._ledger.writer._connection.execute("PRAGMA synchronous = OFF")

    @property
    def usage(self) -> Usage:
        """How much of the order is used by the rules."""
        reserved = sum(unit.run is not None for unit in self.units.values())
        spent = sum(unit.kept and unit.run is None for unit in self.units.values())
        lost = sum(unit.kept and unit.mark is UnitState.SCRAPPED for unit in self.units.values())
        return Usage(self.enrolled, reserved, spent, self.given, lost)

    def refusal(self, unit: Unit) -> str:
        """Return the code by which a unit isn't admitted, or empty."""
        if unit.mark is UnitState.SCRAPPED:
            return "REC-031"
        if unit.mark is UnitState.QUARANTINED:
            return "REC-032"
        if unit.listed or unit.run is not None:
            return "REC-008"
        return "" if unit.kept or self.usage.used < QUANTITY else "REC-009"

    @rule(serial=SERIALS)
    def admit(self, serial: str) -> None:
        """Begin a run, which may be refused."""
        unit, run = self.units[serial], begin(self.records)
        expected = self.refusal(unit)
        try:
            self.records.admit(run, serial.upper(), max_runs=MAX_RUNS)
        except StationError as error:
            assert error.code == expected  # noqa: PT017
            self.end(run, Outcome.FAILED, "")
            return
        assert not expected
        unit.known, unit.run, unit.issued = True, run, False
        if unit.mark is UnitState.REWORK:
            unit.mark = None

    def end(self, run: Run, outcome: Outcome, serial: str) -> None:
        """End a run in the record."""
        self.records.end_run(run, outcome, code=None, detail="", serial=serial, seconds=1, steps=())

    @rule(serial=SERIALS)
    def issue(self, serial: str) -> None:
        """Issue a certificate."""
        unit = self.units[serial]
        if unit.run is not None:
            self.records.spend(unit.run)
            unit.issued = True

    @rule(
        serial=SERIALS,
        outcome=st.sampled_from([Outcome.FAILED, Outcome.ERROR, Outcome.CANCELLED]),
    )
    def fail(self, serial: str, outcome: Outcome) -> None:
        """End a run without PASS."""
        unit = self.units[serial]
        if unit.run is None:
            return
        self.end(unit.run, outcome, serial)
        self.failed(unit, counts=outcome is Outcome.FAILED, holds=True)

    def failed(self, unit: Unit, *, counts: bool, holds: bool) -> None:
        """Do in the model what becomes of a unit that didn't pass."""
        unit.run, unit.kept = None, unit.kept or unit.issued
        unit.failed += counts
        if holds and unit.failed >= MAX_RUNS:
            unit.mark = UnitState.QUARANTINED

    @rule(serial=SERIALS)
    def succeed(self, serial: str) -> None:
        """Pass, with a key that nobody had."""
        unit = self.units[serial]
        if unit.run is None:
            return
        self.keys += 1
        identity = x509_identity(serial, f"key {self.keys}")
        enrollment = enrollment_of(unit.run, serial.upper(), identity)
        self.records.enrol(unit.run, enrollment, seconds=1, steps=())
        unit.run, unit.kept, unit.live, unit.listed = None, False, True, True
        self.enrolled += 1

    @rule(policy=st.sampled_from(Reprovisioning))
    def say(self, policy: Reprovisioning) -> None:
        """Say what becomes of units that have passed."""
        self.records.order_changes.set_reprovisioning("o1", policy)
        self.policy = policy

    @rule(serial=SERIALS, passes=st.booleans())
    def again(self, serial: str, passes: bool) -> None:
        """Run a unit again, where it may be."""
        unit, run = self.units[serial], begin(self.records)
        taken = unit.live and self.policy is Reprovisioning.SAME_KEY
        if taken and unit.mark is UnitState.QUARANTINED:
            with pytest.raises(StationError, match="REC-032"):
                self.records.again.admit(run, serial)
            taken = False
        else:
            found = self.records.again.admit(run, serial)
            taken = taken and unit.mark in {None, UnitState.REWORK}
            assert (found is not None) is taken
        if not taken:
            self.end(run, Outcome.CANCELLED, "")
            return
        unit.mark = None
        if passes:
            identity = self.records.find(serial).identity
            self.records.again.passed(run, Proved(identity, "so", 1, ()))
        else:
            self.end(run, Outcome.FAILED, serial)
            unit.failed, unit.mark = unit.failed + 1, UnitState.QUARANTINED

    @rule(serial=SERIALS)
    def revoke(self, serial: str) -> None:
        """Revoke an enrollment by itself."""
        unit = self.units[serial]
        if unit.live:
            found = self.records.find(serial)
            self.records.revoke((found.id_scope, found.registration_id), "lost")
            unit.live = False

    @rule(serial=SERIALS, change=BY_PEOPLE)
    def change(self, serial: str, change: UnitChange) -> None:
        """Do something with a unit."""
        unit = self.units[serial]
        after = state_after(change, unit.state, live=unit.live)
        expected = "" if after is not None else "REC-034"
        if change in REPLACED and not expected and self.given == ALLOWANCE:
            expected = "REC-036"
        if change is UnitChange.RENEW and after and self.policy is not Reprovisioning.NEW_KEY:
            expected = "REC-056"
        expected = "REC-035" if unit.run is not None else expected
        expected = expected if unit.known else "REC-033"
        try:
            done = self.records.units.change(serial, change)
        except StationError as error:
            assert error.code == expected  # noqa: PT017
            return
        assert not expected
        assert (done.before, done.state) == (unit.state, after)
        self.changed(unit, change, done.state)

    def changed(self, unit: Unit, change: UnitChange, state: UnitState) -> None:
        """Do in the model what comes of a change."""
        if change is UnitChange.RELEASE:
            unit.failed = 0
        if change is UnitChange.SCRAP or change in REPLACED:
            self.given += (unit.listed or unit.kept) and self.given < ALLOWANCE
            unit.live = False
        if change in REPLACED:
            unit.listed = False
        unit.mark = None if state in UNMARKED else state

    @rule(seldom=st.integers(0, 9))
    def stop_and_start(self, seldom: int) -> None:
        """Cut the power, and start again: runs that this breaks off are no fault of the units."""
        if seldom:
            return
        path = self.records.path
        self.records._held.close()
        self.records = Records.open(path, self.guard, now=Clock())
        self.hurry()
        for unit in self.units.values():
            if unit.run is not None:
                self.failed(unit, counts=False, holds=False)

    @invariant()
    def the_record_says_what_the_rules_say(self) -> None:
        """Places and states are those of the model, and never more places than there are."""
        usage = self.records.usage("o1")
        assert usage == self.usage
        assert usage.used <= QUANTITY
        assert usage.scrapped <= ALLOWANCE
        for serial, unit in self.units.items():
            mark = self.records.unit(serial)
            assert mark is None or not unit.known or mark.state is unit.state

    def teardown(self) -> None:
        """Look at the whole record once more."""
        live = [e.serial for e in self.records.enrollments(status=EnrollmentStatus.READY)]
        assert len({serial.lower() for serial in live}) == len(live)
        assert len(live) + self.usage.spent <= QUANTITY + ALLOWANCE
        assert self.records.verify().unsigned == 0
        self.records.close()
        shutil.rmtree(self.folder)


@pytest.mark.timeout(400)  # on a busy machine
def test_states_and_quota_hold_whatever_the_order_of_things() -> None:
    limits = settings(max_examples=20, stateful_step_count=50, deadline=None)
    run_state_machine_as_test(UnitMachine, settings=limits)
