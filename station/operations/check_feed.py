"""Which units that come to a position are for its checks, and which have to wait for them."""

from dataclasses import dataclass
from enum import Enum

from station.errors import StationError
from station.line.work import Job
from station.model.checks import CheckUnit
from station.records.checks import Place
from station.records.store import Records


class Course(Enum):
    """What is to be done with what came to a position."""

    UNIT = "unit"  # it is provisioned
    CHECK = "check"  # its check is done
    WAIT = "wait"  # it is taken out: the position's check comes first


def place_of(position: str, job: Job) -> Place:
    """Return a position with the profile that it works with."""
    return Place(position, job.profile.name, job.profile_hash)


def wanted_check(records: Records, position: str, job: Job) -> StationError | None:
    """Return what a worker is told of a check that a position needs, or None where it needs none.

    Raises:
        StationError: REC-012.
    """
    due = records.checks.due(place_of(position, job))
    return due[0].refusal(position) if due else None


@dataclass(frozen=True)
class CheckDesk:
    """Tells a feed what a unit is for.

    Attributes:
        job: what units are made into.
        records: the record.
    """

    job: Job
    records: Records

    def known(self, there: str) -> CheckUnit | None:
        """Return the unit for checks with a serial number, or None."""
        return self.records.checks.unit(there) if there else None

    def due(self, position: str) -> str:
        """Return what the worker does first, as "Put the red rabbit R-001 in"; or empty."""
        wanted = wanted_check(self.records, position, self.job)
        return "" if wanted is None else wanted.remedy

    def course(self, position: str, there: str, *, named: bool) -> Course:
        """Return what is to be done with what came to a position.

        Args:
            position: where.
            there: its serial number, where it says one; else what stands for it.
            named: whether it says one.
        """
        if named and self.known(there) is not None:
            return Course.CHECK
        if not self.due(position):
            return Course.UNIT
        return Course.WAIT if named else Course.CHECK
