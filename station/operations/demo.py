"""The whole way on a practice bench: units of every mechanism, from the port to their hubs."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from station.errors import Outcome, StationError
from station.folders import Data
from station.hsm.handshake import programs as handshake_programs
from station.line.bench import Position, load_bench
from station.line.run import RunResult
from station.line.shift import Assignment, ShiftResult, Stopped, nobody_told, work_shift
from station.line.steps import Listener
from station.line.work import Job
from station.model.order import OrderSpec
from station.model.run import Unit
from station.operations.own_folder import OwnFolder
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, new_practice_plant, position_of, practice_pin
from station.operations.signals import signalling
from station.practice.bench import PracticeBench
from station.practice.keeper import MAKER, SERVICE, UNITS
from station.practice.seats import Seat
from station.practice.unit_config import Pacing
from station.practice.units import PracticeUnit, UnitKind
from station.service.exports import ExportReport, export

if TYPE_CHECKING:
    from station.operations.demo_rehearsal import DemoRehearsal, RehearsalReport

# One order a mechanism; units and positions go round them in this order.
_ORDERS: Final[Sequence[tuple[UnitKind, str, str]]] = (
    (UnitKind.TPM, "demo-tpm", "practice-tpm"),
    (UnitKind.X509, "demo-x509", "practice-x509"),
    (UnitKind.SYMMETRIC, "demo-symmetric", "practice-symmetric"),
)
# In the place of its order's, where certificates are proved by TLS connections too.
_TLS: Final[Mapping[UnitKind, str]] = {UnitKind.X509: "practice-x509-tls"}
# How many units are made ahead: enough that no position waits, few enough for a small machine.
_MAKERS: Final = 2
MOST_UNITS: Final = 100_000

Progress = Callable[[str], None]


@dataclass(frozen=True)
class DemoRequest:
    """What a demo shall do.

    Attributes:
        units: how many.
        positions: how many side by side.
        out: a new or empty folder.
        keep_units: whether the units' own folders stay.
        pacing: whether the serial lines take real time.
        tls: whether units with a certificate prove it by TLS connections too.
        fixtures: whether each position has a fixture with lamps.
    """

    units: int
    positions: int
    out: Path
    keep_units: bool
    pacing: Pacing = Pacing.REAL
    tls: bool = False
    fixtures: bool = False


@dataclass(frozen=True)
class DemoReport:
    """What a demo did.

    Attributes:
        units: how many were asked for.
        results: the runs, in brief; of very many the newest.
        outcomes: how many runs of each mechanism ended how.
        stopped: positions that could not go on, and why.
        seconds: the whole time.
        working_seconds: from the first unit's start to the last one's end.
        export: the files, or None where nothing passed or the export failed.
        export_error: why it failed, if it did.
        rehearsal: how the units registered; None where nothing was exported, or on cancel.
        out: the folder.
    """

    units: int
    results: Sequence[RunResult]
    outcomes: Mapping[str, Mapping[Outcome, int]]
    stopped: Mapping[str, StationError]
    seconds: float
    working_seconds: float
    export: ExportReport | None
    export_error: StationError | None
    rehearsal: "RehearsalReport | None"
    out: Path

    @property
    def passed(self) -> int:
        """How many units passed."""
        return self.ended(Outcome.PASSED)

    @property
    def assigned(self) -> int:
        """How many units registered at the practice service, and have a hub."""
        return 0 if self.rehearsal is None else self.rehearsal.assigned

    @property
    def failed(self) -> int:
        """How many were tried and did not pass; not those that were given up."""
        return self.ended(Outcome.FAILED) + self.ended(Outcome.ERROR)

    def ended(self, *outcomes: Outcome) -> int:
        """Return how many units ended so, or at all."""
        wanted = outcomes or tuple(Outcome)
        return sum(counts[one] for counts in self.outcomes.values() for one in wanted)

    @property
    def by_mechanism(self) -> Mapping[str, int]:
        """How many units of each mechanism passed."""
        return {name: counts[Outcome.PASSED] for name, counts in self.outcomes.items()}


class Conveyor:
    """Brings practice units to the positions, one order after another, and takes them away."""

    def __init__(self, bench: PracticeBench, jobs: Sequence[Job], units: int) -> None:
        self._bench = bench
        self._seats: Mapping[str, Seat] = {seat.name: seat for seat in bench.seats}
        self._jobs = jobs
        self._lock = Lock()
        self._made: list[Future[PracticeUnit]] = []
        self._next = 0
        self._units = units
        self._numbers: dict[str, int] = {}
        self.outcomes = {kind.value: Counter[Outcome]() for kind, _, _ in _ORDERS}
        self._pool = ThreadPoolExecutor(_MAKERS, thread_name_prefix="maker")
        with self._lock:
            self._make_ahead()

    def _make_ahead(self) -> None:
        ahead = self._next + len(self._seats) + _MAKERS
        while len(self._made) < min(self._units, ahead):
            number = len(self._made)
            kind = _ORDERS[number % len(_ORDERS)][0]
            serial = f"PU-{number + 1:06d}"
            self._made.append(self._pool.submit(self._bench.make_unit, kind, serial))

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Plug in the next unit, once it is made."""
        with self._lock:
            number = self._next
            if number >= self._units or cancel.is_set():
                return None
            self._next += 1
            self._make_ahead()
            made = self._made[number]
            self._numbers[position.name] = number
        unit = made.result()
        if cancel.is_set():
            return None
        self._bench.plug(self._seats[position.name], unit)
        return Assignment(Unit(), self._jobs[number % len(self._jobs)])

    def done(self, position: Position, result: RunResult) -> None:
        """Unplug the unit."""
        with self._lock:
            kind = _ORDERS[self._numbers[position.name] % len(_ORDERS)][0]
            self.outcomes[kind.value][result.outcome] += 1
        self._bench.unplug(self._seats[position.name])

    def close(self) -> None:
        """Make no more units."""
        self._pool.shutdown(cancel_futures=True)


