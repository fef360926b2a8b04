"""The worker's wizard on real units: what a scan may do, what starts, and how it goes on."""

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import Outcome, StationError
from station.folders import Data
from station.model.order import OrderState
from station.model.run import USUAL_STEPS
from station.operations.bench_view import Phase
from station.operations.practice import new_practice_plant
from station.operations.wizard import Wizard
from station.practice.bench import PracticeBench
from station.practice.unit_config import Behaviour, Manner, Pacing
from tests.support.bench_worker import Worker, at_work, code, outcome
from tests.support.floor import Floor
from tests.support.unsigned import no_enrollment_signed

pytestmark = pytest.mark.bench

SLOW = Behaviour(Manner.SLOW, delay_s=1.0)


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("wizard")
    bench = PracticeBench(folder / "bench", 2, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))


@pytest.fixture
def worker(floor: Floor) -> Iterator[Worker]:
    with at_work(floor) as worker:
        yield worker


def test_from_the_scan_to_the_pass(worker: Worker) -> None:
    assert worker.at().phase is Phase.SEAT
    unit = worker.floor.unit("symmetric")
    worker.put_in(unit)
    assert worker.at().phase is Phase.SCAN
    worker.scan(f"  {unit.serial}\r\n")
    assert (worker.at().phase, worker.at().serial) == (Phase.READY, unit.serial)
    assert worker.runs() == [], "a scan starts nothing"
    worker.wizard.start("1")
    view = worker.wait_for(Phase.ENDED)
    assert outcome(view) is Outcome.PASSED
    assert (view.done, view.serial) == (USUAL_STEPS, unit.serial)
    assert view.verdict is not None
    assert view.verdict.registration_id == worker.records.find(unit.serial).registration_id.text
    worker.wait(lambda: worker.at().left == 49, "what is left isn't told")
    worker.take_out()
    assert worker.at().phase is Phase.SEAT, "the PASS stands until its unit is taken out"
    worker.passes()
    assert len(worker.enrolled()) == 2


def test_a_unit_that_says_another_serial_number_than_the_scan_fails(worker: Worker) -> None:
    unit = worker.floor.unit("symmetric")
    worker.put_in(unit)
    worker.scan(worker.floor.serial())
    worker.wizard.start("1")
    view = worker.wait_for(Phase.ENDED)
    assert outcome(view) is Outcome.FAILED
    assert view.verdict is not None
    assert view.verdict.notice is not None
    assert view.verdict.notice.code == "LIN-002"
    assert worker.enrolled() == []
    worker.wizard.next_unit("1")
    worker.scan(unit.serial)
    worker.wizard.start("1")
    assert outcome(worker.wait_for(Phase.ENDED)) is Outcome.PASSED


def test_a_second_scan_of_the_same_label_is_ignored(worker: Worker) -> None:
    serial = worker.floor.serial()
    worker.scan(serial)
    before = worker.wizard.view
    for again in (serial, serial.lower(), f"{serial}\n"):
        worker.wizard.scan(again)
    assert worker.wizard.view == before
    assert code(before) == code(worker.at()) == ""


def test_only_one_scan_is_open(worker: Worker) -> None:
    serial = worker.floor.serial()
    worker.scan(serial)
    worker.wizard.choose("2")
    assert worker.wizard.view.chosen == "1", "the open scan keeps its position"
    worker.wizard.scan(worker.floor.serial())
    assert (worker.at("1").phase, worker.at("1").serial) == (Phase.READY, serial)
    assert code(worker.at("1")) == "LIN-017"
    assert worker.at("2").phase is Phase.SEAT
    worker.wizard.take_back("1")
    assert (worker.at("1").phase, worker.at("1").serial) == (Phase.SEAT, "")
    assert code(worker.at("1")) == ""
    worker.scan(serial, "2")
    assert worker.at("2").serial == serial
    assert worker.runs() == []


