"""Profiles written in the window: checked as they are typed, saved, kept unsaved, and tried."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QTabWidget
from pytestqt.qtbot import QtBot

from station.operations.profile_editing import unsaved
from station.practice.bench import PracticeBench
from station.practice.units import UnitKind
from station.window.fields import Choice
from station.window.profile_text import ProfileText
from station.window.profiles import ProfilesScreen
from station.window.session import Session
from tests.unit.records.staffed import ANNE
from tests.window.people_floor import Hands
from tests.window.profile_floor import agree_as_two, choose, folder_of, put_lamp

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    # What is offered pops up; without a display nothing is raised, nor is the keyboard grabbed.
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
_CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def text(at_window: Hands) -> ProfileText:
    """The profile `lamp`, opened by Anne."""
    put_lamp(folder_of(at_window))
    at_window.log_in(ANNE)
    at_window.press("go-profiles")
    screen = at_window.see("profiles")
    assert isinstance(screen, ProfilesScreen)
    choose(at_window, screen, "lamp")
    at_window.press("profile-edit")
    return written(at_window)


def written(hands: Hands) -> ProfileText:
    found = hands.see("profile-text")
    assert isinstance(found, ProfileText)
    hands.wait(found.hasFocus)
    return found


def mistakes(hands: Hands) -> list[str]:
    found = hands.see("profile-problems")
    assert isinstance(found, QListWidget)
    return [found.item(row).text() for row in range(found.count())]


def type_at_end(text: ProfileText, words: str) -> None:
    QTest.keyClick(text, Qt.Key.Key_End, _CONTROL)
    QTest.keyClicks(text, words)


def test_a_mistake_is_told_with_its_line_as_it_is_typed_and_keeps_it_from_being_saved(
    at_window: Hands, text: ProfileText
) -> None:
    at_window.wait(lambda: mistakes(at_window) == ["No mistakes."])
    line = text.blockCount()
    type_at_end(text, "mystery = 1")
    at_window.wait(lambda: len(mistakes(at_window)) == 1 and "mystery" in mistakes(at_window)[0])
    assert f"Line {line}" in mistakes(at_window)[0]
    before = (folder_of(at_window) / "lamp.toml").read_text(encoding="utf-8")
    QTest.keyClick(text, Qt.Key.Key_S, _CONTROL)
    assert (folder_of(at_window) / "lamp.toml").read_text(encoding="utf-8") == before
    text.go_to(1)
    found = at_window.see("profile-problems")
    assert isinstance(found, QListWidget)
    found.setCurrentRow(0)
    QTest.keyClick(found, Qt.Key.Key_Return)
    at_window.wait(lambda: text.line == line and text.hasFocus())


def test_what_is_right_is_saved_and_needs_its_release(at_window: Hands, text: ProfileText) -> None:
    at_window.press("profile-next-version")
    type_at_end(text, "# a lamp")
    at_window.press("profile-save")
    at_window.wait(lambda: "Saved" in at_window.text("profile-said"))
    kept = (folder_of(at_window) / "lamp.toml").read_text(encoding="utf-8")
    assert kept.endswith("# a lamp")
    assert "version = 2" in kept
    QTest.keyClick(text, Qt.Key.Key_Escape)
    screen = at_window.see("profiles")
    assert isinstance(screen, ProfilesScreen)
    at_window.wait(lambda: screen.table.chosen is not None and screen.table.chosen.version == 2)
    assert screen.release.isEnabled()


def test_what_was_not_saved_is_there_again_and_can_be_dropped(
    at_window: Hands, text: ProfileText
) -> None:
    whole = text.toPlainText()
    type_at_end(text, "# not yet")
    QTest.keyClick(text, Qt.Key.Key_Escape)
    at_window.see("profiles-table")
    at_window.wait(lambda: unsaved("lamp", folder_of(at_window)).endswith("# not yet"))
    at_window.press("profile-edit")
    again = written(at_window)
    assert again.toPlainText() == whole + "# not yet"
    assert "weren't saved" in at_window.text("profile-said")
    at_window.press("profile-discard")
    assert again.toPlainText() == whole
    at_window.wait(lambda: unsaved("lamp", folder_of(at_window)) == "")
    QTest.keyClick(again, Qt.Key.Key_Z, _CONTROL)
    assert again.toPlainText() == whole + "# not yet"


def test_keys_are_offered_as_they_are_begun_and_taken_by_enter(
    at_window: Hands, text: ProfileText
) -> None:
    at_window.wait(lambda: mistakes(at_window) == ["No mistakes."])
    type_at_end(text, "[ret")
    at_window.wait(lambda: shown_choices(text) == ["[retries]"])
    QTest.keyClick(text.choices, Qt.Key.Key_Return)
    assert text.toPlainText().endswith("[retries]")


def shown_choices(text: ProfileText) -> list[str]:
    model = text.choices.model()
    if not text.choices.isVisible() or model is None:
        return []
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_new_one_begins_as_a_copy_and_a_broken_one_can_be_corrected(at_window: Hands) -> None:
    folder = folder_of(at_window)
    put_lamp(folder)
    (folder / "broken.toml").write_text("name = 7\n", encoding="utf-8")
    at_window.log_in(ANNE)
    at_window.press("go-profiles")
    screen = at_window.see("profiles")
    assert isinstance(screen, ProfilesScreen)
    choose(at_window, screen, "lamp")
    at_window.press("profile-copy")
    at_window.fill("profile-new-name", "Lamp 2")
    at_window.press("profile-make")
    assert at_window.text("profile-new-name-wrong")
    at_window.fill("profile-new-name", "lantern")
    at_window.press("profile-make")
    text = written(at_window)
    assert 'name = "lantern"' in text.toPlainText()
    assert "not saved yet" in at_window.text("profile-title")
    assert not (folder / "lantern.toml").exists()
    QTest.keyClick(text, Qt.Key.Key_Escape)
    at_window.press("profile-mend")
    at_window.wait(lambda: written(at_window).toPlainText() == "name = 7\n")
    at_window.wait(lambda: any("name" in one for one in mistakes(at_window)))


def test_what_changed_since_the_release_is_seen(at_window: Hands, text: ProfileText) -> None:
    tabs = at_window.see("profile-tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(2)
    at_window.wait(lambda: "Looking" not in at_window.text("profile-since"))
    assert "No version of it is released" in at_window.text("profile-since")
    QTest.keyClick(text, Qt.Key.Key_Escape)
    at_window.press("profile-release")
    agree_as_two(at_window)
    at_window.wait(lambda: at_window.there("profiles-said"))
    at_window.press("profile-edit")
    type_at_end(written(at_window), "# a lamp")
    at_window.wait(lambda: "Against version 1" in at_window.text("profile-since"))
    lines = at_window.see("profile-changes")
    assert isinstance(lines, QPlainTextEdit)
    at_window.wait(lambda: "# a lamp" in lines.toPlainText())


def test_what_is_written_is_tried_on_a_unit_before_it_is_saved(
    session: Session, bench: PracticeBench, qtbot: QtBot
) -> None:
    seat = bench.seats[0]
    unit = bench.make_unit(UnitKind.CONSOLE, "PC-TRIED")
    bench.plug(seat, unit)
    screen = ProfilesScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: screen.table.rowCount() > 0)
    (item,) = screen.table.findItems("practice-console", Qt.MatchFlag.MatchExactly)
    screen.table.setCurrentItem(item)
    screen.edit.click()
    trial = screen.editor.trial
    place = screen.findChild(Choice, "profile-trial-place")
    assert place is not None
    qtbot.waitUntil(trial.start.isEnabled, timeout=20_000)
    screen.editor.tabs.setCurrentWidget(trial)
    trial.start.click()
    qtbot.waitUntil(lambda: "It answers" in trial.strip.text(), timeout=60_000)
    assert unit.serial in trial.strip.text()
    crossed = screen.findChild(QPlainTextEdit, "profile-crossed")
    assert crossed is not None
    assert "identify" in crossed.toPlainText()
    bench.unplug(seat)
