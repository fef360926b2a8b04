"""Whether a unit is on the list already, as the window and a standing bench ask the record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.model.unit_state import UnitChange
from station.operations.enrolled import is_enrolled, was_enrolled
from station.records.store import Records
from tests.unit.records.software import SoftwareGuard, enrol, make_order


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Return a practice record in which the unit S1 passed, of an order that has an allowance."""
    path = tmp_path / "station.db"
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        order = make_order(quantity=2)
        spec = order.spec.model_copy(update={"scrap_allowance": 1})
        records.add_order(order.model_copy(update={"spec": spec}))
        enrol(records, "S1")
        yield records


def test_a_unit_that_passed_is_enrolled_by_its_serial_number_without_case(records: Records) -> None:
    assert is_enrolled(records, "s1")
    assert not is_enrolled(records, "S2")
    assert not was_enrolled(records, "S2")


@pytest.mark.parametrize("change", [UnitChange.SWAP, UnitChange.SCRAP])
def test_a_unit_whose_enrollment_was_revoked_is_enrolled_no_more(
    records: Records, change: UnitChange
) -> None:
    records.units.change("S1", change, reason="a test")
    assert not is_enrolled(records, "S1")
    assert was_enrolled(records, "S1")
