"""Whether a position's contacts still do, by the bench's limits and what the record counts."""

from station.errors import StationError
from station.line.bench import Position
from station.records.store import Records


def check_contacts(position: Position, records: Records) -> None:
    """Check that units may still be connected at a position, or raise LIN-078."""
    most = position.contact_limits.stop
    if most is not None and (count := records.contacts.count(position.name)) >= most:
        raise StationError("LIN-078", position=position.name, what=str(count))


def contacts_due(position: Position, records: Records) -> StationError | None:
    """Return what to tell of contacts that are to be renewed soon, LIN-079; None of good ones."""
    least = position.contact_limits.warn
    if least is None or (count := records.contacts.count(position.name)) < least:
        return None
    return StationError("LIN-079", position=position.name, what=str(count))
