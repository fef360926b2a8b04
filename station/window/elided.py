"""A line of text that ends in dots where its place is too small; a tip has all of it then."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from station.window import theme

_NARROWEST = 90


class Elided(QLabel):
    """A label that leaves its place to others where it must."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        theme.plain_text(self)
        self._whole = ""

    def say(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.setText(text)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Wish for room for all of it."""
        wanted = self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(wanted, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Do with little."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), _NARROWEST), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the new place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        dots = Qt.TextElideMode.ElideRight
        fitted = self.fontMetrics().elidedText(self._whole, dots, self.width())
        if fitted != self.text():
            self.setText(fitted)
        self.setToolTip("" if fitted == self._whole else theme.plain_tip(self._whole))
