"""The camera before the window, and the hands that bring the window to where it is pictured."""

import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from station.operations.opening import Opened
from station.window.app import Application
from station.window.memory import Memory
from station.window.shell import Shell
from station.window.worker import WorkerScreen
from tests.support.picture_faults import faults_of

_log = logging.getLogger(__name__)

_PLACE = re.compile(r"\{\w+\}")

PATIENCE_S = 120.0
SETTLED_MS = 80
GLANCE_S = 0.005


def piece(context: str, text: str) -> str:
    """Return the longest piece of a text of the window as it is said now, between its places."""
    return max(_PLACE.split(QCoreApplication.translate(context, text)), key=len)


def rest(milliseconds: int = SETTLED_MS) -> None:
    """Let the window live for a while.

    Not by a loop of its own: none runs any more once an application has told Qt to exit.
    """
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(GLANCE_S)


@dataclass
class Camera:
    """Takes pictures of the window in all sizes.

    Attributes:
        out: the folder; each size has one of its own in it.
        sizes: of the window.
        taken: how many there are.
        faults: how many faults were found in them; each is logged.
        memory: of the windows, which wear the look that it holds.
    """

    out: Path
    sizes: Sequence[QSize]
    taken: int = 0
    faults: int = 0
    memory: Memory = field(default_factory=Memory)

    def take(self, shell: Shell, name: str) -> None:
        """Take a picture in every size, each once the window has come to rest."""
        for size in self.sizes:
            shell.resize(size)
            rest()
            self.shoot(shell, name, size)

    def take_at_once(self, shell: Shell, name: str) -> None:
        """Take a picture in every size before anything else can happen in the window."""
        for size in self.sizes:
            shell.resize(size)
            # Layouts alone: results of other threads would change what is to be seen.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            self.shoot(shell, name, size)

    def shoot(self, shell: Shell, name: str, size: QSize) -> None:
        """Take one picture of the window with the dialogs before it."""
        picture = shell.grab()
        if picture.size() != size:
            _log.warning("%s: wants %s, not %s", name, picture.size(), size)
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                _put_before(picture, dialog)
        for fault in faults_of(shell):
            self.faults += 1
            _log.warning("%s %dx%d: %s", name, *size.toTuple(), fault)
        folder = self.out / f"{size.width()}x{size.height()}"
        folder.mkdir(parents=True, exist_ok=True)
        if not picture.save(str(folder / f"{name}.png"), quality=0):
            raise OSError(f"{folder / name}.png can't be written")
        self.taken += 1


def _put_before(picture: QPixmap, dialog: QDialog) -> None:
    """Draw a dialog in the middle of the window, with a line for the frame that desktops draw."""
    there = dialog.grab()
    left, top = ((picture.width() - there.width()) // 2, (picture.height() - there.height()) // 2)
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
    painter.drawPixmap(QPoint(left, top), there)
    painter.setPen(QColor(0, 0, 0))
    painter.drawRect(left - 1, top - 1, there.width() + 1, there.height() + 1)
    painter.end()


@dataclass
class Stage:
    """The running application, its window and the camera before it."""

    application: Application
    camera: Camera

    @property
    def shell(self) -> Shell:
        return self.application.shell

    @property
    def opened(self) -> Opened:
        opened = self.application.opened
        assert opened is not None, "no station is open"
        return opened

    @property
    def worker(self) -> WorkerScreen:
        worker = self.application.worker
        assert worker is not None, "nobody is logged in"
        return worker

    def take(self, name: str) -> None:
        self.camera.take(self.shell, name)

    def take_at_once(self, name: str) -> None:
        self.camera.take_at_once(self.shell, name)

    def wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not until():
            assert time.monotonic() < end, "nothing happened for too long"
            rest(1)

    def see(self, name: str) -> QWidget:
        """Return a control by its name, once it is to be seen."""
        found: list[QWidget] = []

        def visible() -> bool:
            found[:] = [one for one in self.shell.findChildren(QWidget, name) if one.isVisible()]
            return bool(found)

        self.wait(visible)
        return found[0]

    def label(self, name: str) -> str:
        label = self.see(name)
        assert isinstance(label, QLabel)
        return label.text()

    def press(self, name: str) -> None:
        button = self.see(name)
        assert isinstance(button, QAbstractButton), name
        self.wait(button.isEnabled)
        button.click()

    def fill(self, name: str, text: str) -> QLineEdit:
        """Type a text instead of what stands in a field."""
        field = self.see(name)
        assert isinstance(field, QLineEdit), name
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        return field

    def use_badge(self, badge: str) -> None:
        """Log in with a practice badge."""
        self.press(f"use-{badge}")
        self.wait(lambda: self.application.worker is not None)
        # Every position gets its practice unit.
        for strip in self.worker.strips.values():
            self.wait(strip.scan.isEnabled)
