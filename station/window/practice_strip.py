"""What a tile has besides in practice: the unit's label, and hands that change the unit."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from station.errors import StationError
from station.operations.practice_floor import Condition, PracticeHands
from station.window import theme
from station.window.engine_words import what_happened, what_to_do
from station.window.session import Session


class PracticeStrip(QFrame):
    """The practice unit in one position."""

    scan_pressed = Signal(str, str)

    def __init__(self, position: str, session: Session, hands: PracticeHands) -> None:
        super().__init__()
        self.setObjectName(f"practice-{position}")
        theme.mark(self, kind="practice")
        self._position, self._session, self._hands = position, session, hands
        self.label = QLabel()
        self.label.setObjectName(f"label-{position}")
        theme.plain_text(self.label)
        self.scan = self._button("scan-label", self.tr("Scan"))
        self.good = self._button("change", self.tr("Change"))
        self.faulty = self._button("faulty", self.tr("Faulty"))
        self.check = self._button("check-unit", self.tr("Check"))
        self.check.setToolTip(self.tr("Put the red rabbit or the golden unit in"))
        self.check.clicked.connect(partial(self._put_in, Condition.CHECK))
        self.label.setToolTip(self.tr("What the label on the practice unit says"))
        self.scan.setAccessibleName(
            self.tr("Scan the label at position {name}").format(name=position)
        )
        self.good.setToolTip(self.tr("Take the unit out and put a fresh one in"))
        self.faulty.setToolTip(self.tr("Put a unit in that doesn't work"))
        self.scan.clicked.connect(self._scan)
        self.good.clicked.connect(self.change)
        self.faulty.clicked.connect(partial(self._put_in, Condition.FAULTY))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(6, 3, 6, 3)
        whole.setSpacing(3)
        whole.addWidget(self.label, 1)
        for button in (self.scan, self.good, self.faulty, self.check):
            whole.addWidget(button)
        self.refresh()

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"{name}-{self._position}")
        theme.mark(button, kind="small")
        return button

    def refresh(self) -> None:
        """Show what is in."""
        serial = self._hands.label(self._position)
        self._show(serial)

    def change(self) -> None:
        """Take the unit out and put a good one in."""
        self._put_in(Condition.GOOD)

    def _put_in(self, condition: Condition) -> None:
        self._busy(self.tr("Changing …"))
        work = partial(self._hands.change, self._position, condition)
        self._session.bridge.run(self, work, self._show, self._failed)

    def _busy(self, words: str) -> None:
        self.label.setText(words)
        for button in (self.scan, self.good, self.faulty, self.check):
            button.setEnabled(False)

    def _show(self, serial: str) -> None:
        self._serial = serial
        self.label.setText(serial or self.tr("Empty"))
        self.scan.setEnabled(bool(serial))
        self.good.setEnabled(True)
        self.faulty.setEnabled(True)
        self.check.setEnabled(True)

    def _failed(self, error: StationError) -> None:
        self._show(self._hands.label(self._position))
        self.label.setText(error.code)
        self.label.setToolTip(theme.plain_tip(f"{what_happened(error)} {what_to_do(error)}"))

    def _scan(self) -> None:
        if self._serial:
            self.scan_pressed.emit(self._position, self._serial)
