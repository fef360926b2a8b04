"""What goes wrong in a ceremony at the window: wrong PINs, refusals, and where it is broken off."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.folders import Data
from station.hsm.tokens import Module
from station.operations.ceremony_plan import Progress, StepName
from station.operations.factory_file import FactoryFile
from tests.support.ceremonies import NAME as ENGINE_NAME
from tests.support.ceremonies import begun
from tests.support.production import PIN, ProductionStation
from tests.unit.records.staffed import ANNE, quick_hashing
from tests.window.ceremony_floor import (
    OWN,
    PINS,
    CeremonyHands,
    bare_window,
    blank_slot,
)
from tests.window.people_floor import pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(180),
    pytest.mark.usefixtures("bare_computer"),
]


@pytest.fixture
def module(tmp_path: Path) -> Module:
    return blank_slot(tmp_path)


@pytest.fixture
def data(tmp_path: Path) -> Data:
    return Data(tmp_path / "data")


def done_in(data: Data) -> list[StepName]:
    progress = Progress.read(data)
    assert progress is not None
    return [one.name for one in progress.done]


def give_both(hands: CeremonyHands) -> None:
    """Give both tokens' right PINs."""
    for role in ("root", "factory"):
        hands.give_pin(f"{role} token", PIN)


def test_names_that_cannot_be_are_told_at_their_fields(data: Data, qtbot: QtBot) -> None:
    with bare_window(data.root, qtbot) as hands:
        hands.press("set-up")
        hands.press("ceremony-begin")
        for name, text in (("station", "x"), ("badge-1", "S-1"), ("name-1", "Anne")):
            hands.fill(f"ceremony-{name}", text)
        hands.fill("ceremony-badge-2", "s-1")
        hands.fill("ceremony-name-2", "Bert")
        hands.press("ceremony-people-on")
        assert "two people have two" in hands.text("ceremony-badge-2-wrong")
        hands.fill("ceremony-badge-2", "S 2")
        hands.press("ceremony-people-on")
        assert "without blanks" in hands.text("ceremony-badge-2-wrong")
        hands.fill("ceremony-badge-2", "S-2")
        hands.press("ceremony-people-on")
        hands.at("ceremony-rehearsal")
        hands.press("ceremony-leave")
        assert hands.edit("ceremony-badge-2").text() == "S-2", "what was typed is kept"
    assert not data.root.exists()


def test_without_a_token_it_says_what_to_do(data: Data, module: Module, qtbot: QtBot) -> None:
    with bare_window(data.root, qtbot) as hands:
        hands.begin()
        hands.do_without()
        assert "Install the one that came with your tokens" in hands.text("ceremony-tokens-empty")
        assert not hands.button("ceremony-take").isEnabled()
        hands.press("ceremony-library")
        hands.fill("ceremony-module-path", "softhsm.so")
        hands.press("ceremony-module-on")
        assert "CFG-046" in hands.text("ceremony-module-said")
        hands.fill("ceremony-module-path", module.library)
        hands.fill("ceremony-module-settings", "LD_PRELOAD=/tmp/x.so")
        hands.press("ceremony-module-on")
        assert "CFG-046" in hands.text("ceremony-module-said")
        hands.fill("ceremony-module-path", "/nowhere/lib.so")
        hands.edit("ceremony-module-settings").clear()
        hands.press("ceremony-module-on")
        hands.wait(lambda: "lib.so says nothing" in hands.text("ceremony-tokens-silent"))
        assert "HSM-001" in hands.text("ceremony-tokens-silent")
        assert "No token is plugged in" in hands.text("ceremony-tokens-empty")


