"""The units for checks: red rabbits and golden units, put on record and taken off."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from station.model.checks import CheckKind, CheckUnit
from station.model.names import shown
from station.window.fields import button, line, plain

_LONGEST = 128


class CheckUnits(QFrame):
    """Tells which there are, with the way to have one more, or one less."""

    added = Signal(object)
    """That this `CheckUnit` is to be put on record."""
    removed = Signal(str)
    """That the unit of this serial number is to be taken off."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("check-units")
        self.words = plain("check-units-words", "quiet")
        self.serial = line("check-units-serial", longest=_LONGEST)
        self.profile = line("check-units-profile", longest=_LONGEST)
        self.code = line("check-units-code", longest=7)
        self.serial.setPlaceholderText(self.tr("Serial number"))
        self.profile.setPlaceholderText(self.tr("Profile"))
        self.code.setPlaceholderText(self.tr("Must show, as TPM-004"))
        self.kind = QComboBox()
        self.kind.setObjectName("check-units-kind")
        self.kind.addItem(self.tr("Red rabbit: must fail"), CheckKind.RED_RABBIT)
        self.kind.addItem(self.tr("Golden unit: must pass"), CheckKind.GOLDEN)
        self.add = button("check-units-add", self.tr("Put on &record …"))
        self.remove = button("check-units-remove", self.tr("Take &off …"))
        self.kind.currentIndexChanged.connect(self._show_wanted)
        self.serial.textChanged.connect(self._show_wanted)
        self.add.clicked.connect(lambda: self.added.emit(self.typed()))
        self.remove.clicked.connect(lambda: self.removed.emit(self.serial.text().strip()))
        self._lay_out()
        self.show_units([])
        self._show_wanted()

    def _lay_out(self) -> None:
        title = self.tr("Red rabbits and golden units")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(plain("check-units-title", "heading", title))
        inside.addWidget(self.words)
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (self.serial, self.kind):
            first.addWidget(widget, 1)
        for widget in (self.profile, self.code):
            second.addWidget(widget, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        buttons.addWidget(self.add)
        for layout in (first, second, buttons):
            inside.addLayout(layout)

    def typed(self) -> CheckUnit:
        """Return the unit that is typed."""
        kind = self.kind.currentData()
        rabbit = kind is CheckKind.RED_RABBIT
        return CheckUnit(
            kind,
            self.serial.text().strip(),
            self.profile.text().strip() if rabbit else "",
            self.code.text().strip().upper() if rabbit else "",
        )

    def show_units(self, units: Sequence[CheckUnit]) -> None:
        """Show which there are."""
        told = [
            f"{one.kind.words} {shown(one.serial)}: {one.profile} {one.code}".rstrip()
            for one in units
        ]
        self.words.setText("\n".join(told) or self.tr("None is on record."))

    def forget(self) -> None:
        """Empty the fields."""
        for field in (self.serial, self.profile, self.code):
            field.clear()

    def _show_wanted(self) -> None:
        rabbit = self.kind.currentData() is CheckKind.RED_RABBIT
        self.profile.setVisible(rabbit)
        self.code.setVisible(rabbit)
        for one in (self.add, self.remove):
            one.setEnabled(bool(self.serial.text().strip()))
