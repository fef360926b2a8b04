"""Which order each position works on, each row under the guard's MAC."""

import hmac
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in
from station.records.orders import OrderBook

_LABEL: Final = "station-assignment-v1"
_SELECT: Final = "SELECT position, order_name, mac FROM assignments ORDER BY id"


def _canonical(position: str, order: str) -> bytes:
    return canonical_json({"position": position, "order": order}).encode("ascii")


def read_assignments(reads: Readings) -> dict[str, str]:
    """Return each position's order by name, unchecked."""
    return {row["position"]: row["order_name"] for row in reads.rows(_SELECT)}


def marked_assignments(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection,
        "assignments",
        _LABEL,
        lambda row: _canonical(row["position"], row["order_name"]),
    )


def kept_assignments(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return position and order of every row, for the verification."""
    return {(row["position"], row["order_name"]) for row in connection.execute(_SELECT)}


@dataclass
class Assignments:
    """Assigns orders to positions, and gives no row whose MAC isn't the guard's."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    orders: OrderBook

    def all(self) -> dict[str, str]:
        """Return each position's order by name, or raise REC-012."""
        found: dict[str, str] = {}
        for row in self.reads.rows(_SELECT):
            content = _canonical(row["position"], row["order_name"])
            if not hmac.compare_digest(self.guard.mac(_LABEL, content), row["mac"]):
                raise StationError("REC-012", what=f"the order of position {row['position']}")
            found[row["position"]] = row["order_name"]
        return found

    def assign(self, position: str, order: str | None, approval: Approval | None = None) -> None:
        """Give a position an order, or none, under an audit entry and a signed head.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it isn't open; the
                guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        mac = b"" if order is None else self.guard.mac(_LABEL, _canonical(position, order))
        with self.writer.transaction() as connection:
            connection.execute("DELETE FROM assignments WHERE position = ?", (position,))
            if order is not None:
                self.orders.open_within(connection, order)
                connection.execute(
                    "INSERT INTO assignments (position, order_name, mac) VALUES (?, ?, ?)",
                    (position, order, mac),
                )
            entry = self.journal.append(
                connection,
                EntryKind.ORDER_ASSIGNED,
                {"position": position, "order": order or ""},
                approval,
            )
        self.heads.sign(entry)
