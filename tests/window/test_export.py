"""The export by its keys: chosen, written, stopped, verified; and what was written read back."""

import csv
import json
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.model.enrollment import EnrollmentStatus
from station.operations.exporting import Exported
from station.operations.groups import rotate_group
from station.operations.plant import Plant
from station.practice.bench import PracticeBench
from station.service.exports import verify
from station.window.bridge import Lane
from station.window.export import ExportScreen, Telling
from station.window.session import Session
from tests.support.floor import Floor

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
    job = floor.order("x509")
    floor.assert_next_unit_passes("x509", job)
    return job.order.name


@pytest.fixture
def screen(order: str, session: Session, qtbot: QtBot) -> Iterator[ExportScreen]:
    screen = ExportScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1366, 668)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.refresh()
    screen.focus_first()
    choose(screen, order, qtbot)
    yield screen
    screen.form.give_up()


def press(widget: QWidget | None, key: Qt.Key) -> None:
    assert widget is not None
    QTest.keyClick(widget, key)


def choose(screen: ExportScreen, order: str, qtbot: QtBot) -> None:
    """Choose an order by the arrows, and wait until a folder is suggested for it."""
    choice = screen.form.order
    qtbot.waitUntil(lambda: any(f"{order}:" in choice.itemText(n) for n in range(choice.count())))
    choice.setFocus()
    press(choice, Qt.Key.Key_Home)
    while choice.currentData().order != order:
        before = choice.currentIndex()
        press(choice, Qt.Key.Key_Down)
        assert choice.currentIndex() != before, f"{order} can't be chosen"
    qtbot.waitUntil(lambda: f"-{order}-" in screen.form.folder.text())


def type_in(edit: QLineEdit, text: str) -> None:
    """Type it in place of what stands there."""
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def exported(screen: ExportScreen, qtbot: QtBot) -> Exported:
    screen.form.folder.setFocus()
    with qtbot.waitSignal(screen.exported, timeout=30_000) as signal:
        press(screen.form.folder, _ENTER)
    assert signal.args is not None
    done = signal.args[0]
    assert isinstance(done, Exported)
    return done


def status(session: Session, order: str) -> EnrollmentStatus:
    (enrollment,) = session.records.enrollments(order=order)
    return enrollment.status


def test_what_is_ready_is_counted_by_order(
    session: Session, floor: Floor, order: str, screen: ExportScreen, qtbot: QtBot
) -> None:
    assert screen.form.ready.text() == "1 units are ready to export."
    empty = floor.order("symmetric").order.name
    screen.refresh()
    choose(screen, empty, qtbot)
    assert "Nothing is ready" in screen.form.ready.text()
    assert not screen.form.start.isEnabled()
    press(screen.form.order, Qt.Key.Key_Home)
    everything = list(session.records.enrollments(status=EnrollmentStatus.READY))
    assert screen.form.ready.text().startswith(f"{len(everything)} units are ready")


def test_an_export_is_made_by_keys_alone_and_its_files_say_what_was_made(
    session: Session, order: str, screen: ExportScreen, qtbot: QtBot
) -> None:
    suggested = Path(screen.form.folder.text())
    assert suggested.parent == session.plant.data.root / "exports"
    assert not suggested.exists()
    done = exported(screen, qtbot)
    folder = done.report.folder
    assert folder == suggested
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert (manifest["format"], manifest["units"]) == ("dps-json", 1)
    assert manifest["by_order"] == {order: 1}
    assert verify(folder, None).manifest.units == 1
    (enrollment,) = session.records.enrollments(order=order)
    assert enrollment.status is EnrollmentStatus.EXPORTED
    made = folder / "certs" / f"{enrollment.registration_id.text}.pem"
    assert made.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    assert screen.result.title.text() == f"1 units in {done.files} files"
    assert screen.result.counts.text() == "dps-json, X.509: 1"
    assert screen.result.folder.text() == str(folder)
    assert screen.result.open.hasFocus()
    qtbot.waitUntil(lambda: "1 were exported before" in screen.form.ready.text())
    qtbot.waitUntil(lambda: screen.form.folder.text() not in ("", str(folder)))


