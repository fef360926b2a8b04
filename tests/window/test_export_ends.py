"""How an export ends when it doesn't end well, or nobody looks any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.folders import Data
from station.model.enrollment import EnrollmentStatus
from station.model.order import OrderSpec
from station.operations.plant import Plant
from station.practice.bench import PracticeBench
from station.records.store import Records
from station.window.bridge import Lane
from station.window.export import ExportScreen
from station.window.session import Session
from tests.support.floor import Floor
from tests.unit.records.software import SoftwareGuard

pytestmark = [
    pytest.mark.window,
    # Of the platform without a screen, at every window that is shown.
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

_ENTER = Qt.Key.Key_Return


@pytest.fixture(scope="module")
def floor(bench: PracticeBench, plant: Plant) -> Floor:
    return Floor(bench, plant, count(1))


@pytest.fixture
def order(floor: Floor) -> str:
    """The name of an order with one unit that passed just now."""
    job = floor.order("symmetric")
    floor.assert_next_unit_passes("symmetric", job)
    return job.order.name


def opened(session: Session, qtbot: QtBot) -> ExportScreen:
    screen = ExportScreen(session)
    screen.resize(1366, 668)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.refresh()
    screen.focus_first()
    return screen


@pytest.fixture
def screen(session: Session, qtbot: QtBot) -> ExportScreen:
    screen = opened(session, qtbot)
    qtbot.addWidget(screen)
    return screen


def press(widget: QWidget | None, key: Qt.Key) -> None:
    assert widget is not None
    QTest.keyClick(widget, key)


def choose(screen: ExportScreen, order: str | None, qtbot: QtBot) -> None:
    box = screen.form.order
    qtbot.waitUntil(lambda: order in [box.itemData(n).order for n in range(box.count())])
    press(box, Qt.Key.Key_Home)
    while box.currentData().order != order:
        press(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: f"-{order or 'all'}-" in screen.form.folder.text())


def type_folder(screen: ExportScreen, folder: Path | str) -> None:
    screen.form.folder.setFocus()
    screen.form.folder.selectAll()
    QTest.keyClicks(screen.form.folder, str(folder))


def ready(session: Session, order: str) -> int:
    found = session.records.enrollments(order=order, status=EnrollmentStatus.READY)
    return len(list(found))


@contextmanager
def held(session: Session) -> Iterator[None]:
    """Keep the thread that exports busy: what is begun meanwhile waits."""
    go = Event()
    session.bridge.run(session.bridge, lambda: go.wait(20), lane=Lane.EXPORTS)
    try:
        yield
    finally:
        go.set()


def test_with_nothing_to_export_it_says_when_there_will_be(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    data = Data(tmp_path)
    with Records.create(data.database, SoftwareGuard(), station="x", practice=True) as records:
        tools = replace(session.plant.tools, records=records)
        plant = replace(session.plant, data=data, tools=tools)
        screen = opened(replace(session, plant=plant), qtbot)
        qtbot.addWidget(screen)
        choose(screen, None, qtbot)
        assert "Nothing is ready" in screen.form.ready.text()
        assert screen.none.isVisible()
        assert not screen.form.start.isEnabled()
        press(screen.form.order, _ENTER)
        assert screen.form.start.isVisible()
        session.bridge.close()


def test_an_export_is_stopped_before_its_first_unit(
    session: Session, order: str, screen: ExportScreen, qtbot: QtBot
) -> None:
    choose(screen, order, qtbot)
    folder = Path(screen.form.folder.text())
    with held(session):
        press(screen.form.start, _ENTER)
        assert screen.form.stop.hasFocus()
        assert not screen.form.folder.isEnabled()
        assert "unit 0 of 1" in screen.form.doing.text()
        press(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert not screen.form.stop.isEnabled()
    qtbot.waitUntil(screen.form.strip.isVisible)
    assert "was stopped" in screen.form.strip.text()
    assert not folder.exists()
    assert ready(session, order) == 1
    qtbot.waitUntil(screen.form.start.isEnabled)


def test_an_export_that_nobody_can_see_any_more_ends(
    session: Session, order: str, qtbot: QtBot
) -> None:
    screen = opened(session, qtbot)
    choose(screen, order, qtbot)
    with held(session):
        press(screen.form.start, _ENTER)
        screen.deleteLater()
        qtbot.waitUntil(lambda: not shiboken6.isValid(screen))
    session.bridge.close()
    assert ready(session, order) == 1


def test_a_folder_that_cant_be_written_is_told_at_the_folder(
    session: Session, order: str, screen: ExportScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").touch()
    choose(screen, order, qtbot)
    wrong = screen.form.findChild(QWidget, "export-folder-wrong")
    assert wrong is not None
    for folder, code in (
        (tmp_path / "file", "(SVC-002)"),
        (tmp_path / "file" / "below", "(CFG-003)"),
        ("/proc/nowhere/export", "(CFG-003)"),
    ):
        type_folder(screen, folder)
        assert not wrong.isVisible()
        press(screen.form.folder, _ENTER)
        qtbot.waitUntil(wrong.isVisible)
        assert code in wrong.property("text")
        assert screen.form.folder.text() == str(folder)
    assert ready(session, order) == 1


def test_orders_for_several_services_are_refused_with_what_to_do_in_the_window(
    session: Session, floor: Floor, order: str, screen: ExportScreen, qtbot: QtBot
) -> None:
    spec = OrderSpec(name="elsewhere", profile="practice-tpm", id_scope="0neELSEWHERE", quantity=1)
    session.plant.create_order(spec, None)
    floor.assert_next_unit_passes("tpm", session.plant.job("elsewhere"))
    screen.refresh()
    choose(screen, "elsewhere", qtbot)
    choose(screen, None, qtbot)
    press(screen.form.start, _ENTER)
    qtbot.waitUntil(screen.form.strip.isVisible)
    assert "(SVC-009)" in screen.form.strip.text()
    assert "Choose one order" in screen.form.strip.text()
    assert "--" not in screen.form.strip.text()
    assert ready(session, order) == 1


def test_what_was_exported_by_another_meanwhile_is_told_in_the_windows_words(
    session: Session, order: str, screen: ExportScreen, qtbot: QtBot
) -> None:
    choose(screen, order, qtbot)
    enrollment = next(session.records.enrollments(order=order))
    session.records.record_export(
        [(enrollment.id_scope, enrollment.registration_id)],
        manifest_hash="0" * 64,
        folder_name="elsewhere",
        format_name="dps-json",
    )
    press(screen.form.start, _ENTER)
    qtbot.waitUntil(screen.form.strip.isVisible)
    assert "(SVC-001)" in screen.form.strip.text()
    assert "Tick the box" in screen.form.strip.text()


def test_what_is_chosen_and_typed_outlives_a_look_elsewhere(
    floor: Floor, order: str, screen: ExportScreen, qtbot: QtBot
) -> None:
    choose(screen, order, qtbot)
    type_folder(screen, "/somewhere/else")
    floor.order("tpm")
    screen.hide()
    screen.show()
    before = screen.form.order.count()
    screen.refresh()
    qtbot.waitUntil(lambda: screen.form.order.count() == before + 1)
    assert screen.form.order.currentData().order == order
    assert screen.form.folder.text() == "/somewhere/else"
