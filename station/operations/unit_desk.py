"""What is needed at hand to decide on one unit: where it stands, its story, what may be done."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from station.errors import StationError
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.model.order import Reprovisioning
from station.model.rights import Approval
from station.model.unit_state import (
    CHANGES,
    STATE_WORDS,
    UnitChange,
    UnitState,
    state_after,
)
from station.operations.plant import Plant
from station.records.labels import LabelRow
from station.records.reader import Reader
from station.records.unit_history import UnitHistory, unit_history
from station.records.unit_rows import UnitChanged, UnitMark


@dataclass(frozen=True)
class UnitFound:
    """A unit that was looked for.

    Attributes:
        serial: as it was typed or scanned; as the record has it, where it is known.
        mark: where it stands; None where the record knows of no such unit.
        history: all that is on record of it, checked.
        renewable: whether its order lets it have another key.
        label: its newest label; None where it has none.
        void: the label that made the one void which was scanned, or 0.
    """

    serial: str
    mark: UnitMark | None
    history: UnitHistory
    renewable: bool
    label: LabelRow | None = None
    void: int = 0

    @property
    def live(self) -> Enrollment | None:
        """Its enrollment that isn't revoked."""
        there = self.history.enrollments.values()
        live = (one for one in there if one.status is not EnrollmentStatus.REVOKED)
        return next(live, None)

    @property
    def changes(self) -> tuple[UnitChange, ...]:
        """What people may do with it as it stands."""
        if self.mark is None:
            return ()
        possible = _open_to(self.mark.state, live=self.live is not None)
        return tuple(one for one in possible if self.renewable or one is not UnitChange.RENEW)


@dataclass(frozen=True)
class Given:
    """What was said to a change.

    Attributes:
        approval: of who agreed; None in practice.
        why: in a few words.
    """

    approval: Approval | None
    why: str


def people_changes() -> tuple[UnitChange, ...]:
    """Return what people do with units; the other changes are the record's own."""
    return tuple(change for change in UnitChange if CHANGES[change].right is not None)


def _open_to(state: UnitState, *, live: bool) -> Iterator[UnitChange]:
    for change in people_changes():
        if state_after(change, state, live=live) is not None:
            yield change


def find_unit(plant: Plant, serial: str) -> UnitFound:
    """Return what is on record of a unit, the whole chain checked on the way.

    Args:
        plant: the open station.
        serial: the unit's serial number, without case, or what its label's code says.

    Raises:
        StationError: as `unit_history` and `Reader`.
    """
    with Reader.open(plant.data.database) as reader:
        scanned = reader.label_of(serial)
        serial = serial if scanned is None else scanned.serial
        mark = reader.unit(serial)
        history = unit_history(plant.data.database, plant.tools.factory.audit_certificate, serial)
        found = UnitFound(mark.serial if mark else serial, mark, history, renewable=False)
        label = next(iter(reader.known_labels(found.serial)), None)
        found = replace(found, label=label, void=scanned.void if scanned else 0)
        return replace(found, renewable=_is_renewable(found, reader))


def _is_renewable(found: UnitFound, reader: Reader) -> bool:
    if found.live is None:
        return False
    return reader.order(found.live.order).spec.reprovisioning is Reprovisioning.NEW_KEY


def change_unit(plant: Plant, found: UnitFound, change: UnitChange, given: Given) -> UnitChanged:
    """Do with a unit what was agreed to, if it stands still as it was seen.

    Raises:
        StationError: REC-034 where it stands elsewhere since; as `UnitBook.change`.
    """
    records = plant.tools.records
    now = records.unit(found.serial)
    if now is not None and found.mark is not None and now.state is not found.mark.state:
        raise StationError("REC-034", serial=found.serial, what=STATE_WORDS[now.state])
    return records.units.change(found.serial, change, given.approval, given.why)
