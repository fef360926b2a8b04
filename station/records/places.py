"""The places of an order: reserved, used, kept by a unit that failed, given back by the allowance.

A unit takes one place of its order however often it is tried there. A run that fails gives it back,
unless a certificate was issued or a key installed: that identity exists, so the place is spent, and
only the same unit may use it again. Scrapping a unit or swapping its board gives its place back, as
often as the order's scrap allowance says. A unit that has passed and is run again takes no place.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.names import shown
from station.model.order import OrderState
from station.records.database import Readings
from station.records.orders import OrderRow, parse_order

_TRIES: Final = (
    "SELECT number, spent, outcome FROM runs WHERE serial = ? COLLATE NOCASE AND order_id = ?"
    " AND number IS NOT NULL AND again IS NULL AND id <= ? ORDER BY id DESC"
)
# What usage counts, counted anew. A place is kept by a unit whose certificate was issued, and which
# since then neither passed nor is at work.
_USAGE: Final = (
    "SELECT orders.*, usage.enrolled, usage.reserved, usage.spent AS lost, usage.scrapped,"
    " (SELECT count(*) FROM enrollments WHERE enrollments.order_id = orders.id) AS listed,"
    " (SELECT count(*) FROM runs WHERE runs.order_id = orders.id"
    "  AND outcome IS NULL AND number IS NOT NULL AND again IS NULL) AS working,"
    " (SELECT count(DISTINCT lower(serial)) FROM runs WHERE runs.order_id = orders.id"
    "  AND runs.spent = 1 AND outcome != 'passed' AND NOT EXISTS (SELECT 1 FROM runs AS later"
    "   WHERE later.serial = runs.serial COLLATE NOCASE AND later.order_id = runs.order_id"
    "   AND later.id > runs.id AND later.number IS NOT NULL AND later.again IS NULL"
    "   AND (later.outcome IS NULL OR later.outcome = 'passed'))) AS kept"
    " FROM orders LEFT JOIN usage ON usage.order_id = orders.id"
)


@dataclass(frozen=True)
class Tries:
    """What the earlier runs of a unit in one order left.

    Attributes:
        number: its number in the order, None where it was never admitted.
        spent: whether it keeps a place there without having passed.
    """

    number: int | None
    spent: bool


def tries_of(connection: sqlite3.Connection, order_id: int, serial: str, newest: int) -> Tries:
    """Return what a unit's runs left, up to the run of row `newest`."""
    rows = connection.execute(_TRIES, (serial, order_id, newest)).fetchall()
    spent = False
    for row in rows:
        if row["outcome"] == "passed":
            break
        spent = spent or (bool(row["spent"]) and row["outcome"] is not None)
    return Tries(rows[0]["number"] if rows else None, spent)


def reserve(connection: sqlite3.Connection, found: OrderRow, serial: str, run_id: int) -> int:
    """Reserve a place for a unit, its own where it keeps one; return its number in the order.

    A number never goes to another unit: a failed one can have kept the name or key made from it.

    Raises:
        StationError: REC-009 where the order is complete.
    """
    tries = tries_of(connection, found.row, serial, run_id)
    if tries.spent:
        connection.execute(
            "UPDATE usage SET reserved = reserved + 1, spent = spent - 1 WHERE order_id = ?",
            (found.row,),
        )
    else:
        quantity = found.order.spec.quantity
        reserved = connection.execute(
            "UPDATE usage SET reserved = reserved + 1"
            " WHERE order_id = ? AND enrolled + reserved + spent < ? + min(scrapped, ?)",
            (found.row, quantity, found.order.spec.scrap_allowance),
        )
        if reserved.rowcount != 1:
            raise StationError("REC-009", order=found.order.name, quantity=quantity)
    if tries.number is not None:
        return tries.number
    connection.execute("UPDATE usage SET admitted = admitted + 1 WHERE order_id = ?", (found.row,))
    row = connection.execute(
        "SELECT admitted FROM usage WHERE order_id = ?", (found.row,)
    ).fetchone()
    return int(row["admitted"])


def leave(connection: sqlite3.Connection, run: sqlite3.Row) -> None:
    """Free the place of an admitted run that has just ended without PASS, unless it is spent."""
    spent = tries_of(connection, run["order_id"], run["serial"], run["id"]).spent
    connection.execute(
        "UPDATE usage SET reserved = reserved - 1, spent = spent + ? WHERE order_id = ?",
        (int(spent), run["order_id"]),
    )


def fill(connection: sqlite3.Connection, order_id: int) -> None:
    """Have a unit's reserved place be one on the enrollment list."""
    connection.execute(
        "UPDATE usage SET reserved = reserved - 1, enrolled = enrolled + 1 WHERE order_id = ?",
        (order_id,),
    )


def give_back(connection: sqlite3.Connection, found: OrderRow) -> bool:
    """Give a place of an order back, where its scrap allowance lasts; return whether it did."""
    given = connection.execute(
        "UPDATE usage SET scrapped = scrapped + 1 WHERE order_id = ? AND scrapped < ?",
        (found.row, found.order.spec.scrap_allowance),
    )
    return given.rowcount == 1


def orders_with_place(connection: sqlite3.Connection, serial: str) -> list[str]:
    """Return the names of the orders in which a unit that isn't at work has a place."""
    rows = connection.execute(
        "SELECT orders.id, orders.name, max(runs.id) AS newest FROM runs"
        " JOIN orders ON orders.id = runs.order_id WHERE runs.serial = ? COLLATE NOCASE"
        " AND runs.number IS NOT NULL GROUP BY orders.id ORDER BY orders.id",
        (serial,),
    ).fetchall()
    enrolled = connection.execute(
        "SELECT order_id FROM enrollments WHERE serial = ? COLLATE NOCASE AND replaced = 0",
        (serial,),
    ).fetchone()
    of_list = None if enrolled is None else enrolled["order_id"]
    return [
        row["name"]
        for row in rows
        if row["id"] == of_list or tries_of(connection, row["id"], serial, row["newest"]).spent
    ]


def check_usage(reads: Readings) -> None:
    """Check that the used places of the orders that aren't closed are those of the other rows.

    Raises:
        StationError: REC-011 where they aren't.
    """
    for row in reads.rows(f"{_USAGE} WHERE orders.state != ?", (OrderState.CLOSED.value,)):
        if (row["enrolled"], row["reserved"], row["lost"]) != _counted(row):
            detail = f"the used quantity of order {shown(row['name'])} was changed"
            raise StationError("REC-011", detail)


def _counted(row: sqlite3.Row) -> tuple[int, int, int]:
    return row["listed"], row["working"], row["kept"]


def usage_findings(connection: sqlite3.Connection, given: Mapping[str, int]) -> Iterator[str]:
    """Yield the orders whose used places aren't those that the other rows and the chain tell of.

    Args:
        connection: to the record.
        given: how many places were given back, by order, as the chain tells.
    """
    rows = connection.execute(_USAGE)
    for row in rows:
        counted = (row["enrolled"], row["reserved"], row["lost"], row["scrapped"])
        told = given.get(row["name"], 0)
        if counted != (*_counted(row), told):
            yield f"the used quantity of order {row['name']} was changed"
            continue
        try:
            spec = parse_order(row).spec
        except StationError as error:
            yield error.detail
            continue
        if told > spec.scrap_allowance or sum(counted[:3]) > spec.quantity + told:
            yield f"the order {row['name']} has more places than it may have"
