"""The worker's screen: where scans go, what a scanner's keys never press, and what stays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.errors import CATALOGUE, Outcome
from station.model.order import OrderSpec
from station.model.run import Step
from station.operations.bench_view import BenchView, Notice, Phase, PositionView, Verdict
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, position_of, practice_pin
from station.operations.wizard import Wizard
from station.practice.bench import PracticeBench
from station.practice.unit_config import Behaviour, Manner
from station.practice.units import UnitKind
from station.window.session import Session
from station.window.tile import Tile
from station.window.worker import WorkerScreen

pytestmark = [pytest.mark.window, pytest.mark.timeout(120)]

LONG_MS = 30_000
DEAF_MS = 300


@dataclass
class Hands:
    """A keyboard, a scanner, and eyes on the screen."""

    screen: WorkerScreen
    wizard: Wizard
    qtbot: QtBot

    def at(self, position: str = "1") -> PositionView:
        return self.screen.tiles[position].view

    def focused(self) -> QWidget:
        focused: QWidget | None = self.screen.focusWidget()
        return self.screen if focused is None else focused

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.focused(), key)

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.focused(), letter)

    def scan(self, text: str, *, ends: int = 1) -> None:
        """Read a code as a scanner does: all keys at once, then its line ends."""
        self.type(text)
        for _ in range(ends):
            self.press(Qt.Key.Key_Return)

    def rest(self, milliseconds: int = DEAF_MS + 100) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=LONG_MS)

    def chooses(self, position: str) -> bool:
        return self.wizard.view.chosen == position

    def wait_for(self, phase: Phase, position: str = "1") -> None:
        self.wait(lambda: self.at(position).phase is phase)

    def wait_for_start(self, position: str = "1") -> None:
        self.wait(lambda: self.focused().objectName() == f"main-{position}")


@pytest.fixture(scope="module")
def order(plant: Plant, bench: PracticeBench) -> str:
    spec = OrderSpec(name="worked", profile="practice-symmetric", id_scope=ID_SCOPE, quantity=1_000)
    plant.create_order(spec, practice_pin())
    for seat in bench.seats:
        plant.tools.records.assign(seat.name, spec.name)
    return spec.name


@pytest.fixture
def hands(session: Session, bench: PracticeBench, order: str, qtbot: QtBot) -> Iterator[Hands]:
    del order
    screens: list[WorkerScreen] = []

    def told(view: BenchView) -> None:
        if screens:
            session.bridge.post(screens[0], lambda: screens[0].show_bench(view))

    positions = [position_of(seat) for seat in bench.seats]
    with Wizard(session.plant, positions, told) as wizard:
        screen = WorkerScreen(session, wizard, None)
        screens.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1280, 668)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        screen.refresh()
        screen.focus_first()
        yield Hands(screen, wizard, qtbot)
    for seat in bench.seats:
        bench.unplug(seat)


def plug(bench: PracticeBench, serial: str, manner: Manner = Manner.NORMAL) -> None:
    unit = bench.make_unit(UnitKind.SYMMETRIC, serial)
    bench.unplug(bench.seats[0])
    bench.plug(bench.seats[0], unit, Behaviour(manner, delay_s=1.0))


def started(hands: Hands) -> bool:
    return any(view.phase is Phase.RUNNING for view in hands.wizard.view.positions)


def test_what_is_typed_anywhere_goes_to_the_scan_field(hands: Hands) -> None:
    for widget in [hands.screen, hands.screen.tiles["3"], *hands.screen.tiles.values()]:
        hands.screen.field.clear()
        QTest.keyClicks(widget, "SN-7")
        assert hands.screen.field.text() == "SN-7"
        assert hands.focused() is hands.screen.field


@pytest.mark.parametrize("on_the_field", [False, True])
def test_what_stands_between_a_code_s_parts_goes_to_the_scan_field(
    hands: Hands, *, on_the_field: bool
) -> None:
    hands.screen.field.clear()
    widget = hands.screen.field if on_the_field else hands.screen.tiles["2"].main
    for letter, key in (
        ("A", Qt.Key.Key_A),
        ("\x1d", Qt.Key.Key_BracketRight),
        ("B", Qt.Key.Key_B),
    ):
        held = Qt.KeyboardModifier.ControlModifier if letter < " " else Qt.KeyboardModifier(0)
        event = QKeyEvent(QEvent.Type.KeyPress, key, held, letter)
        QCoreApplication.sendEvent(widget, event)
    assert hands.screen.field.text() == "A\x1dB"
    hands.screen.field.clear()


def test_a_scan_while_a_button_has_the_focus_goes_to_the_field(hands: Hands) -> None:
    hands.scan("SN-A1")
    hands.wait_for_start()
    hands.scan("SN A2")
    hands.wait(lambda: hands.at().notice is not None)
    notice = hands.at().notice
    assert notice is not None
    assert notice.code == "LIN-017"
    assert hands.at().serial == "SN-A1"
    assert not started(hands)


@pytest.mark.parametrize("text", ["{}", "{} ", " {}"])
@pytest.mark.parametrize("ends", [2, 3])
def test_a_scanners_line_ends_never_press_start(
    hands: Hands, bench: PracticeBench, text: str, ends: int
) -> None:
    serial = f"SN-B{ends}{len(text)}{text.index('{')}"
    plug(bench, serial)
    hands.wait(lambda: hands.at().seated)
    hands.scan(text.format(serial), ends=ends)
    hands.wait_for_start()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        hands.press(key)
    hands.rest(200)
    assert hands.at().phase is Phase.READY
    assert not started(hands)


def test_a_code_that_begins_with_a_blank_does_not_press_start(
    hands: Hands, bench: PracticeBench
) -> None:
    plug(bench, "SN-H1")
    hands.wait(lambda: hands.at().seated)
    hands.scan("SN-H1")
    hands.wait_for_start()
    hands.rest()
    hands.scan(" SN-H2")
    hands.wait(lambda: hands.at().notice is not None)
    assert hands.at().phase is Phase.READY
    assert not started(hands)


def test_enter_held_down_never_presses_start(hands: Hands, bench: PracticeBench) -> None:
    plug(bench, "SN-C1")
    hands.wait(lambda: hands.at().seated)
    hands.scan("SN-C1")
    hands.wait_for_start()
    hands.rest()
    held = _again(Qt.Key.Key_Return)
    held(hands.focused())
    hands.rest(100)
    assert hands.at().phase is Phase.READY


def _again(key: Qt.Key) -> Callable[[QWidget], None]:
    """Return what sends a key that repeats itself, since it is held down."""

    def send(widget: QWidget) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "\r", True)
            QCoreApplication.sendEvent(widget, event)

    return send


def test_enter_after_a_moment_starts(hands: Hands, bench: PracticeBench) -> None:
    plug(bench, "SN-D1")
    hands.wait(lambda: hands.at().seated)
    hands.scan("SN-D1")
    hands.wait_for_start()
    hands.rest()
    hands.press(Qt.Key.Key_Return)
    hands.wait_for(Phase.ENDED)
    verdict = hands.at().verdict
    assert verdict is not None
    assert verdict.outcome is Outcome.PASSED


def test_a_function_key_chooses_a_position(hands: Hands) -> None:
    for number in (3, 8, 1):
        hands.press(Qt.Key(Qt.Key.Key_F1 + number - 1))
        hands.wait(partial(hands.chooses, str(number)))
    hands.press(Qt.Key.Key_F5)
    hands.scan("SN-E1")
    hands.wait_for_start("5")
    assert hands.at("5").serial == "SN-E1"


def test_a_run_is_cancelled_at_the_second_press_only(hands: Hands, bench: PracticeBench) -> None:
    plug(bench, "SN-F1", Manner.SLOW)
    hands.wait(lambda: hands.at().seated)
    hands.scan("SN-F1")
    hands.wait_for_start()
    hands.rest()
    hands.press(Qt.Key.Key_Return)
    hands.wait_for(Phase.RUNNING)
    main = hands.screen.tiles["1"].main
    words = main.text()
    hands.press(Qt.Key.Key_F1)
    hands.press(Qt.Key.Key_Space)
    assert main.text() != words
    hands.rest(100)
    assert hands.at().phase is Phase.RUNNING
    hands.press(Qt.Key.Key_Space)
    hands.wait_for(Phase.ENDED)
    verdict = hands.at().verdict
    assert verdict is not None
    assert verdict.outcome is Outcome.CANCELLED


def test_a_fail_stays_until_next_is_pressed(hands: Hands, bench: PracticeBench) -> None:
    plug(bench, "SN-G1", Manner.REFUSES)
    hands.wait(lambda: hands.at().seated)
    hands.scan("SN-G1")
    hands.wait_for_start()
    hands.rest()
    hands.press(Qt.Key.Key_Return)
    hands.wait_for(Phase.ENDED)
    bench.unplug(bench.seats[0])
    hands.wait(lambda: not hands.at().seated)
    plug(bench, "SN-G2")
    hands.wait(lambda: hands.at().seated)
    hands.wait(lambda: hands.wizard.view.chosen == "2")
    assert hands.at().phase is Phase.ENDED
    hands.press(Qt.Key.Key_F1)
    hands.rest(100)
    assert hands.focused().objectName() == "main-1"
    hands.press(Qt.Key.Key_Return)
    hands.wait_for(Phase.SCAN)


# What can stand in a tile, with the longest words.

LONGEST = max(
    (Notice(code, e.message, e.remedy) for code, e in CATALOGUE.items() if e.fault.value == "unit"),
    key=lambda notice: len(notice.message) + len(notice.remedy),
)
SERIAL = "PU-000123"
PRODUCT = "Practice unit with a certificate"
WORKED = PositionView("1", seated=True, order="o", product=PRODUCT, left=9_999)


def verdict(outcome: Outcome, notice: Notice | None) -> Verdict:
    return Verdict(outcome, notice, "reg", 6.5)


VIEWS = [
    replace(WORKED, phase=Phase.NO_ORDER, notice=LONGEST),
    replace(WORKED, phase=Phase.SEAT, seated=False),
    replace(WORKED, phase=Phase.SCAN),
    replace(WORKED, phase=Phase.SCAN, notice=LONGEST),
    replace(WORKED, phase=Phase.READY, serial=SERIAL),
    replace(WORKED, phase=Phase.READY, serial=SERIAL, notice=LONGEST),
    *(replace(WORKED, phase=Phase.RUNNING, serial=SERIAL, step=step) for step in Step),
    replace(WORKED, phase=Phase.STOPPED, notice=LONGEST),
    replace(WORKED, phase=Phase.ENDED, serial=SERIAL, verdict=verdict(Outcome.PASSED, None)),
    *(
        replace(WORKED, phase=Phase.ENDED, serial=SERIAL, verdict=verdict(outcome, LONGEST))
        for outcome in (Outcome.FAILED, Outcome.ERROR, Outcome.CANCELLED)
    ),
]


def clipped(widget: QWidget) -> str:
    """Return what is wrong with a label's or a button's size, or an empty text."""
    size, hint = widget.size(), widget.sizeHint()
    high = hint.height()
    if isinstance(widget, QLabel) and widget.wordWrap():
        high = widget.heightForWidth(size.width())
        metrics = widget.fontMetrics()
        longest = max(
            (metrics.horizontalAdvance(word) for word in widget.text().split()), default=0
        )
        if longest > size.width():
            return f"{widget.text()!r} has {size.width()} px of {longest}"
    elif hint.width() > size.width():
        return f"{widget.objectName()} has {size.width()} px of {hint.width()}"
    return (
        "" if high <= size.height() else f"{widget.objectName()} has {size.height()} px of {high}"
    )


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.phase.value}")
def test_nothing_is_clipped_with_eight_positions_in_a_small_window(
    hands: Hands, view: PositionView
) -> None:
    names = list(hands.screen.tiles)
    views = tuple(replace(view, position=name) for name in names)
    hands.screen.show_bench(BenchView(views, ""))
    hands.rest(20)
    for tile in hands.screen.tiles.values():
        assert isinstance(tile, Tile)
        for widget in [*tile.findChildren(QLabel), *tile.findChildren(QPushButton)]:
            if widget.isVisible():
                assert not clipped(widget), clipped(widget)
    assert hands.screen.size().height() == 668, "the window had to grow"
