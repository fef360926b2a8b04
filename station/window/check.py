"""The station check: what works, what doesn't, and what to do, as often as somebody likes."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from station.operations.doctor import Finding, Health
from station.operations.doctor_bundle import write_bundle
from station.operations.plant import utc_now
from station.window import theme
from station.window.check_words import KINDS, capital, health_words, noteworthy, verdict
from station.window.checking import Checking
from station.window.engine_words import engine_words
from station.window.fields import Strip, button, plain
from station.window.session import Session


class CheckScreen(QWidget):
    """Shows what was found, what isn't well first; what is shown grows as the checks end.

    Args:
        session: who looks, and at which station.
        checking: what looks.
    """

    def __init__(self, session: Session, checking: Checking) -> None:
        super().__init__()
        self.setObjectName("check")
        theme.mark(self, kind="screen")
        self._session, self._checking = session, checking
        self.again = button("check-again", self.tr("Check &again (F5)"), "primary")
        self.save = button("check-save", self.tr("Save for an en&gineer …"))
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("check-busy")
        self.now = plain("check-now", "quiet")
        self.strip = Strip("check-said")
        self.saved = Strip("check-saved")
        self._lay_out()
        self.again.clicked.connect(self._begin)
        self.save.clicked.connect(self._ask_file)
        checking.begun.connect(self._begun)
        checking.found.connect(self._show)
        checking.over.connect(self._show)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self._begin)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.again)
        head.addWidget(self.save)
        for one in (self.busy, self.now):
            policy = one.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            one.setSizePolicy(policy)
        head.addWidget(self.busy, 1)
        head.addWidget(self.now, 2)
        self.area = QScrollArea()
        self.area.setObjectName("check-area")
        self.area.setAccessibleName(self.tr("What was found, the worst first"))
        theme.mark(self.area, kind="page")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 10)
        whole.addLayout(head)
        whole.addWidget(self.saved)
        whole.addWidget(self.strip)
        whole.addWidget(self.area, 1)

    # What the shell asks

    def refresh(self) -> None:
        """Show what was found last; look where nobody has looked yet."""
        self._show()
        if not self._checking.done:
            self._checking.begin()

    def focus_first(self) -> None:
        """Go to where it is looked anew."""
        self.again.setFocus()

    # What is looked at, and found

    def _begin(self) -> None:
        self.saved.be_silent()
        self._checking.begin()
        self._show()

    def _begun(self, what: str) -> None:
        self.now.setText(self.tr("Looking at {what}.").format(what=engine_words(what)))

    def _show(self) -> None:
        checking = self._checking
        self.busy.setVisible(checking.at_work)
        self.now.setVisible(checking.at_work)
        self.again.setEnabled(not checking.at_work)
        self.save.setEnabled(checking.done)
        findings = checking.findings
        wrong = noteworthy(findings)
        self.area.setWidget(self._page(wrong, findings))
        if not checking.done:
            self.strip.be_silent()
            return
        serious = [one for one in wrong if one.health is not Health.PRACTICE_ONLY]
        self.strip.say(verdict(findings), KINDS[serious[0].health if serious else Health.GOOD])

    def _page(self, wrong: Sequence[Finding], findings: Sequence[Finding]) -> QWidget:
        page = QWidget()
        theme.mark(page, kind="page")
        below = QVBoxLayout(page)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        for number, one in enumerate(wrong, 1):
            below.addWidget(_card(number, one))
        good = [one for one in findings if one.health is Health.GOOD]
        if good:
            below.addWidget(self._all_well(good))
        below.addStretch(1)
        return page

    def _all_well(self, good: Sequence[Finding]) -> QWidget:
        card = QFrame()
        theme.mark(card, kind="card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setColumnStretch(1, 1)
        title = self.tr("Looked at, and well")
        grid.addWidget(plain("check-good-title", "heading", title), 0, 0, 1, 2)
        for row, one in enumerate(good, 1):
            what = plain(f"check-good-{row}", "field", capital(engine_words(one.what)))
            what.setWordWrap(False)
            grid.addWidget(what, row, 0)
            grid.addWidget(
                plain(f"check-good-{row}-detail", "quiet", engine_words(one.detail)), row, 1
            )
        return card

    # Saved for an engineer

    def _ask_file(self) -> None:
        name = f"station-check-{utc_now():%Y%m%d-%H%M%S}.tar.gz"
        dialog = QFileDialog(self, self.tr("Where shall the file be?"))
        dialog.setObjectName("check-dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(str(Path.home()))
        dialog.selectFile(name)
        dialog.resize(900, 560)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, file: str) -> None:
        """Write the bundle into a new file."""
        path = Path(file)
        findings, data = self._checking.findings, self._session.plant.data
        work = partial(write_bundle, path, data, findings)
        told = self.tr("Written: {path}. It holds no key, no PIN and no record.")
        self._session.bridge.run(
            self,
            work,
            lambda _: self.saved.say(told.format(path=path), "good"),
            self.saved.say_error,
        )


def _card(number: int, one: Finding) -> QWidget:
    """Return what isn't well on a card: how bad, what, and in large words what to do."""
    card = QFrame()
    card.setObjectName(f"check-card-{number}")
    theme.mark(card, kind="card")
    row = QHBoxLayout(card)
    row.setContentsMargins(12, 10, 16, 10)
    row.setSpacing(16)
    how = plain(f"check-{number}-health", KINDS[one.health], health_words(one.health))
    how.setWordWrap(False)
    how.setMinimumWidth(130)
    how.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row.addWidget(how, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.addWidget(plain(f"check-{number}-what", "heading", capital(engine_words(one.what))))
    words.addWidget(plain(f"check-{number}-detail", "quiet", engine_words(one.detail)))
    if one.remedy:
        words.addWidget(plain(f"check-{number}-remedy", "told", engine_words(one.remedy)))
    row.addLayout(words, 1)
    return card
