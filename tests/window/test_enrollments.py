"""The enrollment list by its keys: found, sorted, opened, and its texts copied."""

import base64
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.model.attestation import TpmAttestation
from station.operations.plant import Plant
from station.practice.bench import PracticeBench
from station.records.store import Records
from station.window.enrollment_details import DetailsDialog
from station.window.enrollments import EnrollmentsScreen
from station.window.session import Session
from tests.support.floor import Floor
from tests.unit.records.software import SoftwareGuard

pytestmark = [
    pytest.mark.window,
    # Of the platform without a screen, at every window that is shown.
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@dataclass(frozen=True)
class Listed:
    """Real units that passed: serial numbers in the order in which they were enrolled."""

    tpm: str
    x509: str
    symmetric: str
    orders: tuple[str, ...]
    floor: Floor


@pytest.fixture(scope="module")
def listed(bench: PracticeBench, plant: Plant) -> Listed:
    floor, serials, orders = Floor(bench, plant, count(1)), list[str](), list[str]()
    for mechanism in ("tpm", "x509", "symmetric"):
        job = floor.order(mechanism)
        serial = f"{'CAB'[len(serials)]}-{len(serials) + 1:04d}"
        result = floor.run(floor.unit(mechanism, serial), job)
        assert result.error is None, result.error.detail
        serials.append(serial)
        orders.append(job.order.name)
    tpm, x509, symmetric = serials
    return Listed(tpm, x509, symmetric, tuple(orders), floor)


def shown_screen(session: Session, qtbot: QtBot) -> EnrollmentsScreen:
    screen = EnrollmentsScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1366, 668)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.refresh()
    screen.focus_first()
    return screen


def serials(session: Session) -> list[str]:
    return [enrollment.serial for enrollment in session.records.enrollments()]


def counted(session: Session) -> str:
    return f"{len(serials(session))} enrollments"


def column(screen: EnrollmentsScreen, number: int) -> list[str]:
    rows = screen.rows
    return [rows.data(rows.index(row, number)) or "" for row in range(rows.rowCount())]


def opened(screen: EnrollmentsScreen, qtbot: QtBot) -> DetailsDialog:
    with qtbot.waitSignal(screen.opened) as signal:
        QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert signal.args is not None
    dialog = signal.args[0]
    assert isinstance(dialog, DetailsDialog)
    return dialog


def test_an_order_without_enrollments_is_said_to_have_none(
    session: Session, listed: Listed, qtbot: QtBot
) -> None:
    name = listed.floor.order("symmetric").order.name
    screen = shown_screen(session, qtbot)
    qtbot.waitUntil(lambda: screen.order.findData(name) > 0)
    screen.order.setFocus()
    QTest.keyClick(screen.order, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: screen.count.text() == "0 enrollments")
    assert screen.empty.isVisible()
    assert not screen.table.isVisible()
    assert "matches" in screen.empty.text()


def test_an_empty_list_says_how_units_come_onto_it(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "station.db"
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        plant = replace(session.plant, tools=replace(session.plant.tools, records=records))
        screen = shown_screen(replace(session, plant=plant), qtbot)
        qtbot.waitUntil(lambda: screen.count.text() == "0 enrollments")
        assert "No enrollments yet" in screen.empty.text()
        assert screen.empty.isVisible()
        for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return):
            QTest.keyClick(screen.table, key)
        session.bridge.close()


def test_the_newest_stands_first_with_all_its_columns(
    session: Session, listed: Listed, qtbot: QtBot
) -> None:
    screen = shown_screen(session, qtbot)
    qtbot.waitUntil(lambda: screen.count.text() == counted(session))
    assert column(screen, 1) == serials(session)[::-1]
    assert column(screen, 3)[-3:] == list(listed.orders[::-1])
    assert column(screen, 4)[-3:] == ["Symmetric key", "X.509", "TPM"]
    assert set(column(screen, 5)) == {"Ready"}
    assert screen.finder.hasFocus()


def test_a_unit_is_found_by_the_beginning_of_its_serial_number(
    session: Session, listed: Listed, qtbot: QtBot
) -> None:
    screen = shown_screen(session, qtbot)
    qtbot.waitUntil(lambda: screen.count.text() == counted(session))
    QTest.keyClicks(screen.finder, listed.x509[:3].lower())
    qtbot.waitUntil(lambda: screen.count.text() == "1 enrollment")
    assert column(screen, 1) == [listed.x509]
    QTest.keyClicks(screen.finder, "no such")
    qtbot.waitUntil(screen.empty.isVisible)
    assert screen.count.text() == "0 enrollments"
    screen.finder.clear()
    qtbot.waitUntil(lambda: screen.count.text() == counted(session))


def scan(serial: str) -> None:
    """Type as a scanner does, to whatever has the focus; its code ends with two line ends."""
    for key in serial:
        QTest.keyClicks(focused(), key)
    for _ in range(2):
        QTest.keyClick(focused(), Qt.Key.Key_Return)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    return widget


def test_units_are_scanned_one_after_another_and_nothing_opens_unasked(
    session: Session, listed: Listed, qtbot: QtBot
) -> None:
    screen = shown_screen(session, qtbot)
    dialogs = list[object]()
    screen.opened.connect(dialogs.append)
    for serial in (listed.x509, listed.tpm):
        scan(serial)
        qtbot.waitUntil(screen.table.hasFocus)
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        assert screen.finder.text() == serial
        chosen = screen.rows.line(screen.table.currentIndex())
        assert chosen is not None
        assert chosen.serial == serial
    scan("no-such-unit")
    qtbot.waitUntil(screen.empty.isVisible)
    assert screen.finder.hasFocus()
    scan(listed.symmetric)
    qtbot.waitUntil(screen.table.hasFocus)
    assert column(screen, 1) == [listed.symmetric]
    qtbot.wait(350)
    assert dialogs == []
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert screen.finder.hasFocus()
    assert screen.finder.selectedText() == listed.symmetric


