"""Provisioning on a standing bench: units come and go at its positions, by other hands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Final

from station.errors import StationError
from station.line.bench import Bench, Position
from station.line.run import RunResult
from station.line.shift import Assignment, ShiftResult, work_shift
from station.line.steps import Listener
from station.line.work import Job
from station.links import LINKS
from station.model.run import Unit
from station.operations.plant import Plant

# How long a position that sees no new unit waits before it looks again.
_LOOK_AGAIN_S: Final = 0.3
# What an empty or half-seated position gives; everything else stops the position.
_NOBODY_THERE: Final = frozenset({"LNK-001", "LNK-002", "LNK-003", "LNK-004", "LNK-005"})
# What no further unit of this order can get past.
_ORDER_ENDED: Final = frozenset({"REC-009", "REC-010", "PRF-004", "LIN-007"})


@dataclass
class StandingFeed:
    """Waits at each position for a unit that wasn't there before.

    Attributes:
        job: what every unit is made into.
        units: how many at most; None for as many as come.
        scanned: the serial number that the worker scanned, for a single unit.
        waiting: told of a position that begins to wait.
    """

    job: Job
    units: int | None
    scanned: str | None
    waiting: Callable[[Position], None]
    _taken: int = 0
    _ended: bool = False
    _last: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Wait until a unit answers at `position` whose serial number isn't the last one's."""
        with self._lock:
            if self._ended or (self.units is not None and self._taken >= self.units):
                return None
            self._taken += 1
        self.waiting(position)
        while not (cancel.is_set() or self._ended):
            serial = self._serial_at(position, cancel)
            if serial and serial != self._last.get(position.name):
                return Assignment(Unit(scanned=self.scanned), self.job)
            cancel.wait(_LOOK_AGAIN_S)
        return None

    def _serial_at(self, position: Position, cancel: Event) -> str | None:
        settings = self.job.profile.link
        try:
            with LINKS[settings.kind].open(position.port, settings, cancel) as link:
                return link.identify().serial
        except StationError as error:
            if error.code in _NOBODY_THERE or cancel.is_set():
                return None
            raise

    def done(self, position: Position, result: RunResult) -> None:
        """Remember the unit, which stays until the worker takes it out."""
        self._last[position.name] = result.serial
        if result.error is not None and result.error.code in _ORDER_ENDED:
            self._ended = True


def provision_bench(
    plant: Plant,
    positions: Sequence[Position],
    feed: StandingFeed,
    listeners: Sequence[Listener],
    cancel: Event,
) -> ShiftResult:
    """Work at `positions` until the feed ends or `cancel` is set."""
    return work_shift(positions, feed, plant.tools, listeners, cancel)


def chosen(bench: Bench, names: Sequence[str]) -> Sequence[Position]:
    """Return the bench's positions of these names, or all where none is named.

    Raises:
        StationError: LIN-005 for a name that the bench doesn't have.
    """
    by_name = {position.name: position for position in bench.position}
    for name in names:
        if name not in by_name:
            raise StationError("LIN-005", position=name)
    return [by_name[name] for name in names] if names else list(bench.position)
