"""The people's page of a production station: added, given PINs, switched off and on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.errors import StationError
from station.model.people import Person, Role
from station.records.entries import EntryKind
from station.secret import Secret
from station.window.people import PeopleScreen
from tests.unit.records.staffed import ANNE, BERT, MIA, WIM, credential
from tests.window.people_floor import ENTER, Hands, entries, fill, pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


def at_people(hands: Hands) -> PeopleScreen:
    """Log in as Anne and go to the people."""
    hands.log_in(ANNE)
    hands.press("go-people")
    screen = hands.see("people")
    assert isinstance(screen, PeopleScreen)
    hands.wait(lambda: screen.table.rowCount() > 0)
    return screen


def choose(screen: PeopleScreen, person: Person) -> None:
    badges = [one.badge for one in screen.table.people]
    screen.table.setCurrentCell(badges.index(person.badge), 0)


def add(hands: Hands, badge: str, name: str, role: Role) -> None:
    hands.press("people-add")
    form = hands.see("person-form")
    assert form.isVisible()
    for field, text in (
        ("person-badge", badge),
        ("person-name", name),
        ("person-pin", "4711"),
        ("person-pin-again", "4711"),
    ):
        hands.fill(field, text)
    screen = hands.see("people")
    assert isinstance(screen, PeopleScreen)
    screen.form.role.setCurrentIndex(list(Role).index(role))
    QTest.keyClick(hands.edit("person-pin-again"), ENTER)


def agree(hands: Hands, *people: Person) -> None:
    for number, person in enumerate(people, 1):
        hands.fill(f"agreement-badge-{number}", person.badge)
        hands.fill(f"agreement-pin-{number}", pin_of(person))
    QTest.keyClick(hands.edit(f"agreement-pin-{len(people)}"), ENTER)


def test_it_lists_everybody_with_role_and_state(at_window: Hands) -> None:
    screen = at_people(at_window)
    model = screen.table.model()
    words = [
        [model.index(row, column).data() for column in range(4)]
        for row in range(screen.table.rowCount())
    ]
    assert words == [
        ["S-1", "Anne", "Supervisor", "May log in"],
        ["S-2", "Bert", "Supervisor", "May log in"],
        ["W-1", "Wim", "Worker", "May log in"],
        ["M-1", "Mia", "Maintenance", "May log in"],
    ]


def test_a_worker_is_added_with_a_pin_to_be_changed_and_nobody_is_asked(at_window: Hands) -> None:
    screen = at_people(at_window)
    add(at_window, "W-9", "Nora", Role.WORKER)
    at_window.wait(lambda: "Nora (W-9) is added: Worker." in screen.strip.text())
    at_window.wait(lambda: screen.table.chosen == Person("W-9", "Nora", Role.WORKER))
    with pytest.raises(StationError, match="REC-027"):
        at_window.records.log_in("W-9", Secret(b"4711"))
    assert entries(at_window.records, EntryKind.PERSON_ADDED)[-1].data["by"] == [ANNE.badge]


def test_two_supervisors_agree_to_another_one(at_window: Hands) -> None:
    screen = at_people(at_window)
    add(at_window, "S-9", "Nora", Role.SUPERVISOR)
    assert "Nora (S-9) is added: Supervisor." in at_window.text("agreement-what")
    agree(at_window, ANNE, BERT)
    at_window.wait(lambda: "Nora (S-9) is added" in screen.strip.text())
    assert entries(at_window.records, EntryKind.PERSON_ADDED)[-1].data["by"] == ["S-1", "S-2"]


def test_where_nobody_agrees_nobody_is_added_and_the_form_stays(at_window: Hands) -> None:
    screen = at_people(at_window)
    add(at_window, "S-9", "Nora", Role.SUPERVISOR)
    QTest.keyClick(at_window.edit("agreement-pin-1"), Qt.Key.Key_Escape)
    assert "nothing is changed" in screen.strip.text()
    assert at_window.edit("person-badge").text() == "S-9"
    assert len(at_window.records.people()) == 4


def test_a_badge_that_is_taken_is_said(at_window: Hands) -> None:
    at_people(at_window)
    add(at_window, WIM.badge.lower(), "Nora", Role.WORKER)
    at_window.wait(lambda: "REC-021" in at_window.text("person-said"))
    assert at_window.edit("person-badge").hasFocus()


def test_two_pins_that_differ_are_said_before_anything_is_asked(at_window: Hands) -> None:
    at_people(at_window)
    at_window.press("people-add")
    for field in ("badge", "name", "pin"):
        at_window.fill(f"person-{field}", "4711")
    again = at_window.edit("person-pin-again")
    fill(again, "4712")
    QTest.keyClick(again, ENTER)
    assert "aren't the same" in at_window.text("person-pin-again-wrong")


def test_a_pin_is_reset_and_must_be_changed_then(at_window: Hands) -> None:
    screen = at_people(at_window)
    choose(screen, WIM)
    at_window.press("people-reset")
    at_window.fill("new-pin-first", "8888")
    at_window.fill("new-pin-again", "8888")
    QTest.keyClick(at_window.edit("new-pin-again"), ENTER)
    at_window.wait(lambda: "Wim (W-1) has another PIN" in screen.strip.text())
    with pytest.raises(StationError, match="REC-027"):
        at_window.records.log_in(WIM.badge, Secret(b"8888"))


def test_somebody_is_switched_off_once_that_is_meant_and_on_again(at_window: Hands) -> None:
    screen = at_people(at_window)
    choose(screen, MIA)
    at_window.press("people-switch")
    assert screen.keep.hasFocus()
    at_window.press("people-no")
    assert MIA in at_window.records.people()
    at_window.press("people-switch")
    at_window.press("people-yes")
    at_window.wait(lambda: "can't log in any more" in screen.strip.text())
    given = credential(MIA)
    with pytest.raises(StationError, match="REC-028"):
        at_window.records.log_in(given.badge, given.pin)
    at_window.wait(lambda: screen.table.chosen is not None and not screen.table.chosen.active)
    at_window.press("people-switch")
    at_window.wait(lambda: "Mia (M-1) may log in" in screen.strip.text())
    assert MIA in at_window.records.people()


def test_nobody_does_it_to_their_own_badge(at_window: Hands) -> None:
    screen = at_people(at_window)
    choose(screen, ANNE)
    assert not screen.reset.isEnabled()
    assert not screen.switch.isEnabled()


def test_who_agrees_to_their_own_is_told_that_it_takes_others(at_window: Hands) -> None:
    screen = at_people(at_window)
    choose(screen, BERT)
    at_window.press("people-switch")
    at_window.press("people-yes")
    agree(at_window, ANNE, BERT)
    at_window.wait(lambda: "REC-025" in screen.strip.text())
    assert BERT in at_window.records.people()
