"""Says above the screens that something went wrong, and lets everything behind it go on."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from station.errors import StationError
from station.window import theme


class MishapStrip(QFrame):
    """A strip with what happened, a way to its help, and a way on; it takes no focus by itself."""

    what_is = Signal(str)
    """Somebody asks what a code means."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mishap")
        theme.kind(self, "notice")
        self._code = ""
        self._times = 0
        self._words = QLabel()
        self._words.setObjectName("mishap-words")
        theme.plain_text(self._words).setWordWrap(True)
        row = QHBoxLayout(self)
        row.addWidget(self._words, 1)
        row.addWidget(_button("mishap-help", self.tr("What is this?"), self._ask))
        row.addWidget(_button("mishap-on", self.tr("Go on"), self._away))
        self.hide()

    def say(self, error: StationError) -> None:
        """Say it; where it comes again, how often."""
        again = error.code == self._code and not self.isHidden()
        self._times = self._times + 1 if again else 1
        self._code = error.code
        text = f"{error.message} {error.remedy} ({error.code} {error.detail})"
        if self._times > 1:
            text += "\n" + self.tr("It came {count} times.").format(count=self._times)
        self._words.setText(text)
        self.show()

    def _ask(self) -> None:
        self.what_is.emit(self._code)

    def _away(self) -> None:
        self.hide()


def _button(name: str, words: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.clicked.connect(pressed)
    return button
