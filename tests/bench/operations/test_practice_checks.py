"""Units for checks on the practice bench: put in by a press, kept, and put in again."""

from pathlib import Path
from threading import Event

import pytest

from station.folders import Data
from station.line.check_run import check_unit
from station.model.checks import CheckKind
from station.model.run import Unit
from station.operations.practice import position_of
from station.operations.practice_floor import Condition, practice_floor

pytestmark = pytest.mark.bench


@pytest.mark.parametrize("kind", ["smp", "console"])
def test_a_practice_rabbit_of_every_kind_of_link_is_refused_as_it_must(
    tmp_path: Path, kind: str
) -> None:
    with practice_floor(Data.made(tmp_path), 1) as (plant, hands):
        (seat,) = hands.bench.seats
        records = plant.tools.records
        jobs = [plant.job(order.name) for order in records.orders()]
        job = next(job for job in jobs if job.profile.link.kind == kind)
        records.assign(seat.name, job.order.name)
        hands.change(seat.name, Condition.CHECK)
        result = check_unit(Unit(), job, position_of(seat), plant.tools, (), Event())
        assert result.check is not None, f"{result.error}: {result.error and result.error.detail}"
        assert result.check.right, result.check


def test_a_practice_rabbit_is_made_known_bad_and_kept(tmp_path: Path) -> None:
    with practice_floor(Data.made(tmp_path), 1) as (plant, hands):
        (seat,) = hands.bench.seats
        first = hands.change(seat.name, Condition.CHECK)
        known = plant.tools.records.checks.unit(first)
        assert known is not None
        assert known.kind is CheckKind.RED_RABBIT
        job = plant.job(plant.tools.records.assignments()[seat.name])
        result = check_unit(Unit(), job, position_of(seat), plant.tools, (), Event())
        assert result.check is not None, result.error
        assert result.check.right
        assert hands.change(seat.name) != first
        assert hands.change(seat.name, Condition.CHECK) == first
    with practice_floor(Data.made(tmp_path), 1) as (_, hands):
        assert hands.change(seat.name, Condition.CHECK) == first
