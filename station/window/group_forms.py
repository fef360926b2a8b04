"""The forms of the groups' page: a key for a group, and the unit that is to be shut out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.errors import StationError
from station.model.names import RegistrationId, shown
from station.window.fields import Field, Strip, button, error_words, line, plain

_LONGEST: Final = 128
_LONGEST_PATH: Final = 4096


@dataclass(frozen=True)
class NewKey:
    """A key that a group is to have.

    Attributes:
        group_id: the group.
        follows: whether it follows another one; else it is the group's first.
        owner: the file with the certificate of who gets a copy; None for nobody.
    """

    group_id: RegistrationId
    follows: bool
    owner: Path | None


class _Form(QWidget):
    """What both have: a title, a strip, fields, and two buttons; Escape leads back."""

    left = Signal()
    """Nothing is to be done."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.strip = Strip(f"{name}-said")
        self.title = plain(f"{name}-title", "title")
        self.go = button(f"{name}-go", "", kind)
        self.leave = button(f"{name}-leave", self.tr("Cance&l"))
        self.go.clicked.connect(self.submit)
        self.leave.clicked.connect(self.left)

    def _lay_out(self, *parts: QWidget) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(14)
        for part in (self.title, self.strip, *parts):
            inside.addWidget(part)
        inside.addLayout(buttons)

    def refuse(self, error: StationError) -> None:
        """Say why it wasn't done."""
        self.strip.say_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the end, or the way to the field that is empty; Escape leads back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Go to what is to be typed first."""
        raise NotImplementedError

    def submit(self) -> None:
        """Ask for it, once all is typed."""
        raise NotImplementedError


class KeyForm(_Form):
    """Asks for a group's name, where it is a new one, and who gets a copy of its key.

    Args:
        practice: whether nobody is asked who gets a copy.
    """

    wanted = Signal(object)
    """A `NewKey`."""

    def __init__(self, *, practice: bool) -> None:
        super().__init__("group-key", "primary")
        self._practice, self._follows = practice, False
        self.name = line("group-key-name", longest=_LONGEST)
        self.owner = line("group-key-owner", longest=_LONGEST_PATH)
        self.nobody = QCheckBox(self.tr("No&body gets a copy but the escrow"))
        self.nobody.setObjectName("group-key-nobody")
        self.nobody.toggled.connect(self._nobody_chosen)
        self.browse = button("group-key-browse", self.tr("C&hoose …"))
        self.browse.clicked.connect(self._browse)
        self._names = Field(
            self.tr("Na&me of the group"),
            self.name,
            self.tr("As the service shall have it: letters, digits and dashes."),
        )
        self._owners = Field(
            self.tr("&Certificate of the service's owner"),
            self.owner,
            self.tr(
                "The key is wrapped for it once, now or never: without a copy no export can give "
                "the group to the service."
            ),
            self.browse,
        )
        self._lay_out(self._names, self._owners, self.nobody)
        for part in (self._owners, self.nobody):
            part.setVisible(not practice)

    def begin(self, group: str = "") -> None:
        """Start over: for a new group, or for another key of `group`."""
        self._follows = bool(group)
        self.strip.be_silent()
        self._say_wrong("", "")
        if self._follows:
            self.title.setText(self.tr("Another key for {name}").format(name=shown(group)))
            self.go.setText(self.tr("Ma&ke the key"))
        else:
            self.title.setText(self.tr("A new group of units with keys"))
            self.go.setText(self.tr("Ma&ke the group"))
        self.name.setText(group)
        self._names.setVisible(not self._follows)
        self.owner.clear()
        self.nobody.setChecked(False)
        self.focus_first()

    def focus_first(self) -> None:
        """Go to what is to be typed first."""
        first = self.owner if self._follows else self.name
        (self.go if self._follows and self._practice else first).setFocus()

    def submit(self) -> None:
        """Ask for the key, or say what is missing."""
        self.strip.be_silent()
        name, owner = self.name.text().strip(), self.owner.text().strip()
        if not name:
            self.name.setFocus()
            return
        try:
            group_id = RegistrationId.parse(name)
        except StationError as error:
            self._say_wrong(error_words(error), "")
            self.name.setFocus()
            return
        said = self._practice or self.nobody.isChecked() or bool(owner)
        wrong = "" if said else self.tr("Say who gets a copy of the key, or that nobody does.")
        self._say_wrong("", wrong)
        if wrong:
            self.owner.setFocus()
            return
        self.wanted.emit(NewKey(group_id, self._follows, Path(owner) if owner else None))

    def _say_wrong(self, name: str, owner: str) -> None:
        self._names.say_wrong(name)
        self._owners.say_wrong(owner)

    def _nobody_chosen(self, nobody: bool) -> None:
        if nobody:
            self.owner.clear()
        for widget in (self.owner, self.browse):
            widget.setEnabled(not nobody)

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Certificate of the service's owner"))
        dialog.setObjectName("group-key-dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.resize(900, 560)
        dialog.fileSelected.connect(self.owner.setText)
        dialog.open()


class UnitForm(_Form):
    """Asks which unit is to be shut out of a group."""

    wanted = Signal(str)
    """The unit's registration ID or serial number."""

    def __init__(self) -> None:
        super().__init__("group-unit", "danger")
        self.go.setText(self.tr("&Shut it out …"))
        self.unit = line("group-unit-id", longest=_LONGEST)
        self.unit.setPlaceholderText(self.tr("Scan the unit, or type its serial number"))
        field = Field(
            self.tr("Un&it"),
            self.unit,
            self.tr(
                "By serial number or registration ID. It is revoked for good: the next push or "
                "export has the service let it in no more. All other units go on."
            ),
        )
        self._lay_out(field)

    def begin(self, group: str) -> None:
        """Start over, for a unit of that group."""
        self.strip.be_silent()
        self.title.setText(self.tr("Shut one unit out of {name}").format(name=shown(group)))
        self.unit.clear()
        self.focus_first()

    def focus_first(self) -> None:
        """Go to the unit."""
        self.unit.setFocus()
        self.unit.selectAll()

    def submit(self) -> None:
        """Ask for the unit to be shut out, once it was named."""
        self.strip.be_silent()
        unit = self.unit.text().strip()
        if unit:
            self.wanted.emit(unit)
        else:
            self.focus_first()
