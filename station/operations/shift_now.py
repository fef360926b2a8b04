"""How the shift goes that is at work now, for those who are at work in it."""

from pathlib import Path

from station.model.shifts import ShiftPlan
from station.operations.bench_view import BenchView
from station.operations.plant import utc_now
from station.records.pace import Pace, read_pace
from station.records.reader import Reader


def shift_now(database: Path, bench: BenchView) -> Pace:
    """Return how the shift goes, by a connection of its own: positions wait for no figures.

    Raises:
        StationError: as `Reader.open` and `read_pace`.
    """
    with Reader.open(database) as reader:
        plan = ShiftPlan(reader.settings().shift_starts)
    orders = {view.position: view.order for view in bench.positions if view.order}
    return read_pace(database, plan.at(utc_now()).begins, orders)
