"""Somebody at the positions of a practice bench, with the worker's wizard in hand."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition

from station.errors import Outcome
from station.line.bench import Position
from station.line.work import Job
from station.model.run import Run
from station.operations.bench_view import BenchView, Phase, PositionView
from station.operations.practice import position_of
from station.operations.wizard import Wizard
from station.practice.unit_config import NORMAL, Behaviour
from station.practice.units import PracticeUnit
from station.records.store import Records
from tests.support.floor import Floor

LONG_S = 30.0


@dataclass
class Worker:
    """Somebody at the two positions, both with the same order at first."""

    floor: Floor
    job: Job
    positions: Sequence[Position] = ()
    changed: Condition = field(default_factory=Condition)
    wizard: Wizard = field(init=False)

    def __post_init__(self) -> None:
        positions = self.positions or [position_of(seat) for seat in self.floor.bench.seats]
        self.wizard = Wizard(self.floor.plant, positions, self._told)

    def _told(self, _: BenchView) -> None:
        with self.changed:
            self.changed.notify_all()

    @property
    def records(self) -> Records:
        return self.floor.plant.tools.records

    def at(self, position: str = "1") -> PositionView:
        return self.wizard.view.at(position)

    def wait(self, until: Callable[[], bool], what: str) -> None:
        with self.changed:
            assert self.changed.wait_for(until, LONG_S), f"{what}: {self.wizard.view}"

    def wait_for(self, phase: Phase, position: str = "1") -> PositionView:
        self.wait(lambda: self.at(position).phase is phase, f"{position} is never {phase.value}")
        return self.at(position)

    def put_in(
        self, unit: PracticeUnit, position: str = "1", behaviour: Behaviour = NORMAL
    ) -> None:
        if self.at(position).seated:
            self.take_out(position)
        self.floor.bench.plug(self.floor.bench.seats[int(position) - 1], unit, behaviour)
        self.wait(lambda: self.at(position).seated, f"{position} is never seen to hold a unit")

    def take_out(self, position: str = "1") -> None:
        self.floor.bench.unplug(self.floor.bench.seats[int(position) - 1])
        self.wait(lambda: not self.at(position).seated, f"{position} is never seen to be empty")

    def scan(self, text: str, position: str = "1") -> None:
        self.wizard.choose(position)
        self.wizard.scan(text)

    def start(self, unit: PracticeUnit, position: str = "1", behaviour: Behaviour = NORMAL) -> None:
        self.put_in(unit, position, behaviour)
        self.scan(unit.serial, position)
        assert self.at(position).phase is Phase.READY, self.at(position)
        self.wizard.start(position)

    def passes(self, position: str = "1") -> str:
        """Take a fresh unit to its PASS; return its serial number."""
        unit = self.floor.unit("symmetric")
        self.start(unit, position)
        view = self.wait_for(Phase.ENDED, position)
        assert outcome(view) is Outcome.PASSED, view.verdict
        return unit.serial

    def runs(self) -> list[Run]:
        return self.records.runs(self.job.order.name)

    def enrolled(self) -> list[str]:
        return [e.serial for e in self.records.enrollments(order=self.job.order.name)]


def outcome(view: PositionView) -> Outcome:
    assert view.verdict is not None, view
    return view.verdict.outcome


def code(view: PositionView | BenchView) -> str:
    return view.notice.code if view.notice is not None else ""


@contextmanager
def at_work(
    floor: Floor,
    quantity: int = 50,
    *,
    mechanism: str = "symmetric",
    profile: str | None = None,
    positions: Sequence[Position] = (),
) -> Iterator[Worker]:
    """Somebody at work on a new order; all units are taken out at the end."""
    job = floor.order(mechanism, quantity=quantity, profile=profile)
    for seat in floor.bench.seats:
        floor.plant.tools.records.assign(seat.name, job.order.name)
    worker = Worker(floor, job, positions)
    try:
        with worker.wizard:
            yield worker
    finally:
        for seat in floor.bench.seats:
            floor.bench.unplug(seat)
