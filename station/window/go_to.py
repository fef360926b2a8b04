"""The box that leads anywhere by a few letters of its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from station.window import theme

_KEYS: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_WIDTH: Final = 520
_HEIGHT: Final = 400
_TOP: Final = 70


@dataclass(frozen=True)
class Way:
    """Something to go to, or to do: its words, and what happens."""

    words: str
    go: Callable[[], None]


def fitting(ways: Sequence[Way], typed: str) -> list[Way]:
    """Return those that hold each typed word; first those that begin as it was typed."""
    wanted = typed.casefold().split()
    found = [way for way in ways if all(part in way.words.casefold() for part in wanted)]
    start = typed.strip().casefold()
    return sorted(found, key=lambda way: not way.words.casefold().startswith(start))


class GoTo(QFrame):
    """Lies above the window; nothing behind it stops. Esc, or a press elsewhere, takes it away."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("go-to")
        theme.kind(self, "go-to")
        self._ways: Sequence[Way] = ()
        self._shown: list[Way] = []
        self._before: QWidget | None = None
        self.field = QLineEdit(maxLength=80)
        self.field.setObjectName("go-to-field")
        self.field.setPlaceholderText(self.tr("Go to … type a few letters"))
        self.field.setAccessibleName(self.tr("Go to"))
        self.found = QListWidget()
        self.found.setObjectName("go-to-found")
        self.found.setAccessibleName(self.tr("Where to go"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hint = QLabel(self.tr("↑ ↓ choose   Enter goes there   Esc leaves"))
        theme.kind(hint, "quiet")
        inside = QVBoxLayout(self)
        for part in (self.field, self.found, hint):
            inside.addWidget(part)
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.found.itemClicked.connect(self._go)
        self.hide()

    def open(self, ways: Sequence[Way]) -> None:
        """Show it, with nothing typed."""
        over = self.parentWidget()
        assert over is not None  # noqa: S101 - it is made over one
        self._ways = ways
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._find("")
        self.setGeometry((over.width() - _WIDTH) // 2, _TOP, _WIDTH, _HEIGHT)
        self.show()
        self.raise_()
        self.field.setFocus()

    def _find(self, typed: str) -> None:
        self._shown = fitting(self._ways, typed)
        self.found.clear()
        self.found.addItems([way.words for way in self._shown])
        self.found.setCurrentRow(0)

    def leave(self) -> None:
        """Take it away, and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()

    def _go(self) -> None:
        row = self.found.currentRow()
        if 0 <= row < len(self._shown):
            way = self._shown[row]
            self.leave()
            way.go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have the arrows choose while the field is typed in."""
        if event.type() == QEvent.Type.FocusOut and not self.isAncestorOf(
            QApplication.focusWidget() or self
        ):
            self.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _KEYS:
                QApplication.sendEvent(self.found, event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._go()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)
