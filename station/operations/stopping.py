"""What stands still on the bench, and who lets it go on: for both faces."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.line.bench import Bench, ContactLimits, Position
from station.line.contacts import check_contacts
from station.model.rights import Approval, Right
from station.model.stops import BENCH, Place, Scope
from station.records.reader import Reader
from station.records.store import Records

STILL: Final = {
    "LIN-075": Right.RESTART,
    "LIN-076": Right.RESTART,
    "LIN-077": Right.RESTART,
    "LIN-078": Right.CONTACTS,
}
"""What a place is refused with that stands still, and the right that lets it go on."""


def standing_still(records: Records, position: Position, order: str) -> StationError | None:
    """Return why nothing may be started at a position for an order; None where it may.

    Args:
        records: the record.
        position: where.
        order: its order's name, or empty.

    Raises:
        StationError: the factory token's own.
    """
    held = records.stops.held(position.name, order)
    if held is not None:
        return held
    try:
        check_contacts(position, records)
    except StationError as error:
        if error.code not in STILL:
            raise
        return error
    return None


def let_go_on(
    records: Records, code: str, at: tuple[str, str], approval: Approval | None, reason: str
) -> None:
    """Let go on what stands still at a position, having seen why.

    Args:
        records: the record.
        code: a key of `STILL`, with which it is refused.
        at: the position and its order.
        approval: for the right that `STILL` names.
        reason: why, where nobody need have agreed.

    Raises:
        StationError: as `StopBook.restart` and `ContactBook.reset`.
    """
    position, order = at
    if STILL[code] is Right.CONTACTS:
        records.contacts.reset(position, approval, reason)
        return
    places = {
        "LIN-075": Place(Scope.POSITION, position),
        "LIN-076": Place(Scope.ORDER, order),
        "LIN-077": BENCH,
    }
    records.stops.restart(places[code], approval, reason)


@dataclass(frozen=True)
class Contacts:
    """How worn a position's contacts are.

    Attributes:
        position: its name.
        count: the contact cycles since they were renewed.
        limits: how many there may be.
    """

    position: str
    count: int
    limits: ContactLimits

    @property
    def limited(self) -> bool:
        """Whether the bench says how many there may be."""
        return self.limits.warn is not None or self.limits.stop is not None

    @property
    def worn(self) -> bool:
        """Whether nothing is started there any more."""
        return self.limits.stop is not None and self.count >= self.limits.stop

    @property
    def due(self) -> bool:
        """Whether they are to be renewed soon, or now."""
        return self.worn or (self.limits.warn is not None and self.count >= self.limits.warn)

    @property
    def words(self) -> str:
        """How worn they are, for people."""
        limit = "" if self.limits.stop is None else f" of {self.limits.stop:,}"
        return f"{self.count:,}{limit}"


def contacts_of(reader: Reader, bench: Bench) -> Sequence[Contacts]:
    """Return how worn the contacts of each position are, in the bench's order."""
    return [
        Contacts(p.name, reader.contact_cycles(p.name), p.contact_limits) for p in bench.position
    ]
