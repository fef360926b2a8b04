"""An order changed at the window: quantity, serials, carried over, allotted, handed over."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.model.order import Order, OrderSpec, OrderState, Reprovisioning
from station.operations.order_change import Change
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, practice_pin
from station.window.order_change import OrderChangeDialog
from station.window.orders import OrdersScreen
from station.window.session import Session
from tests.window.people_floor import LONG_MS, fill

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
_NUMBERS = count(1)


@pytest.fixture
def order(plant: Plant) -> Order:
    name = f"changed-{next(_NUMBERS)}"
    spec = OrderSpec(name=name, profile="practice-tpm", id_scope=ID_SCOPE, quantity=10)
    return plant.create_order(spec, practice_pin())


class Desk:
    """A supervisor at the dialog of one order."""

    def __init__(self, session: Session, order: Order, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.screen = OrdersScreen(session)
        qtbot.addWidget(self.screen)
        self.screen.resize(1366, 700)
        with qtbot.waitExposed(self.screen):
            self.screen.show()
        self.screen.refresh()
        self.wait(lambda: self.screen.rows.row_of(order.name) is not None)
        self.screen.table.choose(self.screen.rows.row_of(order.name) or 0)
        self.screen.more.click()
        dialog = self.screen.findChild(OrderChangeDialog)
        assert dialog is not None
        self.dialog = dialog

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=LONG_MS)

    def find(self, name: str) -> QWidget:
        found = self.dialog.findChild(QWidget, name)
        assert found is not None
        assert found.isVisible(), name
        return found

    def change(self, change: Change, **values: str) -> None:
        """Choose what is to be changed, fill it in, and have it done."""
        self.dialog.what.setCurrentIndex(self.dialog.what.findData(change))
        self.dialog.what.activated.emit(0)
        for name, value in values.items():
            edit = self.find(f"order-change-{name}")
            assert isinstance(edit, QLineEdit)
            fill(edit, value)
        self.dialog.go.click()

    def agree(self) -> None:
        yes = self.find("agreement-yes")
        assert isinstance(yes, QPushButton)
        yes.click()

    def sees(self, said: str) -> None:
        self.wait(lambda: said in self.dialog.strip.text())


@pytest.fixture
def desk(session: Session, order: Order, qtbot: QtBot) -> Desk:
    return Desk(session, order, qtbot)


def test_quantity_allowance_and_policy_are_changed(
    desk: Desk, order: Order, session: Session
) -> None:
    desk.change(Change.QUANTITY, number="25")
    desk.sees("is changed")
    desk.change(Change.SCRAP, number="3")
    desk.sees("is changed")
    desk.dialog.policy.setCurrentIndex(desk.dialog.policy.findData(Reprovisioning.SAME_KEY))
    desk.change(Change.POLICY)
    desk.wait(lambda: spec_of(session, order).reprovisioning is Reprovisioning.SAME_KEY)
    assert spec_of(session, order).quantity == 25
    assert spec_of(session, order).scrap_allowance == 3


def spec_of(session: Session, order: Order) -> OrderSpec:
    return session.records.order(order.name).spec


def test_what_is_no_number_is_refused_and_what_is_empty_is_asked_for(desk: Desk) -> None:
    desk.change(Change.QUANTITY, number="many")
    desk.sees("A whole number is wanted.")
    desk.change(Change.CARRY)
    desk.sees("Fill this in first.")


def test_it_takes_listed_serial_numbers(
    desk: Desk, order: Order, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "serials.csv"
    file.write_text("serial\nSN-1\nSN-2\n")
    desk.change(Change.SERIALS, file=str(file))
    desk.sees("is changed")
    assert session.records.serial_list_length(order.name) == 2


def test_what_is_left_goes_to_another_order_once_somebody_meant_it(
    desk: Desk, order: Order, session: Session
) -> None:
    desk.change(Change.CARRY, text=f"{order.name}-next")
    assert session.records.order(order.name).state is OrderState.OPEN
    desk.agree()
    desk.sees("has what was left")
    assert session.records.order(order.name).state is OrderState.CLOSED
    assert session.records.order(f"{order.name}-next").spec.quantity == 10


def test_an_allotment_is_signed_and_an_order_made_of_it(
    desk: Desk, order: Order, session: Session, tmp_path: Path
) -> None:
    desk.change(Change.ALLOT, folder=str(tmp_path / "whole"))
    desk.sees("The allotment is signed")
    assert (tmp_path / "whole" / "allotment.json").is_file()
    own = str(session.plant.data.audit_certificate)
    desk.change(Change.SPLIT, number="4", file=own, folder=str(tmp_path / "part"))
    desk.agree()
    desk.sees("4 units left the order")
    assert spec_of(session, order).quantity == 6
    part = str(tmp_path / "part" / "allotment.json")
    desk.change(Change.ALLOTTED, file=part, text=f"{order.name}-here")
    desk.sees("is made")
    assert session.records.order(f"{order.name}-here").spec.quantity == 4
