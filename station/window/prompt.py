"""What a run asks the worker: in the position's tile, with large buttons, or a line to type."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from station.model.prompt import NO, YES, Prompt, PromptKind, Question
from station.window import theme
from station.window.fields import plain
from station.window.said import Said

_MEGABYTES: Final = 64  # that a picture may take in memory
_MOST: Final = 8  # choices
_LARGE: Final = 2  # more answers are smaller
_SOME: Final = 4
_COLUMNS: Final = 2
_PADDING: Final = 28  # what frame and margins of a button take
_TEXT_HEIGHT: Final = 40


class Picture(QLabel):
    """A picture as large as its place, in its own proportions."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        theme.plain_text(self)
        self._image = QImage()

    def show_bytes(self, content: bytes) -> None:
        """Show the picture that a file holds."""
        self._image = _decoded(content)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the new place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            # Nothing can be looked at, so it mustn't be said that it looks right.
            self.setText(self.tr("The picture can't be shown. Answer no, and call the supervisor."))
            return
        scale = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(
            self._image.scaled(
                self.size() * scale,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        pixmap.setDevicePixelRatio(scale)
        self.setPixmap(pixmap)


def _decoded(content: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAllocationLimit(_MEGABYTES)
    reader.setAutoTransform(True)
    return reader.read()


class AnswerButton(QPushButton):
    """An answer to press; in too small a place its end is left out, and a tip says it all."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.mark(self, kind="answer")
        self.hide()

    def say(self, words: str) -> None:
        """Show an answer."""
        self._words = words
        self.setAccessibleName(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the new place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - _PADDING
        fitting = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        # An ampersand alone would become a mnemonic.
        self.setText(fitting.replace("&", "&&"))
        self.setToolTip("" if fitting == self._words else theme.plain_tip(self._words))


class PromptPanel(QWidget):
    """Shows one question, and says what was pressed.

    Choices have their number, which can be typed in the scan field as well; what is to be entered
    can be typed or scanned there alone.

    Args:
        position: the position's name.
    """

    answered = Signal(object, str)
    """A question, and what was answered to it."""

    def __init__(self, position: str) -> None:
        super().__init__()
        self.setObjectName(f"prompt-{position}")
        self._question: Question | None = None
        self._answers: list[str] = []
        self._text = Said(f"prompt-text-{position}")
        theme.mark(self._text, kind="asked")
        self._picture = Picture(f"prompt-picture-{position}")
        hint = self.tr("Scan it, or type it and press Enter.")
        self._hint = plain(f"prompt-hint-{position}", "asked-hint", hint)
        self._wrong = plain(f"prompt-wrong-{position}", "notice")
        # All there can be, from the beginning: the screen watches their keys.
        self.buttons = [self._made(place, position) for place in range(_MOST)]
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._text.setMinimumHeight(_TEXT_HEIGHT)
        column = QWidget()
        words = QVBoxLayout(column)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(6)
        words.addWidget(self._text, 1)
        words.addWidget(self._hint)
        words.addWidget(self._wrong)
        words.addLayout(self._grid)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._picture, 1)
        whole.addWidget(column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.hide()

    def _made(self, place: int, position: str) -> "AnswerButton":
        button = AnswerButton(self)
        button.setObjectName(f"answer-{place + 1}-{position}")
        button.clicked.connect(lambda: self._pressed(place))
        return button

    @property
    def first(self) -> QPushButton | None:
        """What Enter presses: yes; None where the worker must choose or enter."""
        return self.buttons[0] if self._is_yes_or_no else None

    @property
    def _is_yes_or_no(self) -> bool:
        return self._answers == [YES, NO]

    def show_question(self, question: Question | None, wrong: str) -> None:
        """Show a question, or nothing where none is asked.

        Args:
            question: what is asked.
            wrong: why what was answered is no answer, or nothing.
        """
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        if question is not self._question:
            self._question, self._answers = question, []
            if question is not None:
                self._take_up(question)
        self._hint.setHidden(bool(wrong or self._answers))
        self.setVisible(question is not None)

    def _take_up(self, question: Question) -> None:
        words = self._offered(question.prompt)
        self._text.say(question.prompt.text)
        self._picture.setVisible(question.picture is not None)
        if question.picture is not None:
            self._picture.show_bytes(question.picture)
        room = "large" if len(words) <= _LARGE else "some" if len(words) <= _SOME else "small"
        for place, button in enumerate(self.buttons):
            self._grid.removeWidget(button)
            button.setVisible(place < len(words))
            if place < len(words):
                yes = place == 0 and self._is_yes_or_no
                theme.mark(button, kind="primary" if yes else "answer", answers=room)
                button.say(words[place])
                self._grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)

    def _offered(self, prompt: Prompt) -> list[str]:
        """Return the words of what can be pressed, having noted the answers that they give."""
        match prompt.kind:
            case PromptKind.CONFIRM | PromptKind.PICTURE:
                self._answers = [YES, NO]
                return [self.tr("Yes"), self.tr("No")]
            case PromptKind.CHOOSE:
                self._answers = list(prompt.choices or ())
                return [f"{place}  {text}" for place, text in enumerate(self._answers, 1)]
            case PromptKind.ENTER:
                return []

    def _pressed(self, place: int) -> None:
        if self._question is not None and place < len(self._answers):
            self.answered.emit(self._question, self._answers[place])

    def say_no(self) -> None:
        """Say no, where that is an answer."""
        if self._question is not None and self._is_yes_or_no:
            self.answered.emit(self._question, NO)
