"""The list of a ceremony's steps: which are done, which is at work, and which are to come."""

from collections.abc import Collection

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from station.operations.ceremony_plan import STEPS, StepName
from station.window import theme
from station.window.ceremony_words import said
from station.window.fields import plain

_WIDTH = 290
_MARK = 22


class StepList(QFrame):
    """Stands beside the pages all the time."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ceremony-steps")
        theme.mark(self, kind="card")
        self.setFixedWidth(_WIDTH)
        self._marks: dict[StepName, QLabel] = {}
        self._words: dict[StepName, QLabel] = {}
        inside = QVBoxLayout(self)
        inside.setContentsMargins(18, 20, 18, 20)
        inside.setSpacing(12)
        inside.addWidget(plain("ceremony-steps-title", "heading", self.tr("The ceremony")))
        for number, step in enumerate(STEPS, 1):
            row = QHBoxLayout()
            row.setSpacing(10)
            mark = QLabel()
            mark.setFixedWidth(_MARK)
            title = f"{number}. {said(step.title)}"
            words = plain(f"ceremony-step-{step.name.value}", "step", title)
            row.addWidget(mark)
            row.addWidget(words, 1)
            inside.addLayout(row)
            self._marks[step.name], self._words[step.name] = mark, words
        inside.addStretch(1)
        self.show_done((), None)

    def show_done(self, done: Collection[StepName], now: StepName | None) -> None:
        """Show which steps are done, and which is at work, if any."""
        for step in STEPS:
            state = "done" if step.name in done else "now" if step.name is now else "later"
            theme.mark(self._words[step.name], state=state)
            self._words[step.name].setAccessibleDescription(
                {
                    "done": self.tr("done"),
                    "now": self.tr("at work"),
                    "later": self.tr("to come"),
                }[state]
            )
            mark = self._marks[step.name]
            if state == "later":
                mark.clear()
            else:
                name, colour = ("pass", "pass") if state == "done" else ("start", "action")
                mark.setPixmap(theme.picture(name, colour, _MARK))
