"""A chart of bars, with a line over them where shares add up: drawn here, of theme's colours.

Qt's own chart modules are under the GPL alone, which Station's licence is not, and in PySide6's
Addons, which take 160 MB where Station runs from its sources. Two kinds of bars are
told apart by hatching, too, and the line by its points: so not by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.model.names import shown
from station.operations.report_words import percent
from station.window import theme

_COLOURS: Final = ("action", "focus")
_HATCHING: Final = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern)
_TICKS: Final = 5
_GAP: Final = 8.0
_POINT: Final = 4.0
_WIDEST_BAR: Final = 90.0
_LEAST: Final = QSize(420, 200)
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Series:
    """Values of one kind.

    Attributes:
        name: what they are.
        values: one for each label; None where there is none.
    """

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class ChartData:
    """What a chart shows.

    Attributes:
        title: what it is, and of what.
        along: what stands along the lower edge.
        labels: of the places there, from the left.
        bars: one kind of bars or two.
        shares: whether the bars are shares, from 0 to 1.
        line: shares from 0 to 1 over the bars, read off at the right; None for none.
    """

    title: str
    along: str
    labels: Sequence[str]
    bars: Sequence[Series]
    shares: bool = False
    line: Series | None = None

    @property
    def heads(self) -> Sequence[str]:
        """The titles of the same as a table."""
        lines = [] if self.line is None else [self.line.name]
        return [self.along, *(one.name for one in self.bars), *lines]

    def rows(self) -> Sequence[Sequence[str]]:
        """Return the same as a table's lines."""
        columns = [[_value(v, shares=self.shares) for v in one.values] for one in self.bars]
        if self.line is not None:
            columns.append([percent(value) for value in self.line.values])
        return list(zip(self.labels, *columns, strict=True))


def _value(value: float | None, *, shares: bool) -> str:
    if shares or value is None:
        return percent(value)
    return f"{value:,.0f}"


def top_of(most: float) -> float:
    """Return a round number from `most` on, for the upper end of an axis that counts."""
    if most <= _TICKS:
        return float(_TICKS)
    step = most / _TICKS
    power = 10.0 ** floor(log10(step))
    fit = next(one for one in (1, 2, 2.5, 5, 10) if one * power >= step * (1 - 1e-9))
    return _TICKS * max(1.0, ceil(fit * power))


class Chart(QWidget):
    """Draws one chart, as large as there is room."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._data = ChartData("", "", (), ())

    def show_data(self, data: ChartData) -> None:
        """Draw it; what it says is told to who can't see it, too."""
        self._data = data
        self.setAccessibleName(data.title)
        self.setAccessibleDescription("\n".join(", ".join(row) for row in data.rows()))
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which it can be read."""
        return _LEAST

    def image(self, size: QSize, scale: float = 2.0) -> QImage:
        """Return it as a picture of that size, with so many pixels for each of the screen's."""
        picture = QImage(size * scale, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(scale)
        picture.fill(QColor(theme.COLOURS["surface"]))
        painter = QPainter(picture)
        painter.setFont(self.font())
        _Drawing(painter, QRectF(0, 0, size.width(), size.height()), self._data).draw()
        painter.end()
        return picture

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.COLOURS["surface"]))
        _Drawing(painter, QRectF(self.rect()), self._data).draw()
        painter.end()


