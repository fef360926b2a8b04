"""Everywhere a supervisor can go: by the rail, by keys, by a few letters of a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.window.memory import Memory
from station.window.rail import group_of, picture_of
from station.window.shell import Shell

pytestmark = pytest.mark.window

CTRL = Qt.KeyboardModifier.ControlModifier
PLACES = {"worker": "&Bench", "people": "People", "orders": "&Orders", "pushes": "Push"}


class _Screen(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.refreshed = 0

    def refresh(self) -> None:
        self.refreshed += 1

    def focus_first(self) -> None:
        self.setFocus()


@pytest.fixture
def shell(qtbot: QtBot) -> Shell:
    shell = Shell(Memory())
    qtbot.addWidget(shell)
    screens = {name: _Screen(name) for name in PLACES}
    shell.show_work("S", "Sam", [(PLACES[name], one, one) for name, one in screens.items()])
    shell.resize(1280, 768)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return shell


def button(shell: Shell, name: str) -> QAbstractButton:
    found = shell.findChild(QPushButton, name)
    assert found is not None
    return found


def front(shell: Shell) -> QWidget:
    widget = shell.stack.currentWidget()
    assert widget is not None
    return widget


def folded(shell: Shell) -> bool:
    return shell.rail.folded


def test_screens_stand_by_group_and_have_a_picture_a_name_and_a_key(shell: Shell) -> None:
    assert [shell.rail.title(one) for one in shell.rail.order] == [
        *("Bench", "Orders", "Push", "People")
    ]
    people = button(shell, "go-people")
    assert not people.icon().isNull()
    assert (people.accessibleName(), people.toolTip()) == ("People", "People  (Ctrl+4)")
    assert group_of("never-heard-of") == group_of("push")
    assert picture_of("never-heard-of") == "go-other"


def test_digits_and_letters_lead_there(shell: Shell, qtbot: QtBot) -> None:
    QTest.keyClick(shell, Qt.Key.Key_4, CTRL)
    assert shell.front_name == "people"
    assert button(shell, "go-people").isChecked()
    QTest.keyClick(shell, Qt.Key.Key_9, CTRL)
    assert shell.front_name == "people"
    QTest.keyClick(shell, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shell.front_name == "orders")


def test_the_bench_is_kept_wide_and_each_choice_is_remembered(shell: Shell, qtbot: QtBot) -> None:
    assert folded(shell)
    narrow = shell.rail.width()
    QTest.keyClick(shell, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)  # folded or not
    qtbot.waitUntil(lambda: shell.front_name == "orders")
    assert not folded(shell)
    assert shell.rail.width() > narrow
    QTest.keyClick(shell, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: folded(shell))
    QTest.keyClick(shell, Qt.Key.Key_1, CTRL)
    QTest.keyClick(shell, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: not folded(shell))
    assert shell.memory.switch("rail-folded", usual=False)
    assert not shell.memory.switch("rail-bench-folded", usual=True)


def test_a_few_letters_lead_there_and_escape_gives_the_focus_back(shell: Shell) -> None:
    QTest.keyClick(shell, Qt.Key.Key_K, CTRL)
    box = shell.go_to
    assert box is not None
    assert box.isVisible()
    QTest.keyClicks(box.field, "peo")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert shell.front_name == "people"
    assert box.isHidden()
    QTest.keyClick(shell, Qt.Key.Key_K, CTRL)
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.isHidden()
    assert front(shell).hasFocus()


def test_a_held_window_goes_nowhere(shell: Shell) -> None:
    panel = QWidget()
    shell.hold(panel)
    for key in (Qt.Key.Key_4, Qt.Key.Key_K):
        QTest.keyClick(shell, key, CTRL)
    assert front(shell).objectName() == "worker"
    assert shell.go_to is None
    shell.let_go()
    QTest.keyClick(shell, Qt.Key.Key_4, CTRL)
    assert shell.front_name == "people"


def test_who_has_one_screen_has_no_rail(shell: Shell) -> None:
    only = _Screen("worker")
    shell.show_work("S", "Wim", [("&Bench", only, only)])
    assert shell.rail.isHidden()
    assert only.width() == shell.width()
