"""A factory is set up from nothing at the window, by two people, without a terminal."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from station.folders import Data
from station.model.custody import LESS_SAFE
from station.operations.ceremony_protocol import check_protocol
from station.operations.factory_file import FactoryFile
from station.operations.plant import open_reader
from tests.unit.records.staffed import quick_hashing
from tests.window.ceremony_floor import (
    NAME,
    OWN,
    PEOPLE,
    PINS,
    SECRETS,
    CeremonyHands,
    bare_window,
    blank_slot,
)

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(180),
    pytest.mark.usefixtures("bare_computer"),
]


def shown_texts(hands: CeremonyHands) -> list[str]:
    """Return all that can be read in the window, and what stands in its fields."""
    labels, edits = hands.shell.findChildren(QLabel), hands.shell.findChildren(QLineEdit)
    return [*(one.text() for one in labels), *(one.text() for one in edits)]


def check_copy(hands: CeremonyHands, out: Path) -> None:
    """Save a copy of the protocol, and check that it is what was signed."""
    hands.press("ceremony-save")
    hands.choose_folder("ceremony-dialog", out)
    hands.wait_for("ceremony-protocol-said", "The copy is in")
    (copy,) = out.iterdir()
    names = {path.name for path in copy.iterdir()}
    assert names == {"protocol.pdf", "protocol.json", "protocol.p7s", "chain.pem"}
    check_protocol(copy, (copy / "chain.pem").read_bytes())


def test_from_an_empty_folder_and_blank_tokens_to_the_bench(
    tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    data, out = Data(tmp_path / "data"), tmp_path / "stick"
    out.mkdir()
    module = blank_slot(tmp_path)
    with quick_hashing(), bare_window(data.root, qtbot) as hands:
        hands.to_first_step(module)
        plan = hands.agree("The plan")
        assert f"Station {NAME}" in plan
        assert "World: PRODUCTION" in plan
        assert all(f"{name}, badge {badge}" in plan for badge, name in PEOPLE)
        tokens = hands.agree("The tokens")
        assert "label root" in tokens
        assert "label factory" in tokens
        assert LESS_SAFE in hands.agree("Keys in software")
        for role, pin in PINS.items():
            hands.give_pin(f"{role} token", pin)
        hands.choose_pins()
        heard = hands.agree("The fingerprints").replace(" ", "").replace("\n", "")
        hands.sign()
        hands.at("ceremony-protocol")
        assert not [text for text in shown_texts(hands) if any(pin in text for pin in SECRETS)]
        protocol = check_protocol(data.ceremonies / "set-up", None)
        assert protocol.digest in hands.text("ceremony-hash").replace(" ", "").replace("\n", "")
        assert all(key.fingerprint in heard for key in protocol.document.keys)
        with open_reader(data) as reader:
            assert reader.protocols() == [protocol.digest]
        check_copy(hands, out)
        hands.press("ceremony-over")
        hands.unlock()
        hands.show_badge(PEOPLE[0][0], OWN[0])
        hands.wait(lambda: hands.there("teach-begin"))
        assert hands.text("person") == "Anne  ·  Supervisor"
    assert FactoryFile.read(data).station == NAME
    assert not [pin for pin in SECRETS if pin in caplog.text]


def test_they_rehearse_first_and_the_protocol_knows(tmp_path: Path, qtbot: QtBot) -> None:
    data = Data(tmp_path / "data")
    with quick_hashing(), bare_window(data.root, qtbot) as hands:
        hands.begin()
        assert not hands.shell.practice.isVisible()
        hands.press("ceremony-rehearse")
        hands.at("ceremony-agree")
        assert hands.shell.practice.isVisible(), "nobody takes it for the real one"
        assert "PRACTICE" in hands.aloud()
        hands.make_keys(rehearsal=True)
        hands.choose_pins()
        hands.agree("The fingerprints")
        hands.sign()
        hands.at("ceremony-protocol")
        assert hands.title() == "The rehearsal is over"
        assert not data.root.exists(), "nothing real was made"
        hands.press("ceremony-over")
        hands.at("ceremony-rehearsal")
        assert not hands.shell.practice.isVisible()
        assert hands.title() == "You have rehearsed it"
        hands.press("ceremony-real")
        hands.name_library(blank_slot(tmp_path))
        hands.make_ready("root")
        hands.make_ready("factory")
        assert "Rehearsed on" in hands.agree("The plan")
