"""A production station for each test, copied from one that is made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.line.bench import Bench, write_bench
from station.operations.practice import position_of
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from tests.support.production import ProductionStation, add_real_products


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> ProductionStation:
    """A station with its people, which no test changes."""
    return ProductionStation.made(tmp_path_factory.mktemp("production"))


@pytest.fixture
def station(made: ProductionStation, tmp_path: Path) -> ProductionStation:
    """A station of the test's own, where Anne and Bert supervise, Wim works and Mia mends."""
    return made.copied(tmp_path / "production")


@pytest.fixture(scope="session")
def made_bare(tmp_path_factory: pytest.TempPathFactory) -> ProductionStation:
    """A station in which nobody works yet, which no test changes."""
    return ProductionStation.made(tmp_path_factory.mktemp("bare"), staffed=False)


@pytest.fixture
def bare(made_bare: ProductionStation, tmp_path: Path) -> ProductionStation:
    """A station of the test's own in which nobody works yet."""
    return made_bare.copied(tmp_path / "bare")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeBench]:
    with PracticeBench(tmp_path_factory.mktemp("bench"), 1, pacing=Pacing.NONE) as bench:
        yield bench


@pytest.fixture
def line(station: ProductionStation, bench: PracticeBench) -> Iterator[ProductionStation]:
    """Return the station with the bench's position and real products."""
    positions = tuple(position_of(seat) for seat in bench.seats)
    write_bench(station.data.bench, Bench(name="line-7", position=positions))
    add_real_products(station)
    yield station
    for seat in bench.seats:
        bench.unplug(seat)
