"""The audit chain as the record keeps it: its entries, and the heads that the guard signs."""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from threading import Lock
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from pydantic import JsonValue, TypeAdapter, ValidationError

from station.errors import StationError
from station.model.audit import (
    GENESIS,
    SignedHead,
    chain_hash,
    entry_bytes,
    extended,
    head_message,
)
from station.records.database import Readings, Writer
from station.records.encoding import parse_time, time_text
from station.records.guard import Guard

_log: Final = logging.getLogger(__name__)

# How many entries go to the guard with one signature; more are signed in several goes.
_BATCH: Final = 500
# How long one thread may wait for another's signature; longer than the guard's own time-outs.
_TURN_S: Final = 60.0
_PAGE: Final = 1000


class EntryKind(Enum):
    """What an entry says has happened."""

    CREATED = "created"
    ORDER_ADDED = "order-added"
    ORDER_CHANGED = "order-changed"
    ROOT_ADDED = "root-added"
    RUN_ENDED = "run-ended"
    SETTLED = "settled"
    ENROLLED = "enrolled"
    EXPORTED = "exported"
    REVOKED = "revoked"


@dataclass(frozen=True)
class AuditEntry:
    """One entry of the chain.

    Attributes:
        sequence: its number, from 1.
        time: when, by the station's clock, UTC; the clock can have jumped, the number can't.
        kind: what happened.
        data: what it happened to.
    """

    sequence: int
    time: datetime
    kind: EntryKind
    data: Mapping[str, JsonValue]


@dataclass(frozen=True)
class _Written:
    sequence: int
    time: str
    kind: str
    data: dict[str, JsonValue]


_WRITTEN: Final = TypeAdapter(_Written)


def parse_entry(text: str) -> AuditEntry:
    """Return the entry in its canonical `text`.

    Raises:
        ValueError: for anything else, such as the same content in another spelling.
    """
    try:
        entry = _WRITTEN.validate_json(text, strict=True)
    except ValidationError as error:
        raise ValueError("it is not an entry") from error
    canonical = entry_bytes(entry.sequence, entry.time, entry.kind, entry.data)
    if canonical != text.encode():
        raise ValueError("it is not in canonical form")
    return AuditEntry(entry.sequence, parse_time(entry.time), EntryKind(entry.kind), entry.data)


def stream_entries(reads: Readings, after: int = 0) -> Iterator[AuditEntry]:
    """Yield the entries after number `after`, a page at a time.

    Raises:
        StationError: REC-011 where one can't be read, REC-001.
    """
    sql = "SELECT sequence, entry FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?"
    while page := reads.rows(sql, (after, _PAGE)):
        for row in page:
            try:
                yield parse_entry(row["entry"])
            except ValueError as error:
                raise StationError("REC-011", f"entry {row['sequence']}: {error}") from error
        after = page[-1]["sequence"]


def last_head(reads: Readings) -> SignedHead | None:
    """Return the newest signed head on record."""
    row = reads.row("SELECT sequence, hash, signature FROM heads ORDER BY sequence DESC LIMIT 1")
    return None if row is None else SignedHead(row["sequence"], row["hash"], row["signature"])


def last_sequence(reads: Readings) -> int:
    """Return the newest entry's number, 0 where there is none."""
    row = reads.row("SELECT max(sequence) AS sequence FROM audit")
    return 0 if row is None or row["sequence"] is None else int(row["sequence"])


