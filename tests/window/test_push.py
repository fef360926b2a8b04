"""The push by its keys: what would be done, sent while units pass, stopped, and gone on with."""

from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.model.enrollment import Enrollment, EnrollmentStatus
from station.operations.plant import Plant
from station.practice.bench import PracticeBench
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.window.bridge import Lane
from station.window.push import PushScreen
from station.window.session import Session
from tests.support.floor import Floor
from tests.support.push_station import TPM, enrol, know, order_of, tpm_unit

pytestmark = [
    pytest.mark.window,
    # Of the platform without a screen, at every window that is shown.
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

LONG_MS = 60_000


@pytest.fixture(scope="module")
def service(plant: Plant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeService]:
    settings = ServiceSettings(a_minute=0)
    with PracticeService(tmp_path_factory.mktemp("service"), settings) as running:
        know(plant, running)
        yield running


@pytest.fixture
def screen(service: PracticeService, session: Session, qtbot: QtBot) -> PushScreen:
    del service
    screen = seen(session, qtbot)
    qtbot.addWidget(screen)
    return screen


def seen(session: Session, qtbot: QtBot) -> PushScreen:
    screen = PushScreen(session)
    screen.resize(1366, 668)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def made(plant: Plant, name: str, first: int, units: int) -> None:
    order = order_of(plant, name, TPM)
    for number in range(first, first + units):
        enrol(plant, order, f"{name}-{number}", tpm_unit(number))


def choose(screen: PushScreen, order: str, qtbot: QtBot) -> None:
    """Choose an order by the arrows, and wait until it is told what would be done."""
    screen.refresh()
    qtbot.waitUntil(lambda: screen.order.findData(order) > 0, timeout=LONG_MS)
    screen.order.setFocus()
    QTest.keyClick(screen.order, Qt.Key.Key_Home)
    while screen.order.currentData() != order:
        QTest.keyClick(screen.order, Qt.Key.Key_Down)
    qtbot.waitUntil(screen.start.isEnabled, timeout=LONG_MS)


def ended(screen: PushScreen, qtbot: QtBot) -> str:
    qtbot.waitUntil(screen.start.isVisible, timeout=LONG_MS)
    return screen.strip.text()


def test_a_unit_passes_while_a_push_is_stopped_and_gone_on_with(
    bench: PracticeBench, plant: Plant, screen: PushScreen, qtbot: QtBot
) -> None:
    made(plant, "many", 1, 120)
    floor = Floor(bench, plant, count(1))
    job = floor.order("x509")
    choose(screen, "many", qtbot)
    assert "120 enrollments are to send." in screen.foreseen.text()
    QTest.keyClick(screen.start, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "of 120" in screen.doing.text(), timeout=LONG_MS)
    assert "a second" in screen.doing.text()
    QTest.keyClick(screen.stop_button, Qt.Key.Key_Space)
    said = ended(screen, qtbot)
    assert "It isn't all there yet" in said
    qtbot.waitUntil(screen.start.isEnabled, timeout=LONG_MS)
    assert screen.start.text() == "&Go on"
    QTest.keyClick(screen.start, Qt.Key.Key_Space)
    floor.assert_next_unit_passes("x509", job)
    assert not screen.start.isVisible(), "the push is still under way"
    assert "enrollments were made" in ended(screen, qtbot)
    sent = list(plant.tools.records.enrollments(order="many"))
    assert {one.status for one in sent} == {EnrollmentStatus.CONFIRMED}
    qtbot.waitUntil(screen.start.isEnabled, timeout=LONG_MS)
    assert "0 enrollments are to send." in screen.foreseen.text()


def test_a_push_ends_by_itself_where_its_screen_goes(
    plant: Plant, service: PracticeService, session: Session, qtbot: QtBot
) -> None:
    del service
    screen = seen(session, qtbot)
    made(plant, "more", 1_000, 120)
    choose(screen, "more", qtbot)
    QTest.keyClick(screen.start, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "of 120" in screen.doing.text(), timeout=LONG_MS)
    over: list[int] = []
    owner = QObject()
    screen.deleteLater()  # as closing and logging out do
    session.bridge.run(owner, int, over.append, lane=Lane.EXPORTS)
    qtbot.waitUntil(lambda: bool(over), timeout=LONG_MS)
    left = [one for one in plant.tools.records.enrollments(order="more") if not _is_sent(one)]
    assert left, "it went on to its end"


def _is_sent(enrollment: Enrollment) -> bool:
    return enrollment.status is EnrollmentStatus.CONFIRMED