def test_a_token_s_pins_are_two_each_typed_twice(data: Data, module: Module, qtbot: QtBot) -> None:
    with bare_window(data.root, qtbot) as hands:
        hands.begin()
        hands.do_without()
        hands.name_library(module)
        hands.press("ceremony-take")
        hands.fill_ready("root")
        hands.fill("ceremony-ready-pin-2", "another")
        hands.press("ceremony-ready-on")
        assert "aren't the same" in hands.text("ceremony-ready-said")
        for number in (1, 2):
            hands.fill(f"ceremony-ready-pin-{number}", "5127-meadow")
        hands.press("ceremony-ready-on")
        hands.wait(lambda: "HSM-043" in hands.text("ceremony-ready-said"))
        hands.fill_ready("root")
        hands.press("ceremony-ready-on")
        hands.see("ceremony-tokens-table")
        hands.press("ceremony-take")
        hands.wait(lambda: "factory" in hands.text("ceremony-tokens-title"))
        hands.choose_token("root")
        assert not hands.button("ceremony-take").isEnabled(), "it is the root token"
        assert "the root token" in hands.token_state("root")


def test_wrong_pins_are_counted_and_the_last_try_is_asked_for(tmp_path: Path, qtbot: QtBot) -> None:
    data = begun(tmp_path)
    with quick_hashing(), bare_window(data.root, qtbot) as hands:
        hands.press("ceremony-go-on")
        hands.agree("The plan")
        hands.agree("The tokens")
        hands.agree("Keys in software")
        for count in (1, 2):
            hands.wait(lambda: hands.page == "ceremony-pin" and "root token" in hands.title())
            if count == 2:
                said = hands.text("ceremony-pin-said")
                assert said.startswith("Token factory: "), "whose PIN it was"
                counts = ("Token factory: 1 of 2 wrong PINs in a row", "Token root: 0 of 2")
                assert all(text in said for text in ("HSM-003", *counts))
            hands.give_pin("root token", PIN)
            hands.wait(lambda: hands.page == "ceremony-pin" and "factory token" in hands.title())
            assert not hands.there("ceremony-pin-said"), "it was the page before's"
            hands.give_pin("factory token", "nonsense")
        give_both(hands)
        hands.at("ceremony-stopped")
        assert "HSM-042" in hands.text("ceremony-stopped-said")
        assert "Token factory: 2 of 2" in hands.text("ceremony-stopped-said")
        assert "lock after the third" in hands.text("ceremony-stopped-told")
        assert hands.button("ceremony-leave").hasFocus(), "to stop is what Enter does"
        hands.press("ceremony-last-try")
        hands.give_pin("root token", PIN)
        assert "can lock the token" in hands.text("ceremony-pin-said")
        hands.give_pin("factory token", "nonsense")
        hands.at("ceremony-stopped")
        assert "HSM-003" in hands.text("ceremony-stopped-said")
        hands.press("ceremony-go-on")
        give_both(hands)
        hands.at("ceremony-stopped")
        assert "HSM-042" in hands.text("ceremony-stopped-said"), "they are asked anew"
        hands.press("ceremony-last-try")
        give_both(hands)
        hands.wait(lambda: hands.there("ceremony-choose"))


def test_it_is_stopped_and_goes_on_there_in_a_new_window(
    data: Data, module: Module, qtbot: QtBot
) -> None:
    with quick_hashing(), bare_window(data.root, qtbot) as hands:
        hands.to_first_step(module)
        hands.make_keys()
        hands.choose_pin("Anne", OWN[0])
        hands.wait(lambda: hands.there("ceremony-choose") and "Bert" in hands.text("new-pin-title"))
    # The window was closed in the midst of it, as if the power had gone.
    assert StepName.FIRST in done_in(data)
    with quick_hashing(), bare_window(data.root, qtbot) as hands:
        hands.at("ceremony-stopped")
        assert "step 6 of 8" in hands.text("ceremony-stopped-told")
        assert not hands.there("ceremony-drop"), "keys were made"
        hands.press("ceremony-leave")
        assert "is not over" in hands.text("page-text")
        hands.press("set-up")
        hands.press("ceremony-go-on")
        hands.give_pin("factory token", PINS["factory"])
        hands.choose_pin("Bert", OWN[1])
        hands.wait(lambda: hands.there("ceremony-agree"))
        hands.press("ceremony-stop")
        hands.at("ceremony-stopped")
        assert "CFG-047" in hands.text("ceremony-stopped-said")
        hands.press("ceremony-go-on")
        hands.give_pin("factory token", PINS["factory"])
        hands.agree("The fingerprints")
        hands.sign()
        hands.at("ceremony-protocol")
    assert FactoryFile.read(data).practice is False


