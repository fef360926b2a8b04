"""The secrets that an order's units need, each sealed by the factory HSM and under its MAC."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.order import OrderSecret
from station.model.rights import Approval
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in
from station.records.orders import OrderBook

_LABEL: Final = "station-order-secret-v1"
_COLUMNS: Final = "order_name, name, sealed, mac"
_SELECT: Final = f"SELECT {_COLUMNS} FROM order_secrets"  # noqa: S608 - constants only


def _canonical(order: str, name: str, sealed: bytes) -> bytes:
    return canonical_json({"order": order, "name": name, "sealed": sealed.hex()}).encode("ascii")


def _digest(sealed: bytes) -> str:
    return hashlib.sha256(sealed).hexdigest()


def marked_secrets(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection,
        "order_secrets",
        _LABEL,
        lambda row: _canonical(row["order_name"], row["name"], row["sealed"]),
    )


def kept_secrets(connection: sqlite3.Connection) -> dict[tuple[str, ...], str]:
    """Return the digest of each order's sealed secrets by name, for the verification."""
    rows = connection.execute(_SELECT)
    return {(row["order_name"], row["name"]): _digest(row["sealed"]) for row in rows}


def names_of_secrets(reads: Readings, order: str) -> list[str]:
    """Return the names of an order's secrets, by the alphabet."""
    query = "SELECT name FROM order_secrets WHERE order_name = ? ORDER BY name"
    return [row["name"] for row in reads.rows(query, (order,))]


@dataclass
class OrderSecrets:
    """Keeps orders' sealed secrets, and gives none whose MAC isn't the guard's."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook

    def get(self, order: str, which: OrderSecret) -> bytes | None:
        """Return a sealed secret, None where none was given, or raise REC-012."""
        row = self.reads.row(f"{_SELECT} WHERE order_name = ? AND name = ?", (order, which.value))
        if row is None:
            return None
        sealed = bytes(row["sealed"])
        mac = self.guard.mac(_LABEL, _canonical(order, which.value, sealed))
        if not hmac.compare_digest(mac, row["mac"]):
            raise StationError("REC-012", what=f"the {which.value} of the order {order}")
        return sealed

    def set(
        self,
        order: str,
        which: OrderSecret,
        sealed: bytes,
        approval: Approval | None = None,
    ) -> None:
        """Give an order a sealed secret in place of what it had, under an audit entry.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it is closed; the
                guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            self.orders.unclosed_within(connection, order)
            entry = self.put_within(connection, (order, which), sealed, approval)
        self.heads.sign(entry)

    def put_within(
        self,
        connection: sqlite3.Connection,
        where: tuple[str, OrderSecret],
        sealed: bytes,
        approval: Approval | None,
    ) -> Appended:
        """Give an order a sealed secret inside a transaction, with its entry; the guard's errors.

        Args:
            connection: in a transaction.
            where: the order's name, and which secret.
            sealed: by the factory HSM, for that order.
            approval: for `Right.ORDERS`.
        """
        order, name = where[0], where[1].value
        mac = self.guard.mac(_LABEL, _canonical(order, name, sealed))
        connection.execute(
            f"INSERT INTO order_secrets ({_COLUMNS}) VALUES (?, ?, ?, ?)"  # noqa: S608
            " ON CONFLICT (order_name, name)"
            " DO UPDATE SET sealed = excluded.sealed, mac = excluded.mac",
            (order, name, sealed, mac),
        )
        data: dict[str, JsonValue] = {"order": order, "name": name, "digest": _digest(sealed)}
        return self.journal.append(connection, EntryKind.ORDER_SECRET_SET, data, approval)
