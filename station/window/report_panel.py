"""Signed reports of the figures that are shown: made, looked at, and others verified."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.names import shown
from station.model.rights import Approval, Right
from station.operations.plant import utc_now
from station.operations.report_asked import Asked
from station.operations.report_check import GenuineReport
from station.operations.report_desk import check_here, make_report
from station.operations.report_words import Report
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.fields import Strip, button
from station.window.saving import ask_folder, ask_new_file
from station.window.session import Session


class ReportPanel(QWidget):
    """Has a report written of what was counted, and shows where it is.

    Args:
        session: who does it, and at which station.
        agreement: where it is agreed to.
    """

    def __init__(self, session: Session, agreement: Agreement) -> None:
        super().__init__()
        self._session, self._agreement = session, agreement
        self._asked: Asked | None = None
        self._folder = Path()
        self.strip = Strip("report-said")
        self.make = button("report-make", self.tr("Make a signed &report …"))
        self.check = button("report-verify", self.tr("Verif&y a report …"))
        self.open = button("report-open", self.tr("Open its &folder"))
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("report-busy")
        self.make.clicked.connect(self._ask_place)
        self.check.clicked.connect(self._ask_report)
        self.open.clicked.connect(self._open)
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (self.make, self.check, self.open):
            row.addWidget(made)
        row.addWidget(self.busy, 1)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.strip)
        whole.addLayout(row)
        self.busy.hide()
        self.open.hide()
        self.make.setEnabled(False)

    def show_asked(self, asked: Asked | None) -> None:
        """Take what a report would be about; None where nothing was counted."""
        self._asked = asked
        self.make.setEnabled(asked is not None and self.busy.isHidden())

    def _ask_place(self) -> None:
        asked = self._asked
        if asked is None:
            return
        about = asked.order or asked.day or f"{utc_now():%Y-%m-%d}"
        title = self.tr("Which folder shall the report be? A new name, or an empty folder.")
        ask_new_file(self, title, f"report-{about}", partial(self._agree, asked))

    def _agree(self, asked: Asked, out: Path) -> None:
        self._working(True)
        what = self.tr("A report is signed by this station, and written to {folder}.")
        self._agreement.ask(
            Question(
                Right.EXPORT,
                what.format(folder=shown(out.name)),
                partial(self._make, asked, out),
                partial(self._working, False),
            )
        )

    def _make(self, asked: Asked, out: Path, approval: Approval | None) -> None:
        def done(report: Report) -> None:
            self._working(False)
            self._folder = out
            self.open.show()
            said = self.tr("The report is signed: {about}. It is in {folder}.")
            self.strip.say(said.format(about=report.about, folder=out), "good")
            self.open.setFocus()

        work = partial(make_report, self._session.plant, asked, out, approval)
        self._session.bridge.run(self, work, done, self._failed, Lane.EXPORTS)

    def _ask_report(self) -> None:
        ask_folder(self, self.tr("Which report's folder is to be verified?"), self._check)

    def _check(self, folder: Path) -> None:
        self._working(True)

        def done(found: GenuineReport) -> None:
            self._working(False)
            said = self.tr("Genuine: {about}, as {station} signed it on {day}.")
            document = found.document
            about, station = shown(document.about, 200), shown(document.station)
            day = f"{document.made:%Y-%m-%d}"
            self.strip.say(said.format(about=about, station=station, day=day), "good")
            self.check.setFocus()

        work = partial(check_here, self._session.plant, folder)
        self._session.bridge.run(self, work, done, self._failed)

    def _failed(self, error: StationError) -> None:
        self._working(False)
        self.strip.say_error(error)
        self.check.setFocus()

    def _open(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            text = self.tr("This computer has no program that shows folders: {folder}")
            self.strip.say(text.format(folder=self._folder), "notice")

    def _working(self, at_work: bool) -> None:
        if at_work:
            self.strip.be_silent()
        self.busy.setVisible(at_work)
        self.check.setEnabled(not at_work)
        self.make.setEnabled(not at_work and self._asked is not None)