def test_a_scan_that_no_position_waits_for(worker: Worker) -> None:
    for position in ("1", "2"):
        worker.start(worker.floor.unit("symmetric"), position, SLOW)
        worker.wait_for(Phase.RUNNING, position)
    assert worker.wizard.view.chosen == ""
    worker.wizard.scan(worker.floor.serial())
    assert code(worker.wizard.view) == "LIN-018"
    assert worker.wizard.view.busy == ("1", "2")
    for position in ("1", "2"):
        worker.wizard.cancel(position)
        worker.wait_for(Phase.ENDED, position)


def test_a_serial_number_that_is_on_the_list_already(worker: Worker) -> None:
    serial = worker.passes()
    for again in (serial, serial.lower()):
        worker.scan(again, "2")
        assert code(worker.at("2")) == "REC-008"
        assert worker.at("2").phase is Phase.SEAT


def test_a_serial_number_that_is_at_another_position(worker: Worker) -> None:
    unit = worker.floor.unit("symmetric")
    worker.start(unit, "1", SLOW)
    worker.scan(unit.serial.lower(), "2")
    assert code(worker.at("2")) == "LIN-020"
    assert worker.at("2").phase is Phase.SEAT
    worker.wizard.cancel("1")
    worker.wait_for(Phase.ENDED)


@pytest.mark.parametrize("text", ["", "no such!", "SN 1", "é", "SN-1\x00", "9" * 65, "START"])
def test_a_scan_of_the_wrong_form(worker: Worker, text: str) -> None:
    worker.scan(text)
    if text == "START":  # for this product that is a serial number like any other
        assert worker.at().serial == text
        return
    assert (worker.at().phase, code(worker.at())) == (Phase.SEAT, "LIN-001")
    assert text.isprintable() or text not in worker.at().notice.message  # type: ignore[union-attr]


def test_an_order_that_is_paused_between_the_scan_and_the_start(worker: Worker) -> None:
    unit = worker.floor.unit("symmetric")
    worker.put_in(unit)
    worker.scan(unit.serial)
    name = worker.job.order.name
    worker.records.set_order_state(name, OrderState.PAUSED)
    worker.wizard.start("1")
    assert (worker.at().phase, code(worker.at())) == (Phase.READY, "REC-010")
    worker.wizard.reload()
    assert [worker.at(p).phase for p in ("1", "2")] == [Phase.NO_ORDER] * 2
    assert worker.runs() == []
    worker.records.set_order_state(name, OrderState.OPEN)
    worker.wizard.reload()
    assert worker.at().phase is Phase.SCAN
    worker.passes()


def test_a_start_on_an_empty_port(worker: Worker) -> None:
    unit = worker.floor.unit("symmetric")
    worker.scan(unit.serial)
    worker.wizard.start("1")
    assert (worker.at().phase, code(worker.at())) == (Phase.READY, "LIN-021")
    assert worker.runs() == []
    worker.put_in(unit)
    worker.wizard.start("1")
    assert outcome(worker.wait_for(Phase.ENDED)) is Outcome.PASSED


def test_a_run_is_cancelled_and_the_next_unit_goes_on(worker: Worker) -> None:
    worker.start(worker.floor.unit("symmetric"), behaviour=SLOW)
    worker.wait(lambda: worker.at().step is not None, "it never begins")
    worker.wizard.next_unit("1")
    assert worker.at().phase is Phase.RUNNING, "only a verdict can be taken as seen"
    worker.wizard.cancel("1")
    assert outcome(worker.wait_for(Phase.ENDED)) is Outcome.CANCELLED
    assert [run.outcome for run in worker.runs()] == [Outcome.CANCELLED]
    worker.take_out()
    worker.put_in(worker.floor.unit("symmetric"))
    assert worker.at().phase is Phase.ENDED, "it stands until somebody has seen it"
    worker.wizard.next_unit("1")
    assert worker.at().phase is Phase.SCAN
    worker.passes()


def test_a_complete_order_is_told_at_all_its_positions(floor: Floor) -> None:
    with at_work(floor, quantity=1) as worker:
        worker.passes("1")
        view = worker.wait_for(Phase.NO_ORDER, "2")
        assert code(view) == "REC-009"
        assert worker.at("1").phase is Phase.ENDED, "the PASS is not wiped away"
        worker.take_out("1")
        worker.put_in(floor.unit("symmetric"), "1")
        worker.wait_for(Phase.NO_ORDER, "1")
        worker.wait(lambda: code(worker.at("1")) == "REC-009", "nobody says why")
        worker.wizard.scan(floor.serial())
        assert code(worker.wizard.view) == "LIN-018"


