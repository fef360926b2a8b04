"""The choice of a new PIN, typed twice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from station.secret import Secret
from station.window.fields import Field, Strip, button, line, plain


class NewPin(QWidget):
    """Asks for a new PIN twice, before anything is changed.

    Args:
        title: what is asked.
        words: on the button.
    """

    chosen = Signal(object)
    """The PIN."""
    left = Signal()
    """None is to be chosen."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setObjectName("new-pin")
        self.told = plain("new-pin-told", "")
        self.strip = Strip("new-pin-said")
        self.first = line("new-pin-first", secret=True)
        self.again = line("new-pin-again", secret=True)
        self._first = Field(self.tr("New PIN"), self.first, " ")
        self.save = button("new-pin-save", words, "primary")
        self.leave = button("new-pin-leave", self.tr("Back"))
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("new-pin-busy")
        self.busy.hide()
        self.save.clicked.connect(self.submit)
        self.leave.clicked.connect(self.left)
        for edit in (self.first, self.again):
            edit.textEdited.connect(self.strip.be_silent)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(14)
        inside.addWidget(plain("new-pin-title", "title", title))
        again = Field(self.tr("The same once more"), self.again)
        for widget in (self.told, self._first, again, self.strip, self.busy):
            inside.addWidget(widget)
        inside.addLayout(buttons)

    def begin(self, told: str) -> None:
        """Ask, and say why."""
        self.told.setText(told)
        self.strip.be_silent()
        self.working(at_work=False)
        self._clear()

    def say_shortest(self, characters: int) -> None:
        """Say how short it may be."""
        text = self.tr("At least {count} characters; letters and signs may be among them.")
        self._first.say_hint(text.format(count=characters))

    def refuse(self, text: str) -> None:
        """Say why the PIN can't be."""
        self.working(at_work=False)
        self.strip.say(text, "bad")
        self._clear()

    def working(self, *, at_work: bool) -> None:
        """Show that the PIN is being changed, or no longer."""
        self.busy.setVisible(at_work)
        for widget in (self.first, self.again, self.save, self.leave):
            widget.setEnabled(not at_work)

    def _clear(self) -> None:
        self.first.clear()
        self.again.clear()
        self.first.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no PIN that isn't seen."""
        super().hideEvent(event)
        self.first.clear()
        self.again.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the way on, and Escape as the way back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and self.leave.isEnabled():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        """Go on where both are the same, else say what is missing."""
        first, again = self.first.text(), self.again.text()
        if not self.save.isEnabled():
            return
        if not first or not again:
            (self.again if first else self.first).setFocus()
        elif first != again:
            self.refuse(self.tr("The two PINs aren't the same: type both again."))
        else:
            self._clear()
            self.working(at_work=True)
            self.chosen.emit(Secret(first.encode()))
