"""Orders that are changed, closed in part and carried over: all of it in the chain."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from station.errors import StationError
from station.model.order import Course, OrderSecret, OrderState
from station.model.rights import Approval, Right
from station.model.unit_state import UnitChange
from station.records.entries import EntryKind
from station.records.store import Records
from tests.unit.records.software import Clock, SoftwareGuard, admitted, begin, enrol, make_order
from tests.unit.records.staffed import ANNE, agreed, credential, quick_hashing, staff

CONSOLE = OrderSecret.CONSOLE_PASSWORD


@pytest.fixture
def real(path: Path, guard: SoftwareGuard, clock: Clock) -> Iterator[Records]:
    """Return a production record with its people and an order."""
    path.parent.mkdir()
    made = Records.create(path, guard, station="line-1", practice=False, now=clock)
    with quick_hashing(), made as records:
        staff(records)
        records.add_order(make_order(), agreed(records, Right.ORDERS))
        yield records


def told(records: Records, kind: EntryKind) -> list[dict[str, object]]:
    return [dict(entry.data) for entry in records.entries() if entry.kind is kind]


def test_a_quantity_is_changed_down_to_what_is_used(records: Records) -> None:
    enrol(records, "S1")
    admitted(records, "S2")
    records.order_changes.allot("o1", 2)
    with pytest.raises(StationError, match="REC-009"):
        admitted(records, "S3")
    with pytest.raises(StationError, match="REC-043"):
        records.order_changes.allot("o1", 1)
    records.order_changes.allot("o1", 3)
    admitted(records, "S3")
    with pytest.raises(ValidationError):
        records.order_changes.allot("o1", 1_000_001)
    changes = told(records, EntryKind.ORDER_ALLOTTED)
    assert [(one["before"], one["quantity"]) for one in changes] == [(10, 2), (2, 3)]
    records.verify()


def test_a_quantity_takes_its_own_right_afresh(real: Records) -> None:
    anne = real.log_in(ANNE.badge, credential(ANNE).pin)
    with pytest.raises(StationError, match="REC-025"):
        real.approve_here(Right.ALLOT, anne)
    wrong: tuple[Approval | None, ...] = (None, agreed(real, Right.ORDERS))
    for approval in wrong:
        with pytest.raises(StationError, match="REC-025"):
            real.order_changes.allot("o1", 99, approval)
    real.order_changes.allot("o1", 99, agreed(real, Right.ALLOT))
    assert real.order("o1").spec.quantity == 99
    real.verify()


def test_an_id_scope_is_corrected_until_the_first_run(records: Records) -> None:
    records.add_order(make_order("o2"))
    with pytest.raises(StationError, match="REC-018"):
        records.order_changes.set_id_scope("o1", "0NE00A1B2C3")
    records.order_changes.set_id_scope("o1", "0ne00000001")
    assert records.order("o1").id_scope.text == "0ne00000001"
    begin(records)
    with pytest.raises(StationError, match="REC-044"):
        records.order_changes.set_id_scope("o1", "0ne00000002")
    (change,) = told(records, EntryKind.ORDER_CHANGED)
    assert (change["before"], change["id_scope"]) == ("0ne00A1B2C3", "0ne00000001")
    records.verify()


def test_an_order_that_is_alone_may_change_the_case_of_its_id_scope(records: Records) -> None:
    records.order_changes.set_id_scope("o1", "0ne00a1b2c3")
    assert records.order("o1").id_scope.text == "0ne00a1b2c3"


def test_nobody_changes_an_id_scope_without_the_right(real: Records) -> None:
    with pytest.raises(StationError, match="REC-025"):
        real.order_changes.set_id_scope("o1", "0ne00000001")
    real.order_changes.set_id_scope("o1", "0ne00000001", agreed(real, Right.ORDERS))
    real.verify()


def test_closing_says_how_much_was_made(records: Records) -> None:
    enrol(records, "S1")
    records.set_order_state("o1", OrderState.CLOSED)
    (closed,) = told(records, EntryKind.ORDER_CHANGED)
    assert (closed["enrolled"], closed["quantity"]) == (1, 10)
    records.verify()


def test_what_is_left_is_carried_over_with_all_that_belongs_to_it(records: Records) -> None:
    records.set_order_secret("o1", CONSOLE, b"sealed for o1")
    records.set_ek_list("o1", [bytes(32)])
    records.serial_lists.set("o1", ["S1", "S2", "S3"])
    enrol(records, "S1")
    admitted(records, "S2")
    new = records.order_changes.carry("o1", "o2", {CONSOLE: b"sealed for o2"})
    old = records.order("o1")
    assert old.state is OrderState.CLOSED
    assert records.order("o2") == new
    assert (new.state, new.spec.quantity, new.group_id) == (OrderState.OPEN, 8, old.group_id)
    assert new.spec.initial_twin == old.spec.initial_twin
    assert (new.profile_hash, new.token_pin) == (old.profile_hash, old.token_pin)
    assert records.order_secret("o2", CONSOLE) == b"sealed for o2"
    assert records.ek_listed("o2", [bytes(32)])
    with pytest.raises(StationError, match="REC-042"):
        admitted(records, "S9", "o2")
    enrol(records, "S3", order="o2")
    (closed,) = [one for one in told(records, EntryKind.ORDER_CHANGED) if "carried_to" in one]
    assert (closed["carried_to"], closed["enrolled"], closed["quantity"]) == ("o2", 1, 10)
    assert told(records, EntryKind.ORDER_ADDED)[-1]["carried_from"] == "o1"
    records.verify()


def test_nothing_is_carried_over_where_nothing_is_left_or_the_name_is_taken(
    records: Records,
) -> None:
    before = records.head().sequence
    with pytest.raises(StationError, match="REC-016"):
        records.order_changes.carry("o1", "o1", {})
    with pytest.raises(ValidationError):
        records.order_changes.carry("o1", "Not a name", {})
    assert records.head().sequence == before
    records.order_changes.allot("o1", 1)
    enrol(records, "S1")
    with pytest.raises(StationError, match="REC-046"):
        records.order_changes.carry("o1", "o2", {})
    records.set_order_state("o1", OrderState.CLOSED)
    with pytest.raises(StationError, match="REC-010"):
        records.order_changes.carry("o1", "o2", {})
    assert [order.name for order in records.orders()] == ["o1"]


def test_places_given_back_are_left_and_not_given_back_once_more(records: Records) -> None:
    spec = make_order("s1", 3).spec.model_copy(update={"scrap_allowance": 2})
    records.add_order(make_order("s1").model_copy(update={"spec": spec}))
    for serial in ("S1", "S2"):
        enrol(records, serial, order="s1")
    records.units.change("S1", UnitChange.SCRAP)
    assert records.usage("s1").used == 1
    rest = records.order_changes.carry("s1", "s2", {}).spec
    assert (rest.quantity, rest.scrap_allowance) == (2, 1)
    records.verify()


def test_an_order_is_allotted_down_to_what_is_used_but_for_places_given_back(
    records: Records,
) -> None:
    spec = make_order("s1", 3).spec.model_copy(update={"scrap_allowance": 1})
    records.add_order(make_order("s1").model_copy(update={"spec": spec}))
    for serial in ("S1", "S2"):
        enrol(records, serial, order="s1")
    records.units.change("S1", UnitChange.SCRAP)
    records.order_changes.allot("s1", 1)
    with pytest.raises(StationError, match="REC-009"):
        admitted(records, "S3", "s1")
    records.verify()


def test_a_first_article_is_carried_over_as_it_stands(records: Records) -> None:
    course = Course(first_article=True)
    waiting = {"course": course, "state": OrderState.FIRST_ARTICLE}
    records.add_order(make_order("f1").model_copy(update=waiting))
    enrol(records, "S1", order="f1")
    records.first_articles.reject("f1", "a scratch")
    records.order_changes.carry("f1", "f2", {})
    assert records.order("f2").state is OrderState.FIRST_ARTICLE
    enrol(records, "S2", order="f2")
    records.first_articles.sign("f2")
    records.set_order_state("f2", OrderState.PAUSED)
    records.order_changes.carry("f2", "f3", {})
    assert records.order("f3").state is OrderState.PAUSED
    records.set_order_state("f3", OrderState.OPEN)
    assert records.order("f3").state is OrderState.OPEN
    records.verify()


def test_nothing_is_carried_over_without_the_right(real: Records) -> None:
    with pytest.raises(StationError, match="REC-025"):
        real.order_changes.carry("o1", "o2", {})
    assert real.order("o1").state is OrderState.OPEN
    real.order_changes.carry("o1", "o2", {}, agreed(real, Right.ORDERS))
    real.verify()


def test_what_is_carried_over_from_an_order_with_runs_keeps_its_id_scope(records: Records) -> None:
    enrol(records, "S1")
    for old, new in (("o1", "o2"), ("o2", "o3")):
        records.order_changes.carry(old, new, {})
    with pytest.raises(StationError, match="REC-044"):
        records.order_changes.set_id_scope("o3", "0ne00AAAAAA")
    records.add_order(make_order("o4"))
    records.order_changes.carry("o4", "o5", {})
    records.order_changes.set_id_scope("o5", "0ne00AAAAAA")
    records.verify()


def test_places_that_were_given_back_are_not_used(records: Records) -> None:
    order = make_order("o2", 2)
    spec = order.spec.model_copy(update={"scrap_allowance": 1})
    records.add_order(order.model_copy(update={"spec": spec}))
    for serial in ("S1", "S2"):
        enrol(records, serial, order="o2")
    records.units.change("S1", UnitChange.SCRAP, reason="a test")
    records.order_changes.allot("o2", 1)
    records.order_changes.allot("o2", 2)
    assert records.order_changes.carry("o2", "o3", {}).spec.quantity == 1
    records.verify()
