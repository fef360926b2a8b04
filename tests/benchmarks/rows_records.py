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
from station.records.database import Value
from station.records.guard import Guard
from station.records.runs import StepRecord
from station.records.store import Records
from tests.benchmarks.row import ROUNDS, AtLeast, Measured, Row, Scale, interleaved
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
_TABLES: Final = ("enrollments", "runs", "steps", "usage", "claims", "audit", "heads")


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


@dataclass(frozen=True)
class _Waits:
    """How long a PASS waits for the token, seconds: for its MAC, and for its head."""

    mac_s: float = 0.0
    head_s: float = 0.0


class _Rival:
    """Raw sqlite3 with the record's pragmas, running its statements with ready-made values.

    The values are those of a record that enrolled the same units before.
    """

    def __init__(self, path: Path, source: Path, first: int) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        with closing(sqlite3.connect(source)) as made:
            self._passes = [
                _Pass.read(made, number)
                for (number,) in made.execute(
                    "SELECT id FROM enrollments WHERE id > ? ORDER BY id", (first,)
                ).fetchall()
            ]

    def commit(self, waits: "_Waits") -> float:
        """Commit the next PASS; return the seconds that it took, but for the waits."""
        one = self._passes.pop(0)
        if waits.mac_s:
            time.sleep(waits.mac_s)
        start = time.perf_counter()
        one.commit(self._connection)
        taken = time.perf_counter() - start
        if waits.head_s:
            time.sleep(waits.head_s)
        start = time.perf_counter()
        one.commit_head(self._connection)
        return taken + time.perf_counter() - start

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


Rows = tuple[Value, ...]
_INSERT: Final = (
    "INSERT INTO enrollments VALUES"
    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True)
class _Pass:
    """The values of one PASS."""

    run: Rows
    enrollment: Rows
    digest: Rows | None
    steps: list[Rows]
    entry: Rows
    head: Rows

    @classmethod
    def read(cls, made: sqlite3.Connection, number: int) -> "_Pass":
        """Return the values of an enrollment that a record has made."""

        def one(sql: str, *values: Value) -> Rows:
            row: Rows = made.execute(sql, values).fetchone()
            return row

        enrollment = one("SELECT * FROM enrollments WHERE id = ?", number)
        run_id = one("SELECT run_id FROM enrollments WHERE id = ?", number)[0]
        sql = "SELECT seconds, outcome, uncertified, id, order_id, name FROM runs WHERE id = ?"
        digest = made.execute(
            "SELECT digest FROM chains JOIN enrollments ON chain_id = chains.id"
            " WHERE enrollments.id = ?",
            (number,),
        ).fetchone()
        entry = one(
            "SELECT * FROM audit WHERE json_extract(entry, '$.kind') = 'enrolled'"
            " AND json_extract(entry, '$.data.enrollment') = ?",
            number,
        )
        steps = made.execute("SELECT * FROM steps WHERE run_id = ? ORDER BY place", (run_id,))
        head = one("SELECT * FROM heads WHERE sequence = ?", entry[0])
        return cls(one(sql, run_id), enrollment, digest, steps.fetchall(), entry, head)

    def commit(self, connection: sqlite3.Connection) -> None:
        """Run the record's statements, in its order."""
        execute = connection.execute
        seconds, outcome, uncertified, run_id, order_id, name = self.run
        execute("BEGIN IMMEDIATE")
        execute("SELECT * FROM runs WHERE name = ?", (name,)).fetchone()
        execute("SELECT kind, key FROM claims WHERE run_id = ?", (run_id,)).fetchall()
        if self.digest is not None:
            execute("SELECT id FROM chains WHERE digest = ?", self.digest).fetchone()
        execute(_INSERT, self.enrollment)
        execute(
            "UPDATE runs SET seconds = ?, outcome = ?, uncertified = ? WHERE id = ?",
            (seconds, outcome, uncertified, run_id),
        )
        connection.executemany("INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?)", self.steps)
        execute(
            "UPDATE usage SET reserved = reserved - 1, enrolled = enrolled + 1 WHERE order_id = ?",
            (order_id,),
        )
        execute("DELETE FROM claims WHERE run_id = ?", (run_id,))
        execute("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
        execute("INSERT INTO audit VALUES (?, ?, ?, ?)", self.entry)
        execute("COMMIT")

    def commit_head(self, connection: sqlite3.Connection) -> None:
        """Commit the head, as the record does once it is signed."""
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO heads VALUES (?, ?, ?)", self.head)
        connection.execute("COMMIT")


def _content(path: Path) -> list[list[Rows]]:
    """Return every row of the tables that a PASS writes."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608 - ours
            for table in _TABLES
        ]


def _rival(folder: Path, units: int, opened: ExitStack) -> tuple[_Rival, Path, Path]:
    """Return a rival with `units` to commit, its database, and the record that it must equal."""
    source, path = folder / "source.db", folder / "rival.db"
    with _begun(source, SoftwareGuard()) as records:
        for number in range(_FIRST):
            _enrol(records, _waiting(records, number))
        waiting = [_waiting(records, number) for number in range(_FIRST, _FIRST + units)]
        with closing(sqlite3.connect(source)) as before, closing(sqlite3.connect(path)) as copy:
            before.backup(copy)
        for one in waiting:
            _enrol(records, one)
    rival = _Rival(path, source, _FIRST)
    opened.callback(rival.close)
    return rival, path, source


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
    def waits(self) -> _Waits:
        """How long a PASS waited for the token, on the average until now."""
        return _Waits(self._guard.mac_s / self._done, self._guard.sign_s / self._done)


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
        hot = sum(rival.commit(_Waits()) for _ in range(batch))
        if _content(path) != _content(source):
            raise AssertionError("the rival did not write what a record writes")
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
