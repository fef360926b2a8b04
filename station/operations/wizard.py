"""The worker's wizard without its looks: scans, starts and verdicts at all positions of a bench."""

import logging
from collections.abc import Sequence
from functools import partial
from threading import Event, Thread
from types import TracebackType
from typing import Final, Self

from station.errors import Outcome, StationError
from station.line.bench import Position
from station.line.halt import Ender
from station.line.run import RunResult
from station.line.shift import Assignment
from station.line.work import Job
from station.links import LINKS
from station.links.port_ear import Ear, Heard, Hearing, listen
from station.links.port_names import SYSTEM
from station.links.port_watch import PortWatch
from station.model.barcode_label import WRONG_LABEL
from station.model.prompt import Question
from station.model.run import Unit
from station.model.settings import Loading
from station.model.signals import SignalState
from station.operations import seating
from station.operations.bench_board import Told
from station.operations.bench_view import Notice, Phase, PositionView, Verdict
from station.operations.plant import Plant
from station.operations.prompt_desk import PromptDesk
from station.operations.stands import SEEN, Stand, job_for, offered, still_at, work_at
from station.operations.wizard_labels import LabelBoard, label_notice

_log: Final = logging.getLogger(__name__)
_AGAIN: Final = "LIN-031"
_CHECK_DUE: Final = "LIN-081"


