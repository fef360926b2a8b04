"""What stops on a real practice bench: by bad units, by a clone, by worn contacts; and goes on."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from threading import Event, Timer

import pytest

from station.cli import main
from station.errors import Outcome
from station.folders import Data
from station.line.bench import Bench, ContactLimits, Position, load_bench, write_bench
from station.line.shift import ShiftResult
from station.line.work import Job
from station.model.stops import BENCH, Place, Scope
from station.operations.bench_view import Phase
from station.operations.doctor import Health, examine
from station.operations.floor import Notice, StandingFeed, provision_bench
from station.operations.plant import open_plant
from station.operations.practice import new_practice_plant, position_of, practice_pin
from station.operations.stopping import let_go_on
from station.practice.bench import PracticeBench
from station.practice.unit_config import NORMAL, Behaviour, Manner, Pacing
from station.practice.units import PracticeUnit
from tests.support.bench_worker import Worker, at_work
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

REFUSES = Behaviour(Manner.REFUSES)
ONE = Place(Scope.POSITION, "1")
TOO_LATE_S = 120.0


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    bench = PracticeBench(tmp_path / "bench", 2, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(tmp_path / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))


@dataclass
class Line:
    """Both positions at work: whoever waits gets the next unit."""

    floor: Floor
    job: Job
    units: dict[str, list[tuple[PracticeUnit, Behaviour]]]
    told: list[tuple[str, Notice]] = field(default_factory=list)
    most: int = 100

    def work(self, positions: list[Position] | None = None) -> ShiftResult:
        """Work until all units were tried or nothing goes on."""
        cancel = Event()
        feed = StandingFeed(self.job, self.floor.plant.tools.records, self.most, None, self.tell)
        self.cancel = cancel
        too_late = Timer(TOO_LATE_S, cancel.set)
        too_late.start()
        seats = positions or [position_of(seat) for seat in self.floor.bench.seats]
        try:
            return provision_bench(self.floor.plant, seats, feed, [], cancel)
        finally:
            too_late.cancel()
            for seat in self.floor.bench.seats:
                self.floor.bench.unplug(seat)

    def tell(self, position: Position, notice: Notice, _: str) -> None:
        """Put in the next unit, or end the shift where there is none."""
        self.told.append((position.name, notice))
        if notice is not Notice.WAITING:
            return
        waiting = self.units[position.name]
        (seat,) = [s for s in self.floor.bench.seats if s.name == position.name]
        self.floor.bench.unplug(seat)
        if waiting:
            unit, behaviour = waiting.pop(0)
            Timer(1.0, self.floor.bench.plug, (seat, unit, behaviour)).start()
        elif not any(self.units.values()):
            self.cancel.set()


def outcomes(shift: ShiftResult) -> Counter[Outcome]:
    return Counter(result.outcome for result in shift.results)


def test_three_bad_units_in_a_row_stop_their_position_while_the_other_goes_on(
    floor: Floor,
) -> None:
    job = floor.order("symmetric", quantity=20)
    bad = [(floor.unit("symmetric"), REFUSES) for _ in range(5)]
    good = [(floor.unit("symmetric"), NORMAL) for _ in range(5)]
    line = Line(floor, job, {"1": bad, "2": good}, most=8)
    shift = line.work()
    assert outcomes(shift) == {Outcome.FAILED: 3, Outcome.PASSED: 5}
    assert {name: error.code for name, error in shift.stopped.items()} == {"1": "LIN-075"}
    assert len(bad) == 2, "a unit was taken at a position that stands still"
    records = floor.plant.tools.records
    records.stops.restart(ONE, reason="new probes")
    assert floor.run(floor.unit("symmetric"), job).outcome is Outcome.PASSED
    records.verify()


@pytest.mark.parametrize(("mechanism", "code"), [("tpm", "REC-006")])
def test_a_clone_stops_the_whole_bench_until_it_is_restarted(
    floor: Floor, mechanism: str, code: str
) -> None:
    job = floor.order(mechanism, quantity=20)
    unit = floor.unit(mechanism)
    clone = replace(unit, serial=floor.serial())
    line = Line(floor, job, {"1": [(unit, NORMAL), (clone, NORMAL)], "2": []})
    shift = line.work()
    assert [result.error.code if result.error else "" for result in shift.results] == ["", code]
    assert {name: error.code for name, error in shift.stopped.items()} == {
        "1": "LIN-077",
        "2": "LIN-077",
    }
    records = floor.plant.tools.records
    (stop,) = records.standing_still()
    assert stop.place == BENCH
    assert stop.why == f"the unit {clone.serial} came with the key of the unit {unit.serial}"
    records.stops.restart(BENCH, reason="the clone was taken away")
    assert floor.run(floor.unit(mechanism), job).outcome is Outcome.PASSED


def test_worn_contacts_warn_first_and_then_stop_their_position(floor: Floor) -> None:
    job = floor.order("symmetric", quantity=20)
    units = [(floor.unit("symmetric"), NORMAL) for _ in range(3)]
    line = Line(floor, job, {"1": units, "2": []})
    limits = ContactLimits(warn=1, stop=2)
    one = position_of(floor.seat).model_copy(update={"contacts": limits})
    shift = line.work([one])
    assert outcomes(shift) == {Outcome.PASSED: 2}
    assert {name: error.code for name, error in shift.stopped.items()} == {"1": "LIN-078"}
    assert [notice for _, notice in line.told].count(Notice.CONTACTS_DUE) == 1
    records = floor.plant.tools.records
    assert records.contacts.reset("1", reason="new probes") == 2
    assert records.contacts.count("1") == 0


# --- the wizard's hands ---------------------------------------------------------------------------


@pytest.fixture
def worker(floor: Floor) -> Iterator[Worker]:
    with at_work(floor) as worker:
        yield worker


def fails(worker: Worker) -> None:
    """Have a bad unit fail at position 1, and take its verdict as seen."""
    unit = worker.floor.unit("symmetric")
    worker.put_in(unit, behaviour=REFUSES)
    worker.scan(unit.serial)
    worker.wizard.start("1")
    worker.wait_for(Phase.ENDED)
    worker.take_out()
    worker.wizard.next_unit("1")


def test_a_position_that_stands_still_says_so_and_goes_on_once_it_is_restarted(
    worker: Worker,
) -> None:
    for _ in range(3):
        fails(worker)
    view = worker.wait_for(Phase.STOPPED)
    assert view.blocked is not None
    assert (view.blocked.code, view.notice) == ("LIN-075", view.blocked)
    assert worker.at("2").phase is not Phase.STOPPED
    worker.wizard.release("1")
    worker.wizard.next_unit("1")
    assert worker.at().phase is Phase.STOPPED, "no press lets it go on"
    let_go_on(worker.records, "LIN-075", ("1", view.order), None, "new probes")
    worker.wizard.reload()
    assert worker.at().blocked is None
    worker.passes()


# --- by command -----------------------------------------------------------------------------------


@dataclass
class Station:
    """A practice station whose commands are given here, and what they answered."""

    data: Data
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> int:
        self.capsys.readouterr()
        status = main([*words, "--json", "--data", str(self.data.root)])
        said = self.capsys.readouterr()
        self.answer = json.loads(said.out) if said.out else {}
        return status


@pytest.fixture
def station(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Station:
    data = Data.made(tmp_path / "data")
    with PracticeBench(tmp_path / "bench", 2, pacing=Pacing.NONE) as bench:
        with new_practice_plant(data, bench) as plant:
            floor = Floor(bench, plant, count(1))
            job = floor.order("symmetric")
            for _ in range(3):
                result = floor.run(floor.unit("symmetric"), job, behaviour=REFUSES)
                assert result.outcome is Outcome.FAILED
        positions = [position_of(seat) for seat in bench.seats]
        limits = ContactLimits(warn=2, stop=3)
        write_bench(data.bench, Bench(name="b", position=tuple(positions), contacts=limits))
    return Station(data, capsys)


def test_what_stands_still_is_told_and_restarted_by_command(station: Station) -> None:
    assert load_bench(station.data.bench).position[1].contact_limits.stop == 3
    assert station("bench", "stops") == 1
    (stop,) = station.answer["stops"]
    assert (stop["scope"], stop["name"], stop["cause"]) == ("position", "1", "failures")
    assert len(stop["runs"]) == 3
    assert station("bench", "contacts") == 1
    assert [row["count"] for row in station.answer["contacts"]] == [3, 0]
    assert [row["worn"] for row in station.answer["contacts"]] == [True, False]
    found = {finding.what: finding for finding in examine(station.data)}
    assert found["stops"].health is found["contacts"].health is Health.BAD
    assert station("bench", "restart", "2", "--reason", "why not") == 2
    assert station("bench", "restart", "1", "--reason", "new probes") == 0
    assert station.answer["restarted"]["name"] == "1"
    assert station("bench", "contacts", "reset", "3", "--reason", "new probes") == 2
    assert station("bench", "contacts", "reset", "1", "--reason", "new probes") == 0
    assert station.answer == {"position": "1", "before": 3}
    assert station("bench", "stops") == station("bench", "contacts") == 0
    with open_plant(station.data, practice_pin()) as plant:
        plant.tools.records.verify()
