"""A chart with the table behind it: copied, or saved as a picture or for a spreadsheet."""

import csv
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTableWidgetItem, QVBoxLayout, QWidget

from station.errors import StationError
from station.folders import put_whole
from station.window.bridge import Bridge
from station.window.chart import Chart, ChartData
from station.window.fields import Strip, button, plain
from station.window.figures_table import FiguresTable
from station.window.saving import ask_new_file

_PICTURE: Final = QSize(1200, 620)
_MOST_COLUMNS: Final = 3


class ChartPanel(QWidget):
    """Shows one chart.

    Args:
        bridge: to the threads that write files.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName("chart-panel")
        self._bridge = bridge
        self._data = ChartData("", "", (), ())
        self.title = plain("chart-title", "heading")
        self.strip = Strip("chart-said")
        self.chart = Chart("chart")
        self.table = FiguresTable("chart", ("",) * _MOST_COLUMNS, 1)
        self.copy = button("chart-copy", self.tr("&Copy the table"))
        self.picture = button("chart-picture", self.tr("Save as &picture …"))
        self.sheet = button("chart-sheet", self.tr("Save as CS&V …"))
        self.copy.clicked.connect(self._copy)
        self.picture.clicked.connect(self._ask_picture)
        self.sheet.clicked.connect(self._ask_sheet)
        self._lay_out()

    def _lay_out(self) -> None:
        sides = QSplitter()
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.chart)
        sides.addWidget(self.table)
        sides.setStretchFactor(0, 3)
        sides.setStretchFactor(1, 1)
        sides.setSizes([900, 380])
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for made in (self.copy, self.picture, self.sheet):
            foot.addWidget(made)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.strip):
            whole.addWidget(widget)
        whole.addWidget(sides, 1)
        whole.addLayout(foot)

    def show_data(self, data: ChartData) -> None:
        """Show a chart and its table."""
        self._data = data
        self.strip.be_silent()
        self.title.setText(data.title)
        self.chart.show_data(data)
        self.table.setAccessibleName(data.title)
        self.table.setColumnCount(len(data.heads))
        for column, head in enumerate(data.heads):
            item = QTableWidgetItem(head)
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.table.setHorizontalHeaderItem(column, item)
        self.table.show_rows(data.rows())

    def _copy(self) -> None:
        lines = [self._data.heads, *self._data.rows()]
        QGuiApplication.clipboard().setText("".join("\t".join(line) + "\n" for line in lines))
        self.strip.say(self.tr("The table was copied."), "good")

    def _ask_picture(self) -> None:
        image = self.chart.image(_PICTURE)

        def save(path: Path) -> None:
            def work() -> None:
                if not image.save(str(path)):
                    raise StationError("CFG-003", path=str(path))

            self._write(path, work)

        ask_new_file(self, self.tr("Where shall the picture be?"), "station.png", save)

    def _ask_sheet(self) -> None:
        data = csv_of(self._data)

        def save(path: Path) -> None:
            self._write(path, partial(write_whole, path, data))

        ask_new_file(self, self.tr("Where shall the table be?"), "station.csv", save)

    def _write(self, path: Path, work: Callable[[], None]) -> None:
        said = self.tr("Saved: {path}").format(path=path)

        def done(_: None) -> None:
            self.strip.say(said, "good")

        self._bridge.run(self, work, done, self.strip.say_error)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, or raise CFG-003."""
    try:
        put_whole(path, data)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(path)) from error


def csv_of(data: ChartData) -> bytes:
    """Return a chart's values for a spreadsheet: shares from 0 to 1, UTF-8 with its mark."""
    columns = [one.values for one in (*data.bars, *([data.line] if data.line else []))]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(data.heads)
    writer.writerows(zip(data.labels, *columns, strict=True))
    return out.getvalue().encode("utf-8-sig")
