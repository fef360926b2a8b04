"""Two people before the window of a computer that holds no station, with blank SoftHSM tokens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station.folders import Data
from station.hsm.tokens import Module
from station.links.port_names import SYSTEM, PortTree
from station.operations.start import Start
from station.practice.modules import PRACTICE_PIN, Programs, slot
from station.window.app import Application
from station.window.bridge import Bridge
from station.window.shell import Shell
from tests.window.people_floor import ENTER, LONG_MS, Hands

NAME: Final = "line-9"
PEOPLE: Final = (("S-1", "Anne"), ("S-2", "Bert"))
PINS: Final = {"root": "8406-ladder", "factory": "3951-window"}
OFFICERS: Final = {"root": "5127-meadow", "factory": "6630-barrel"}
OWN: Final = ("7714-anne", "2958-bert")
SECRETS: Final = (*PINS.values(), *OFFICERS.values(), *OWN)


def blank_slot(folder: Path) -> Module:
    """Return a module that always has one more blank token, as SoftHSM does."""
    tokens = folder / "tokens"
    tokens.mkdir()
    return slot(folder / "softhsm2.conf", tokens, Programs.found().softhsm)


class CeremonyHands(Hands):
    """The two, who do as the pages say."""

    @property
    def page(self) -> str:
        """Return the name of the page that is shown."""
        pages = [
            one.objectName()
            for one in self.shell.findChildren(QWidget)
            if one.property("kind") == "card" and one.isVisible()
        ]
        return next((name for name in pages if name != "ceremony-steps"), "")

    def at(self, page: str) -> None:
        """Wait for a page."""
        self.wait(lambda: self.page == page)

    def wait_for(self, name: str, text: str) -> None:
        """Wait until a label says something."""
        self.wait(lambda: text in self.text(name))

    def begin(self, *, station: str = NAME) -> None:
        """Go from the welcome to the rehearsal."""
        self.press("set-up")
        self.press("ceremony-begin")
        self.name_all(station)

    def name_all(self, station: str = NAME) -> None:
        """Type the names, a badge with a scanner's Enter."""
        self.fill("ceremony-station", station)
        for number, (badge, name) in enumerate(PEOPLE, 1):
            self.fill(f"ceremony-badge-{number}", badge)
            QTest.keyClick(self.edit(f"ceremony-badge-{number}"), ENTER)
            self.fill(f"ceremony-name-{number}", name)
        QTest.keyClick(self.edit("ceremony-name-2"), ENTER)

    def do_without(self) -> None:
        """Agree to do without a rehearsal."""
        self.press("ceremony-without")
        assert "NOT REHEARSED" in self.text("ceremony-rehearsal-said")
        self.press("ceremony-without")

    def name_library(self, module: Module) -> None:
        """Name the module of the tokens."""
        conf = module.environment["SOFTHSM2_CONF"]
        self.press("ceremony-library")
        self.fill("ceremony-module-path", module.library)
        self.fill("ceremony-module-settings", f"SOFTHSM2_CONF={conf}")
        self.press("ceremony-module-on")

    def fill_ready(self, role: str) -> None:
        """Type both PINs of a blank token."""
        self.fill_pins(role, role)

    def fill_pins(self, role: str, officers: str) -> None:
        """Type one token's PIN, and one's officer's."""
        for number in (1, 2):
            self.fill(f"ceremony-ready-pin-{number}", PINS[role])
            self.fill(f"ceremony-ready-officer-{number}", OFFICERS[officers])

    def make_ready(self, role: str) -> None:
        """Make the blank token ready, and take it."""
        self.see("ceremony-tokens-table")
        self.wait(lambda: self.button("ceremony-take").text() == "&Make it ready")
        self.press("ceremony-take")
        self.fill_ready(role)
        self.press("ceremony-ready-on")
        self.see("ceremony-tokens-table")
        self.wait(lambda: self.button("ceremony-take").text() == "&Take this one")
        self.press("ceremony-take")

    def choose_token(self, label: str) -> None:
        """Choose a token's line."""
        table = self._tokens()
        table.setCurrentCell(self._row(label), 0)

    def token_state(self, label: str) -> str:
        """Return how a token is, as its line says."""
        table = self._tokens()
        item = table.item(self._row(label), table.columnCount() - 1)
        assert item is not None
        return item.text()

    def _tokens(self) -> QTableWidget:
        table = self.see("ceremony-tokens-table")
        assert isinstance(table, QTableWidget)
        return table

    def _row(self, label: str) -> int:
        table = self._tokens()
        items = [table.item(row, 0) for row in range(table.rowCount())]
        return [item.text() for item in items if item is not None].index(label)

    def button(self, name: str) -> QPushButton:
        found = self.see(name)
        assert isinstance(found, QPushButton)
        return found

    def to_first_step(self, module: Module) -> None:
        """Go from the welcome to the plan that is read aloud."""
        self.begin()
        self.do_without()
        self.name_library(module)
        self.make_ready("root")
        self.wait(lambda: "factory" in self.text("ceremony-tokens-title"))
        self.make_ready("factory")
        self.at("ceremony-agree")

    def aloud(self) -> str:
        """Return what is read aloud."""
        labels = self.shell.findChildren(QLabel)
        return "\n".join(
            one.text()
            for one in labels
            if one.isVisible() and one.property("kind") in {"aloud", "fingerprint"}
        )

    def agree(self, step: str) -> str:
        """Have both say that it is so, at the last of what is read; return what was read."""
        self.wait(lambda: self.there("ceremony-agree") and step in self.title())
        heard = [self.aloud()]
        while not self.there("ceremony-yes-1"):
            self.press("ceremony-agreed")
            heard.append(self.aloud())
        assert not self.button("ceremony-agreed").isEnabled(), "before both have said so"
        for number in (1, 2):
            box = self.see(f"ceremony-yes-{number}")
            assert isinstance(box, QCheckBox)
            box.click()
        self.press("ceremony-agreed")
        return "\n".join(heard)

    def title(self) -> str:
        return self.text(f"{self.page}-title")

    def give_pin(self, whose: str, pin: str) -> None:
        """Type a PIN where a page asks for it."""
        self.wait(lambda: self.page == "ceremony-pin" and whose in self.title())
        field = self.edit("ceremony-pin-typed")
        assert field.echoMode() is QLineEdit.EchoMode.Password
        assert field.hasFocus()
        self.fill("ceremony-pin-typed", pin)
        QTest.keyClick(field, ENTER)

    def choose_pin(self, whose: str, pin: str, again: str = "") -> None:
        """Choose a PIN, typed twice."""
        self.wait(lambda: self.page == "ceremony-choose" and whose in self.text("new-pin-title"))
        self.fill("new-pin-first", pin)
        self.fill("new-pin-again", again or pin)
        QTest.keyClick(self.edit("new-pin-again"), ENTER)

    def make_keys(self, *, rehearsal: bool = False) -> None:
        """Go from the plan through the keys."""
        self.agree("The plan")
        self.agree("The tokens")
        if not rehearsal:
            self.agree("Keys in software")
        for role in PINS:
            self.give_pin(f"{role} token", PRACTICE_PIN if rehearsal else PINS[role])

    def choose_pins(self) -> None:
        """Choose both supervisors' PINs."""
        for (_, name), pin in zip(PEOPLE, OWN, strict=True):
            self.choose_pin(name, pin)

    def sign(self) -> None:
        """Sign the protocol, both."""
        for (_, name), pin in zip(PEOPLE, OWN, strict=True):
            self.give_pin(name, pin)

    def choose_folder(self, dialog: str, folder: Path) -> None:
        """Choose a folder in a dialog."""
        found = self.see(dialog)
        assert isinstance(found, QFileDialog)
        found.selectFile(str(folder))
        found.accept()
        self.shell.activateWindow()  # as a desktop does, when a dialog goes
        self.wait(self.shell.isActiveWindow)

    def unlock(self, pin: str = PINS["factory"]) -> None:
        """Type the factory token's PIN where the station is opened."""
        self.fill("factory-pin", pin)
        self.press("unlock-button")


@contextmanager
def bare_window(root: Path, qtbot: QtBot, tree: PortTree = SYSTEM) -> Iterator[CeremonyHands]:
    """Open a window on a folder, whatever is there, and close it in good order."""
    shell, bridge = Shell(), Bridge()
    start = Start(Data(root), root, practice=False, positions=2)
    hands = CeremonyHands(Application(start, shell, bridge, tree), qtbot)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    hands.application.open()
    try:
        yield hands
    finally:
        hands.application.leave()
        qtbot.waitUntil(lambda: not shell.isVisible(), timeout=LONG_MS)
        bridge.close()
        shell.deleteLater()
