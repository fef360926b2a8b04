"""What an error code says, whose fault it is, and what is said in many of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Fault(Enum):
    """Where the cause lies: it decides the outcome of a run and the exit status of a command."""

    UNIT = "unit"
    STATION = "station"
    USE = "use"
    CANCEL = "cancel"


class Failure(Enum):
    """What a run that failed leads to, one thing for each."""

    TRANSIENT = "transient"  # tried again, as often as the profile allows; then as the unit's
    UNIT = "unit"  # the unit goes to the red box, to rework or scrap; the position goes on
    STATION = "station"  # the position stops
    USE = "use"  # the position stops: order or profile have to be corrected
    UNKNOWN = "unknown"  # the position stops until a supervisor lets it go on
    CANCEL = "cancel"  # nothing: the position goes on


FAILURES: Final[Mapping[Fault, Failure]] = {
    Fault.UNIT: Failure.UNIT,
    Fault.STATION: Failure.STATION,
    Fault.USE: Failure.USE,
    Fault.CANCEL: Failure.CANCEL,
}
"""What a failure leads to where nothing more is known than whose fault it is."""

STOPPING: Final = frozenset({Failure.STATION, Failure.USE, Failure.UNKNOWN})
"""After what the position of the run can't go on with the next unit."""


@dataclass(frozen=True)
class Entry:
    """One code's text; `{name}` places are filled from the error's data.

    Attributes:
        message: what happened.
        remedy: what to do.
        fault: where the cause lies.
        special: what it leads to where that isn't what the fault alone says.
    """

    message: str
    remedy: str
    fault: Fault
    special: Failure | None = None

    @property
    def failure(self) -> Failure:
        """What a run leads to that ends with it."""
        return self.special or FAILURES[self.fault]


def unit(message: str, remedy: str) -> Entry:
    """Return an entry whose fault is the unit's."""
    return Entry(message, remedy, Fault.UNIT)


def passing(message: str, remedy: str) -> Entry:
    """Return an entry of the unit's that another try can mend with nobody's hand at the unit."""
    return Entry(message, remedy, Fault.UNIT, Failure.TRANSIENT)


def station(message: str, remedy: str) -> Entry:
    """Return an entry whose fault is the station's."""
    return Entry(message, remedy, Fault.STATION)


def use(message: str, remedy: str) -> Entry:
    """Return an entry whose fault is its user's."""
    return Entry(message, remedy, Fault.USE)


RED_BOX: Final = "Put the unit in the red box and take the next one."
RESEAT: Final = "Seat the unit again and start over. If it fails twice, use the red box."
ASIDE: Final = "Put the unit aside and call the supervisor."
FAKE: Final = "It may be a fake: put the unit aside and call the supervisor."
SUPERVISOR: Final = "Stop here and call the supervisor."
