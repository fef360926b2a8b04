"""An order's first article at the orders' page: how far it is, signed by another, or rejected."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from station.folders import resource
from station.model.names import RegistrationId
from station.model.order import Course, OrderSpec, OrderState
from station.model.people import Person
from station.model.rights import Right
from station.operations.bench_view import Phase
from station.operations.groups import open_group
from station.records.entries import EntryKind
from station.secret import Secret
from station.window.orders import OrdersScreen
from station.window.tile import Tile
from tests.support.production import PIN, release
from tests.unit.records.software import SCOPE, enrol, make_order
from tests.unit.records.staffed import ANNE, BERT, WIM, agreed, credential
from tests.window.people_floor import ENTER, Hands, entries, pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

ORDER = "lamps-1"


@pytest.fixture
def screen(at_window: Hands) -> OrdersScreen:
    """The orders' page, where one order waits for its first article; Anne looks at it."""
    waiting = {
        "practice": False,
        "course": Course(first_article=True),
        "state": OrderState.FIRST_ARTICLE,
    }
    at_window.records.add_order(
        make_order(ORDER).model_copy(update=waiting), agreed(at_window.records, Right.ORDERS)
    )
    at_window.log_in(ANNE)
    at_window.press("go-orders")
    screen = at_window.see("orders")
    assert isinstance(screen, OrdersScreen)
    at_window.wait(lambda: screen.rows.row_of(ORDER) is not None)
    return screen


def passed(hands: Hands, screen: OrdersScreen, serial: str, by: Person) -> None:
    """Have a unit pass, made by somebody at the bench before Anne, and the page show it."""
    records = hands.records
    for before, after in ((ANNE, by), (by, ANNE)):
        records.log_out(before)
        given = credential(after)
        records.log_in(given.badge, given.pin)
        if after is by:
            enrol(records, serial, order=ORDER)
    screen.refresh()
    hands.wait(lambda: serial in hands.text("first-article-words"))


def agree(hands: Hands, person: Person) -> None:
    hands.fill("agreement-badge-1", person.badge)
    hands.fill("agreement-pin-1", pin_of(person))
    QTest.keyClick(hands.edit("agreement-pin-1"), ENTER)


def state(screen: OrdersScreen) -> str:
    row = screen.rows.row_of(ORDER)
    assert row is not None
    return str(screen.rows.data(screen.rows.index(row, 2)))


def test_before_it_is_made_the_page_says_so_and_there_is_nothing_to_decide(
    at_window: Hands, screen: OrdersScreen
) -> None:
    assert "is to be made" in at_window.text("first-article-words")
    for name in ("first-article-sign", "first-article-reject"):
        button = at_window.see(name)
        assert isinstance(button, QPushButton)
        assert not button.isEnabled()
    assert state(screen) == "First article"


def test_another_supervisor_signs_it_and_the_order_is_open(
    at_window: Hands, screen: OrdersScreen
) -> None:
    passed(at_window, screen, "SN-1", WIM)
    words = at_window.text("first-article-words")
    assert "made by W-1" in words
    assert state(screen) == "To be signed"
    at_window.press("first-article-sign")
    assert "SN-1" in at_window.text("agreement-what")
    agree(at_window, BERT)
    at_window.wait(lambda: f"the order {ORDER} is open" in screen.strip.text())
    assert at_window.records.order(ORDER).state is OrderState.OPEN
    at_window.wait(lambda: state(screen) == "Open")
    assert not at_window.there("first-article")
    (entry,) = entries(at_window.records, EntryKind.FIRST_ARTICLE_SIGNED)
    assert (entry.data["by"], entry.data["serial"]) == (["S-2"], "SN-1")


def test_who_made_it_is_refused_in_words_and_another_can_sign_then(
    at_window: Hands, screen: OrdersScreen
) -> None:
    passed(at_window, screen, "SN-1", BERT)
    at_window.press("first-article-sign")
    agree(at_window, BERT)
    at_window.wait(lambda: "REC-041" in screen.strip.text())
    assert "Have another supervisor sign it." in screen.strip.text()
    assert at_window.records.order(ORDER).state is OrderState.FIRST_ARTICLE
    at_window.press("first-article-sign")
    agree(at_window, ANNE)
    at_window.wait(lambda: "is open" in screen.strip.text())


