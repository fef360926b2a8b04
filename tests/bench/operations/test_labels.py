"""Labels with several codes, scanned at the wizard and given to `station provision`."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from station.errors import Outcome
from station.folders import Data, resource
from station.model.barcode import GS
from station.operations.bench_view import Phase
from station.operations.practice import new_practice_plant
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from tests.bench.operations.test_standing import Standing, station
from tests.support.bench_worker import Worker, at_work, code, outcome
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

NAME = "practice-labelled"
PART = "09506000134352"
RULES = f"""
[scan]
serial = {{ gs1 = "21" }}
codes.part = {{ gs1 = "01", equals = "{PART}" }}
codes.board = {{ regex = "B:(?P<board>[0-9]+)", symbology = ["]C0"] }}
"""


def write_profile(folder: Path) -> None:
    text = resource("profiles/practice-symmetric.toml").read_text("utf-8")
    folder.mkdir(exist_ok=True)
    text = text.replace('name = "practice-symmetric"', f'name = "{NAME}"')
    (folder / f"{NAME}.toml").write_text(text + RULES, "utf-8")


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("labels")
    bench = PracticeBench(folder / "bench", 2, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        write_profile(plant.data.profiles)
        yield Floor(bench, plant, count(1))


@pytest.fixture
def worker(floor: Floor) -> Iterator[Worker]:
    with at_work(floor, profile=NAME) as worker:
        yield worker


def awaited(worker: Worker) -> tuple[str, ...]:
    return worker.at().label.awaited


def test_from_the_codes_of_a_label_to_the_pass(worker: Worker) -> None:
    unit = worker.floor.unit("symmetric")
    worker.put_in(unit)
    worker.scan("]C0B:7\r\n")
    assert (worker.at().phase, awaited(worker)) == (Phase.SCAN, ("serial", "part"))
    worker.scan("]C0C:7")
    assert (code(worker.at()), awaited(worker)) == ("LIN-051", ("serial", "part"))
    worker.scan(f"]d221{unit.serial}{GS}01{PART}")
    assert (worker.at().phase, worker.at().serial) == (Phase.READY, unit.serial)
    worker.scan(f"]d221{unit.serial}")
    assert code(worker.at()) == "", "it is scanned already"
    worker.wizard.start("1")
    assert outcome(worker.wait_for(Phase.ENDED)) is Outcome.PASSED
    assert worker.records.find(unit.serial).serial == unit.serial


def test_the_wrong_code_of_several_is_named_and_the_label_is_scanned_anew(worker: Worker) -> None:
    serial = worker.floor.serial()
    worker.scan(f"21{serial}")
    worker.scan("]C10109506000134345")
    notice = worker.at().notice
    assert notice is not None
    assert notice.code == "LIN-052"
    assert "part" in notice.message
    assert PART in notice.message
    assert worker.at().label.codes == ()
    worker.scan(f"21{serial}")
    worker.scan(f"21{worker.floor.serial()}")
    assert code(worker.at()) == "LIN-054"
    assert worker.at().label.codes == ()


def test_a_label_that_is_begun_can_be_taken_back(worker: Worker) -> None:
    worker.scan(f"21{worker.floor.serial()}")
    assert awaited(worker) == ("part", "board")
    worker.wizard.take_back("1")
    assert worker.at().label.codes == ()
    worker.scan(f"21{worker.floor.serial()}")
    assert awaited(worker) == ("part", "board")


def test_a_unit_that_is_enrolled_is_told_by_the_first_of_its_codes(worker: Worker) -> None:
    unit = worker.floor.unit("symmetric")
    worker.put_in(unit)
    for text in (f"21{unit.serial}{GS}01{PART}", "]C0B:7"):
        worker.scan(text)
    worker.wizard.start("1")
    assert outcome(worker.wait_for(Phase.ENDED)) is Outcome.PASSED
    worker.scan(f"21{unit.serial}", "2")
    assert code(worker.at("2")) == "REC-008"
    assert worker.at("2").label.codes == ()


def test_the_command_takes_the_codes_of_a_label(tmp_path: Path) -> None:
    bench = Standing(tmp_path / "data", "symmetric")
    try:
        write_profile(tmp_path / "data" / "profiles")
        made = station(
            *("order", "create", "labelled", "--profile", NAME, "--quantity", "1"),
            *("--id-scope", "0nePRACTICE", "--data", bench.data),
        )
        assert made.returncode == 0, made.stderr
        command = ("provision", "--json", "--order", "labelled", "--position", "1")
        scans = ("--serial", f"01{PART}21PU-000001", "--data", bench.data)
        lacking = station(*command, *scans)
        assert lacking.returncode == 2
        assert json.loads(lacking.stdout)["error"]["code"] == "LIN-051"
        done = station(*command, "--serial", "]C0B:7", *scans)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["runs"][0]["serial"] == "PU-000001"
    finally:
        bench.close()
