"""The lease of a data folder: of all its copies, one alone may make identities.

The record and the factory's token both remember whose turn it is. Each opening takes the next
turn: first the record says so, then the token, so that a crash in between leaves a record that
knows both. A copy that is opened later than another finds the token further on and is refused,
unless two supervisors agree to go on with it. What was signed since it was made is lost then, and
the record tells of the gap. Nobody knows how many units were made in it, so no order from before
takes a unit any more.
"""

import hashlib
import hmac
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.audit import SignedHead
from station.model.lease import HOLDER_SIZE, NO_LEASE, Adopting, Lease
from station.model.rights import Approval
from station.records.audit import Appended, Heads, Journal
from station.records.chain import LOSS
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json
from station.records.entries import EntryKind, parse_entry
from station.records.guard import Guard

_LABEL: Final = "station-lease-v1"
_SELECT: Final = "SELECT generation, holder, before, installation, orders, mac FROM lease"
# Linux's own name for one installation of itself (machine-id(5)).
_MACHINE: Final = Path("/etc/machine-id")


def installation_of(database: Path) -> str:
    """Return what tells this file on this machine from any copy of it, SHA-256 in hexadecimal."""
    try:
        machine = _MACHINE.read_bytes().strip()
    except OSError:
        machine = b""
    place = f"{database.stat().st_ino}".encode()
    return hashlib.sha256(b"station-installation-v1\n" + machine + b"\n" + place).hexdigest()


@dataclass(frozen=True)
class _Stored:
    """The lease as the record has it.

    `before` is the holder of the turn before; `orders` the names of those from before an older
    copy was gone on with.
    """

    lease: Lease
    before: bytes
    installation: str
    orders: frozenset[str]

    @property
    def canonical(self) -> bytes:
        content: dict[str, JsonValue] = {
            "generation": self.lease.generation,
            "holder": self.lease.holder.hex(),
            "before": self.before.hex(),
            "installation": self.installation,
        }
        if self.orders:  # as Station wrote it before it had a way on from a loss
            content["orders"] = [*sorted(self.orders)]
        return canonical_json(content).encode()

    def fits(self, token: Lease) -> bool:
        """Whether the token's turn is this one, or the one before, where a crash came between."""
        return LeaseSeen(moved=False, lease=self.lease, before=self.before).fits(token)


def begin_anew(connection: sqlite3.Connection, guard: Guard, database: Path) -> None:
    """Have the lease begin anew for this folder, at a token that nobody took a turn of.

    Where entries were lost once, no order from then takes a unit, whatever the row says, whose MAC
    the new guard can't check.

    Args:
        connection: in a transaction.
        guard: the new one.
        database: the record's path.
    """
    row = connection.execute(_SELECT).fetchone()
    orders = _names(row["orders"]) if row is not None else frozenset()
    last = connection.execute(
        "SELECT max(sequence) FROM audit WHERE instr(entry, ?) > 0", (LOSS,)
    ).fetchone()[0]
    if last is not None:
        added = connection.execute(
            "SELECT entry FROM audit WHERE sequence < ? AND instr(entry, ?) > 0",
            (last, f'"kind":"{EntryKind.ORDER_ADDED.value}"'),
        ).fetchall()
        orders |= {str(parse_entry(one["entry"]).data.get("order")) for one in added}
    here = installation_of(database)
    stored = _Stored(Lease(1, os.urandom(HOLDER_SIZE)), NO_LEASE.holder, here, orders)
    connection.execute(
        "INSERT OR REPLACE INTO lease (id, generation, holder, before, installation, orders, mac)"
        " VALUES (1, ?, ?, ?, ?, ?, ?)",
        (
            *(stored.lease.generation, stored.lease.holder, stored.before, here),
            *(_text(orders), guard.mac(_LABEL, stored.canonical)),
        ),
    )


@dataclass(frozen=True)
class LeaseSeen:
    """A record's lease as its file says it, unchecked.

    Attributes:
        moved: whether the folder lies elsewhere than where it worked last.
        lease: the turn that it took last.
        before: the holder of the turn before.
    """

    moved: bool
    lease: Lease
    before: bytes

    def fits(self, token: Lease) -> bool:
        """Whether the token's turn is this one, or the one before."""
        return token in {self.lease, Lease(self.lease.generation - 1, self.before)}


def lease_seen(path: Path) -> LeaseSeen | None:
    """Return what the record at `path` says of its lease; None before it was ever opened."""
    with closing(Readings(path)) as reads:
        row = reads.row(_SELECT)
    if row is None:
        return None
    moved = row["installation"] != installation_of(path)
    return LeaseSeen(moved, Lease(row["generation"], row["holder"]), row["before"])


