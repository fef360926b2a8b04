"""What a position says in large words, to be read from three metres: as large as there is room."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from station.window import metres, theme

# The sizes that the style sheet has, in pixels.
SIZES: Final = (128, 104, 88, 76, 66, 58, 52, 46, 40, 34, 28, 24, 20, 17)
_BOLD: Final = 800
_SEVERAL_LINES: Final = 34  # from this size down, words may take a second line


class BigWords(QLabel):
    """A few words whose letters get smaller until the longest fits into their place.

    Args:
        name: the label's.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._capital_mm = metres.STATE_MM
        self._lines = 1
        self.setObjectName(name)
        theme.plain_text(self)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.mark(self, kind="words", big=str(SIZES[-1]))

    def say(self, words: str, lines: int) -> None:
        """Show words, in at most so many lines where they are long."""
        if (words, lines) != (self.text(), self._lines):
            self._lines = lines
            self.setText(words)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the new place."""
        super().resizeEvent(event)
        self._fit()

    def be_as_high(self, capital_mm: float) -> None:
        """Take capital letters of at most about so many millimetres."""
        if capital_mm != self._capital_mm:
            self._capital_mm = capital_mm
            self._fit()

    def _fit(self) -> None:
        wanted = metres.letters(self._capital_mm, self)
        first = sum(size >= wanted for size in SIZES) - 1
        fitting = (size for size in SIZES[max(first, 0) :] if self._fits(size))
        size = next(fitting, SIZES[-1])
        theme.mark(self, big=str(size))
        self.setFixedHeight(max(self._needed(size), 1))

    def _fits(self, size: int) -> bool:
        measured = self._measured(size)
        if any(measured.horizontalAdvance(word) > self.width() for word in self.text().split()):
            return False
        lines = self._lines if size <= _SEVERAL_LINES else 1
        return self._needed(size) < (lines + 0.5) * measured.lineSpacing()

    def _needed(self, size: int) -> int:
        """Return how high the words are in letters of a size."""
        room = QRect(0, 0, self.width(), 10_000)
        wrapped = Qt.TextFlag.TextWordWrap
        return self._measured(size).boundingRect(room, wrapped, self.text()).height()

    def _measured(self, size: int) -> QFontMetrics:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setWeight(QFont.Weight(_BOLD))
        return QFontMetrics(font)
