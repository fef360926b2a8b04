"""What starts a unit where no scan is wanted: the button, being plugged in, its first prompt."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from station.errors import Outcome
from station.folders import Data, resource
from station.line.bench import Position
from station.operations.bench_view import Phase
from station.operations.practice import new_practice_plant, position_of
from station.practice.bench import PracticeBench
from station.practice.seats import Pull
from station.practice.unit_config import Behaviour, Manner, Pacing
from station.practice.units import PracticeUnit
from tests.support.adapter import adapter
from tests.support.bench_worker import Worker, at_work, code, outcome
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

SLOW = Behaviour(Manner.SLOW, delay_s=0.5)


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("starts")
    bench = PracticeBench(folder / "bench", 2, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        for mechanism in ("symmetric", "console"):
            product = f"practice-{mechanism}"
            text = resource(f"profiles/{product}.toml").read_text("utf-8")
            for start in ("button", "plugged", "prompt"):
                name = f"{product}-{start}"
                changed = text.replace(f'name = "{product}"', f'name = "{name}"\nstart = "{start}"')
                plant.data.profiles.mkdir(exist_ok=True)
                (plant.data.profiles / f"{name}.toml").write_text(changed, "utf-8")
        yield Floor(bench, plant, count(1))


@contextmanager
def starting_by(
    floor: Floor, start: str, mechanism: str = "symmetric", *positions: Position
) -> Iterator[Worker]:
    profile = f"practice-{mechanism}-{start}"
    with at_work(floor, mechanism=mechanism, profile=profile, positions=positions) as worker:
        yield worker


def ended(worker: Worker) -> Outcome:
    worker.wait(lambda: worker.at().verdict is not None, "it never ends")
    return outcome(worker.at())


def runs_stay(worker: Worker, number: int, seconds: float = 1.5) -> bool:
    """Watch for a while that no further run begins."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if len(worker.runs()) != number:
            return False
        time.sleep(0.05)
    return True


def test_by_the_button_no_scan_is_wanted(floor: Floor) -> None:
    with starting_by(floor, "button") as worker:
        assert worker.at().phase is Phase.SEAT
        unit = floor.unit("symmetric")
        worker.put_in(unit)
        assert worker.at().phase is Phase.READY
        assert runs_stay(worker, 0, 0.5)
        worker.wizard.scan(unit.serial)
        assert code(worker.wizard.view) == "LIN-018"
        worker.wizard.start("1")
        assert ended(worker) is Outcome.PASSED
        assert worker.at().serial == unit.serial


def test_by_the_button_the_unit_that_passed_is_not_run_again(floor: Floor) -> None:
    with starting_by(floor, "button") as worker:
        worker.put_in(floor.unit("symmetric"))
        worker.wizard.start("1")
        assert ended(worker) is Outcome.PASSED
        worker.wizard.next_unit("1")
        worker.wizard.start("1")
        worker.wait(lambda: code(worker.at()) == "LIN-031", "it isn't told")
        assert worker.at().phase is Phase.READY
        assert [run.outcome for run in worker.runs()].count(Outcome.PASSED) == 1
        assert Outcome.FAILED not in [run.outcome for run in worker.runs()]
        worker.put_in(floor.unit("symmetric"))
        assert code(worker.at()) == ""
        worker.wizard.start("1")
        assert ended(worker) is Outcome.PASSED


def test_a_unit_starts_by_being_plugged_in_and_the_next_when_it_was_taken_out(
    floor: Floor,
) -> None:
    with starting_by(floor, "plugged") as worker:
        for number in (1, 2):
            worker.put_in(floor.unit("symmetric"))
            assert ended(worker) is Outcome.PASSED
            assert runs_stay(worker, number)
            worker.take_out()
        worker.put_in(floor.unit("symmetric"))
        assert ended(worker) is Outcome.PASSED
        worker.wizard.next_unit("1")
        assert worker.at().phase is Phase.REMOVE
        worker.wizard.start("1")
        assert runs_stay(worker, 3, 0.5)
        worker.take_out()
        assert worker.at().phase is Phase.SEAT


def test_a_unit_that_was_in_before_waits_for_a_press(floor: Floor) -> None:
    floor.bench.plug(floor.seat, floor.unit("symmetric"))
    with starting_by(floor, "plugged") as worker:
        worker.wait(lambda: worker.at().seated, "it is never seen")
        assert worker.at().phase is Phase.READY
        assert runs_stay(worker, 0, 0.8)
        worker.wizard.start("1")
        assert ended(worker) is Outcome.PASSED


