"""The buttons that workers press all day: as large as a gloved hand needs them."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy

from station.window import metres

_LEAST: Final = 44  # pixels, however little room there is


class WorkButton(QPushButton):
    """A button 19 mm high on its screen, or less where its place has no such room.

    Args:
        name: the button's.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._room = 10_000
        self.setObjectName(name)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def have_room(self, height: int) -> None:
        """Be no higher than so many pixels, but never too small to be hit."""
        if height != self._room:
            self._room = height
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size that a hand needs."""
        hint = super().sizeHint()
        wanted = metres.pixels(metres.TARGET_MM, self)
        return QSize(hint.width(), max(hint.height(), min(wanted, max(self._room, _LEAST))))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a layout takes nothing of it away."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())
