"""Lengths on the screen as somebody before it measures them: millimetres, by the screen's size."""

from typing import Final

from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget

# What a button must measure for a gloved hand, and capital letters to be read from three metres.
TARGET_MM: Final = 19.0
STATE_MM: Final = 9.0
_USUAL_DPI: Final = 96.0
# A screen that says it is outside of these doesn't know its size: a projector, a virtual machine.
_LEAST_DPI, _MOST_DPI = 60.0, 300.0
_INCH_MM: Final = 25.4
_CAPITAL: Final = 0.72  # of a letter's size, in the typefaces that Station uses


def dots_per_inch(screen: QScreen | None) -> float:
    """Return how many device-independent pixels an inch of a screen has; 96 where it can't say."""
    found = _USUAL_DPI if screen is None else screen.physicalDotsPerInch()
    return found if _LEAST_DPI <= found <= _MOST_DPI else _USUAL_DPI


def pixels(millimetres: float, widget: QWidget) -> int:
    """Return how many device-independent pixels a length is on the screen of a widget."""
    return round(millimetres / _INCH_MM * dots_per_inch(widget.screen()))


def letters(capital_mm: float, widget: QWidget) -> int:
    """Return the size of letters, in pixels, whose capitals are so many millimetres high."""
    return round(capital_mm / _INCH_MM * dots_per_inch(widget.screen()) / _CAPITAL)
