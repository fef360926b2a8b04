"""What is on record of a bench, its exports and groups, unchecked: stops, contacts, checks."""

from collections.abc import Iterator, Sequence

from station.model.checks import Check, CheckKind, CheckUnit
from station.model.enrollment import Enrollment
from station.model.order import Order
from station.model.stops import Stop
from station.records.check_rows import read_check_units, read_checks, read_newest_check
from station.records.contacts import read_contacts
from station.records.database import Readings
from station.records.export_rows import read_next_number, stream_exported
from station.records.failed_units import FailedUnit, stream_failed_units
from station.records.group_members import Members, read_members
from station.records.pushes import KeptFate
from station.records.runs import read_last_passed
from station.records.shut_out import read_shut_out_fates, stream_shut_out
from station.records.stop_rows import read_stops


class BenchReader:
    """Reads what a record says of a bench; errors as `Reader`'s."""

    def __init__(self, reads: Readings) -> None:
        self._reads = reads

    def check_units(self) -> list[CheckUnit]:
        """Return the units that are for checks, oldest first, unchecked."""
        return read_check_units(self._reads)

    def check_runs(self, most: int) -> list[Check]:
        """Return so many check runs, the newest first, unchecked."""
        return read_checks(self._reads, most)

    def newest_check(self, position: str, kind: CheckKind, profile_hash: str) -> Check | None:
        """Return the newest check run of a kind at a position by a profile, unchecked."""
        return read_newest_check(self._reads, position, kind, profile_hash)

    def standing_still(self) -> list[Stop]:
        """Return what stands still, in the order in which it came to."""
        return read_stops(self._reads)

    def contact_cycles(self, position: str) -> int:
        """Return how many contact cycles a position has had since its last reset."""
        return read_contacts(self._reads, position)

    def last_passed(self, position: str) -> str:
        """Return the serial number of the unit that passed at a position last, or empty."""
        return read_last_passed(self._reads, position)

    def failed_units(self, order: str) -> Iterator[FailedUnit]:
        """Yield an order's units that never passed in it, each by its last run."""
        return stream_failed_units(self._reads, order)

    def next_export(self) -> int:
        """Return the number that the next export gets; the first is 1."""
        return read_next_number(self._reads)

    def exported_in(self, number: int, order: str) -> Iterator[Enrollment]:
        """Yield an order's enrollments that the export of a number had, or raise SVC-072."""
        return stream_exported(self._reads, number, order)

    def shut_out(self, order: Order) -> Iterator[Enrollment]:
        """Yield an order's revoked units that their group would let in."""
        return stream_shut_out(self._reads, order)

    def shut_out_fates(self, order: str | None = None) -> Iterator[KeptFate]:
        """Yield what a push left for a person to decide of such units, of an order or of all."""
        return read_shut_out_fates(self._reads, order)

    def group_members(self, orders: Sequence[str]) -> list[Members]:
        """Return how many units orders have by their issuers, unchecked."""
        return read_members(self._reads, orders)
