"""Runs that ask the worker: what is asked when, what an answer does, and what is on record."""

from dataclasses import dataclass
from itertools import count
from threading import Event

import pytest

from station.errors import Outcome, StationError
from station.line.profiles import check_profile
from station.line.run import RunResult, run_unit
from station.model.run import Step, StepState, Unit
from station.operations.floor import check_order
from station.operations.practice import position_of
from station.practice.units import UnitKind
from tests.support.asking import CHOOSE, CONFIRM, ENTER, PICTURE, Scripted, asking_order, png
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

ALL = (CONFIRM, CHOOSE, ENTER, PICTURE)
GOOD = {"seal": "yes", "housing": "good", "lot": "LOT-0007", "label": "yes"}


@dataclass
class Line:
    """The floor with a worker who answers as written down."""

    floor: Floor
    numbers: "count[int]"

    def order(self, *prompts: str, more: str = "") -> str:
        return asking_order(self.floor.plant, f"asking-{next(self.numbers)}", *prompts, more=more)

    def run(self, order: str, worker: Scripted | None) -> RunResult:
        plant, seat = self.floor.plant, self.floor.seat
        asked = plant if worker is None else plant.asking(worker)
        self.floor.bench.plug(seat, self.floor.bench.make_unit(UnitKind.SYMMETRIC, self.serial()))
        try:
            cancel = None if worker is None else worker.gives_up
            return run_unit(Unit(), plant.job(order), position_of(seat), asked.tools, cancel=cancel)
        finally:
            self.floor.bench.unplug(seat)

    def serial(self) -> str:
        return f"AS-{next(self.numbers):06d}"

    def answers(self, result: RunResult) -> dict[str, str]:
        return dict(self.floor.plant.tools.records.answered(result.run))


@pytest.fixture(scope="module")
def numbers() -> "count[int]":
    return count(1)


@pytest.fixture
def line(floor: Floor, numbers: "count[int]") -> Line:
    return Line(floor, numbers)


def assert_refused(line: Line, result: RunResult, code: str) -> None:
    assert result.error is not None
    assert result.error.code == code, result.error.detail
    records = line.floor.plant.tools.records
    assert next(run.code for run in records.runs() if run.name == result.run) == code
    records.verify()


def test_a_unit_passes_by_good_answers_which_stand_on_record(line: Line) -> None:
    worker = Scripted(GOOD)
    result = line.run(line.order(*ALL), worker)
    assert result.outcome is Outcome.PASSED, result.error
    assert [name for _, name in worker.asked] == list(GOOD)
    assert line.answers(result) == GOOD
    line.floor.plant.tools.records.verify()


@pytest.mark.parametrize(
    ("name", "answer"), [("seal", "no"), ("housing", "cracked"), ("label", "no")]
)
def test_a_bad_answer_fails_the_unit_before_anything_is_made(
    line: Line, name: str, answer: str
) -> None:
    result = line.run(line.order(*ALL), Scripted(GOOD | {name: answer}))
    assert_refused(line, result, "LIN-064")
    assert result.outcome is Outcome.FAILED
    assert line.answers(result)[name] == answer
    steps = line.floor.plant.tools.records.steps(result.run)
    last = steps[-1]
    assert (last.step, last.state, last.code) == (Step.ATTEST, StepState.FAILED, "LIN-064")


def test_no_answer_in_time_fails_the_unit(line: Line) -> None:
    result = line.run(line.order(CONFIRM), Scripted({}))
    assert_refused(line, result, "LIN-063")
    assert result.outcome is Outcome.FAILED
    assert line.answers(result) == {}


def test_a_worker_can_give_up_while_asked(line: Line) -> None:
    result = line.run(line.order(CONFIRM), Scripted({}, gives_up=Event()))
    assert_refused(line, result, "LIN-003")
    assert result.outcome is Outcome.CANCELLED


@pytest.mark.parametrize("answer", ["maybe", "YES", "yes\x1b[2J"])
def test_what_is_no_answer_is_never_taken_for_one(line: Line, answer: str) -> None:
    result = line.run(line.order(CONFIRM), Scripted({"seal": answer}))
    assert_refused(line, result, "LIN-014")
    assert line.answers(result) == {}


def test_each_prompt_is_asked_before_its_step_and_once(line: Line) -> None:
    asked = [
        CONFIRM.replace('"seal"', f'"{step}"') + f'before = "{step}"\n'
        for step in ("restart", "enrol", "prove", "attest", "admit")
    ]
    worker = Scripted(dict.fromkeys(("restart", "enrol", "prove", "attest", "admit"), "yes"))
    result = line.run(line.order(*asked, more='prove = "after-restart"'), worker)
    assert result.outcome is Outcome.PASSED, result.error
    order = [name for _, name in worker.asked]
    assert order == ["admit", "attest", "prove", "restart", "enrol"]


def test_only_every_n_th_unit_is_asked_about(line: Line) -> None:
    order = line.order(CONFIRM + "every = 2\n")
    asked = []
    for _ in range(4):
        worker = Scripted(GOOD)
        assert line.run(order, worker).outcome is Outcome.PASSED
        asked.append(len(worker.asked))
    assert asked == [0, 1, 0, 1]


def test_where_nobody_can_be_asked_no_unit_is_begun(line: Line) -> None:
    order = line.order(CONFIRM)
    plant = line.floor.plant
    with pytest.raises(StationError, match="LIN-062"):
        check_order(plant, plant.job(order))
    check_order(plant.asking(Scripted({})), plant.job(order))
    assert_refused(line, line.run(order, None), "LIN-062")


def test_a_changed_picture_stops_the_order(line: Line) -> None:
    plant = line.floor.plant
    order = line.order(PICTURE)
    picture = plant.data.profiles / "label.png"
    for content in (png(height=201), b"GIF89a", png() + bytes(1024 * 1024), None):
        picture.unlink()
        if content is not None:
            picture.write_bytes(content)
        with pytest.raises(StationError, match="PRF-002"):
            plant.job(order)
        (problem,) = check_profile(plant.data.profiles / f"{order}.toml")
        assert problem.key == "prompts[1].picture"
        picture.write_bytes(png())
    assert plant.job(order).pictures == {"label": png()}
