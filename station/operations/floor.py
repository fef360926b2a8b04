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
# What an empty position gives.
_NOBODY_THERE: Final = frozenset({"LNK-001", "LNK-002", "LNK-003"})
# What a unit gives that is there but talks nonsense: a run says so to the worker.
_BROKEN_UNIT: Final = frozenset({"LNK-004", "LNK-005", "LNK-007"})
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
    _passed: dict[str, str] = field(default_factory=dict)
    _failed: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Wait until a unit answers at `position` that isn't the one which was done there last.

        A unit that failed may come back once it was taken out; one that passed may not.
        """
        with self._lock:
            if self._ended or (self.units is not None and self._taken >= self.units):
                return None
            self._taken += 1
        self.waiting(position)
        while not (cancel.is_set() or self._ended):
            there = self._seen_at(position, cancel)
            if there is None:
                self._failed.pop(position.name, None)
            elif there not in {self._failed.get(position.name), self._passed.get(position.name)}:
                return Assignment(Unit(scanned=self.scanned), self.job)
            cancel.wait(_LOOK_AGAIN_S)
        return None

    def _seen_at(self, position: Position, cancel: Event) -> str | None:
        """Return the serial number at `position`, the code of a broken unit, or None for nobody."""
        settings = self.job.profile.link
        try:
            with LINKS[settings.kind].open(position.port, settings, cancel) as link:
                return link.identify().serial
        except StationError as error:
            if error.code in _NOBODY_THERE or cancel.is_set():
                return None
            if error.code in _BROKEN_UNIT:
                return error.code
            raise

    def done(self, position: Position, result: RunResult) -> None:
        """Remember the unit, which stays until the worker takes it out."""
        if result.error is None:
            self._passed[position.name] = result.serial
            return
        self._failed[position.name] = result.serial or result.error.code
        if result.error.code in _ORDER_ENDED:
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
