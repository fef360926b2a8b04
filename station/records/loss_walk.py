"""Orders from before entries were lost: nobody knows how many of their units were made then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from station.model.names import shown
from station.records.chain import gap_of
from station.records.entries import AuditEntry, EntryKind

_MAKING: Final = {EntryKind.SPENT, EntryKind.ENROLLED, EntryKind.REPROVISIONED}


@dataclass
class LossWalk:
    """Goes along the chain and knows which orders make no units any more."""

    _orders: set[str] = field(default_factory=set)
    _uncounted: set[str] = field(default_factory=set)

    def findings(self, entry: AuditEntry) -> Iterator[str]:
        """Yield that an entry tells of a unit of such an order; then take the entry up."""
        order = str(entry.data.get("order"))
        if entry.kind is EntryKind.ORDER_ADDED:
            self._orders.add(order)
        elif gap_of(entry) is not None:
            self._uncounted |= self._orders
        elif entry.kind in _MAKING and order in self._uncounted:
            yield f"entry {entry.sequence}: order {shown(order)} is from before entries were lost"
