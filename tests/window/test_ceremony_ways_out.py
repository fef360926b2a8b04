"""A ceremony at the window that can't go on as it is: there is a way out, and it says which."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station.folders import Data
from station.hsm.tokens import TokenAddress
from station.operations.ceremony_begin import begin_ceremony
from station.operations.ceremony_plan import made_plan
from station.secret import Secret
from station.window.bridge import Bridge
from station.window.ceremony import CeremonyScreen
from tests.support.ceremonies import NAME, PEOPLE, begun, planned
from tests.support.half_token import half_made
from tests.support.hostile_token import Hostile, built
from tests.support.production import PIN
from tests.unit.records.staffed import quick_hashing
from tests.window.ceremony_floor import OFFICERS, PINS, bare_window, blank_slot

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(180),
    pytest.mark.usefixtures("bare_computer"),
]


def test_where_a_token_cannot_do_the_work_the_ceremony_can_be_forgotten(
    tmp_path: Path, qtbot: QtBot
) -> None:
    hostile = Hostile(built(tmp_path), tmp_path / "rules")
    hostile.told("return C_GenerateKeyPair 70")  # CKR_MECHANISM_INVALID
    plan, data = planned(tmp_path), Data.made(tmp_path / "data")
    factory = TokenAddress(hostile.before(plan.factory.address.module), "factory")
    root = plan.root.address
    bad = made_plan(station=NAME, practice=False, root=root, factory=factory, supervisors=PEOPLE)
    begin_ceremony(data, bad, None, without=True)
    with quick_hashing(), bare_window(data.root, qtbot) as hands:
        hands.press("ceremony-go-on")
        hands.agree("The plan")
        hands.agree("The tokens")
        hands.agree("Keys in software")
        for role in PINS:
            hands.give_pin(f"{role} token", PIN)
        hands.at("ceremony-stopped")
        said = hands.text("ceremony-stopped-said")
        assert "HSM-041" in said
        assert "Forget it, then begin again with another token" in said
        hands.press("ceremony-drop")
        hands.at("ceremony-intro")
    assert not data.ceremony.exists()


def test_a_token_that_was_half_made_ready_is_made_ready(tmp_path: Path, qtbot: QtBot) -> None:
    module = blank_slot(tmp_path)
    half_made(module, "half", Secret(OFFICERS["root"].encode()))
    with bare_window(tmp_path / "data", qtbot) as hands:
        hands.begin()
        hands.do_without()
        hands.name_library(module)
        hands.choose_token("half")
        assert "to be made ready" in hands.token_state("half")
        hands.press("ceremony-take")
        label = hands.edit("ceremony-ready-label")
        assert (label.text(), label.isReadOnly()) == ("half", True)
        hands.fill_ready("factory")
        hands.press("ceremony-ready-on")
        hands.wait_for("ceremony-ready-said", "HSM-003")
        hands.fill_pins("factory", "root")
        hands.press("ceremony-ready-on")
        hands.see("ceremony-tokens-table")
        hands.wait(lambda: hands.button("ceremony-take").text() == "&Take this one")
        assert hands.token_state("half") == "ready"


def test_a_rehearsal_can_be_forgotten_at_any_step(tmp_path: Path, qtbot: QtBot) -> None:
    with quick_hashing(), bare_window(tmp_path / "data", qtbot) as hands:
        hands.begin()
        hands.press("ceremony-rehearse")
        hands.make_keys(rehearsal=True)
        hands.wait(lambda: hands.there("ceremony-choose"))
        hands.press("ceremony-stop")
        hands.press("ceremony-drop")
        hands.at("ceremony-rehearsal")
        assert not hands.shell.practice.isVisible()
        hands.press("ceremony-rehearse")
        hands.agree("The plan")


@pytest.mark.parametrize("recorded", [False, True], ids=["no record yet", "a record"])
def test_what_cannot_be_read_is_put_back_or_forgotten(
    tmp_path: Path, qtbot: QtBot, *, recorded: bool
) -> None:
    data = begun(tmp_path)
    kept = data.ceremony.read_bytes()
    data.ceremony.write_bytes(b"{")
    if recorded:
        data.database.touch()
    with bare_window(data.root, qtbot) as hands:
        hands.at("ceremony-stopped")
        assert "CFG-011" in hands.text("ceremony-stopped-said")
        assert "Put a copy of that file back" in hands.text("ceremony-stopped-said")
        hands.press("ceremony-go-on")
        hands.wait(lambda: hands.there("ceremony-go-on"))
        if recorded:
            assert not hands.there("ceremony-drop")
            data.ceremony.write_bytes(kept)
            hands.press("ceremony-go-on")
            hands.at("ceremony-agree")
        else:
            hands.press("ceremony-drop")
            hands.at("ceremony-intro")
            assert not data.ceremony.exists()


def test_a_stop_right_at_the_beginning_is_heard(tmp_path: Path, qtbot: QtBot) -> None:
    data, bridge = begun(tmp_path), Bridge()
    screen = CeremonyScreen(data, tmp_path / "practice", bridge)
    qtbot.addWidget(screen)
    screen.hold(data)
    screen.stop()

    def told() -> bool:
        label = screen.findChild(QLabel, "ceremony-stopped-said")
        return isinstance(label, QLabel) and "CFG-047" in label.text()

    qtbot.waitUntil(told)
    bridge.close()
