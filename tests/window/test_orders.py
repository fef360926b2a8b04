"""The orders by their keys: made, given to positions, paused, gone on with and closed."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.model.order import OrderState, Reprovisioning
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, practice_pin
from station.practice.bench import PracticeBench
from station.records.store import Records
from station.window.orders import OrdersScreen
from station.window.session import Session
from tests.support.floor import Floor
from tests.unit.records.software import SoftwareGuard

pytestmark = [
    pytest.mark.window,
    # Of the platform without a screen, at every window that is shown.
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

_ENTER = Qt.Key.Key_Return


@pytest.fixture(scope="module")
def floor(bench: PracticeBench, plant: Plant) -> Floor:
    return Floor(bench, plant, count(1))


@pytest.fixture
def screen(session: Session, qtbot: QtBot) -> Iterator[OrdersScreen]:
    yield opened(session, qtbot)
    for position in session.records.assignments():
        session.records.assign(position, None)


def opened(session: Session, qtbot: QtBot) -> OrdersScreen:
    screen = OrdersScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1366, 668)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.refresh()
    screen.focus_first()
    return screen


def press(widget: QWidget | None, key: Qt.Key, *, alt: bool = False) -> None:
    assert widget is not None
    modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(widget, key, modifier)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_in(edit: QLineEdit, text: str) -> None:
    """Type it in place of what stands there."""
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def choose(screen: OrdersScreen, name: str, qtbot: QtBot) -> None:
    """Go to an order with the arrows."""
    screen.refresh()
    qtbot.waitUntil(lambda: screen.rows.row_of(name) is not None)
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(screen.rows.row_of(name) or 0):
        press(screen.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: screen.progress.text().startswith(f"{name}: "))


def begin_new(screen: OrdersScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(screen.new.isEnabled)
    screen.new.setFocus()
    press(screen.new, _ENTER)
    qtbot.waitUntil(screen.form.make.isEnabled)
    assert screen.form.name.hasFocus()


def choose_product(screen: OrdersScreen, profile: str) -> None:
    products = screen.form.product
    products.setFocus()
    press(products, Qt.Key.Key_Home)
    while products.currentData().name != profile:
        before = products.currentIndex()
        press(products, Qt.Key.Key_Down)
        assert products.currentIndex() != before, f"{profile} is not offered"


def cell(screen: OrdersScreen, name: str, column: int) -> str:
    row = screen.rows.row_of(name)
    assert row is not None
    return str(screen.rows.data(screen.rows.index(row, column)))


def state(session: Session, name: str) -> OrderState:
    return session.records.order(name).state


def ask_to_close(screen: OrdersScreen, qtbot: QtBot) -> None:
    press(screen.table, Qt.Key.Key_C, alt=True)
    # A button shows that it is pressed before it does anything.
    qtbot.waitUntil(screen.keep.hasFocus)
    assert screen.question.isVisible()


def test_where_there_are_no_orders_it_says_how_to_make_one(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    data = replace(session.plant.data, root=tmp_path)
    with Records.create(data.database, SoftwareGuard(), station="line-1", practice=True) as records:
        plant = replace(
            session.plant, data=data, tools=replace(session.plant.tools, records=records)
        )
        screen = opened(replace(session, plant=plant), qtbot)
        qtbot.waitUntil(lambda: "No orders yet" in screen.empty.text())
        assert screen.empty.isVisible()
        assert screen.new.hasFocus()
        for off in (screen.assign, screen.pause, screen.close_order):
            assert not off.isEnabled()
        session.bridge.close()


def test_an_order_is_made_by_keys_alone(
    session: Session, screen: OrdersScreen, qtbot: QtBot
) -> None:
    begin_new(screen, qtbot)
    QTest.keyClicks(focused(), "lamps-7")
    choose_product(screen, "practice-tpm")
    type_in(screen.form.quantity, "12")
    assert screen.form.id_scope.text() == ID_SCOPE
    with qtbot.waitSignal(screen.changed):
        press(screen.form.quantity, _ENTER)
    order = session.records.order("lamps-7")
    assert (order.spec.profile, order.spec.quantity) == ("practice-tpm", 12)
    assert order.spec.id_scope == ID_SCOPE
    qtbot.waitUntil(lambda: screen.rows.row_of("lamps-7") is not None)
    assert screen.progress.text().startswith("lamps-7: 0 of 12 enrolled, 12 left")
    assert "lamps-7 is made" in screen.strip.text()
    assert cell(screen, "lamps-7", 2) == "Open"


def test_what_becomes_of_units_that_have_passed_is_chosen_among_what_they_can(
    session: Session, screen: OrdersScreen, qtbot: QtBot
) -> None:
    begin_new(screen, qtbot)
    policy = screen.form.policy
    QTest.keyClicks(focused(), "again-1")
    choose_product(screen, "practice-tpm")
    type_in(screen.form.quantity, "2")
    assert not policy.isVisible()
    press(screen.form.more, Qt.Key.Key_E, alt=True)
    qtbot.waitUntil(policy.isVisible)
    assert policy.count() == 2
    choose_product(screen, "practice-x509")
    assert policy.count() == 3
    policy.setFocus()
    press(policy, Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.changed):
        press(screen.form.quantity, _ENTER)
    spec = session.records.order("again-1").spec
    assert spec.reprovisioning is Reprovisioning.SAME_KEY


def test_in_practice_the_units_pin_is_known_and_sealed_without_a_question(
    session: Session, screen: OrdersScreen, qtbot: QtBot
) -> None:
    begin_new(screen, qtbot)
    QTest.keyClicks(focused(), "tokens-1")
    choose_product(screen, "practice-x509")
    assert not screen.form.token_pin.isVisible()
    type_in(screen.form.quantity, "3")
    with qtbot.waitSignal(screen.changed):
        press(screen.form.quantity, _ENTER)
    sealed = session.records.order("tokens-1").token_pin
    assert sealed is not None
    with practice_pin().reveal() as pin:
        assert bytes(pin) not in sealed


def test_each_field_says_what_is_wrong_with_it_and_the_first_gets_the_focus(
    session: Session, screen: OrdersScreen, qtbot: QtBot
) -> None:
    before = len(session.records.orders())
    begin_new(screen, qtbot)
    QTest.keyClicks(focused(), "Not A Name")
    type_in(screen.form.id_scope, "no scope")
    type_in(screen.form.quantity, "many")
    press(screen.form.quantity, _ENTER)
    fields = screen.form.fields
    for name in ("name", "id_scope", "quantity"):
        assert fields[name].wrong.isVisible(), name
    assert "whole number" in fields["quantity"].wrong.text()
    assert not fields["profile"].wrong.isVisible()
    assert screen.form.name.hasFocus()
    type_in(screen.form.name, "good-name")
    type_in(screen.form.quantity, "0")
    press(screen.form.quantity, _ENTER)
    assert not fields["name"].wrong.isVisible()
    assert fields["quantity"].wrong.isVisible()
    press(focused(), Qt.Key.Key_Escape)
    assert screen.main.isVisible()
    assert len(session.records.orders()) == before


def test_a_name_that_is_taken_is_told_at_the_name_and_all_else_stays_as_typed(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    taken = floor.order("symmetric").order.name
    begin_new(screen, qtbot)
    QTest.keyClicks(focused(), taken)
    choose_product(screen, "practice-symmetric")
    type_in(screen.form.quantity, "4")
    press(screen.form.quantity, _ENTER)
    wrong = screen.form.fields["name"].wrong
    qtbot.waitUntil(wrong.isVisible)
    assert "(REC-016)" in wrong.text()
    assert taken in wrong.text()
    assert screen.form.name.hasFocus()
    assert screen.form.quantity.text() == "4"
    type_in(screen.form.name, f"{taken}-b")
    with qtbot.waitSignal(screen.changed):
        press(screen.form.name, _ENTER)
    assert session.records.order(f"{taken}-b").spec.quantity == 4


def test_a_real_services_id_scope_is_refused_in_practice(
    session: Session, screen: OrdersScreen, qtbot: QtBot
) -> None:
    begin_new(screen, qtbot)
    QTest.keyClicks(focused(), "real-one")
    type_in(screen.form.id_scope, "0ne00ABCDEF")
    type_in(screen.form.quantity, "1")
    press(screen.form.quantity, _ENTER)
    wrong = screen.form.fields["id_scope"].wrong
    qtbot.waitUntil(wrong.isVisible)
    assert "(LIN-007)" in wrong.text()
    assert all(order.name != "real-one" for order in session.records.orders())


def test_a_symmetric_orders_group_can_be_named(
    session: Session, screen: OrdersScreen, qtbot: QtBot
) -> None:
    begin_new(screen, qtbot)
    QTest.keyClicks(focused(), "grouped-1")
    choose_product(screen, "practice-symmetric")
    type_in(screen.form.quantity, "2")
    assert not screen.form.group_id.isVisible()
    screen.form.more.setFocus()
    press(screen.form.more, Qt.Key.Key_Space)
    assert screen.form.group_id.isVisible()
    type_in(screen.form.group_id, "garden-lamps")
    with qtbot.waitSignal(screen.changed):
        press(screen.form.group_id, _ENTER)
    assert session.records.order("grouped-1").spec.group_id == "garden-lamps"


def test_an_order_is_given_to_positions_and_taken_from_them(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    other, name = floor.order("tpm").order.name, floor.order("symmetric").order.name
    session.records.assign("2", other)
    choose(screen, name, qtbot)
    press(screen.table, _ENTER)
    form = screen.assign_form
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QCheckBox))
    boxes = [box.text() for box in form.findChildren(QCheckBox)]
    assert boxes == [f"Position {number}" for number in range(1, 9)]
    second = form.findChild(QWidget, "assign-2-now")
    assert second is not None
    assert other in second.property("text")
    press(focused(), Qt.Key.Key_Space)
    press(focused(), Qt.Key.Key_Down)
    assert focused().objectName() == "assign-2"
    press(focused(), Qt.Key.Key_Space)
    with qtbot.waitSignal(screen.changed):
        press(focused(), _ENTER)
    assert session.records.assignments() == {"1": name, "2": name}
    qtbot.waitUntil(lambda: cell(screen, name, 4) == "1, 2")
    assert cell(screen, other, 4) == "none"
    press(screen.table, _ENTER)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QCheckBox))
    press(focused(), Qt.Key.Key_Space)
    with qtbot.waitSignal(screen.changed):
        press(focused(), _ENTER)
    assert session.records.assignments() == {"2": name}


def test_escape_leaves_the_positions_as_they_were(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    name = floor.order("tpm").order.name
    choose(screen, name, qtbot)
    press(screen.table, _ENTER)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QCheckBox))
    press(focused(), Qt.Key.Key_Space)
    press(focused(), Qt.Key.Key_Escape)
    assert screen.main.isVisible()
    assert screen.table.hasFocus()
    assert session.records.assignments() == {}


def test_an_order_is_paused_and_goes_on(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    name = floor.order("tpm").order.name
    session.records.assign("3", name)
    choose(screen, name, qtbot)
    with qtbot.waitSignal(screen.changed):
        press(screen.table, Qt.Key.Key_P, alt=True)
    assert state(session, name) is OrderState.PAUSED
    assert "is paused" in screen.strip.text()
    assert "Position 3 has it" in screen.strip.text()
    qtbot.waitUntil(lambda: cell(screen, name, 2) == "Paused")
    assert "Res" in screen.pause.text()
    with qtbot.waitSignal(screen.changed):
        press(screen.table, Qt.Key.Key_U, alt=True)
    assert state(session, name) is OrderState.OPEN
    qtbot.waitUntil(lambda: cell(screen, name, 2) == "Open")


def test_an_order_is_closed_only_after_a_question(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    name = floor.order("tpm").order.name
    choose(screen, name, qtbot)
    ask_to_close(screen, qtbot)
    assert "can't be undone" in screen.question_words.text()
    press(focused(), Qt.Key.Key_Escape)
    assert not screen.question.isVisible()
    ask_to_close(screen, qtbot)
    press(focused(), _ENTER)
    assert not screen.question.isVisible()
    assert state(session, name) is OrderState.OPEN
    ask_to_close(screen, qtbot)
    press(focused(), Qt.Key.Key_Tab)
    assert screen.end.hasFocus()
    with qtbot.waitSignal(screen.changed):
        press(screen.end, _ENTER)
    assert state(session, name) is OrderState.CLOSED
    qtbot.waitUntil(lambda: cell(screen, name, 2) == "Closed")
    qtbot.waitUntil(lambda: not screen.pause.isEnabled())
    assert not screen.close_order.isEnabled()
    assert not screen.assign.isEnabled()


def test_what_another_changed_meanwhile_is_refused_in_words(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    name = floor.order("tpm").order.name
    choose(screen, name, qtbot)
    session.records.set_order_state(name, OrderState.CLOSED)
    press(screen.table, Qt.Key.Key_P, alt=True)
    qtbot.waitUntil(screen.strip.isVisible)
    assert "(REC-010)" in screen.strip.text()
    qtbot.waitUntil(lambda: cell(screen, name, 2) == "Closed")


def test_it_counts_the_units_that_passed(floor: Floor, screen: OrdersScreen, qtbot: QtBot) -> None:
    job = floor.order("symmetric", quantity=1)
    name = job.order.name
    choose(screen, name, qtbot)
    assert cell(screen, name, 3) == "0 of 1"
    floor.assert_next_unit_passes("symmetric", job)
    press(screen.table, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: cell(screen, name, 3) == "1 of 1")
    assert cell(screen, name, 2) == "Complete"
    assert "1 of 1 enrolled, 0 left, 1 to export." in screen.progress.text()
