"""What an order says of units that have passed, and how many it lets be scrapped: changed later."""

import pytest
from pydantic import BaseModel, ValidationError

from station.errors import StationError
from station.model.order import Course, Order, OrderSpec, OrderState, Reprovisioning
from station.model.unit_state import UnitChange
from station.records.entries import EntryKind
from station.records.store import Records
from tests.unit.records.software import enrol, make_order


def told(records: Records, kind: EntryKind) -> list[dict[str, object]]:
    return [dict(entry.data) for entry in records.entries(kind=kind)]


def bounded() -> Order:
    spec = make_order("o2").spec.model_copy(update={"scrap_allowance": 2})
    return make_order("o2").model_copy(update={"spec": spec, "course": Course(bounded=True)})


def test_a_policy_is_changed_and_carried_over(records: Records) -> None:
    assert records.order("o1").spec.reprovisioning is Reprovisioning.NEVER
    records.order_changes.set_reprovisioning("o1", Reprovisioning.SAME_KEY)
    (change,) = told(records, EntryKind.ORDER_CHANGED)
    assert (change["before"], change["reprovisioning"]) == ("never", "same-key")
    new = records.order_changes.carry("o1", "o2", {})
    assert new.spec.reprovisioning is Reprovisioning.SAME_KEY
    assert records.order("o2") == new
    with pytest.raises(StationError, match="REC-010"):
        records.order_changes.set_reprovisioning("o1", Reprovisioning.NEVER)
    records.verify()


def test_an_order_of_an_older_station_says_never_and_stays_genuine(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    def older(spec: OrderSpec) -> str:
        return BaseModel.model_dump_json(spec, exclude={"reprovisioning"})

    with monkeypatch.context() as patch:
        patch.setattr(OrderSpec, "model_dump_json", older)
        records.add_order(make_order("o2"))
    assert records.order("o2").spec.reprovisioning is Reprovisioning.NEVER
    records.set_order_state("o2", OrderState.PAUSED)
    assert records.order("o2").state is OrderState.PAUSED
    records.verify()


def test_the_scrap_allowance_is_raised_and_lowered_to_what_it_gave_back(records: Records) -> None:
    records.order_changes.allow_scrap("o1", 2)
    assert records.order("o1").last == 12
    enrol(records, "S1")
    records.units.change("S1", UnitChange.SCRAP, reason="a test")
    with pytest.raises(StationError, match="REC-057"):
        records.order_changes.allow_scrap("o1", 0)
    records.order_changes.allow_scrap("o1", 1)
    with pytest.raises(ValidationError):
        records.order_changes.allow_scrap("o1", 1_000_001)
    changes = told(records, EntryKind.ORDER_ALLOTTED)
    steps = [(one["allowed_before"], one["scrap_allowance"], one["quantity"]) for one in changes]
    assert steps == [(0, 2, 10), (2, 1, 10)]
    records.verify()


def test_an_order_whose_next_numbers_are_anothers_gets_no_larger_allowance(
    records: Records,
) -> None:
    records.add_order(bounded())
    with pytest.raises(StationError, match="REC-053"):
        records.order_changes.allow_scrap("o2", 3)
    records.order_changes.allow_scrap("o2", 1)
    assert records.order("o2").spec.scrap_allowance == 1
    records.verify()
