"""The choice of a ceremony's tokens: those that are here, and what to do where none is."""

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from station.errors import StationError
from station.hsm.tokens import TokenAddress
from station.model.names import shown
from station.operations.ceremony_tokens import FoundToken, Hindrance, TokensHere
from station.window import theme
from station.window.ceremony_leaf import Leaf
from station.window.ceremony_words import hindrance_words
from station.window.fields import error_words, plain
from station.window.lines import whole_lines

_LINE_HEIGHT: Final = 40


class TokenTable(QTableWidget):
    """A token a line."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ceremony-tokens-table")
        titles = [
            self.tr("Token"),
            self.tr("Serial number"),
            self.tr("Maker"),
            self.tr("How it is"),
        ]
        self.setAccessibleName(self.tr("Tokens"))
        self.setColumnCount(len(titles))
        self.setHorizontalHeaderLabels(titles)
        whole_lines(self, _LINE_HEIGHT)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(len(titles) - 1, QHeaderView.ResizeMode.Stretch)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_tokens(self, rows: Sequence[tuple[FoundToken, str]], front: int) -> None:
        """Show tokens, each with how it is, one of them chosen."""
        self.setRowCount(len(rows))
        for row, (token, state) in enumerate(rows):
            seen = token.seen
            label = shown(seen.label) if token.hindrance is not Hindrance.BLANK else "-"
            maker = f"{seen.manufacturer} {seen.model}".strip()
            texts = (label, shown(seen.serial) or "-", shown(maker, 30), state)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(theme.plain_tip(f"{text}\n{shown(token.module.library, 200)}"))
                self.setItem(row, column, item)
        self.setCurrentCell(front, 0)


class TokenPage(Leaf):
    """Has one of the tokens chosen.

    Args:
        role: `root` or `factory`.
        taken: the token that has another role already, or None.
        back: leads back.
    """

    chosen = Signal(object)
    """The `FoundToken`."""
    blank = Signal(object)
    """A `FoundToken` that is to be made ready first, or whose making ready goes on."""
    look_wanted = Signal()
    """The tokens are to be looked for again."""
    library_wanted = Signal()
    """Another library is to be named."""

    def __init__(self, role: str, taken: TokenAddress | None, back: Callable[[], None]) -> None:
        title, text = self._words(role)
        super().__init__("ceremony-tokens", title, text)
        self._taken = taken
        self._found: TokensHere | None = None
        self.table = TokenTable()
        self.empty = plain("ceremony-tokens-empty", "empty")
        self.silent = plain("ceremony-tokens-silent", "quiet")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.silent)
        for widget in (self.table, self.empty, self.silent):
            widget.hide()
        self.table.itemSelectionChanged.connect(self._offer)
        self.table.doubleClicked.connect(self._take)
        self.add_back("ceremony-leave", self.tr("&Back"), back)
        self.add_other("ceremony-library", self.tr("Another &library"), self.library_wanted.emit)
        self.add_other("ceremony-look", self.tr("&Look again"), self.look_wanted.emit)
        self.take = self.add_on("ceremony-take", self.tr("&Take this one"), self._take)
        self.begin_with(self.table)

    def _words(self, role: str) -> tuple[str, str]:
        if role == "root":
            return (
                self.tr("The root token"),
                self.tr(
                    "Which token is to hold the root CA? It is used now, and lies in a safe "
                    "afterwards. Plug it in, then choose it."
                ),
            )
        return (
            self.tr("The factory token"),
            self.tr(
                "Which token is to stay in this computer, and work here? Plug it in, then choose "
                "it."
            ),
        )

    def look(self) -> None:
        """Show that the tokens are being looked for."""
        self.strip.be_silent()
        self.working(at_work=True)

    def say_error(self, error: StationError) -> None:
        """Say why they can't be looked for."""
        self.working(at_work=False)
        self.strip.say_error(error)
        self._offer()

    def show_found(self, found: TokensHere, label: str = "") -> None:
        """Show what is here.

        Args:
            found: the tokens.
            label: of the one to be chosen; else it is the first that can be taken.
        """
        self.working(at_work=False)
        self._found = found
        rows = [(token, self._state(token)) for token in found.tokens]
        good = [n for n, token in enumerate(found.tokens) if self._is_good(token)]
        named = [n for n in good if found.tokens[n].seen.label == label]
        blank = [n for n, token in enumerate(found.tokens) if token.to_make_ready]
        self.table.show_tokens(rows, (*named, *good, *blank, 0)[0])
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(self._empty_words(found))
        self.silent.setText("\n".join(self._silent_words(*one) for one in found.silent))
        self.silent.setVisible(bool(found.silent))
        self._offer()
        self.focus_first()

    def focus_first(self) -> None:
        """Go to the tokens, or to where others are looked for."""
        if self._found is not None and self._found.tokens:
            self.take.setFocus() if self.take.isEnabled() else self.table.setFocus()

    def _is_good(self, token: FoundToken) -> bool:
        return token.hindrance is None and token.address != self._taken

    def _state(self, token: FoundToken) -> str:
        if token.hindrance is None and token.address == self._taken:
            return self.tr("the root token: two tokens are needed")
        return hindrance_words(token.hindrance)

    def _empty_words(self, found: TokensHere) -> str:
        if not found.modules:
            return self.tr(
                "No PKCS#11 library is installed here. Install the one that came with your "
                "tokens, then look again; or name it under “Another library”."
            )
        return self.tr("No token is plugged in. Plug one in, then look again.")

    def _silent_words(self, library: str, error: StationError) -> str:
        text = self.tr("{library} says nothing: {why}")
        name = shown(PurePath(library).name, 40)
        return text.format(library=name, why=error_words(error, self.tr("It is left out.")))

    @property
    def _front(self) -> FoundToken | None:
        row = self.table.currentRow()
        if self._found is None or not 0 <= row < len(self._found.tokens):
            return None
        return self._found.tokens[row]

    def _offer(self) -> None:
        """Offer what can be done with the token that is chosen."""
        token = self._front
        blank = token is not None and token.to_make_ready
        self.take.setText(self.tr("&Make it ready") if blank else self.tr("&Take this one"))
        self.take.setEnabled(token is not None and (blank or self._is_good(token)))

    def _take(self) -> None:
        token = self._front
        if token is None:
            return
        if token.to_make_ready:
            self.blank.emit(token)
        elif self._is_good(token):
            self.chosen.emit(token)
