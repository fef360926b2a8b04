"""The pictures' faults are found where there are some, and only there."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.window import theme
from tests.support.picture_faults import faults_of

pytestmark = pytest.mark.window


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> QWidget:
    if not qapp.styleSheet():
        theme.dress(qapp)
    page = QWidget(objectName="screen")
    theme.kind(page, "screen")
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(QLabel("A text that can be read", objectName="words"))
    column.addWidget(QLineEdit("typed", objectName="typed"))
    column.addWidget(QPushButton("Press", objectName="press"))
    page.resize(500, 300)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.findChild(QLineEdit).setFocus()
    QApplication.processEvents()
    return page


def test_a_page_that_is_well_has_none(page: QWidget) -> None:
    assert list(faults_of(page)) == []


def test_a_faint_text_is_found(page: QWidget) -> None:
    page.findChild(QLabel).setStyleSheet("color: #b0b8c0")
    assert any(one.startswith("contrast") and "words" in one for one in faults_of(page))


def test_a_text_that_is_cut_off_is_found(page: QWidget) -> None:
    page.findChild(QLabel).setFixedWidth(40)
    QApplication.processEvents()
    assert any(one.startswith("clipped: words") for one in faults_of(page))


def test_two_in_one_place_are_found(page: QWidget) -> None:
    label = page.findChild(QLabel)
    label.setGeometry(page.findChild(QPushButton).geometry())
    assert any(one.startswith("overlap") and "words" in one for one in faults_of(page))


def test_a_focus_that_is_not_seen_is_found(page: QWidget) -> None:
    field = page.findChild(QLineEdit)
    field.setStyleSheet("QLineEdit:focus { border: 1px solid #888888; }")
    QApplication.processEvents()
    assert any(one.startswith("focus not seen") for one in faults_of(page))
