"""Columns of the enrollment list chosen and kept, lines copied and jumped to, one revoked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from station.model.rights import Right
from station.records.entries import EntryKind
from station.window.enrollments import EnrollmentsScreen
from tests.unit.records.software import enrol, make_order
from tests.unit.records.staffed import ANNE, BERT, agreed
from tests.window.people_floor import Hands, entries, pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def listed(at_window: Hands) -> EnrollmentsScreen:
    records = at_window.records
    order = make_order("lamps-1").model_copy(update={"practice": False})
    records.add_order(order, agreed(records, Right.ORDERS))
    at_window.log_in(ANNE)
    for number in range(1, 6):
        enrol(records, f"SN-{number}", order="lamps-1", position="1")
    return at_list(at_window)


def at_list(hands: Hands) -> EnrollmentsScreen:
    hands.press("go-enrollments")
    screen = hands.see("enrollments")
    assert isinstance(screen, EnrollmentsScreen)
    hands.wait(lambda: screen.count.text() == "5 enrollments")
    hands.wait(lambda: screen.rows.line(screen.rows.index(4, 0)) is not None)
    return screen


def copied() -> list[list[str]]:
    return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]


def test_lines_are_copied_for_a_spreadsheet_as_they_stand(
    at_window: Hands, listed: EnrollmentsScreen
) -> None:
    table = listed.table
    table.setFocus()
    table.go_to(0)
    QTest.keyClick(table, Qt.Key.Key_Down, _SHIFT)
    QTest.keyClick(table, Qt.Key.Key_C, _CTRL)
    at_window.wait(lambda: listed.error.text() == "2 lines were copied.")
    head, first, second = copied()
    assert head[:3] == ["Registration ID", "Serial number", "Device ID"]
    assert (first[1], second[1]) == ("SN-5", "SN-4")


def test_one_cell_is_copied(at_window: Hands, listed: EnrollmentsScreen) -> None:
    listed.table.setFocus()
    listed.table.go_to(0)
    QTest.keyClick(listed.table, Qt.Key.Key_C, _CTRL | _SHIFT)
    at_window.wait(lambda: listed.error.text() == "The cell was copied.")
    assert QGuiApplication.clipboard().text() == "id-sn-5"


def test_columns_stay_as_they_were_left(at_window: Hands, listed: EnrollmentsScreen) -> None:
    menu = listed.columns.button.menu()
    device = next(action for action in menu.actions() if action.text() == "Device ID")
    at_window.wait(lambda: listed.columns._recalled)
    device.trigger()
    listed.table.setColumnWidth(3, 222)
    kept = at_window.records.path.parent / "columns.json"
    at_window.wait(lambda: kept.is_file() and "222" in kept.read_text())
    at_window.press("log-out")
    at_window.log_in(ANNE)
    again = at_list(at_window)
    at_window.wait(lambda: again.table.isColumnHidden(2))
    assert again.table.columnWidth(3) == 222
    again.table.setFocus()
    again.table.selectAll()
    QTest.keyClick(again.table, Qt.Key.Key_C, _CTRL)
    at_window.wait(lambda: again.error.text() == "5 lines were copied.")
    assert "Device ID" not in copied()[0]


def test_a_file_that_makes_no_sense_is_as_good_as_none(
    at_window: Hands, listed: EnrollmentsScreen
) -> None:
    (at_window.records.path.parent / "columns.json").write_text('{"enrollment-columns": 7}')
    at_window.press("log-out")
    at_window.log_in(ANNE)
    assert not any(at_list(at_window).table.isColumnHidden(n) for n in range(7))
    assert listed is not None


def test_a_line_is_gone_to_by_its_number(at_window: Hands, listed: EnrollmentsScreen) -> None:
    QTest.keyClick(listed, Qt.Key.Key_G, _CTRL)
    at_window.fill("enrollments-go", "3")
    QTest.keyClick(listed.go, Qt.Key.Key_Return)
    assert listed.table.currentIndex().row() == 2
    assert listed.table.hasFocus()
    at_window.fill("enrollments-go", "1,000")
    QTest.keyClick(listed.go, Qt.Key.Key_Return)
    assert listed.table.currentIndex().row() == 4


def test_an_enrollment_is_revoked_where_it_is_read(
    at_window: Hands, listed: EnrollmentsScreen
) -> None:
    listed.table.setFocus()
    listed.table.go_to(0)
    QTest.keyClick(listed.table, Qt.Key.Key_Return)
    at_window.press("details-revoke")
    at_window.see("agreement")
    for number, person in ((1, ANNE), (2, BERT)):
        if at_window.there(f"agreement-pin-{number}"):
            at_window.fill(f"agreement-badge-{number}", person.badge)
            at_window.fill(f"agreement-pin-{number}", pin_of(person))
    at_window.fill("agreement-reason", "stolen at the dock")
    at_window.press("agreement-yes")
    at_window.wait(lambda: "It is revoked" in at_window.text("revoking-said"))
    (entry,) = entries(at_window.records, EntryKind.REVOKED)
    assert entry.data["reason"] == "stolen at the dock"
    at_window.press("details-close")
    at_window.wait(lambda: listed.rows.data(listed.rows.index(0, 5)) == "Revoked")
