"""What a station left open when it stopped is looked up as soon as it is unlocked again."""

from collections.abc import Iterator
from itertools import count
from threading import Event

import pytest

from station.folders import Data
from station.operations.left_open import settle_left
from station.operations.plant import open_plant
from station.operations.practice import new_practice_plant, position_of, practice_pin
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from station.practice.units import PracticeUnit
from tests.bench.line.test_settling import power_failure, told_of
from tests.support.floor import MECHANISMS, Floor

pytestmark = pytest.mark.bench

CASES = {
    "x509": ("write-certificate", "installed"),
    "symmetric": ("install-key", "made"),
    "x509-device": ("install-certificate", "installed"),
    "x509-tpm": ("make-tpm-key", "made"),
}


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Floor, Data]]:
    """A station that is closed, with an order of each product; its bench stands."""
    folder = tmp_path_factory.mktemp("left")
    bench, data = PracticeBench(folder / "bench", 1, pacing=Pacing.NONE), Data.made(folder / "data")
    with bench:
        with new_practice_plant(data, bench) as plant:
            floor = Floor(bench, plant, count(1))
            for product in CASES:
                floor.order(product, quantity=50)
        yield floor, data


def broken_off(floor: Floor, data: Data, product: str) -> PracticeUnit:
    kind, _ = CASES[product]
    with open_plant(data, practice_pin()) as plant:
        at_work = Floor(floor.bench, plant, floor.numbers)
        unit = at_work.unit(product)
        orders = plant.tools.records.orders()
        (name,) = (one.name for one in orders if one.spec.profile == f"practice-{product}")
        with power_failure(kind, done=True):
            at_work.run(unit, plant.job(name))
    return unit


@pytest.mark.parametrize("product", CASES)
def test_where_the_unit_is_still_there(stopped: tuple[Floor, Data], product: str) -> None:
    floor, data = stopped
    unit = broken_off(floor, data, product)
    other = floor.bench.make_unit(MECHANISMS[product], floor.serial())
    kind, seen = CASES[product]
    with open_plant(data, practice_pin()) as plant:
        records, position = plant.tools.records, position_of(floor.seat)
        runs = len(records.runs())
        settle_left(plant, position, Event())
        assert records.left_open(unit.serial), "nobody was there"
        floor.bench.plug(floor.seat, other)
        settle_left(plant, position, Event())
        floor.bench.unplug(floor.seat)
        assert records.left_open(unit.serial), "another unit tells nothing of it"
        floor.bench.plug(floor.seat, unit)
        settle_left(plant, position, Event())
        floor.bench.unplug(floor.seat)
        assert records.left_open(unit.serial) == []
        assert told_of(Floor(floor.bench, plant, floor.numbers), unit, kind)[seen] is True
        assert len(records.runs()) == runs, "it was looked at, and not tried"
