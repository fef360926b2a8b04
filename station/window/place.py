"""Where the window stands: as it stood last, or over the whole screen as a kiosk."""

from typing import Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from station.window.memory import Memory

_PLACE: Final = "window"
_LARGE: Final = "maximised"
_USUAL: Final = (1280, 768)


def put_in_place(window: QMainWindow, memory: Memory, *, kiosk: bool) -> None:
    """Give a window its place before it is shown first.

    A place that no screen has any more is not taken.
    """
    if kiosk:
        # A state has no name as a text; its own type would load PySide's `Qt` namespace, which a
        # kiosk pays once.
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see above

        window.setWindowFlags(
            Qt.WindowType.Window
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
        )
        window.setWindowState(Qt.WindowState.WindowFullScreen)
        return
    window.resize(*_USUAL)
    kept = memory.numbers(_PLACE)
    if len(kept) == 4:
        x, y, width, height = kept
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        if any(screen.contains(x + width // 2, y + 20) for screen in screens):
            window.setGeometry(x, y, width, height)
    if memory.switch(_LARGE, usual=False):
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see above

        window.setWindowState(Qt.WindowState.WindowMaximized)


def remember_place(window: QMainWindow, memory: Memory) -> None:
    """Have the window's place remembered."""
    if window.isFullScreen():
        return
    memory.put(_LARGE, window.isMaximized())
    place = window.normalGeometry()
    memory.put(_PLACE, [place.x(), place.y(), place.width(), place.height()])
