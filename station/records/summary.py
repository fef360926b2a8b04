"""Counts by order, for whoever wants to see how far the work has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from station.errors import Outcome
from station.model.enrollment import EnrollmentStatus
from station.model.order import Order
from station.records.database import Readings
from station.records.encoding import as_written
from station.records.orders import SELECT_USAGE, Usage, read_orders

_OUTCOMES: Final = (
    "SELECT orders.name, runs.outcome AS what, count(*) AS number FROM runs"
    " JOIN orders ON orders.id = runs.order_id GROUP BY runs.order_id, runs.outcome"
)
_STATUSES: Final = (
    "SELECT orders.name, enrollments.status AS what, count(*) AS number FROM enrollments"
    " JOIN orders ON orders.id = enrollments.order_id"
    " GROUP BY enrollments.order_id, enrollments.status"
)


@dataclass(frozen=True)
class OrderSummary:
    """How far one order has come.

    Attributes:
        order: the order, its permission unchecked.
        usage: how much of its quantity is used.
        outcomes: how many of its runs ended how.
        running: how many runs haven't ended.
        statuses: how many of its enrollments are how far.
    """

    order: Order
    usage: Usage
    outcomes: Mapping[Outcome, int]
    running: int
    statuses: Mapping[EnrollmentStatus, int]


def summarise(reads: Readings) -> list[OrderSummary]:
    """Return the counts of every order, oldest first."""
    # First: an order that is made between two of these has counts that nobody asks for.
    orders = read_orders(reads)
    usage = {row["name"]: Usage.of_row(row) for row in reads.rows(SELECT_USAGE)}
    outcomes = _counts(reads, _OUTCOMES)
    statuses = _counts(reads, _STATUSES)
    summaries: list[OrderSummary] = []
    for order in orders:
        ended = outcomes.get(order.name, {})
        with as_written(f"the counts of order {order.name}"):
            summaries.append(
                OrderSummary(
                    order=order,
                    usage=usage[order.name],
                    outcomes={o: ended.get(o.value, 0) for o in Outcome},
                    running=ended.get(None, 0),
                    statuses={
                        s: statuses.get(order.name, {}).get(s.value, 0) for s in EnrollmentStatus
                    },
                )
            )
    return summaries


def _counts(reads: Readings, sql: str) -> dict[str, dict[str | None, int]]:
    counts: dict[str, dict[str | None, int]] = {}
    for row in reads.rows(sql):
        counts.setdefault(row["name"], {})[row["what"]] = row["number"]
    return counts
