"""What a supervisor sees of how the line does: orders and shifts to ask for, and their figures."""

from dataclasses import dataclass
from datetime import timedelta

from station.model.shifts import Shift, ShiftPlan
from station.operations.plant import Plant, utc_now
from station.operations.report import Maker, counted
from station.operations.report_asked import Asked
from station.operations.report_words import Report
from station.records.figure_spread import Spread, read_spread
from station.records.reader import Reader

_SHIFTS = 12


@dataclass(frozen=True)
class Offered:
    """What figures can be asked of.

    Attributes:
        orders: the orders' names, the newest first.
        shifts: the shift that goes on, then those before it.
    """

    orders: tuple[str, ...]
    shifts: tuple[Shift, ...]


def offered(plant: Plant) -> Offered:
    """Return what figures can be asked of.

    Raises:
        StationError: as `Reader`.
    """
    with Reader.open(plant.data.database) as reader:
        orders = [order.name for order in reader.orders()]
        plan = ShiftPlan(reader.settings().shift_starts)
    at = utc_now()
    shifts = list[Shift]()
    while len(shifts) < _SHIFTS:
        shift = plan.at(at)
        shifts.append(shift)
        at = shift.begins - timedelta(microseconds=1)
    return Offered(tuple(reversed(orders)), tuple(shifts))


def figures_of(plant: Plant, asked: Asked) -> Report:
    """Count what is asked for, from a connection of its own: positions wait for no figures.

    Raises:
        StationError: as `counted`.
    """
    with Reader.open(plant.data.database) as reader:
        return counted(reader, asked, Maker("", utc_now()))


@dataclass(frozen=True)
class Charted:
    """Figures, and how the runs that they count lie in time.

    Attributes:
        report: the figures.
        spread: units by the hour, and runs by how long they took.
    """

    report: Report
    spread: Spread


def charted(plant: Plant, asked: Asked) -> Charted:
    """Count what is asked for, and how it lies in time; raises as `figures_of`."""
    report = figures_of(plant, asked)
    with Reader.open(plant.data.database) as reader:
        plan = ShiftPlan(reader.settings().shift_starts)
    return Charted(report, read_spread(plant.data.database, report.figures.selection, plan))
