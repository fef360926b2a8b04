"""Who agrees: nobody is asked in practice, nor who may and is there; else badge, PIN and reason."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.errors import StationError
from station.model.people import Person
from station.model.rights import Approval, Right
from station.operations.plant import Plant
from station.records.store import Records
from station.window.agreement import Agreement, Question
from station.window.bridge import Bridge
from station.window.session import Session
from tests.unit.records.software import SoftwareGuard
from tests.unit.records.staffed import ANNE, BERT, MIA, WIM, credential, quick_hashing, staff
from tests.window.people_floor import ENTER, fill, pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@dataclass
class Told:
    """What an agreement told."""

    approvals: list[Approval | None] = field(default_factory=list)
    dropped: int = 0

    def question(self, right: Right) -> Question:
        return Question(right, "Something happens.", self.approvals.append, self.drop)

    def drop(self) -> None:
        self.dropped += 1


@dataclass
class Desk:
    """A record with people, and who is logged in."""

    session: Session
    qtbot: QtBot
    told: Told = field(default_factory=Told)
    screens: list[QWidget] = field(default_factory=list)

    def panel(self, person: Person, right: Right) -> Agreement:
        """Log somebody in, and ask for a right."""
        records = self.session.records
        given = credential(person)
        records.log_in(given.badge, given.pin)
        panel = self.shown(Agreement(replace(self.session, person=person)))
        panel.ask(self.told.question(right))
        return panel

    def shown(self, panel: Agreement) -> Agreement:
        """Have a panel on a screen that is in front."""
        screen = QWidget()
        screen.resize(1000, 400)
        QVBoxLayout(screen).addWidget(panel)
        self.qtbot.addWidget(screen)
        screen.show()
        screen.activateWindow()
        self.qtbot.waitUntil(screen.isActiveWindow)
        self.screens.append(screen)
        return panel

    def give(self, panel: Agreement, *people: Person) -> None:
        """Scan badges and type PINs, each with its Enter, and nothing else."""
        for number, person in enumerate(people):
            for edit, text in (
                (panel.badges[number], person.badge),
                (panel.pins[number], pin_of(person)),
            ):
                fill(edit, text)
                QTest.keyClick(edit, ENTER)

    def agreed(self) -> Approval:
        self.qtbot.waitUntil(lambda: bool(self.told.approvals))
        (approval,) = self.told.approvals
        assert approval is not None
        return approval


@pytest.fixture
def desk(plant: Plant, bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    data = replace(plant.data, root=tmp_path)
    guard = SoftwareGuard()
    with (
        quick_hashing(),
        Records.create(data.database, guard, station="line-1", practice=False) as records,
    ):
        staff(records)
        real = replace(
            plant,
            data=data,
            file=plant.file.model_copy(update={"practice": False}),
            tools=replace(plant.tools, records=records),
        )
        yield Desk(Session(real, bridge, ANNE), qtbot)
        bridge.close()


def test_in_practice_nobody_is_asked(session: Session, qtbot: QtBot) -> None:
    told, panel = Told(), Agreement(session)
    qtbot.addWidget(panel)
    panel.ask(told.question(Right.RESTORE))
    assert told.approvals == [None]
    assert panel.isHidden()


def test_who_may_and_is_logged_in_isnt_asked(desk: Desk) -> None:
    panel = desk.panel(ANNE, Right.ORDERS)
    assert desk.agreed() == Approval(Right.ORDERS, (ANNE.badge,))
    assert panel.isHidden()


def test_for_who_may_not_somebody_else_agrees(desk: Desk) -> None:
    panel = desk.panel(WIM, Right.ORDERS)
    assert panel.isVisible()
    assert panel.badges[0].text() == ""
    desk.give(panel, BERT)
    assert desk.agreed() == Approval(Right.ORDERS, (BERT.badge,))


def test_who_may_not_is_told_so_and_another_can_agree_then(desk: Desk) -> None:
    panel = desk.panel(WIM, Right.SETTINGS)
    desk.give(panel, MIA)
    desk.qtbot.waitUntil(lambda: "REC-025" in panel.strip.text())
    assert desk.told == Told()
    desk.give(panel, ANNE)
    assert desk.agreed() == Approval(Right.SETTINGS, (ANNE.badge,))


def test_a_fresh_pin_is_asked_for_with_the_badge_in_its_place(desk: Desk) -> None:
    panel = desk.panel(ANNE, Right.SETTINGS)
    assert panel.badges[0].text() == ANNE.badge
    assert panel.pins[0].hasFocus()
    QTest.keyClicks(panel.pins[0], pin_of(ANNE))
    QTest.keyClick(panel.pins[0], ENTER)
    assert desk.agreed() == Approval(Right.SETTINGS, (ANNE.badge,))


def test_a_wrong_pin_is_said_and_can_be_typed_again(desk: Desk) -> None:
    panel = desk.panel(ANNE, Right.SETTINGS)
    QTest.keyClicks(panel.pins[0], "wrong")
    QTest.keyClick(panel.pins[0], ENTER)
    desk.qtbot.waitUntil(lambda: "REC-020" in panel.strip.text())
    assert panel.pins[0].text() == ""
    assert panel.pins[0].hasFocus()
    desk.give(panel, ANNE)
    assert desk.agreed().by == (ANNE.badge,)


def test_two_different_people_agree(desk: Desk) -> None:
    panel = desk.panel(ANNE, Right.SUPERVISORS)
    desk.give(panel, ANNE, BERT)
    assert desk.agreed() == Approval(Right.SUPERVISORS, (ANNE.badge, BERT.badge))


def test_the_same_badge_twice_is_refused_before_any_pin_is_tried(desk: Desk) -> None:
    panel = desk.panel(ANNE, Right.SUPERVISORS)
    fill(panel.pins[0], pin_of(ANNE))
    fill(panel.badges[1], ANNE.badge.lower())
    fill(panel.pins[1], pin_of(ANNE))
    QTest.keyClick(panel.pins[1], ENTER)
    assert "one and the same" in panel.strip.text()
    assert panel.badges[1].hasFocus()
    for text in (BERT.badge, pin_of(BERT)):
        QTest.keyClicks(focused(panel), text)
        QTest.keyClick(focused(panel), ENTER)
    assert desk.agreed().by == (ANNE.badge, BERT.badge)


def test_a_reason_is_asked_for_where_there_must_be_one(desk: Desk) -> None:
    panel = desk.panel(ANNE, Right.REVOKE)
    desk.give(panel, ANNE)
    assert panel.reason.hasFocus()
    QTest.keyClick(panel.reason, ENTER)
    assert desk.told == Told()
    QTest.keyClicks(panel.reason, "burnt at burn-in")
    QTest.keyClick(panel.reason, ENTER)
    assert desk.agreed() == Approval(Right.REVOKE, (ANNE.badge,), "burnt at burn-in")


def test_only_the_reason_is_asked_for_where_the_person_is_there(desk: Desk) -> None:
    panel = desk.panel(WIM, Right.QUARANTINE)
    assert not panel.badges[0].isVisible()
    assert panel.reason.hasFocus()
    QTest.keyClicks(panel.reason, "it smells")
    QTest.keyClick(panel.reason, ENTER)
    assert panel.agree.hasFocus(), "a scan ends with Enter too"
    assert desk.told.approvals == []
    desk.qtbot.wait(400)
    QTest.keyClick(panel.agree, ENTER)
    assert desk.agreed() == Approval(Right.QUARANTINE, (WIM.badge,), "it smells")


def test_who_isnt_logged_in_any_more_is_asked_for_badge_and_pin(desk: Desk) -> None:
    desk.session.records.log_out(ANNE)
    panel = desk.shown(Agreement(desk.session))
    panel.ask(desk.told.question(Right.ORDERS))
    desk.qtbot.waitUntil(panel.isVisible)
    desk.give(panel, ANNE)
    assert desk.agreed().by == (ANNE.badge,)


def test_escape_leaves_it_and_nothing_is_agreed(desk: Desk) -> None:
    panel = desk.panel(ANNE, Right.SETTINGS)
    QTest.keyClick(panel.pins[0], Qt.Key.Key_Escape)
    assert (desk.told.dropped, desk.told.approvals) == (1, [])
    assert panel.isHidden()


def test_what_comes_of_a_pin_after_the_cancel_is_forgotten(desk: Desk, qtbot: QtBot) -> None:
    panel = desk.panel(ANNE, Right.SETTINGS)
    desk.give(panel, ANNE)
    panel.cancel()
    checked: list[object] = []
    # Behind both of the lane's threads, so that what was being checked has been told.
    for _ in range(4):
        desk.session.bridge.run(panel, lambda: 0, checked.append)
    qtbot.waitUntil(lambda: len(checked) == 4)
    assert desk.told == Told(dropped=1)


def test_a_second_line_end_of_a_scanner_leads_no_further_than_the_pin(desk: Desk) -> None:
    panel = desk.panel(WIM, Right.SETTINGS)
    fill(panel.badges[0], ANNE.badge)
    for _ in range(2):
        QTest.keyClick(focused(panel), ENTER)
    assert panel.pins[0].hasFocus()
    assert panel.strip.isHidden()


def test_no_pin_stays_in_a_panel_that_is_switched_off(desk: Desk) -> None:
    panel = desk.panel(ANNE, Right.SUPERVISORS)
    for pin in panel.pins:
        fill(pin, "2468")
    panel.setEnabled(False)
    assert [pin.text() for pin in panel.pins] == ["", ""]


def test_a_trouble_of_the_token_is_said(desk: Desk) -> None:
    panel = desk.panel(ANNE, Right.SETTINGS)
    guard = desk.session.records._guard
    assert isinstance(guard, SoftwareGuard)
    guard.trouble = StationError("HSM-018")
    desk.give(panel, ANNE)
    desk.qtbot.waitUntil(lambda: "HSM-018" in panel.strip.text())
    guard.trouble = None
    assert desk.told == Told()


def focused(panel: Agreement) -> QLineEdit:
    widget = panel.focusWidget()
    assert isinstance(widget, QLineEdit)
    return widget
