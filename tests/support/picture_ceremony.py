"""Pictures of the key ceremony, from a computer that holds no station to the signed protocol."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton

from station.operations import modules
from station.practice.modules import Programs, slot
from station.window.ceremony import CeremonyScreen
from tests.support.picture_stage import Stage, piece

_ENTER = Qt.Key.Key_Return
PEOPLE = (("S-2001", "Sam Supervisor"), ("S-2002", "Rosa Reviewer"))
PINS = {"root": "8406-ladder", "factory": "3951-window"}
OWN = ("7714-sam", "2958-rosa")


@contextmanager
def new_user(home: Path) -> Iterator[None]:
    """Be a user who never practised here: rehearsals are kept in the user's own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(home))
        yield


@contextmanager
def no_library() -> Iterator[None]:
    """Be on a computer on which no PKCS#11 library is installed, whatever this one has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(modules, "installed", list)
        yield


def at_ceremony(stage: Stage, root: Path) -> None:
    """Picture the whole of a ceremony; the stage's folder is a station's afterwards."""
    stage.application.open()
    stage.press("set-up")
    stage.see("ceremony-begin")
    stage.take("ceremony-intro")
    stage.press("ceremony-begin")
    _names(stage)
    stage.see("ceremony-rehearse")
    stage.take("ceremony-rehearsal")
    stage.press("ceremony-rehearse")
    stage.see("ceremony-yes-1")
    stage.take("ceremony-rehearsing")
    stage.press("ceremony-stop")
    stage.see("ceremony-go-on")
    stage.take("ceremony-rehearsal-stopped")
    stage.press("ceremony-drop")
    stage.press("ceremony-without")
    stage.take("ceremony-without")
    stage.press("ceremony-without")
    _tokens(stage, root)
    _steps(stage)


def _names(stage: Stage) -> None:
    stage.fill("ceremony-station", "line-7")
    stage.fill("ceremony-place", "Plant 2, room 104")
    for number, (badge, name) in enumerate(PEOPLE, 1):
        stage.fill(f"ceremony-badge-{number}", badge)
        stage.fill(f"ceremony-name-{number}", name)
    stage.fill("ceremony-badge-2", PEOPLE[0][0])
    stage.press("ceremony-people-on")
    stage.see("ceremony-badge-2-wrong")
    stage.take("ceremony-people-refused")
    stage.fill("ceremony-badge-2", PEOPLE[1][0])
    stage.take("ceremony-people")
    stage.press("ceremony-people-on")


def _tokens(stage: Stage, root: Path) -> None:
    screen = stage.see("ceremony")
    assert isinstance(screen, CeremonyScreen)
    stage.see("ceremony-tokens-empty")
    stage.take("ceremony-no-token")
    tokens = root / "tokens"
    tokens.mkdir()
    module = slot(root / "softhsm2.conf", tokens, Programs.found().softhsm)
    stage.press("ceremony-library")
    stage.fill("ceremony-module-path", "/usr/lib/maker/libmaker-pkcs11.so")
    stage.fill("ceremony-module-settings", "MAKER_CONF=/etc/maker/tokens.conf")
    stage.take("ceremony-library")
    stage.fill("ceremony-module-path", module.library)
    stage.fill("ceremony-module-settings", f"SOFTHSM2_CONF={module.environment['SOFTHSM2_CONF']}")
    stage.press("ceremony-module-on")
    for role, pin in PINS.items():
        stage.see("ceremony-tokens-table")
        take = stage.see("ceremony-take")
        assert isinstance(take, QPushButton)
        stage.wait(take.isEnabled)
        stage.take(f"ceremony-token-{role}")
        stage.press("ceremony-take")
        for number in (1, 2):
            stage.fill(f"ceremony-ready-pin-{number}", pin)
            stage.fill(f"ceremony-ready-officer-{number}", f"officer-{pin}")
        if role == "root":
            stage.take("ceremony-ready")
        stage.press("ceremony-ready-on")
        stage.see("ceremony-tokens-table")
        stage.press("ceremony-take")


def _agree(stage: Stage, name: str) -> None:
    number = 0
    while True:
        stage.see("ceremony-agreed")
        boxes = [one for one in stage.shell.findChildren(QCheckBox) if one.isVisible()]
        if boxes:
            break
        if number == 0:
            stage.take(f"{name}-one")
        number += 1
        stage.press("ceremony-agreed")
    boxes[0].click()
    stage.take(name)
    boxes[1].click()
    stage.press("ceremony-agreed")


def _wait_for(stage: Stage, name: str, text: str) -> None:
    stage.wait(lambda: text in stage.label(name))


def _pin(stage: Stage, whose: str, pin: str, picture: str = "") -> None:
    _wait_for(stage, "ceremony-pin-title", piece("CeremonyScreen", _PIN_OF.get(whose, whose)))
    field = stage.fill("ceremony-pin-typed", pin)
    if picture:
        stage.take(picture)
    QTest.keyClick(field, _ENTER)


_PIN_OF = {"root": "The PIN of the root token", "factory": "The PIN of the factory token"}


def _steps(stage: Stage) -> None:
    _wait_for(stage, "ceremony-agree-title", piece("ceremony", "The plan"))
    _agree(stage, "ceremony-plan")
    _wait_for(stage, "ceremony-agree-title", piece("ceremony", "The tokens"))
    _agree(stage, "ceremony-tokens")
    _wait_for(stage, "ceremony-agree-title", piece("ceremony", "Keys in software"))
    _agree(stage, "ceremony-software")
    _pin(stage, "root", PINS["root"], "ceremony-pin")
    _pin(stage, "factory", "nonsense")
    stage.see("ceremony-pin-said")
    stage.take("ceremony-pin-refused")
    _pin(stage, "root", PINS["root"])
    _pin(stage, "factory", "nonsense")
    stage.see("ceremony-pin-said")
    _pin(stage, "root", PINS["root"])
    _pin(stage, "factory", "nonsense")
    stage.see("ceremony-last-try")
    stage.take("ceremony-last-try")
    stage.press("ceremony-last-try")
    _pin(stage, "root", PINS["root"])
    _pin(stage, "factory", PINS["factory"], "ceremony-pin-last-try")
    stage.see("ceremony-work")
    stage.take_at_once("ceremony-at-work")
    for number, ((_, name), pin) in enumerate(zip(PEOPLE, OWN, strict=True)):
        _wait_for(stage, "new-pin-title", name)
        stage.fill("new-pin-first", pin)
        again = stage.fill("new-pin-again", pin)
        if number == 0:
            stage.take("ceremony-choose")
        QTest.keyClick(again, _ENTER)
    stage.see("ceremony-fingerprint")
    _agree(stage, "ceremony-fingerprints")
    for (_, name), pin in zip(PEOPLE, OWN, strict=True):
        _pin(stage, name, pin)
    stage.see("ceremony-over")
    stage.take("ceremony-protocol")
    stage.press("ceremony-over")
    _unlock(stage)


def _wrong(count: int) -> str:
    text = "Token {label}: {wrong} of {most} wrong PINs in a row."
    told = QCoreApplication.translate("ceremony", text)
    return told.partition("{label}")[2].format(wrong=count, most=2)


def _unlock(stage: Stage) -> None:
    """Picture the first shift: the token's PIN, too often wrong, then the bench to be taught."""
    for count in (1, 2):
        stage.fill("factory-pin", "nonsense")
        stage.press("unlock-button")
        _wait_for(stage, "unlock-wrong", _wrong(count))
    stage.take("unlock-counted")
    stage.fill("factory-pin", PINS["factory"])
    stage.press("unlock-button")
    stage.see("last-try")
    stage.take("unlock-last-try")
    stage.press("last-try")
    stage.fill("factory-pin", PINS["factory"])
    stage.take("unlock-last-try-pin")
    stage.press("unlock-button")
    stage.fill("badge", PEOPLE[0][0])
    QTest.keyClick(stage.fill("pin", OWN[0]), _ENTER)
    stage.see("teach-begin")
    stage.take("teach")
    stage.press("teach-begin")
    stage.see("teach-cancel")
    stage.take("teach-plug")
    stage.press("teach-cancel")
    stage.see("teach-begin")
