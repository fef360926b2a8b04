"""The window's entrance: a first page at once, and the rest of the product behind it.

What is imported here, and by what is imported, delays the first frame (`window-cold` of the
benchmark): what that doesn't need is imported where it is used.
"""

import os
import signal
import sys
import tomllib
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from station.errors import StationError
from station.folders import Data
from station.operations.start import Start
from station.window import theme
from station.window.language_change import change_language, speak
from station.window.languages import chosen, known
from station.window.lasting import keep_constants
from station.window.memory import Memory
from station.window.pages import BusyPage, Choice, Page, UnlockPage
from station.window.shell import Shell

if TYPE_CHECKING:
    from station.secret import Secret
    from station.window.app import Application
    from station.window.bridge import Bridge

# Threads that work at positions hold Python's lock for this long at most while Qt's waits for it.
SWITCH_S: Final = 0.001


def check_display() -> None:
    """Check that a window can be opened at all, which Qt itself would answer by ending at once.

    Raises:
        StationError: CFG-013 where there is no display.
    """
    if os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise StationError("CFG-013", "neither DISPLAY nor WAYLAND_DISPLAY is set")
    host, _, number = display.rpartition(":")
    if host in {"", "unix"} and not _answers(number.partition(".")[0]):
        raise StationError("CFG-013", f"nothing answers at DISPLAY {display}")


def _answers(number: str) -> bool:
    import socket  # noqa: PLC0415 - spared where there is no X server to be asked

    for address in (f"\0/tmp/.X11-unix/X{number}", f"/tmp/.X11-unix/X{number}"):  # noqa: S108
        with suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            probe.connect(address)
            return True
    return False


class Entrance(QObject):
    """Shows something that can be used at once, and loads all else behind it.

    Args:
        start: what to begin with.
        shell: the window.
    """

    def __init__(self, start: Start, shell: Shell) -> None:
        super().__init__()
        self._start, self._shell = start, shell
        self._bridge: Bridge | None = None
        self._pin: Secret | None = None
        self._application: Application | None = None
        self._left = False
        self._watched = ExitStack()
        shell.close_wanted.connect(self._close)
        shell.language_wanted.connect(self._speak)

    def open(self) -> None:
        """Show the first page, and begin to load the rest."""
        self._shell.show_alone(self._first_page())
        self._shell.installEventFilter(self)
        self._shell.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to load once the first page is drawn: what is loaded takes Python's lock."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._load)
        return False

    @property
    def application(self) -> "Application | None":
        """What the window does, once it is loaded."""
        return self._application

    def _first_page(self) -> QWidget:
        if self._start.practice or not _is_real(self._start.data):
            return BusyPage(self.tr("Station"), self.tr("Starting."))
        page = UnlockPage(str(self._start.data.root))
        page.unlocked.connect(self._unlocked)
        return page

    def _speak(self, code: str) -> None:
        change_language(self._shell, code)
        if self._pin is None:
            self._shell.show_alone(self._first_page())

    def _unlocked(self, pin: "Secret") -> None:
        self._pin = pin
        self._shell.show_alone(BusyPage(self.tr("Station"), self.tr("Starting.")))

    def _load(self) -> None:
        from station.window.bridge import Bridge  # noqa: PLC0415 - after the first frame
        from station.window.mishaps import watched  # noqa: PLC0415 - likewise

        self._watched.enter_context(watched(self._start, self._shell))
        self._bridge = Bridge()
        self._bridge.run(self, _load, self._loaded, self._not_loaded)

    def _loaded(self, make: "type[Application]") -> None:
        if self._left or self._bridge is None:
            return
        self._shell.close_wanted.disconnect(self._close)
        self._shell.language_wanted.disconnect(self._speak)
        self._application = make(self._start, self._shell, self._bridge)
        self._application.left.connect(partial(QApplication.exit, 0))
        page = self._shell.stack.currentWidget()
        if isinstance(page, UnlockPage):
            self._application.opening.wait_for(page)
        else:
            self._application.open(self._pin)

    def _not_loaded(self, error: StationError) -> None:
        leave = Choice("leave", self.tr("&Close"), self._close)
        from station.window.engine_words import (  # noqa: PLC0415 - after the first frame
            what_happened,
            what_to_do,
        )

        told = (what_happened(error), what_to_do(error), f"{error.code}  {error.detail}")
        text = "\n\n".join(told)
        self._shell.show_alone(Page(self.tr("Station can't start"), text, [leave]))

    def _close(self) -> None:
        self._left = True
        self._shell.let_close()
        QApplication.exit(0)

    def leave(self) -> None:
        """Close in good order, without asking."""
        if self._application is None:
            self._close()
        else:
            self._application.leave()

    def end(self) -> None:
        """Wait for what is at work in other threads, once the window is closed."""
        self._watched.close()
        if self._bridge is not None:
            self._bridge.close()


def _is_real(data: Data) -> bool:
    """Return whether a factory's token is to be unlocked here, as far as a glance tells.

    Whether the file is right is looked at when the station is opened.
    """
    try:
        return tomllib.loads(data.factory.read_text("utf-8")).get("practice") is False
    except (OSError, ValueError):
        return False


def _load() -> "type[Application]":
    try:
        from station.window.app import Application  # noqa: PLC0415 - after the first frame
    except ImportError as error:
        what = error.name or str(error).partition(":")[0]
        raise StationError("CFG-014", str(error), what=what) from error
    return Application


def run(start: Start) -> int:
    """Show the window until it is closed; return the exit status.

    Raises:
        StationError: CFG-013 without a display, CFG-062 for a language that isn't spoken.
    """
    check_display()
    language = known(start.language or chosen())
    sys.setswitchinterval(SWITCH_S)
    keep_constants()
    qt = QApplication([sys.argv[0]])
    qt.setApplicationName("Station")
    qt.setQuitOnLastWindowClosed(False)
    memory = Memory.of(start)
    theme.dress(qt, memory.first_look)
    speak(language)
    shell = Shell(memory)
    entrance = Entrance(start, shell)
    with _Signals(entrance.leave):
        shell.take_place(kiosk=start.kiosk)
        entrance.open()
        status = qt.exec()
    entrance.end()
    return status


class _Signals:
    """Has SIGTERM and SIGINT close the window in good order: Qt's loop doesn't see them itself."""

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave = leave
        self._ours, self._theirs = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._notifier = QSocketNotifier(self._ours, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._arrived)

    def __enter__(self) -> None:
        self._before = {
            number: signal.signal(number, lambda *_: None)
            for number in (signal.SIGTERM, signal.SIGINT)
        }
        self._wakeup = signal.set_wakeup_fd(self._theirs)

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        os.close(self._ours)
        os.close(self._theirs)

    def _arrived(self) -> None:
        with suppress(OSError):
            os.read(self._ours, 64)
        self._leave()
