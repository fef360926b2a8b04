"""One practice bench with a station on it, for all hostile units."""

from collections.abc import Iterator
from itertools import count

import pytest

from station.folders import Data
from station.operations.practice import new_practice_plant
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from tests.support.floor import Floor


@pytest.fixture(scope="session")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("hostile")
    bench = PracticeBench(folder / "bench", 2, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))
