"""The benchmark's row of positions that wait for slow units: eight at once, against nobody's loss.

A unit's own time is what it waits before its answers; where the station adds nothing, a position
takes one unit after the other in just that time. Units are in as soon as the position is free:
changing them is the worker's time. Positions begin one after the other, as hands have them begin.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from station.folders import Data
from station.line.run import run_unit
from station.line.work import Job
from station.model.run import Unit
from station.operations.practice import new_practice_plant, position_of
from station.practice.bench import PracticeBench
from station.practice.seats import Seat
from station.practice.unit_config import NORMAL, Behaviour, Manner, Pacing, UnitConfig
from tests.benchmarks.row import AtLeast, Measured, Row, Scale
from tests.benchmarks.workshop import workshop
from tests.support.floor import Floor
from tests.support.unit_host import Host

_POSITIONS: Final = 8
_UNIT_S: Final = 10.0
_IN_TURN: Final = {Scale.QUICK: 5, Scale.FULL: 20}
_PRODUCT: Final = "x509-device"
_AFTER: Final = 1  # what the unit answers at once: greetings, and the first order to its key


@dataclass(frozen=True)
class _Line:
    """The bench with what puts units in."""

    floor: Floor
    job: Job
    hosts: Sequence[Host]

    def run(self, place: int, behaviour: Behaviour) -> float:
        """Put a unit in at a position, and take it through; return the seconds of its run."""
        seat: Seat = self.floor.bench.seats[place]
        unit = self.floor.unit(_PRODUCT)
        config = UnitConfig(
            serial=unit.serial,
            model=f"practice-{unit.kind.value}",
            firmware="1.0.0",
            port_link=Path(seat.port),
            pacing=Pacing.NONE,
            behaviour=behaviour,
            face=unit.face,
            memory=unit.memory,
        )
        self.hosts[place].plug(config)
        began = time.perf_counter()
        result = run_unit(Unit(), self.job, position_of(seat), self.floor.plant.tools)
        taken = time.perf_counter() - began
        self.hosts[place].unplug()
        if result.error is not None:
            raise RuntimeError(f"{result.error}: {result.error.detail}")
        return taken

    def answers(self) -> int:
        """Return how many of a unit's answers are late ones, by how much longer a run takes."""
        plain = min(self.run(0, NORMAL) for _ in range(3))
        return round(self.run(0, Behaviour(Manner.SLOW, _AFTER, 1.0)) - plain)


def positions_efficiency(scale: Scale) -> Measured:
    """Measure which part of eight positions' time is their units' own."""
    units = _IN_TURN[scale]
    with (
        workshop("efficiency") as folder,
        PracticeBench(folder / "bench", _POSITIONS, pacing=Pacing.NONE) as bench,
        new_practice_plant(Data.made(folder / "data"), bench) as plant,
    ):
        floor = Floor(bench, plant, count(1))
        hosts = [Host() for _ in bench.seats]
        try:
            line = _Line(floor, floor.order(_PRODUCT, quantity=10_000), hosts)
            late = line.answers()
            slow = Behaviour(Manner.SLOW, _AFTER, _UNIT_S / late)

            def work(place: int) -> list[float]:
                time.sleep(place * _UNIT_S / _POSITIONS)
                return [line.run(place, slow) for _ in range(units)]

            with ThreadPoolExecutor(max_workers=_POSITIONS) as hands:
                taken = [seconds for one in hands.map(work, range(_POSITIONS)) for seconds in one]
        finally:
            for host in hosts:
                host.close()
    ideal = _UNIT_S * len(taken)
    detail = {
        "units": len(taken),
        "late_answers": late,
        "longest_s": max(taken),
        "shortest_s": min(taken),
    }
    # Units a minute, of all positions together.
    minute = 60.0 * _POSITIONS
    return Measured(minute * len(taken) / sum(taken), minute * len(taken) / ideal, detail)


POSITIONS_EFFICIENCY: Final = Row(
    "1/min",
    "eight positions whose units cost no more than their own 10 s",
    AtLeast(0.94),
    positions_efficiency,
)
