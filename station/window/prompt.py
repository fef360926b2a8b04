"""What a run asks the worker: in the position's tile, with large buttons, or a line to type."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from station.model.prompt import NO, YES, Prompt, PromptKind, Question
from station.window import theme
from station.window.fields import plain
from station.window.said import Said

_MEGABYTES: Final = 64  # that a picture may take in memory
_ROWS_OF_ONE: Final = 2


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


class PromptPanel(QWidget):
    """Shows one question, and says what was pressed.

    Choices have their number, to be typed in the scan field; so is what is to be entered. Escape
    says no.

    Args:
        position: the position's name.
    """

    answered = Signal(object, str)
    """A question, and what was answered to it."""

    def __init__(self, position: str) -> None:
        super().__init__()
        self.setObjectName(f"prompt-{position}")
        self._position = position
        self._question: Question | None = None
        self._text = Said(f"prompt-text-{position}")
        theme.mark(self._text, kind="asked")
        self._picture = Picture(f"prompt-picture-{position}")
        self._wrong = plain(f"prompt-wrong-{position}", "notice")
        self.buttons: list[QPushButton] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self._text, 2)
        whole.addWidget(self._picture, 3)
        whole.addWidget(self._wrong)
        whole.addLayout(self._grid)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)
        self.hide()

    @property
    def first(self) -> QPushButton | None:
        """What Enter presses: yes, or nothing where the worker must choose or enter."""
        sure = self._question is not None and self._question.prompt.choices is None
        return self.buttons[0] if sure and self.buttons else None

    def show_question(self, question: Question | None, wrong: str) -> None:
        """Show a question, or nothing where none is asked.

        Args:
            question: what is asked.
            wrong: why what was answered is no answer, or nothing.
        """
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        if question is not self._question:
            self._question = question
            self._take_up(question)
        self.setVisible(question is not None)

    def _take_up(self, question: Question | None) -> None:
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        if question is None:
            return
        self._text.say(question.prompt.text)
        self._picture.setVisible(question.picture is not None)
        if question.picture is not None:
            self._picture.show_bytes(question.picture)
        answers = self._answers(question.prompt)
        columns = 1 if 2 < len(answers) <= _ROWS_OF_ONE * 2 else 2
        for place, (text, answer) in enumerate(answers):
            button = self._made(text, answer, primary=place == 0)
            self._grid.addWidget(button, place // columns, place % columns)

    def _answers(self, prompt: Prompt) -> list[tuple[str, str]]:
        """Return what can be pressed: the words, and the answer that they give."""
        match prompt.kind:
            case PromptKind.CONFIRM | PromptKind.PICTURE:
                return [(self.tr("Yes"), YES), (self.tr("No"), NO)]
            case PromptKind.CHOOSE:
                choices = prompt.choices or ()
                return [(f"{place}  {text}", text) for place, text in enumerate(choices, 1)]
            case PromptKind.ENTER:
                return []

    def _made(self, text: str, answer: str, *, primary: bool) -> QPushButton:
        # An ampersand would become a mnemonic.
        button = QPushButton(text.replace("&", "&&"), self)
        button.setObjectName(f"answer-{answer}-{self._position}")
        button.setAutoDefault(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        yes_or_no = answer == YES
        theme.mark(button, kind="primary" if primary and yes_or_no else "answer")
        question = self._question
        button.clicked.connect(lambda: self.answered.emit(question, answer))
        return button

    def _escape(self) -> None:
        question = self._question
        if question is not None and question.prompt.reads(NO) == NO and self.buttons:
            self.answered.emit(question, NO)