def test_it_is_rejected_with_a_reason_and_another_unit_is_awaited(
    at_window: Hands, screen: OrdersScreen
) -> None:
    passed(at_window, screen, "SN-1", WIM)
    at_window.press("first-article-reject")
    why = at_window.edit("first-article-why")
    assert why.hasFocus()
    QTest.keyClick(why, ENTER)
    assert not at_window.there("agreement"), "it is to be said why"
    at_window.fill("first-article-why", "crooked label")
    QTest.keyClick(why, ENTER)
    assert "crooked label" in at_window.text("agreement-what")
    agree(at_window, BERT)
    at_window.wait(lambda: "takes another one" in screen.strip.text())
    at_window.wait(lambda: "is to be made" in at_window.text("first-article-words"))
    assert "Rejected so far: 1." in at_window.text("first-article-words")
    (entry,) = entries(at_window.records, EntryKind.FIRST_ARTICLE_REJECTED)
    assert entry.data["why"] == "crooked label"
    passed(at_window, screen, "SN-2", WIM)


def test_escape_leaves_the_reason_and_nobody_agreeing_leaves_the_order(
    at_window: Hands, screen: OrdersScreen
) -> None:
    passed(at_window, screen, "SN-1", WIM)
    at_window.press("first-article-reject")
    QTest.keyClick(at_window.edit("first-article-why"), Qt.Key.Key_Escape)
    assert not at_window.there("first-article-why")
    at_window.press("first-article-sign")
    QTest.keyClick(at_window.edit("agreement-pin-1"), Qt.Key.Key_Escape)
    at_window.wait(at_window.see("first-article-sign").isEnabled)
    assert at_window.records.order(ORDER).state is OrderState.FIRST_ARTICLE


def test_a_unit_that_was_revoked_can_only_be_rejected(
    at_window: Hands, screen: OrdersScreen
) -> None:
    passed(at_window, screen, "SN-1", WIM)
    found = at_window.records.find("SN-1")
    assert found.id_scope.text == SCOPE
    at_window.records.revoke(
        (found.id_scope, found.registration_id),
        agreed(at_window.records, Right.REVOKE).reason,
        agreed(at_window.records, Right.REVOKE),
    )
    screen.refresh()
    at_window.wait(lambda: "was revoked" in at_window.text("first-article-words"))
    assert not at_window.see("first-article-sign").isEnabled()
    assert at_window.see("first-article-reject").isEnabled()


def test_the_bench_waits_for_the_signature_in_words_and_goes_on_once_it_is_given(
    at_window: Hands,
) -> None:
    assert at_window.application.opened is not None
    plant = at_window.application.opened.plant
    text = resource("profiles/practice-symmetric.toml").read_text(encoding="utf-8")
    text = text.replace('"practice-symmetric"', '"lamp"').replace("practice = true", "")
    plant.data.profiles.mkdir(exist_ok=True)
    (plant.data.profiles / "lamp.toml").write_text(text, encoding="utf-8")
    release(plant, "lamp")
    spec = OrderSpec(name=ORDER, profile="lamp", id_scope=SCOPE, quantity=5)
    pin = Secret(PIN.encode())
    newer = spec.model_copy(update={"name": "lamps-2"})
    for one in (spec, newer):
        approval = agreed(at_window.records, Right.ORDERS)
        open_group(plant.tools, RegistrationId.parse(one.name), None, approval)
        plant.create_order(one, pin, approval=agreed(at_window.records, Right.ORDERS))
    at_window.records.assign("1", ORDER, agreed(at_window.records, Right.ORDERS))
    given = credential(WIM)
    at_window.records.log_in(given.badge, given.pin)
    enrol(at_window.records, "SN-1", order=ORDER)
    at_window.records.log_out(WIM)
    at_window.log_in(ANNE)
    worker = at_window.application.worker
    assert worker is not None
    at_window.wait(lambda: "REC-039" in said(worker.tiles["1"]))
    assert "waits for its first article to be signed" in said(worker.tiles["1"])
    at_window.press("go-orders")
    # Of two orders, the one that waits is chosen.
    at_window.press("first-article-sign")
    agree(at_window, BERT)
    at_window.wait(lambda: "is open" in at_window.text("orders-said"))
    at_window.press("go-worker")
    at_window.wait(lambda: worker.tiles["1"].view.phase is not Phase.NO_ORDER)
    assert "REC-039" not in said(worker.tiles["1"])


def said(tile: Tile) -> str:
    """Return all that a position says."""
    return " ".join(label.text() for label in tile.findChildren(QLabel))
