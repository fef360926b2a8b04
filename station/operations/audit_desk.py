"""The audit as a supervisor does it at the open station: with what its own token knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from station.model.people import Person
from station.operations.anchors import anchor_of
from station.operations.audit import AuditRequest, Verdict, verify_audit
from station.operations.backup_content import Watch
from station.operations.plant import Plant
from station.records.reader import Reader


@dataclass(frozen=True)
class Named:
    """Whom and what entries can be looked for by.

    Attributes:
        people: everybody who can or could log in.
        orders: the orders' names, the newest first.
    """

    people: Sequence[Person]
    orders: Sequence[str]


def named(plant: Plant) -> Named:
    """Return whom and what entries can be looked for by; raises as `Reader`."""
    with Reader.open(plant.data.database) as reader:
        orders = [order.name for order in reader.orders()]
        return Named(reader.people(), orders[::-1])


def verify_here(plant: Plant, anchor: Path | None, watch: Watch) -> Verdict:
    """Verify the station's record against what its token signed last, and against a file.

    Args:
        plant: the open station.
        anchor: a file that this factory's stations signed; None for none.
        watch: told how far it is, and ends it.

    Raises:
        StationError: as `verify_audit` and `anchor_of`; the factory HSM's own.
    """
    factory = plant.tools.factory
    files = [] if anchor is None else [anchor_of(anchor, factory.issuing_chain[-1])]
    request = AuditRequest(plant.data, files=files, known=[factory.last_head()])
    return verify_audit(request, watch)
