"""What the window needs to practise: a station with orders and badges, and hands at its bench."""

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.line.work import Job
from station.model.checks import CheckKind, CheckUnit
from station.model.people import Person, Role
from station.model.profile import Profile
from station.operations.check_feed import place_of
from station.operations.enrolled import was_enrolled
from station.operations.plant import Plant
from station.operations.practice_station import PracticeStation, open_practice_order, serial_of
from station.practice.bench import PracticeBench
from station.practice.unit_config import NORMAL, Behaviour, Manner
from station.practice.units import PracticeUnit, UnitKind
from station.secret import Secret

_ORDERS: Final = ("practice-tpm", "practice-x509", "practice-symmetric", "practice-console")
_MAKERS: Final = 2
# Which practice unit is for a profile: by its link where that alone says it, by whether it uses a
# TPM, else by its mechanism.
_BY_LINK: Final[Mapping[str, UnitKind]] = {
    "console": UnitKind.CONSOLE,
    "bench-tpm": UnitKind.TPM_MODULE,
    "commands": UnitKind.MODEM,
}
_BY_MECHANISM: Final[Mapping[str, UnitKind]] = {
    "x509-device": UnitKind.DEVICE_KEY,
    "symmetric-device": UnitKind.DEVICE_KEY,
}


class Condition(Enum):
    """How a practice unit is."""

    GOOD = "good"
    FAULTY = "faulty"  # it refuses what it is asked, or says nothing
    CHECK = "check"  # the unit for checks that the position needs next, or a red rabbit


@dataclass(frozen=True)
class Badge:
    """A badge to practise with; its PIN is no secret, and printed on the log-in screen."""

    person: Person
    pin: str


BADGES: Final[Sequence[Badge]] = (
    Badge(Person("W-1001", "Wim Worker", Role.WORKER), "1001"),
    Badge(Person("S-2001", "Sofia Supervisor", Role.SUPERVISOR), "2001"),
)


@dataclass
class PracticeHands:
    """Puts practice units in and takes them out, as a worker's hands would.

    Safe to use from several threads.

    Attributes:
        plant: the station, whose orders say what units are wanted.
        bench: where they are put.
        made: the number of the unit that was made last.
    """

    plant: Plant
    bench: PracticeBench
    made: int
    _left: dict[UnitKind, list[PracticeUnit]]
    _pool: ThreadPoolExecutor
    _stock: dict[UnitKind, Future[PracticeUnit]] = field(default_factory=dict)
    _seated: dict[str, PracticeUnit] = field(default_factory=dict)
    _for_checks: dict[str, PracticeUnit] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    # One change at a time in each seat, whoever asks for it.
    _turns: defaultdict[str, Lock] = field(default_factory=lambda: defaultdict(Lock))

    def label(self, position: str) -> str:
        """Return the serial number printed on the unit at a position, or empty."""
        unit = self._seated.get(position)
        return "" if unit is None else unit.serial

    def change(self, position: str, condition: Condition = Condition.GOOD) -> str:
        """Take out what is in, for good, and put in a fresh unit of the position's order.

        Args:
            position: where.
            condition: how the unit is.

        Returns:
            The serial number printed on it.

        Raises:
            StationError: CFG-006 or CFG-003 where it can't be made or put in; LIN-019 where no
                order is assigned there, LIN-003 where the bench is closing, else as `Plant.job`.
        """
        with self._turns[position]:
            return self._change(position, condition)

    def _change(self, position: str, condition: Condition) -> str:
        order = self.plant.tools.records.assignments().get(position)
        if order is None:
            raise StationError("LIN-019", position=position)
        job = self.plant.job(order)
        kind = _kind(job.profile)
        try:
            checks = condition is Condition.CHECK
            unit = self._checker(position, job, kind) if checks else self._fresh(kind)
        except (RuntimeError, CancelledError) as error:  # of a pool that takes no more
            raise StationError("LIN-003", "the practice bench is closing") from error
        self._take_out(position)
        seat = next(seat for seat in self.bench.seats if seat.name == position)
        behaviour = NORMAL if condition is Condition.GOOD else _faulty(kind)
        known = self.plant.tools.records.checks.unit(unit.serial)
        if known is not None:
            behaviour = NORMAL if known.kind is CheckKind.GOLDEN else _RABBITS
        self.bench.plug(seat, unit, behaviour)
        with self._lock:
            self._seated[position] = unit
        return unit.serial

    def _take_out(self, position: str) -> None:
        with self._lock:
            unit = self._seated.pop(position, None)
        seat = next(seat for seat in self.bench.seats if seat.name == position)
        self.bench.unplug(seat)
        if unit is not None and self.plant.tools.records.checks.unit(unit.serial) is not None:
            self._for_checks[unit.serial] = unit
        elif unit is not None:
            shutil.rmtree(unit.folder, ignore_errors=True)

    def lay_ready(self, folder: Path) -> None:
        """Have the units for checks of earlier days in the folder of all units at hand."""
        for known in self.plant.tools.records.checks.units():
            with suppress(StationError):  # a unit that isn't of practice's making
                self._for_checks[known.serial] = PracticeUnit.load(folder / known.serial)

    def _checker(self, position: str, job: Job, kind: UnitKind) -> PracticeUnit:
        """Return a unit for checks, which lies ready; a red rabbit is put on record where none is.

        Raises:
            StationError: LIN-091 where a golden unit is wanted, and none has passed here yet.
        """
        checks, product = self.plant.tools.records.checks, job.profile.name
        due = checks.due(place_of(position, job))
        wanted = due[0].kind if due else CheckKind.RED_RABBIT
        self._keep_seated(position)
        for one in checks.units():
            fits = (one.kind, one.profile) == (wanted, product)
            if fits and (unit := self._for_checks.pop(one.serial, None)) is not None:
                return unit
        if wanted is CheckKind.GOLDEN:
            raise due[0].refusal(position)
        unit = self._fresh(kind)
        checks.add(CheckUnit(CheckKind.RED_RABBIT, unit.serial, product, _RABBITS_CODE))
        return unit

    def _keep_seated(self, position: str) -> None:
        """Take a unit for checks out that is in already, so that it can be put in anew."""
        unit = self._seated.get(position)
        if unit is not None and self.plant.tools.records.checks.unit(unit.serial) is not None:
            self._take_out(position)

    def _fresh(self, kind: UnitKind) -> PracticeUnit:
        with self._lock:
            left = self._left.get(kind)
            if left:
                return left.pop(0)
            fresh = self._stock.pop(kind, None) or self._begin(kind)
            # One ahead, so that nobody waits for it next time.
            self._stock[kind] = self._begin(kind)
        return fresh.result()

    def _begin(self, kind: UnitKind) -> Future[PracticeUnit]:
        self.made += 1
        return self._pool.submit(self.bench.make_unit, kind, serial_of(self.made))


