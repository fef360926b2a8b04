"""How many units a feed may give out: as many as are wanted, and no more than its order has room.

What is at work may yet take the last places, so that no more start beside it than there are.
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from station.errors import StationError
from station.line.work import Job
from station.model.order import Order, OrderState
from station.model.stops import STANDING_STILL
from station.operations.enrolled import runs_again
from station.records.first_articles import awaits_decision
from station.records.store import Records

NOT_TRIED: Final = frozenset({"REC-089", *STANDING_STILL})
"""What a run ends with that was over before its unit was tried."""


@dataclass
class FeedRoom:
    """Counts the units of a feed. Safe to use from several threads.

    Attributes:
        job: what every unit is made into.
        records: the record.
        units: how many are tried at most; None for as many as come.
    """

    job: Job
    records: Records
    units: int | None
    _taken: int = 0
    _ended: bool = False
    _at_work: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        # Of an order that was complete before, the units that it has are run again.
        self._full = runs_again(self.job.order) and self._complete()

    def _complete(self) -> bool:
        """Return whether the order's places are used up."""
        usage = self.records.usage(self.job.order.name)
        return usage.done >= self.job.order.spec.quantity

    def check_signed(self) -> None:
        """Check that the order's first article, where it has made one, is decided on.

        Raises:
            StationError: REC-039 where it isn't.
        """
        order = self._order()
        waits = order.state is OrderState.FIRST_ARTICLE
        if waits and awaits_decision(order, self.records.usage(order.name)):
            raise StationError("REC-039", order=order.name)

    def _order(self) -> Order:
        """Return the order; as it is now, where its first article was asked for."""
        order = self.job.order
        if order.state is OrderState.FIRST_ARTICLE:
            return self.records.order(order.name)
        return order

    def look(self) -> tuple[bool, bool]:
        """Return whether no unit is to be taken any more; and whether the order is complete now."""
        with self._lock:
            complete = not self._full and self._complete()
            first = complete and not self._ended
            self._ended = self._ended or complete
            return self._over, first

    @property
    def _over(self) -> bool:
        return self._ended or (self.units is not None and self._taken >= self.units)

    @property
    def has_room(self) -> bool:
        """Whether one more unit may start beside those at work."""
        with self._lock:
            return not self._over and len(self._at_work) < self._free()

    def _free(self) -> int:
        """Return how many units may be at work at once."""
        if self._full:
            return len(self._at_work) + 1
        order = self._order()
        if order.state is OrderState.FIRST_ARTICLE:
            return 1
        return order.spec.quantity - self.records.usage(order.name).taken

    def take(self, position: str) -> bool:
        """Count a unit that starts at a position; return False where none may start now."""
        with self._lock:
            if self._over or (self._at_work and len(self._at_work) >= self._free()):
                return False
            self._taken += 1
            self._at_work.add(position)
            return True

    def give_back(self, position: str) -> None:
        """Count a position's unit no more that wasn't tried, or isn't one of the order's."""
        with self._lock:
            if position in self._at_work:
                self._at_work.discard(position)
                self._taken -= 1

    def tried(self, position: str) -> None:
        """Note that a position's unit was tried."""
        with self._lock:
            self._at_work.discard(position)

    def end(self) -> None:
        """Take no unit any more."""
        with self._lock:
            self._ended = True
