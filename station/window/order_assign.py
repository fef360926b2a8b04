"""Gives an order to positions of the bench, and takes it from others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.model.names import shown
from station.model.order import OrderState
from station.model.rights import Approval, Right
from station.operations.order_desk import OrderLine, Place, give_to_positions, places
from station.window import theme
from station.window.agreement import Agreement, Question
from station.window.bridge import Lane
from station.window.fields import Strip, button, plain
from station.window.session import Session


@dataclass
class _Asked:
    """The order in question, and a box for each position."""

    name: str = ""
    state: OrderState = OrderState.OPEN
    boxes: dict[str, QCheckBox] = field(default_factory=dict)


class AssignForm(QWidget):
    """Asks which positions shall work on an order.

    Args:
        session: who asks, and at which station.
        agreement: where it is agreed to.
    """

    assigned = Signal(str, list)
    """The order's name, and the positions that have it now."""
    tried = Signal()
    """Something may have been assigned before an error."""
    left = Signal()
    """Nothing is to change."""

    def __init__(self, session: Session, agreement: Agreement) -> None:
        super().__init__()
        self.setObjectName("assign-form")
        self._session, self._agreement = session, agreement
        self._asked = _Asked()
        self._at_work = False
        self.title = plain("assign-title", "title")
        self.told = plain("assign-told", "quiet")
        self.strip = Strip("assign-said")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setObjectName("assign-busy")
        self.save = button("assign-save", self.tr("Assi&gn"), "primary")
        self.save.clicked.connect(self.submit)
        self.leave = button("assign-leave", self.tr("Cance&l"))
        self.leave.clicked.connect(self.left)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("assign-page")
        page.setLayout(self._grid)
        area = QScrollArea()
        area.setObjectName("assign-area")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(page)
        self._area = area
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.save)
        card = QFrame()
        theme.mark(card, kind="card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 18, 24, 18)
        inside.setSpacing(12)
        for widget in (self.title, self.told, self.strip):
            inside.addWidget(widget)
        inside.addWidget(area, 1)
        inside.addWidget(self.busy)
        inside.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(card, 8)
        whole.addStretch(1)

    # What the screen asks

    def begin(self, line: OrderLine) -> None:
        """Ask for an order, once it is known what each position has."""
        self._clear()
        self._asked = _Asked(line.name, line.state)
        title = self.tr("Positions that work on {name}")
        self.title.setText(title.format(name=line.name))
        self.told.setText(
            self.tr("Space ticks a position, Enter assigns.")
            if line.state.takes_units
            else self.tr("The order isn't open: it can only be taken from positions.")
        )
        self.strip.be_silent()
        self._working(True)
        plant = self._session.plant
        self._session.bridge.run(self, lambda: places(plant), self._has_places, self._no_places)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()

    def _has_places(self, there: Sequence[Place]) -> None:
        self._working(False)
        asked = self._asked
        for row, place in enumerate(there):
            box = QCheckBox(self.tr("Position {name}").format(name=shown(place.position)))
            box.setObjectName(f"assign-{place.position}")
            has = place.order == asked.name
            box.setChecked(has)
            box.setEnabled(has or (place.on_bench and asked.state.takes_units))
            words = plain(f"assign-{place.position}-now", "quiet", self._now(place))
            box.setAccessibleDescription(words.text())
            self._grid.addWidget(box, row, 0)
            self._grid.addWidget(words, row, 1)
            asked.boxes[place.position] = box
        self._grid.setRowStretch(len(there), 1)
        first = next((box for box in asked.boxes.values() if box.isEnabled()), self.leave)
        first.setFocus()

    def _now(self, place: Place) -> str:
        if not place.order:
            words = self.tr("has no order now")
        elif place.order == self._asked.name:
            words = self.tr("has this order now")
        else:
            words = self.tr("has the order {name} now").format(name=place.order)
        if place.contacts:
            words = self.tr("{now}; contact cycles: {count}").format(
                now=words, count=place.contacts
            )
        return (
            words if place.on_bench else self.tr("{now}; no longer on the bench").format(now=words)
        )

    def _no_places(self, error: StationError) -> None:
        self._working(False)
        self.save.setEnabled(False)
        self.strip.say_error(error)
        self.leave.setFocus()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the order to assign, Escape as the way back, arrows as the way around."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif key == Qt.Key.Key_Escape and not self._at_work:
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    # What is wanted

    def submit(self) -> None:
        """Assign as ticked."""
        if self._at_work or not self.save.isEnabled():
            return
        self.strip.be_silent()
        chosen = [name for name, box in self._asked.boxes.items() if box.isChecked()]
        self._working(True)
        order = self._asked.name
        what = self.tr("The order {name} is given to positions, or taken from them.")
        then = partial(self._give, order, chosen)
        dropped = partial(self._working, False)
        self._agreement.ask(Question(Right.ORDERS, what.format(name=order), then, dropped))

    def _give(self, order: str, chosen: list[str], approval: Approval | None) -> None:
        self._session.bridge.run(
            self,
            partial(give_to_positions, self._session.plant, order, chosen, approval),
            lambda _: self._assigned(order, chosen),
            self._failed,
            Lane.COMMANDS,
        )

    def _working(self, at_work: bool) -> None:
        self._at_work = at_work
        self.busy.setVisible(at_work)
        self._area.setEnabled(not at_work)
        for widget in (self.save, self.leave):
            widget.setEnabled(not at_work)

    def _assigned(self, order: str, chosen: list[str]) -> None:
        self._working(False)
        self.assigned.emit(order, chosen)

    def _failed(self, error: StationError) -> None:
        self._working(False)
        self.strip.say_error(error)
        self.save.setFocus()
        self.tried.emit()
