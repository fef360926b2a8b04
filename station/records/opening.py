"""What is checked and put right when a record is opened for writing."""

import hmac
import logging
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.errors import CATALOGUE, Outcome, StationError
from station.model.audit import GENESIS, SignedHead, chain_hash, extended
from station.model.lease import Adopting
from station.records.audit import (
    ENTRY_LABEL,
    Heads,
    Journal,
    last_head,
    last_sequence,
)
from station.records.chain import LOSS, HeadVerifier, gap_of
from station.records.database import Readings, Writer, check_file
from station.records.encoding import as_written
from station.records.enrollments import MAC_LABEL, SELECT, enrollment_digest, parse_enrollment
from station.records.entries import AuditEntry, EntryKind, parse_entry
from station.records.files import FileLock, new_file, remove_file
from station.records.guard import Guard
from station.records.ledger import RunEnd, end_within
from station.records.rights import RIGHTS, right_of
from station.records.schema import check_known, migrate
from station.records.successions import verifier_of
from station.records.unsettled import BROKEN_OFF
from station.records.upgrade import upgrade

_log: Final = logging.getLogger(__name__)


def begun(path: Path, journal: Journal, station: str) -> Writer:
    """Make a database with its first entry; where that fails, no file is left.

    Args:
        path: where; there is no file yet.
        journal: for the entry.
        station: the station's name.

    Raises:
        StationError: REC-001 where there is a file; as `Writer`.
    """
    new_file(path)
    with ExitStack() as undo:
        undo.callback(remove_file, path)
        writer = Writer(path)
        undo.callback(writer.close)
        with writer.schema() as database:
            migrate(database)
        origin: dict[str, JsonValue] = {
            "station": station,
            "practice": journal.practice,
            "rights": RIGHTS,
        }
        with writer.transaction() as connection:
            journal.append(connection, EntryKind.CREATED, origin)
        undo.pop_all()
        return writer


def open_writer(path: Path, opened: ExitStack) -> Writer:
    """Open a record's database for writing, in the form of this Station.

    Args:
        path: where; absolute.
        opened: closes it, and gives the lock back.

    Raises:
        StationError: REC-001 where it can't be opened, REC-002 where a newer Station wrote it,
            REC-004 where another one has it open, REC-098 where the disk has no room for a form
            that is newer than the record's; as `Writer`.
    """
    if not path.is_file():
        raise StationError("REC-001", "there is no such file", path=str(path))
    lock = FileLock.taken(path)
    opened.callback(lock.release)
    _check_known(path)
    writer = Writer(path)
    opened.callback(writer.close)
    upgrade(writer)
    return writer


def _check_known(path: Path) -> None:
    """Check that a file is a record which this Station knows before anything is written to it.

    The whole file is looked through: what is damaged is kept as it is, for who mends it.
    """
    with closing(Readings(path)) as reads:
        with reads.schema() as database:
            check_known(database, path)
        check_file(reads.rows, path)


@dataclass(frozen=True)
class Origin:
    """Whose record this is, as its first entry says.

    Attributes:
        station: the station's name.
        practice: whether it is of the practice world.
    """

    station: str
    practice: bool


def read_origin(reads: Readings) -> Origin:
    """Return what the first entry says, or raise REC-011."""
    row = reads.row("SELECT entry FROM audit WHERE sequence = 1")
    if row is None:
        raise StationError("REC-011", "there is no first entry")
    with as_written("the first entry"):
        entry = parse_entry(row["entry"])
        station, practice = entry.data["station"], entry.data["practice"]
        if entry.kind is not EntryKind.CREATED or not isinstance(station, str):
            raise ValueError("it is another entry")
        return Origin(station, practice is True)


@dataclass(frozen=True)
class Signed:
    """How far a record is signed.

    Attributes:
        head: its newest head.
        tail: the chain's hash at each entry after that, by its number.
        lost: the guard's newest head, where the record lacks it; else None.
        told: whether the tail begins with an entry that tells of a loss.
    """

    head: SignedHead | None
    tail: dict[int, bytes]
    lost: SignedHead | None
    told: bool


def check_signed(reads: Readings, guard: Guard, adopting: Adopting) -> Signed:
    """Check that a record is the one that the guard signed last, and all that it signed.

    The first and the newest head and what follows it are checked; what lies between is for
    `Records.verify`. A record that ended in a crash has entries after its newest head: they must
    follow from it, and what grants something among them, and enrollments, must carry the guard's
    MAC, since they are about to be signed.

    Raises:
        StationError: HSM-031 where another token took the guard's place; REC-013 where the guard
            remembers more than the record has, unless that is what is to be gone on with; REC-011
            where the record was changed; the guard's own.
    """
    verifier = verifier_of(reads.rows, guard.audit_certificate)
    if verifier.newest != guard.audit_certificate:
        raise StationError("HSM-031")
    on_record, lost = last_head(reads), None
    head = _newest_head(reads, on_record)
    newest, last = guard.last_head(), last_sequence(reads)
    lacks = newest.sequence > 0 and not _stands(reads, newest.sequence, newest.hash or b"")
    if lacks and (newest.sequence > last or adopting is Adopting.OLDER):
        if adopting is not Adopting.OLDER or head is None or last > newest.sequence:
            detail = f"it ends with entry {last}, and lacks what was signed as {newest.sequence}"
            raise StationError("REC-013", detail, what="the factory's token")
        lost = guard.sign_last()
    if head is not None:
        _check_first(reads, verifier)
        if not _stands(reads, head.sequence, head.hash):
            raise StationError("REC-011", f"entry {head.sequence} is not the one that was signed")
        if not verifier.genuine(head):
            raise StationError("REC-011", f"head {head.sequence} is not signed by the audit key")
    return Signed(head, _checked_tail(reads, guard, head), lost, head is not on_record)


