"""The language is changed by anybody, on every screen, while units are at work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from station.errors import StationError
from station.folders import Data
from station.operations.bench_view import Notice
from station.operations.start import Start
from station.window import theme
from station.window.engine_words import what_happened, what_to_do
from station.window.entrance import Entrance
from station.window.languages import LANGUAGES, SOURCE, chosen, known, speech
from station.window.shell import Shell
from tests.unit.records.staffed import ANNE
from tests.window.people_floor import Hands, pin_of

# The offscreen platform says so of every menu.
pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture(autouse=True)
def own_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> Iterator[None]:
    if not qapp.styleSheet():
        theme.dress(qapp)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    before = QLocale()
    yield
    speech.use(SOURCE)
    QLocale.setDefault(before)


def choose(qtbot: QtBot, shell: Shell, code: str) -> None:
    """Choose a language by keyboard, as anybody does."""
    button = shell.language
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    menu = button.findChild(QMenu, "languages")
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    entries = [one.objectName() for one in menu.actions()]
    for _ in range(entries.index(code) + 1):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: button.findChild(QMenu, "languages") is None)
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)


def test_an_error_is_said_in_the_language_with_what_it_is_about() -> None:
    error = StationError("LIN-030", position="3", name="Barcode")
    english = error.message
    assert what_happened(error) == english
    speech.use("de")
    assert what_happened(error) == "Was an Position 3 steckt, ist eine Tastatur: Barcode."
    assert what_to_do(Notice.of(error)).startswith("Herausnehmen, beiseitelegen")
    speech.use(SOURCE)
    assert what_happened(Notice.of(error)) == english


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(StationError, match="CFG-062"):
        known("tlh")


def test_before_anything_is_open_everybody_can_change_it(qtbot: QtBot, tmp_path: Path) -> None:
    shell = Shell()
    qtbot.addWidget(shell)
    data = Data.made(tmp_path / "data")
    data.factory.write_text("practice = false\n", "utf-8")
    entrance = Entrance(Start(data, tmp_path, practice=False, positions=4), shell)
    shell.show_alone(entrance._first_page())
    shell.show()
    choose(qtbot, shell, "de")
    qtbot.waitUntil(lambda: speech.language is LANGUAGES["de"])
    assert "Station entsperren" in [one.text() for one in shell.findChildren(QLabel)]
    assert shell.language.text() == "Deutsch"
    assert chosen() == "de"
    choose(qtbot, shell, SOURCE)
    qtbot.waitUntil(lambda: speech.language is LANGUAGES[SOURCE])
    assert "Unlock" in [one.text() for one in shell.stack.findChildren(QAbstractButton)]
    assert chosen() == SOURCE


def test_it_changes_at_the_log_in_at_work_and_while_locked(at_window: Hands) -> None:
    at_window.see("badge")
    choose(at_window.qtbot, at_window.shell, "de")
    at_window.wait(lambda: "Wer arbeitet hier?" in texts(at_window.shell))
    at_window.log_in(ANNE)
    at_window.press("go-people")
    choose(at_window.qtbot, at_window.shell, "es")
    at_window.wait(lambda: at_window.shell.log_out.text() == "&Salir")
    assert at_window.there("people")
    at_window.application.lock()
    at_window.see("lock-badge")
    choose(at_window.qtbot, at_window.shell, "de")
    at_window.wait(lambda: "Entsperren" in texts(at_window.shell))
    at_window.show_badge(ANNE.badge, pin_of(ANNE), "lock-")
    at_window.wait(lambda: at_window.there("people"))


def test_nothing_typed_is_lost_without_a_question(at_window: Hands) -> None:
    at_window.log_in(ANNE)
    at_window.press("go-settings")
    at_window.wait(lambda: at_window.edit("settings-pin-shortest").text() == "4")
    at_window.fill("settings-pin-shortest", "9")
    choose(at_window.qtbot, at_window.shell, "de")
    at_window.press("question-no")
    assert speech.language.code == SOURCE
    assert at_window.edit("settings-pin-shortest").text() == "9"
    choose(at_window.qtbot, at_window.shell, "de")
    at_window.press("question-yes")
    assert speech.language.code == "de"
    assert at_window.there("settings")


def texts(shell: Shell) -> set[str]:
    """Return what stands on labels and buttons that are to be seen."""
    labels = [one.text() for one in shell.findChildren(QLabel) if one.isVisible()]
    buttons = [one.text() for one in shell.findChildren(QAbstractButton) if one.isVisible()]
    return {*labels, *buttons}
