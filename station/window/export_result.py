"""What an export wrote, where it is, and whether it is still as it was written."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.names import shown
from station.operations.exporting import Exported, WrittenFile, check_export
from station.service.exports import ExportReport, Verified
from station.window.fields import Strip, button, plain
from station.window.languages import number
from station.window.order_words import mechanism_words
from station.window.session import Session

_MOST: Final = 200
_LINE_HEIGHT: Final = 32


class ExportResult(QWidget):
    """Shows one export.

    Args:
        session: who looks, and at which station.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("export-result")
        self._session = session
        self._folder = Path()
        self.title = plain("export-title", "heading")
        self.counts = plain("export-counts", "")
        self.warning = plain("export-warning", "notice")
        self.strip = Strip("export-verified")
        self.folder = self._read_only("export-where")
        self.hash = self._read_only("export-hash")
        self.hash.setAccessibleName(self.tr("SHA-256 of the manifest"))
        self.hash.setToolTip(self.hash.accessibleName())
        self._make_table()
        self.open = button("export-open", self.tr("O&pen folder"))
        self.copy = button("export-copy", self.tr("Copy pa&th"))
        self.check = button("export-verify", self.tr("&Verify"))
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("export-verifying")
        self.busy.hide()
        self.open.clicked.connect(self._open)
        self.copy.clicked.connect(self._copy)
        self.check.clicked.connect(self._verify)
        self._lay_out()

    @staticmethod
    def _read_only(name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(name)
        edit.setReadOnly(True)
        return edit

    def _make_table(self) -> None:
        self.files = QTableWidget(0, 2)
        self.files.setObjectName("export-files")
        self.files.setAccessibleName(self.tr("Files"))
        self.files.setHorizontalHeaderLabels([self.tr("File"), self.tr("Bytes")])
        self.files.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.files.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.files.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.files.setShowGrid(False)
        self.files.setWordWrap(False)
        self.files.setTabKeyNavigation(False)
        self.files.setMinimumHeight(4 * _LINE_HEIGHT)
        down, across = self.files.verticalHeader(), self.files.horizontalHeader()
        down.hide()
        down.setDefaultSectionSize(_LINE_HEIGHT)
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        across.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for made in (self.open, self.copy, self.check):
            buttons.addWidget(made)
        buttons.addWidget(self.busy, 1)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        for widget in (self.title, self.counts, self.warning, self.strip):
            whole.addWidget(widget)
        whole.addLayout(buttons)
        places = QGridLayout()
        places.setSpacing(8)
        for row, (words, edit) in enumerate(
            ((self.tr("Folder"), self.folder), (self.tr("SHA-256"), self.hash))
        ):
            places.addWidget(QLabel(words), row, 0)
            places.addWidget(edit, row, 1)
        whole.addLayout(places)
        whole.addWidget(self.files, 1)

    def _warn(self, report: ExportReport) -> None:
        """Say what whoever gets the files must know."""
        said = []
        if report.keys_in_clear:
            said.append(
                self.tr("Keys stand in these files for anybody to read. Give them to nobody else.")
            )
        if report.changed_groups:
            said.append(
                self.tr(
                    "Some groups were rotated, disabled or given another CA. Where the service has"
                    " them already, send these as an update: group-updates-*.json, and a"
                    " group-*.template.json with its keys filled in."
                )
            )
        if report.shut_out:
            text = self.tr(
                "{count} revoked units are shut out of their groups by shut-out-*.json: send these,"
                " too."
            )
            said.append(text.format(count=number(report.shut_out)))
        self.warning.setText("\n".join(said))
        self.warning.setVisible(bool(said))

    def show_export(self, exported: Exported) -> None:
        """Show an export."""
        report = exported.report
        self._folder = report.folder
        self.strip.be_silent()
        title = self.tr("{count} units in {files} files")
        self.title.setText(title.format(count=number(report.enrollments), files=exported.files))
        counts = [
            f"{mechanism_words(mechanism)}: {count:,}"
            for mechanism, count in report.by_mechanism.items()
        ]
        if report.held_back:
            held = self.tr("held back, since their units are aside: {count}")
            counts.append(held.format(count=number(report.held_back)))
        self.counts.setText(", ".join([exported.format, *counts]))
        self._warn(report)
        self.folder.setText(str(report.folder))
        self.folder.setCursorPosition(0)
        self.hash.setText(report.manifest_hash)
        self.hash.setCursorPosition(0)
        shown_files = exported.contents[:_MOST]
        self.files.setRowCount(len(shown_files))
        for row, file in enumerate(shown_files):
            self._put(row, file)
        if len(exported.contents) > _MOST:
            self.files.setRowCount(_MOST + 1)
            more = self.tr("… and {count} more")
            count = len(exported.contents) - _MOST
            self.files.setItem(_MOST, 0, QTableWidgetItem(more.format(count=number(count))))

    def _put(self, row: int, file: WrittenFile) -> None:
        name = shown(file.name, 128)
        if file.name.endswith("/"):
            name = self.tr("{name} with {count} files").format(name=name, count=number(file.files))
        size = QTableWidgetItem(number(file.size))
        size.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.files.setItem(row, 0, QTableWidgetItem(name))
        self.files.setItem(row, 1, size)

    def _open(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            text = self.tr(
                "This computer has no program that shows folders. The path can be copied."
            )
            self.strip.say(text, "notice")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._folder))
        self.strip.say(self.tr("The path was copied."), "notice")

    def _verify(self) -> None:
        self.strip.be_silent()
        self._working(True)
        folder = self._folder

        def done(verified: Verified) -> None:
            self._working(False)
            if folder == self._folder:
                text = self.tr(
                    "This station's factory signed the manifest, and all {count} files in it are "
                    "what was exported."
                )
                self.strip.say(text.format(count=number(verified.files)), "good")

        work = partial(check_export, self._session.plant, folder)
        self._session.bridge.run(self, work, done, self._not_verified)

    def _not_verified(self, error: StationError) -> None:
        self._working(False)
        self.strip.say_error(error)

    def _working(self, at_work: bool) -> None:
        self.check.setEnabled(not at_work)
        self.busy.setVisible(at_work)
        if not at_work:
            self.check.setFocus()
