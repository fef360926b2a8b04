"""The pages before anybody is logged in: something goes on, something is wrong, a PIN is wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from station.window import theme


@dataclass(frozen=True)
class Choice:
    """A button of a page: its name in the code, its words, and what it does."""

    name: str
    words: str
    chosen: Callable[[], None]


class Page(QWidget):
    """A card in the middle: a title, a text, and what can be chosen; the first is the default."""

    def __init__(self, title: str, text: str, choices: Sequence[Choice] = ()) -> None:
        super().__init__()
        self.setObjectName("page")
        theme.kind(self, "screen")
        heading, self.text = QLabel(title), QLabel(text)
        self.text.setObjectName("page-text")
        theme.kind(heading, "title")
        for label in (heading, self.text):
            theme.plain_text(label).setWordWrap(True)
        card = QFrame()
        theme.kind(card, "card")
        card.setMinimumWidth(560)
        self.inside = QVBoxLayout(card)
        self.inside.setContentsMargins(28, 24, 28, 24)
        self.inside.setSpacing(16)
        self.inside.addWidget(heading)
        self.inside.addWidget(self.text)
        first = self._add_choices(choices)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 2)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(row)
        whole.addStretch(2)
        if first is not None:
            self.setFocusProxy(first)

    def _add_choices(self, choices: Sequence[Choice]) -> QPushButton | None:
        """Add a button for each choice; return the default."""
        buttons, first = QHBoxLayout(), None
        for number, choice in enumerate(choices):
            button = QPushButton(choice.words)
            button.setObjectName(choice.name)
            button.setAutoDefault(True)
            button.clicked.connect(choice.chosen)
            theme.kind(button, "" if number else "primary")
            buttons.addWidget(button)
            first = first or button
        self.inside.addLayout(buttons)
        return first


class BusyPage(Page):
    """Something goes on that can't be said how long it takes."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title, text)
        bar = QProgressBar(minimum=0, maximum=0, textVisible=False)
        bar.setObjectName("busy")
        self.inside.addWidget(bar)

    def say(self, text: str) -> None:
        """Say something else in the text's place."""
        self.text.setText(text)


class UnlockPage(Page):
    """Asks a supervisor for the PIN of the factory's token.

    Args:
        station: its folder.
        wrong: what was wrong before, or is at stake; empty for nothing.
    """

    unlocked = Signal(object)

    def __init__(self, station: str, wrong: str = "") -> None:
        title = self.tr("Unlock the station")
        super().__init__(title, self.tr("A supervisor types the PIN of the factory's token."))
        self.setObjectName("unlock")
        name = QLabel(station)
        theme.kind(theme.plain_text(name), "quiet")
        self.pin = QLineEdit(maxLength=64)
        self.pin.setObjectName("factory-pin")
        self.pin.setAccessibleName(self.tr("PIN of the factory's token"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.returnPressed.connect(self._unlock)
        button = QPushButton(self.tr("Unlock"))
        button.setObjectName("unlock-button")
        theme.kind(button, "primary")
        button.clicked.connect(self._unlock)
        self.inside.addWidget(name)
        if wrong:
            words = QLabel(wrong)
            words.setObjectName("unlock-wrong")
            theme.plain_text(words).setWordWrap(True)
            theme.kind(words, "bad")
            self.inside.addWidget(words)
        self.inside.addWidget(self.pin)
        self.inside.addWidget(button)
        self.setFocusProxy(self.pin)

    def offer_pad(self, at_pad: object) -> None:
        """Add a way to type the PIN at the token's own pad.

        Args:
            at_pad: what `unlocked` tells then; None where the token has no pad.
        """
        if at_pad is None:
            return
        button = QPushButton(self.tr("Type it at the token's &pad"))
        button.setObjectName("unlock-pad")
        button.clicked.connect(lambda: self.unlocked.emit(at_pad))
        self.inside.addWidget(button)

    def _unlock(self) -> None:
        typed = self.pin.text()
        self.pin.clear()
        if typed:
            from station.secret import Secret  # noqa: PLC0415 - spared before the first frame

            self.unlocked.emit(Secret(typed.encode()))
