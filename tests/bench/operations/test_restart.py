"""A worker who is told to switch a unit off and on in the midst of its run."""

from collections.abc import Iterator
from itertools import count

import pytest

from station.errors import Outcome
from station.folders import Data
from station.line.restart import SWITCH_OFF, SWITCH_ON
from station.model.run import STEPS_WITH_RESTART, Step
from station.operations.bench_view import Phase
from station.operations.practice import new_practice_plant
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from tests.bench.line.test_refusals import own_profile
from tests.support.bench_worker import at_work, code, outcome
from tests.support.floor import Floor

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("restart")
    bench = PracticeBench(folder / "bench", 1, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))


def test_the_wizard_tells_the_worker_what_to_do_and_the_unit_passes(floor: Floor) -> None:
    name = own_profile(
        floor,
        "practice-bench-tpm",
        "practice-bench-tpm-restart",
        prove=("practice = true", 'practice = true\nprove = "after-restart"'),
    )
    with at_work(floor, mechanism="bench-tpm", profile=name) as worker:
        unit = floor.unit("bench-tpm")
        worker.start(unit)
        worker.wait(lambda: code(worker.at()) == SWITCH_OFF, "nobody says to switch it off")
        assert (worker.at().phase, worker.at().step) == (Phase.RUNNING, Step.RESTART)
        worker.take_out()
        worker.wait(lambda: code(worker.at()) == SWITCH_ON, "nobody says to switch it on")
        floor.bench.plug(floor.seat, unit)
        view = worker.wait_for(Phase.ENDED)
        assert outcome(view) is Outcome.PASSED, view.verdict
        assert view.done == STEPS_WITH_RESTART
        assert code(view) == ""
        assert worker.enrolled() == [unit.serial]
