"""The audit chain as the record keeps it: its entries, and the heads that the guard signs."""

import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, NamedTuple, TypeAlias

from pydantic import JsonValue

from station.errors import StationError
from station.model.audit import (
    GENESIS,
    SignedHead,
    chain_hash,
    entry_bytes,
    extended,
)
from station.model.rights import Approval
from station.records.approvals import Approvals
from station.records.clock import ClockWatch
from station.records.database import Readings, Writer
from station.records.encoding import time_text
from station.records.entries import AuditEntry, EntryKind, parse_entry
from station.records.guard import Guard
from station.records.rights import demanded, right_of

_log: Final = logging.getLogger(__name__)

ENTRY_LABEL: Final = "station-entry-v1"
# How many entries go to the guard with one signature; more are signed in several goes.
_BATCH: Final = 500
# How long one thread may wait for another's signature; longer than the guard's own time-outs.
_TURN_S: Final = 60.0
_PAGE: Final = 1000


def stream_entries(
    reads: Readings, after: int = 0, kind: EntryKind | None = None
) -> Iterator[AuditEntry]:
    """Yield the entries after number `after`, all or of one kind, a page at a time.

    Raises:
        StationError: REC-011 where one can't be read, REC-001.
    """
    # An entry is canonical JSON, in which no text can hold these quotation marks unescaped.
    mark = "" if kind is None else f'"kind":"{kind.value}","sequence":'
    sql = (
        "SELECT sequence, entry FROM audit WHERE sequence > ? AND instr(entry, ?)"
        " ORDER BY sequence LIMIT ?"
    )
    while page := reads.rows(sql, (after, mark, _PAGE)):
        for row in page:
            try:
                entry = parse_entry(row["entry"])
            except ValueError as error:
                raise StationError("REC-011", f"entry {row['sequence']}: {error}") from error
            if kind is None or entry.kind is kind:
                yield entry
        after = page[-1]["sequence"]


def last_head(reads: Readings) -> SignedHead | None:
    """Return the newest signed head on record."""
    row = reads.row("SELECT sequence, hash, signature FROM heads ORDER BY sequence DESC LIMIT 1")
    return None if row is None else SignedHead(row["sequence"], row["hash"], row["signature"])


def last_sequence(reads: Readings) -> int:
    """Return the newest entry's number, 0 where there is none."""
    row = reads.row("SELECT max(sequence) AS sequence FROM audit")
    return 0 if row is None or row["sequence"] is None else int(row["sequence"])


class Appended(NamedTuple):
    """An entry that was just added.

    Attributes:
        sequence: its number.
        content: its canonical bytes.
        hash: the chain's hash up to it.
    """

    sequence: int
    content: bytes
    hash: bytes


