"""Notices that nobody has laid a hand on the window for some minutes."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_HANDS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
_MINUTE_MS: Final = 60_000


class IdleWatch(QObject):
    """Looks at what arrives at the windows themselves: a scan is keys, so it counts too.

    Not at the events of all widgets, which are a hundred times as many.
    """

    idle = Signal()
    """Nobody was there for so long; told once, until the watch is started anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._look_at)

    @property
    def running(self) -> bool:
        """Whether somebody is watched for."""
        return self._timer.isActive()

    def start(self, minutes: int | None) -> None:
        """Begin anew; None for never."""
        self._timer.stop()
        self._look_at(QGuiApplication.focusWindow())
        if minutes is not None:
            self._timer.start(minutes * _MINUTE_MS)

    def stop(self) -> None:
        """Watch for nobody."""
        self._timer.stop()

    def _look_at(self, window: QWindow | None) -> None:
        """See what arrives at a window that came to the front; once, however often it does."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin the time anew at each hand; everything goes on to where it belongs."""
        del watched
        if event.type() in _HANDS and self._timer.isActive():
            self._timer.start()
        return False
