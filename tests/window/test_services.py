"""The services' page: one added by its connection string, and tested."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from station.operations.practice import ID_SCOPE
from station.practice.service.server import PracticeService
from station.window.services import ServicesScreen
from station.window.session import Session

pytestmark = [
    pytest.mark.window,
    # Of the platform without a screen, at every window that is shown.
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

LONG_MS = 60_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeService]:
    with PracticeService(tmp_path_factory.mktemp("service")) as running:
        yield running


def test_a_service_is_added_and_tested_and_its_secret_is_cleared_at_once(
    service: PracticeService, session: Session, qtbot: QtBot
) -> None:
    screen = ServicesScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1366, 668)
    with qtbot.waitExposed(screen):
        screen.show()
    with service.connection_string().reveal() as text:
        screen.connection.setText(text.decode())
    assert screen.connection.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(screen.name, "main")
    QTest.keyClicks(screen.scope, ID_SCOPE)
    QTest.keyClicks(screen.ca, str(service.files.ca))
    QTest.keyClick(screen.ca, Qt.Key.Key_Return)
    assert not screen.connection.text()
    qtbot.waitUntil(lambda: "is known" in screen.strip.text(), timeout=LONG_MS)
    qtbot.waitUntil(screen.test.isEnabled, timeout=LONG_MS)
    QTest.keyClick(screen.test, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "The service works" in screen.strip.text(), timeout=LONG_MS)
    assert "The service lets this station in." in screen.found.text()
