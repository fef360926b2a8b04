"""Keys in software at the window: two supervisors accept them or no longer, and the bench obeys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.model.custody import LESS_SAFE
from station.model.order import OrderSpec
from station.model.people import Person
from station.model.rights import Right
from station.operations.bench_view import Phase, PositionView
from station.records.custody import Choice, Keeping
from station.records.entries import EntryKind
from tests.support.production import SCOPE, ProductionStation, add_real_products
from tests.unit.records.staffed import ANNE, BERT, WIM, agreed, quick_hashing
from tests.window.people_floor import Hands, entries, pin_of, window

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

ORDER = "pumps-1"


@pytest.fixture
def hands(staffed_station: ProductionStation, tmp_path: Path, qtbot: QtBot) -> Iterator[Hands]:
    """Return Anne's at a station on SoftHSM that both accepted, an order at its first position."""
    station = staffed_station.copied(tmp_path / "station")
    add_real_products(station)
    with station.open() as plant:
        spec = OrderSpec(name=ORDER, profile="real-tpm", id_scope=SCOPE, quantity=2)
        plant.create_order(spec, None, approval=agreed(plant.tools.records, Right.ORDERS))
        plant.tools.records.assign("1", ORDER, agreed(plant.tools.records, Right.ORDERS))
    with quick_hashing(), window(station, qtbot) as hands:
        hands.log_in(ANNE)
        yield hands


def at_bench(hands: Hands) -> PositionView:
    assert hands.application.opened is not None
    return hands.application.opened.wizard.view.at("1")


def agree(hands: Hands, other: Person, reason: str) -> None:
    """Have Anne, who is logged in, and another agree."""
    hands.fill("agreement-pin-1", pin_of(ANNE))
    hands.fill("agreement-badge-2", other.badge)
    hands.fill("agreement-pin-2", pin_of(other))
    hands.fill("agreement-reason", reason)
    hands.press("agreement-yes")


def kept(hands: Hands) -> Keeping:
    keeping = hands.records.custody.now()
    assert keeping is not None
    return keeping


def test_the_page_says_what_the_keys_are_in_and_who_accepted_that(hands: Hands) -> None:
    hands.press("go-settings")
    hands.wait(lambda: LESS_SAFE in hands.text("factory-keys-words"))
    words = hands.text("factory-keys-words")
    assert "software token factory (SoftHSM project" in words
    assert "accepted by S-1 and S-2" in words
    assert "a hardware HSM is safer" in words
    assert not hands.there("factory-keys-accept")


def test_two_take_it_back_and_the_bench_stands_until_two_accept_it(hands: Hands) -> None:
    assert at_bench(hands).phase is Phase.SEAT
    hands.press("go-settings")
    hands.press("factory-keys-withdraw")
    agree(hands, BERT, "the HSM is here")
    hands.wait(lambda: "taken back" in hands.text("settings-said"))
    assert kept(hands).choice is Choice.WITHDRAWN
    hands.wait(lambda: at_bench(hands).phase is Phase.NO_ORDER)
    notice = at_bench(hands).notice
    assert notice is not None
    assert notice.code == "HSM-025"
    assert "hardware HSM" in notice.remedy
    hands.press("factory-keys-accept")
    agree(hands, BERT, "it broke")
    hands.wait(lambda: "are accepted" in hands.text("settings-said"))
    assert kept(hands).by == (ANNE.badge, BERT.badge)
    hands.wait(lambda: at_bench(hands).phase is Phase.SEAT)
    *_, told = entries(hands.records, EntryKind.SOFTWARE_CUSTODY)
    assert told.data["reason"] == "it broke"


def test_a_worker_is_no_second_supervisor(hands: Hands) -> None:
    hands.press("go-settings")
    hands.press("factory-keys-withdraw")
    agree(hands, WIM, "why not")
    hands.wait(lambda: "REC-025" in hands.text("agreement-said"))
    assert kept(hands).choice is Choice.ACCEPTED
