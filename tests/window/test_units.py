"""The units' page: a unit is found, its story told and checked, and something becomes of it."""

import sqlite3
from contextlib import closing
from itertools import count
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.model.enrollment import EnrollmentStatus
from station.model.order import Reprovisioning
from station.model.people import Person
from station.model.rights import RULES, Right
from station.model.unit_state import CHANGES, UnitChange, UnitState
from station.operations.plant import Plant
from station.operations.unit_desk import UnitFound, find_unit, people_changes
from station.practice.bench import PracticeBench
from station.records.entries import EntryKind
from station.window import units
from station.window.session import Session
from station.window.unit_words import change_words, state_words
from station.window.units import UnitsScreen
from tests.support.floor import Floor
from tests.unit.records.software import admitted, enrol, fail, make_order
from tests.unit.records.staffed import ANNE, BERT, MIA, WIM, agreed
from tests.window.people_floor import ENTER, Hands, entries, pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

PASSED, FAILED = "SN-1", "SN-2"


@pytest.fixture
def made(at_window: Hands) -> Hands:
    """A station where one unit has passed and one has failed."""
    records = at_window.records
    order = make_order("lamps-1", quantity=5).model_copy(update={"practice": False})
    records.add_order(order, agreed(records, Right.ORDERS))
    at_window.log_in(ANNE)
    enrol(records, PASSED, order="lamps-1")
    fail(records, admitted(records, FAILED, order="lamps-1"), FAILED)
    return at_window


@pytest.fixture
def screen(made: Hands) -> UnitsScreen:
    """The page as Anne sees it."""
    return at_units(made)


def at_units(hands: Hands) -> UnitsScreen:
    hands.press("go-units")
    screen = hands.see("units")
    assert isinstance(screen, UnitsScreen)
    assert screen.finder.hasFocus()
    return screen


def scan(hands: Hands, screen: UnitsScreen, serial: str) -> None:
    """Scan a unit, and wait for what is on record of it."""
    hands.fill("unit-find", serial)
    QTest.keyClick(screen.finder, ENTER)
    hands.wait(lambda: serial.lower() in (screen.state.text() + screen.empty.text()).lower())
    hands.wait(screen.busy.isHidden)


def offered(screen: UnitsScreen) -> set[UnitChange]:
    return {change for change, made in screen.changes.items() if made.isVisible()}


def agree(hands: Hands, person: Person | None, why: str = "a test") -> None:
    """Agree by badge and PIN, where they are asked for, and say why."""
    if person is not None:
        hands.fill("agreement-badge-1", person.badge)
        hands.fill("agreement-pin-1", pin_of(person))
    hands.fill("agreement-reason", why)
    QTest.keyClick(hands.edit("agreement-reason"), ENTER)
    if person is None:
        yes = hands.see("agreement-yes")
        assert yes.hasFocus(), "Enter leads there first"
        hands.press("agreement-yes")


def state(hands: Hands, serial: str) -> UnitState:
    mark = hands.records.unit(serial)
    assert mark is not None
    return mark.state


def test_before_anything_is_scanned_it_says_what_to_do(made: Hands) -> None:
    screen = at_units(made)
    assert "Scan a unit" in made.text("units-empty")
    assert offered(screen) == set()


def test_a_unit_that_is_scanned_tells_its_story_and_that_it_is_verified(
    made: Hands, screen: UnitsScreen
) -> None:
    scan(made, screen, PASSED.lower())
    assert made.text("unit-state") == f"The unit {PASSED} is passed."
    assert "Answered for by S-1" in screen.story.toPlainText()
    assert made.text("unit-verdict").startswith("Verified: ")
    assert screen.finder.hasFocus()
    assert screen.finder.selectedText() == PASSED.lower(), "the next scan takes its place"


def test_a_unit_that_nobody_knows_says_so(made: Hands, screen: UnitsScreen) -> None:
    scan(made, screen, "SN-9")
    assert "Nothing is on record of a unit SN-9." in made.text("units-empty")
    assert offered(screen) == set()


