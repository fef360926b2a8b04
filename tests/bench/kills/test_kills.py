"""A station killed at random moments, at a small size: see `tests.support.kill_campaign`."""

from pathlib import Path

import pytest

from tests.support.kill_campaign import campaign
from tests.support.kill_in_rehearsal import kill_in_rehearsal
from tests.support.kill_rehearsal import KILLED

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

KILLS = 5
SEED = 20261129


@pytest.mark.parametrize("workers", [False, True], ids=["station", "workers-too"])
def test_nothing_is_lost_or_done_twice_and_the_bench_goes_on(
    tmp_path: Path, *, workers: bool
) -> None:
    with campaign(tmp_path, SEED + workers, workers=workers) as running:
        running.go(KILLS)
    assert running.findings == []
    assert running.kills == KILLS
    assert all(running.passes[product] for product in running.products)


def test_a_station_killed_while_its_units_rehearse_leaves_nothing_of_that(tmp_path: Path) -> None:
    with campaign(tmp_path, SEED, workers=False) as running:
        for after_s in (0.0, 0.2, 1.5):
            kill_in_rehearsal(running, after_s)
        running.inspect()
    assert running.findings == []
    assert running.ends[KILLED] > 0
    assert all(running.passes[product] for product in running.products)
