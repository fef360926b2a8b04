"""Changes the look while the window is at work, and has Qt's own parts follow it."""

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from station.window import theme
from station.window.memory import DARK, Memory
from station.window.palettes import Look

_ROLES: Final = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "faint",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "fail",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "quiet",
    QPalette.ColorRole.Highlight: "action",
    QPalette.ColorRole.HighlightedText: "action_text",
    QPalette.ColorRole.Link: "action",
    QPalette.ColorRole.LinkVisited: "action",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Light: "surface",
}
_OFF: Final = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


class Looks(QObject):
    """Wears what somebody chose, or what the desktop has.

    Args:
        application: whose looks they are.
        memory: where the choice is remembered.
        parent: what they live as long as.
    """

    changed = Signal()
    """Everything is drawn anew; pictures in one colour have to be made anew too."""

    def __init__(
        self, application: QApplication, memory: Memory, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._application, self._memory = application, memory
        application.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        if self._wanted() is memory.first_look:
            application.setPalette(palette())
        else:
            self._dress()
        application.setFont(tabular(application.font()))

    @property
    def chosen(self) -> Look:
        """What somebody chose last."""
        return self._memory.look

    def wear(self, look: Look) -> None:
        """Change the look, and remember it."""
        self._memory.put("look", look.value)
        self._memory.keep()
        self._dress()

    def wear_next(self) -> None:
        """Change to the look after the one that is worn, in a round."""
        looks = list(Look)
        self.wear(looks[(looks.index(self.chosen) + 1) % len(looks)])

    def _scheme_changed(self) -> None:
        if self.chosen is Look.SYSTEM:
            self._dress()

    def _wanted(self) -> Look:
        """Return what is to be worn: what was chosen, or what the desktop has."""
        if self.chosen is not Look.SYSTEM:
            return self.chosen
        dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return Look.DARK if dark else Look.LIGHT

    def _dress(self) -> None:
        look = self._wanted()
        if self.chosen is Look.SYSTEM:
            self._memory.put(DARK, look is Look.DARK)
        theme.dress(self._application, look)
        self._application.setPalette(palette())
        self.changed.emit()


def tabular(font: QFont) -> QFont:
    """Return a font with figures of one width: counters don't tremble, columns stand straight."""
    made = QFont(font)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def palette() -> QPalette:
    """Return what Qt paints with where the style sheet says nothing."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, QColor(theme.COLOURS[name]))
    for role in _OFF:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.COLOURS["quiet"]))
    return made