def _newest_head(reads: Readings, head: SignedHead | None) -> SignedHead | None:
    """Return the newest head; where what follows it tells of a loss, the one that was lost."""
    row = reads.row(
        "SELECT entry FROM audit WHERE sequence > ? AND instr(entry, ?) > 0 ORDER BY sequence DESC",
        (0 if head is None else head.sequence, LOSS),
    )
    if row is None:
        return head
    with as_written("an entry that tells of a loss"):
        entry = parse_entry(row["entry"])
    gap = gap_of(entry)
    return head if gap is None else gap.head


def _stands(reads: Readings, sequence: int, hash_: bytes) -> bool:
    """Whether a head is on its entry, or on the last of those that are lost, as the next tells."""
    row = reads.row("SELECT hash FROM audit WHERE sequence = ?", (sequence,))
    if row is not None and row["hash"] == hash_:
        return True
    row = reads.row("SELECT entry FROM audit WHERE sequence = ?", (sequence + 1,))
    if row is None:
        return False
    with as_written(f"entry {sequence + 1}"):
        gap = gap_of(parse_entry(row["entry"]))
    return gap is not None and (gap.last, gap.hash) == (sequence, hash_)


def _check_first(reads: Readings, verifier: HeadVerifier) -> None:
    row = reads.row("SELECT sequence, hash, signature FROM heads ORDER BY sequence LIMIT 1")
    if row is None:
        return
    first = SignedHead(row["sequence"], row["hash"], row["signature"])
    entries = reads.rows(
        "SELECT entry FROM audit WHERE sequence <= ? ORDER BY sequence", (first.sequence,)
    )
    signed = extended(GENESIS, (entry["entry"].encode() for entry in entries))
    if signed != first.hash or not verifier.genuine(first):
        raise StationError("REC-011", "the first entry is not the one that was signed")


def _checked_tail(reads: Readings, guard: Guard, head: SignedHead | None) -> dict[int, bytes]:
    tail: dict[int, bytes] = {}
    sequence, previous = (0, GENESIS) if head is None else (head.sequence, head.hash)
    rows = reads.rows(
        "SELECT sequence, entry, hash, mac FROM audit WHERE sequence > ? ORDER BY sequence",
        (sequence,),
    )
    for number, row in enumerate(rows, sequence + 1):
        with as_written(f"entry {number}"):
            previous = chain_hash(previous, row["entry"].encode())
            entry = parse_entry(row["entry"])
        if (row["sequence"], entry.sequence, row["hash"]) != (number, number, previous):
            raise StationError("REC-011", f"entry {row['sequence']} doesn't follow")
        if entry.kind in {EntryKind.ENROLLED, EntryKind.REPROVISIONED}:
            _check_enrollment(reads, guard, entry)
        if right_of(entry.kind, entry.data) is not None:
            genuine = guard.mac(ENTRY_LABEL, row["entry"].encode())
            if not hmac.compare_digest(genuine, row["mac"] or b""):
                raise StationError("REC-011", f"entry {number} is none of Station's")
        tail[number] = previous
    return tail


def _check_enrollment(reads: Readings, guard: Guard, entry: AuditEntry) -> None:
    with as_written(f"entry {entry.sequence}"):
        number = int(str(entry.data["enrollment"]))
        row = reads.row(f"{SELECT} WHERE enrollments.id = ?", (number,))
        if row is None:
            raise ValueError("its enrollment is missing")
        digest = enrollment_digest(parse_enrollment(row))
        told = entry.data["digest"]
    genuine = hmac.compare_digest(guard.mac(MAC_LABEL, digest), row["mac"])
    if told != digest.hex() or not genuine:
        raise StationError("REC-011", f"enrollment {number} is not the one that was enrolled")


def settle_runs(
    writer: Writer, journal: Journal, heads: Heads, put_back: Callable[[sqlite3.Connection], None]
) -> None:
    """End the runs that a crash left open, and sign what no head covers yet.

    What stands still as the chain tells does so, whatever was done to the record: `put_back` sees
    to that in the same transaction.

    They are errors of the station. What they reserved and claimed is free again, but for what a
    certificate was issued for; intents that stayed open are named in the audit entry and stay
    listed.
    """
    broken = RunEnd(
        outcome=Outcome.ERROR,
        code=BROKEN_OFF,
        detail=CATALOGUE[BROKEN_OFF].message,
        serial="",
        seconds=None,
        steps=(),
    )
    with writer.transaction() as connection:
        rows: list[sqlite3.Row] = connection.execute(
            "SELECT runs.* FROM orders CROSS JOIN runs ON runs.order_id = orders.id"
            " WHERE runs.outcome IS NULL ORDER BY runs.id"
        ).fetchall()
        spent = _spent_runs(connection) if rows else frozenset[str]()
        for row in rows:
            if row["name"] in spent and not row["spent"]:
                raise StationError("REC-011", f"run {row['name']} had used up its place")
            end_within(connection, journal, row, broken, EntryKind.SETTLED)
        put_back(connection)
    for row in rows:
        _log.warning("Run %s was broken off when the station stopped", row["name"])
    heads.sign_all()


def _spent_runs(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the names of the runs that, as the chain tells, were about to make an identity."""
    rows = connection.execute(
        "SELECT entry FROM audit WHERE instr(entry, ?) > 0", (f'"kind":"{EntryKind.SPENT.value}"',)
    )
    entries = [parse_entry(row["entry"]) for row in rows]
    return frozenset(str(one.data["run"]) for one in entries if one.kind is EntryKind.SPENT)
