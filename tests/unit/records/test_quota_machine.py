"""Any order of admitting, claiming, spending, ending and enrolling keeps quota and uniqueness."""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from station.errors import Outcome, StationError
from station.model.enrollment import Identity
from station.model.names import RegistrationId
from station.model.run import Run
from station.records.orders import Usage
from station.records.store import Records
from tests.unit.records.software import (
    SCOPE,
    Clock,
    SoftwareGuard,
    begin,
    enrollment_of,
    make_order,
    x509_identity,
)

ORDERS = {"o1": (SCOPE, 2), "o2": ("0ne00FFFFFF", 1)}
SERIALS = st.sampled_from(["s1", "S1", "s2", "S3", "s4"])
NAMES = st.sampled_from(["n1", "N1", "n2", "n3"])
KEYS = st.sampled_from(["k1", "k2", "k3"])

Claim = tuple[str, str]


@dataclass
class Work:
    """A run at work, as the rules have it."""

    run: Run
    serial: str = ""
    held: set[Claim] = field(default_factory=set)
    spent: bool = False
    kept: bool = False

    @property
    def unit(self) -> str:
        """The unit, by its serial number."""
        return self.serial.lower()


class QuotaMachine(RuleBasedStateMachine):
    """The record beside a model of its rules."""

    runs = Bundle("runs")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.guard = SoftwareGuard()
        path = self.folder / "station.db"
        self.records = Records.create(path, self.guard, station="s", practice=True, now=Clock())
        self.hurry()
        for name, (scope, quantity) in ORDERS.items():
            self.records.add_order(make_order(name, quantity, id_scope=scope))
        self.working: dict[str, Work] = {}
        self.enrolled: Counter[str] = Counter()
        self.lost: set[tuple[str, str]] = set()
        self.taken: set[Claim] = set()
        self.bound: dict[Claim, str] = {}
        self.newest: dict[str, str] = {}

    def hurry(self) -> None:
        """Don't wait for the disk: what is durable is tested elsewhere."""
        self.records._ledger.writer._connection.execute("PRAGMA synchronous = OFF")

    def refused(self, work: Work, claim: Claim, unit: str) -> bool:
        """Tell whether the rules refuse a claim."""
        others = (other.held for other in self.working.values() if other is not work)
        return (
            claim in self.taken
            or any(claim in held for held in others)
            or self.bound.get(claim, unit) != unit
        )

    def reserved(self, order: str) -> int:
        """Return how many runs of an order are at work with a unit."""
        return sum(w.run.order == order and bool(w.serial) for w in self.working.values())

    def used(self, order: str) -> int:
        """Return how much of an order's quantity is used."""
        return self.enrolled[order] + self.spent(order) + self.reserved(order)

    def spent(self, order: str) -> int:
        """Return how many units of an order keep a place though they didn't pass."""
        return sum(name == order for name, _ in self.lost)

    @rule(target=runs, order=st.sampled_from(sorted(ORDERS)))
    def begin(self, order: str) -> Work:
        """Begin a run."""
        return self.begun(order)

    def begun(self, order: str) -> Work:
        """Begin a run, in the record and in the model."""
        work = Work(begin(self.records, order))
        self.working[work.run.name] = work
        return work

    @rule(work=runs, serial=SERIALS, name=st.none() | NAMES)
    def admit(self, work: Work, serial: str, name: str | None) -> None:
        """Admit a unit, with or without its name."""
        if work.run.name not in self.working or work.serial:
            return
        wanted = [("serial", serial.lower())]
        expected = "REC-008" if self.refused(work, wanted[0], serial.lower()) else ""
        if name is not None:
            wanted.append(self.name_claim(work, name))
            refused = self.refused(work, wanted[1], serial.lower())
            expected = expected or ("REC-005" if refused else "")
        later = self.newest.get(serial.lower(), "") > work.run.name
        expected = expected or ("REC-061" if later else "")
        place = (work.run.order, serial.lower())
        full = self.used(work.run.order) >= ORDERS[work.run.order][1] and place not in self.lost
        expected = expected or ("REC-009" if full else "")
        parsed = None if name is None else RegistrationId.parse(name)
        try:
            self.records.admit(work.run, serial, parsed)
        except StationError as error:
            assert error.code == expected  # noqa: PT017
            return
        assert not expected
        self.newest[serial.lower()] = work.run.name
        work.serial, work.kept = serial, place in self.lost
        self.lost.discard(place)
        work.held.update(wanted)

    @rule(work=runs, name=NAMES, key=st.none() | KEYS)
    def claim(self, work: Work, name: str, key: str | None) -> None:
        """Claim a name and a key."""
        if work.run.name not in self.working or not work.serial:
            return
        identity = x509_identity(name, key or "")
        fingerprint = identity.key_fingerprint if key else None
        wanted = [("key", key)] if key else []
        wanted.append(self.name_claim(work, name))
        refused = [claim for claim in wanted if self.refused(work, claim, work.unit)]
        try:
            self.records.claim(work.run, identity.registration_id, fingerprint)
        except StationError as error:
            expected = "REC-007" if refused[0][0] == "key" else "REC-005"
            assert error.code == expected  # noqa: PT017
            return
        assert not refused
        work.held.update(wanted)

    def name_claim(self, work: Work, name: str) -> Claim:
        """Return the claim to a name in the ID scope of the run's order."""
        return "name", f"{ORDERS[work.run.order][0]}/{name.lower()}"

    @rule(work=runs)
    def spend(self, work: Work) -> None:
        """Issue the certificate."""
        if work.run.name in self.working and work.serial:
            self.records.spend(work.run)
            work.spent = True

    @rule(target=runs, order=st.sampled_from(sorted(ORDERS)), serial=SERIALS, name=NAMES)
    def begin_and_admit(self, order: str, serial: str, name: str) -> Work:
        """Begin a run and admit its unit, as most runs go."""
        work = self.begun(order)
        self.admit(work, serial, name)
        return work

    @rule(work=consumes(runs))
    def end(self, work: Work) -> None:
        """Fail."""
        if work.run.name not in self.working:
            return
        self.records.end_run(
            work.run, Outcome.FAILED, code="LNK-003", detail="", serial="", seconds=1, steps=()
        )
        self.ended(work)

    def ended(self, work: Work) -> None:
        """Do in the model what becomes of a run that didn't pass."""
        del self.working[work.run.name]
        if work.spent or work.kept:
            self.lost.add((work.run.order, work.unit))
        if work.spent:
            self.bound.update(dict.fromkeys(work.held, work.unit))

    @rule(work=runs, key=KEYS)
    def spend_and_end(self, work: Work, key: str) -> None:
        """Fail after the certificate was issued."""
        self.claim(work, "n1", key)
        self.spend(work)
        if work.spent and work.run.name in self.working:
            self.end(work)

    @rule(work=runs, name=NAMES, key=KEYS)
    def enrol(self, work: Work, name: str, key: str) -> None:
        """Pass, with what was claimed or with something new."""
        if work.run.name not in self.working or not work.serial:
            return
        identity: Identity = x509_identity(name, key)
        wanted = [("serial", work.unit), self.name_claim(work, name), ("key", key)]
        refused = [claim for claim in wanted if self.refused(work, claim, work.unit)]
        scope = ORDERS[work.run.order][0]
        enrollment = enrollment_of(work.run, work.serial, identity, scope)
        try:
            self.records.enrol(work.run, enrollment, seconds=1, steps=())
        except StationError as error:
            expected = [{"name": "REC-005", "key": "REC-007"}[kind] for kind, _ in refused]
            assert error.code == expected[0]  # noqa: PT017
            return
        assert not refused
        del self.working[work.run.name]
        self.enrolled[work.run.order] += 1
        self.taken.update(wanted)
        for claim in wanted:
            self.bound.pop(claim, None)
        # Names that certificates of failed runs have stay bound, and each other key.
        beside = {claim for claim in work.held - set(wanted) if claim[0] == "key"}
        self.bound.update(dict.fromkeys(beside, work.unit))

    @rule(seldom=st.integers(0, 9))
    def stop_and_start(self, seldom: int) -> None:
        """Cut the power, and start again."""
        if seldom:
            return
        path = self.records.path
        self.records._held.close()
        self.records = Records.open(path, self.guard, now=Clock())
        self.hurry()
        for work in list(self.working.values()):
            self.ended(work)

    @invariant()
    def the_quantity_holds(self) -> None:
        """Nothing is over its order's quantity, and the record counts as the rules do."""
        for order, (_, quantity) in ORDERS.items():
            usage = self.records.usage(order)
            expected = Usage(self.enrolled[order], self.reserved(order), self.spent(order))
            assert usage == expected
            assert usage.used <= quantity

    def teardown(self) -> None:
        """Look at the whole record once more."""
        names, serials, keys = set(), set(), set()
        enrollments = list(self.records.enrollments())
        for enrollment in enrollments:
            names.add((enrollment.id_scope, enrollment.registration_id))
            serials.add(enrollment.serial.lower())
            keys.add(enrollment.identity.key_fingerprint)
        assert len(names) == len(serials) == len(keys) == len(enrollments)
        assert self.records.verify().unsigned == 0
        self.records.close()
        shutil.rmtree(self.folder)


@pytest.mark.timeout(400)  # on a busy machine
def test_quota_and_uniqueness_hold_whatever_the_order_of_things() -> None:
    limits = settings(max_examples=20, stateful_step_count=40, deadline=None)
    run_state_machine_as_test(QuotaMachine, settings=limits)
