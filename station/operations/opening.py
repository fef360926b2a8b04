"""How a station is opened for the window, and closed again, away from Qt's thread."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from station.folders import Data
from station.line.bench import Position, load_bench
from station.operations.bench_view import BenchView
from station.operations.factory_file import FactoryFile
from station.operations.handoff_work import handing_off
from station.operations.plant import Plant, open_plant
from station.operations.practice import practice_pin
from station.operations.practice_floor import BADGES, Badge, PracticeHands, practice_floor
from station.operations.signals import signalling
from station.operations.teaching import bench_so_far
from station.operations.wizard import Wizard
from station.secret import Secret


@dataclass
class Opened:
    """An open station with its wizard.

    Attributes:
        plant: the station.
        wizard: what is done at the positions.
        hands: for practice units, or None.
        badges: the practice badges; none in production.
    """

    plant: Plant
    wizard: Wizard
    hands: PracticeHands | None
    badges: Sequence[Badge]
    held: ExitStack = field(repr=False)

    def close(self) -> None:
        """Cancel what is at work, and close all of it."""
        self.held.close()


def open_practice(root: Path, positions: int, told: Callable[[BenchView], None]) -> Opened:
    """Open the practice bench in the folder `root` with its station, set up if it isn't there.

    Raises:
        StationError: as `practice_floor` and `handing_off`.
    """
    data = Data.made(root)
    with ExitStack() as opening:
        whole, hands = opening.enter_context(practice_floor(data, positions))
        handed = opening.enter_context(handing_off(whole))
        bench = load_bench(data.bench)
        plant = opening.enter_context(signalling(handed, bench))
        wizard = Wizard(plant, bench.position, told)
        opening.enter_context(wizard)
        return Opened(plant, wizard, hands, BADGES, opening.pop_all())


def open_station(
    data: Data, pin: Secret, told: Callable[[BenchView], None], *, last_try: bool = False
) -> Opened:
    """Open the station in `data` with the factory token's PIN.

    A station that was just set up has no bench file: it is opened without positions.

    Args:
        data: the folder.
        pin: of the factory's token.
        told: told of each change at the bench.
        last_try: whether a supervisor is sure of the PIN; see `open_plant`.

    Raises:
        StationError: as `open_plant`, `handing_off` and `load_bench`.
    """
    with ExitStack() as opening:
        whole = opening.enter_context(open_plant(data, pin, last_try=last_try, shift=True))
        handed = opening.enter_context(handing_off(whole))
        plant = opening.enter_context(signalling(handed, bench_so_far(data)))
        wizard = Wizard(plant, _positions(data), told)
        opening.enter_context(wizard)
        badges = BADGES if plant.file.practice else ()
        return Opened(plant, wizard, None, badges, opening.pop_all())


def with_positions(opened: Opened, told: Callable[[BenchView], None]) -> Opened:
    """Return a station that was opened without positions, with those that it has got since.

    Raises:
        StationError: as `load_bench`.
    """
    data = opened.plant.data
    plant = opened.held.enter_context(signalling(opened.plant, bench_so_far(data)))
    wizard = Wizard(plant, _positions(data), told)
    opened.held.enter_context(wizard)
    return replace(opened, plant=plant, wizard=wizard)


def _positions(data: Data) -> Sequence[Position]:
    bench = bench_so_far(data)
    return () if bench is None else bench.position


def free_pin(data: Data) -> Secret | None:
    """Return the PIN of the station in `data` where it is a practice one and so no secret.

    Raises:
        StationError: CFG-007 where there is no station, CFG-011 where it is damaged.
    """
    return practice_pin() if FactoryFile.read(data).practice else None
