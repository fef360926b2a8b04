"""A question above the screens, which go on while it is asked."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from station.window import theme


class Question(QFrame):
    """A strip with a question and two answers; to stay is the default."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("question")
        theme.kind(self, "notice")
        self.hide()

    def ask(self, question: str, yes: str, no: str, then: Callable[[], None]) -> None:
        """Ask it, in place of what was asked before."""
        layout = self.layout()
        if layout is None:
            layout = QHBoxLayout(self)
        while (item := layout.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        words = QLabel(question)
        words.setWordWrap(True)
        stay, do = QPushButton(no), QPushButton(yes)
        stay.setObjectName("question-no")
        do.setObjectName("question-yes")
        theme.kind(do, "danger")
        stay.clicked.connect(self.hide)
        do.clicked.connect(self.hide)
        do.clicked.connect(then)
        for widget in (words, stay, do):
            layout.addWidget(widget)
        QShortcut(QKeySequence("Esc"), stay, self.hide)
        self.show()
        stay.setFocus()
