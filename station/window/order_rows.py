"""The orders as a table: sorted by any column, each with its state and how far it is."""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from station.model.names import shown
from station.model.order import OrderState
from station.operations.order_desk import OrderLine
from station.window import theme
from station.window.fields import Choice
from station.window.languages import number
from station.window.lines import whole_lines

SHARE: Final = Qt.ItemDataRole.UserRole + 1
_LINE_HEIGHT: Final = 44
_BAR_HEIGHT: Final = 6
_LONGEST: Final = 128
_NARROWEST: Final = 90
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class Column(IntEnum):
    """What stands in which column."""

    NAME = 0
    PRODUCT = 1
    STATE = 2
    PROGRESS = 3
    POSITIONS = 4
    ID_SCOPE = 5
    CREATED = 6


_Key = tuple[str | float, ...]
_KEYS: Final[Mapping[Column, Callable[[OrderLine], _Key]]] = {
    Column.NAME: lambda line: (line.name,),
    Column.PRODUCT: lambda line: (line.title.casefold(), line.name),
    Column.STATE: lambda line: (
        list(OrderState).index(line.state),
        float(line.complete),
        line.name,
    ),
    Column.PROGRESS: lambda line: (line.enrolled / line.quantity, line.name),
    Column.POSITIONS: lambda line: (", ".join(line.positions), line.name),
    Column.ID_SCOPE: lambda line: (line.summary.order.spec.id_scope, line.name),
    Column.CREATED: lambda line: (line.summary.order.created.timestamp(), line.name),
}


class OrderRows(QAbstractTableModel):
    """The orders, all of them in memory: there are hundreds of them at most, not millions."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[OrderLine] = []
        self._column, self._descending = Column.CREATED, True
        self._heads = {
            Column.NAME: self.tr("Order"),
            Column.PRODUCT: self.tr("Product"),
            Column.STATE: self.tr("State"),
            Column.PROGRESS: self.tr("Enrolled"),
            Column.POSITIONS: self.tr("Positions"),
            Column.ID_SCOPE: self.tr("ID scope"),
            Column.CREATED: self.tr("Created"),
        }

    def show_lines(self, lines: Sequence[OrderLine]) -> bool:
        """Show these orders; return whether that is anything new."""
        ordered = self._sorted(lines)
        if ordered == self._lines:
            return False
        self.beginResetModel()
        self._lines = ordered
        self.endResetModel()
        return True

    def sort_by(self, column: Column, *, descending: bool) -> None:
        """Sort the orders by a column."""
        self._column, self._descending = column, descending
        self.show_lines(self._lines)

    @property
    def sorted_by(self) -> tuple[Column, bool]:
        """By which column the orders are sorted, and whether downwards."""
        return self._column, self._descending

    def _sorted(self, lines: Sequence[OrderLine]) -> list[OrderLine]:
        return sorted(lines, key=_KEYS[self._column], reverse=self._descending)

    def line(self, index: _Index) -> OrderLine | None:
        """Return the order at an index, or None where there is none."""
        return self._lines[index.row()] if index.isValid() else None

    def row_of(self, name: str) -> int | None:
        """Return where an order stands, or None."""
        return next((row for row, line in enumerate(self._lines) if line.name == name), None)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many orders there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | None:
        """Return a column's title."""
        across = orientation is Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(Column):
            return self._heads[Column(section)]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what stands in a cell."""
        line = self.line(index)
        if line is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return theme.plain_tip(self._text(line, column))
        if role == Qt.ItemDataRole.DecorationRole and column is Column.STATE:
            return theme.icon(*_state_picture(line))
        if role == SHARE and column is Column.PROGRESS:
            return line.enrolled / line.quantity
        return None

    def _text(self, line: OrderLine, column: Column) -> str:
        order = line.summary.order
        return {
            Column.NAME: line.name,
            Column.PRODUCT: shown(line.title, _LONGEST),
            Column.STATE: self.state_words(line),
            Column.PROGRESS: self.tr("{enrolled} of {quantity}").format(
                enrolled=number(line.enrolled), quantity=number(line.quantity)
            ),
            Column.POSITIONS: ", ".join(line.positions) or self.tr("none"),
            Column.ID_SCOPE: order.spec.id_scope,
            Column.CREATED: f"{order.created.astimezone():%Y-%m-%d %H:%M}",
        }[column]

    def state_words(self, line: OrderLine) -> str:
        """Return an order's state in a word or two."""
        if line.first_article is not None:
            return self.tr("To be signed")
        if line.state is OrderState.OPEN and line.complete:
            return self.tr("Complete")
        return {
            OrderState.FIRST_ARTICLE: self.tr("First article"),
            OrderState.OPEN: self.tr("Open"),
            OrderState.PAUSED: self.tr("Paused"),
            OrderState.CLOSED: self.tr("Closed"),
        }[line.state]


