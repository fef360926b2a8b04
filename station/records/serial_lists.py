"""The serial numbers that an order takes, where it has a list of them.

The order's own row, which has a MAC, holds the list's digest: a list that was changed or taken away
is used for nothing, and none can be slipped under an order that has none.
"""

import hashlib
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.claims import serial_claim
from station.records.database import Readings, Writer
from station.records.ek_lists import is_listed
from station.records.entries import EntryKind
from station.records.gates import Admission
from station.records.guard import Guard
from station.records.orders import OrderBook, OrderRow, Told

_SIZE: Final = 32
_SELECT: Final = "SELECT digests FROM serial_lists WHERE order_name = ?"


def _digest(digests: bytes) -> str:
    return hashlib.sha256(digests).hexdigest()


def _digest_of(serial: str) -> bytes:
    return hashlib.sha256(serial_claim(serial).key.encode("ascii")).digest()


def kept_serial_lists(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each order's list, for the verification."""
    rows = connection.execute("SELECT order_name, digests FROM serial_lists")
    return {row["order_name"]: _digest(row["digests"]) for row in rows}


def serial_list_length(reads: Readings, order: str) -> int | None:
    """Return how many serial numbers an order's list holds, None where it has none."""
    query = "SELECT length(digests) AS size FROM serial_lists WHERE order_name = ?"
    row = reads.row(query, (order,))
    return None if row is None else row["size"] // _SIZE


@dataclass
class SerialLists:
    """Keeps the lists, each as its serial numbers' digests in a row, sorted.

    A list is read and checked once for each content that it has: a long one takes a while.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook
    _known: dict[str, bytes] = field(default_factory=dict)

    def set(self, order: str, serials: Collection[str], approval: Approval | None = None) -> int:
        """Have an order take these serial numbers alone, which count without case.

        Args:
            order: its name.
            serials: at least one; in place of those it had.
            approval: for `Right.ORDERS`.

        Returns:
            How many they are.

        Raises:
            StationError: LIN-001 where one is not 1 to 128 printable ASCII characters, REC-014
                where there is no such order, REC-010 where it is closed; the guard's, and
                `Writer.transaction`'s.
        """
        kept = b"".join(sorted({_digest_of(serial) for serial in serials}))
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            found = self.orders.unclosed_within(connection, order)
            course = found.order.course.model_copy(update={"serials": _digest(kept)})
            changed = found.order.model_copy(update={"course": course})
            told = Told(
                EntryKind.SERIALS_SET,
                approval,
                {"count": len(kept) // _SIZE, "serials": _digest(kept)},
            )
            entry = self.orders.changed_within(connection, found, changed, told)
            _put(connection, order, kept)
        self.heads.sign(entry)
        return len(kept) // _SIZE

    def check(self, connection: sqlite3.Connection, admission: Admission) -> None:
        """Let a unit pass that its order takes; a `Gate`.

        Raises:
            StationError: REC-042 where its serial number is not on the order's list, REC-012 where
                that list is not genuine.
        """
        if admission.order.order.course.serials is None:
            return
        if not is_listed(self._kept(connection, admission.order), _digest_of(admission.serial)):
            name = admission.order.order.name
            raise StationError("REC-042", serial=admission.serial, order=name)

    def copy_within(
        self, connection: sqlite3.Connection, found: OrderRow, to: str
    ) -> Mapping[str, JsonValue]:
        """Put an order's list, if it has one, under another's name too, inside a transaction.

        Returns:
            What the entry of that other order, whose row must name the list, is to say of it.

        Raises:
            StationError: REC-012 where the list is not genuine.
        """
        digest = found.order.course.serials
        if digest is None:
            return {}
        kept = self._kept(connection, found)
        _put(connection, to, kept)
        return {"count": len(kept) // _SIZE, "serials": digest}

    def _kept(self, connection: sqlite3.Connection, found: OrderRow) -> bytes:
        digest, name = found.order.course.serials, found.order.name
        if digest is None:
            return b""
        if digest not in self._known:
            row = connection.execute(_SELECT, (name,)).fetchone()
            kept = b"" if row is None else bytes(row["digests"])
            if _digest(kept) != digest:
                raise StationError("REC-012", what=f"the serial numbers of the order {name}")
            self._known[digest] = kept
        return self._known[digest]


def _put(connection: sqlite3.Connection, order: str, kept: bytes) -> None:
    connection.execute(
        "INSERT INTO serial_lists (order_name, digests) VALUES (?, ?)"
        " ON CONFLICT (order_name) DO UPDATE SET digests = excluded.digests",
        (order, kept),
    )
