"""A rule that asks for checks, and whether there is a unit to do them with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.model.checks import CheckKind, CheckUnit, When
from station.model.settings import Settings
from station.operations.checks import checks_without_units
from station.records.store import Records
from tests.unit.records.software import SoftwareGuard, make_order


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Return a practice record with an open order of the product box."""
    path = tmp_path / "station.db"
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        records.add_order(make_order())
        yield records


def test_nothing_is_lacking_where_no_check_is_asked_for(records: Records) -> None:
    assert checks_without_units(records) == []


def test_each_check_of_an_open_orders_product_needs_a_unit(records: Records) -> None:
    records.set_settings(Settings(red_rabbit=When.SHIFT, golden_unit=When.SHIFT))
    records.checks.add(CheckUnit(CheckKind.RED_RABBIT, "R-2", "other"))
    assert [(one.code, one.data["what"]) for one in checks_without_units(records)] == [
        ("REC-088", "red rabbit"),
        ("REC-088", "golden unit"),
    ]
    records.checks.add(CheckUnit(CheckKind.RED_RABBIT, "R-1", "box"))
    assert [one.data["what"] for one in checks_without_units(records)] == ["golden unit"]
