"""Provisioning on a standing bench: units come and go at its positions, by other hands."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from threading import Event
from typing import Final, Protocol

from station.errors import CATALOGUE, Fault, Outcome, StationError
from station.line.bench import Bench, Position
from station.line.contacts import contacts_due
from station.line.prompts import check_prompter
from station.line.run import RunResult
from station.line.shift import Assignment, Feed, ShiftResult, Stopped, nobody_told, work_shift
from station.line.steps import Listener
from station.line.work import Job
from station.links import LINKS
from station.links.opening import GREETING_S, open_link
from station.links.port_ear import Ear, Heard, Hearing
from station.links.port_watch import mark_of
from station.model.run import Unit
from station.model.signals import SignalState
from station.operations.check_feed import CheckDesk, Course
from station.operations.enrolled import is_enrolled, runs_again
from station.operations.feed_place import FeedPlace
from station.operations.feed_room import NOT_TRIED, FeedRoom
from station.operations.left_open import settle_left
from station.operations.plant import Plant
from station.operations.stopping import standing_still
from station.records.first_articles import awaits_decision
from station.records.store import Records

# How long a position that sees no new unit waits before it looks again.
_LOOK_AGAIN_S: Final = 0.3
# What an empty position gives.
_NOBODY_THERE: Final = frozenset({"LNK-001", "LNK-002", "LNK-003"})
# Whoever is heard and not asked who they are.
_SOMEBODY: Final = "?"
# How often it must do so: a unit that is being seated does it too.
_SURE: Final = 2
# What no further unit of this order can get past.
_ORDER_ENDED: Final = frozenset({"REC-009", "REC-010", "PRF-004", "LIN-007"})


class Notice(Enum):
    """What a feed tells of a position."""

    WAITING = "waiting"
    FOUND = "found"
    DONE_BEFORE = "done-before"
    COMPLETE = "complete"
    CONTACTS_DUE = "contacts-due"
    CHECK_DUE = "check-due"


Told = Callable[[Position, Notice, str], None]
"""Told of a notice, with the serial number or the words that it is about, or empty."""


@dataclass
class StandingFeed:
    """Waits at each position for a unit that wasn't there before.

    Attributes:
        job: what every unit is made into.
        records: the record.
        units: how many are tried at most; None for as many as come.
        scanned: the serial number that the worker scanned, for a single unit.
        told: what happens at the positions, for the worker.
    """

    job: Job
    records: Records
    units: int | None
    scanned: str | None
    told: Told
    _went: Callable[[Position], None] = lambda position: None
    _places: dict[str, FeedPlace] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._room = FeedRoom(self.job, self.records, self.units)
        self._checks = CheckDesk(self.job, self.records)

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Wait until a unit answers at `position` that isn't the one which was done there last.

        A unit that failed may come back once it was taken out; one that passed may not.

        Raises:
            StationError: LIN-075 to -078 where the position, its order or the bench stands still;
                REC-039 where the order's first article is made and not yet signed.
        """
        place = self._places.setdefault(
            position.name, FeedPlace(self._ear(position, cancel, Hearing()))
        )
        if cancel.is_set() or self._over(position):
            return None
        self._check_going(position)
        self._tell_waiting(position)
        while not (cancel.is_set() or self._over(position)):
            self._check_going(position)
            there = self._look_at(position, place, cancel)
            if there is None:
                if place.empty_since is None:
                    self._went(position)
                place.empty()
            elif self._wanted(position, place, there):
                assignment = self._assigned(position, place, there)
                if assignment is not None:
                    return assignment
            cancel.wait(_LOOK_AGAIN_S)
        return None

    def _check_going(self, position: Position) -> None:
        """Check that nothing stands still that reaches this position."""
        still = standing_still(self.records, position, self.job.order.name)
        if still is not None:
            raise still
        self._room.check_signed()

    def _tell_waiting(self, position: Position) -> None:
        due = contacts_due(position, self.records)
        if due is not None:
            self.told(position, Notice.CONTACTS_DUE, f"{due.message} {due.remedy}")
        self._invite(position)

    def _invite(self, position: Position) -> None:
        """Tell the worker what to put in."""
        due = self._checks.due(position.name)
        self.told(position, Notice.CHECK_DUE if due else Notice.WAITING, due)

    def _assigned(self, position: Position, place: FeedPlace, there: str) -> Assignment | None:
        """Return what is to be done with who is there; None where nothing is, for now."""
        nameless = there == _SOMEBODY or there in CATALOGUE
        named = self.scanned is not None or not nameless
        course = self._checks.course(position.name, self.scanned or there, named=named)
        if course is Course.WAIT:
            place.failed = there
            self._invite(position)
            return None
        check = course is Course.CHECK
        if not check and not self._room.take(position.name):
            return None
        place.at_work = there
        self.told(position, Notice.FOUND, "" if nameless else there)
        passed = place.passed if there == _SOMEBODY else ""
        return Assignment(Unit(scanned=self.scanned, passed=passed), self.job, check=check)

    def _over(self, position: Position) -> bool:
        """Return whether no unit is to be taken any more."""
        over, complete = self._room.look()
        if complete:
            self.told(position, Notice.COMPLETE, "")
        return over

    @property
    def has_room(self) -> bool:
        """Whether one more unit may start beside those at work."""
        return self._room.has_room

    def put_back(self, position: Position, one: Assignment) -> bool:
        """Take a unit back that waited until its position's check came due; return whether so."""
        if one.check or not self._checks.due(position.name):
            return False
        self._room.give_back(position.name)
        return True

    def _look_at(self, position: Position, place: FeedPlace, cancel: Event) -> str | None:
        """Return who is there, as `_seen_at`; whoever stays is asked once."""
        place.looked_at = time.monotonic()
        mark = mark_of(position.port)
        if place.known and mark is not None and mark == place.mark:
            if self._turn(place) is not Heard.WENT and mark_of(position.port) == place.mark:
                return place.known
            mark = mark_of(position.port)
        place.known = ""
        if mark is None:
            place.ear = self._ear(position, cancel, Hearing())  # what it knew of the port is past
            return None
        there = self._seen_at(position, place, cancel)
        if there:
            place.known, place.mark = there, mark
            place.ear = self._ear(position, cancel, Hearing(there=True))
        return there

    def _ear(self, position: Position, cancel: Event, hearing: Hearing) -> Ear:
        settings = self.job.profile.link
        return Ear(LINKS[settings.kind], position.port, settings, cancel, hearing)

    @staticmethod
    def _turn(place: FeedPlace) -> Heard | None:
        """Return what became of who is there, as far as can be heard."""
        try:
            with place.ear as ear:
                return ear.turn()
        except StationError as error:
            if error.code != "LIN-003":
                raise
            return None

    def _seen_at(self, position: Position, place: FeedPlace, cancel: Event) -> str | None:
        """Return the serial number there or a broken unit's code; empty in doubt, None: nobody.

        What asks for a password isn't logged in to for that: whoever is heard there is somebody.
        """
        settings = self.job.profile.link
        if settings.asks_password:
            place.ear.hearing = Hearing()
            return _SOMEBODY if self._turn(place) is Heard.FOUND else None
        try:
            with open_link(LINKS[settings.kind], position.port, settings, cancel) as link:
                serial = link.identify().serial
        except StationError as error:
            return self._not_seen(place, error, cancel)
        place.busy_since, place.nonsense = None, 0
        return serial

    @staticmethod
    def _not_seen(place: FeedPlace, error: StationError, cancel: Event) -> str | None:
        now = time.monotonic()
        if cancel.is_set():
            return None
        if error.code == "LNK-008":
            place.busy_since = now if place.busy_since is None else place.busy_since
            if now - place.busy_since < GREETING_S:
                return ""
            raise error
        place.busy_since = None
        if error.code in _NOBODY_THERE and not _hopeless(error):
            return None
        if error.fault is Fault.UNIT:  # it talks nonsense or is of another product: a run says so
            place.nonsense += 1
            return error.code if place.nonsense >= _SURE else ""
        raise error

    def _wanted(self, position: Position, place: FeedPlace, there: str) -> bool:
        """Return whether what is there is new; tell the worker where it was done before."""
        place.seen()
        first, place.first = place.first, place.first and not there
        if not there or there == place.failed:
            return False
        # What a worker left in after its PASS, before the shift began, is no duplicate.
        # So it is where the station stopped between a PASS and the word of it.
        if first and self.scanned is None and self._checks.known(there) is None:
            serial = self.records.last_passed(position.name) if there == _SOMEBODY else there
            if serial and is_enrolled(self.records, serial):
                place.passed = serial
        if there != place.passed:
            return True
        if not place.told:
            place.told = True
            self.told(position, Notice.DONE_BEFORE, there)
        return False

    def done(self, position: Position, result: RunResult) -> None:
        """Remember the unit, which stays until the worker takes it out."""
        place = self._places[position.name]
        if result.dry:
            place.failed = place.at_work
            self._room.give_back(position.name)
            return
        code = "" if result.error is None else result.error.code
        again = code == "LIN-031"
        if result.outcome is Outcome.PASSED:
            place.passed, place.told = result.serial, True
        if result.outcome is not Outcome.PASSED or place.at_work == _SOMEBODY:
            place.failed = place.at_work
        if again:
            self.told(position, Notice.DONE_BEFORE, result.serial)
        if again or code in NOT_TRIED:
            self._room.give_back(position.name)
        else:
            self._room.tried(position.name)
        # One unit's fault, such as a TPM that is an emulator, ends nothing for the others.
        if result.outcome is Outcome.ERROR and code in _ORDER_ENDED:
            self._room.end()

    def left(self, position: Position) -> None:
        """Note that a position works no more; of a unit that it still had no run has ended."""
        self._room.give_back(position.name)

    @property
    def order(self) -> str:
        """The name of the order that its units are made for."""
        return self.job.order.name

    def tell_gone(self, went: Callable[[Position], None]) -> None:
        """Have it told whenever nobody is at a position any more."""
        self._went = went


