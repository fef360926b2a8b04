"""The profiles' page: what is released, released by two, changed since, and withdrawn by two."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station.errors import StationError
from station.operations.profile_desk import ProfileLine, Standing
from station.records.entries import EntryKind
from station.window.profile_words import next_words, standing_words
from station.window.profiles import ProfilesScreen
from station.window.session import Session
from tests.unit.records.staffed import ANNE
from tests.window.people_floor import ENTER, Hands, entries, pin_of
from tests.window.profile_floor import agree_as_two, choose, folder_of, put_lamp

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@pytest.fixture
def screen(at_window: Hands) -> ProfilesScreen:
    """The page as Anne sees it, the profile `lamp` chosen."""
    put_lamp(folder_of(at_window))
    at_window.log_in(ANNE)
    at_window.press("go-profiles")
    screen = at_window.see("profiles")
    assert isinstance(screen, ProfilesScreen)
    choose(at_window, screen, "lamp")
    return screen


def standing(screen: ProfilesScreen) -> str:
    chosen = screen.table.chosen
    return "" if chosen is None else standing_words(chosen.standing)


def pressable(hands: Hands) -> list[bool]:
    made = [hands.see(f"profile-{name}") for name in ("release", "withdraw")]
    return [isinstance(one, QPushButton) and one.isEnabled() for one in made]


def test_two_supervisors_release_a_profile_and_see_which_content_that_is(
    at_window: Hands, screen: ProfilesScreen
) -> None:
    assert standing(screen) == "Not released"
    assert pressable(at_window) == [True, False]
    chosen = screen.table.chosen
    assert chosen is not None
    at_window.press("profile-release")
    assert chosen.hash in at_window.text("agreement-what")
    assert not screen.table.isEnabled(), "what is agreed to stays the one that is seen"
    agree_as_two(at_window)
    at_window.wait(lambda: "Released: real orders" in screen.strip.text())
    at_window.wait(lambda: standing(screen) == "Released")
    at_window.records.releases.check("lamp", chosen.hash)
    (entry,) = entries(at_window.records, EntryKind.PROFILE_RELEASED)
    assert entry.data["by"] == ["S-1", "S-2"]
    assert pressable(at_window) == [False, True]


def test_nobody_releases_it_twice_with_one_badge_or_by_leaving(
    at_window: Hands, screen: ProfilesScreen
) -> None:
    at_window.press("profile-release")
    for number in (1, 2):
        at_window.fill(f"agreement-badge-{number}", ANNE.badge)
        at_window.fill(f"agreement-pin-{number}", pin_of(ANNE))
    QTest.keyClick(at_window.edit("agreement-pin-2"), ENTER)
    assert "one and the same" in at_window.text("agreement-said")
    QTest.keyClick(at_window.edit("agreement-pin-2"), Qt.Key.Key_Escape)
    assert "nothing is changed" in screen.strip.text()
    assert standing(screen) == "Not released"
    assert entries(at_window.records, EntryKind.PROFILE_RELEASED) == []


def test_a_file_that_was_changed_says_that_it_needs_its_next_version(
    at_window: Hands, screen: ProfilesScreen
) -> None:
    at_window.press("profile-release")
    agree_as_two(at_window)
    at_window.wait(lambda: standing(screen) == "Released")
    put_lamp(folder_of(at_window), more="# other\n")
    screen.refresh()
    at_window.wait(lambda: "Changed since" in words(screen))
    choose(at_window, screen, "lamp")
    assert standing(screen) == "Changed since its release"
    assert "next version" in screen.next.text()
    assert pressable(at_window) == [False, False]
    put_lamp(folder_of(at_window), version=2)
    screen.refresh()
    at_window.wait(lambda: "Changed since" not in words(screen))
    choose(at_window, screen, "lamp")
    assert pressable(at_window) == [True, False]


def words(screen: ProfilesScreen) -> str:
    """Return all that stands in the table."""
    model = screen.table.model()
    cells = (
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    )
    return " ".join(cells)


def test_two_supervisors_withdraw_it_and_its_orders_begin_no_more_units(
    at_window: Hands, screen: ProfilesScreen
) -> None:
    at_window.press("profile-release")
    agree_as_two(at_window)
    at_window.wait(lambda: standing(screen) == "Released")
    chosen = screen.table.chosen
    assert chosen is not None
    at_window.press("profile-withdraw")
    agree_as_two(at_window)
    at_window.wait(lambda: "Withdrawn" in screen.strip.text())
    at_window.wait(lambda: standing(screen) == "Withdrawn")
    with pytest.raises(StationError, match="PRF-008"):
        at_window.records.releases.check("lamp", chosen.hash)
    assert pressable(at_window) == [True, False]


def test_a_release_whose_file_is_gone_can_still_be_withdrawn(
    at_window: Hands, screen: ProfilesScreen
) -> None:
    at_window.press("profile-release")
    agree_as_two(at_window)
    at_window.wait(lambda: standing(screen) == "Released")
    (folder_of(at_window) / "lamp.toml").unlink()
    screen.refresh()
    at_window.wait(lambda: standing(screen) == "Released, not in use")
    at_window.press("profile-withdraw")
    agree_as_two(at_window)
    at_window.wait(lambda: "lamp" not in words(screen))


def test_a_profile_with_a_mistake_is_named_below(at_window: Hands, screen: ProfilesScreen) -> None:
    (folder_of(at_window) / "lamp.toml").write_text("name = 7\n", encoding="utf-8")
    screen.refresh()
    assert "lamp.toml" in at_window.text("profiles-left-out")


def test_practice_releases_nothing_and_says_so(session: Session, qtbot: QtBot) -> None:
    screen = ProfilesScreen(session)
    qtbot.addWidget(screen)
    screen.refresh()
    qtbot.waitUntil(lambda: screen.table.rowCount() > 0)
    for name, said in (("practice-tpm", "needs no release"), ("at-modem", "for real units")):
        (item,) = screen.table.findItems(name, Qt.MatchFlag.MatchExactly)
        screen.table.setCurrentItem(item)
        assert said in screen.next.text()
        assert not screen.release.isEnabled()
        assert not screen.withdraw.isEnabled()


@pytest.mark.parametrize("standing", Standing)
def test_each_standing_has_words_and_says_what_to_do(standing: Standing) -> None:
    line = ProfileLine("lamp", 1, "ab" * 32, "Lamp", standing, None)
    assert standing_words(standing)
    assert next_words(line, practice=False).endswith(".")