class Wizard(LabelBoard):
    """Workers' hands on the line: a context manager.

    All methods but `view` may wait for the disk and the factory's token. A scan is data: it starts
    nothing, whatever it says, and what the checks refuse is told as a notice and changes nothing.
    Where the profile says so, a unit starts by being plugged in or by its first prompt; the unit
    that passed last never does, nor one that was in before anybody could see what it would start.
    In batches, whatever starts a unit loads it, and it begins with the others.

    Args:
        plant: the open station.
        positions: the bench's.
        told: told of every change.
    """

    def __init__(self, plant: Plant, positions: Sequence[Position], told: Told) -> None:
        super().__init__([position.name for position in positions], told)
        self._desk = PromptDesk(self._asked)
        self._plant = plant.asking(self._desk)
        self._stands = {position.name: Stand(position) for position in positions}
        self._watch = PortWatch({p.name: p.port for p in positions}, self)

    def __enter__(self) -> Self:
        self.reload()
        self._plant.tools.signals.watch(self._fixture_is, partial(self._refuse, None))
        for stand in self._stands.values():
            self._man(stand)
        self._loader.start()
        self._offer_labels()
        try:
            self._watch.__enter__()
        except BaseException:
            self._halt()
            self._await_positions()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cancel what is at work and wait for it."""
        self._halt()
        self._watch.__exit__(kind, error, trace)
        self._await_positions()

    def _halt(self) -> None:
        with self._turn:
            self._stop.set()
            for stand in self._stands.values():
                stand.quiet.set()
                if stand.cancel is not None:
                    stand.cancel.set()
            self._turn.notify_all()

    def _await_positions(self) -> None:
        self._loader.join()
        for stand in self._stands.values():
            thread = stand.thread  # which a position that stops takes away itself
            if thread is not None:
                thread.join()

    def reload(self) -> None:
        """Take up what the record now says of orders and their positions."""
        try:
            records = self._plant.tools.records
            assigned = dict(records.assignments())
            self._set_batch(on=records.settings().loading is Loading.BATCH)
        except StationError as error:
            for stand in self._stands.values():
                self._give(stand, "", error)
            return
        for name, stand in self._stands.items():
            self._give(stand, assigned.get(name, ""), None)
        self._hold_stopped()

    def _hold_stopped(self) -> None:
        """Have stand still what the record says does, and let go on what doesn't any more."""
        for name, stand in self._stands.items():
            still = still_at(self._plant, stand)
            with self._turn:
                was = self._view.at(name).blocked
                self._put(name, seating.held(self._view.at(name), still))
                lifted = was is not None and self._view.at(name).blocked is None
                if lifted:
                    self._man(stand)
            if lifted:
                self._go_on(stand)

    def scan(self, text: str) -> None:
        """Take what was scanned of a label, or typed, for the chosen position."""
        if (found := self._unlabelled(text)) is None:
            return
        text, view = found, self._view
        opened = seating.open_scan(view)
        target = view.at(view.chosen) if view.chosen else None
        if target is not None and target.question is not None:
            self.answer(target.position, target.question, text)
        elif opened is not None:
            if not self._stands[opened.position].has_scanned(opened.label, text):
                error = StationError("LIN-017", serial=opened.serial, position=opened.position)
                self._refuse(opened, error)
        elif target is None or not seating.waits_for_scan(target):
            self._refuse(target, StationError("LIN-018"))
        else:
            self._take(target, text)

    def _take(self, view: PositionView, text: str) -> None:
        """Take a scan at a position that waits for it."""
        try:
            label = self._stands[view.position].scanned(view.label, text)
        except StationError as error:
            if error.code in WRONG_LABEL:
                self._change(view.position, seating.mislabelled)
            self._refuse(view, error)
            return
        if (job := self._checked(view, label.serial)) is None:
            self._change(view.position, seating.mislabelled)
            return
        order, product = job.order.name, job.profile.title
        self._change(view.position, lambda v: seating.scanned(v, label, order, product))

    def answer(self, position: str, question: Question, text: str) -> None:
        """Take what was pressed or scanned as the answer to what a run asks there."""
        try:
            self._desk.answer(position, question, text)
        except StationError as error:
            self._refuse(self._view.at(position), error)

    def take_back(self, position: str) -> None:
        """Forget an open scan, also one of a label that isn't whole yet."""
        with self._turn:
            view = self._view.at(position)
            if view.phase is Phase.READY or view.label.awaited:
                self._put(position, seating.idle(self._view.at(position)))
            self._unload(position)
        self._renew(self._stands[position])

    def start(self, position: str) -> None:
        """Start the unit that is ready, having checked once more; in batches, load it."""
        view = self._view.at(position)
        if view.phase is not Phase.READY or self._held.is_set():
            return
        if (job := self._startable(view)) is None:
            return
        with self._turn:
            now = self._view.at(position)
            if now.phase is not Phase.READY or now.serial != view.serial:
                return
            if self._view.batch and not job.dry:
                self._put(position, seating.loaded(now))
            else:
                self._go(now, job)

    def _startable(self, view: PositionView) -> Job | None:
        """Return the job of a unit that is in and may be started; else None, having told why."""
        job = self._checked(view, view.serial or None)
        if job is not None and not SYSTEM.is_there(self._stands[view.position].position.port):
            self._refuse(view, StationError("LIN-021", position=view.position))
            return None
        return job

    def _go(self, view: PositionView, job: Job) -> None:
        stand, scanned = self._stands[view.position], view.serial or None
        if self._stop.is_set():
            return
        self._man(stand)
        stand.cancel = Event()
        passed = "" if scanned else stand.passed
        stand.go = Assignment(Unit(scanned=scanned, passed=passed), job, stand.cancel, job.dry)
        self._put(view.position, seating.started(view))
        stand.quiet.set()
        stand.looking.set()  # the run looks for itself, and can be cancelled

    def cancel(self, position: str) -> None:
        """End the run at work at a position; its verdict comes when it has ended.

        A unit that is loaded, and hasn't begun, is taken out of its batch.
        """
        self._unload(position)
        cancel = self._stands[position].cancel
        if cancel is not None:
            cancel.set()

    def next_unit(self, position: str) -> None:
        """Take a verdict, or that the position stopped, as seen: on to the next unit."""
        stand = self._stands[position]
        with self._turn:
            view = self._view.at(position)
            if view.phase not in {Phase.ENDED, Phase.STOPPED} or view.sticker is not None:
                return
            self._put(position, seating.idle(view))
            self._man(stand)
        self._go_on(stand)

    def release(self, position: str) -> None:
        """Let a position go on that is blocked: for a supervisor, who has seen why."""
        stand = self._stands[position]
        with self._turn:
            self._put(position, seating.released(self._view.at(position)))
            self._man(stand)
        self._hold_stopped()
        self._go_on(stand)

    def _put(self, position: str, changed: PositionView) -> None:
        before = self._view.at(position)
        super()._put(position, changed)
        if seating.is_over(before) and not seating.is_over(changed):
            self._plant.tools.signals.show(position, SignalState.IDLE)

    # What follows is called by the line, in each position's own thread.

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Wait until a unit is started at `position`; see `line.shift.Feed`."""
        stand = self._stands[position.name]
        while True:
            with self._turn:
                self._turn.wait_for(lambda: stand.go or stand.listens or cancel.is_set())
                assignment, stand.go = stand.go, None
                if cancel.is_set():
                    return None
                if assignment is not None:
                    stand.hearing = Hearing(there=True)
                    return assignment
                stand.quiet = quiet = Event()
            self._listen(stand, quiet)

    def done(self, position: Position, result: RunResult) -> None:
        """Show a unit's verdict; see `line.shift.Feed`."""
        notice = label_notice(result.label) if result.error is None else Notice.of(result.error)
        enrolled = result.enrollment
        name = "" if enrolled is None else enrolled.registration_id.text
        checked = None if result.check is None else result.check.right
        verdict = Verdict(result.outcome, notice, name, result.seconds, result.again, checked)
        stand = self._stands[position.name]
        stand.cancel = None
        if notice is not None and notice.code == _AGAIN:
            told = notice
            self._change(position.name, lambda v: seating.again(v, told))
        else:
            self._change(
                position.name,
                lambda v: self._await_label(seating.ended(v, verdict, result.serial), result.label),
            )
        if result.outcome is Outcome.PASSED and not result.dry:
            stand.passed = result.serial
        for other in self._stands.values():
            if other.order == stand.order:
                self._renew(other)
        self._hold_stopped()

    def _man(self, stand: Stand) -> None:
        """Have a thread work at a stand, unless one does."""
        if stand.thread is not None or self._stop.is_set():
            return
        stand.looking = Ender(self._stop)
        stand.thread = Thread(target=self._work, args=(stand,), name=stand.position.name)
        stand.thread.start()

    def _work(self, stand: Stand) -> None:
        name = stand.position.name
        error = work_at(stand, self._plant, self, [self._stepped], self._stop)
        with self._turn:
            stand.thread, stand.go, stand.cancel = None, None, None
            if error is not None:
                self._put(name, seating.halted(self._view.at(name), error))
        self._hold_stopped()

    def _listen(self, stand: Stand, quiet: Event) -> None:
        """Hear who comes and goes, until a unit is started or the position is quiet."""
        job, name = stand.job, stand.position.name
        if job is not None:
            settings = job.profile.link
            kind, port = LINKS[settings.kind], stand.position.port
            listen(Ear(kind, port, settings, quiet, stand.hearing), partial(self._see, name))

    def _checked(self, view: PositionView, serial: str | None) -> Job | None:
        """Return the job of a unit that may be tried, or None, having told why it may not."""
        try:
            order = self._stands[view.position].order
            return job_for(self._plant, order, view.position, serial, self._view)
        except StationError as error:
            if error.code in {_CHECK_DUE, "LIN-091"}:  # as when another shift has begun
                self._renew(self._stands[view.position])
            self._refuse(view, error)
            return None

    def _give(self, stand: Stand, order: str, refused: StationError | None) -> None:
        """Put an order on a stand and its view, with what is left of it."""
        job, now = offered(self._plant, stand, order, refused)
        self._take_up(stand, order, job)
        self._change(stand.position.name, lambda v: seating.given(v, now))

    def _take_up(self, stand: Stand, order: str, job: Job | None) -> None:
        """Give a stand its job; where units are now heard or no longer heard, start that anew."""
        name = stand.position.name
        with self._turn:
            before, profile = stand.listens, None if stand.job is None else stand.job.profile
            stand.order, stand.job = order, job
            changed = job is None or job.profile != profile
            if not (changed and (before or stand.listens)):
                return
            stand.quiet.set()
            stand.hearing = Hearing()
            self._turn.notify_all()
            there = stand.on_port and not stand.listens
            gone = seating.seated(self._view.at(name), there=False)
            self._put(name, seating.found(gone) if there else gone)

    def _renew(self, stand: Stand) -> None:
        self._give(stand, stand.order, None)

    # What follows is called by the port watch, in its thread.

    def found(self, position: str) -> None:
        """See a unit that was in already; see `links.port_watch.Watcher`."""
        self._sensed(position, Heard.FOUND)

    def came(self, position: str) -> None:
        """See a unit that came; see `links.port_watch.Watcher`."""
        self._sensed(position, Heard.CAME)

    def went(self, position: str) -> None:
        """See that a unit went; see `links.port_watch.Watcher`."""
        self._sensed(position, Heard.WENT)

    def keyboard(self, position: str, name: str) -> None:
        """Stop a position where something types; see `links.port_watch.Watcher`."""
        error = StationError("LIN-030", position=position, name=name)
        _log.warning("%s", error)
        notice = Notice.of(error)
        self._change(position, lambda v: seating.blocked(v, notice))
        self.cancel(position)

    def _sensed(self, name: str, seen: Heard) -> None:
        stand = self._stands[name]
        with self._turn:
            stand.on_port = seen is not Heard.WENT
            if stand.listens:
                if stand.on_port:
                    return  # the adapter; the unit is heard
                stand.hearing.there = False
        self._see(name, seen)

    def _see(self, name: str, seen: Heard) -> None:
        had_ended = self._view.at(name).phase is Phase.ENDED
        self._change(name, SEEN[seen])
        stand = self._stands[name]
        if had_ended and self._view.at(name).phase is not Phase.ENDED:
            # The order may have been completed, or changed, while the verdict stood there.
            self._go_on(stand)
        elif seating.starts_itself(self._view.at(name)):
            self.start(name)

    def _go_on(self, stand: Stand) -> None:
        """Take up the order anew, and start what has come meanwhile."""
        self._renew(stand)
        if seating.starts_itself(self._view.at(stand.position.name)):
            self.start(stand.position.name)