class BenchFeed(Feed, Protocol):
    """A feed of a standing bench."""

    @property
    def order(self) -> str:
        """The name of the order that its units are made for."""
        ...

    def tell_gone(self, went: Callable[[Position], None]) -> None:
        """Have it told whenever nobody is at a position any more."""
        ...

    def left(self, position: Position) -> None:
        """Note that a position works no more."""
        ...


def _hopeless(error: StationError) -> bool:
    """Return whether a port that can't be opened is more than a cable that isn't in."""
    return error.code == "LNK-001" and error.__cause__ is None


def check_order(plant: Plant, job: Job) -> None:
    """Check that an order takes units, before any is put in.

    Raises:
        StationError: REC-009 where it is complete, REC-010 where it isn't open, REC-039 where its
            first article is made and not yet signed, LIN-062 where its units need answers that
            nobody can give here, HSM-025 where the factory's keys are in software and nobody
            accepted that.
    """
    plant.tools.records.custody.check()
    check_prompter(job, plant.tools)
    order = job.order
    if not order.state.takes_units:
        raise StationError("REC-010", order=order.name)
    usage = plant.tools.records.usage(order.name)
    if awaits_decision(order, usage):
        raise StationError("REC-039", order=order.name)
    if usage.done >= order.spec.quantity and not runs_again(order):
        raise StationError("REC-009", order=order.name, quantity=order.spec.quantity)


def provision_bench(
    plant: Plant,
    positions: Sequence[Position],
    feed: BenchFeed,
    listeners: Sequence[Listener],
    cancel: Event,
    stopped: Stopped = nobody_told,
) -> ShiftResult:
    """Work at `positions` until the feed ends or `cancel` is set."""
    with ThreadPoolExecutor(max_workers=len(positions) or 1) as hands:
        besides = feed.order
        list(hands.map(lambda one: settle_left(plant, one, cancel, besides=besides), positions))

    def left(position: Position, error: StationError) -> None:
        feed.left(position)
        stopped(position, error)

    signals = plant.tools.signals
    feed.tell_gone(lambda position: signals.show(position.name, SignalState.IDLE))
    return work_shift(positions, feed, plant.tools, listeners, cancel, left)


def chosen(bench: Bench, names: Sequence[str]) -> Sequence[Position]:
    """Return the bench's positions of these names, each once, or all where none is named.

    Raises:
        StationError: LIN-005 for a name that the bench doesn't have.
    """
    by_name = {position.name: position for position in bench.position}
    for name in names:
        if name not in by_name:
            raise StationError("LIN-005", position=name)
    return [by_name[name] for name in dict.fromkeys(names or by_name)]
