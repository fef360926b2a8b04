"""What is wrong with a window as it is drawn; measured on what was rendered.

Text that is cut off, widgets in each other's way, text that can't be read against its ground, and a
focus that can't be seen.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from station.window import theme
from station.window.elided import Elided
from tests.support.colour_sight import contrast

# WCAG 2.2, 1.4.3: text is large from 24 px on, or from 18.66 px where it is bold.
_LARGE_PX: Final = 24
_LARGE_BOLD_PX: Final = 18.66
_BOLD: Final = 600
_LEAST, _LEAST_LARGE = 4.5, 3.0
# Smoothed letters hardly ever have their own colour where strokes are thin.
_SMOOTHED: Final = 0.92
_RIM_PX: Final = 40


def faults_of(window: QWidget) -> Iterator[str]:
    """Say each fault of a window as it stands, in words for whoever mends it."""
    seen = [one for one in window.findChildren(QWidget) if _is_seen(one, window)]
    drawn = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    for widget in seen:
        if is_clipped(widget):
            yield f"clipped: {called(widget)}"
        yield from _unreadable(widget, window, drawn)
    yield from _overlapping(seen)
    yield from _unfocused(window, drawn)


def _is_seen(widget: QWidget, window: QWidget) -> bool:
    return widget.isVisibleTo(window) and not widget.visibleRegion().isEmpty()


def is_clipped(widget: QWidget) -> bool:
    """Return whether a text has less room than it needs."""
    if isinstance(widget, Elided):  # what it leaves out is in its tip
        return False
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        return widget.width() < widget.sizeHint().width()
    if isinstance(widget, QPushButton | QCheckBox):
        hint = widget.minimumSizeHint()
        return widget.width() < hint.width() or widget.height() < hint.height()
    return False


def called(widget: QWidget) -> str:
    """Return what to look for in the code."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    name = widget.objectName() or widget.property("kind") or type(widget).__name__
    return f"{name} {text[:60]!r}"


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    return ""


def _unreadable(widget: QWidget, window: QWidget, drawn: QImage) -> Iterator[str]:
    """Measure a text's colour against its ground; what is off is exempt (WCAG 2.2, 1.4.3)."""
    if not _text_of(widget).strip() or not widget.isEnabled():
        return
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    inside = place.adjusted(6, 6, -6, -6) if isinstance(widget, QAbstractButton) else place
    shown = QRect(inside & drawn.rect())
    if shown.width() < 4 or shown.height() < 4:
        return
    ratio = contrast_in(drawn.copy(shown))
    font = widget.font()
    size = font.pixelSize() if font.pixelSize() > 0 else font.pointSizeF() * 96 / 72
    large = size >= _LARGE_PX or (size >= _LARGE_BOLD_PX and font.weight() >= _BOLD)
    least = _LEAST_LARGE if large else _LEAST
    if ratio < least * _SMOOTHED:
        yield f"contrast {ratio:.1f} under {least}: {called(widget)}"


def contrast_in(image: QImage) -> float:
    """Return the contrast of the commonest colour and that which stands out most against it."""
    counted = Counter(memoryview(image.constBits()).cast("I"))
    colours = [f"#{pixel & 0xFFFFFF:06x}" for pixel, _ in counted.most_common(400)]
    return max(contrast(colours[0], one) for one in colours)


def _overlapping(seen: list[QWidget]) -> Iterator[str]:
    """Look at what stands side by side in one layout; what lies above on purpose has none."""
    for parent in {id(one.parentWidget()): one.parentWidget() for one in seen}.values():
        if parent is None or parent.layout() is None or isinstance(parent, QStackedWidget):
            continue
        layout = parent.layout()
        children = [one for one in seen if one.parentWidget() is parent]
        laid = [one for one in children if _is_laid(layout, one)]
        for number, one in enumerate(laid):
            for other in laid[number + 1 :]:
                both = one.geometry() & other.geometry()
                if both.width() > 1 and both.height() > 1:
                    yield f"overlap: {called(one)} and {called(other)}"


def _is_laid(layout: object, widget: QWidget) -> bool:
    if not isinstance(layout, QLayout):
        return False
    if layout.indexOf(widget) >= 0:
        return True
    items = (layout.itemAt(number) for number in range(layout.count()))
    return any(_is_laid(item.layout(), widget) for item in items if item is not None)


def _unfocused(window: QWidget, drawn: QImage) -> Iterator[str]:
    """Look for the focus's own colour around what has it."""
    widget = QApplication.focusWidget()
    if widget is None or not window.isAncestorOf(widget) or not _is_seen(widget, window):
        return
    around = widget.parentWidget() if widget.focusProxy() else widget
    assert around is not None
    place = QRect(around.mapTo(window, QPoint(-4, -4)), around.size() + QSize(8, 8))
    counted = Counter(memoryview(drawn.copy(place & drawn.rect()).constBits()).cast("I"))
    marks = {int(theme.COLOURS[name][1:], 16) for name in ("focus", "bar_focus")}
    rim = sum(count for pixel, count in counted.items() if pixel & 0xFFFFFF in marks)
    if rim < _RIM_PX:
        yield f"focus not seen: {called(widget)}"
