"""The pictures' faults are found where there are some, and only there."""

from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.window import theme
from tests.support.picture_faults import faults_of

_W = TypeVar("_W", bound=QWidget)
pytestmark = pytest.mark.window


def part(page: QWidget, kind: type[_W]) -> _W:
    found = page.findChild(kind)
    assert found is not None
    return found


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> QWidget:
    if not qapp.styleSheet():
        theme.dress(qapp)
    page = QWidget()
    page.setObjectName("screen")
    theme.kind(page, "screen")
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for one in (QLabel("A text that can be read"), QLineEdit("typed"), QPushButton("Press")):
        one.setObjectName("words" if isinstance(one, QLabel) else "part")
        column.addWidget(one)
    page.resize(500, 300)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    part(page, QLineEdit).setFocus()
    QApplication.processEvents()
    return page


def test_a_page_that_is_well_has_none(page: QWidget) -> None:
    assert list(faults_of(page)) == []


def test_a_faint_text_is_found(page: QWidget) -> None:
    part(page, QLabel).setStyleSheet("color: #b0b8c0")
    assert any(one.startswith("contrast") and "words" in one for one in faults_of(page))


def test_a_text_that_is_cut_off_is_found(page: QWidget) -> None:
    part(page, QLabel).setFixedWidth(40)
    QApplication.processEvents()
    assert any(one.startswith("clipped: words") for one in faults_of(page))


def test_two_in_one_place_are_found(page: QWidget) -> None:
    label = part(page, QLabel)
    label.setGeometry(part(page, QPushButton).geometry())
    assert any(one.startswith("overlap") and "words" in one for one in faults_of(page))


def test_a_focus_that_is_not_seen_is_found(page: QWidget) -> None:
    field = part(page, QLineEdit)
    field.setStyleSheet("QLineEdit:focus { border: 1px solid #888888; }")
    QApplication.processEvents()
    assert any(one.startswith("focus not seen") for one in faults_of(page))
