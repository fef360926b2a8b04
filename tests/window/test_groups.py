"""The groups' page: made, rotated, retired, disabled, and one unit shut out."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.model.attestation import KeyOrigin, SymmetricKeyAttestation
from station.model.enrollment import EnrollmentStatus, Identity
from station.model.group import FIRST_KEY
from station.model.names import RegistrationId
from station.model.people import Person
from station.model.rights import Right
from station.operations.groups import open_group
from station.records.entries import EntryKind
from station.window.groups import GroupsScreen
from tests.unit.records.software import enrol, make_order
from tests.unit.records.staffed import ANNE, BERT, agreed
from tests.window.people_floor import ENTER, Hands, entries, pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(600),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

LAMPS = RegistrationId.parse("lamps")


def at_groups(hands: Hands) -> GroupsScreen:
    hands.log_in(ANNE)
    hands.press("go-groups")
    screen = hands.see("groups")
    assert isinstance(screen, GroupsScreen)
    return screen


def add_lamps(hands: Hands) -> None:
    """Put a group on record with a key, an order and two units."""
    records = hands.records
    assert hands.application.opened is not None
    tools = hands.application.opened.plant.tools
    open_group(tools, LAMPS, None, agreed(records, Right.ORDERS))
    order = make_order("lamps", quantity=5).model_copy(update={"practice": False})
    records.add_order(order, agreed(records, Right.ORDERS))


def add_units(hands: Hands, number: int = FIRST_KEY) -> None:
    for serial in ("L-1", "L-2"):
        name = RegistrationId.parse(serial.lower())
        held = SymmetricKeyAttestation(LAMPS.text, number)
        identity = Identity(name, held, KeyOrigin.PLAINTEXT, None)
        enrol(hands.records, serial, identity, order="lamps")


@pytest.fixture
def screen(at_window: Hands) -> GroupsScreen:
    """The page as Anne sees it, with one group of two units."""
    add_lamps(at_window)
    screen = at_groups(at_window)
    add_units(at_window)
    screen.refresh()
    at_window.wait(lambda: screen.table.chosen is not None and screen.table.chosen.units == 2)
    return screen


def agree(hands: Hands, *people: Person, why: str = "") -> None:
    for number, person in enumerate(people, 1):
        hands.fill(f"agreement-badge-{number}", person.badge)
        hands.fill(f"agreement-pin-{number}", pin_of(person))
    if why:
        hands.fill("agreement-reason", why)
    hands.press("agreement-yes")


def words(screen: GroupsScreen, row: int = 0) -> list[str]:
    model = screen.table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def pressable(screen: GroupsScreen) -> set[str]:
    made = (screen.make, screen.rotate, screen.retire, screen.shut, screen.disable)
    return {one.objectName().removeprefix("groups-") for one in made if one.isEnabled()}


def test_a_station_without_groups_says_where_they_come_from_and_makes_one(
    at_window: Hands,
) -> None:
    screen = at_groups(at_window)
    at_window.wait(lambda: "no enrollment group yet" in screen.empty.text())
    assert pressable(screen) == {"create"}
    at_window.press("groups-create")
    at_window.fill("group-key-name", "plant 7")
    QTest.keyClick(at_window.edit("group-key-name"), ENTER)
    assert at_window.text("group-key-name-wrong")
    at_window.fill("group-key-name", "plant-7")
    QTest.keyClick(at_window.edit("group-key-name"), ENTER)
    assert "Say who gets a copy" in at_window.text("group-key-owner-wrong")
    at_window.press("group-key-nobody")
    at_window.press("group-key-go")
    at_window.wait(lambda: "The group plant-7 has its key." in screen.strip.text())
    at_window.wait(lambda: screen.table.rowCount() == 1)
    assert words(screen) == ["plant-7", "Keys", "none yet", "0", "0", "No order yet"]
    (entry,) = entries(at_window.records, EntryKind.GROUP_KEY_ADDED)
    assert entry.data["by"] == [ANNE.badge]


def test_a_file_that_is_no_certificate_is_said_and_the_form_stays(
    at_window: Hands, tmp_path: Path
) -> None:
    at_groups(at_window)
    (tmp_path / "letter.txt").write_text("Something else.\n", encoding="utf-8")
    at_window.press("groups-create")
    at_window.fill("group-key-name", "plant-7")
    at_window.fill("group-key-owner", str(tmp_path / "letter.txt"))
    at_window.press("group-key-go")
    at_window.wait(lambda: "HSM-040" in at_window.text("group-key-said"))
    assert at_window.edit("group-key-name").text() == "plant-7"
    assert not at_window.records.key_groups()


def test_a_group_is_rotated_by_two_and_its_older_key_retired_with_its_units_named(
    at_window: Hands, screen: GroupsScreen
) -> None:
    assert words(screen) == ["lamps", "Keys", "lamps", "2", "0", "Takes units"]
    assert pressable(screen) == {"create", "rotate", "shut-out", "disable"}
    at_window.press("groups-rotate")
    at_window.press("group-key-nobody")
    at_window.press("group-key-go")
    agree(at_window, ANNE, BERT)
    at_window.wait(lambda: "get another key" in screen.strip.text())
    at_window.wait(lambda: words(screen)[-1] == "Being rotated")
    assert "Secondary key (number 2)" in screen.details.text()
    assert pressable(screen) == {"create", "retire", "shut-out", "disable"}
    at_window.press("groups-retire")
    assert "2 units have it" in at_window.text("agreement-what")
    agree(at_window, ANNE, BERT)
    at_window.wait(lambda: "Retired key (number 1)" in screen.details.text())
    assert [key.number for key in at_window.records.key_groups()[0].working] == [2]


def test_one_unit_is_shut_out_for_a_reason_and_another_groups_is_refused(
    at_window: Hands, screen: GroupsScreen
) -> None:
    at_window.press("groups-shut-out")
    at_window.fill("group-unit-id", "L-9")
    QTest.keyClick(at_window.edit("group-unit-id"), ENTER)
    at_window.wait(lambda: "REC-015" in at_window.text("group-unit-said"))
    at_window.fill("group-unit-id", "L-1")
    QTest.keyClick(at_window.edit("group-unit-id"), ENTER)
    at_window.wait(lambda: "L-1 (l-1)" in at_window.text("agreement-what"))
    agree(at_window, ANNE, why="stolen")
    at_window.wait(lambda: "is revoked for good" in screen.strip.text())
    at_window.wait(lambda: words(screen)[3:5] == ["1", "1"])
    assert at_window.records.find("L-1").status is EnrollmentStatus.REVOKED
    (entry,) = entries(at_window.records, EntryKind.REVOKED)
    assert (entry.data["by"], entry.data["reason"]) == ([ANNE.badge], "stolen")


def test_a_group_is_disabled_by_two_once_that_is_meant(
    at_window: Hands, screen: GroupsScreen
) -> None:
    at_window.press("groups-disable")
    assert "none of its 2 units is let in" in at_window.text("agreement-what")
    QTest.keyClick(at_window.edit("agreement-pin-1"), Qt.Key.Key_Escape)
    assert "nothing is changed" in screen.strip.text()
    assert not at_window.records.disabled_groups.disabled(LAMPS)
    at_window.press("groups-disable")
    agree(at_window, ANNE, BERT)
    at_window.wait(lambda: words(screen)[-1] == "Disabled")
    assert at_window.records.disabled_groups.disabled(LAMPS)
    assert pressable(screen) == {"create", "shut-out"}
