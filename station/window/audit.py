"""The audit chain: what happened, found and read; and whether it was changed behind Station."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.operations.anchor_made import MadeAnchor, anchor_now, write_anchor
from station.operations.audit import Verdict
from station.operations.audit_desk import Named, named, verify_here
from station.window import theme
from station.window.audit_filter import AuditFilterFields
from station.window.audit_rows import AuditRows
from station.window.audit_words import entry_lines
from station.window.bridge import Lane
from station.window.fields import Strip, button
from station.window.lasting_work import LastingWork
from station.window.lines import whole_lines
from station.window.saving import ask_file, ask_new_file
from station.window.session import Session

_LINE_HEIGHT: Final = 32
_TYPING_MS: Final = 300
_RECHECK_MS: Final = 3_000
_WIDTHS: Final = {
    0: "00,000,000",
    1: "0000-00-00 00:00:00",
    2: "first-article-rejected",
    4: "S-0000, S-0",
}
_MARGIN: Final = 24


class AuditScreen(QWidget):
    """Shows the chain, and has it verified.

    Args:
        session: who looks, and at which station.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("audit")
        theme.mark(self, kind="screen")
        self._session = session
        self._fitted = self._verdict_stands = False
        self.filter = AuditFilterFields()
        self.rows = AuditRows(session.bridge, session.records.path, self)
        self.strip = Strip("audit-said")
        self.work = LastingWork("audit-work", session.bridge, self._work_words)
        self._make_table()
        self._make_details()
        self._make_buttons()
        self._lay_out()
        self._connect()

    def _work_words(self, _: str) -> str:
        return self.tr("Going through the chain")

    def _make_table(self) -> None:
        self.table = QTableView()
        self.table.setObjectName("audit-table")
        self.table.setAccessibleName(self.tr("Entries of the audit chain, the newest first"))
        self.table.setModel(self.rows)
        whole_lines(self.table, _LINE_HEIGHT)
        self.table.setWordWrap(False)
        across = self.table.horizontalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _make_details(self) -> None:
        self.details = QPlainTextEdit()
        self.details.setObjectName("audit-details")
        self.details.setAccessibleName(self.tr("The entry in words"))
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def _make_buttons(self) -> None:
        self.verify = button("audit-verify", self.tr("&Verify the record"), "primary")
        self.against = button("audit-against", self.tr("Verify a&gainst a file …"))
        self.anchor = button("audit-anchor", self.tr("Save an an&chor …"))
        self.note = button("audit-note", self.tr("Copy number an&d hash"))
        self.count = QLabel()
        self.count.setObjectName("audit-count")
        theme.mark(self.count, kind="heading")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (self.verify, self.against, self.anchor, self.note):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.count)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self.details)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 1)
        parts.setSizes([420, 180])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        whole.addWidget(self.filter)
        whole.addLayout(row)
        for widget in (self.work, self.strip):
            whole.addWidget(widget)
        whole.addWidget(parts, 1)

    def _connect(self) -> None:
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self._rechecks = QTimer(self, interval=_RECHECK_MS)
        self._rechecks.timeout.connect(self.rows.recheck)
        self.filter.typed.connect(self._typing.start)
        self.filter.chosen.connect(self._ask)
        self.filter.finder.returnPressed.connect(self._ask)
        self.rows.counted.connect(self._counted)
        self.rows.failed.connect(self.strip.say_error)
        self.rows.dataChanged.connect(lambda *_: self._show_entry())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._chosen())
        self.verify.clicked.connect(lambda: self._verify(None))
        self.against.clicked.connect(self._ask_file)
        self.anchor.clicked.connect(self._ask_place)
        self.note.clicked.connect(self._read_head)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.refresh)

    # What the shell asks

    def refresh(self) -> None:
        """Read anew whom there is to look for, and the chain."""
        self.strip.be_silent()
        work = partial(named, self._session.plant)
        self._session.bridge.run(self, work, self._has_names, self.strip.say_error)
        self._ask()

    def focus_first(self) -> None:
        """Go to where an entry is looked for."""
        self.filter.finder.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for new entries while it is seen."""
        super().showEvent(event)
        if not self._fitted:
            self._fitted = True
            self.table.ensurePolished()
            for column, text in _WIDTHS.items():
                wide = self.table.fontMetrics().horizontalAdvance(text) + _MARGIN
                self.table.setColumnWidth(column, wide)
        self._rechecks.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._rechecks.stop()

    # Found and read

    def _has_names(self, found: Named) -> None:
        self.filter.has_choices(found.people, found.orders)

    def _ask(self) -> None:
        self._typing.stop()
        self._verdict_stands = False
        self.rows.ask(self.filter.wanted())

    def _counted(self, count: int, left: int) -> None:
        text = self.tr("1 entry") if count == 1 else self.tr("{count} entries")
        if left:
            text = self.tr("{count} found, {left} still to be looked at")
        self.count.setText(text.format(count=f"{count:,}", left=f"{left:,}"))
        if count and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.rows.index(0, 0))
        if not count and not left:
            self.details.setPlainText(
                self.tr("No entry is like that. Shorten what is to be found.")
            )

    def _chosen(self) -> None:
        # Until then what was found stays to be read, also where new entries come.
        self._verdict_stands = self._verdict_stands and not self.table.hasFocus()
        self._show_entry()

    def _show_entry(self) -> None:
        if self._verdict_stands:
            return
        entry = self.rows.entry(self.table.currentIndex())
        text = "" if entry is None else "\n".join(entry_lines(entry))
        if text and text != self.details.toPlainText():
            self.details.setPlainText(text)

    # Verified

    def _ask_file(self) -> None:
        title = self.tr("Which file that a station signed? (manifest.json, report.json, an anchor)")
        ask_file(self, title, self._verify)

    def _verify(self, anchor: Path | None) -> None:
        if self.work.at_work:
            return
        self.strip.be_silent()
        self._working(True)
        work = partial(verify_here, self._session.plant, anchor)
        self.work.run(work, self._verified, self._not_verified)

    def _verified(self, verdict: Verdict) -> None:
        self._working(False)
        examination = verdict.examination
        if verdict.whole:
            text = self.tr("Nothing was changed behind Station's back, in {count} entries.")
            self.strip.say(text.format(count=f"{examination.report.entries:,}"), "good")
            self._tell(self.tr("Checked:"), verdict.checked)
        else:
            self.strip.say_error(examination.error)
            more = [self.tr("… and more.")] if examination.more else []
            self._tell(self.tr("Found:"), [*examination.findings, *more])
        self.details.appendPlainText("")
        self.details.appendPlainText(self.tr("What this can't exclude:"))
        for limit in verdict.limits:
            self.details.appendPlainText(f"-  {limit}")
        self.details.moveCursor(self.details.textCursor().MoveOperation.Start)
        self.details.setFocus()

    def _tell(self, title: str, lines: Sequence[str]) -> None:
        self._verdict_stands = True
        self.details.setPlainText("\n".join([title, *(f"-  {one}" for one in lines)]))

    def _not_verified(self, error: StationError) -> None:
        self._working(False)
        if error.code == "CFG-054":
            self.strip.say(self.tr("Stopped: nothing is known of what wasn't looked at."), "notice")
        else:
            self.strip.say_error(error)
        self.verify.setFocus()

    def _working(self, at_work: bool) -> None:
        for made in (self.verify, self.against, self.anchor):
            made.setEnabled(not at_work)

    # An anchor

    def _ask_place(self) -> None:
        title = self.tr("Where shall the anchor be? Keep it where nobody here can change it.")
        ask_new_file(self, title, "anchor.json", self._save)

    def _save(self, path: Path) -> None:
        self.strip.be_silent()
        self._working(True)

        def done(made: MadeAnchor) -> None:
            self._working(False)
            text = self.tr(
                "Saved: {path}, with its signature beside it. It tells of entry {count}."
            )
            self.strip.say(text.format(path=path, count=f"{made.audit.sequence:,}"), "good")

        work = partial(write_anchor, self._session.plant, path)
        self._session.bridge.run(self, work, done, self._not_verified, Lane.EXPORTS)

    def _read_head(self) -> None:
        work = partial(anchor_now, self._session.plant)
        self._session.bridge.run(self, work, self._copy, self.strip.say_error)

    def _copy(self, made: MadeAnchor) -> None:
        QGuiApplication.clipboard().setText(made.printed)
        text = self.tr("Copied: the number and hash of the newest signed entry.")
        self.strip.say(text, "good")
        self._verdict_stands = True
        self.details.setPlainText(made.printed)