def test_a_row_that_was_edited_is_said_in_red(made: Hands, screen: UnitsScreen) -> None:
    with closing(sqlite3.connect(made.records.path)) as connection, connection:
        connection.execute("UPDATE runs SET detail = 'nothing' WHERE serial = ?", (PASSED,))
        connection.execute("UPDATE enrollments SET device_id = 'x' WHERE serial = ?", (PASSED,))
    scan(made, screen, PASSED)
    assert "Not genuine" in made.text("unit-findings")
    assert made.text("unit-verdict") == ""


def test_only_what_may_be_done_as_it_stands_is_offered(made: Hands, screen: UnitsScreen) -> None:
    for serial in (PASSED, FAILED):
        scan(made, screen, serial)
        may = {c for c in people_changes() if state(made, serial) in CHANGES[c].before}
        assert offered(screen) == may - {UnitChange.RENEW}, "the order lets no unit be renewed"


def test_another_key_is_offered_where_the_order_lets_a_unit_have_one(
    made: Hands, screen: UnitsScreen
) -> None:
    order = make_order("lamps-2", quantity=5)
    lets = {"reprovisioning": Reprovisioning.NEW_KEY, "scrap_allowance": 1}
    spec = order.spec.model_copy(update=lets)
    order = order.model_copy(update={"practice": False, "spec": spec})
    made.records.add_order(order, agreed(made.records, Right.ORDERS))
    enrol(made.records, "SN-7", order="lamps-2")
    scan(made, screen, "SN-7")
    made.press("unit-renew")
    agree(made, ANNE, "it was read out")
    made.wait(lambda: "is in process now" in screen.strip.text())
    assert made.records.find("SN-7").status is EnrollmentStatus.REVOKED


def test_scans_agree_to_nothing_by_themselves(made: Hands, screen: UnitsScreen) -> None:
    scan(made, screen, FAILED)
    made.press("unit-quarantine")
    reason = made.edit("agreement-reason")
    QTest.keyClicks(reason, PASSED)
    QTest.keyClick(reason, ENTER)
    yes = made.see("agreement-yes")
    made.qtbot.wait(400)
    QTest.keyClicks(yes, "SN-77")
    QTest.keyClick(yes, ENTER)
    assert screen.agreement.isVisible()
    assert state(made, FAILED) is UnitState.IN_PROCESS
    made.qtbot.wait(400)
    QTest.keyClick(yes, ENTER)
    made.wait(lambda: "is in quarantine now" in screen.strip.text())


