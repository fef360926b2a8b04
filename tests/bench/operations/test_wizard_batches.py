"""Batches at the worker's wizard on real units: who begins when, and who isn't waited for."""

from collections.abc import Iterator
from itertools import count

import pytest

from station.errors import Outcome
from station.folders import Data, resource
from station.model.checks import CheckKind, CheckUnit, When
from station.model.settings import Loading, Settings
from station.operations.bench_view import Mates, Phase
from station.operations.practice import new_practice_plant
from station.practice.bench import PracticeBench
from station.practice.unit_config import NORMAL, Behaviour, Manner, Pacing
from tests.support.bench_worker import Worker, at_work, code, outcome
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

IN_BATCHES = Settings(loading=Loading.BATCH)
SLOW = Behaviour(Manner.SLOW, delay_s=1.0)


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("batches")
    bench = PracticeBench(folder / "bench", 3, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        for product, start in (
            ("symmetric", "button"),
            ("symmetric", "plugged"),
            ("console", "prompt"),
        ):
            text = resource(f"profiles/practice-{product}.toml").read_text("utf-8")
            name = f'name = "practice-{product}'
            changed = text.replace(f'{name}"', f'{name}-{start}"\nstart = "{start}"')
            plant.data.profiles.mkdir(exist_ok=True)
            (plant.data.profiles / f"practice-{product}-{start}.toml").write_text(changed, "utf-8")
        plant.tools.records.set_settings(IN_BATCHES)
        yield Floor(bench, plant, count(1))


@pytest.fixture
def worker(floor: Floor) -> Iterator[Worker]:
    with at_work(floor) as worker:
        yield worker


def load(worker: Worker, position: str, behaviour: Behaviour = NORMAL) -> None:
    worker.start(worker.floor.unit("symmetric"), position, behaviour)


def loaded(worker: Worker, *positions: str) -> bool:
    views = worker.wizard.view.positions
    return [v.position for v in views if v.phase is Phase.LOADED] == list(positions)


def all_end(worker: Worker, *positions: str) -> list[Outcome]:
    return [outcome(worker.wait_for(Phase.ENDED, position)) for position in positions]


def test_they_begin_together_and_stay_in_until_all_are_done(worker: Worker) -> None:
    load(worker, "1")
    assert (worker.at("1").phase, worker.at("1").mates) == (Phase.LOADED, Mates(to_come=2))
    load(worker, "2", SLOW)
    assert worker.at("1").mates == worker.at("2").mates == Mates(to_come=1)
    assert worker.runs() == [], "a loaded unit began alone"
    load(worker, "3", SLOW)
    worker.wait_for(Phase.ENDED, "1")
    mates = worker.at("1").mates
    assert mates is not None
    assert mates.at_work, "it was let out while others were at work"
    worker.wizard.scan(worker.floor.serial())
    assert code(worker.wizard.view) == "LIN-018", "its place was given away"
    assert all_end(worker, "1", "2", "3") == [Outcome.PASSED] * 3
    worker.wait(lambda: worker.at("1").mates == Mates(), "nobody says to take them out")
    load(worker, "1")
    assert worker.at("1").mates == Mates(to_come=2), "the next batch"


def test_the_worker_begins_with_what_is_loaded(worker: Worker) -> None:
    worker.wizard.start_all()
    load(worker, "1")
    assert loaded(worker, "1"), "a press before there was anything counted"
    load(worker, "3")
    worker.wizard.start_all()
    assert all_end(worker, "1", "3") == [Outcome.PASSED] * 2
    assert worker.at("2").phase is Phase.SEAT


def test_what_is_loaded_meanwhile_is_the_next_batch(worker: Worker) -> None:
    load(worker, "1", SLOW)
    worker.wizard.start_all()
    worker.wait_for(Phase.RUNNING)
    load(worker, "2")
    worker.wizard.start_all()
    assert loaded(worker, "2")
    assert worker.at("2").mates == Mates(to_come=2, at_work=1)
    worker.wait_for(Phase.ENDED)
    assert loaded(worker, "2"), "the others' places are free now"
    worker.wizard.start_all()
    assert all_end(worker, "2") == [Outcome.PASSED]


def test_a_unit_that_is_taken_back_or_out_is_not_of_the_batch(worker: Worker) -> None:
    load(worker, "1")
    load(worker, "2")
    worker.wizard.cancel("1")
    assert (worker.at("1").phase, worker.at("1").serial) == (Phase.SCAN, "")
    worker.wizard.take_back("2")
    assert worker.at("2").phase is Phase.SCAN
    load(worker, "1")
    worker.take_out("1")
    assert worker.at("1").phase is Phase.SEAT
    assert loaded(worker)
    worker.wizard.start_all()
    assert worker.runs() == []


def test_a_position_that_stops_is_not_waited_for(worker: Worker) -> None:
    load(worker, "1")
    load(worker, "3")
    worker.wizard.keyboard("2", "Evil Keys")
    assert all_end(worker, "1", "3") == [Outcome.PASSED] * 2
    worker.wizard.release("2")


def test_a_loaded_unit_whose_position_stops_is_not_of_the_batch(worker: Worker) -> None:
    for position in ("1", "2"):
        load(worker, position)
    worker.wizard.keyboard("2", "Evil Keys")
    worker.wizard.keyboard("3", "Evil Keys")
    assert all_end(worker, "1") == [Outcome.PASSED]
    assert len(worker.runs()) == 1
    worker.wizard.release("2")
    worker.wizard.release("3")


def test_a_unit_that_fails_or_is_cancelled_ends_its_part_of_the_batch(worker: Worker) -> None:
    load(worker, "1", Behaviour(Manner.REFUSES))
    load(worker, "2", SLOW)
    load(worker, "3")
    worker.wait_for(Phase.RUNNING, "2")
    worker.wizard.cancel("2")
    assert all_end(worker, "1", "2", "3") == [Outcome.FAILED, Outcome.CANCELLED, Outcome.PASSED]
    worker.wait(lambda: worker.at("1").mates == Mates(), "the batch never ends")


def test_no_more_are_waited_for_than_the_order_has_left(floor: Floor) -> None:
    with at_work(floor, quantity=2) as worker:
        load(worker, "1")
        load(worker, "3")
        assert all_end(worker, "1", "3") == [Outcome.PASSED] * 2
        worker.wait_for(Phase.NO_ORDER, "2")


def test_nothing_begins_while_nobody_is_there(worker: Worker) -> None:
    load(worker, "1")
    load(worker, "2")
    worker.wizard.hold(now=True)
    worker.wizard.start_all()
    worker.wizard.keyboard("3", "Evil Keys")
    assert loaded(worker, "1", "2"), "a batch began by itself"
    worker.wizard.hold(now=False)
    assert all_end(worker, "1", "2") == [Outcome.PASSED] * 2
    worker.wizard.release("3")


def test_an_order_that_ends_meanwhile_takes_its_unit_out_of_the_batch(worker: Worker) -> None:
    other = worker.floor.order("symmetric")
    load(worker, "1")
    load(worker, "2")
    worker.records.assign("2", other.order.name)
    worker.wizard.reload()
    assert loaded(worker, "1")
    load(worker, "2")
    load(worker, "3")
    assert all_end(worker, "1", "2", "3") == [Outcome.PASSED] * 3


def test_what_is_loaded_begins_once_the_house_loads_continuously(worker: Worker) -> None:
    load(worker, "1")
    worker.records.set_settings(Settings())
    try:
        worker.wizard.reload()
        assert all_end(worker, "1") == [Outcome.PASSED]
        worker.passes("2")
    finally:
        worker.records.set_settings(IN_BATCHES)


@pytest.mark.parametrize(("product", "start"), [("symmetric", "plugged"), ("console", "prompt")])
def test_what_starts_by_itself_is_loaded_by_itself(floor: Floor, product: str, start: str) -> None:
    with at_work(floor, mechanism=product, profile=f"practice-{product}-{start}") as worker:
        for position in ("1", "2"):
            worker.put_in(floor.unit(product), position)
            worker.wait_for(Phase.LOADED, position)
        worker.take_out("2")
        worker.wait(lambda: loaded(worker, "1"), "what went is still loaded")
        worker.wizard.take_back("1")
        assert worker.at("1").phase is Phase.READY, "what was taken back waits for a press"
        worker.wizard.start("1")
        for position in ("2", "3"):
            worker.put_in(floor.unit(product), position)
        assert all_end(worker, "1", "2", "3") == [Outcome.PASSED] * 3


def test_the_button_loads(floor: Floor) -> None:
    with at_work(floor, profile="practice-symmetric-button") as worker:
        worker.put_in(floor.unit("symmetric"))
        assert worker.at().phase is Phase.READY
        worker.wizard.start("1")
        assert loaded(worker, "1")
        worker.wizard.start_all()
        assert all_end(worker, "1") == [Outcome.PASSED]


def test_a_check_is_done_alone_and_its_position_is_not_waited_for(floor: Floor) -> None:
    records = floor.plant.tools.records
    with at_work(floor) as worker:
        load(worker, "1")
        rabbit = floor.unit("symmetric")
        profile = worker.job.profile.name
        records.checks.add(CheckUnit(CheckKind.RED_RABBIT, rabbit.serial, profile, "LNK-004"))
        records.set_settings(IN_BATCHES.model_copy(update={"red_rabbit": When.SHIFT}))
        try:
            worker.wizard.reload()
            assert worker.at("1").phase is Phase.SCAN, "it needs its check first"
            for position in ("1", "2"):
                worker.start(rabbit, position, Behaviour(Manner.SWAPPED))
                checked = worker.wait_for(Phase.ENDED, position)
                assert checked.verdict is not None
                assert checked.verdict.checked
                assert checked.mates is None
                worker.take_out(position)
            load(worker, "1")
            assert loaded(worker, "1")
            load(worker, "2")
            assert all_end(worker, "1", "2") == [Outcome.PASSED] * 2, "the third needs its check"
        finally:
            records.set_settings(IN_BATCHES)
            records.checks.remove(rabbit.serial)
