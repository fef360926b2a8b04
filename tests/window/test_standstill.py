"""A position that stands still: what its tile says, and who lets it go on, and why."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station.errors import Outcome, StationError
from station.line.fixture import FixtureState
from station.model.people import Role
from station.model.profile import StartBy
from station.model.rights import Right
from station.operations import seating
from station.operations.bench_view import Notice, Phase, PositionView
from station.operations.wizard import Wizard
from station.records.entries import EntryKind
from station.records.store import Records
from station.window.tile import Tile
from tests.unit.records.software import make_order
from tests.unit.records.staffed import ANNE, WIM, agreed
from tests.window.people_floor import ENTER, Hands, entries, pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

STILL = Notice.of(StationError("LIN-075", position="1", why="3 runs in a row failed"))
DUE = Notice.of(StationError("LIN-079", position="1", what="9000"))


def empty() -> PositionView:
    return PositionView("1", phase=Phase.SEAT, order="o", product="P", start=StartBy.SCAN)


def shown(qtbot: QtBot, view: PositionView, role: Role = Role.WORKER) -> Tile:
    tile = Tile("1", "F1", role)
    qtbot.addWidget(tile)
    tile.resize(500, 400)
    tile.show()
    tile.show_view(view, chosen=False)
    return tile


def said(tile: Tile, name: str) -> str:
    label = tile.findChild(QLabel, f"{name}-1")
    assert isinstance(label, QLabel)
    return label.text()


@pytest.mark.parametrize("role", Role)
def test_the_tile_says_what_stands_still_and_whom_to_call(qtbot: QtBot, role: Role) -> None:
    tile = shown(qtbot, seating.held(empty(), STILL), role)
    assert said(tile, "words") == "Stopped"
    assert "3 runs in a row failed" in said(tile, "said")
    assert "call the supervisor" in said(tile, "said")
    assert tile.main.text() == "Let it go on …"
    tile.show_view(seating.held(tile.view, None), chosen=False)
    assert said(tile, "words") == "Put a unit in"
    assert not tile.main.isVisible()


def test_the_tile_tells_of_contacts_that_are_due(qtbot: QtBot) -> None:
    given = seating.Given("o", "P", 9, StartBy.SCAN, None, DUE)
    tile = shown(qtbot, seating.given(empty(), given))
    assert said(tile, "words") == "Put a unit in"
    assert "9000 units since they were renewed" in said(tile, "said")


def test_an_open_fixture_leaves_the_product_its_room_in_a_narrow_tile(qtbot: QtBot) -> None:
    view = replace(empty(), left=10_000, fixture=FixtureState.OPEN)
    tile = shown(qtbot, view)
    assert tile._left.text() == "Fixture open · 10,000 left"
    tile.resize(300, 400)
    assert tile._left.text() == "Fixture open\n10,000 left"


def fail(records: Records) -> None:
    run = records.begin_run("lamps-1", make_order().profile_hash, "1")
    records.end_run(run, Outcome.FAILED, code="LNK-003", detail="", serial="S", seconds=1, steps=())


@pytest.fixture
def stopped(at_window: Hands) -> Wizard:
    """Wim is at the bench, and position 1 stands still."""
    records = at_window.records
    order = make_order("lamps-1").model_copy(update={"practice": False})
    records.add_order(order, agreed(records, Right.ORDERS))
    at_window.log_in(WIM)
    for _ in range(3):
        fail(records)
    assert at_window.application.opened is not None
    wizard = at_window.application.opened.wizard
    wizard.reload()
    return wizard


def test_a_supervisor_lets_it_go_on_with_badge_pin_and_reason(
    at_window: Hands, stopped: Wizard
) -> None:
    assert stopped.view.at("1").phase is Phase.STOPPED
    assert stopped.view.at("2").phase is not Phase.STOPPED
    at_window.press("main-1")
    assert "stands still" in at_window.text("agreement-what")
    at_window.fill("agreement-badge-1", ANNE.badge)
    at_window.fill("agreement-pin-1", pin_of(ANNE))
    at_window.fill("agreement-reason", "new probes")
    QTest.keyClick(at_window.edit("agreement-reason"), ENTER)
    at_window.wait(lambda: stopped.view.at("1").blocked is None)
    assert not at_window.there("agreement")
    (told,) = entries(at_window.records, EntryKind.RESTARTED)
    assert (told.data["by"], told.data["reason"]) == ([ANNE.badge], "new probes")
    assert at_window.records.standing_still() == []


def test_a_worker_can_t_and_may_think_better_of_it(at_window: Hands, stopped: Wizard) -> None:
    at_window.press("main-1")
    at_window.fill("agreement-badge-1", WIM.badge)
    at_window.fill("agreement-pin-1", pin_of(WIM))
    at_window.fill("agreement-reason", "it looks fine")
    QTest.keyClick(at_window.edit("agreement-reason"), ENTER)
    at_window.wait(lambda: "REC-025" in at_window.text("agreement-said"))
    QTest.keyClick(at_window.edit("agreement-reason"), Qt.Key.Key_Escape)
    at_window.wait(lambda: not at_window.there("agreement"))
    assert stopped.view.at("1").phase is Phase.STOPPED
    assert len(at_window.records.standing_still()) == 1
