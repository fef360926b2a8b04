"""Between which numbers all lie that a query finds.

A row's number is in every index, so that whatever is out of bounds is passed by on the way along an
order without its row: a tenth of a microsecond a line. What was enrolled about the same time, or
has come as far, mostly has numbers that are near to one another. Where it hasn't, nothing is lost:
bounds are no more than a condition that all meet.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from station.records.database import Readings
from station.records.list_pieces import Condition, Piece, Selection

# Of each order's numbers with a status the first and the last are at the ends of one index's part.
_EDGE: Final = (
    "(SELECT {0}(id) FROM enrollments INDEXED BY enrollments_status"
    " WHERE order_id = orders.id AND status = ?)"
)
_OF_STATUS: Final = (
    f"SELECT min({_EDGE.format('min')}) AS low, max({_EDGE.format('max')}) AS high FROM orders"  # noqa: S608 - constants
)


class Bounds(NamedTuple):
    """The smallest number and the largest; nothing is in between where `low` is the larger."""

    low: int
    high: int

    @property
    def condition(self) -> Condition:
        """That a number is within."""
        return Condition("id BETWEEN ? AND ?", (self.low, self.high))

    def common(self, other: "Bounds") -> "Bounds":
        """Return what is within both."""
        return Bounds(max(self.low, other.low), min(self.high, other.high))


_NOTHING: Final = Bounds(1, 0)


def bounds_of(reads: Readings, part: Selection, known: dict[Condition, Bounds]) -> Bounds | None:
    """Return the bounds of what a query finds, or None where its filters have none of use.

    Args:
        reads: where.
        part: what is found.
        known: the bounds that were looked up for the same question, which are added to.
    """
    every = list[Bounds]()
    status = dict(part.equal).get("status")
    if status is not None:
        every.append(_looked_up(reads, Condition(_OF_STATUS, (status, status)), known))
    if part.span.where:
        every.append(_of_pieces(reads, [Piece("enrollments_enrolled", part.span)], known))
    if part.found is not None:
        every.append(_of_pieces(reads, part.found, known))
    if not every:
        return None
    first, *others = every
    for one in others:
        first = first.common(one)
    return first


def _of_pieces(reads: Readings, pieces: Sequence[Piece], known: dict[Condition, Bounds]) -> Bounds:
    """Return the bounds of all that is in one of some pieces."""
    bounds = [
        _looked_up(
            reads,
            Condition(
                f"SELECT min(id) AS low, max(id) AS high FROM ({piece.numbers.where})",  # noqa: S608 - constants
                piece.numbers.values,
            ),
            known,
        )
        for piece in pieces
    ]
    met = [one for one in bounds if one.low <= one.high]
    if not met:
        return _NOTHING
    return Bounds(min(one.low for one in met), max(one.high for one in met))


def _looked_up(reads: Readings, edges: Condition, known: dict[Condition, Bounds]) -> Bounds:
    if edges not in known:
        row = reads.row(edges.where, edges.values)
        empty = row is None or row["low"] is None
        known[edges] = _NOTHING if row is None or empty else Bounds(row["low"], row["high"])
    return known[edges]