def test_a_table_is_written_for_people(
    session: Session, order: str, screen: ExportScreen, qtbot: QtBot
) -> None:
    screen.form.format.setFocus()
    press(screen.form.format, Qt.Key.Key_Down)
    assert screen.form.format.currentData() == "dps-csv"
    hint = screen.form.findChild(QWidget, "export-format-hint")
    assert hint is not None
    assert "spreadsheets" in hint.property("text")
    folder = exported(screen, qtbot).report.folder
    (table,) = folder.glob("*.csv")
    with table.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    (enrollment,) = session.records.enrollments(order=order)
    assert len(rows) == 2
    assert enrollment.registration_id.text in rows[1]


def test_every_format_has_a_sentence(screen: ExportScreen) -> None:
    offered = [screen.form.format.itemData(n) for n in range(screen.form.format.count())]
    assert set(offered) == set(screen.form.purposes())


def test_what_was_exported_before_is_exported_again_only_where_that_is_ticked(
    session: Session, order: str, screen: ExportScreen, qtbot: QtBot
) -> None:
    exported(screen, qtbot)
    qtbot.waitUntil(lambda: "Nothing is ready" in screen.form.ready.text())
    assert not screen.form.start.isEnabled()
    screen.form.again.setFocus()
    press(screen.form.again, Qt.Key.Key_Space)
    assert screen.form.start.isEnabled()
    qtbot.waitUntil(lambda: screen.form.folder.text().endswith(f"-{order}-2"))
    assert exported(screen, qtbot).report.enrollments == 1
    assert screen.earlier.isVisible()
    assert screen.earlier.count() == 2
    screen.earlier.setFocus()
    press(screen.earlier, Qt.Key.Key_End)
    assert screen.result.folder.text().endswith(f"-{order}-1")
    assert status(session, order) is EnrollmentStatus.EXPORTED


