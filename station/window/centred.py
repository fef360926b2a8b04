"""A card in the middle of the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station.window import theme


def centred(card: QWidget) -> QWidget:
    """Return a screen with a card in its middle, where nobody's screens are."""
    screen = QWidget()
    theme.mark(screen, kind="screen")
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 6)
    row.addStretch(1)
    whole = QVBoxLayout(screen)
    whole.addStretch(1)
    whole.addLayout(row)
    whole.addStretch(2)
    return screen


def carded(form: QWidget, share: int) -> QScrollArea:
    """Return a page with a form on a card, all of it within reach however little room there is.

    Args:
        form: what is on the card.
        share: of the width, where the margins have 1 each.
    """
    card = QFrame()
    theme.mark(card, kind="card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(24, 18, 24, 18)
    inside.addWidget(form)
    page = QWidget()
    theme.mark(page, kind="page")
    around = QHBoxLayout(page)
    around.setContentsMargins(0, 0, 0, 0)
    around.addStretch(1)
    around.addWidget(card, share, Qt.AlignmentFlag.AlignTop)
    around.addStretch(1)
    area = QScrollArea()
    theme.mark(area, kind="page")
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(page)
    return area
