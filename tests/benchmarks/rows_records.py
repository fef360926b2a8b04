"""The benchmark's row of the record: a PASS committed, against raw sqlite3 doing the very same.

The record waits twice for the token in each PASS: for the MAC before its transaction, and for the
head between that and the head's own. Those waits are taken out of its figure, but not what they do:
the processor is slower and its caches are cold after each. So the rival waits as long, at the same
places, and its waits are taken out too. `rival_without_waits_ms` in the detail is the other figure.
"""

import secrets
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from station.model.attestation import (
    Attestation,
    EkTrust,
    EndorsementKey,
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.audit import KnownHead, SignedHead
from station.model.custody import FactoryToken
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity
from station.model.lease import Lease
from station.model.names import IdScope, RegistrationId
from station.model.order import Order, OrderSpec, OrderState
from station.model.run import USUAL_STEPS, Run, StepState
from station.records.guard import Guard
from station.records.runs import StepRecord
from station.records.store import Records
from tests.benchmarks.row import ROUNDS, AtLeast, Measured, Row, Scale, interleaved
from tests.benchmarks.straight_record import (
    Passed,
    RawRecord,
    Waits,
    demand_same,
    kept_statements,
)
from tests.support.factory import practice_factory
from tests.unit.records.software import SoftwareGuard

_BATCH: Final = {Scale.QUICK: 20, Scale.FULL: 200}
_SCOPE: Final = "0nePRACTICE"
_HASH: Final = "00" * 32
_STEPS: Final = tuple(StepRecord(step, StepState.DONE, 0.125, None) for step in USUAL_STEPS)
# Sizes as swtpm and the practice CA have them (bytes): an EK's certificate, a leaf, an issuer's.
_EK_CERTIFICATE: Final = 1013
_LEAF: Final = 620
_CHAIN: Final = (secrets.token_bytes(700), secrets.token_bytes(640))
_EK_PUBLIC: Final = 316


class _TimedGuard:
    """A guard, and how long it took: that time is the token's, not the record's."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self.mac_s = self.sign_s = 0.0

    @property
    def audit_certificate(self) -> bytes:
        """The guard's."""
        return self._guard.audit_certificate

    def mac(self, label: str, data: bytes) -> bytes:
        """Return the guard's MAC."""
        start = time.perf_counter()
        made = self._guard.mac(label, data)
        self.mac_s += time.perf_counter() - start
        return made

    @property
    def token(self) -> FactoryToken:
        """Which token it is."""
        return self._guard.token

    def sign_head(self, previous: SignedHead | None, entries: Sequence[bytes]) -> SignedHead:
        """Return the guard's head."""
        start = time.perf_counter()
        head = self._guard.sign_head(previous, entries)
        self.sign_s += time.perf_counter() - start
        return head

    def last_sequence(self) -> int:
        """Return the guard's number."""
        return self._guard.last_sequence()

    def last_head(self) -> KnownHead:
        """Return the guard's newest."""
        return self._guard.last_head()

    def sign_last(self) -> SignedHead:
        """Return the guard's newest head."""
        return self._guard.sign_last()

    def lease(self) -> Lease:
        """Return the guard's."""
        return self._guard.lease()

    def take_lease(self, before: Lease, lease: Lease) -> None:
        """Take the guard's."""
        self._guard.take_lease(before, lease)


def _identity(number: int) -> Identity:
    """Return what a unit is; the three attestations take turns."""
    name = RegistrationId.make(f"unit-{number:06d}")
    attestation: Attestation
    match number % 3:
        case 0:
            public, certificate = (
                secrets.token_bytes(_EK_PUBLIC),
                secrets.token_bytes(_EK_CERTIFICATE),
            )
            key = EndorsementKey(public, certificate, _CHAIN, EkTrust.TRUSTED)
            attestation, origin = (
                TpmAttestation(key, secrets.token_bytes(_EK_PUBLIC)),
                KeyOrigin.IN_TPM,
            )
        case 1:
            attestation = X509Attestation(secrets.token_bytes(_LEAF), _CHAIN)
            origin = KeyOrigin.ON_TOKEN
        case _:
            return Identity(name, SymmetricKeyAttestation("o1"), KeyOrigin.PLAINTEXT, None)
    return Identity(name, attestation, origin, secrets.token_bytes(32))


@dataclass(frozen=True)
class _Waiting:
    """A unit that is proved and waits to be enrolled."""

    run: Run
    enrollment: Enrollment


def _waiting(records: Records, number: int) -> _Waiting:
    """Take a unit through everything that comes before the commit."""
    run = records.begin_run("o1", _HASH, "1")
    identity, serial = _identity(number), f"PU-{number:06d}"
    records.admit(run, serial, identity.registration_id)
    records.claim(run, identity.registration_id, identity.key_fingerprint)
    enrollment = Enrollment(
        identity=identity,
        device_id=None,
        id_scope=IdScope.parse(_SCOPE),
        serial=serial,
        order="o1",
        run=run.name,
        status=EnrollmentStatus.READY,
        enrolled=datetime.now(UTC),
        proof="possession of the endorsement key proved over this cable by a nonce challenge",
    )
    return _Waiting(run, enrollment)


def _begun(path: Path, guard: Guard) -> Records:
    records = Records.create(path, guard, station="benchmark", practice=True)
    spec = OrderSpec(name="o1", profile="box", id_scope=_SCOPE, quantity=1_000_000)
    order = Order(
        spec=spec,
        profile_hash=_HASH,
        practice=True,
        state=OrderState.OPEN,
        created=datetime.now(UTC),
    )
    records.add_order(order)
    return records


def _enrol(records: Records, waiting: _Waiting) -> None:
    records.enrol(waiting.run, waiting.enrollment, seconds=1.25, steps=_STEPS)


def _rival(folder: Path, units: int, opened: ExitStack) -> tuple[RawRecord, Path, Path]:
    """Return a rival with `units` to commit, its database, and the record that it must equal."""
    source, path = folder / "source.db", folder / "rival.db"
    passes = list[Passed]()
    with kept_statements() as kept, _begun(source, SoftwareGuard()) as records:
        for number in range(_FIRST):
            _enrol(records, _waiting(records, number))
        waiting = [_waiting(records, number) for number in range(_FIRST, _FIRST + units)]
        with closing(sqlite3.connect(source)) as before, closing(sqlite3.connect(path)) as copy:
            before.backup(copy)
        for one in waiting:
            kept.clear()
            _enrol(records, one)
            passes.append(Passed.of(kept))
    rival = RawRecord(path, passes)
    opened.callback(rival.close)
    return rival, path, source


def check_rival(folder: Path) -> None:
    """Check that the rival writes what the record does, without the clock.

    Raises:
        AssertionError: where it doesn't.
    """
    with ExitStack() as opened:
        rival, path, source = _rival(folder, 2, opened)
        for _ in range(2):
            rival.commit(Waits())
        demand_same(path, source)


# Enrolled before the clock runs, so that every chain of certificates is known.
_FIRST: Final = 3


class _Ours:
    """The record, with units that wait to be enrolled."""

    def __init__(self, records: Records, guard: _TimedGuard, units: int) -> None:
        self._records = records
        self._guard = guard
        self._waiting = [_waiting(records, number) for number in range(_FIRST, _FIRST + units)]
        guard.mac_s = guard.sign_s = 0.0
        self._done = 0

    def commit(self) -> float:
        """Commit the next PASS; return the seconds that it took, but for the token's."""
        token = self._guard.mac_s + self._guard.sign_s
        start = time.perf_counter()
        _enrol(self._records, self._waiting[self._done])
        taken = time.perf_counter() - start
        self._done += 1
        return taken - (self._guard.mac_s + self._guard.sign_s - token)

    @property
    def waits(self) -> Waits:
        """How long a PASS waited for the token, on the average until now."""
        return Waits(self._guard.mac_s / self._done, self._guard.sign_s / self._done)


def _measure(scale: Scale) -> Measured:
    batch = _BATCH[scale]
    units = batch * (ROUNDS + 1)
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        guard = _TimedGuard(opened.enter_context(practice_factory(folder, "benchmark")))
        records = opened.enter_context(_begun(folder / "ours.db", guard))
        for number in range(_FIRST):
            _enrol(records, _waiting(records, number))
        record = _Ours(records, guard, units)
        rival, path, source = _rival(folder, units + batch, opened)

        def ours() -> float:
            return batch / sum(record.commit() for _ in range(batch))

        def theirs() -> float:
            return batch / sum(rival.commit(record.waits) for _ in range(batch))

        measured = interleaved(ours, theirs)
        hot = sum(rival.commit(Waits()) for _ in range(batch))
        demand_same(path, source)
        detail = {
            **measured.detail,
            "batch": batch,
            "token_mac_ms": record.waits.mac_s * 1000,
            "token_head_ms": record.waits.head_s * 1000,
            "own_ms": 1000 / measured.figure,
            "rival_ms": 1000 / measured.rival_figure,
            "rival_without_waits_ms": hot / batch * 1000,
        }
        return replace(measured, detail=detail)


RECORDS_COMMIT: Final = Row(
    unit="1/s",
    rival="raw sqlite3: same pragmas, statements and rows, the values ready-made",
    goal=AtLeast(0.8),
    measure=_measure,
)
