"""The forms beside the choice of a token: another library, and a blank token made ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit

from station.errors import StationError
from station.operations.ceremony_tokens import named_module
from station.secret import Secret
from station.window.ceremony_leaf import Leaf
from station.window.ceremony_words import wrong_words
from station.window.fields import Field, button, line

_LONGEST_PATH: Final = 4_096
_LONGEST_LABEL: Final = 32


class LibraryPage(Leaf):
    """Asks for a PKCS#11 library that isn't found by itself.

    Args:
        back: leads back.
    """

    named = Signal(object)
    """The `Module`."""

    def __init__(self, back: Callable[[], None]) -> None:
        super().__init__(
            "ceremony-module",
            self.tr("Another library"),
            self.tr("A PKCS#11 library comes with each kind of token, from its maker."),
        )
        self.path = line("ceremony-module-path", longest=_LONGEST_PATH)
        self.settings = line("ceremony-module-settings", longest=_LONGEST_PATH)
        browse = button("ceremony-module-browse", self.tr("&Choose"))
        browse.clicked.connect(self._ask_file)
        told = self.tr("Its whole path; the name ends in .so.")
        self._path = Field(self.tr("&Library"), self.path, told, browse)
        hint = self.tr("As NAME=VALUE, several with blanks between. Most want nothing.")
        self.body.addWidget(self._path)
        self.body.addWidget(Field(self.tr("What it wants to be &told"), self.settings, hint))
        self.body.addStretch(1)
        self.add_back("ceremony-leave", self.tr("&Back"), back)
        self.add_on("ceremony-module-on", self.tr("&Look there"), self._submit)
        self.begin_with(self.path)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Which is the library?"))
        dialog.setObjectName("ceremony-module-dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Libraries (*.so *.so.*)"))
        dialog.setDirectory("/usr/lib")
        dialog.resize(900, 560)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()

    def _submit(self) -> None:
        try:
            module = named_module(self.path.text().strip(), self.settings.text())
        except StationError as error:
            self.strip.say_error(error)
            self.path.setFocus()
        else:
            self.named.emit(module)


@dataclass(frozen=True)
class Ready:
    """How a blank token is made ready.

    Attributes:
        label: what it is called from then on.
        so_pin: its security officer's PIN.
        pin: the PIN of those who work with it.
    """

    label: str
    so_pin: Secret
    pin: Secret


class ReadyPage(Leaf):
    """Asks for a blank token's label and both its PINs, each typed twice.

    Args:
        label: what to call it, unless somebody knows better.
        back: leads back.
        begun: whether that was broken off: it has its label, and its security officer's PIN.
    """

    wanted = Signal(object)
    """The `Ready`."""

    def __init__(self, label: str, back: Callable[[], None], *, begun: bool = False) -> None:
        super().__init__("ceremony-ready", self.tr("Make the token ready"), self._words(begun))
        self.label = line("ceremony-ready-label", longest=_LONGEST_LABEL)
        self.label.setText(label)
        self.label.setReadOnly(begun)
        self.pins = [line(f"ceremony-ready-pin-{n}", secret=True) for n in (1, 2)]
        self.officers = [line(f"ceremony-ready-officer-{n}", secret=True) for n in (1, 2)]
        self._lay_out(begun)
        for edit in (self.label, *self.pins, *self.officers):
            edit.textEdited.connect(self.strip.be_silent)
        self.add_back("ceremony-leave", self.tr("&Back"), back)
        self.add_on("ceremony-ready-on", self.tr("&Make it ready"), self._submit)
        self.begin_with(self.pins[0])

    def _words(self, begun: bool) -> str:
        if begun:
            return self.tr(
                "That was begun, and broken off before the token had its PIN. Type the security "
                "officer's PIN that it got then; without it, use another token. Write the new PIN "
                "on a slip of paper now, and seal it in an envelope of its own."
            )
        return self.tr(
            "The token gets two PINs. Write each on a slip of paper now, and seal it in an "
            "envelope of its own: Station keeps neither, and nobody can find one out again."
        )

    def _lay_out(self, begun: bool) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.addWidget(Field(self.tr("&Label"), self.label), 0, 0)
        grid.addWidget(Field(self.tr("The token's &PIN"), self.pins[0]), 1, 0)
        grid.addWidget(Field(self.tr("The same once more"), self.pins[1]), 1, 1)
        officer = Field(
            self.tr("Its security &officer's PIN"),
            self.officers[0],
            self.tr("The one that it has.")
            if begun
            else self.tr(
                "Another one. It opens the token again where the first was wrong too often."
            ),
        )
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(officer, 2, 0, top)
        grid.addWidget(Field(self.tr("The same once more"), self.officers[1]), 2, 1, top)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def refuse(self, error: StationError) -> None:
        """Say why the token wasn't made ready."""
        self.working(at_work=False)
        self.strip.say(wrong_words(error), "bad")
        self.focus_first()

    def _submit(self) -> None:
        edits = [self.label, *self.pins, *self.officers]
        empty = next((edit for edit in edits if not edit.text().strip()), None)
        if empty is not None:
            empty.setFocus()
        elif not _alike(self.pins) or not _alike(self.officers):
            pins = self.officers if _alike(self.pins) else self.pins
            self.strip.say(self.tr("The two PINs aren't the same: type both again."), "bad")
            for edit in pins:
                edit.clear()
            pins[0].setFocus()
        else:
            ready = Ready(
                self.label.text().strip(), _secret(self.officers[0]), _secret(self.pins[0])
            )
            self._clear()
            self.working(at_work=True)
            self.wanted.emit(ready)

    def _clear(self) -> None:
        for edit in (*self.pins, *self.officers):
            edit.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no PIN that isn't seen."""
        super().hideEvent(event)
        self._clear()


def _alike(pair: list[QLineEdit]) -> bool:
    first, again = pair
    return first.text() == again.text()


def _secret(edit: QLineEdit) -> Secret:
    return Secret(edit.text().encode())