def test_while_another_unit_is_looked_for_nothing_is_offered_for_the_one_before(
    made: Hands, screen: UnitsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(made, screen, FAILED)
    gate, looked = Event(), list[str]()

    def slow(plant: Plant, serial: str) -> UnitFound:
        looked.append(serial)
        assert gate.wait(30)
        return find_unit(plant, serial)

    monkeypatch.setattr(units, "find_unit", slow)
    for serial in ("SN-8", "SN-9", PASSED):
        made.fill("unit-find", serial)
        QTest.keyClick(screen.finder, ENTER)
        assert offered(screen) == set()
        assert f"Looking for {serial}" in made.text("units-empty")
    gate.set()
    made.wait(lambda: PASSED in screen.state.text())
    made.wait(screen.busy.isHidden)
    assert looked == ["SN-8", PASSED], "one at a time, and the newest alone"


def test_what_was_agreed_to_is_not_done_to_a_unit_that_stands_elsewhere_since(
    made: Hands, screen: UnitsScreen
) -> None:
    scan(made, screen, FAILED)
    made.press("unit-scrap")
    enrol(made.records, FAILED, order="lamps-1")
    agree(made, ANNE)
    made.wait(lambda: "REC-034" in screen.strip.text())
    assert state(made, FAILED) is UnitState.PASSED
    made.wait(screen.finder.hasFocus)


def test_scrapping_asks_in_words_what_is_lost_then_revokes_and_tells(
    made: Hands, screen: UnitsScreen
) -> None:
    scan(made, screen, PASSED)
    made.press("unit-scrap")
    asked = made.text("agreement-what")
    assert "can't be undone" in asked
    assert made.records.find(PASSED).registration_id.text in asked
    QTest.keyClick(made.edit("agreement-pin-1"), Qt.Key.Key_Escape)
    assert "nothing is changed" in screen.strip.text()
    assert state(made, PASSED) is UnitState.PASSED
    made.press("unit-scrap")
    agree(made, BERT, "burnt")
    made.wait(lambda: "is revoked" in screen.strip.text())
    assert "stays used: no scrap allowance is left" in screen.strip.text()
    assert made.records.find(PASSED).status is EnrollmentStatus.REVOKED
    made.wait(lambda: "is scrapped" in screen.state.text())
    assert "by S-2: burnt" in made.text("unit-mark")
    made.wait(lambda: "burnt" in screen.story.toPlainText())
    assert offered(screen) == set()
    assert entries(made.records, EntryKind.UNIT_CHANGED)[-1].data["reason"] == "burnt"


def test_who_may_and_is_there_only_says_why(made: Hands, screen: UnitsScreen) -> None:
    scan(made, screen, FAILED)
    made.press("unit-quarantine")
    assert not made.there("agreement-badge-1")
    agree(made, None, "it smells")
    made.wait(lambda: "is in quarantine now" in screen.strip.text())
    made.wait(lambda: UnitChange.RELEASE in offered(screen))
    made.press("unit-release")
    agree(made, ANNE)
    made.wait(lambda: "is in process now" in screen.strip.text())


def test_a_swap_without_a_scrap_allowance_is_refused_in_words(
    made: Hands, screen: UnitsScreen
) -> None:
    scan(made, screen, PASSED)
    made.press("unit-swap")
    agree(made, ANNE)
    made.wait(lambda: "REC-036" in screen.strip.text())
    assert state(made, PASSED) is UnitState.PASSED


def test_who_mends_has_the_page_too_and_a_supervisor_agrees_to_what_is_theirs(
    made: Hands,
) -> None:
    made.press("log-out")
    made.log_in(MIA)
    screen = at_units(made)
    scan(made, screen, FAILED)
    made.press("unit-rework")
    agree(made, None, "cold joint")
    made.wait(lambda: "is under repair now" in screen.strip.text())
    made.wait(lambda: UnitChange.RELEASE in offered(screen))
    made.press("unit-release")
    agree(made, MIA)
    made.wait(lambda: "REC-025" in made.text("agreement-said"))
    agree(made, BERT)
    made.wait(lambda: "is in process now" in screen.strip.text())


def test_a_worker_has_no_such_page(made: Hands) -> None:
    made.press("log-out")
    made.log_in(WIM)
    assert not made.there("go-units")


@pytest.fixture
def floor(bench: PracticeBench, plant: Plant) -> Floor:
    return Floor(bench, plant, count(4200))


@pytest.fixture
def practised(session: Session, qtbot: QtBot) -> UnitsScreen:
    screen = UnitsScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1366, 668)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def test_in_practice_it_is_asked_and_said_why_but_nobody_shows_a_badge(
    floor: Floor, practised: UnitsScreen, session: Session, qtbot: QtBot
) -> None:
    result = floor.run(floor.unit("symmetric"), floor.order("symmetric"))
    practised.finder.setText(result.serial)
    practised.look()
    qtbot.waitUntil(practised.changes[UnitChange.SCRAP].isVisible)
    practised.changes[UnitChange.SCRAP].click()
    panel = practised.agreement
    assert panel.isVisible()
    assert not panel.badges[0].isVisible()
    assert state_of(session, result.serial) is UnitState.PASSED
    QTest.keyClicks(panel.reason, "dropped")
    QTest.keyClick(panel.reason, ENTER)
    panel.agree.click()
    qtbot.waitUntil(lambda: "is revoked" in practised.strip.text())
    mark = session.records.unit(result.serial)
    assert mark is not None
    assert (mark.state, mark.reason) == (UnitState.SCRAPPED, "dropped")


def state_of(session: Session, serial: str) -> UnitState:
    mark = session.records.unit(serial)
    assert mark is not None
    return mark.state


@pytest.mark.parametrize("change", people_changes())
def test_each_change_of_people_has_words_and_its_right_asks_why(change: UnitChange) -> None:
    assert change_words(change)
    right = CHANGES[change].right
    assert right is not None
    assert RULES[right].reason


@pytest.mark.parametrize("state", UnitState)
def test_each_state_has_words(state: UnitState) -> None:
    assert state_words(state)
