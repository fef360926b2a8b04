"""The units that did not pass, and what crossed the cable in their runs."""

from itertools import count

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.errors import CATALOGUE, Outcome
from station.operations.plant import Plant
from station.practice.bench import PracticeBench
from station.practice.unit_config import Behaviour, Manner
from station.window.failed_runs import FailedRunsDialog
from station.window.orders import OrdersScreen
from station.window.session import Session
from tests.support.floor import Floor

pytestmark = [
    pytest.mark.window,
    # Of the platform without a screen, at every window that is shown.
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@pytest.fixture(scope="module")
def floor(bench: PracticeBench, plant: Plant) -> Floor:
    return Floor(bench, plant, count(700))


def opened(session: Session, qtbot: QtBot, order: str) -> FailedRunsDialog:
    screen = OrdersScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1366, 668)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: screen.rows.row_of(order) is not None)
    screen.table.choose(screen.rows.row_of(order) or 0)
    QTest.keyClick(screen.failed, Qt.Key.Key_Space)
    dialog = screen.findChild(FailedRunsDialog)
    assert isinstance(dialog, FailedRunsDialog)
    return dialog


def test_a_supervisor_reads_what_crossed_the_cable_of_a_unit_that_failed(
    floor: Floor, session: Session, qtbot: QtBot
) -> None:
    job = floor.order("tpm")
    result = floor.run(floor.unit("tpm"), job, behaviour=Behaviour(Manner.REFUSES, after=2))
    assert result.outcome is Outcome.FAILED
    dialog = opened(session, qtbot, job.order.name)
    qtbot.waitUntil(lambda: "06" in dialog.text.toPlainText())
    shown = [dialog.table.item(0, column) for column in (2, 4)]
    assert [item.text() for item in shown if item] == [result.serial, "LNK-005"]
    assert "> " in dialog.text.toPlainText()
    assert "< " in dialog.text.toPlainText()
    entry = CATALOGUE["LNK-005"]
    assert dialog.said.text() == f"{entry.message} {entry.remedy}"
    QTest.keyClick(dialog.copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_order_without_failed_units_says_so(
    floor: Floor, session: Session, qtbot: QtBot
) -> None:
    dialog = opened(session, qtbot, floor.order("tpm").order.name)
    qtbot.waitUntil(lambda: "has passed" in dialog.strip.text())
    assert dialog.table.rowCount() == 0
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
