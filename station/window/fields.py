"""Parts that forms are made of: a field with its words and what is wrong with it, and a strip."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.window import theme
from station.window.engine_words import what_happened, what_to_do


def plain(name: str, kind: str, text: str = "") -> QLabel:
    """Return a label that wraps, and takes whatever it shows for plain text."""
    label = QLabel(text)
    label.setObjectName(name)
    theme.plain_text(label)
    label.setWordWrap(True)
    theme.mark(label, kind=kind)
    return label


def button(name: str, text: str, kind: str = "") -> QPushButton:
    """Return a button that Enter presses too."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(True)
    theme.mark(made, kind=kind)
    return made


def line(name: str, *, secret: bool = False, longest: int = 64) -> QLineEdit:
    """Return a field of one line; what is typed into a secret one isn't shown."""
    edit = QLineEdit(maxLength=longest)
    edit.setObjectName(name)
    if secret:
        edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit


def error_words(error: StationError, remedy: str = "") -> str:
    """Return what a person reads of an error; `remedy` where the window has a better one."""
    return f"{what_happened(error)} {remedy or what_to_do(error)} ({error.code})"


class Strip(QLabel):
    """Says in one place of a screen what went well or wrong; gone while there is nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        theme.plain_text(self)
        self.setWordWrap(True)
        # Qt makes room for a style sheet's padding only where the first style had some.
        theme.mark(self, kind="notice")
        self.hide()

    def say(self, text: str, kind: str) -> None:
        """Say it; `kind` is one of the style sheet's: good, bad, wrong, notice."""
        self.setText(text)
        theme.mark(self, kind=kind)
        self.show()

    def say_error(self, error: StationError, remedy: str = "") -> None:
        """Say an error; `remedy` as in `error_words`."""
        self.say(error_words(error, remedy), "bad")

    def be_silent(self) -> None:
        """Say nothing."""
        self.clear()
        self.hide()


class Choice(QComboBox):
    """One of several, with an arrow that fits the style sheet's frame.

    Args:
        name: the object's.
        shortest: how many characters it shows at least, whatever it holds; 0: all it holds.
    """

    def __init__(self, name: str, shortest: int = 0) -> None:
        super().__init__()
        self.setObjectName(name)
        theme.mark(self, kind="choice")
        if shortest:
            self.setMinimumContentsLength(shortest)
            self.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, and the arrow, which a style sheet can't without a picture file."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme.COLOURS["text" if self.isEnabled() else "quiet"]), 2)
        painter.setPen(pen)
        x, y = self.width() - 20, self.height() / 2 - 2
        painter.drawPolyline([QPointF(x - 5, y), QPointF(x, y + 5), QPointF(x + 5, y)])
        painter.end()


class Field(QWidget):
    """What is typed or chosen, with its words above it and a sentence below where it is wrong.

    Args:
        words: what it is, with its mnemonic.
        editor: where it is typed or chosen.
        hint: what to know about it, or nothing.
        beside: a button that helps with it, or None.
    """

    def __init__(
        self, words: str, editor: QWidget, hint: str = "", beside: QWidget | None = None
    ) -> None:
        super().__init__()
        self.editor = editor
        self.label = label = QLabel(words)
        label.setBuddy(editor)
        theme.mark(label, kind="field")
        self.hint = plain(f"{editor.objectName()}-hint", "quiet", hint)
        self.wrong = plain(f"{editor.objectName()}-wrong", "field-wrong")
        self.wrong.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(3)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(editor, 1)
        if beside is not None:
            row.addWidget(beside)
        whole.addWidget(label)
        whole.addLayout(row)
        whole.addWidget(self.hint)
        whole.addWidget(self.wrong)
        # Once it has its place: a label without one would be a window of its own.
        self.hint.setVisible(bool(hint))

    def say_words(self, words: str) -> None:
        """Call it something else."""
        self.label.setText(words)

    def say_hint(self, text: str) -> None:
        """Show another hint."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def say_wrong(self, text: str) -> None:
        """Show what is wrong; nothing where it is right."""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
