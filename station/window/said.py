"""A text that is read to its end: where its place is too small for it, its letters get smaller."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from station.window import theme

# How close the letters stand, from the style sheet's own size on.
_TIGHT: Final = ("no", "some", "more", "much", "most")


class Said(QLabel):
    """A wrapped text in what place others leave it; it never takes any from them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        theme.plain_text(self)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        theme.mark(self, kind="said")

    def hasHeightForWidth(self) -> bool:
        """Return no: a layout would give it the height of its text, and take that from others."""
        return False

    def say(self, text: str) -> None:
        """Show a text."""
        if text != self.text():
            self.setText(text)
            self.fit()

    def fit(self) -> None:
        """Take the largest letters that all of the text has room in; a tip says it in any case."""
        fits = False
        for tight in _TIGHT:
            if self.property("tight") != tight:
                theme.mark(self, tight=tight)
            fits = self.heightForWidth(self.width()) <= self.height()
            if fits:
                break
        self.setToolTip("" if fits else theme.plain_tip(self.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the new place."""
        super().resizeEvent(event)
        self.fit()
