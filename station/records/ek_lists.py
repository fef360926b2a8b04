"""The supplier's lists of endorsement keys: one an order, and none used whose MAC isn't right."""

import hashlib
import hmac
import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.rights import Approval
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in
from station.records.orders import OrderBook

_LABEL: Final = "station-ek-list-v1"
_SIZE: Final = 32


def _canonical(order: str, digests: bytes) -> bytes:
    """Return what the MAC covers: the list's digest, since a list can be long."""
    return canonical_json({"order": order, "digest": _digest(digests)}).encode("ascii")


def _digest(digests: bytes) -> str:
    return hashlib.sha256(digests).hexdigest()


def marked_ek_lists(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection,
        "ek_lists",
        _LABEL,
        lambda row: _canonical(row["order_name"], bytes(row["digests"])),
    )


def kept_ek_lists(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each order's list, for the verification."""
    rows = connection.execute("SELECT order_name, digests FROM ek_lists")
    return {row["order_name"]: _digest(row["digests"]) for row in rows}


def ek_list_length(reads: Readings, order: str) -> int | None:
    """Return how many digests an order's list holds, None where it has none."""
    query = "SELECT length(digests) AS size FROM ek_lists WHERE order_name = ?"
    row = reads.row(query, (order,))
    return None if row is None else row["size"] // _SIZE


@dataclass
class EkLists:
    """Keeps the lists, each as its digests in a row, sorted."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook

    def holds(self, order: str, digests: Collection[bytes]) -> bool:
        """Whether one of the digests is on the order's list, if it has one; REC-012."""
        row = self.reads.row("SELECT digests, mac FROM ek_lists WHERE order_name = ?", (order,))
        if row is None:
            return False
        kept = self._checked(row, order)
        return any(is_listed(kept, digest) for digest in digests)

    def set(self, order: str, digests: Collection[bytes], approval: Approval | None = None) -> None:
        """Give an order a list in place of what it had, under an audit entry.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it is closed; the
                guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            self.orders.unclosed_within(connection, order)
            entry = self._put(connection, order, b"".join(sorted(set(digests))), approval)
        self.heads.sign(entry)

    def copy_within(
        self,
        connection: sqlite3.Connection,
        orders: tuple[str, str],
        approval: Approval | None,
    ) -> Appended | None:
        """Give the second order the first one's list, if it has one, inside a transaction.

        Returns:
            The entry of it, None where there is no list.

        Raises:
            StationError: REC-012 where the list is not genuine; the guard's own.
        """
        query = "SELECT digests, mac FROM ek_lists WHERE order_name = ?"
        row = connection.execute(query, orders[:1]).fetchone()
        if row is None:
            return None
        return self._put(connection, orders[1], self._checked(row, orders[0]), approval)

    def _put(
        self, connection: sqlite3.Connection, order: str, kept: bytes, approval: Approval | None
    ) -> Appended:
        mac = self.guard.mac(_LABEL, _canonical(order, kept))
        connection.execute(
            "INSERT INTO ek_lists (order_name, digests, mac) VALUES (?, ?, ?)"
            " ON CONFLICT (order_name)"
            " DO UPDATE SET digests = excluded.digests, mac = excluded.mac",
            (order, kept, mac),
        )
        return self.journal.append(
            connection,
            EntryKind.EK_LIST_SET,
            {"order": order, "count": len(kept) // _SIZE, "digest": _digest(kept)},
            approval,
        )

    def _checked(self, row: sqlite3.Row, order: str) -> bytes:
        kept = bytes(row["digests"])
        if not hmac.compare_digest(self.guard.mac(_LABEL, _canonical(order, kept)), row["mac"]):
            raise StationError("REC-012", what=f"the list of endorsement keys of the order {order}")
        return kept


def is_listed(kept: bytes, digest: bytes) -> bool:
    """Return whether a digest of 32 bytes is one of those kept, sorted, end to end."""
    count = len(kept) // _SIZE
    place = bisect_left(range(count), digest, key=lambda i: kept[i * _SIZE : (i + 1) * _SIZE])
    return place < count and kept[place * _SIZE : (place + 1) * _SIZE] == digest
