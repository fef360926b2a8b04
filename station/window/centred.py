"""A card in the middle of the window, where nobody's screens are."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.window import theme


def centred(card: QWidget) -> QWidget:
    """Return a screen with a card in its middle."""
    screen = QWidget()
    theme.mark(screen, kind="screen")
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 2)
    row.addStretch(1)
    whole = QVBoxLayout(screen)
    whole.addStretch(1)
    whole.addLayout(row)
    whole.addStretch(2)
    return screen
