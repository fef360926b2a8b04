"""The log-in of a production station: badge and PIN, a PIN that must be changed, and waits."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.model.people import Person, Role
from station.model.rights import Right
from station.secret import Secret
from tests.support.production import ProductionStation
from tests.unit.records.staffed import ANNE, WIM, agreed
from tests.window.people_floor import ENTER, Hands, pin_of, window

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


def choose_pin(hands: Hands, first: str, again: str) -> None:
    hands.fill("new-pin-first", first)
    QTest.keyClick(hands.edit("new-pin-first"), ENTER)
    hands.fill("new-pin-again", again)
    QTest.keyClick(hands.edit("new-pin-again"), ENTER)


def test_a_station_without_people_says_how_the_first_two_are_made(
    tmp_path: Path, qtbot: QtBot
) -> None:
    station = ProductionStation.made(tmp_path, staffed=False)
    with window(station, qtbot) as hands:
        hands.wait(lambda: hands.there("page-text"))
        hands.wait(lambda: "station operator add" in hands.text("page-text"))
        assert not hands.there("badge")


def test_somebody_logs_in_and_out_again(at_window: Hands) -> None:
    at_window.log_in(WIM)
    assert at_window.text("person") == "Wim  ·  Worker"
    assert not at_window.there("go-people")
    assert at_window.records.on_duty == WIM.badge
    at_window.press("log-out")
    at_window.wait(lambda: at_window.there("badge"))
    at_window.wait(lambda: at_window.records.on_duty == "")


def test_a_wrong_pin_is_said_and_can_be_typed_again(at_window: Hands) -> None:
    at_window.show_badge(WIM.badge, "wrong")
    at_window.wait(lambda: "REC-020" in at_window.text("log-in-error"))
    assert at_window.edit("pin").hasFocus()
    assert at_window.edit("pin").text() == ""
    at_window.fill("pin", pin_of(WIM))
    QTest.keyClick(at_window.edit("pin"), ENTER)
    at_window.wait(lambda: at_window.there("worker"))


def test_it_counts_down_how_long_a_badge_waits_after_wrong_pins(at_window: Hands) -> None:
    for _ in range(5):
        at_window.show_badge(WIM.badge, "wrong")
        at_window.wait(lambda: at_window.there("log-in-error"))
    at_window.show_badge(WIM.badge, pin_of(WIM))
    at_window.wait(lambda: "REC-023" in at_window.text("log-in-error"))
    before = at_window.text("log-in-error")
    at_window.wait(lambda: at_window.text("log-in-error") != before)
    assert "seconds" in at_window.text("log-in-error")


def test_a_pin_that_somebody_else_chose_is_changed_at_the_log_in(at_window: Hands) -> None:
    new = Person("W-7", "Nora", Role.WORKER)
    approval = agreed(at_window.records, Right.PEOPLE)
    at_window.records.add_person(new, Secret(b"1234"), approval, temporary=True)
    at_window.show_badge(new.badge, "1234")
    at_window.wait(lambda: "At least 4" in at_window.text("new-pin-first-hint"))
    choose_pin(at_window, "5678", "5679")
    assert "aren't the same" in at_window.text("new-pin-said")
    choose_pin(at_window, "12", "12")
    at_window.wait(lambda: "4 to 64" in at_window.text("new-pin-said"))
    choose_pin(at_window, "1234", "1234")
    at_window.wait(lambda: "the old one" in at_window.text("new-pin-said"))
    choose_pin(at_window, "5678", "5678")
    at_window.wait(lambda: at_window.there("worker"))
    assert at_window.text("person") == "Nora  ·  Worker"
    assert at_window.records.log_in(new.badge, Secret(b"5678")) == new


def test_a_new_pin_can_be_left_for_the_log_in(at_window: Hands) -> None:
    at_window.fill("badge", ANNE.badge)
    at_window.fill("pin", pin_of(ANNE))
    at_window.press("log-in-change")
    at_window.press("new-pin-leave")
    at_window.log_in(ANNE)


def test_somebody_changes_their_own_pin_when_they_like(at_window: Hands) -> None:
    at_window.fill("badge", ANNE.badge)
    at_window.fill("pin", pin_of(ANNE))
    at_window.press("log-in-change")
    choose_pin(at_window, "another", "another")
    at_window.wait(lambda: at_window.there("worker"))
    assert at_window.records.log_in(ANNE.badge, Secret(b"another")) == ANNE


def test_a_wrong_old_pin_changes_nothing(at_window: Hands) -> None:
    at_window.fill("badge", ANNE.badge)
    at_window.fill("pin", "wrong")
    at_window.press("log-in-change")
    choose_pin(at_window, "another", "another")
    at_window.wait(lambda: "REC-020" in at_window.text("log-in-error"))
    at_window.log_in(ANNE)