def test_a_folder_with_something_in_it_is_refused_where_it_was_typed(
    session: Session, order: str, screen: ExportScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    type_in(screen.form.folder, str(tmp_path))
    press(screen.form.folder, _ENTER)
    wrong = screen.form.findChild(QWidget, "export-folder-wrong")
    assert wrong is not None
    qtbot.waitUntil(wrong.isVisible)
    assert "(CFG-005)" in wrong.property("text")
    assert screen.form.folder.hasFocus()
    assert screen.form.folder.text() == str(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert status(session, order) is EnrollmentStatus.READY
    type_in(screen.form.folder, str(tmp_path / "new"))
    assert not wrong.isVisible()
    assert exported(screen, qtbot).report.folder == tmp_path / "new"


def test_a_folder_without_its_whole_path_is_refused(
    session: Session, order: str, screen: ExportScreen
) -> None:
    wrong = screen.form.findChild(QWidget, "export-folder-wrong")
    assert wrong is not None
    for typed in ("here", "~nobody-of-that-name/x"):
        type_in(screen.form.folder, typed)
        press(screen.form.folder, _ENTER)
        assert wrong.isVisible()
        assert "whole path" in wrong.property("text")
    assert status(session, order) is EnrollmentStatus.READY


def test_an_export_that_was_stopped_leaves_nothing(
    session: Session, order: str, screen: ExportScreen, qtbot: QtBot
) -> None:
    folder = Path(screen.form.folder.text())
    go = Event()
    # The thread that exports is busy until it was stopped: else one unit is written too soon.
    session.bridge.run(screen, partial(go.wait, 30), lane=Lane.EXPORTS)
    press(screen.form.folder, _ENTER)
    assert screen.form.stop.hasFocus()
    assert not screen.form.start.isVisible()
    press(screen.form.stop, Qt.Key.Key_Escape)
    go.set()
    qtbot.waitUntil(screen.form.strip.isVisible)
    assert "was stopped" in screen.form.strip.text()
    assert not folder.exists()
    assert status(session, order) is EnrollmentStatus.READY
    assert screen.form.start.isVisible()


def test_it_is_verified_and_a_file_that_was_changed_is_named(
    screen: ExportScreen, qtbot: QtBot
) -> None:
    folder = exported(screen, qtbot).report.folder
    result = screen.result
    press(screen.result.open, Qt.Key.Key_Tab)
    press(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert result.check.hasFocus()
    press(result.check, _ENTER)
    qtbot.waitUntil(result.strip.isVisible)
    count = len(json.loads((folder / "manifest.json").read_bytes())["files"])
    assert "This station's factory signed" in result.strip.text()
    assert f"all {count} files in it are what was exported" in result.strip.text()
    (certificate,) = (folder / "certs").iterdir()
    certificate.write_bytes(certificate.read_bytes() + b"\n")
    press(result.check, _ENTER)
    qtbot.waitUntil(lambda: "(SVC-004)" in result.strip.text())
    assert certificate.name in result.strip.text()


def test_the_folder_is_opened_and_its_path_is_copied(
    screen: ExportScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[QUrl]()

    def open_url(url: QUrl) -> bool:
        asked.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    folder = exported(screen, qtbot).report.folder
    press(screen.result.open, _ENTER)
    assert [Path(url.toLocalFile()) for url in asked] == [folder]
    assert "no program that shows folders" in screen.result.strip.text()
    screen.result.copy.setFocus()
    press(screen.result.copy, _ENTER)
    assert QGuiApplication.clipboard().text() == str(folder)


def test_a_folder_is_chosen_in_a_dialog(screen: ExportScreen, tmp_path: Path, qtbot: QtBot) -> None:
    name = Path(screen.form.folder.text()).name
    screen.form.browse.setFocus()
    press(screen.form.browse, _ENTER)
    dialog = screen.form.findChild(QFileDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    assert edit is not None
    # Typed, it would open a list of suggestions, which needs a window system.
    edit.setText(str(tmp_path))
    press(edit, _ENTER)
    qtbot.waitUntil(lambda: screen.form.folder.text() == str(tmp_path / name))
    assert screen.form.start.hasFocus()


def test_counts_are_told_no_oftener_than_they_can_be_read_but_the_last_is() -> None:
    told = list[int]()
    telling = Telling(told.append, 10_000)
    for number in range(1, 10_001):
        telling(number)
    assert told[-1] == 10_000
    assert len(told) < 1_000


def test_every_button_has_words(screen: ExportScreen) -> None:
    buttons = screen.form.findChildren(QPushButton) + screen.result.findChildren(QPushButton)
    assert all(button.text() and button.objectName() for button in buttons)


def test_what_the_service_must_be_told_of_a_rotated_group_is_said(
    floor: Floor, screen: ExportScreen, qtbot: QtBot
) -> None:
    job = floor.order("symmetric")
    floor.assert_next_unit_passes("symmetric", job)
    rotate_group(floor.plant.tools, job.order.group_id, None, None)
    floor.assert_next_unit_passes("symmetric", job)
    screen.refresh()
    choose(screen, job.order.name, qtbot)
    done = exported(screen, qtbot)
    assert "group-updates-0001.json" in {one.name for one in done.contents}
    qtbot.waitUntil(screen.result.warning.isVisible)
    assert "anybody to read" in screen.result.warning.text()
    assert "group-updates-*.json" in screen.result.warning.text()


def test_who_opens_the_keys_is_checked_and_what_isn_t_a_certificate_is_said(
    screen: ExportScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Something else.\n", encoding="utf-8")
    type_in(screen.form.recipient, str(letter))
    press(screen.form.recipient, _ENTER)
    wrong = screen.form.findChild(QWidget, "export-recipient-wrong")
    assert isinstance(wrong, QLabel)
    qtbot.waitUntil(lambda: "SVC-079" in wrong.text() or "PRF-005" in wrong.text(), timeout=30_000)
    assert not screen.form.stop.isVisible()
    screen.form.format.setCurrentIndex(screen.form.format.findData("dps-csv"))
    assert not screen.form.recipient.isVisible(), "a table has no keys"