@dataclass
class LeaseBook:
    """Takes the lease when the record is opened, and knows whether this folder is another's copy.

    Attributes:
        lost: the newest head that the guard signed, where the record lacks it; else None.
        pending: whether the folder lies elsewhere than it did, or is older than the token knows,
            and nobody has agreed to that yet: no turn is taken then, so that the folder which it
            was copied from goes on unharmed.
        turn: the token's when this record was opened.
        told: whether the newest entries tell of a loss, and nothing was signed since.
        orders: the names of those from before an older copy was gone on with: nobody knows how
            many of their units were made.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    lost: SignedHead | None = None
    turn: Lease = NO_LEASE
    told: bool = False
    pending: bool = False
    orders: frozenset[str] = frozenset()

    def take(self, adopting: Adopting) -> None:
        """Take the next turn; of a folder that was moved, in practice alone.

        Args:
            adopting: what is to be opened all the same.

        Raises:
            StationError: REC-051 where another copy went on, REC-052 where the folder was copied
                or moved here, unless `adopting` says so; REC-012; HSM-023; the guard's own.
        """
        here = installation_of(self.writer.path)
        self.turn = token = self.guard.lease()
        kept = self._kept()
        fits = kept.fits(token) if kept else token == NO_LEASE
        if not fits and adopting is not Adopting.OLDER:
            raise StationError("REC-051", f"the token's turn is {token.generation}")
        self.orders = kept.orders if kept else frozenset()
        if self.told:  # the lease's row could have been put back since
            self.orders |= _order_names(self.reads)
        moved = kept is not None and kept.installation != here
        self.pending = moved or not fits or self.lost is not None
        if not self.pending:
            self._next(token, here)
        elif self.journal.practice:
            self.settle_here(None)
        elif adopting is Adopting.NOTHING:
            raise StationError("REC-052", path=str(self.writer.path.parent))

    def settle_here(self, approval: Approval | None) -> None:
        """Go on with a folder that was moved or is older: it belongs here, and it alone goes on.

        Args:
            approval: of two supervisors for `Right.RESTORE`; practice needs none.

        Raises:
            StationError: REC-025, REC-026 without the right; HSM-023; the guard's own. Nothing was
                changed then, but for what the guard didn't do in the end: another opening does it.
        """
        if not self.pending:
            return
        if self.lost is not None:
            self._check_lost(self.lost)
        kept, here = self._kept(), installation_of(self.writer.path)
        before = kept.installation if kept else ""
        data: dict[str, JsonValue] = {"before": before, "installation": here}
        # Not the token's turn of now: where another copy went on meanwhile, this one is refused.
        entry = self._next(self.turn, here, (data, approval))
        self.pending = self.heads.muted = False
        if entry is not None:
            self.heads.sign(entry)

    def _check_lost(self, lost: SignedHead) -> None:
        """Check that the newer folder didn't go on since this one was opened, or raise REC-051."""
        newest = self.guard.last_head()
        if (newest.sequence, newest.hash) != (lost.sequence, lost.hash):
            raise StationError("REC-051", f"entry {newest.sequence} was signed meanwhile")

    def _next(
        self,
        token: Lease,
        here: str,
        told: tuple[dict[str, JsonValue], Approval | None] | None = None,
    ) -> Appended | None:
        """Take the turn after `token`'s, for this place; put that on record where it is `told`."""
        lease = Lease(token.generation + 1, os.urandom(HOLDER_SIZE))
        orders = self.orders if self.lost is None else _order_names(self.reads)
        stored = _Stored(lease, token.holder, here, orders)
        mac, entry = self.guard.mac(_LABEL, stored.canonical), None
        with self.writer.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO lease"
                " (id, generation, holder, before, installation, orders, mac)"
                " VALUES (1, ?, ?, ?, ?, ?, ?)",
                (lease.generation, lease.holder, stored.before, here, _text(orders), mac),
            )
            if told is not None:
                entry = self._told(connection, *told)
        if self.lost is not None:
            self.heads.head, self.lost = self.lost, None
        self.orders = orders
        self.guard.take_lease(token, lease)
        return entry

    def _told(
        self,
        connection: sqlite3.Connection,
        data: dict[str, JsonValue],
        approval: Approval | None,
    ) -> Appended:
        """Add the entry, with the gap and the lost head that it follows, where entries are lost."""
        if self.lost is None:
            return self.journal.append(connection, EntryKind.MOVED, data, approval)
        row = connection.execute(
            "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        gap: dict[str, JsonValue] = {
            "kept": row["sequence"],
            "kept_hash": row["hash"].hex(),
            "lost": self.lost.sequence,
            "lost_hash": self.lost.hash.hex(),
            "lost_signature": self.lost.signature.hex(),
        }
        return self.journal.append_after(connection, self.lost, {**data, **gap}, approval)

    def check(self) -> None:
        """Check that nothing stands in the way of a new run, or raise REC-052."""
        if self.pending:
            raise StationError("REC-052", path=str(self.writer.path.parent))

    def _kept(self) -> _Stored | None:
        row = self.reads.row(_SELECT)
        if row is None:
            return None
        lease = Lease(row["generation"], row["holder"])
        stored = _Stored(lease, row["before"], row["installation"], _names(row["orders"]))
        if not hmac.compare_digest(self.guard.mac(_LABEL, stored.canonical), row["mac"]):
            raise StationError("REC-012", what="the lease")
        return stored


def _order_names(reads: Readings) -> frozenset[str]:
    return frozenset(row["name"] for row in reads.rows("SELECT name FROM orders"))


def _text(orders: frozenset[str]) -> str:
    return " ".join(sorted(orders))  # no name holds a space


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())
