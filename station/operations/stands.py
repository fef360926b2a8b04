"""A position as the worker's wizard has it in hand, and whether a unit may be started there."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event, Thread
from typing import Final

from station.errors import StationError
from station.line.bench import Position
from station.line.checks import check_serial
from station.line.contacts import contacts_due
from station.line.shift import Assignment, Feed, work_shift
from station.line.steps import Listener
from station.line.work import Job
from station.links.port_ear import Heard, Hearing
from station.model.barcode_label import Label, scanned_on
from station.model.names import shown
from station.model.profile import StartBy
from station.model.run import Unit
from station.operations import seating
from station.operations.bench_view import BenchView, Notice, Phase, PositionView
from station.operations.check_feed import wanted_check
from station.operations.enrolled import is_enrolled, runs_again
from station.operations.floor import check_order
from station.operations.left_open import settle_left
from station.operations.plant import Plant
from station.operations.seating import Given
from station.operations.stopping import standing_still

_log: Final = logging.getLogger(__name__)

_LONGEST: Final = 64
SEEN: Final[Mapping[Heard, Callable[[PositionView], PositionView]]] = {
    Heard.FOUND: seating.found,
    Heard.CAME: partial(seating.seated, there=True),
    Heard.WENT: partial(seating.seated, there=False),
}


@dataclass
class Stand:
    """What a position holds beside its view.

    Attributes:
        position: where.
        order: the assigned order's name, or empty.
        job: that order's, or None where it can't be worked on.
        on_port: whether something is on the port, as it was last seen.
        hearing: what was heard on the port, where a unit starts by its first prompt.
        quiet: set when nobody is to listen on the port.
        passed: the serial number of the unit that passed last.
        looking: ends the look-up of what was left open there; a start sets it.
        go: the unit that was started and isn't taken up yet.
        cancel: ends the run at work.
        thread: works there; None while it is stopped.
    """

    position: Position
    order: str = ""
    job: Job | None = None
    on_port: bool = False
    hearing: Hearing = field(default_factory=Hearing)
    quiet: Event = field(default_factory=Event)
    passed: str = ""
    looking: Event = field(default_factory=Event)
    go: Assignment | None = None
    cancel: Event | None = None
    thread: Thread | None = None

    @property
    def start(self) -> StartBy:
        """What starts a unit there."""
        return StartBy.SCAN if self.job is None else self.job.profile.start

    def scanned(self, label: Label, text: str) -> Label:
        """Return a label with one more scan, by the order's profile; see `scanned_on`."""
        return scanned_on(label, text, None if self.job is None else self.job.profile.scan)

    def has_scanned(self, label: Label, text: str) -> bool:
        """Return whether a scan says no more than what is scanned of a label already."""
        try:
            return self.scanned(label, text) == label
        except StationError:
            return False

    @property
    def listens(self) -> bool:
        """Whether units are heard rather than seen there."""
        return self.start is StartBy.PROMPT


def work_at(
    stand: Stand, plant: Plant, feed: Feed, listeners: Sequence[Listener], stop: Event
) -> StationError | None:
    """Look up what was left open at a stand, then work there until the feed ends.

    Returns:
        Why nothing more can be done there; None where it was stopped.
    """
    try:
        settle_left(plant, stand.position, stand.looking)
        shift = work_shift([stand.position], feed, plant.tools, listeners, stop)
    except Exception as error:  # noqa: BLE001 - no position vanishes without a word
        _log.exception("Position %s broke", stand.position.name)
        return StationError("LIN-014", type(error).__name__)
    return shift.stopped.get(stand.position.name)


def still_at(plant: Plant, stand: Stand) -> Notice | None:
    """Return why nothing may be started at a stand; None where nothing stands still there."""
    try:
        still = standing_still(plant.tools.records, stand.position, stand.order)
    except StationError as error:
        still = error
    return None if still is None else Notice.of(still)


def due_at(plant: Plant, stand: Stand) -> Notice | None:
    """Return what to tell of a stand's contacts; None where they are good, or nobody can tell."""
    try:
        due = contacts_due(stand.position, plant.tools.records)
    except StationError:
        return None
    return None if due is None else Notice.of(due)


def left_of(plant: Plant, job: Job) -> int:
    """Return how many units of a job's order are still to be made."""
    usage = plant.tools.records.usage(job.order.name)
    return max(0, job.order.spec.quantity - usage.taken)


def offered(
    plant: Plant, stand: Stand, order: str, refused: StationError | None
) -> tuple[Job | None, Given]:
    """Return the job of an order at a stand, and what is told of it there.

    Args:
        plant: the open station.
        stand: where.
        order: its name, or empty where none is assigned.
        refused: why nothing may be made there, where that is known already.
    """
    name, job, left, wanted = stand.position.name, None, 0, None
    if not order and refused is None:
        refused = StationError("LIN-019", position=name)
    if refused is None:
        try:
            job = plant.job(order)
            left = left_of(plant, job)
            check_order(plant, job)
            wanted = wanted_check(plant.tools.records, name, job)
        except StationError as error:
            refused = error
    product = "" if job is None else job.profile.title
    notice = None if refused is None else Notice.of(refused)
    check = None if wanted is None else Notice.of(wanted)
    start = StartBy.SCAN if job is None else job.profile.start
    quantity = 0 if job is None else job.order.spec.quantity
    return job, Given(order, product, left, start, notice, due_at(plant, stand), check, quantity)


def job_for(plant: Plant, order: str, position: str, serial: str | None, bench: BenchView) -> Job:
    """Return the job for a unit that may be tried at a position; a check run's is dry.

    Args:
        plant: the open station.
        order: the position's, or empty.
        position: where.
        serial: what was scanned, or None where no scan is wanted.
        bench: what goes on at the other positions.

    Raises:
        StationError: LIN-001, LIN-019, LIN-020, REC-008, REC-009, REC-010, PRF-004; LIN-081 and
            LIN-091 where the position needs its check first.
    """
    if serial is not None and not _is_serial(serial):
        raise StationError("LIN-001", serial=shown(serial))
    if not order:
        raise StationError("LIN-019", position=position)
    job = plant.job(order)
    check_order(plant, job)
    due = wanted_check(plant.tools.records, position, job)
    if serial is None:
        return replace(job, dry=due is not None)
    _check_only_here(serial, position, bench)
    if plant.tools.records.checks.unit(serial) is not None:
        return replace(job, dry=True)
    if due is not None:
        raise due
    check_serial(Unit(serial=serial), job.profile)
    if is_enrolled(plant.tools.records, serial) and not runs_again(job.order):
        raise StationError("REC-008", serial=serial)
    return job


def _is_serial(text: str) -> bool:
    return text.isascii() and text.isprintable() and 0 < len(text) <= _LONGEST


def _check_only_here(serial: str, position: str, bench: BenchView) -> None:
    for view in bench.positions:
        begun = view.phase in {Phase.READY, Phase.LOADED, Phase.RUNNING}
        if begun and view.position != position and view.serial.casefold() == serial.casefold():
            raise StationError("LIN-020", serial=serial, position=view.position)
