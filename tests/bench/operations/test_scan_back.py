"""A position is free for its next unit once the label of the last was scanned on it."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from station.errors import Outcome
from station.folders import Data
from station.model.settings import Settings
from station.operations.bench_view import Phase
from station.operations.label_desk import LabelAsked, print_again
from station.operations.practice import new_practice_plant
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from tests.support.bench_worker import Worker, at_work, code, outcome
from tests.support.floor import Floor

pytestmark = [pytest.mark.bench, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("labels")
    bench = PracticeBench(folder / "bench", 2, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))


@pytest.fixture
def worker(floor: Floor) -> Iterator[Worker]:
    with at_work(floor, profile="practice-labelled") as worker:
        yield worker
    floor.plant.tools.records.set_settings(Settings())


def label_of(worker: Worker, serial: str) -> str:
    """Return what the code of a unit's label says."""
    row = worker.records.labels.live(serial)
    assert row is not None
    return row.code


def test_a_pass_prints_a_label_which_frees_the_position_once_it_is_scanned(worker: Worker) -> None:
    serial = worker.passes()
    row = worker.records.labels.live(serial)
    assert row is not None
    assert (row.position, row.printed is not None, row.scanned) == ("1", True, None)
    papers = list((worker.floor.plant.data.root / "labels").glob("*.pdf"))
    assert papers
    worker.wizard.next_unit("1")
    assert worker.at().phase is Phase.ENDED, "its label isn't scanned yet"
    worker.wizard.scan(row.code)
    assert worker.at().sticker is None
    scanned = worker.records.labels.live(serial)
    assert scanned is not None
    assert scanned.scanned is not None
    assert worker.records.find(serial).serial == serial, "the PASS is as it was"
    worker.passes()


def test_another_label_is_refused_and_the_pass_stands(worker: Worker) -> None:
    first = worker.passes()
    worker.wizard.scan(label_of(worker, first))
    second = worker.passes()
    for wrong in (label_of(worker, first), worker.floor.serial()):
        worker.wizard.choose("1")
        worker.wizard.scan(wrong)
        assert worker.at().sticker is not None
        assert worker.at().phase is Phase.ENDED
        assert outcome(worker.at()) is Outcome.PASSED
    worker.wizard.scan(label_of(worker, second).lower())
    assert worker.at().sticker is None


def test_the_other_position_goes_on_meanwhile(worker: Worker) -> None:
    serial = worker.passes("1")
    other = worker.passes("2")
    assert worker.at("1").sticker is not None
    worker.wizard.scan(label_of(worker, other))
    assert (worker.at("1").sticker is None, worker.at("2").sticker is None) == (False, True)
    worker.passes("2")
    worker.wizard.scan(label_of(worker, serial))
    assert worker.at("1").sticker is None


def test_a_label_that_was_printed_again_makes_the_first_void(worker: Worker) -> None:
    serial = worker.passes()
    first = label_of(worker, serial)
    worker.wizard.scan(first)
    again = print_again(worker.floor.plant, LabelAsked(serial, why="smudged"))
    assert again.code != first
    worker.wizard.scan(first)
    assert code(worker.at(worker.wizard.view.chosen)) == "REC-104", "a void label is told"


def test_without_a_printer_the_unit_has_passed_and_its_label_is_printed_later(
    worker: Worker, tmp_path: Path
) -> None:
    records = worker.records
    gone = tmp_path / "gone"
    gone.write_text("no folder", encoding="utf-8")
    records.set_settings(Settings(label_printer=f"pdf:{gone}"))
    serial = worker.passes()
    view = worker.at()
    assert view.verdict is not None
    assert view.verdict.notice is not None
    assert view.verdict.notice.code == "LIN-094"
    assert [row.serial for row in records.labels.unprinted()] == [serial]
    worker.wizard.print_label("1")
    assert worker.at().sticker is not None, "the printer is still gone"
    records.set_settings(Settings())
    worker.wizard.print_label("1")
    assert records.labels.unprinted() == []
    assert code(worker.at()) == ""
    worker.wizard.scan(label_of(worker, serial))
    assert worker.at().sticker is None


def test_a_supervisor_lets_a_position_go_without_a_scan(worker: Worker) -> None:
    serial = worker.passes()
    worker.wizard.let_go("1")
    assert worker.at().sticker is None
    row = worker.records.labels.live(serial)
    assert row is not None
    assert row.scanned is None
    worker.passes()
