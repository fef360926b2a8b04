"""What a failure is about, in one picture: what its worker has to look at, or whom to call."""

import re
from enum import Enum
from typing import Final

from station.errors import CATALOGUE, Failure
from station.errors.entry import RED_BOX


class About(Enum):
    """What a worker is shown beside a failure; each has its picture in resources/icons."""

    CABLE = "cable"  # the unit's seat, cable or power
    HSM = "token"  # the unit's security token
    LABEL = "label"  # what was scanned
    RED_BOX = "red-box"  # the unit goes to the red box
    SUPERVISOR = "supervisor"  # nobody here can mend it: call one


_SCANS: Final = frozenset({"LIN-001", "LIN-002", "LIN-017", "LIN-018", "LIN-020"}) | frozenset(
    f"LIN-05{number}" for number in range(5)
)
_CALLED: Final = re.compile("supervisor|engineer")
_FIRST_TRIED: Final = ("Check", "Switch")  # whoever is called then, something is done before


def about(code: str) -> About | None:
    """Return what a failure is about; one that nobody knows is for a supervisor.

    The remedy decides, so that the picture never says another thing than the words: the box that
    the unit goes to, whoever is to be called, or what to look at.

    Returns:
        None where nothing failed: it was cancelled, or something is to be done first.
    """
    entry = CATALOGUE.get(code)
    if entry is None or entry.failure is Failure.UNKNOWN:
        return About.SUPERVISOR
    if code in _SCANS:
        return About.LABEL
    if entry.remedy == RED_BOX:
        return About.RED_BOX
    called = _CALLED.search(entry.remedy) and not entry.remedy.startswith(_FIRST_TRIED)
    if called or entry.failure in {Failure.STATION, Failure.USE}:
        return About.SUPERVISOR
    if entry.failure is Failure.CANCEL:
        return None
    return About.HSM if code.startswith("HSM-") else About.CABLE
