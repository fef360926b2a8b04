"""The worker's wizard at positions with fixtures and lamps: real boxes, real units."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from station.errors import Outcome
from station.folders import Data
from station.line.bench import Bench, load_bench
from station.line.bench_signals import Signals
from station.line.fixture import FixtureState
from station.operations.bench_view import Phase
from station.operations.practice import new_practice_plant
from station.operations.signals import signalling
from station.practice.bench import PracticeBench
from station.practice.unit_config import Behaviour, Manner, Pacing
from tests.support.bench_worker import Worker, at_work, code, outcome
from tests.support.floor import Floor

pytestmark = [
    pytest.mark.bench,
    # pyserial 3.5 starts and names its reader thread in ways that Python gave up.
    pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\) is deprecated"),
]

SLOW = Behaviour(Manner.SLOW, delay_s=1.0)
DARK, GREEN, RED, BOTH = (False, False), (True, False), (False, True), (True, True)


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("fixtures")
    bench = PracticeBench(folder / "bench", 1, pacing=Pacing.NONE).with_fixtures()
    data = Data.made(folder / "data")
    with (
        bench,
        new_practice_plant(data, bench) as plain,
        signalling(plain, load_bench(data.bench)) as plant,
    ):
        yield Floor(bench, plant, count(1))


@pytest.fixture
def worker(floor: Floor) -> Iterator[Worker]:
    with at_work(floor) as worker:
        yield worker


def lid(worker: Worker, *, closed: bool) -> None:
    worker.floor.bench.close_fixture(worker.floor.seat, closed=closed)
    state = FixtureState.CLOSED if closed else FixtureState.OPEN
    worker.wait(lambda: worker.at().fixture is state, f"the fixture is never {state.value}")


def lamps(worker: Worker, wanted: tuple[bool, bool]) -> None:
    bench, seat = worker.floor.bench, worker.floor.seat
    for _ in range(500):
        if bench.lamps(seat) == wanted:
            return
        with worker.changed:
            worker.changed.wait(0.02)
    raise AssertionError(bench.lamps(seat))


def test_a_start_waits_for_the_lid_and_the_lamps_follow(worker: Worker) -> None:
    unit = worker.floor.unit("symmetric")
    worker.put_in(unit)
    lid(worker, closed=False)
    worker.scan(unit.serial)
    worker.wizard.start("1")
    worker.wait(lambda: code(worker.at()) == "LIN-087", "nobody is asked to close the fixture")
    assert worker.at().phase is Phase.RUNNING
    assert worker.runs() == []
    lid(worker, closed=True)
    assert outcome(worker.wait_for(Phase.ENDED)) is Outcome.PASSED
    lamps(worker, GREEN)
    worker.wizard.next_unit("1")
    lamps(worker, DARK)


def test_a_lid_that_is_opened_too_early_ends_the_run_and_the_unit_may_come_again(
    worker: Worker,
) -> None:
    unit = worker.floor.unit("symmetric")
    worker.start(unit, behaviour=SLOW)
    worker.wait(lambda: bool(worker.at().done), "the run never begins")
    lamps(worker, BOTH)
    lid(worker, closed=False)
    view = worker.wait_for(Phase.ENDED)
    assert outcome(view) is Outcome.CANCELLED
    assert view.verdict is not None
    assert view.verdict.notice is not None
    assert view.verdict.notice.code == "LNK-047"
    assert [run.code for run in worker.runs()] == ["LNK-047"]
    assert worker.enrolled() == []
    worker.wizard.next_unit("1")
    worker.start(unit)
    assert outcome(worker.wait_for(Phase.ENDED)) is Outcome.PASSED
    assert worker.enrolled() == [unit.serial]


def test_whoever_gives_up_needs_no_lid(worker: Worker) -> None:
    unit = worker.floor.unit("symmetric")
    worker.put_in(unit)
    lid(worker, closed=False)
    worker.scan(unit.serial)
    worker.wizard.start("1")
    worker.wait(lambda: code(worker.at()) == "LIN-087", "nobody is asked to close the fixture")
    worker.wizard.cancel("1")
    assert outcome(worker.wait_for(Phase.ENDED)) is Outcome.CANCELLED


def test_a_bench_without_signals_is_left_as_it_is(floor: Floor) -> None:
    positions = tuple(
        position.model_copy(update={"signals": Signals()})
        for position in load_bench(floor.plant.data.bench).position
    )
    bare = Bench(name="bare", position=positions)
    plant = replace(floor.plant)
    with signalling(plant, bare) as same:
        assert same is plant
    with signalling(plant, None) as same:
        assert same is plant
