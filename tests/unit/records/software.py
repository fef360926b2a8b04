"""A guard in software that keeps the guard's rules, and units, orders and enrollments to record."""

import hashlib
import hmac
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from station.errors import Outcome, StationError
from station.model.attestation import (
    Attestation,
    EkTrust,
    EndorsementKey,
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.audit import GENESIS, KnownHead, SignedHead, chain_hash, head_message
from station.model.custody import Custody, FactoryToken
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity
from station.model.foreign import ForeignRow, ListFacts
from station.model.lease import NO_LEASE, Lease
from station.model.names import DeviceId, IdScope, RegistrationId
from station.model.order import Order, OrderSpec, OrderState, Twin
from station.model.rights import Approval
from station.model.run import Run, Step, StepState
from station.records.adding import Import
from station.records.database import _data_version
from station.records.runs import StepRecord
from station.records.store import Records

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SCOPE = "0ne00A1B2C3"
HASH = "ab" * 32
STEPS = (
    StepRecord(Step.CONNECT, StepState.DONE, 0.25, None),
    StepRecord(Step.IDENTIFY, StepState.FAILED, 0.5, "LNK-002"),
)
# TPM2B_PUBLIC of the TCG's template L-1, up to the modulus.
_L1 = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "00060080004300100800000000000100"
)


def audit_certificate(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a certificate (DER) that the audit key gave itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "audit")])
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=NOW - timedelta(days=1),
        not_valid_after=NOW + timedelta(days=3650),
    )
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


class SoftwareGuard:
    """A guard that verifies the head before, demands its own newest head, and can be told to fail.

    Attributes:
        trouble: raised by every call that needs the token, until it is None again.
        signatures: how many heads it signed.
        custody: what it says that it keeps its keys in.
    """

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._mac_key = bytes(range(32))
        self._lock = Lock()
        self._last = (0, GENESIS)
        self._lease = NO_LEASE
        self.certificate = audit_certificate(self._key)
        self.trouble: StationError | None = None
        self.signatures = 0
        self.custody = Custody.HARDWARE
        self.macs = 0

    @property
    def audit_certificate(self) -> bytes:
        """The audit key's certificate."""
        return self.certificate

    @property
    def token(self) -> FactoryToken:
        """Which token it is: by default one of hardware."""
        return FactoryToken(
            self.custody, "Test Works", "Guard", "7", "factory", "ab" * 32, self._mac_key.hex()
        )

    def mac(self, label: str, data: bytes) -> bytes:
        """Return HMAC-SHA256 over label and data, the label's length first."""
        self._there()
        self.macs += 1
        message = len(label).to_bytes(2, "big") + label.encode() + data
        return hmac.digest(self._mac_key, message, "sha256")

    def sign_head(self, previous: SignedHead | None, entries: Sequence[bytes]) -> SignedHead:
        """Extend, but only along what was signed before."""
        self._there()
        with self._lock:
            point = (0, GENESIS) if previous is None else self._genuine(previous)
            passed = point == self._last
            for entry in entries:
                point = (point[0] + 1, chain_hash(point[1], entry))
                passed = passed or point == self._last
            if not passed or not entries:
                raise StationError("HSM-014", "not along what was signed before")
            self._last = point
            self.signatures += 1
            return SignedHead(*point, self._key.sign(head_message(*point), ec.ECDSA(SHA256())))

    def last_sequence(self) -> int:
        """Return the newest signed number."""
        self._there()
        return self._last[0]

    def last_head(self) -> KnownHead:
        """Return the newest that was signed."""
        self._there()
        return KnownHead(*self._last, "the guard")

    def sign_last(self) -> SignedHead:
        """Sign the newest head once more."""
        self._there()
        if self._last[0] == 0:
            raise StationError("HSM-014", "no head was signed yet")
        message = head_message(*self._last)
        return SignedHead(*self._last, self._key.sign(message, ec.ECDSA(SHA256())))

    def lease(self) -> Lease:
        """Return whose turn it is."""
        self._there()
        return self._lease

    def take_lease(self, before: Lease, lease: Lease) -> None:
        """Take the next turn."""
        self._there()
        with self._lock:
            if before != self._lease or lease.generation != before.generation + 1:
                raise StationError("HSM-023", f"the turn is {self._lease.generation}")
            self._lease = lease

    def forget_turns(self) -> None:
        """Let nobody ever have taken a turn, as with an older Station."""
        self._lease = NO_LEASE

    def copied(self) -> "SoftwareGuard":
        """Return a guard with the same keys and memory, whose memory is its own from now on."""
        guard = SoftwareGuard()
        guard._key, guard.certificate, guard._last = self._key, self.certificate, self._last
        guard._lease, guard.custody = self._lease, self.custody
        return guard

    @classmethod
    def fixed(cls) -> "SoftwareGuard":
        """Return a guard whose keys are the same in every process."""
        guard = cls()
        guard._key = ec.derive_private_key(7, ec.SECP256R1())
        guard.certificate = audit_certificate(guard._key)
        return guard

    def remember(self, sequence: int, hash_: bytes) -> None:
        """Let the newest head be this one, as on a token that was put back or in use elsewhere."""
        self._last = (sequence, hash_)

    def _genuine(self, head: SignedHead) -> tuple[int, bytes]:
        try:
            self._key.public_key().verify(
                head.signature, head_message(head.sequence, head.hash), ec.ECDSA(SHA256())
            )
        except InvalidSignature as error:
            raise StationError("HSM-014", "the previous head is not genuine") from error
        return head.sequence, head.hash

    def _there(self) -> None:
        if self.trouble is not None:
            raise self.trouble


