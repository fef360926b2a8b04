"""What a new station still needs, as it is set up step by step."""

from pathlib import Path

import pytest

from station.line.bench import Bench, Position, write_bench
from station.operations.setting_up import Done, SetUp, next_step, set_up_steps
from tests.support.production import ProductionStation, one_installation

pytestmark = [pytest.mark.bench, pytest.mark.timeout(120)]


def test_a_new_station_needs_its_bench_a_profile_and_an_order(tmp_path: Path) -> None:
    with one_installation():
        station = ProductionStation.made(tmp_path)
        with station.open() as plant:
            steps = {one.step: one for one in set_up_steps(plant)}
            assert list(steps) == list(SetUp)
            assert steps[SetUp.TOKEN].done is Done.YES
            assert steps[SetUp.BENCH].done is Done.TO_DO
            assert steps[SetUp.PROFILE].done is Done.TO_DO
            assert steps[SetUp.ORDER].done is Done.TO_DO
            assert steps[SetUp.SERVICE].done is Done.LATER
            following = next_step(tuple(steps.values()))
            assert following is not None
            assert following.done is Done.TO_DO
            position = Position(name="1", port="/dev/station-test-1")
            write_bench(plant.data.bench, Bench(name="bench", position=(position,)))
            again = {one.step: one for one in set_up_steps(plant)}
            assert (again[SetUp.BENCH].done, again[SetUp.BENCH].count) == (Done.YES, 1)


def test_what_can_not_be_looked_at_says_why_and_the_others_are_told(tmp_path: Path) -> None:
    with one_installation():
        station = ProductionStation.made(tmp_path)
        with station.open() as plant:
            plant.data.bench.write_text("position = 7\n", encoding="utf-8")
            steps = {one.step: one for one in set_up_steps(plant)}
            assert steps[SetUp.BENCH].done is Done.UNKNOWN
            assert steps[SetUp.BENCH].error is not None
            assert steps[SetUp.ORDER].done is Done.TO_DO
