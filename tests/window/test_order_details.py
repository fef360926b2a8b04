"""The rarer ways of orders: other profiles, typed PINs, a lost bench, orders that aren't open."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.folders import Data, resource
from station.line.work import TOKEN_PIN
from station.model.order import OrderSpec, OrderState
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, practice_pin
from station.practice.bench import PracticeBench
from station.window.order_rows import Column
from station.window.orders import OrdersScreen
from station.window.session import Session
from tests.support.floor import Floor

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


def press(widget: QWidget | None, key: Qt.Key) -> None:
    assert widget is not None
    QTest.keyClick(widget, key)


def choose(screen: OrdersScreen, name: str, qtbot: QtBot) -> None:
    screen.refresh()
    qtbot.waitUntil(lambda: screen.rows.row_of(name) is not None)
    screen.table.setFocus()
    press(screen.table, Qt.Key.Key_Home)
    for _ in range(screen.rows.row_of(name) or 0):
        press(screen.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: screen.progress.text().startswith(f"{name}: "))


def begin_new(screen: OrdersScreen, name: str, qtbot: QtBot) -> None:
    screen.new.setFocus()
    press(screen.new, _ENTER)
    qtbot.waitUntil(lambda: screen.form.product.count() > 0)
    QTest.keyClicks(screen.form.name, name)


def choose_product(screen: OrdersScreen, profile: str) -> None:
    box = screen.form.product
    press(box, Qt.Key.Key_Home)
    while box.currentData().name != profile:
        press(box, Qt.Key.Key_Down)


def names(screen: OrdersScreen) -> list[str]:
    rows = screen.rows
    return [str(rows.data(rows.index(row, Column.NAME))) for row in range(rows.rowCount())]


@contextmanager
def own_profile(data: Data, name: str, old: str, new: str) -> Iterator[None]:
    """Put a changed copy of the TPM profile among the supervisor's own."""
    data.profiles.mkdir(exist_ok=True)
    path = data.profiles / f"{name}.toml"
    text = resource("profiles/practice-tpm.toml").read_text(encoding="utf-8")
    path.write_text(text.replace("practice-tpm", name).replace(old, new), encoding="utf-8")
    try:
        yield
    finally:
        shutil.rmtree(data.profiles)


def test_where_tokens_arent_practice_ones_their_pin_is_asked_for_unseen_and_sealed(
    session: Session, qtbot: QtBot
) -> None:
    real = session.plant.file.model_copy(update={"practice": False})
    screen = opened(replace(session, plant=replace(session.plant, file=real)), qtbot)
    begin_new(screen, "sealed-1", qtbot)
    form = screen.form
    choose_product(screen, "practice-tpm")
    assert not form.token_pin.isVisible()
    choose_product(screen, "practice-x509")
    assert form.token_pin.isVisible()
    assert form.token_pin.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(form.id_scope, "0nePRACTICE")
    QTest.keyClicks(form.quantity, "2")
    press(form.quantity, _ENTER)
    wrong = form.fields["token_pin"].wrong
    qtbot.waitUntil(wrong.isVisible)
    assert "(CFG-008)" in wrong.text()
    assert form.token_pin.hasFocus()
    QTest.keyClicks(form.token_pin, "4711-pin")
    with qtbot.waitSignal(screen.changed):
        press(form.token_pin, _ENTER)
    assert not form.token_pin.text()
    sealed = session.records.order("sealed-1").token_pin
    assert sealed is not None
    with session.plant.tools.factory.unseal(TOKEN_PIN, sealed).reveal() as pin:
        assert bytes(pin) == b"4711-pin"


def test_a_profile_with_a_mistake_is_left_out_and_named(
    session: Session, screen: OrdersScreen, qtbot: QtBot
) -> None:
    with own_profile(session.plant.data, "faulty", 'kind = "smp"', 'kind = "smoke"'):
        begin_new(screen, "x", qtbot)
    box = screen.form.product
    assert "faulty" not in [box.itemData(n).name for n in range(box.count())]
    assert screen.form.left_out.isVisible()
    assert "faulty.toml" in screen.form.left_out.text()
    assert "smoke" not in [box.itemText(n) for n in range(box.count())]


