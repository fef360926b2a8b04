"""Below the log-in, at a shift's start: whether all is well, and what to do where it isn't."""

from typing import Final

from PySide6.QtWidgets import QFrame, QVBoxLayout

from station.operations.doctor import Health
from station.window import theme
from station.window.check_words import KINDS, capital, noteworthy, verdict
from station.window.checking import Checking
from station.window.engine_words import engine_words
from station.window.fields import Strip, plain

# What has room below the log-in in the smallest window.
_SHOWN: Final = 2


class ShiftCheck(QFrame):
    """Says only what isn't well; a supervisor's page has all of it.

    Args:
        checking: what looks.
    """

    def __init__(self, checking: Checking) -> None:
        super().__init__()
        self.setObjectName("shift-check")
        self._checking = checking
        self.said = Strip("shift-check-said")
        self.busy = plain("shift-check-busy", "quiet", self.tr("The station is being looked at."))
        self.rows = QVBoxLayout()
        self.rows.setSpacing(6)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 12, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.busy)
        inside.addWidget(self.said)
        inside.addLayout(self.rows)
        checking.over.connect(self._show)
        if checking.done:
            self._show()

    def _show(self) -> None:
        findings = self._checking.findings
        wrong = [one for one in noteworthy(findings) if one.health is not Health.PRACTICE_ONLY]
        worst = wrong[0].health if wrong else Health.GOOD
        self.busy.hide()
        self.said.say(verdict(findings), KINDS[worst])
        while (item := self.rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, one in enumerate(wrong[:_SHOWN], 1):
            name = f"shift-check-{number}"
            words = f"{capital(engine_words(one.what))}: {engine_words(one.detail)}"
            self.rows.addWidget(plain(name, "question", words))
            self.rows.addWidget(plain(f"{name}-remedy", "told", engine_words(one.remedy)))
        if len(wrong) > _SHOWN:
            more = self.tr("And {count} more: a supervisor sees all of it under Check.")
            words = more.format(count=len(wrong) - _SHOWN)
            self.rows.addWidget(plain("shift-check-more", "quiet", words))
        theme.mark(self, state=worst.value)