def test_a_unit_that_comes_back_after_its_pass_is_told_and_no_fail(floor: Floor) -> None:
    with starting_by(floor, "plugged") as worker:
        unit = floor.unit("symmetric")
        worker.put_in(unit)
        assert ended(worker) is Outcome.PASSED
        worker.take_out()
        worker.put_in(unit)
        worker.wait(lambda: code(worker.at()) == "LIN-031", "it isn't told")
        assert worker.at().phase is Phase.REMOVE
        assert worker.enrolled() == [unit.serial]
        assert [run.outcome for run in worker.runs()].count(Outcome.FAILED) == 0


def test_a_unit_that_failed_is_not_started_again_by_itself(floor: Floor) -> None:
    with starting_by(floor, "plugged") as worker:
        worker.put_in(floor.unit("symmetric"), behaviour=Behaviour(Manner.REFUSES))
        assert ended(worker) is Outcome.FAILED
        worker.wizard.next_unit("1")
        assert worker.at().phase is Phase.READY
        assert runs_stay(worker, 1, 0.8)
        worker.take_out()
        worker.put_in(floor.unit("symmetric"))
        assert ended(worker) is Outcome.PASSED


def test_a_unit_that_comes_under_an_unseen_fail_starts_when_it_was_seen(floor: Floor) -> None:
    with starting_by(floor, "plugged") as worker:
        worker.put_in(floor.unit("symmetric"), behaviour=Behaviour(Manner.REFUSES))
        assert ended(worker) is Outcome.FAILED
        worker.put_in(floor.unit("symmetric"))
        assert runs_stay(worker, 1, 0.5)
        worker.wizard.next_unit("1")
        worker.wait(lambda: len(worker.runs()) == 2, "it never starts")
        assert ended(worker) is Outcome.PASSED


def test_a_port_that_bounces_while_it_connects_is_waited_for(floor: Floor) -> None:
    with starting_by(floor, "plugged") as worker:
        unit = floor.unit("symmetric")
        worker.put_in(unit, behaviour=Behaviour(Manner.SILENT))
        worker.wait_for(Phase.RUNNING)
        floor.bench.unplug(floor.seat, Pull.ABRUPT)
        floor.bench.plug(floor.seat, unit)
        assert ended(worker) is Outcome.PASSED
        assert len(worker.runs()) == 1


def test_a_keyboard_stops_the_position_and_its_run_until_a_supervisor_goes_on(
    floor: Floor,
) -> None:
    with starting_by(floor, "plugged") as worker:
        worker.put_in(floor.unit("symmetric"), behaviour=SLOW)
        worker.wait_for(Phase.RUNNING)
        worker.wizard.keyboard("1", "Evil Keys")
        assert ended(worker) is Outcome.CANCELLED
        worker.wizard.next_unit("1")
        assert (worker.at().phase, code(worker.at())) == (Phase.STOPPED, "LIN-030")
        worker.wizard.next_unit("1")
        assert worker.at().phase is Phase.STOPPED
        worker.take_out()
        worker.wizard.release("1")
        assert worker.at().phase is Phase.SEAT
        worker.put_in(floor.unit("symmetric"))
        assert ended(worker) is Outcome.PASSED


@pytest.mark.parametrize("mechanism", ["symmetric", "console"])
def test_a_unit_starts_by_its_first_prompt_on_an_adapter_that_stays(
    floor: Floor, mechanism: str
) -> None:
    def put_in(unit: PracticeUnit) -> None:
        floor.bench.unplug(floor.seat)
        floor.bench.plug(floor.seat, unit)

    with adapter(floor.seat.port) as port:
        position = position_of(floor.seat).model_copy(update={"port": port})
        with starting_by(floor, "prompt", mechanism, position) as worker:
            assert worker.at().phase is Phase.SEAT
            put_in(floor.unit(mechanism))
            worker.wait(lambda: worker.at().seated, "it is never heard")
            # One that was heard in the very first second was in before, and waits for a press.
            worker.wizard.start("1")
            assert ended(worker) is Outcome.PASSED
            assert runs_stay(worker, 1, 2.5), "it is there, and answers"
            assert worker.at().seated
            floor.bench.unplug(floor.seat)
            worker.wait(lambda: not worker.at().seated, "it never falls silent")
            put_in(floor.unit(mechanism))
            worker.wait(lambda: len(worker.runs()) == 2, "the next never starts")
            worker.wait_for(Phase.ENDED)
            assert ended(worker) is Outcome.PASSED
            assert len(worker.enrolled()) == 2


def test_a_port_that_is_not_there_is_no_unit_that_prompts(floor: Floor, tmp_path: Path) -> None:
    position = position_of(floor.seat).model_copy(update={"port": str(tmp_path / "gone")})
    with starting_by(floor, "prompt", "symmetric", position) as worker:
        assert runs_stay(worker, 0, 1.0)
        assert worker.at().phase is Phase.SEAT
    assert not Path(position.port).exists()