def test_an_order_whose_profile_was_changed_says_that_it_takes_no_units(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    data = session.plant.data
    with own_profile(data, "mine", "Practice unit with a TPM", "<b>Mine</b>"):
        name = floor.order("tpm", profile="mine").order.name
        choose(screen, name, qtbot)
        row = screen.rows.row_of(name)
        assert row is not None
        product = screen.rows.data(screen.rows.index(row, Column.PRODUCT))
        assert product == "<b>Mine</b>"
        assert "was changed" not in screen.progress.text()
    with own_profile(data, "mine", "Practice unit with a TPM", "Other"):
        press(screen.table, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: "was changed or is gone" in screen.progress.text())


def test_an_order_that_isnt_open_can_only_be_taken_from_positions(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    name = floor.order("tpm").order.name
    for position in ("2", "3"):
        session.records.assign(position, name)
    session.records.set_order_state(name, OrderState.PAUSED)
    choose(screen, name, qtbot)
    press(screen.table, _ENTER)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QCheckBox))
    boxes = screen.assign_form.findChildren(QCheckBox)
    assert [box.objectName() for box in boxes if box.isEnabled()] == ["assign-2", "assign-3"]
    assert "isn't open" in screen.assign_form.told.text()
    press(QApplication.focusWidget(), Qt.Key.Key_Space)
    with qtbot.waitSignal(screen.changed):
        press(QApplication.focusWidget(), _ENTER)
    assert session.records.assignments() == {"3": name}


def test_an_order_in_its_first_article_says_so_and_can_be_given_to_positions(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    spec = OrderSpec(name="first-1", profile="practice-tpm", id_scope=ID_SCOPE, quantity=2)
    session.plant.create_order(spec, practice_pin(), first_article=True)
    choose(screen, "first-1", qtbot)
    row = screen.rows.row_of("first-1")
    assert row is not None
    assert screen.rows.data(screen.rows.index(row, Column.STATE)) == "First article"
    assert "it takes one unit" in screen.first_article.words.text()
    assert screen.assign.isEnabled()
    floor.assert_next_unit_passes("tpm", session.plant.job("first-1"))
    press(screen.table, Qt.Key.Key_F5)
    qtbot.waitUntil(screen.first_article.sign.isEnabled)
    with qtbot.waitSignal(screen.changed):
        press(screen.first_article.sign, Qt.Key.Key_Space)
    assert session.records.order("first-1").state is OrderState.OPEN


def test_an_order_paused_meanwhile_is_refused_where_it_would_have_begun(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    name = floor.order("tpm").order.name
    choose(screen, name, qtbot)
    press(screen.table, _ENTER)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QCheckBox))
    press(QApplication.focusWidget(), Qt.Key.Key_Space)
    session.records.set_order_state(name, OrderState.PAUSED)
    press(QApplication.focusWidget(), _ENTER)
    strip = screen.assign_form.strip
    qtbot.waitUntil(strip.isVisible)
    assert "(REC-010)" in strip.text()
    assert session.records.assignments() == {}


def test_positions_that_the_bench_lost_can_still_be_freed(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    name = floor.order("tpm").order.name
    session.records.assign("gone", name)
    choose(screen, name, qtbot)
    press(screen.table, _ENTER)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QCheckBox))
    box = screen.assign_form.findChild(QCheckBox, "assign-gone")
    assert isinstance(box, QCheckBox)
    assert "no longer on the bench" in box.accessibleDescription()
    press(box, Qt.Key.Key_Space)
    with qtbot.waitSignal(screen.changed):
        press(box, _ENTER)
    assert session.records.assignments() == {}


def test_without_a_bench_it_says_so_and_nothing_can_be_assigned(
    session: Session, floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    name = floor.order("tpm").order.name
    choose(screen, name, qtbot)
    bench = session.plant.data.bench
    aside = bench.rename(bench.with_name("aside"))
    try:
        press(screen.table, _ENTER)
        qtbot.waitUntil(screen.assign_form.strip.isVisible)
    finally:
        aside.rename(bench)
    assert "(LIN-006)" in screen.assign_form.strip.text()
    assert not screen.assign_form.save.isEnabled()
    press(screen.assign_form.leave, _ENTER)
    assert screen.main.isVisible()


def test_orders_are_sorted_by_keys_and_by_the_columns_heads(
    floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    made = [floor.order(mechanism).order.name for mechanism in ("x509", "tpm", "symmetric")]
    screen.refresh()
    qtbot.waitUntil(lambda: set(made) <= set(names(screen)))
    assert [name for name in names(screen) if name in made] == made[::-1]
    chosen = screen.rows.line(screen.table.currentIndex())
    for _ in range(2):
        press(screen.sorting, Qt.Key.Key_Down)
    assert screen.sorting.currentText() == "Order"
    assert names(screen) == sorted(names(screen))
    assert screen.rows.line(screen.table.currentIndex()) == chosen
    head = screen.table.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(Column.NAME) + 20, 10)
    nothing = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, nothing, place)
    assert names(screen) == sorted(names(screen), reverse=True)
    assert head.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, nothing, place)
    assert names(screen) == sorted(names(screen))


def test_what_passes_meanwhile_is_counted_without_a_key(
    floor: Floor, screen: OrdersScreen, qtbot: QtBot
) -> None:
    job = floor.order("symmetric", quantity=1)
    choose(screen, job.order.name, qtbot)
    floor.assert_next_unit_passes("symmetric", job)
    qtbot.waitUntil(lambda: "1 of 1 enrolled" in screen.progress.text(), timeout=8_000)
