"""Keys that write: what a scanner types, and what somebody types instead of it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from station.model.barcode import EOT, GS, RS

SEPARATORS: Final = frozenset({GS, RS, EOT})
"""What a scanner sends between a code's parts: it holds the control key for them."""


def is_typed(event: QKeyEvent) -> bool:
    """Return whether a key press writes something, rather than moves or presses."""
    if event.text() in SEPARATORS:
        return True
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    return bool(event.text()) and event.text() > " " and event.text() != "\x7f" and not held