def run_demo(
    request: DemoRequest,
    progress: Progress,
    listeners: Sequence[Listener],
    cancel: Event,
    stopped: Stopped = nobody_told,
) -> DemoReport:
    """Provision practice units of all mechanisms, export them, and have them register.

    Args:
        request: what to do.
        progress: told in a sentence what begins.
        listeners: told of every step.
        cancel: set to stop; what is done stays on record.
        stopped: told of a position that can't go on.

    Raises:
        StationError: CFG-005 where the folder isn't empty, CFG-002 or HSM-046 for a missing part,
            CFG-006 where the bench can't start, LIN-003 on cancel before a unit: nothing stays.
    """
    handshake_programs()  # nobody else would miss them before a unit needs them
    began = time.monotonic()
    with OwnFolder(request.out) as own, ExitStack() as opened:
        out = own.root
        opened.callback(_clear, out, request)
        bench = opened.enter_context(_bench(out, request, progress))
        plant = opened.enter_context(_plant(own.data, bench))
        jobs = _open_orders(plant, request)
        if cancel.is_set():
            raise StationError("LIN-003", "before the first unit")
        own.keep()
        conveyor = opened.enter_context(closing(Conveyor(bench, jobs, request.units)))
        progress(f"Provisioning {request.units} units")
        working, seats = time.monotonic(), [position_of(seat) for seat in bench.seats]
        shift = work_shift(seats, conveyor, plant.tools, listeners, cancel, stopped)
        worked = time.monotonic() - working
        exported = _exported(plant, out, shift, progress)
        known = _rehearsal()(bench, plant, jobs, out, cancel, progress).run(exported[0])
    told = (time.monotonic() - began, worked, *exported, known, out)
    return DemoReport(request.units, shift.results, conveyor.outcomes, shift.stopped, *told)


def _rehearsal() -> "type[DemoRehearsal]":
    """Return the rehearsal, whose server and client no other command is to load."""
    from station.operations.demo_rehearsal import DemoRehearsal  # noqa: PLC0415

    return DemoRehearsal


@contextmanager
def _plant(data: Data, bench: PracticeBench) -> Iterator[Plant]:
    with (
        new_practice_plant(data, bench) as plain,
        signalling(plain, load_bench(data.bench)) as plant,
    ):
        yield plant


def _bench(out: Path, request: DemoRequest, progress: Progress) -> PracticeBench:
    progress(f"Starting a practice bench with {request.positions} positions")
    bench = PracticeBench(out, request.positions, pacing=request.pacing)
    return bench.with_fixtures() if request.fixtures else bench


def _clear(out: Path, request: DemoRequest) -> None:
    for name in (MAKER,) if request.keep_units else (MAKER, UNITS, SERVICE):
        shutil.rmtree(out / name, ignore_errors=True)


def _open_orders(plant: Plant, request: DemoRequest) -> Sequence[Job]:
    count = len(_ORDERS)
    for number, (kind, name, shipped) in enumerate(_ORDERS):
        profile = _TLS.get(kind, shipped) if request.tls else shipped
        quantity = max(1, (request.units - number + count - 1) // count)
        spec = OrderSpec(name=name, profile=profile, id_scope=ID_SCOPE, quantity=quantity)
        plant.create_order(spec, practice_pin())
    return tuple(plant.job(name) for _, name, _ in _ORDERS)


def _exported(
    plant: Plant, out: Path, shift: ShiftResult, progress: Progress
) -> tuple[ExportReport | None, StationError | None]:
    if not shift.outcomes[Outcome.PASSED]:
        return None, None
    progress("Exporting the enrollments")
    try:
        return export(plant.tools.records, plant.tools.factory, out / "export", "dps-json"), None
    except StationError as error:
        return None, error
