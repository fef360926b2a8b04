"""A line of text that ends in dots where its place is too small; a tip has all of it then."""

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from station.window import theme


class Elided(QLabel):
    """A label that leaves its place to others where it must.

    Args:
        name: the object's.
        narrowest: how much it keeps, in device-independent pixels.
    """

    def __init__(self, name: str, narrowest: int) -> None:
        super().__init__()
        self._narrowest = narrowest
        self.setObjectName(name)
        theme.plain_text(self)
        self._whole = ""

    def say(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Wish for room for all of it."""
        self.ensurePolished()
        wanted = self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(wanted, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Do with little."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._narrowest), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the new place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._whole:  # as before the first frame, where `Qt` isn't to be loaded yet
            self.clear()
            return
        dots = QtCore.Qt.TextElideMode.ElideRight
        fitted = self.fontMetrics().elidedText(self._whole, dots, self.width())
        if fitted != self.text():
            self.setText(fitted)
        self.setToolTip("" if fitted == self._whole else theme.plain_tip(self._whole))
