"""A shift by key events alone: a worker's units to PASS and FAIL, a supervisor's export."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.errors import Outcome
from station.folders import Data
from station.model.run import USUAL_STEPS
from station.operations.bench_view import Phase, PositionView
from station.operations.plant import open_reader
from station.operations.start import Start
from station.service.exports import verify
from station.window import theme
from station.window.app import Application
from station.window.bridge import Bridge
from station.window.export import ExportScreen
from station.window.shell import Shell

pytestmark = [pytest.mark.window, pytest.mark.timeout(240)]

LONG_MS = 60_000
# Longer than the time for which a scanner's second line end is not listened to.
A_MOMENT_MS = 350


@dataclass
class Worker:
    """Somebody at the keyboard, who sees the window and nothing else."""

    application: Application
    qtbot: QtBot

    @property
    def window(self) -> QWidget:
        return self.application.shell

    def see(self, kind: type[QWidget], name: str) -> QWidget:
        found = self.window.findChild(kind, name)
        assert isinstance(found, QWidget), f"there is no {name}"
        return found

    def text(self, name: str) -> str:
        label = self.see(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text()

    def focused(self) -> QWidget:
        focused: QWidget | None = self.window.focusWidget()
        return self.window if focused is None else focused

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.focused(), letter)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.focused(), key, modifier or Qt.KeyboardModifier.NoModifier)

    def scan(self, text: str) -> None:
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=LONG_MS)

    def rest(self, milliseconds: int = A_MOMENT_MS) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def go_to(self, name: str) -> None:
        """Walk to a control with the tab key."""
        for _ in range(200):
            if self.focused().objectName() == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"the tab key doesn't lead to {name}")

    def log_in(self, badge: str, pin: str) -> None:
        self.wait(lambda: self.focused().objectName() == "badge")
        self.scan(badge)
        assert self.focused().objectName() == "pin"
        self.scan(pin)
        self.wait(lambda: self.focused().objectName() == "scan")

    def at(self, position: str) -> PositionView:
        worker = self.application.worker
        assert worker is not None
        return worker.tiles[position].view

    def label(self, position: str) -> str:
        """Read the serial number on the unit, once there is one."""
        self.wait(lambda: self.text(f"label-{position}").startswith("PU-"))
        return self.text(f"label-{position}")

    def provision(self, position: str) -> None:
        """Scan what lies at a position, start it, and wait for its verdict."""
        self.rest()
        self.press(getattr(Qt.Key, f"Key_F{position}"))
        self.wait(lambda: self.text("target") == f"Position {position}")
        serial = self.label(position)
        self.scan(serial)
        self.wait(lambda: self.focused().objectName() == f"main-{position}")
        assert (self.at(position).phase, self.at(position).serial) == (Phase.READY, serial)
        self.rest()
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.at(position).phase is Phase.ENDED)


class Windows(QObject):
    """Notes every window that is shown: one that flashes up takes the keyboard away."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    windows = Windows()
    qapp.installEventFilter(windows)
    yield windows
    qapp.removeEventFilter(windows)


@pytest.fixture
def at_work(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Worker]:
    theme.dress(qapp)
    data = tmp_path / "station"
    shell, bridge = Shell(), Bridge()
    application = Application(Start(Data(data), data, True, 4), shell, bridge)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    application.open()
    worker = Worker(application, qtbot)
    try:
        yield worker
    finally:
        application.leave()
        qtbot.waitUntil(lambda: not application.shell.isVisible(), timeout=LONG_MS)
        bridge.close()
        application.shell.deleteLater()


def outcome(view: PositionView) -> Outcome:
    assert view.verdict is not None
    return view.verdict.outcome


def test_a_shift_by_keys_alone(windows: Windows, at_work: Worker, tmp_path: Path) -> None:
    at_work.log_in("W-1001", "1001")
    for position in ("1", "2", "3", "4"):
        at_work.provision(position)
        view = at_work.at(position)
        assert outcome(view) is Outcome.PASSED, view.verdict
        assert view.done == USUAL_STEPS
        assert at_work.text(f"words-{position}") == "PASS"

    fail_one_and_go_on(at_work)
    at_work.press(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    at_work.log_in("S-2001", "2001")
    folder = export_all(at_work, tmp_path / "exported")
    assert verify(folder, None).files > 0
    with open_reader(Data(tmp_path / "station")) as reader:
        assert len(list(reader.enrollments())) == 5
        assert {e.status.value for e in reader.enrollments()} == {"exported"}
        assert [run.code for run in reader.runs()] == [None] * 4 + ["LNK-005", None]
    assert set(windows.shown) <= {"Shell shell", "QComboBoxPrivateContainer ", "QTipLabel "}


def fail_one_and_go_on(at_work: Worker) -> None:
    """Take a bad unit to its FAIL at position 1, and then a good one to its PASS."""
    at_work.rest()
    at_work.press(Qt.Key.Key_F1)
    at_work.rest()
    assert at_work.focused().objectName() == "main-1"
    at_work.press(Qt.Key.Key_Return)
    at_work.wait(lambda: at_work.at("1").phase is Phase.SCAN)
    at_work.rest()
    at_work.label("1")
    at_work.go_to("faulty-1")
    at_work.press(Qt.Key.Key_Space)
    at_work.wait(lambda: not at_work.text("label-1").startswith("PU-"))
    at_work.provision("1")
    assert outcome(at_work.at("1")) is Outcome.FAILED
    assert at_work.text("words-1") == "FAIL"
    assert "LNK-005" in at_work.text("said-1")
    at_work.rest()
    at_work.press(Qt.Key.Key_F1)
    at_work.rest()
    at_work.press(Qt.Key.Key_Return)
    at_work.wait(lambda: at_work.at("1").phase is Phase.SCAN)
    at_work.provision("1")
    assert outcome(at_work.at("1")) is Outcome.PASSED


def export_all(at_work: Worker, folder: Path) -> Path:
    at_work.press(Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    at_work.wait(lambda: isinstance(at_work.application.shell.stack.currentWidget(), ExportScreen))
    at_work.go_to("export-folder")
    field = at_work.focused()
    assert isinstance(field, QLineEdit)
    at_work.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    at_work.type(str(folder))
    at_work.rest(1_000)
    at_work.go_to("export-start")
    at_work.press(Qt.Key.Key_Space)
    at_work.wait((folder / "manifest.p7s").exists)
    at_work.rest(1_000)
    return folder


def test_leaving_while_the_station_is_opened_ends_all_of_it(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    theme.dress(qapp)
    before = set(threading.enumerate())
    shell, bridge = Shell(), Bridge()
    application = Application(Start(Data(tmp_path), tmp_path, True, 2), shell, bridge)
    shell.show()
    application.open()
    with qtbot.waitSignal(application.left, timeout=LONG_MS):
        application.leave()
    bridge.close()
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before, timeout=LONG_MS)
    assert application.opened is None
    shell.deleteLater()