@dataclass
class Clock:
    """A clock that goes a second at each look, and can be put back."""

    time: datetime = NOW
    step: timedelta = field(default=timedelta(seconds=1))

    def __call__(self) -> datetime:
        """Return the time."""
        self.time += self.step
        return self.time


def make_order(name: str = "o1", quantity: int = 10, **changes: str) -> Order:
    """Return an order; `changes` go to its spec."""
    values = {"profile": "box", "id_scope": SCOPE, **changes}
    spec = OrderSpec(name=name, quantity=quantity, initial_twin=Twin(tags={"a": 1.5}), **values)
    return Order(
        spec=spec,
        profile_hash=HASH,
        practice=True,
        state=OrderState.OPEN,
        created=NOW,
        token_pin=b"\x00\xffsealed",
    )


def endorsement(number: int, trust: EkTrust = EkTrust.TRUSTED) -> EndorsementKey:
    """Return a TPM's endorsement key with an own modulus."""
    modulus = bytearray(hashlib.shake_128(f"ek {number}".encode()).digest(256))
    modulus[0] |= 0x80
    modulus[-1] |= 1
    certificate = None if trust is EkTrust.MISSING else b"0ek%d" % number
    chain = (b"issuer", b"root") if trust is EkTrust.TRUSTED else ()
    return EndorsementKey(_L1 + bytes(modulus), certificate, chain, trust)


def tpm_identity(number: int, trust: EkTrust = EkTrust.TRUSTED) -> Identity:
    """Return what a TPM unit is."""
    key = endorsement(number, trust)
    attestation = TpmAttestation(key, b"srk%d" % number)
    return Identity(key.registration_id, attestation, KeyOrigin.IN_TPM, key.fingerprint)


def x509_identity(name: str, key: str | None = None) -> Identity:
    """Return what an X.509 unit is; its key is told by `key`, else by its name."""
    attestation: Attestation = X509Attestation(f"leaf {name}".encode(), (b"issuing", b"root"))
    fingerprint = hashlib.sha256((key or name).encode()).digest()
    return Identity(RegistrationId.parse(name), attestation, KeyOrigin.ON_TOKEN, fingerprint)


def symmetric_identity(name: str) -> Identity:
    """Return what a symmetric unit is."""
    attestation = SymmetricKeyAttestation("o1")
    return Identity(RegistrationId.parse(name), attestation, KeyOrigin.PLAINTEXT, None)


def enrollment_of(run: Run, serial: str, identity: Identity, scope: str = SCOPE) -> Enrollment:
    """Return the enrollment that ends a run."""
    return Enrollment(
        identity=identity,
        device_id=DeviceId.parse(f"dev:{serial}"),
        id_scope=IdScope.parse(scope),
        serial=serial,
        order=run.order,
        run=run.name,
        status=EnrollmentStatus.READY,
        enrolled=NOW + timedelta(microseconds=17),
        proof="proved in a test",
    )


def copy_of(path: Path) -> Path:
    """Copy a record as somebody with a file manager would; return the copy's path."""
    copy = path.parent / "copied" / path.name
    copy.parent.mkdir()
    shutil.copy(path, copy)
    return copy


def begin(records: Records, order: str = "o1", position: str = "") -> Run:
    """Begin a run, each at a position of its own, so that failures in a row stop none."""
    row = records._reads.row("SELECT max(id) AS newest FROM runs")
    assert row is not None
    return records.begin_run(order, HASH, position or str((row["newest"] or 0) + 1))


def admitted(
    records: Records, serial: str, order: str = "o1", name: str | None = None, position: str = ""
) -> Run:
    """Begin a run and admit a unit."""
    run = begin(records, order, position)
    records.admit(run, serial, None if name is None else RegistrationId.parse(name))
    return run


def enrol(
    records: Records,
    serial: str,
    identity: Identity | None = None,
    order: str = "o1",
    position: str = "",
) -> Enrollment:
    """Provision a unit; return its enrollment."""
    run = admitted(records, serial, order, position=position)
    enrollment = enrollment_of(run, serial, identity or symmetric_identity(f"id-{serial}".lower()))
    records.enrol(run, enrollment, seconds=2.5, steps=STEPS)
    return enrollment


def add_import(
    records: Records,
    facts: ListFacts,
    rows: Iterable[ForeignRow],
    approval: Approval | None = None,
) -> Import:
    """Put a list made elsewhere on record; IndexError where a row has what another has."""
    with records.imports.adding(approval) as adding:
        if not adding.put([*rows]) or adding.is_taken():
            raise IndexError
        return adding.finish(facts)


def fail(records: Records, run: Run, serial: str = "", code: str = "LNK-002") -> None:
    """End a run with a failure."""
    records.end_run(
        run,
        Outcome.FAILED,
        code=code,
        detail="because",
        serial=serial,
        seconds=1,
        steps=STEPS,
    )


def listed(enrollments: Iterator[Enrollment]) -> list[str]:
    """Return the serial numbers of enrollments."""
    return [enrollment.serial for enrollment in enrollments]


def edited_while_off(records: Records, statement: str) -> None:
    """Edit the record as while the station was off; while it is on, any foreign write stops it."""
    with closing(sqlite3.connect(records.path)) as connection, connection:
        assert connection.execute(statement).rowcount > 0
    writer = records._ledger.writer
    writer._version = _data_version(writer._connection)
