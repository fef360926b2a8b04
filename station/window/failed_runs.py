"""The units of an order that did not pass, and what crossed the cable in their runs."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.operations.failed_runs import MOST, FailedRun, failed_runs, transcript_of
from station.window import theme
from station.window.engine_words import what_happened
from station.window.fields import Strip, button, plain
from station.window.session import Session
from station.window.words import outcome_words

_WIDTH: Final = 1240
_HEIGHT: Final = 900


class FailedRunsDialog(QDialog):
    """Shows an order's runs that did not pass, and the transcript of the one that is chosen.

    Args:
        order: the order's name.
        session: who looks.
        parent: the screen that it stands before.
    """

    def __init__(self, order: str, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("failed-runs")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._runs = session, list[FailedRun]()
        self.setWindowTitle(self.tr("Units of {order} that did not pass").format(order=order))
        self.strip = Strip("failed-runs-said")
        self._make_table()
        self.said = plain("failed-run-said", "")
        self.detail = plain("failed-run-detail", "quiet")
        self.text = QPlainTextEdit()
        self.text.setObjectName("transcript")
        self.text.setAccessibleName(self.tr("What crossed the cable"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._lay_out()
        window = parent.window().size()
        self.resize(min(_WIDTH, window.width() - 60), min(_HEIGHT, window.height() - 40))
        work = partial(failed_runs, session.plant, order)
        session.bridge.run(self, work, self._has_runs, self.strip.say_error)

    def _make_table(self) -> None:
        names = (
            self.tr("Time"),
            self.tr("Position"),
            self.tr("Serial number"),
            self.tr("Result"),
            self.tr("Code"),
        )
        self.table = QTableWidget(0, len(names))
        self.table.setObjectName("failed-runs-table")
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels(names)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.currentCellChanged.connect(lambda *_: self._chosen())

    def _lay_out(self) -> None:
        heading = theme.plain_text(QLabel(self.windowTitle()))
        theme.mark(heading, kind="title")
        self.copy = button("transcript-copy", self.tr("&Copy the transcript"))
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._copy)
        leave = button("failed-runs-close", self.tr("C&lose"), "primary")
        leave.clicked.connect(self.reject)
        below = QWidget()
        inside = QVBoxLayout(below)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.said)
        inside.addWidget(self.detail)
        inside.addWidget(self.text, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(below)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(leave)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.addWidget(heading)
        whole.addWidget(self.strip)
        whole.addWidget(parts, 1)
        whole.addLayout(foot)

    def _has_runs(self, runs: Sequence[FailedRun]) -> None:
        self._runs = list(runs)
        self.table.setRowCount(len(runs))
        for row, one in enumerate(runs):
            run = one.run
            verdict = outcome_words(run.outcome) if run.outcome else ""
            time = run.started.astimezone().strftime("%Y-%m-%d %H:%M:%S")
            for column, text in enumerate(
                (time, run.position, run.serial, verdict, run.code or "")
            ):
                self.table.setItem(row, column, QTableWidgetItem(text))
        if runs:
            self.table.setCurrentCell(0, 0)
            self.table.setFocus()
        else:
            self.strip.say(self.tr("Every unit of this order that was tried has passed."), "good")
        if len(runs) == MOST:
            said = self.tr("These are the last {count}; there may be more.")
            self.strip.say(said.format(count=MOST), "notice")

    def _chosen(self) -> None:
        """Show what is kept of the chosen run."""
        one = self._current()
        if one is None:
            return
        self.copy.setEnabled(False)
        self.text.clear()
        self.said.setText(one.said)
        self.detail.setText(one.detail)
        if one.has_transcript:
            work = partial(transcript_of, self._session.plant, one.run.name)
            show = partial(self._show, one)
            self._session.bridge.run(self, work, show, self._not_kept)
        else:
            self.text.setPlainText(self.tr("Nothing crossed the cable, or it is not kept."))

    def _current(self) -> FailedRun | None:
        row = self.table.currentRow()
        return self._runs[row] if 0 <= row < len(self._runs) else None

    def _show(self, one: FailedRun, text: str) -> None:
        if one is self._current():
            self.text.setPlainText(text)
            self.copy.setEnabled(True)

    def _not_kept(self, error: StationError) -> None:
        self.text.setPlainText(what_happened(error))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.strip.say(self.tr("Copied."), "good")