def _kind(profile: Profile) -> UnitKind:
    by_link = _BY_LINK.get(profile.link.kind)
    if by_link is None and profile.uses_tpm:
        return UnitKind.TPM
    return by_link or _BY_MECHANISM.get(profile.mechanism) or UnitKind(profile.mechanism)


# A red rabbit says another number when it is asked once more: every product's check sees that.
_RABBITS: Final = Behaviour(Manner.SWAPPED)
_RABBITS_CODE: Final = "LNK-004"


def _faulty(kind: UnitKind) -> Behaviour:
    """Return what such a unit can do wrong: a shell refuses nothing, but can say nothing."""
    return Behaviour(Manner.SILENT if kind in _BY_LINK.values() else Manner.REFUSES)


@contextmanager
def practice_floor(data: Data, positions: int) -> Iterator[tuple[Plant, PracticeHands]]:
    """Set up a practice station in `data`, or take it up again, ready to provision.

    It has an order of every kind of product, spread over the positions unless somebody assigned
    them otherwise, and the people of `BADGES`.

    Raises:
        StationError: CFG-002, CFG-003, CFG-005, CFG-006, CFG-009 as `PracticeBench`; as
            `open_plant`.
    """
    station = PracticeStation(data, positions)
    with station.bench as bench, station.open() as plant:
        _prepare(plant, [seat.name for seat in bench.seats])
        pool = ThreadPoolExecutor(_MAKERS, thread_name_prefix="hands")
        try:
            left = _taken_up(plant, station.units)
            hands = PracticeHands(plant, bench, station.last_number(), left, pool)
            hands.lay_ready(station.units)
            yield plant, hands
        finally:
            pool.shutdown(cancel_futures=True)


def _taken_up(plant: Plant, folder: Path) -> dict[UnitKind, list[PracticeUnit]]:
    """Return the units of earlier days that can still be provisioned; the others are removed.

    The highest number stays in any case, so that no number is given twice.
    """
    left: dict[UnitKind, list[PracticeUnit]] = {}
    paths = sorted(folder.glob("PU-*"))
    for path in paths:
        try:
            unit = PracticeUnit.load(path)
        except StationError:  # broken off while it was made
            shutil.rmtree(path, ignore_errors=True)
            continue
        if plant.tools.records.checks.unit(unit.serial) is not None:
            continue
        if not was_enrolled(plant.tools.records, unit.serial):
            left.setdefault(unit.kind, []).append(unit)
        elif path != paths[-1]:
            shutil.rmtree(path, ignore_errors=True)
    return left


def _prepare(plant: Plant, positions: Sequence[str]) -> None:
    records = plant.tools.records
    known = {person.badge for person in records.people()}
    for badge in BADGES:
        if badge.person.badge not in known:
            records.add_person(badge.person, Secret(badge.pin.encode()))
    for name in _ORDERS:
        open_practice_order(plant, name)
    assigned: Mapping[str, str] = records.assignments()
    for number, position in enumerate(positions):
        if position not in assigned:
            with suppress(StationError):  # closed or paused by a supervisor: so be it
                records.assign(position, _ORDERS[number % len(_ORDERS)])