def to_be_signed(lines: Sequence[OrderLine]) -> str:
    """Return an order that stands still until its first article is decided on, or nothing."""
    return next((line.name for line in lines if line.first_article is not None), "")


def _state_picture(line: OrderLine) -> tuple[str, str]:
    if line.first_article is not None:
        return "badge", "action"
    if line.state is OrderState.OPEN and line.complete:
        return "pass", "pass"
    return {
        OrderState.FIRST_ARTICLE: ("start", "action"),
        OrderState.OPEN: ("start", "action"),
        OrderState.PAUSED: ("order-paused", "text"),
        OrderState.CLOSED: ("order-closed", "quiet"),
    }[line.state]


class OrderSorting(Choice):
    """By what the orders are sorted."""

    def __init__(self) -> None:
        super().__init__("orders-sorting")
        for words, column, descending in (
            (self.tr("Newest first"), Column.CREATED, True),
            (self.tr("Oldest first"), Column.CREATED, False),
            (self.tr("Order"), Column.NAME, False),
            (self.tr("Product"), Column.PRODUCT, False),
            (self.tr("State"), Column.STATE, False),
            (self.tr("Furthest first"), Column.PROGRESS, True),
            (self.tr("Least far first"), Column.PROGRESS, False),
            (self.tr("Positions"), Column.POSITIONS, False),
            (self.tr("ID scope"), Column.ID_SCOPE, False),
        ):
            self.addItem(words, (column, descending))

    def show_sorted(self, column: Column, *, descending: bool) -> None:
        """Show what they are sorted by, where that is offered."""
        offered = [self.itemData(place) for place in range(self.count())]
        if (column, descending) in offered:
            self.setCurrentIndex(offered.index((column, descending)))


class ProgressCell(QStyledItemDelegate):
    """Draws a bar below the words of a cell that has a share."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the cell, then the bar over its lower edge."""
        super().paint(painter, option, index)
        share = index.data(SHARE)
        if not isinstance(share, float):
            return
        cell: QRect = option.rect
        place = QRectF(cell).adjusted(8, cell.height() - _BAR_HEIGHT - 3, -8, -3)
        done = QRectF(place)
        done.setWidth(place.width() * min(share, 1.0))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for rect, colour in ((place, "track"), (done, "pass" if share >= 1 else "busy")):
            painter.setBrush(QColor(theme.COLOURS[colour]))
            painter.drawRoundedRect(rect, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        painter.restore()


class OrderTable(QTableView):
    """The table of the orders: lines chosen whole, one at a time."""

    def __init__(self, rows: OrderRows) -> None:
        super().__init__()
        self.setObjectName("orders-table")
        self.setModel(rows)
        whole_lines(self, _LINE_HEIGHT)
        self.setWordWrap(False)
        self.setIconSize(QSize(20, 20))
        self._bar = ProgressCell(self)
        self.setItemDelegateForColumn(Column.PROGRESS, self._bar)
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionsClickable(True)
        across.setSortIndicatorShown(True)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setMinimumSectionSize(_NARROWEST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Home and End as the list's, not the line's."""
        last = self.model().rowCount() - 1
        row = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(Qt.Key(event.key()))
        if row is None:
            super().keyPressEvent(event)
        elif last >= 0:
            self.choose(row)

    def choose(self, row: int) -> None:
        """Choose a line and bring it into sight."""
        index = self.model().index(row, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def fit(self) -> None:
        """Give each column what its content wants, and the product what is left."""
        across, room = self.horizontalHeader(), self.viewport().width()
        wanted = {
            column: max(self.sizeHintForColumn(column), across.sectionSizeHint(column)) + 12
            for column in Column
            if column is not Column.PRODUCT
        }
        most = max(_NARROWEST, room // 4)
        for column, width in wanted.items():
            wanted[column] = min(width, most)
            self.setColumnWidth(column, wanted[column])
        rest = room - sum(wanted.values())
        self.setColumnWidth(Column.PRODUCT, max(2 * _NARROWEST, rest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the room there is."""
        super().resizeEvent(event)
        self.fit()
