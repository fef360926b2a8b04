"""A production station with people for the window's tests, and the hands at its window."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.line.bench import Bench, Position, write_bench
from station.model.people import Person
from station.operations.start import Start
from station.records.entries import AuditEntry, EntryKind
from station.records.store import Records
from station.secret import Secret
from station.window.app import Application
from station.window.bridge import Bridge
from station.window.shell import Shell
from tests.support.production import PIN, ProductionStation
from tests.unit.records.staffed import credential

LONG_MS = 30_000
ENTER = Qt.Key.Key_Return


def pin_of(person: Person) -> str:
    with credential(person).pin.reveal() as data:
        return data.decode()


def fill(edit: QLineEdit, text: str) -> None:
    """Type it in place of what stands there."""
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def entries(records: Records, kind: EntryKind) -> Sequence[AuditEntry]:
    return [entry for entry in records.entries() if entry.kind is kind]


@dataclass
class Hands:
    """Somebody at the window of a production station."""

    application: Application
    qtbot: QtBot

    @property
    def shell(self) -> Shell:
        return self.application.shell

    @property
    def records(self) -> Records:
        assert self.application.opened is not None
        return self.application.opened.plant.tools.records

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=LONG_MS)

    def there(self, name: str) -> bool:
        return any(one.isVisible() for one in self.shell.findChildren(QWidget, name))

    def see(self, name: str) -> QWidget:
        self.wait(lambda: self.there(name))
        return next(one for one in self.shell.findChildren(QWidget, name) if one.isVisible())

    def text(self, name: str) -> str:
        label = self.see(name)
        assert isinstance(label, QLabel)
        return label.text()

    def edit(self, name: str) -> QLineEdit:
        edit = self.see(name)
        assert isinstance(edit, QLineEdit)
        self.wait(edit.isEnabled)
        return edit

    def fill(self, name: str, text: str) -> None:
        fill(self.edit(name), text)

    def press(self, name: str) -> None:
        button = self.see(name)
        assert isinstance(button, QAbstractButton)
        self.wait(button.isEnabled)
        button.click()

    def show_badge(self, badge: str, pin: str, prefix: str = "") -> None:
        """Scan a badge and type its PIN."""
        field = self.edit(f"{prefix}badge")
        fill(field, badge)
        QTest.keyClick(field, ENTER)
        pins = self.edit(f"{prefix}pin")
        assert pins.hasFocus()
        fill(pins, pin)
        QTest.keyClick(pins, ENTER)

    def log_in(self, person: Person) -> None:
        self.show_badge(person.badge, pin_of(person))
        self.wait(lambda: self.there("worker"))


@contextmanager
def window(
    station: ProductionStation,
    qtbot: QtBot,
    *,
    positions: Sequence[str] = ("1", "2"),
    kiosk: bool = False,
) -> Iterator[Hands]:
    """Open a window on a station, and close it in good order."""
    bench = tuple(Position(name=name, port=f"/dev/station-test-{name}") for name in positions)
    write_bench(station.data.bench, Bench(name="bench", position=bench))
    shell, bridge = Shell(), Bridge()
    start = Start(station.data, station.data.root, practice=False, positions=2, kiosk=kiosk)
    hands = Hands(Application(start, shell, bridge), qtbot)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    hands.application.open(Secret(PIN.encode()))
    qtbot.waitUntil(lambda: hands.application.opened is not None, timeout=LONG_MS)
    try:
        yield hands
    finally:
        hands.application.leave()
        qtbot.waitUntil(lambda: not shell.isVisible(), timeout=LONG_MS)
        bridge.close()
        shell.deleteLater()
