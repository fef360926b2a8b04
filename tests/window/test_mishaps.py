"""What nobody foresaw is said and survived; stalls are noted; the window remembers its looks."""

import json
import logging
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station.folders import Data
from station.operations.start import Start, window_start
from station.window import theme
from station.window.looks import palette
from station.window.memory import Memory
from station.window.mishaps import Mishaps, StallWatch, crashes_kept_in
from station.window.palettes import PALETTES, Look
from station.window.shell import Shell
from tests.support.production import ProductionStation
from tests.unit.records.staffed import ANNE, WIM, quick_hashing
from tests.window.people_floor import window

pytestmark = pytest.mark.window


@pytest.fixture
def shell(qtbot: QtBot) -> Shell:
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show_alone(QLabel("x"))
    shell.show()
    return shell


def words(shell: Shell) -> str:
    label = shell.findChild(QLabel, "mishap-words")
    assert label is not None
    return label.text()


def test_a_fault_in_a_slot_is_said_and_the_window_goes_on(
    shell: Shell, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    mishaps, button = Mishaps(shell), QPushButton("x")
    qtbot.addWidget(button)
    mishaps.met.connect(shell.mishap.say)
    button.clicked.connect(lambda: 1 // 0)
    with qtbot.capture_exceptions(), mishaps.heard():
        button.click()
        qtbot.waitUntil(shell.mishap.isVisible)
        assert "LIN-100 ZeroDivisionError" in words(shell)
        button.click()
        qtbot.waitUntil(lambda: "2" in words(shell).splitlines()[-1])
    assert "The window broke" in caplog.text
    assert "division" in caplog.text
    caplog.clear()
    away = shell.findChild(QPushButton, "mishap-on")
    assert away is not None
    away.click()
    assert shell.mishap.isHidden()


def test_a_thread_that_breaks_is_named(
    shell: Shell, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    mishaps = Mishaps(shell)
    mishaps.met.connect(shell.mishap.say)
    with mishaps.heard():
        thread = threading.Thread(target=[].pop, name="printer")
        thread.start()
        thread.join()
        qtbot.waitUntil(shell.mishap.isVisible)
    caplog.clear()
    assert "printer" in words(shell)
    assert "LIN-101 IndexError" in words(shell)


def test_a_stall_is_noted_with_its_place(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    watch = StallWatch()
    try:
        time.sleep(1.6)
        assert "test_a_stall_is_noted_with_its_place" in caplog.text
        qtbot.waitUntil(lambda: "The window goes on" in caplog.text)
    finally:
        watch.stop()


def test_what_ends_the_process_at_once_would_be_kept(tmp_path: Path) -> None:
    with crashes_kept_in(tmp_path):
        assert (tmp_path / "crash.log").exists()
    with crashes_kept_in(tmp_path / "absent"):
        assert not (tmp_path / "absent").exists()


def test_a_look_is_changed_by_a_key_and_remembered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "window.json"
    memory = Memory(path)
    memory.put("look", "light")
    shell = Shell(memory)
    qtbot.addWidget(shell)
    shell.settle()
    shell.show_alone(QLabel("x"))
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    try:
        QTest.keyClick(shell, Qt.Key.Key_F10)
        assert Memory(path).look is Look.DARK
        assert PALETTES[Look.DARK].items() <= theme.COLOURS.items()
        assert qapp.palette().window().color().name() == theme.COLOURS["ground"]
    finally:
        theme.dress(qapp)
        qapp.setPalette(palette())
    assert json.loads(path.read_text("utf-8")) == {"look": "dark"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"look": 3, "window": ["a"]}', "[" * 100_000])
def test_a_spoilt_memory_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "window.json"
    path.write_text(text, "utf-8")
    memory = Memory(path)
    assert memory.look is Look.SYSTEM
    assert memory.numbers("window") == ()
    memory.put("look", "dark")
    memory.keep()
    assert Memory(path).look is Look.DARK


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    start = Start(Data(tmp_path / "a"), tmp_path / "b", practice=False, positions=1)
    memory = Memory.of(start)
    memory.put("look", "dark")
    memory.keep()
    assert list(tmp_path.iterdir()) == []
    assert memory.look is Look.DARK


def test_the_place_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "window.json")
    for width in (1300, 1310):
        shell = Shell(memory)
        qtbot.addWidget(shell)
        shell.take_place(kiosk=False)
        if width == 1310:
            assert shell.width() == 1300
        shell.show()
        shell.resize(width, 760)
        shell.let_close()


def test_a_kiosk_is_asked_for_and_fills_the_screen(qtbot: QtBot) -> None:
    start = window_start(["--kiosk"])
    assert start is not None
    assert start.kiosk
    shell = Shell()
    qtbot.addWidget(shell)
    shell.take_place(kiosk=True)
    shell.show()
    assert shell.isFullScreen()
    assert shell.windowFlags() & Qt.WindowType.FramelessWindowHint


def test_a_kiosk_is_closed_by_a_supervisor_alone(
    staffed_station: ProductionStation, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    if not qapp.styleSheet():
        theme.dress(qapp)
    station = staffed_station.copied(tmp_path / "station")
    with quick_hashing(), window(station, qtbot, kiosk=True) as hands:
        hands.see("log-in")
        QTest.keyClick(hands.shell, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        assert "CFG-065" in words(hands.shell)
        hands.log_in(WIM)
        hands.shell.close()
        assert hands.shell.isVisible()
        hands.press("log-out")
        hands.see("log-in")
        hands.log_in(ANNE)
        QTest.keyClick(hands.shell, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        hands.wait(lambda: not hands.shell.isVisible())