def test_a_complete_order_is_told_after_the_last_pass_is_seen(floor: Floor) -> None:
    with at_work(floor, quantity=1) as worker:
        worker.passes("1")
        worker.wizard.next_unit("1")
        assert (worker.at().phase, code(worker.at())) == (Phase.NO_ORDER, "REC-009")


def test_another_order_that_was_assigned_meanwhile_is_what_a_scan_is_for(worker: Worker) -> None:
    worker.passes()
    other = worker.floor.order("symmetric")
    worker.records.assign("1", other.order.name)
    worker.wizard.reload()
    assert worker.at().order == worker.job.order.name, "the verdict is the old order's"
    worker.scan(worker.floor.serial())
    assert (worker.at().phase, worker.at().order) == (Phase.READY, other.order.name)


def test_a_position_where_the_station_can_not_go_on(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with no_enrollment_signed(monkeypatch):
        worker.start(worker.floor.unit("symmetric"))
        assert code(worker.wait_for(Phase.STOPPED)) == "REC-019", "its unit is on the list"
        worker.wizard.next_unit("1")
        worker.start(worker.floor.unit("symmetric"))
        assert code(worker.wait_for(Phase.STOPPED)) == "HSM-018"
        worker.scan(worker.floor.serial(), "2")
        assert worker.at("2").phase is Phase.READY, "the others aren't stopped"
        worker.wizard.take_back("2")
    worker.wizard.next_unit("1")
    assert worker.at().phase is Phase.SCAN
    worker.passes()


def test_what_nobody_knows_holds_a_position_until_a_supervisor_lets_it_go_on(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("anything")

    with monkeypatch.context() as patch:
        patch.setattr("station.line.run.enrolled", broken)
        worker.start(worker.floor.unit("symmetric"))
        assert code(worker.wait_for(Phase.STOPPED)) == "LIN-014"
    worker.wizard.next_unit("1")
    assert worker.at().phase is Phase.STOPPED, "whoever works there can't"
    worker.wizard.release("1")
    worker.passes()
    caplog.clear()


def test_a_stopped_position_that_a_keyboard_blocks_works_again_once_it_is_released(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StationError("HSM-018")

    with monkeypatch.context() as patch:
        patch.setattr(Wizard, "done", broken)
        worker.start(worker.floor.unit("symmetric"))
        worker.wait_for(Phase.STOPPED)
    worker.wizard.keyboard("1", "Evil Keys")
    worker.wizard.release("1")
    worker.passes()


def test_closing_cancels_what_is_at_work_and_waits_for_it(floor: Floor) -> None:
    with at_work(floor) as worker:
        for position in ("1", "2"):
            worker.start(floor.unit("symmetric"), position, SLOW)
        worker.wait(lambda: len(worker.runs()) == 2, "they never begin")
    assert [run.outcome for run in worker.runs()] == [Outcome.CANCELLED] * 2
    assert worker.wizard.view.busy == ()


SCANS = st.one_of(
    st.text(max_size=80),
    st.from_regex(r"[A-Za-z0-9-]{1,64}\s*", fullmatch=True),
    st.sampled_from(
        ("START", "start 1", "\r\n", " ", "*START*", "F1", "\x1b", "practice-symmetric")
    ),
)


def test_no_scan_whatever_starts_a_run(worker: Worker) -> None:
    worker.put_in(worker.floor.unit("symmetric"))

    @given(st.lists(SCANS, max_size=4))
    def scanned(texts: list[str]) -> None:
        for text in texts:
            worker.wizard.scan(text)
        assert worker.wizard.view.busy == ()
        for view in worker.wizard.view.positions:
            assert view.phase in {Phase.SEAT, Phase.SCAN, Phase.READY}
            worker.wizard.take_back(view.position)

    scanned()
    assert worker.runs() == []
