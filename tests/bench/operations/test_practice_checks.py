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
