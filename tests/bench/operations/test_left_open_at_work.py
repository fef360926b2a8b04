"""Looking up what was left open keeps no position from work, and nobody from cancelling."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from station.errors import Outcome, StationError
from station.folders import Data
from station.line.bench import Position
from station.line.run import opened_link
from station.line.showing import NoSignals
from station.line.steps import RunLog
from station.line.work import Job, Tools
from station.links.link import Link
from station.operations import left_open, stands
from station.operations.bench_view import Phase
from station.operations.plant import Plant, open_plant
from station.operations.practice import new_practice_plant, position_of, practice_pin
from station.practice.bench import PracticeBench
from station.practice.unit_config import NORMAL, Behaviour, Manner, Pacing
from station.practice.units import PracticeUnit
from tests.bench.line.test_settling import power_failure
from tests.support.bench_worker import Worker, at_work, code, outcome
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

# Its link waits longer for a silent unit than anybody here waits for anything.
PATIENT = Path("resources/profiles/practice-symmetric.toml").read_text(encoding="utf-8")
PATIENT = PATIENT.replace('name = "practice-symmetric"', 'name = "patient"')
PATIENT = PATIENT.replace("[link]", "[link]\nconnect_s = 60\nanswer_s = 60")


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    """A station that is closed, whose bench stands."""
    folder = tmp_path_factory.mktemp("left")
    bench, data = PracticeBench(folder / "bench", 2, pacing=Pacing.NONE), Data.made(folder / "data")
    with bench:
        with new_practice_plant(data, bench) as plant:
            data.profiles.mkdir(exist_ok=True)
            (data.profiles / "patient.toml").write_text(PATIENT, encoding="utf-8")
        yield Floor(bench, plant, count(1))


@contextmanager
def opened(stopped: Floor) -> Iterator[Floor]:
    with open_plant(stopped.plant.data, practice_pin()) as plant:
        yield replace(stopped, plant=plant)


def broken_off(stopped: Floor, *profiles: str) -> PracticeUnit:
    """Leave a unit open, once for each profile, at the first position."""
    unit = None
    for profile in profiles:
        with opened(stopped) as floor:
            job = floor.order("symmetric", profile=profile)
            unit = unit or floor.unit("symmetric")
            with power_failure("install-key", done=True):
                floor.run(unit, job)
    assert unit is not None
    return unit


@contextmanager
def opened_for_work(
    stopped: Floor, unit: PracticeUnit, behaviour: Behaviour = NORMAL
) -> Iterator[Worker]:
    """A station unlocked again at a bench where the unit still is."""
    with opened(stopped) as floor:
        floor.bench.plug(floor.seat, unit, behaviour)
        with at_work(floor) as worker:
            worker.wait(lambda: worker.at().seated, "the unit is never seen")
            yield worker


def test_a_unit_that_is_started_meanwhile_can_be_cancelled(stopped: Floor) -> None:
    unit = broken_off(stopped, "patient")
    with opened_for_work(stopped, unit, Behaviour(Manner.SILENT)) as worker:
        worker.scan(unit.serial)
        worker.wizard.start("1")
        worker.wizard.cancel("1")
        assert outcome(worker.wait_for(Phase.ENDED)) is Outcome.CANCELLED
        assert worker.records.left_open(unit.serial), "it is looked up in its next run"


def test_what_breaks_in_it_keeps_no_position_from_work(
    stopped: Floor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError

    unit = broken_off(stopped, "practice-symmetric")
    monkeypatch.setattr(left_open, "opened_link", breaks)
    with opened_for_work(stopped, unit) as worker:
        worker.passes()
    assert "Not settled at position 1" in caplog.text
    caplog.clear()


def test_a_position_that_breaks_says_so(
    stopped: Floor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(stands, "work_shift", breaks)
        with opened(stopped) as floor, at_work(floor) as worker:
            worker.wait(lambda: code(worker.at("2")) == "LIN-014", "it vanishes without a word")
            broken.undo()
            worker.wizard.release("2")
            worker.passes("2")
    caplog.clear()


class Opened(NoSignals):
    """A bench whose fixture is open."""

    @contextmanager
    def watching(self, position: str, cancel: Event) -> Iterator[Event]:
        del position, cancel
        ended = Event()
        ended.set()
        yield ended


def test_a_unit_is_asked_once_and_one_run_that_breaks_is_not_all(
    stopped: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(stopped) as floor:
        seat, orders = floor.bench.seats[1], [floor.order("symmetric") for _ in range(2)]
        first, second, third = (floor.unit("symmetric") for _ in range(3))
        for unit, job in ((first, orders[0]), (second, orders[1]), (third, orders[1])):
            with power_failure("install-key", done=True):
                floor.run(unit, job, seat=seat)
    asked, real, job_of = list[str](), opened_link, Plant.job

    def counted(job: Job, position: Position, tools: Tools, log: RunLog) -> Link:
        asked.append(job.order.name)
        return real(job, position, tools, log)

    def one_breaks(plant: Plant, order: str) -> Job:
        if order == orders[0].order.name:
            raise StationError("PRF-004", name="practice-symmetric")
        return job_of(plant, order)

    monkeypatch.setattr(left_open, "opened_link", counted)
    monkeypatch.setattr(Plant, "job", one_breaks)
    with opened(stopped) as floor:
        records, position = floor.plant.tools.records, position_of(seat)
        floor.bench.plug(seat, third)
        tools = replace(floor.plant.tools, signals=Opened())
        left_open.settle_left(replace(floor.plant, tools=tools), position, Event())
        assert asked == [], "somebody's hands are in the fixture"
        left_open.settle_left(floor.plant, position, Event())
        floor.bench.unplug(seat)
        assert asked == [orders[1].order.name]
        assert [len(records.left_open(unit.serial)) for unit in (first, second, third)] == [1, 1, 0]
