"""The demo's rehearsal: a practice service gets the export's files, and every unit registers."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Final

from station.errors import Fault, StationError
from station.line.work import Job
from station.model.enrollment import Enrollment
from station.model.names import IdScope
from station.model.world import World
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, position_of
from station.operations.rehearsal import Rehearsed, Seated, rehearse
from station.practice.bench import PracticeBench
from station.practice.keeper import SERVICE, UNITS
from station.practice.seats import Seat
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.practice.units import PracticeUnit, folder_name
from station.service.account import check_scope
from station.service.client import ServiceClient
from station.service.doors import ServiceAddress
from station.service.exports import ExportReport
from station.service.sending import send_export

# Of those that aren't assigned, how many are kept to be told of.
_TOLD_MOST: Final = 1_000
# A demo is to show that its units register, not how long they'd wait for their turn.
_SETTINGS: Final = ServiceSettings(scope=ID_SCOPE, a_minute=0, registrations_a_minute=0)


@dataclass
class RehearsalReport:
    """How the rehearsal ended.

    Attributes:
        assigned: how many units have a hub.
        others: those that haven't; of very many the newest.
        not_assigned: how many they are.
        error: why not every enrollment is at the service, or why nothing could be rehearsed.
        cancelled: whether it was given up.
    """

    assigned: int = 0
    others: deque[Rehearsed] = field(default_factory=lambda: deque(maxlen=_TOLD_MOST))
    not_assigned: int = 0
    error: StationError | None = None
    cancelled: bool = False

    def add(self, done: Rehearsed) -> None:
        """Count one unit."""
        if done.assigned:
            self.assigned += 1
        else:
            self.not_assigned += 1
            self.others.append(done)


@dataclass
class DemoRehearsal:
    """Every unit that has passed, at the practice service.

    Attributes:
        bench: where the units are put in once more.
        plant: the station.
        jobs: of its orders.
        out: the demo's folder.
        cancel: ends it.
        tell: told in a sentence what happens.
    """

    bench: PracticeBench
    plant: Plant
    jobs: Sequence[Job]
    out: Path
    cancel: Event
    tell: Callable[[str], None]
    _lock: Lock = field(default_factory=Lock)

    def run(self, exported: ExportReport | None) -> RehearsalReport | None:
        """Start the service, send it an export, and have every unit register.

        Returns:
            How that ended; None where there is no export, or the demo was cancelled before.
        """
        if exported is None or self.cancel.is_set():
            return None
        report = RehearsalReport()
        try:
            with _practice_service(self.out / SERVICE) as service:
                self._send(exported.folder, service, report)
                self._go_round(service, report)
        except StationError as error:
            if error.fault is Fault.CANCEL:
                report.cancelled = True
            else:
                report.error = error
        return report

    def _send(self, export: Path, service: PracticeService, report: RehearsalReport) -> None:
        """Make the enrollments; those that can't be made leave units that aren't assigned."""
        self.tell("Sending the export to a practice service")
        check_scope(IdScope.parse(service.settings.scope), World.PRACTICE)
        connection = service.connection_string()
        try:
            client = ServiceClient.opened(connection, World.PRACTICE, str(service.files.ca))
        finally:
            connection.wipe()
        try:
            sent = send_export(export, client, self.cancel)
        finally:
            client.close()
        try:
            sent.check()
        except StationError as error:
            report.error = error

    def _go_round(self, service: PracticeService, report: RehearsalReport) -> None:
        """Put in one unit after another, as many side by side as there are seats."""
        address = ServiceAddress.opened(service.address, World.PRACTICE, str(service.files.ca))
        units = self.plant.tools.records.enrollments()
        jobs = {job.order.name: job for job in self.jobs}
        self.tell("Rehearsing: every unit registers there")
        with ThreadPoolExecutor(len(self.bench.seats), thread_name_prefix="rehearsal") as pool:

            def work(seat: Seat) -> None:
                for enrolled in self._taken(units):
                    done = self._rehearsed(enrolled, seat, jobs, address)
                    with self._lock:
                        report.add(done)
                        self.tell(_words(done))

            for ended in [pool.submit(work, seat) for seat in self.bench.seats]:
                ended.result()

    def _taken(self, units: Iterator[Enrollment]) -> Iterator[Enrollment]:
        """Yield units of those that are left, which several threads take.

        Raises:
            StationError: LIN-003 on cancel, where some are left.
        """
        while True:
            with self._lock:
                taken = next(units, None)
            if taken is None:
                return
            if self.cancel.is_set():
                raise StationError("LIN-003")
            yield taken

    def _rehearsed(
        self, enrolled: Enrollment, seat: Seat, jobs: Mapping[str, Job], address: ServiceAddress
    ) -> Rehearsed:
        seated = Seated(jobs[enrolled.order], position_of(seat), self.plant.tools, self.cancel)
        try:
            unit = PracticeUnit.load(self.out / UNITS / folder_name(enrolled.serial))
            self.bench.plug(seat, unit)
        except StationError as error:
            return Rehearsed(enrolled.serial, enrolled.registration_id.text, error=error)
        try:
            return rehearse(enrolled, seated, address)
        finally:
            self.bench.unplug(seat)


@contextmanager
def _practice_service(folder: Path) -> Iterator[PracticeService]:
    """Have a practice service until the block ends.

    Raises:
        StationError: SVC-047 where it doesn't start.
    """
    with ExitStack() as opened:
        try:
            service = opened.enter_context(PracticeService(folder, _SETTINGS))
        except OSError as error:
            why = "its port or its files can't be had"
            raise StationError("SVC-047", str(error), why=why) from error
        yield service


def _words(done: Rehearsed) -> str:
    """Return what is told of one unit."""
    if done.error is not None:
        return f"NOT ASSIGNED  {done.serial}  {done.error}"
    hub = "" if done.registration is None else done.registration.hub
    return f"ASSIGNED  {done.serial}  {done.registration_id}  {hub}"
