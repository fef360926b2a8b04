"""Batches in the window: a tile's words, the button for all and its key, and the setting."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station.errors import Outcome
from station.model.order import OrderSpec
from station.model.people import Role
from station.model.profile import StartBy
from station.model.settings import Loading, Settings
from station.operations.bench_view import BenchView, Mates, Notice, Phase, PositionView, Verdict
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, position_of, practice_pin
from station.operations.wizard import Wizard
from station.practice.bench import PracticeBench
from station.practice.units import UnitKind
from station.window.session import Session
from station.window.settings import SettingsScreen
from station.window.tile import Tile
from station.window.worker import WorkerScreen

pytestmark = [pytest.mark.window, pytest.mark.timeout(120)]

LONG_MS = 30_000
DEAF_MS = 300
TAKING_PART = ("1", "2", "3")
LOADED = PositionView(
    "2", Phase.LOADED, seated=True, order="o", product="Box", left=9, serial="SN-1"
)
PASSED = Verdict(Outcome.PASSED, None, "reg", 1.0)
FAILED = Verdict(Outcome.FAILED, Notice("LNK-003", "It is silent.", "Seat it again."), "", 1.0)


def tile_of(qtbot: QtBot, view: PositionView) -> Tile:
    tile = Tile("2", "F2", Role.WORKER)
    qtbot.addWidget(tile)
    tile.resize(500, 300)
    tile.show()
    tile.show_view(view, chosen=False)
    return tile


def text(tile: Tile, name: str) -> str:
    label = tile.findChild(QLabel, f"{name}-2")
    assert isinstance(label, QLabel)
    return label.text()


@pytest.mark.parametrize(
    ("mates", "said"),
    [
        (Mates(to_come=3), "Waiting for 3 more."),
        (Mates(to_come=1, at_work=2), "It begins after those at work."),
    ],
)
def test_a_loaded_tile_says_whom_it_waits_for(
    session: Session, qtbot: QtBot, mates: Mates, said: str
) -> None:
    del session
    tile = tile_of(qtbot, replace(LOADED, mates=mates))
    assert (text(tile, "words"), text(tile, "said")) == ("Loaded", said)
    assert not tile.main.isVisible()
    with qtbot.waitSignal(tile.take_back_pressed) as taken:
        tile.side.click()
    assert taken.args == ["2"]


@pytest.mark.parametrize("verdict", [PASSED, FAILED])
@pytest.mark.parametrize(
    ("at_work", "said"), [(True, "Leave it in until all are done."), (False, "Take all out.")]
)
def test_a_verdict_says_whether_to_take_the_unit_out(
    session: Session, qtbot: QtBot, verdict: Verdict, at_work: bool, said: str
) -> None:
    del session
    ended = replace(LOADED, phase=Phase.ENDED, verdict=verdict, mates=Mates(at_work=int(at_work)))
    tile = tile_of(qtbot, ended)
    assert text(tile, "said").split("\n")[0] == said
    assert tile.main.isVisible() is not at_work, "nothing is next before all are done"
    assert "Take the unit out." not in text(tile, "said")
    assert (verdict is FAILED) == ("It is silent." in text(tile, "said"))


@pytest.mark.parametrize(
    ("mates", "press", "what"),
    [(None, "START", "Start"), (Mates(to_come=2), "LOAD", "Load it")],
)
def test_what_is_pressed_says_what_it_does(
    session: Session, qtbot: QtBot, mates: Mates | None, press: str, what: str
) -> None:
    del session
    tile = tile_of(qtbot, replace(LOADED, phase=Phase.READY, start=StartBy.BUTTON, mates=mates))
    assert (tile.main.text(), text(tile, "words")) == (press, what)


@dataclass
class Hands:
    """A scanner and a keyboard at the bench."""

    screen: WorkerScreen
    bench: PracticeBench
    qtbot: QtBot

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=LONG_MS)

    def at(self, position: str) -> PositionView:
        return self.screen.tiles[position].view

    def wait_for(self, phase: Phase, *positions: str) -> None:
        self.wait(lambda: all(self.at(name).phase is phase for name in positions))

    def enter(self) -> None:
        focused = self.screen.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Return)

    def rest(self, milliseconds: int = DEAF_MS + 100) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def load(self, position: str, serial: str) -> None:
        """Put a unit in, scan its label, and press Enter once it can be loaded."""
        seat = self.bench.seats[int(position) - 1]
        self.bench.plug(seat, self.bench.make_unit(UnitKind.SYMMETRIC, serial))
        self.wait(lambda: self.at(position).seated)
        self.screen._choose(position)
        self.wait(lambda: self.screen._view.chosen == position)
        QTest.keyClicks(self.screen.field, serial)
        QTest.keyClick(self.screen.field, Qt.Key.Key_Return)
        self.wait(lambda: self.screen.focusWidget() is self.screen.tiles[position].main)
        self.rest()
        self.enter()
        self.wait(lambda: self.at(position).phase not in {Phase.SCAN, Phase.READY})


@pytest.fixture
def hands(session: Session, bench: PracticeBench, plant: Plant, qtbot: QtBot) -> Iterator[Hands]:
    records = plant.tools.records
    if not records.orders():
        spec = OrderSpec(name="o", profile="practice-symmetric", id_scope=ID_SCOPE, quantity=500)
        plant.create_order(spec, practice_pin())
        for position in TAKING_PART:
            records.assign(position, spec.name)
    records.set_settings(Settings(loading=Loading.BATCH))
    screens: list[WorkerScreen] = []

    def told(view: BenchView) -> None:
        if screens:
            session.bridge.post(screens[0], lambda: screens[0].show_bench(view))

    with Wizard(plant, [position_of(seat) for seat in bench.seats], told) as wizard:
        screen = WorkerScreen(session, wizard, None)
        screens.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1280, 668)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        screen.focus_first()
        yield Hands(screen, bench, qtbot)
    for seat in bench.seats:
        bench.unplug(seat)


def test_the_button_begins_with_what_is_loaded(hands: Hands) -> None:
    assert not hands.screen.start_all.isVisible()
    hands.load("1", "SN-A1")
    hands.load("3", "SN-A3")
    assert hands.screen.start_all.text() == "START ALL (2)"
    hands.screen.start_all.click()
    hands.wait_for(Phase.ENDED, "1", "3")
    assert not hands.screen.start_all.isVisible()
    hands.wait(lambda: "Take all out." in hands.screen.tiles["1"]._said.text())
    assert hands.at("2").phase is Phase.SEAT


def test_enter_without_a_scan_begins_too(hands: Hands) -> None:
    hands.load("2", "SN-B2")
    assert hands.screen.focusWidget() is hands.screen.field
    hands.enter()
    hands.rest(200)
    assert hands.at("2").phase is Phase.LOADED, "a second press of the same hand began it"
    hands.rest()
    hands.enter()
    hands.wait_for(Phase.ENDED, "2")


def test_the_line_ends_of_a_scan_begin_nothing(hands: Hands) -> None:
    hands.load("2", "SN-C2")
    hands.rest()
    QTest.keyClicks(hands.screen.field, "no such label!")
    for _ in range(3):
        hands.enter()
    hands.rest(200)
    assert hands.at("2").phase is Phase.LOADED
    QTest.keyClicks(hands.screen.start_all, " ")
    hands.rest(100)
    assert hands.at("2").phase is Phase.LOADED, "a code's blank began it"
    hands.screen.field.clear()


def test_a_whole_batch_begins_by_itself(hands: Hands) -> None:
    for position in TAKING_PART:
        hands.load(position, f"SN-D{position}")
    hands.wait_for(Phase.ENDED, *TAKING_PART)


def test_a_unit_is_taken_back_at_its_tile(hands: Hands) -> None:
    hands.load("1", "SN-E1")
    hands.screen.tiles["1"].side.click()
    hands.wait_for(Phase.SCAN, "1")
    assert not hands.screen.start_all.isVisible()


@pytest.mark.parametrize("phase", [Phase.LOADED, Phase.ENDED])
def test_nothing_is_clipped_in_a_small_window(hands: Hands, phase: Phase) -> None:
    verdict = FAILED if phase is Phase.ENDED else None
    pose = replace(LOADED, phase=phase, verdict=verdict, mates=Mates(at_work=phase is Phase.ENDED))
    loaded = replace(LOADED, mates=Mates(to_come=1))
    views = [replace(pose, position=name) for name in hands.screen.tiles]
    views[0] = replace(loaded, position=views[0].position)
    hands.screen.show_bench(BenchView(tuple(views), "", batch=True))
    hands.rest(50)
    assert hands.screen.start_all.isVisible()
    assert hands.screen.size().height() == 668, "the window had to grow"
    for button in hands.screen.findChildren(QPushButton):
        if button.isVisible():
            assert button.sizeHint().width() <= button.width(), button.objectName()


def test_the_setting_is_kept_with_the_house_s_rules(session: Session, qtbot: QtBot) -> None:
    screen = SettingsScreen(session)
    qtbot.addWidget(screen)
    screen._has(Settings())
    assert not screen.batches.isChecked()
    screen.batches.click()
    assert screen._typed() == Settings(loading=Loading.BATCH)
    assert screen.save.isEnabled()
    screen._has(Settings(loading=Loading.BATCH))
    assert screen.batches.isChecked()
