"""Runs at several positions, restarts and restarts of the program, against a simple model."""

import shutil
import tempfile
from pathlib import Path
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from station.errors import Outcome
from station.model.settings import Settings
from station.model.stops import BENCH, DUPLICATES, NOT_THE_POSITION, Place, Scope
from station.records.store import Records
from tests.unit.records.software import (
    HASH,
    STEPS,
    Clock,
    SoftwareGuard,
    enrollment_of,
    make_order,
    symmetric_identity,
)

POSITIONS: Final = ("1", "2", "3")
CODES: Final = ("LNK-002", "LNK-003", "TPM-001", *sorted(NOT_THE_POSITION)[:3])


class Stops(RuleBasedStateMachine):
    """A bench whose runs end in every way, and a supervisor who restarts what stands still."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.guard = SoftwareGuard()
        path = self.folder / "station.db"
        self.records = Records.create(
            path, self.guard, station="line-1", practice=True, now=Clock()
        )
        self.records.add_order(make_order(quantity=1_000))
        self.failed = dict.fromkeys(POSITIONS, 0)
        self.still: set[Place] = set()
        self.most: int | None = 3
        self.units = 0

    def teardown(self) -> None:
        """End with a whole record."""
        self.records.verify()
        self.records.close()
        shutil.rmtree(self.folder)

    @initialize(most=st.sampled_from([1, 2, 3, 5, None]))
    def settle(self, most: int | None) -> None:
        """Choose how many may fail in a row."""
        self.most = most
        self.records.set_settings(Settings(stop_failures=most))

    @rule(
        position=st.sampled_from(POSITIONS),
        outcome=st.sampled_from([Outcome.FAILED, Outcome.CANCELLED, Outcome.ERROR]),
        code=st.sampled_from(CODES),
        tries=st.sampled_from([0, 0, 0, 1]),
        other=st.sampled_from(["", "", "", "S9", "own"]),
    )
    def run(self, position: str, outcome: Outcome, code: str, tries: int, other: str) -> None:
        """Do a run that doesn't pass, where one may begin."""
        if self.refused(position):
            return
        run = self.records.begin_run("o1", HASH, position, tries)
        code = min(DUPLICATES) if other else code
        if other:
            self.records.stops.met(run.name, other)
        self.records.end_run(
            run, outcome, code=code, detail="", serial="own", seconds=1, steps=STEPS
        )
        if outcome is Outcome.FAILED and not tries and code not in NOT_THE_POSITION:
            self.failed[position] += 1
        if self.failed[position] == self.most:
            self.still.add(Place(Scope.POSITION, position))
        if other and other != "own":
            self.still.add(BENCH)

    @rule(position=st.sampled_from(POSITIONS))
    def pass_(self, position: str) -> None:
        """Have a unit pass, where a run may begin."""
        if self.refused(position):
            return
        run = self.records.begin_run("o1", HASH, position)
        self.units += 1
        serial = f"P{self.units}"
        self.records.admit(run, serial)
        enrollment = enrollment_of(run, serial, symmetric_identity(f"id-{serial}".lower()))
        self.records.enrol(run, enrollment, seconds=1, steps=STEPS)
        self.failed[position] = 0

    @precondition(lambda self: self.still)
    @rule(data=st.data())
    def restart(self, data: st.DataObject) -> None:
        """Let something go on."""
        place = data.draw(st.sampled_from(sorted(self.still, key=str)))
        self.records.stops.restart(place, reason="looked at")
        self.still.discard(place)
        if place.scope is Scope.POSITION:
            self.failed[place.name] = 0

    @rule()
    def cut_power(self) -> None:
        """Begin runs everywhere, and stop in the middle of them."""
        for position in POSITIONS:
            if not self.refused(position):
                self.records.begin_run("o1", HASH, position)
        self.records._held.close()
        self.records = Records.open(self.records.path, self.guard, now=Clock())

    @invariant()
    def stands_as_it_should(self) -> None:
        """The record says what stands still, no more and no less."""
        assert {stop.place for stop in self.records.standing_still()} == self.still

    def refused(self, position: str) -> bool:
        """Return whether no run begins there, as the model has it and the record too."""
        refused = bool(self.still & {BENCH, Place(Scope.POSITION, position)})
        held = self.records.stops.held(position, "o1")
        assert (held is not None) is refused
        return refused


Stops.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestStops = Stops.TestCase