def test_where_they_do_not_agree_it_stops_and_can_be_forgotten(
    data: Data, module: Module, qtbot: QtBot
) -> None:
    with bare_window(data.root, qtbot) as hands:
        hands.to_first_step(module)
        hands.press("ceremony-no")
        hands.at("ceremony-stopped")
        assert "CFG-045" in hands.text("ceremony-stopped-said")
        assert "Then go on" in hands.text("ceremony-stopped-said"), "no command is named"
        hands.press("ceremony-drop")
        hands.at("ceremony-intro")
        assert not data.ceremony.exists()
        hands.press("ceremony-leave")
        assert "holds no station yet" in hands.text("page-text")


def test_what_the_command_began_goes_on_here_and_mistyped_pins_are_given_again(
    tmp_path: Path, qtbot: QtBot
) -> None:
    data = begun(tmp_path)
    with quick_hashing(), bare_window(data.root, qtbot) as hands:
        hands.at("ceremony-stopped")
        assert ENGINE_NAME in hands.text("ceremony-stopped-told")
        hands.press("ceremony-go-on")
        hands.agree("The plan")
        hands.agree("The tokens")
        hands.agree("Keys in software")
        give_both(hands)
        hands.choose_pin("Anne", OWN[0], "7714-anna")
        assert "aren't the same" in hands.text("new-pin-said")
        hands.choose_pin("Anne", "12")
        hands.wait_for("ceremony-choose-said", "REC-055")
        hands.choose_pins()
        hands.agree("The fingerprints")
        hands.give_pin("Anne", "nonsense")
        hands.give_pin("Bert", OWN[1])
        hands.wait_for("ceremony-pin-said", "REC-020")
        assert "One of the two PINs is wrong" in hands.text("ceremony-pin-said")
        hands.sign()
        hands.at("ceremony-protocol")


def test_a_station_is_unlocked_at_the_window_and_the_last_try_asks_first(
    staffed_station: ProductionStation, tmp_path: Path, qtbot: QtBot
) -> None:
    data = staffed_station.copied(tmp_path / "station").data
    with quick_hashing(), bare_window(data.root, qtbot) as hands:
        for count in (1, 2):
            hands.unlock("nonsense")
            hands.wait_for("unlock-wrong", f"{count} of 2")
            assert "HSM-003" in hands.text("unlock-wrong")
        hands.unlock(PIN)
        hands.wait(lambda: hands.there("last-try"))
        assert "HSM-042" in hands.text("page-text")
        assert "lock after the third" in hands.text("page-text")
        assert hands.button("leave").hasFocus(), "to leave it is what Enter does"
        hands.press("last-try")
        assert "could be the last time" in hands.text("unlock-wrong")
        hands.unlock(PIN)
        hands.show_badge(ANNE.badge, pin_of(ANNE))
        hands.wait(lambda: hands.there("teach-begin"))
    with quick_hashing(), bare_window(data.root, qtbot) as hands:
        hands.unlock("nonsense")
        hands.wait(lambda: "1 of 2" in hands.text("unlock-wrong"))


def test_a_station_whose_token_is_not_plugged_in_says_so(
    staffed_station: ProductionStation, tmp_path: Path, qtbot: QtBot
) -> None:
    data = staffed_station.copied(tmp_path / "station").data
    text = data.factory.read_text("utf-8")
    data.factory.write_text(text.replace('label = "factory"', 'label = "elsewhere"'), "utf-8")
    with bare_window(data.root, qtbot) as hands:
        hands.unlock(PIN)
        hands.wait_for("page-text", "HSM-002")
        assert "Plug the token in, then try again." in hands.text("page-text")
        hands.press("again")
        hands.see("factory-pin")
