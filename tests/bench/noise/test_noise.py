"""A fixed part of the noise campaign; `packaging/bench noise --full` goes through 2,000 runs."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.noise_campaign import campaign
from tests.support.noise_oracle import Differs, check_inside

pytestmark = pytest.mark.bench

RUNS = 140


@pytest.mark.timeout(600)  # 60 s of a machine that has nothing else to do
def test_every_run_ends_in_a_pass_that_is_one_or_in_a_coded_error(tmp_path: Path) -> None:
    with campaign(tmp_path, seed=5) as running:
        running.go(RUNS)
    assert not running.findings, "\n".join(running.findings)
    assert running.runs >= RUNS
    codes = {outcome.split()[1] for outcome in running.outcomes}
    assert {"PASS", "LNK-002", "LNK-003", "LNK-004"} <= codes, "the troubles no longer trouble it"


@pytest.mark.parametrize("product", ["tpm", "x509", "symmetric"])
def test_the_oracle_sees_a_unit_that_is_another_than_the_enrolled_one(
    tmp_path: Path, product: str
) -> None:
    with campaign(tmp_path, seed=0, products=[product]) as running:
        plant = running.floor.plant
        enrolled = next(plant.tools.records.enrollments())
        other = running.floor.unit(product)
        with pytest.raises(Differs):
            check_inside(other, enrolled, plant)
        same_number = replace(other, serial=enrolled.serial)
        with pytest.raises(Differs):
            check_inside(same_number, enrolled, plant)
