"""The benchmark's row of the whole bench: eight positions at once, against one alone.

Each position takes several units in turn, as in a shift, and each begins a while after the one
before it, as hands plug them in. Throughput is what goes through while all are at work, from
the last one's beginning to the first one's end; a unit counts by the part of its run that falls
there. The units are in seats of their own beforehand, since to change them is the worker's time;
every measurement has a new record, which knows none of them.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import fmean
from threading import Event
from typing import Final

from station.folders import Data
from station.line.labels import no_printer
from station.line.run import run_unit
from station.line.work import Job, Tools
from station.links import LINKS
from station.model.order import OrderSpec
from station.model.profile import LinkSettings
from station.model.run import Unit
from station.operations.factory_file import FactoryFile
from station.operations.plant import Plant, utc_now
from station.operations.practice import ID_SCOPE, position_of, practice_pin
from station.practice.bench import PracticeBench
from station.practice.seats import Seat
from station.practice.units import UnitKind
from station.records.roots import RootKind
from station.records.store import Records
from tests.benchmarks.row import ROUNDS, AtLeast, Measured, Row, Scale, interleaved
from tests.benchmarks.workshop import EVICT, workshop
from tests.support.factory import practice_factory

_POSITIONS: Final = 8
_BAUD: Final = 115_200
_IN_TURN: Final = 4  # units that a position takes one after the other
_APART_S: Final = 0.1  # a run takes about eight times as long
NAME: Final = "benchmark"


@dataclass
class Floor:
    """A bench full of units.

    Attributes:
        seconds: of a run at each position, by how many positions worked at once.
    """

    bench: PracticeBench
    folder: Path
    seconds: dict[int, list[float]] = field(default_factory=dict)
    _stations: Iterator[int] = field(default_factory=count)
    _turn: Iterator[int] = field(default_factory=count)

    def all(self) -> float:
        """Let all positions take their units; return units a second."""
        return self._rate(range(_POSITIONS))

    def one(self) -> float:
        """Let one position take its units, each time the next, for no two chips are as quick."""
        return self._rate([next(self._turn) % _POSITIONS])

    def _rate(self, positions: Sequence[int]) -> float:
        turns = [self.bench.seats[at::_POSITIONS] for at in positions]
        with ThreadPoolExecutor(max_workers=len(turns)) as hands, self.station() as plant:
            list(hands.map(renew, turns))
            job = plant.job(NAME)
            waits = [_APART_S * place for place in range(len(turns))]
            taken = list(
                hands.map(lambda seats, wait: _runs(seats, wait, job, plant.tools), turns, waits)
            )
        begun = max(runs[0].begun for runs in taken)
        ended = min(runs[-1].ended for runs in taken)
        runs = [run for position in taken for run in position]
        self.seconds.setdefault(len(turns), []).extend(run.ended - run.begun for run in runs)
        return sum(run.part_within(begun, ended) for run in runs) / (ended - begun)

    @contextmanager
    def station(self) -> Iterator[Plant]:
        """Set up a station that has seen none of the units."""
        data = Data.made(self.folder / f"station-{next(self._stations)}")
        with (
            practice_factory(data.root / "tokens", NAME) as factory,
            Records.create(data.database, factory, station=NAME, practice=True) as records,
        ):
            trust = self.bench.trust
            for kind, those in (
                (RootKind.ROOT, trust.roots),
                (RootKind.INTERMEDIATE, trust.intermediates),
            ):
                for certificate in those:
                    records.add_root(certificate, kind)
            tools = Tools(records, factory, NAME, no_printer, utc_now)
            file = FactoryFile(station=NAME, practice=True, library="", label="", environment={})
            plant = Plant(data, file, tools)
            spec = OrderSpec(name=NAME, profile="practice-tpm", id_scope=ID_SCOPE, quantity=1_000)
            plant.create_order(spec, practice_pin())
            yield plant


@dataclass(frozen=True)
class _Taken:
    """One unit's run, from when to when (`time.perf_counter`)."""

    begun: float
    ended: float

    def part_within(self, begun: float, ended: float) -> float:
        """Return which part of the run lies between two times, from 0 to 1."""
        shared = min(self.ended, ended) - max(self.begun, begun)
        return max(0.0, shared) / (self.ended - self.begun)


def _runs(seats: Sequence[Seat], wait_s: float, job: Job, tools: Tools) -> list[_Taken]:
    """Take the units one after the other, after a wait."""
    time.sleep(wait_s)
    taken = []
    for seat in seats:
        begun = time.perf_counter()
        result = run_unit(Unit(), job, position_of(seat), tools)
        if result.error is not None:
            raise RuntimeError(f"{result.error}: {result.error.detail}")
        taken.append(_Taken(begun, time.perf_counter()))
    return taken


def renew(seats: Sequence[Seat]) -> None:
    """Take the storage root keys out, so that each run has one to make."""
    for seat in seats:
        with LINKS["smp"].open(seat.port, LinkSettings(baud=_BAUD), Event()) as link:
            link.transact(EVICT)


@contextmanager
def standing(seats: int) -> Iterator[Floor]:
    """Give a bench with a unit in each of so many seats."""
    with (
        workshop("positions") as folder,
        PracticeBench(folder / "bench", seats, baud=_BAUD) as bench,
    ):

        def fill(seat: Seat) -> None:
            bench.plug(seat, bench.make_unit(UnitKind.TPM, f"PU-{seat.name}"))

        with ThreadPoolExecutor(max_workers=2) as makers:
            list(makers.map(fill, bench.seats))
        yield Floor(bench, folder)


def positions_8(scale: Scale) -> Measured:
    """Measure how many units a second go through eight positions and through one, in turns."""
    rounds = ROUNDS if scale is Scale.QUICK else 3 * ROUNDS
    with standing(_POSITIONS * _IN_TURN) as floor:
        measured = interleaved(floor.all, floor.one, rounds=rounds)
    runs = {f"run_s_{number}": fmean(taken) for number, taken in floor.seconds.items()}
    detail = {**measured.detail, **runs, "units_in_turn": _IN_TURN}
    return Measured(measured.figure, measured.rival_figure, detail)


POSITIONS_8: Final = Row("1/s", "one position alone", AtLeast(7), positions_8)
