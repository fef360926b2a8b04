"""What an error code says, whose fault it is, and what is said in many of them."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Fault(Enum):
    """Where the cause lies: it decides the outcome of a run and the exit status of a command."""

    UNIT = "unit"
    STATION = "station"
    USE = "use"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Entry:
    """One code's text; `{name}` places are filled from the error's data."""

    message: str
    remedy: str
    fault: Fault


def unit(message: str, remedy: str) -> Entry:
    """Return an entry whose fault is the unit's."""
    return Entry(message, remedy, Fault.UNIT)


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
