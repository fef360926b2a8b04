"""The backup's page: made with read-back, put on record, archives, and how one is put back."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from station.model.rights import Right
from station.operations.backup_content import Watch
from station.records.entries import EntryKind
from station.window.backup import BackupScreen
from tests.support.recovery import recovery
from tests.unit.records.staffed import ANNE, agreed
from tests.window.people_floor import Hands, entries, pin_of
from tests.window.test_figures import cells

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def at_backup(hands: Hands) -> BackupScreen:
    hands.log_in(ANNE)
    hands.press("go-backup")
    screen = hands.see("backup")
    assert isinstance(screen, BackupScreen)
    hands.wait(lambda: bool(screen.command.text()))
    return screen


def choose(hands: Hands, dialog: str, path: Path) -> None:
    asked = hands.see(dialog)
    assert isinstance(asked, QFileDialog)
    asked.selectFile(str(path))
    asked.accept()


def name_certificate(hands: Hands, screen: BackupScreen, folder: Path) -> None:
    hands.press("backup-recovery")
    choose(hands, "open-dialog", recovery(folder).certificate_file)
    if hands.there("agreement"):
        agree(hands)
    hands.wait(lambda: "from now on" in screen.strip.text())


def agree(hands: Hands) -> None:
    """Agree as Anne, with her PIN and a reason where one is wanted."""
    for name, text in (("pin-1", pin_of(ANNE)), ("reason", "a test")):
        if hands.there(f"agreement-{name}"):
            hands.fill(f"agreement-{name}", text)
    hands.press("agreement-yes")


def test_without_a_certificate_the_page_asks_for_one(at_window: Hands) -> None:
    screen = at_backup(at_window)
    assert "Name the recovery certificate first" in screen.recipient.text()
    assert not screen.make.isEnabled()
    assert "none was made yet" in screen.state.text()


def test_a_backup_is_made_read_back_and_on_record(at_window: Hands, tmp_path: Path) -> None:
    screen = at_backup(at_window)
    name_certificate(at_window, screen, tmp_path / "safe")
    out = tmp_path / "disk" / "monday.backup"
    out.parent.mkdir()
    at_window.press("backup-make")
    choose(at_window, "save-dialog", out)
    at_window.wait(lambda: "was read back" in screen.strip.text())
    assert out.stat().st_size > 1000
    (entry,) = entries(at_window.records, EntryKind.BACKED_UP)
    assert entry.data["file"] == "monday.backup"
    at_window.wait(lambda: any("monday.backup" in row[1] for row in cells(screen.last)))
    assert "the newest is of" in screen.state.text()


def test_a_backup_on_the_stations_own_disk_folder_is_refused(
    at_window: Hands, tmp_path: Path
) -> None:
    screen = at_backup(at_window)
    name_certificate(at_window, screen, tmp_path / "safe")
    at_window.press("backup-make")
    choose(at_window, "save-dialog", at_window.records.path.parent / "mine.backup")
    at_window.wait(lambda: "CFG-004" in screen.strip.text())


def test_a_backup_is_stopped(at_window: Hands, tmp_path: Path) -> None:
    screen = at_backup(at_window)
    name_certificate(at_window, screen, tmp_path / "safe")

    def waiting(watch: Watch) -> None:
        while not watch.cancel.wait(0.01):
            watch.step("writing", 1, 2)
        watch.step("writing", 1, 2)

    screen.work.run(waiting, lambda _: None, screen.strip.say_error)
    at_window.wait(lambda: screen.work.said.text() == "Writing")
    at_window.press("backup-work-stop")
    at_window.wait(lambda: "CFG-054" in screen.strip.text())


def test_the_command_that_puts_a_backup_back_is_copied(at_window: Hands) -> None:
    screen = at_backup(at_window)
    at_window.press("backup-copy-command")
    command = QGuiApplication.clipboard().text()
    assert "restore FILE --key KEYFILE --data" in command
    assert str(at_window.records.path.parent) in command
    assert "two supervisors" in at_window.text("backup-restoring")
    assert screen.strip.text() == "The command was copied."


def test_nothing_old_is_nothing_to_archive(at_window: Hands) -> None:
    screen = at_backup(at_window)
    assert screen.old.text() == "0 runs of closed orders are over 90 days old, and may go."
    assert not screen.archive.isEnabled()
    settings = at_window.records.settings().model_copy(update={"keep_days": None})
    at_window.records.set_settings(settings, agreed(at_window.records, Right.SETTINGS))
    screen.refresh()
    at_window.wait(lambda: "for ever" in screen.old.text())