class HeadVerifier:
    """Checks heads' signatures with the audit key's certificate (ECDSA over P-256, SHA-256).

    Args:
        certificate: DER.

    Raises:
        StationError: REC-011 where the certificate can't be used.
    """

    def __init__(self, certificate: bytes) -> None:
        try:
            key = x509.load_der_x509_certificate(certificate).public_key()
        except ValueError as error:
            raise StationError("REC-011", "the audit certificate can't be read") from error
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise StationError("REC-011", "the audit certificate holds another kind of key")
        self._key = key

    def genuine(self, head: SignedHead) -> bool:
        """Tell whether the audit key signed this head."""
        try:
            self._key.verify(
                head.signature, head_message(head.sequence, head.hash), ec.ECDSA(SHA256())
            )
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Journal:
    """Adds entries to the chain, each in the transaction of what it tells of.

    Attributes:
        now: the clock, UTC.
    """

    now: Callable[[], datetime]

    def append(
        self, connection: sqlite3.Connection, kind: EntryKind, data: Mapping[str, JsonValue]
    ) -> int:
        """Add an entry inside the transaction that is open on `connection`; return its number."""
        tail = connection.execute(
            "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        sequence, previous = (1, GENESIS) if tail is None else (tail[0] + 1, tail[1])
        entry = entry_bytes(sequence, time_text(self.now()), kind.value, data)
        connection.execute(
            "INSERT INTO audit (sequence, entry, hash) VALUES (?, ?, ?)",
            (sequence, entry.decode(), chain_hash(previous, entry)),
        )
        return int(sequence)


@dataclass
class Heads:
    """Has the guard sign the chain, and keeps its newest head.

    Threads that commit at the same time share a signature: whoever's turn comes signs all that is
    there, and the others find their entries signed when their turn comes.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    head: SignedHead | None
    _unsaved: SignedHead | None = None
    _behind: bool = False
    _turn: Lock = field(default_factory=Lock)

    def sign_through(self, sequence: int) -> None:
        """Return once the entries up to number `sequence` are under a signed head on disk.

        Raises:
            StationError: the guard's own; REC-011 where the chain on disk doesn't follow from the
                last head; REC-003 or REC-017 where the head can't be written. The entries are
                committed and stay so; `catch_up` tries again.
        """
        if not self._turn.acquire(timeout=_TURN_S):
            raise StationError("REC-017", f"another thread signed for over {_TURN_S} s")
        try:
            self._save()
            while self._signed < sequence:
                self._sign_more()
        except BaseException:
            self._behind = True
            raise
        else:
            self._behind = False
        finally:
            self._turn.release()

    def catch_up(self) -> None:
        """Sign what an earlier failure left unsigned, so that no new unit adds to it.

        Raises:
            StationError: as `sign_through`.
        """
        if self._behind:
            self.sign_through(last_sequence(self.reads))

    def sign_if_possible(self, sequence: int) -> None:
        """Sign as `sign_through` does, but log a failure: `catch_up` will meet it again."""
        if self._behind:
            return
        try:
            self.sign_through(sequence)
        except StationError as error:
            _log.warning("Head %d is not signed yet: %s (%s)", sequence, error, error.detail)

    @property
    def _signed(self) -> int:
        return 0 if self.head is None else self.head.sequence

    def _sign_more(self) -> None:
        rows = self.writer.rows(
            "SELECT sequence, entry, hash FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?",
            (self._signed, _BATCH),
        )
        previous = GENESIS if self.head is None else self.head.hash
        entries = self._checked(rows, previous)
        head = self.guard.sign_head(self.head, entries)
        if (head.sequence, head.hash) != (rows[-1]["sequence"], rows[-1]["hash"]):
            raise StationError("HSM-014", "the guard signed another head than it was asked for")
        self.head = self._unsaved = head
        self._save()

    def _checked(self, rows: Sequence[sqlite3.Row], previous: bytes) -> list[bytes]:
        if not rows or rows[-1]["sequence"] - self._signed != len(rows):
            raise StationError("REC-011", f"entries are missing after {self._signed}")
        entries = [row["entry"].encode() for row in rows]
        if extended(previous, entries) != rows[-1]["hash"]:
            raise StationError("REC-011", f"the chain is broken after entry {self._signed}")
        return entries

    def _save(self) -> None:
        head = self._unsaved
        if head is None:
            return
        with self.writer.transaction() as connection:
            connection.execute(
                "INSERT INTO heads (sequence, hash, signature) VALUES (?, ?, ?)",
                (head.sequence, head.hash, head.signature),
            )
        self._unsaved = None