@dataclass(frozen=True)
class Journal:
    """Adds entries to the chain, each in the transaction of what it tells of.

    Attributes:
        now: the clock, UTC.
        practice: whether it is of the practice world, where nobody need have a right.
        guard: gives entries that take a right their MAC.
        watch: tells jumps of the clock; None where there is nothing to compare it with.
        own: the chain's hash at each entry that no head covers yet, by its number: those that this
            process added, or found and checked when it opened the record.
        approvals: those that were given out.
    """

    now: Callable[[], datetime]
    practice: bool
    guard: Guard
    watch: ClockWatch | None = None
    own: dict[int, bytes] = field(default_factory=dict)
    approvals: Approvals = field(default_factory=Approvals)

    def append(
        self,
        connection: sqlite3.Connection,
        kind: EntryKind,
        data: Mapping[str, JsonValue],
        approval: Approval | None = None,
    ) -> Appended:
        """Add an entry inside the transaction that is open on `connection`.

        Args:
            connection: in a transaction.
            kind: what happened.
            data: what it happened to.
            approval: who agreed, where that takes a right.

        Raises:
            StationError: REC-025 where the right is missing or the approval can't be used, REC-026
                where nobody says why; REC-012 as `Approvals.use`.
        """
        told = self._agreed(connection, kind, (data,), approval)
        return self._append(connection, kind, told[0])

    def append_each(
        self,
        connection: sqlite3.Connection,
        kind: EntryKind,
        things: Sequence[Mapping[str, JsonValue]],
        approval: Approval | None = None,
    ) -> list[Appended]:
        """Add an entry for each of the things that one change happens to, by one approval.

        Args:
            connection: in a transaction.
            kind: what happened.
            things: what it happened to, at least one.
            approval: who agreed, where that takes a right.

        Raises:
            StationError: as `append`.
        """
        told = self._agreed(connection, kind, things, approval)
        return [self._append(connection, kind, data) for data in told]

    def append_after(
        self,
        connection: sqlite3.Connection,
        lost: SignedHead,
        data: Mapping[str, JsonValue],
        approval: Approval | None,
    ) -> Appended:
        """Add the entry by which an older copy goes on, after what the guard had signed last.

        Args:
            connection: in a transaction.
            lost: the guard's newest head, which this record lacks.
            data: of `EntryKind.MOVED`, with what is lost.
            approval: who agreed.

        Raises:
            StationError: as `append`.
        """
        told = self._agreed(connection, EntryKind.MOVED, [data], approval)
        tail = (lost.sequence, lost.hash)
        return self._put(connection, tail, self.now(), (EntryKind.MOVED, told[0]))

    def _agreed(
        self,
        connection: sqlite3.Connection,
        kind: EntryKind,
        things: Sequence[Mapping[str, JsonValue]],
        approval: Approval | None,
    ) -> list[dict[str, JsonValue]]:
        """Return the data of entries with who agreed, having used the approval."""
        told = [
            {**data, **demanded(kind, data, approval, practice=self.practice)} for data in things
        ]
        if approval is not None and any("by" in data for data in told):
            self.approvals.use(connection, approval)
        return told

    def _append(
        self, connection: sqlite3.Connection, kind: EntryKind, told: Mapping[str, JsonValue]
    ) -> Appended:
        tail = connection.execute(
            "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        sequence, previous = (0, GENESIS) if tail is None else (tail[0], tail[1])
        now = self.now()
        if self.watch is not None and sequence:
            jump = self.watch.jump(now, sequence, lambda: _time_of(connection, sequence))
            if jump is not None:
                jumped = _jump_data(now, jump)
                before = self._put(connection, (sequence, previous), now, jumped)
                sequence, previous = before.sequence, before.hash
        return self._put(connection, (sequence, previous), now, (kind, told))

    def _put(
        self,
        connection: sqlite3.Connection,
        tail: tuple[int, bytes],
        now: datetime,
        said: "_Said",
    ) -> Appended:
        kind, data = said
        sequence = tail[0] + 1
        content = entry_bytes(sequence, time_text(now), kind.value, data)
        hash_ = chain_hash(tail[1], content)
        granting = right_of(kind, data) is not None
        mac = self.guard.mac(ENTRY_LABEL, content) if granting else None
        connection.execute(
            "INSERT INTO audit (sequence, entry, hash, mac) VALUES (?, ?, ?, ?)",
            (sequence, content.decode(), hash_, mac),
        )
        self.own[sequence] = hash_
        return Appended(sequence, content, hash_)


_Said: TypeAlias = tuple[EntryKind, Mapping[str, JsonValue]]


def _jump_data(now: datetime, jump: timedelta) -> _Said:
    return EntryKind.CLOCK_JUMPED, {
        "now": time_text(now),
        "expected": time_text(now - jump),
        "seconds": round(jump.total_seconds()),
    }


def _time_of(connection: sqlite3.Connection, sequence: int) -> datetime | None:
    row = connection.execute("SELECT entry FROM audit WHERE sequence = ?", (sequence,)).fetchone()
    try:
        return parse_entry(row[0]).time
    except ValueError:
        return None  # the verification tells of it


@dataclass
class Heads:
    """Has the guard sign the chain, and keeps its newest head.

    Threads that commit at the same time share a signature: whoever's turn comes signs all that is
    there, and the others find their entries signed when their turn comes. What somebody else put
    into the chain is signed by nobody.

    Attributes:
        head: the newest.
        own: as `Journal.own`, which it shares and clears of what is signed.
        muted: whether nothing is signed for now: of a copy that nobody has agreed to yet.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    head: SignedHead | None
    own: dict[int, bytes]
    muted: bool = False
    _unsaved: SignedHead | None = None
    _behind: bool = False
    _turn: Lock = field(default_factory=Lock)
    _committed: deque[Appended] = field(default_factory=deque)

    def sign(self, entry: Appended) -> None:
        """Return once a committed entry, and all before it, are under a signed head on disk.

        Raises:
            StationError: the guard's own; REC-011 where the chain on disk doesn't follow from the
                last head; REC-003 or REC-017 where the head can't be written. The entries are
                committed and stay so; `catch_up` tries again.
        """
        self._committed.append(entry)
        self._sign_in_turn(entry.sequence)

    def sign_all(self) -> None:
        """Sign whatever the chain on disk has more than the newest head; raises as `sign`."""
        self._sign_in_turn(last_sequence(self.reads))

    def catch_up(self) -> None:
        """Sign what an earlier failure left unsigned, so that no new unit adds to it.

        Raises:
            StationError: as `sign`.
        """
        if self._behind:
            self.sign_all()

    def sign_if_possible(self, entry: Appended) -> None:
        """Sign as `sign` does, but log a failure: `catch_up` will meet it again."""
        if self._behind:
            return
        try:
            self.sign(entry)
        except StationError as error:
            detail = (entry.sequence, error, error.detail)
            _log.warning("Entry %d is not signed yet: %s (%s)", *detail)

    def _sign_in_turn(self, sequence: int) -> None:
        if self.muted:
            return
        if not self._turn.acquire(timeout=_TURN_S):
            raise StationError("REC-017", f"another thread signed for over {_TURN_S} s")
        try:
            self._save()
            self._sign_committed()
            self._sign_through(sequence)
        except BaseException:
            self._behind = True
            raise
        else:
            self._behind = False
        finally:
            self._turn.release()

    @property
    def _signed(self) -> int:
        return 0 if self.head is None else self.head.sequence

    def _sign_committed(self) -> None:
        """Sign what the waiting threads have at hand, where it follows from the newest head."""
        signed, new = self._signed, list[Appended]()
        while self._committed:
            entry = self._committed.popleft()
            if entry.sequence > signed:
                new.append(entry)
        new.sort()
        if new and new[-1].sequence - signed == len(new):
            self._extend([entry.content for entry in new], new[-1])

    def _sign_through(self, sequence: int) -> None:
        while self._signed < sequence:
            rows = self.reads.rows(
                "SELECT sequence, entry, hash FROM audit WHERE sequence > ?"
                " ORDER BY sequence LIMIT ?",
                (self._signed, _BATCH),
            )
            if not rows or rows[-1]["sequence"] - self._signed != len(rows):
                raise StationError("REC-011", f"entries are missing after {self._signed}")
            for row in rows:
                if self.own.get(row["sequence"]) != row["hash"]:
                    raise StationError("REC-011", f"entry {row['sequence']} is none of Station's")
            entries = [row["entry"].encode() for row in rows]
            last = Appended(rows[-1]["sequence"], entries[-1], rows[-1]["hash"])
            self._extend(entries, last)

    def _extend(self, entries: Sequence[bytes], last: Appended) -> None:
        previous = GENESIS if self.head is None else self.head.hash
        if extended(previous, entries) != last.hash:
            raise StationError("REC-011", f"the chain is broken after entry {self._signed}")
        head = self.guard.sign_head(self.head, entries)
        if (head.sequence, head.hash) != (last.sequence, last.hash):
            raise StationError("HSM-014", "the guard signed another head than it was asked for")
        signed = self._signed
        self.head = self._unsaved = head
        for sequence in range(signed + 1, head.sequence + 1):
            self.own.pop(sequence, None)
        self._save()

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
