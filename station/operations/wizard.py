"""The worker's wizard without its looks: scans, starts and verdicts at all positions of a bench."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.line.bench import Position
from station.line.checks import check_serial
from station.line.run import RunResult
from station.line.shift import Assignment, work_shift
from station.line.work import Job
from station.model.names import shown
from station.model.run import StepEvent, Unit
from station.operations import seating
from station.operations.bench_view import BenchView, Notice, Phase, PositionView, Verdict
from station.operations.floor import check_order, is_enrolled
from station.operations.plant import Plant

_log: Final = logging.getLogger(__name__)
_LOOK_S: Final = 0.2
_LONGEST: Final = 64

Told = Callable[[BenchView], None]
"""Told of every change, in whatever thread it comes about; must not wait."""


@dataclass
class _Stand:
    """What a position holds beside its view.

    Attributes:
        position: where.
        order: the assigned order's name, or empty.
        go: the unit that was started and isn't taken up yet.
        cancel: ends the run at work.
        thread: works there; None while it is stopped.
    """

    position: Position
    order: str = ""
    go: Assignment | None = None
    cancel: Event | None = None
    thread: Thread | None = None


class Wizard:
    """Workers' hands on the line: a context manager.

    All methods but `view` may wait for the disk and the factory's token. A scan is data: it starts
    nothing, whatever it says, and what the checks refuse is told as a notice and changes nothing.

    Args:
        plant: the open station.
        positions: the bench's.
        told: told of every change.
    """

    def __init__(self, plant: Plant, positions: Sequence[Position], told: Told) -> None:
        self._plant = plant
        self._told = told
        self._stands = {position.name: _Stand(position) for position in positions}
        self._view = BenchView(tuple(PositionView(p.name) for p in positions), "")
        self._turn = Condition()
        self._stop = Event()
        self._watcher = Thread(target=self._watch, name="ports")

    def __enter__(self) -> Self:
        self.reload()
        for stand in self._stands.values():
            self._man(stand)
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cancel what is at work and wait for it."""
        with self._turn:
            self._stop.set()
            for stand in self._stands.values():
                if stand.cancel is not None:
                    stand.cancel.set()
            self._turn.notify_all()
        self._watcher.join()
        for stand in self._stands.values():
            thread = stand.thread  # which a position that stops takes away itself
            if thread is not None:
                thread.join()

    @property
    def view(self) -> BenchView:
        """The bench as it is now."""
        return self._view

    def reload(self) -> None:
        """Take up what the record now says of orders and their positions."""
        try:
            assigned = dict(self._plant.tools.records.assignments())
        except StationError as error:
            for stand in self._stands.values():
                self._give(stand, "", error)
            return
        for name, stand in self._stands.items():
            self._give(stand, assigned.get(name, ""), None)

    def choose(self, position: str) -> None:
        """Have the next scan go to a position, unless another scan is open."""
        with self._turn:
            self._tell(replace(self._view, chosen=position, notice=None))

    def scan(self, text: str) -> None:
        """Take a scanned or typed serial number for the chosen position."""
        serial = text.strip()
        view = self._view
        opened = seating.open_scan(view)
        if opened is not None and opened.serial.casefold() == serial.casefold():
            return
        target = view.at(view.chosen) if view.chosen else None
        if opened is not None:
            error = StationError("LIN-017", serial=opened.serial, position=opened.position)
            self._refuse(opened, error)
        elif target is None or not seating.waits_for_scan(target):
            self._refuse(target, StationError("LIN-018"))
        elif (job := self._checked(target, serial)) is not None:
            order, product = job.order.name, job.profile.title
            self._change(target.position, lambda v: seating.scanned(v, serial, order, product))

    def take_back(self, position: str) -> None:
        """Forget an open scan."""
        with self._turn:
            if self._view.at(position).phase is Phase.READY:
                self._put(position, seating.idle(self._view.at(position)))
        self._renew(self._stands[position])

    def start(self, position: str) -> None:
        """Start the unit whose scan is open, having checked once more."""
        view, stand = self._view.at(position), self._stands[position]
        if view.phase is not Phase.READY:
            return
        job = self._checked(view, view.serial)
        if job is None:
            return
        if not _is_there(stand.position):
            self._refuse(view, StationError("LIN-021", position=position))
            return
        with self._turn:
            if self._view.at(position).phase is not Phase.READY or stand.thread is None:
                return
            stand.cancel = Event()
            stand.go = Assignment(Unit(scanned=view.serial), job, stand.cancel)
            self._put(position, seating.started(self._view.at(position)))
            self._turn.notify_all()

    def cancel(self, position: str) -> None:
        """End the run at work at a position; its verdict comes when it has ended."""
        cancel = self._stands[position].cancel
        if cancel is not None:
            cancel.set()

    def next_unit(self, position: str) -> None:
        """Take a verdict, or that the position stopped, as seen: on to the next unit."""
        stand = self._stands[position]
        with self._turn:
            view = self._view.at(position)
            if view.phase not in {Phase.ENDED, Phase.STOPPED}:
                return
            self._put(position, seating.idle(view))
            if stand.thread is None and not self._stop.is_set():
                self._man(stand)
        self._renew(stand)

    # What follows is called by the line, in each position's own thread.

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Wait until a unit is started at `position`; see `line.shift.Feed`."""
        stand = self._stands[position.name]
        with self._turn:
            self._turn.wait_for(lambda: stand.go is not None or cancel.is_set())
            assignment, stand.go = stand.go, None
            return None if cancel.is_set() else assignment

    def done(self, position: Position, result: RunResult) -> None:
        """Show a unit's verdict; see `line.shift.Feed`."""
        notice = None if result.error is None else Notice.of(result.error)
        enrolled = result.enrollment
        name = "" if enrolled is None else enrolled.registration_id.text
        verdict = Verdict(result.outcome, notice, name, result.seconds)
        stand = self._stands[position.name]
        stand.cancel = None
        self._change(position.name, lambda v: seating.ended(v, verdict, result.serial))
        for other in self._stands.values():
            if other.order == stand.order:
                self._renew(other)

    def _man(self, stand: _Stand) -> None:
        stand.thread = Thread(target=self._work, args=(stand,), name=stand.position.name)
        stand.thread.start()

    def _work(self, stand: _Stand) -> None:
        name = stand.position.name
        shift = work_shift([stand.position], self, self._plant.tools, [self._stepped], self._stop)
        error = shift.stopped.get(name)
        with self._turn:
            stand.thread, stand.go, stand.cancel = None, None, None
            if error is not None:
                notice = Notice.of(error)
                self._put(name, seating.stopped(self._view.at(name), notice))

    def _stepped(self, event: StepEvent) -> None:
        self._change(event.position, lambda v: seating.stepped(v, event))

    def _checked(self, view: PositionView, serial: str) -> Job | None:
        """Return the job of a unit that may be tried, or None, having told why it may not."""
        try:
            return self._check_scan(view.position, serial)
        except StationError as error:
            self._refuse(view, error)
            return None

    def _check_scan(self, position: str, serial: str) -> Job:
        """Return the job for a unit that may be tried at a position.

        Raises:
            StationError: LIN-001, LIN-019, LIN-020, REC-008, REC-009, REC-010, PRF-004.
        """
        if not (serial.isascii() and serial.isprintable() and 0 < len(serial) <= _LONGEST):
            raise StationError("LIN-001", serial=shown(serial))
        stand = self._stands[position]
        if not stand.order:
            raise StationError("LIN-019", position=position)
        job = self._plant.job(stand.order)
        check_order(self._plant, job)
        check_serial(Unit(serial=serial), job.profile)
        for view in self._view.positions:
            at_work = view.phase in {Phase.READY, Phase.RUNNING} and view.position != position
            if at_work and view.serial.casefold() == serial.casefold():
                raise StationError("LIN-020", serial=serial, position=view.position)
        if is_enrolled(self._plant.tools.records, serial):
            raise StationError("REC-008", serial=serial)
        return job

    def _give(self, stand: _Stand, order: str, refused: StationError | None) -> None:
        """Put an order on a stand's view, with what is left of it."""
        name, product, left = stand.position.name, "", 0
        if not order and refused is None:
            refused = StationError("LIN-019", position=name)
        if refused is None:
            try:
                job = self._plant.job(order)
                product, left = job.profile.title, self._left(job)
                check_order(self._plant, job)
            except StationError as error:
                refused = error
        stand.order = order
        notice = None if refused is None else Notice.of(refused)
        self._change(name, lambda v: seating.given(v, order, product, left, notice))

    def _left(self, job: Job) -> int:
        usage = self._plant.tools.records.usage(job.order.name)
        return max(0, job.order.spec.quantity - usage.enrolled - usage.spent)

    def _renew(self, stand: _Stand) -> None:
        self._give(stand, stand.order, None)

    def _refuse(self, view: PositionView | None, error: StationError) -> None:
        """Tell why a scan or a start is refused; all else stays as it is."""
        _log.info("Refused: %s", error)
        notice = Notice.of(error)
        if view is None:
            with self._turn:
                self._tell(replace(self._view, notice=notice))
            return
        self._change(view.position, lambda v: replace(v, notice=notice))

    def _watch(self) -> None:
        """Look which positions have something on their port."""
        while not self._stop.is_set():
            for name, stand in self._stands.items():
                there = _is_there(stand.position)
                if there != self._view.at(name).seated:
                    self._see(name, there=there)
            self._stop.wait(_LOOK_S)

    def _see(self, name: str, *, there: bool) -> None:
        had_ended = self._view.at(name).phase is Phase.ENDED
        self._change(name, lambda v: seating.seated(v, there=there))
        if had_ended and self._view.at(name).phase is not Phase.ENDED:
            # The order may have been completed, or changed, while the verdict stood there.
            self._renew(self._stands[name])

    def _change(self, position: str, how: Callable[[PositionView], PositionView]) -> None:
        with self._turn:
            self._put(position, how(self._view.at(position)))

    def _put(self, position: str, changed: PositionView) -> None:
        views = tuple(changed if v.position == position else v for v in self._view.positions)
        self._tell(BenchView(views, self._view.chosen))

    def _tell(self, view: BenchView) -> None:
        view = replace(view, chosen=seating.next_chosen(view))
        if view != self._view:
            self._view = view
            self._told(view)


def _is_there(position: Position) -> bool:
    """Return whether something is on a position's port; of a network's port nobody can tell."""
    return not position.port.startswith("/") or Path(position.port).exists()
