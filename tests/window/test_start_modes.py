"""The worker's screen where no scan is wanted: the right next action, and nothing else to press."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station.errors import Outcome, StationError
from station.folders import resource
from station.line.restart import SWITCH_OFF, SWITCH_ON
from station.model.barcode_label import Label
from station.model.order import OrderSpec
from station.model.people import Role
from station.model.profile import StartBy
from station.model.run import Step, StepEvent, StepState
from station.operations import seating
from station.operations.bench_view import BenchView, Notice, Phase, PositionView, Verdict
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, position_of, practice_pin
from station.operations.wizard import Wizard
from station.practice.bench import PracticeBench
from station.practice.units import UnitKind
from station.window.session import Session
from station.window.tile import Tile
from station.window.worker import WorkerScreen

pytestmark = [pytest.mark.window, pytest.mark.timeout(120)]

LONG_MS = 30_000
KEYBOARD = Notice.of(StationError("LIN-030", position="1", name="Keys"))
PASSED = Verdict(Outcome.PASSED, None, "unit", 1.0)


def shown(qtbot: QtBot, view: PositionView, role: Role = Role.WORKER) -> Tile:
    tile = Tile("1", "F1", role)
    qtbot.addWidget(tile)
    tile.show_view(view, chosen=False)
    tile.show()
    return tile


def words(tile: Tile) -> str:
    label = tile.findChild(QLabel, "words-1")
    assert isinstance(label, QLabel)
    return label.text()


def restart(state: StepState, code: str | None = None) -> StepEvent:
    return StepEvent("run", "1", Step.RESTART, state, code=code)


def empty(start: StartBy) -> PositionView:
    return PositionView("1", phase=Phase.SEAT, order="o", start=start)


@pytest.mark.parametrize("start", [StartBy.PLUGGED, StartBy.PROMPT])
def test_a_position_that_starts_by_itself_asks_for_a_unit_alone(
    qtbot: QtBot, start: StartBy
) -> None:
    tile = shown(qtbot, empty(start))
    assert words(tile) == "Put a unit in"
    assert not tile.main.isVisible()
    tile.show_view(seating.found(empty(start)), chosen=False)
    assert (words(tile), tile.main.text()) == ("Start", "START")
    assert not tile.side.isVisible(), "there is no scan to take back"
    passed = seating.ended(seating.started(seating.found(empty(start))), PASSED, "SN-1")
    tile.show_view(seating.idle(passed), chosen=False)
    assert words(tile) == "Take the unit out"
    assert not tile.main.isVisible()


def test_by_the_button_there_is_one_to_press_once_a_unit_is_in(qtbot: QtBot) -> None:
    tile = shown(qtbot, empty(StartBy.BUTTON))
    assert not tile.main.isVisible()
    tile.show_view(seating.seated(empty(StartBy.BUTTON), there=True), chosen=False)
    with qtbot.waitSignal(tile.start_pressed):
        QTest.keyClick(tile.main, Qt.Key.Key_Return)


def test_in_the_midst_of_a_run_the_large_words_say_what_the_worker_must_do(qtbot: QtBot) -> None:
    running = seating.started(seating.found(empty(StartBy.PLUGGED)))
    tile = shown(qtbot, running)
    seen = [words(tile)]
    for code in (SWITCH_OFF, SWITCH_ON):
        running = seating.stepped(running, restart(StepState.WAITING, code))
        tile.show_view(running, chosen=False)
        seen.append(words(tile))
    tile.show_view(seating.stepped(running, restart(StepState.DONE)), chosen=False)
    assert [*seen, words(tile)] == ["Wait", "Switch it off", "Switch it on", "Wait"]


def test_a_label_that_is_not_whole_says_what_is_still_to_be_scanned(qtbot: QtBot) -> None:
    label = Label((("serial", "SN-1"),), ("part", "board"))
    tile = shown(qtbot, seating.scanned(empty(StartBy.SCAN), label, "o", "P"))
    said = tile.findChild(QLabel, "said-1")
    assert isinstance(said, QLabel)
    assert "part, board" in said.text()
    assert not tile.main.isVisible()
    with qtbot.waitSignal(tile.take_back_pressed):
        QTest.keyClick(tile.side, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("role", "goes_on"),
    [(Role.WORKER, False), (Role.SUPERVISOR, True), (Role.MAINTENANCE, True)],
)
def test_a_keyboard_s_position_goes_on_by_a_supervisor(
    qtbot: QtBot, role: Role, *, goes_on: bool
) -> None:
    tile = shown(qtbot, seating.blocked(empty(StartBy.SCAN), KEYBOARD), role)
    assert words(tile) == "Stopped"
    assert tile.main.isVisible() == goes_on


@pytest.fixture(scope="module")
def order(plant: Plant, bench: PracticeBench) -> str:
    text = resource("profiles/practice-symmetric.toml").read_text("utf-8")
    name = "practice-plugged"
    text = text.replace('name = "practice-symmetric"', f'name = "{name}"\nstart = "plugged"')
    plant.data.profiles.mkdir(exist_ok=True)
    (plant.data.profiles / f"{name}.toml").write_text(text, "utf-8")
    spec = OrderSpec(name="plugged", profile=name, id_scope=ID_SCOPE, quantity=100)
    plant.create_order(spec, practice_pin())
    for seat in bench.seats:
        plant.tools.records.assign(seat.name, spec.name)
    return spec.name


@pytest.fixture
def wizard(session: Session, bench: PracticeBench, order: str) -> Iterator[Wizard]:
    del order
    told: list[BenchView] = []
    positions = [position_of(seat) for seat in bench.seats[:2]]
    with Wizard(session.plant, positions, told.append) as wizard:
        yield wizard
    for seat in bench.seats:
        bench.unplug(seat)


@pytest.fixture
def screen(session: Session, wizard: Wizard, qtbot: QtBot) -> Iterator[WorkerScreen]:
    screen = WorkerScreen(session, wizard, None)
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    timer = QTimer(screen, interval=20)
    timer.timeout.connect(lambda: screen.show_bench(wizard.view))
    timer.start()
    screen.refresh()
    yield screen
    timer.stop()


def test_a_unit_is_plugged_in_and_passes_without_any_press(
    screen: WorkerScreen, bench: PracticeBench, qtbot: QtBot
) -> None:
    tile = screen.tiles["1"]
    qtbot.waitUntil(lambda: tile.view.phase is Phase.SEAT, timeout=LONG_MS)
    target = screen.findChild(QLabel, "target")
    assert isinstance(target, QLabel)
    assert target.text() == "No scan is wanted"
    assert screen.field.placeholderText() == ""
    bench.plug(bench.seats[0], bench.make_unit(UnitKind.SYMMETRIC, "SN-PLUGGED-1"))
    qtbot.waitUntil(lambda: tile.view.phase is Phase.ENDED, timeout=LONG_MS)
    assert words(tile) == "PASS"
    QTest.keyClick(tile.main, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words(tile) == "Take the unit out", timeout=LONG_MS)
    bench.unplug(bench.seats[0])
    qtbot.waitUntil(lambda: words(tile) == "Put a unit in", timeout=LONG_MS)


def test_a_supervisor_lets_a_keyboard_s_position_go_on(
    screen: WorkerScreen, wizard: Wizard, session: Session, qtbot: QtBot
) -> None:
    tile = screen.tiles["2"]
    qtbot.waitUntil(lambda: tile.view.phase is Phase.SEAT, timeout=LONG_MS)
    wizard.keyboard("2", "Keys")
    qtbot.waitUntil(lambda: tile.view.phase is Phase.STOPPED, timeout=LONG_MS)
    assert session.person.role is Role.SUPERVISOR
    assert tile.main.text() == "Go on"
    QTest.keyClick(tile.main, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tile.view.phase is Phase.SEAT, timeout=LONG_MS)
