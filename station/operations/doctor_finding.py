"""What the doctor says of one thing that it looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from station.errors import StationError
from station.folders import Data
from station.operations.factory_file import FactoryFile


class Health(Enum):
    """How a part of the station is."""

    GOOD = "good"
    PRACTICE_ONLY = "practice-only"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: the part.
        health: how it is; `PRACTICE_ONLY` where only practice lacks something, or where it would
            matter in production alone; `WARNING` where the station works all the same.
        detail: what was seen.
        remedy: what to do, or empty.
    """

    what: str
    health: Health
    detail: str
    remedy: str = ""


def probed(what: str, probe: Callable[[], object], missing: Health) -> Finding:
    """Return what a probe says, or its error as a finding of the health `missing`."""
    try:
        return Finding(what, Health.GOOD, str(probe()))
    except StationError as error:
        return of_error(what, error, missing)


def of_error(what: str, error: StationError, health: Health = Health.BAD) -> Finding:
    """Return an error as a finding."""
    return Finding(what, health, f"{error} {error.detail}".strip(), error.remedy)


def doubt(data: Data) -> Health:
    """Return how bad something is that endangers real keys or records alone.

    Args:
        data: the folder; one that holds no station has nothing to endanger yet.
    """
    try:
        practice = FactoryFile.read(data).practice
    except StationError as error:
        practice = error.code == "CFG-007"
    return Health.PRACTICE_ONLY if practice else Health.WARNING
