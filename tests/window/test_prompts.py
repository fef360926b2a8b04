"""Prompts in the worker's window: each kind by the keyboard alone, two positions at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QBuffer, QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from station.errors import Outcome
from station.model.people import Role
from station.model.prompt import Prompt, PromptKind, Question
from station.model.settings import Settings
from station.operations.bench_view import BenchView, Phase, PositionView
from station.operations.plant import Plant
from station.operations.practice import position_of
from station.operations.wizard import Wizard
from station.practice.bench import PracticeBench
from station.practice.units import UnitKind
from station.window.prompt import PromptPanel
from station.window.session import Session
from station.window.tile import Tile
from station.window.worker import WorkerScreen
from tests.support.asking import CHOOSE, CONFIRM, ENTER, PICTURE, asking_order, png

pytestmark = [pytest.mark.window, pytest.mark.timeout(120)]

LONG_MS = 30_000
DEAF_MS = 300
BUTTON = 'start = "button"'
ORDERS = {
    "confirm": CONFIRM,
    "choose": CHOOSE,
    "enter": ENTER,
    "picture": PICTURE,
}


@dataclass
class Hands:
    """A keyboard, and eyes on the screen."""

    screen: WorkerScreen
    wizard: Wizard
    qtbot: QtBot
    plant: Plant
    bench: PracticeBench
    serials: "Iterator[int]"

    def tile(self, position: str) -> Tile:
        return self.screen.tiles[position]

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=LONG_MS)

    def rest(self) -> None:
        loop = QEventLoop()
        QTimer.singleShot(DEAF_MS + 100, loop.quit)
        loop.exec()

    def focused(self) -> QWidget:
        focused: QWidget | None = self.screen.focusWidget()
        return self.screen if focused is None else focused

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.focused(), key)

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.focused(), letter)
        self.press(Qt.Key.Key_Return)

    def start(self, position: str, order: str) -> None:
        """Have a unit at work at a position, until it asks."""
        seat = next(seat for seat in self.bench.seats if seat.name == position)
        serial = f"WP-{next(self.serials):06d}"
        self.bench.plug(seat, self.bench.make_unit(UnitKind.SYMMETRIC, serial))
        self.plant.tools.records.assign(position, order)
        self.screen.refresh()
        # The position may still have the order of the test before.
        self.wait(lambda: self.tile(position).view.order == order)
        self.wait(lambda: self.tile(position).view.phase is Phase.READY)
        self.wizard.start(position)
        self.wait(lambda: self.asks(position))

    def asks(self, position: str) -> bool:
        return self.tile(position).view.question is not None

    def outcome(self, position: str) -> tuple[Outcome, str]:
        self.wait(lambda: self.tile(position).view.phase is Phase.ENDED)
        verdict = self.tile(position).view.verdict
        assert verdict is not None
        return verdict.outcome, "" if verdict.notice is None else verdict.notice.code


@pytest.fixture(scope="module")
def orders(plant: Plant) -> dict[str, str]:
    plant.tools.records.set_settings(Settings(stop_failures=None))  # many fail here on purpose
    return {
        kind: asking_order(plant, f"window-{kind}", prompt, more=BUTTON)
        for kind, prompt in ORDERS.items()
    }


@pytest.fixture(scope="module")
def serials() -> "Iterator[int]":
    return iter(range(1, 1_000))


@pytest.fixture
def hands(
    session: Session,
    bench: PracticeBench,
    orders: dict[str, str],
    serials: "Iterator[int]",
    qtbot: QtBot,
) -> Iterator[Hands]:
    del orders
    screens: list[WorkerScreen] = []

    def told(view: BenchView) -> None:
        if screens:
            session.bridge.post(screens[0], lambda: screens[0].show_bench(view))

    positions = [position_of(seat) for seat in bench.seats[:3]]
    with Wizard(session.plant, positions, told) as wizard:
        screen = WorkerScreen(session, wizard, None)
        screens.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1366, 668)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        screen.refresh()
        screen.focus_first()
        yield Hands(screen, wizard, qtbot, session.plant, bench, serials)
    for seat in bench.seats:
        bench.unplug(seat)


@pytest.mark.parametrize("kind", ["confirm", "picture"])
def test_enter_says_yes(hands: Hands, orders: dict[str, str], kind: str) -> None:
    hands.start("1", orders[kind])
    hands.wait(lambda: hands.focused().objectName() == "answer-1-1")
    hands.rest()
    hands.press(Qt.Key.Key_Return)
    assert hands.outcome("1") == (Outcome.PASSED, "")


@pytest.mark.parametrize("kind", ["confirm", "picture"])
def test_escape_says_no(hands: Hands, orders: dict[str, str], kind: str) -> None:
    hands.start("1", orders[kind])
    hands.wait(lambda: hands.focused().objectName() == "answer-1-1")
    hands.press(Qt.Key.Key_Escape)
    assert hands.outcome("1") == (Outcome.FAILED, "LIN-064")


@pytest.mark.parametrize(
    ("typed", "ended"), [("1", (Outcome.PASSED, "")), ("3", (Outcome.FAILED, "LIN-064"))]
)
def test_a_digit_and_enter_choose(
    hands: Hands, orders: dict[str, str], typed: str, ended: tuple[Outcome, str]
) -> None:
    hands.start("1", orders["choose"])
    hands.wait(lambda: hands.wizard.view.chosen == "1")
    hands.type(typed)
    assert hands.outcome("1") == ended


def test_what_is_scanned_is_entered_and_a_wrong_code_told(
    hands: Hands, orders: dict[str, str]
) -> None:
    hands.start("1", orders["enter"])
    hands.wait(lambda: hands.wizard.view.chosen == "1")
    hands.type("SN-000001")
    wrong = hands.tile("1").prompt.findChild(QLabel, "prompt-wrong-1")
    assert isinstance(wrong, QLabel)
    hands.wait(lambda: "LIN-065" in wrong.text())
    assert wrong.isVisible()
    assert hands.asks("1")
    hands.type("LOT-0042")
    assert hands.outcome("1") == (Outcome.PASSED, "")


def test_two_positions_ask_at_once_and_are_answered_each_by_its_key(
    hands: Hands, orders: dict[str, str]
) -> None:
    hands.start("1", orders["enter"])
    hands.start("2", orders["confirm"])
    hands.press(Qt.Key.Key_F2)
    hands.wait(lambda: hands.wizard.view.chosen == "2")
    assert hands.focused().objectName() == "answer-1-2"
    hands.rest()
    hands.press(Qt.Key.Key_Return)
    assert hands.outcome("2") == (Outcome.PASSED, "")
    assert hands.asks("1"), "the other position was disturbed"
    hands.press(Qt.Key.Key_F1)
    hands.wait(lambda: hands.wizard.view.chosen == "1")
    hands.type("LOT-0001")
    assert hands.outcome("1") == (Outcome.PASSED, "")


def test_a_scan_for_another_position_answers_nothing(hands: Hands, orders: dict[str, str]) -> None:
    hands.start("1", orders["confirm"])
    hands.wait(lambda: hands.focused().objectName() == "answer-1-1")
    hands.type("SN-000007")
    hands.wait(lambda: hands.tile("1").view.notice is not None)
    assert hands.asks("1")
    assert hands.tile("1").view.phase is Phase.RUNNING


def test_a_run_can_be_cancelled_while_it_asks(hands: Hands, orders: dict[str, str]) -> None:
    hands.start("1", orders["choose"])
    hands.tile("1").main.click()
    hands.tile("1").main.click()
    assert hands.outcome("1") == (Outcome.CANCELLED, "LIN-003")
    assert not hands.tile("1").prompt.isVisible()


def panel(qtbot: QtBot, question: Question) -> PromptPanel:
    made = PromptPanel("1")
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.show_question(question, "")
    return made


def test_words_of_a_profile_are_shown_as_they_stand(qtbot: QtBot) -> None:
    prompt = Prompt(
        name="look", kind=PromptKind.CHOOSE, text="<b>A & B</b>?", choices=("<i>A</i>", "A & B")
    )
    made = panel(qtbot, Question(prompt))
    text = made.findChild(QLabel, "prompt-text-1")
    assert isinstance(text, QLabel)
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert [b.text() for b in made.buttons if b.isVisible()] == ["1  <i>A</i>", "2  A && B"]


@pytest.mark.qt_log_ignore("JPEG", extend=True)
@pytest.mark.parametrize("content", [png()[:60], b"\xff\xd8\xff" + bytes(99)])
def test_a_picture_that_cannot_be_shown_says_so(qtbot: QtBot, content: bytes) -> None:
    prompt = Prompt(
        name="label", kind=PromptKind.PICTURE, text="?", picture="a.png", sha256="ab" * 32
    )
    made = panel(qtbot, Question(prompt, content))
    picture = made.findChild(QLabel, "prompt-picture-1")
    assert isinstance(picture, QLabel)
    assert "can't be shown" in picture.text()
    made.show_question(Question(prompt, png()), "")
    assert not picture.pixmap().isNull()


def test_a_photograph_is_shown(qtbot: QtBot) -> None:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert QImage.fromData(png()).save(buffer, "JPG")  # type: ignore[call-overload]
    prompt = Prompt(
        name="label", kind=PromptKind.PICTURE, text="?", picture="a.jpg", sha256="ab" * 32
    )
    made = panel(qtbot, Question(prompt, bytes(buffer.data().data())))
    picture = made.findChild(QLabel, "prompt-picture-1")
    assert isinstance(picture, QLabel)
    assert not picture.pixmap().isNull()


def test_a_blank_does_not_answer(hands: Hands, orders: dict[str, str]) -> None:
    hands.start("1", orders["confirm"])
    hands.wait(lambda: hands.focused().objectName() == "answer-1-1")
    hands.rest()
    hands.type(" SN-8")
    assert hands.asks("1")


def test_a_position_that_asks_has_nothing_else_to_press_but_cancel(qtbot: QtBot) -> None:
    tile = Tile("1", "F1", Role.WORKER)
    qtbot.addWidget(tile)
    prompt = Prompt(name="seal", kind=PromptKind.CONFIRM, text="Is the seal on?")
    tile.show()
    view = PositionView("1", phase=Phase.RUNNING, order="o", question=Question(prompt))
    tile.show_view(view, chosen=True)
    visible = [b.text() for b in [*tile.prompt.buttons, tile.main, tile.side] if b.isVisible()]
    assert visible == ["Yes", "No", "Cancel"]
