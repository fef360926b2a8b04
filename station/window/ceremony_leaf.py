"""What all pages of the ceremony are: a card with a title, what to do, and one way on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from station.window import theme
from station.window.ceremony_words import breakable
from station.window.fields import Strip, button, plain


class Leaf(QFrame):
    """One page; what is particular to it goes into `body`.

    Args:
        name: the object's, and what the names of its parts begin with.
        title: in large words.
        text: what is to be done.
    """

    def __init__(self, name: str, title: str, text: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        theme.mark(self, kind="card")
        self.title = plain(f"{name}-title", "title", breakable(title))
        self.told = plain(f"{name}-told", "told", breakable(text))
        self.strip = Strip(f"{name}-said")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName(f"{name}-busy")
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._back, self._on = QHBoxLayout(), QHBoxLayout()
        self._first: QWidget | None = None
        self.primary: QPushButton | None = None
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addLayout(self._back)
        buttons.addStretch(1)
        buttons.addLayout(self._on)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(28, 20, 28, 20)
        inside.setSpacing(14)
        for widget in (self.title, self.told, self.strip):
            inside.addWidget(widget)
        inside.addLayout(self.body, 1)
        inside.addWidget(self.busy)
        inside.addLayout(buttons)
        # Once they have their place: a widget without one would be a window of its own.
        self.busy.hide()
        self.told.setVisible(bool(text))

    def add_back(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        """Add a button on the left: a way back, or out."""
        made = button(name, words)
        made.clicked.connect(act)
        self._back.addWidget(made)
        return made

    def add_on(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        """Add the way on, on the right, which Enter takes too."""
        made = button(name, words, "primary")
        made.clicked.connect(act)
        self._on.addWidget(made)
        self.primary = made
        return made

    def add_other(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        """Add another way on, left of the usual one."""
        made = button(name, words)
        made.clicked.connect(act)
        self._on.insertWidget(0, made)
        return made

    def say_told(self, text: str) -> None:
        """Say what is to be done."""
        self.told.setText(breakable(text))
        self.told.setVisible(bool(text))

    def begin_with(self, widget: QWidget) -> None:
        """Have the focus there whenever the page is shown."""
        self._first = widget

    def focus_first(self) -> None:
        """Put the focus where the work begins."""
        first = self._first or self.primary
        if first is not None:
            first.setFocus()

    def working(self, *, at_work: bool) -> None:
        """Show that something goes on, and take nothing meanwhile."""
        self.busy.setVisible(at_work)
        for widget in self.findChildren(QPushButton):
            widget.setEnabled(not at_work)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the way on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.primary is not None and self.primary.isEnabled():
                self.primary.click()
        else:
            super().keyPressEvent(event)
