"""What a new profile is to be called, asked above the list of profiles."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from station.model.profile import NAME_PATTERN
from station.window import theme
from station.window.fields import Field, button, line


class ProfileNaming(QFrame):
    """Asks for the name of a profile that begins as a copy of another."""

    named = Signal(str, str)
    """The profile that it is a copy of, and the new name."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("profile-naming")
        theme.mark(self, kind="card")
        self._source = ""
        self.name = line("profile-new-name")
        self.field = Field(
            self.tr("&Name of the new profile"),
            self.name,
            self.tr("Lower case letters, digits and dashes; its file is called so, too."),
        )
        self.make = button("profile-make", self.tr("&Make it"), "primary")
        self.drop = button("profile-make-not", self.tr("Cance&l"))
        row = QHBoxLayout(self)
        row.addWidget(self.field, 1)
        row.addWidget(self.make)
        row.addWidget(self.drop)
        self.make.clicked.connect(self._make)
        self.name.returnPressed.connect(self._make)
        self.drop.clicked.connect(self.hide)
        self.hide()

    def ask(self, source: str) -> None:
        """Ask how a copy of `source` is to be called."""
        self._source = source
        self.name.setText(source.removeprefix("practice-"))
        self.field.say_wrong("")
        self.show()
        self.name.selectAll()
        self.name.setFocus()

    def _make(self) -> None:
        name = self.name.text().strip()
        if not re.fullmatch(NAME_PATTERN, name):
            self.field.say_wrong(self.tr("It can't be called so."))
        elif name == self._source:
            self.field.say_wrong(self.tr("The one that it begins with is called so."))
        else:
            self.named.emit(self._source, name)
