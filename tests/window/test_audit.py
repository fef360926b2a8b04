"""The audit's page: the chain found and read, verified, and an anchor of it saved."""

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from station.model.rights import Right
from station.operations.backup_content import Watch
from station.records.entries import EntryKind
from station.window.audit import AuditScreen
from station.window.audit_words import About
from tests.unit.records.software import enrol, make_order
from tests.unit.records.staffed import ANNE, agreed
from tests.window.people_floor import Hands

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def made(at_window: Hands) -> Hands:
    """A station with an order, of which two units passed."""
    records = at_window.records
    order = make_order("lamps-1").model_copy(update={"practice": False})
    records.add_order(order, agreed(records, Right.ORDERS))
    at_window.log_in(ANNE)
    for serial in ("SN-1", "SN-2"):
        enrol(records, serial, order="lamps-1", position="1")
    return at_window


def at_audit(hands: Hands) -> AuditScreen:
    hands.press("go-audit")
    screen = hands.see("audit")
    assert isinstance(screen, AuditScreen)
    hands.wait(lambda: screen.rows.rowCount() == hands.records.last_entry())
    return screen


def told(screen: AuditScreen) -> list[str]:
    """Return what stands in the lines, once all of them are there."""
    rows = screen.rows
    return [str(rows.data(rows.index(row, 3))) for row in range(rows.rowCount())]


def wait_told(hands: Hands, screen: AuditScreen, count: int) -> list[str]:
    hands.wait(lambda: screen.rows.rowCount() == count and "…" not in told(screen))
    return told(screen)


def place(hands: Hands, dialog: str, path: Path) -> None:
    """Choose a file in a dialog."""
    asked = hands.see(dialog)
    assert isinstance(asked, QFileDialog)
    asked.selectFile(str(path))
    asked.accept()


def test_the_newest_entry_stands_first_and_is_read_out(made: Hands) -> None:
    screen = at_audit(made)
    lines = wait_told(made, screen, made.records.last_entry())
    assert "Unit SN-2 passed" in lines[0]
    made.wait(lambda: "serial: SN-2" in screen.details.toPlainText())
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    made.wait(lambda: lines[1] in screen.details.toPlainText())


def test_an_entry_is_found_by_a_units_serial_number(made: Hands) -> None:
    screen = at_audit(made)
    made.fill("audit-find", "sn-1")
    (line,) = wait_told(made, screen, 1)
    assert "Unit SN-1 passed" in line
    made.fill("audit-find", "SN-77")
    made.wait(lambda: "No entry is like that" in screen.details.toPlainText())
    made.press("audit-all")
    wait_told(made, screen, made.records.last_entry())


def test_entries_are_filtered_by_what_they_are_about_and_by_who_agreed(made: Hands) -> None:
    screen = at_audit(made)
    made.wait(lambda: screen.filter.person.count() > 1 and screen.filter.order.count() > 1)
    screen.filter.kind.setFocus()
    QTest.keyClicks(screen.filter.kind, "Orders")
    screen.filter.kind.activated.emit(screen.filter.kind.currentIndex())
    lines = wait_told(made, screen, 1)
    assert lines[0].startswith("Order lamps-1 was made")
    screen.filter.person.setCurrentIndex(screen.filter.person.findData(ANNE.badge))
    screen.filter.person.activated.emit(0)
    wait_told(made, screen, 1)
    made.fill("audit-until", "2001-01-01")
    made.wait(lambda: screen.rows.rowCount() == 0)


def test_what_happens_meanwhile_comes_on_top(made: Hands) -> None:
    screen = at_audit(made)
    enrol(made.records, "SN-3", order="lamps-1", position="1")
    made.wait(lambda: "Unit SN-3 passed" in str(screen.rows.data(screen.rows.index(0, 3))))


def test_a_record_that_is_whole_is_said_to_be_with_what_that_cannot_exclude(made: Hands) -> None:
    screen = at_audit(made)
    made.press("audit-verify")
    made.wait(lambda: "Nothing was changed" in screen.strip.text())
    said = screen.details.toPlainText()
    assert "as the factory's token has it" in said
    assert "What this can't exclude:" in said


def test_a_record_that_was_changed_is_said_to_be(made: Hands) -> None:
    screen = at_audit(made)
    with closing(sqlite3.connect(made.records.path)) as database, database:
        database.execute("UPDATE runs SET seconds = 1 WHERE serial = 'SN-1'")
    made.press("audit-verify")
    made.wait(lambda: "REC-011" in screen.strip.text())
    assert "was changed" in screen.details.toPlainText()


def test_a_verification_is_stopped(made: Hands) -> None:
    screen = at_audit(made)
    screen.work.run(_never_done, lambda _: None, screen.strip.say_error)
    made.press("audit-work-stop")
    made.wait(lambda: "CFG-054" in screen.strip.text())
    assert not screen.work.at_work


def _never_done(watch: Watch) -> None:
    while True:
        watch.step("verifying", 1, 2)
        time.sleep(0.01)


def test_an_anchor_is_saved_and_the_record_is_held_against_it(made: Hands, tmp_path: Path) -> None:
    screen, path = at_audit(made), tmp_path / "anchor.json"
    made.press("audit-anchor")
    place(made, "save-dialog", path)
    made.wait(lambda: "Saved" in screen.strip.text())
    assert json.loads(path.read_text())["audit"]["sequence"] == made.records.head().sequence
    enrol(made.records, "SN-3", order="lamps-1", position="1")
    made.press("audit-against")
    place(made, "open-dialog", path)
    made.wait(lambda: "Nothing was changed" in screen.strip.text())
    assert "as anchor.json of" in screen.details.toPlainText()


def test_a_file_that_nobody_signed_is_no_anchor(made: Hands, tmp_path: Path) -> None:
    screen, path = at_audit(made), tmp_path / "anchor.json"
    made.press("audit-anchor")
    place(made, "save-dialog", path)
    made.wait(lambda: "Saved" in screen.strip.text())
    path.write_text(path.read_text().replace('"sequence":', '"sequence": '))
    made.press("audit-against")
    place(made, "open-dialog", path)
    made.wait(lambda: "REC-048" in screen.strip.text())


def test_number_and_hash_are_copied_as_one_reads_them_out(made: Hands) -> None:
    screen = at_audit(made)
    made.press("audit-note")
    made.wait(lambda: "Copied" in screen.strip.text())
    number, hash_ = QGuiApplication.clipboard().text().splitlines()
    assert number.replace(" ", "") == str(made.records.head().sequence)
    assert hash_.replace(" ", "") == made.records.head().hash.hex()


def test_every_kind_of_entry_is_about_one_thing() -> None:
    kinds = [kind for about in About for kind in about.value]
    assert sorted(kind.value for kind in kinds) == sorted(kind.value for kind in EntryKind)