def test_a_key_at_the_table_is_looked_for_in_the_record_and_not_line_by_line(
    session: Session, listed: Listed, qtbot: QtBot
) -> None:
    screen = shown_screen(session, qtbot)
    qtbot.waitUntil(lambda: screen.count.text() == counted(session))
    screen.table.setFocus()
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Space):
        QTest.keyClick(screen.table, key)
        assert screen.table.hasFocus()
    QTest.keyClicks(screen.table, listed.tpm[0].lower())
    assert screen.finder.hasFocus()
    qtbot.waitUntil(lambda: column(screen, 1) == [listed.tpm])


def test_a_unit_is_found_by_its_registration_id(
    session: Session, listed: Listed, qtbot: QtBot
) -> None:
    name = session.records.find(listed.tpm).registration_id.text
    screen = shown_screen(session, qtbot)
    QTest.keyClicks(screen.finder, name[:12].upper())
    qtbot.waitUntil(lambda: screen.count.text() == "1 enrollment")
    assert column(screen, 0) == [name]


@pytest.mark.usefixtures("listed")
def test_it_is_sorted_by_keys_and_by_the_columns_heads(session: Session, qtbot: QtBot) -> None:
    screen = shown_screen(session, qtbot)
    qtbot.waitUntil(lambda: screen.count.text() == counted(session))
    screen.sorting.setFocus()
    QTest.keyClick(screen.sorting, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: column(screen, 1) == serials(session))
    QTest.keyClick(screen.sorting, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: column(screen, 1) == sorted(serials(session)))
    head = screen.table.horizontalHeader()
    place = head.sectionViewportPosition(1) + 20
    viewport = head.viewport()
    nothing = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, nothing, QPoint(place, 10))
    qtbot.waitUntil(lambda: column(screen, 1) == sorted(serials(session), reverse=True))
    assert screen.sorting.currentText() == "Serial number, last first"
    assert head.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder


def test_only_one_orders_units_are_shown(session: Session, listed: Listed, qtbot: QtBot) -> None:
    screen = shown_screen(session, qtbot)
    qtbot.waitUntil(lambda: screen.order.count() > 3)
    screen.order.setFocus()
    QTest.keyClick(screen.order, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: screen.count.text() == "1 enrollment")
    assert column(screen, 1) == [listed.tpm]


def test_a_tpm_is_opened_with_its_key_and_certificate_in_plain_words(
    session: Session, listed: Listed, qtbot: QtBot
) -> None:
    enrollment = session.records.find(listed.tpm)
    attestation = enrollment.identity.attestation
    assert isinstance(attestation, TpmAttestation)
    screen = shown_screen(session, qtbot)
    qtbot.waitUntil(lambda: screen.count.text() == counted(session))
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_End)
    dialog = opened(screen, qtbot)
    text = dialog.text.toPlainText()
    key = base64.b64encode(attestation.endorsement_key.public).decode()
    for part in (
        enrollment.registration_id.text,
        "2,048 bits",
        "SHA-256",
        "endorsement key of a TPM",
        "certified by a trusted maker",
        "Chain, 1 of",
        "SHA-256 of the modulus",
        key,
    ):
        assert part in text, part
    copy_key = dialog.findChild(QPushButton, "details-copy-key")
    assert isinstance(copy_key, QPushButton)
    copy_key.setFocus()
    QTest.keyClick(copy_key, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == key
    practice = dialog.findChild(QLabel, "practice")
    assert isinstance(practice, QLabel)
    assert practice.isVisible()
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_certificate_is_opened_and_copied_whole(
    session: Session, listed: Listed, qtbot: QtBot
) -> None:
    screen = shown_screen(session, qtbot)
    QTest.keyClicks(screen.finder, listed.x509)
    qtbot.waitUntil(lambda: screen.count.text() == "1 enrollment")
    QTest.keyClick(screen.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.table.hasFocus)
    # A second Enter within 0.3 s is a scanner's.
    qtbot.wait(350)
    dialog = opened(screen, qtbot)
    text = dialog.text.toPlainText()
    assert f"CN={session.records.find(listed.x509).registration_id.folded}" in text
    assert "client authentication" in text
    copy = dialog.findChild(QPushButton, "details-copy")
    assert isinstance(copy, QPushButton)
    copy.setFocus()
    QTest.keyClick(copy, Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert f"Serial number: {listed.x509}\n" in copied
    key = dialog.findChild(QPushButton, "details-copy-key")
    assert isinstance(key, QPushButton)
    assert not key.isVisible()
    dialog.reject()


def test_units_enrolled_meanwhile_come_onto_the_list_by_themselves(
    session: Session, listed: Listed, qtbot: QtBot
) -> None:
    screen = shown_screen(session, qtbot)
    qtbot.waitUntil(lambda: screen.rows.rowCount() >= 3)
    before = screen.rows.rowCount()
    screen.table.setFocus()
    floor = listed.floor
    chosen = screen.rows.line(screen.table.currentIndex())
    result = floor.run(floor.unit("symmetric", "Z-9999"), floor.order("symmetric"))
    assert result.error is None
    qtbot.waitUntil(lambda: screen.rows.rowCount() == before + 1, timeout=10_000)
    qtbot.waitUntil(lambda: column(screen, 1)[0] == "Z-9999")
    assert chosen is not None
    assert screen.rows.line(screen.table.currentIndex()) == chosen
