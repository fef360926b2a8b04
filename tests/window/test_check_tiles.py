"""What a tile says of checks, and the card by which a supervisor puts units on record for them."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from station.errors import Outcome, StationError
from station.model.checks import CheckKind, CheckUnit
from station.model.people import Role
from station.operations.bench_view import Notice, Phase, PositionView, Verdict
from station.window.check_units import CheckUnits
from station.window.session import Session
from station.window.settings import SettingsScreen
from station.window.tile import Tile

pytestmark = pytest.mark.window

DUE = Notice.of(StationError("LIN-081", position="2", what="red rabbit R-001"))
WORKED = PositionView("2", seated=True, order="o", product="Box", left=9, check=DUE)


@pytest.fixture
def tile(session: Session, qtbot: QtBot) -> Tile:
    del session
    tile = Tile("2", "F2", Role.WORKER)
    qtbot.addWidget(tile)
    tile.resize(500, 300)
    tile.show()
    return tile


@pytest.mark.parametrize("phase", [Phase.SEAT, Phase.SCAN, Phase.READY, Phase.REMOVE])
def test_a_position_that_needs_its_check_says_what_to_put_in(tile: Tile, phase: Phase) -> None:
    tile.show_view(replace(WORKED, phase=phase), chosen=False)
    assert tile._words.text() == "Check first"
    assert tile._said.text() == "Put the red rabbit R-001 in position 2."
    assert tile._pictured[0] == "seat", "not that of a scan"


@pytest.mark.parametrize(
    ("right", "outcome", "words"),
    [
        (True, Outcome.FAILED, "CHECK OK"),
        (True, Outcome.PASSED, "CHECK OK"),
        (False, Outcome.PASSED, "CHECK FAILED"),
        (False, Outcome.FAILED, "CHECK FAILED"),
    ],
)
def test_the_verdict_of_a_check_is_no_units_verdict(
    tile: Tile, right: bool, outcome: Outcome, words: str
) -> None:
    told = None if right else Notice.of(StationError("LIN-082", serial="R-001"))
    verdict = Verdict(outcome, told, "", 1.0, checked=right)
    tile.show_view(replace(WORKED, phase=Phase.ENDED, verdict=verdict), chosen=False)
    assert tile._words.text() == words
    assert "PASS" not in tile.accessibleName()
    assert ("let through" in tile._said.text()) is not right


def test_the_card_says_what_is_typed(session: Session, qtbot: QtBot) -> None:
    del session
    card = CheckUnits()
    qtbot.addWidget(card)
    wanted: list[CheckUnit] = []
    card.added.connect(wanted.append)
    assert not card.add.isEnabled()
    card.serial.setText(" R-001 ")
    card.profile.setText("box")
    card.code.setText("tpm-004")
    card.add.click()
    card.kind.setCurrentIndex(1)
    card.add.click()
    assert wanted == [
        CheckUnit(CheckKind.RED_RABBIT, "R-001", "box", "TPM-004"),
        CheckUnit(CheckKind.GOLDEN, "R-001", ""),
    ]


def test_a_supervisor_puts_a_unit_on_record_and_takes_it_off(
    session: Session, qtbot: QtBot
) -> None:
    screen = SettingsScreen(session)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: bool(screen.units.words.text()))
    units = screen.units
    units.serial.setText("R-001")
    units.profile.setText("practice-tpm")
    units.add.click()
    qtbot.waitUntil(lambda: "red rabbit R-001" in units.words.text(), timeout=20_000)
    known = session.records.checks.unit("R-001")
    assert known == CheckUnit(CheckKind.RED_RABBIT, "R-001", "practice-tpm")
    units.serial.setText("R-001")
    units.remove.click()
    qtbot.waitUntil(lambda: "R-001" not in units.words.text(), timeout=20_000)
    assert session.records.checks.units() == []
