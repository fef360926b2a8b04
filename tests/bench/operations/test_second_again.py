"""Second tokens that come again: several of them, retired keys, what a crash left half done."""

import sqlite3
from contextlib import closing

import pytest

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.model.group import KeyName
from station.model.rights import Right
from station.operations.factory_file import FactoryFile
from station.operations.groups import retire_group_key, rotate_group
from station.operations.second_token import holds
from station.records.store import Records
from tests.bench.operations import test_second_token
from tests.bench.operations.test_second_token import GROUP, replaced, without_first
from tests.support.production import NAME, ProductionStation
from tests.support.second import pin, ready, second_of
from tests.unit.records.staffed import accept_software, agreed

pytestmark = pytest.mark.bench

made = test_second_token.made
station = test_second_token.station


def test_where_the_power_went_before_its_ca_was_on_record_the_next_opening_puts_it_there(
    station: ProductionStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Records, "learn_factory", gone)
        with pytest.raises(KeyboardInterrupt):
            replaced(station)
    assert FactoryFile.read(station.data).label == "second"
    with station.open() as plant:
        known = plant.tools.records.known_authorities()
        states = {one.authority.name: one.authority.state for one in known}
    assert states[f"{NAME} B Issuing CA"] == "active"


def test_of_two_second_tokens_the_other_one_follows_when_it_is_made_ready_again(
    station: ProductionStation,
) -> None:
    with station.open() as plant:
        spare = ready(station, plant, label="third")
    assert spare.others == ("second-1",), "that one has what it had"
    without_first(station)
    replaced(station)
    with pytest.raises(StationError, match="HSM-030"):
        replaced(station, label="third")
    with station.open() as plant:
        accept_software(plant.tools.records)
        again = ready(station, plant, label="third")
        assert (again.moved, again.folder, again.others) == (0, "second-3", ())
    replaced(station, label="third")
    with station.open() as plant:
        known = plant.tools.records.known_authorities()
        states = {one.authority.name: one.authority.state for one in known}
        assert plant.tools.records.verify().unsigned == 0
    assert states == {
        f"{NAME} Issuing CA": "retired",
        f"{NAME} Root CA": "active",
        f"{NAME} B Issuing CA": "retired",
        f"{NAME} C Issuing CA": "active",
    }


def test_a_token_that_works_is_no_second_one(station: ProductionStation) -> None:
    replaced(station)
    with station.open() as plant, pytest.raises(StationError, match="HSM-020"):
        ready(station, plant)


def test_a_key_that_was_retired_goes_from_the_second_token_too(
    station: ProductionStation,
) -> None:
    with station.open() as plant:
        rotated = agreed(plant.tools.records, Right.CEREMONY)
        rotate_group(plant.tools, GROUP, None, None, rotated)
        assert ready(station, plant).moved == 1
        retire_group_key(plant.tools, GROUP, agreed(plant.tools.records, Right.CEREMONY))
    assert on_second(station) == [1, 2]
    with station.open() as plant:
        assert ready(station, plant).moved == 0
    assert on_second(station) == [2]


def test_a_key_that_was_retired_since_goes_when_it_takes_the_place(
    station: ProductionStation,
) -> None:
    with station.open() as plant:
        rotated = agreed(plant.tools.records, Right.CEREMONY)
        rotate_group(plant.tools, GROUP, None, None, rotated)
        ready(station, plant)
        retire_group_key(plant.tools, GROUP, agreed(plant.tools.records, Right.CEREMONY))
    replaced(station)
    assert on_second(station) == [2]


def on_second(station: ProductionStation) -> list[int]:
    """Return the numbers of the group's keys on the second token."""
    with FactoryHsm.open(second_of(station), pin()) as second:
        return [number for number in (1, 2) if holds(second, KeyName(GROUP, number))]


def test_a_group_whose_row_was_changed_does_not_go_over(station: ProductionStation) -> None:
    with closing(sqlite3.connect(station.data.database)) as connection, connection:
        connection.execute("UPDATE group_keys SET escrow_copy = x'00'")
    with station.open() as plant, pytest.raises(StationError, match="REC-012"):
        ready(station, plant)
