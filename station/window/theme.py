"""How it looks: colours by their meaning, the style sheet that uses them, and pictures."""

from functools import lru_cache
from string import Template
from typing import Final

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from station.folders import resource
from station.window.palettes import PALETTES, Look

# Of the look that is worn; the table itself stays the same, so who draws asks it each time.
COLOURS: Final[dict[str, str]] = dict(PALETTES[Look.LIGHT])


def style_sheet() -> str:
    """Return the style sheet with the colours put in."""
    return Template(resource("styles/station.qss").read_text("utf-8")).substitute(COLOURS)


def dress(application: QApplication, look: Look = Look.LIGHT) -> None:
    """Give the application its looks, as far as the first frame needs them.

    `Looks` sees to what Qt itself paints, once the first frame is drawn.

    Args:
        application: to be dressed.
        look: one of `PALETTES`.
    """
    application.setStyle("Fusion")
    COLOURS.update(PALETTES[look])
    picture.cache_clear()
    application.setStyleSheet(style_sheet())


def kind(widget: QWidget, what: str) -> None:
    """Say what a widget is that was just made (`title`, `quiet`, `primary`, `danger` …).

    The style sheet finds it so when the widget is drawn first. `mark` says it of one that was
    drawn already; its first use loads PySide's palette and `Qt` namespace, which takes 15 ms: too
    long before the first frame.
    """
    widget.setProperty("kind", what)


def mark(widget: QWidget, **properties: str) -> None:
    """Set properties that the style sheet asks for, and have the widget drawn anew by them.

    `kind` says what a widget is (`title`, `quiet`, `primary`, `danger`, `notice` …), `state` how it
    is at the moment.
    """
    changed = {k: v for k, v in properties.items() if widget.property(k) != v}
    if not changed:  # a drawing anew takes long enough to be felt at a busy bench
        return
    for name, value in changed.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def plain_text(label: QLabel) -> QLabel:
    """Have a label take whatever it shows for plain text, and return it.

    By its name, since PySide's `Qt` namespace isn't loaded before the first frame (see `kind`).
    """
    label.setProperty("textFormat", "PlainText")
    return label


def plain_tip(text: str) -> str:
    """Return what a tool tip is given to show `text` as it stands.

    Tips have no text format: Qt takes for HTML what looks like it, and units say what they like.
    """
    if QtGui.Qt.mightBeRichText(text):
        return QtGui.Qt.convertFromPlainText(text)
    return text


@lru_cache(maxsize=256)
def picture(name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
    """Return the picture `name` of resources/icons, drawn in one colour.

    Args:
        name: by its meaning, such as `pass`.
        colour: a key of `COLOURS`.
        size: its edge, in device-independent pixels.
        scale: how many pixels of the screen each of those is.
    """
    drawing = resource(f"icons/{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", COLOURS[colour]).encode()))
    pixmap = QPixmap(QSize(size, size) * scale)
    pixmap.fill(QtCore.Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def icon(name: str, colour: str = "text") -> QIcon:
    """Return a picture as an icon of a button."""
    return QIcon(picture(name, colour, 32))