class _Drawing:
    """One go at drawing a chart.

    Args:
        painter: at work.
        room: where.
        data: what.
    """

    def __init__(self, painter: QPainter, room: QRectF, data: ChartData) -> None:
        self._painter, self._data = painter, data
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._metrics = metrics = QFontMetricsF(painter.font())
        self._high = metrics.height()
        most = max((v for one in data.bars for v in one.values if v is not None), default=0.0)
        self._top = 1.0 if data.shares else top_of(most)
        left = max(metrics.horizontalAdvance(self._tick(n)) for n in range(_TICKS + 1)) + 2 * _GAP
        right = metrics.horizontalAdvance("100.0 %") + 2 * _GAP if data.line else 2 * _GAP
        self._room = room.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        self._field = self._room.adjusted(left, 2.8 * self._high, -right, -2.4 * self._high)

    def draw(self) -> None:
        """Draw all of it."""
        if not self._data.labels or self._field.width() <= 0 or self._field.height() <= 0:
            return
        self._axes()
        self._legend()
        step = self._field.width() / len(self._data.labels)
        self._labels(step)
        self._bars(step)
        if self._data.line is not None:
            self._line(self._data.line, step)

    def _tick(self, number: int) -> str:
        share = number / _TICKS
        return f"{share:.0%}" if self._data.shares else f"{share * self._top:,.0f}"

    def _write(self, place: QRectF, text: str, how: Qt.AlignmentFlag, colour: str = "text") -> None:
        self._painter.setPen(QColor(theme.COLOURS[colour]))
        elided = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width() + 1)
        self._painter.drawText(place, how | Qt.TextFlag.TextSingleLine, elided)

    def _axes(self) -> None:
        field = self._field
        for number in range(_TICKS + 1):
            y = field.bottom() - field.height() * number / _TICKS
            self._painter.setPen(QPen(QColor(theme.COLOURS["line" if not number else "ground"]), 1))
            self._painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            beside = QRectF(0, y - self._high / 2, field.left() - _GAP, self._high)
            self._write(beside, self._tick(number), _RIGHT, "quiet")
            if self._data.line is not None:
                right = QRectF(field.right() + _GAP, beside.y(), 80, self._high)
                self._write(right, f"{number / _TICKS:.0%}", _LEFT, "quiet")

    def _legend(self) -> None:
        x, y = self._field.left(), self._room.top()
        names = [(n, one.name) for n, one in enumerate(self._data.bars)]
        for number, name in names:
            patch = QRectF(x, y + 2, self._high * 1.4, self._high - 4)
            self._patch(patch, number)
            x = self._named(patch.right() + _GAP, y, name)
        if self._data.line is not None:
            centre = y + self._high / 2
            self._stroke([QPointF(x, centre), QPointF(x + self._high * 1.4, centre)])
            self._named(x + self._high * 1.4 + _GAP, y, self._data.line.name)

    def _named(self, x: float, y: float, name: str) -> float:
        wide = self._metrics.horizontalAdvance(name)
        self._write(QRectF(x, y, wide + 1, self._high), name, _LEFT)
        return x + wide + 3 * _GAP

    def _patch(self, place: QRectF, number: int) -> None:
        colour = QColor(theme.COLOURS[_COLOURS[number % 2]])
        self._painter.setPen(QPen(colour, 1.5))
        self._painter.setBrush(QBrush(colour, _HATCHING[number % 2]))
        self._painter.drawRect(place)

    def _labels(self, step: float) -> None:
        """Write as many of the labels as there is room for, the first always, each whole."""
        widest = max(self._metrics.horizontalAdvance(text) for text in self._data.labels)
        every = max(1, ceil(min(widest + _GAP, 140) / step))
        y = self._field.bottom() + 4
        for number in range(0, len(self._data.labels), every):
            middle = self._field.left() + (number + 0.5) * step
            wide = max(step * every - _GAP, 12.0)
            text = shown(self._data.labels[number], 80)
            self._write(QRectF(middle - wide / 2, y, wide, self._high), text, _CENTRE)
        below = QRectF(self._field.left(), y + self._high + 2, self._field.width(), self._high)
        self._write(below, self._data.along, _CENTRE, "quiet")

    def _bars(self, step: float) -> None:
        kinds = len(self._data.bars)
        wide = min(_WIDEST_BAR, step * 0.8 / kinds)
        for number, one in enumerate(self._data.bars):
            for place, value in enumerate(one.values):
                if value is None:
                    continue
                high = self._field.height() * value / self._top
                middle = self._field.left() + (place + 0.5) * step
                x = middle + (number - kinds / 2) * wide
                bar = QRectF(x + 1, self._field.bottom() - high, wide - 2, high)
                self._patch(bar, number)
                self._say_value(bar, _value(value, shares=self._data.shares))

    def _say_value(self, bar: QRectF, text: str) -> None:
        """Write a bar's value above it, where it has room."""
        if self._metrics.horizontalAdvance(text) <= bar.width() + _GAP / 2:
            above = QRectF(bar.left() - _GAP, bar.top() - self._high - 1, bar.width() + 2 * _GAP, 0)
            above.setHeight(self._high)
            self._write(above, text, _CENTRE)

    def _line(self, line: Series, step: float) -> None:
        field = self._field
        self._stroke(
            [
                QPointF(
                    field.left() + (place + 0.5) * step, field.bottom() - field.height() * value
                )
                for place, value in enumerate(line.values)
                if value is not None
            ]
        )

    def _stroke(self, points: Sequence[QPointF]) -> None:
        """Draw a line with its points, which tell it apart without colour."""
        colour = QColor(theme.COLOURS["focus"])
        self._painter.setPen(QPen(colour, 2.5))
        self._painter.setBrush(QColor(theme.COLOURS["surface"]))
        self._painter.drawPolyline(points)
        for point in points:
            self._painter.drawEllipse(point, _POINT, _POINT)
