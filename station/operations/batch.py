"""Batch loading: all positions are loaded, all begin at once, and nobody takes out before all end.

A batch begins when a unit is in at every position that takes part, as when a fixture closes; or
with those that are in, where the worker says so, or where the order has no place for more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from threading import Event, Lock
from typing import Final, Protocol

from station.line.bench import Position
from station.line.run import RunResult
from station.line.shift import Assignment
from station.operations.floor import BenchFeed

_LOOK_S: Final = 0.1


class BatchNotice(Enum):
    """What is told of a whole batch."""

    LOADED = "loaded"  # one more unit is in, and others are waited for
    BEGUN = "begun"
    ENDED = "ended"


BatchTold = Callable[[BatchNotice, int, int], None]
"""Told of a batch with how many units are in, and how many positions take part; must not wait."""


class Loads(BenchFeed, Protocol):
    """A feed that knows how many units may be at work at once."""

    @property
    def has_room(self) -> bool:
        """Whether one more unit may start beside those that it gave out."""
        ...

    def put_back(self, position: Position, one: Assignment) -> bool:
        """Take a unit back that waited until its position's check came due; return whether so."""
        ...


@dataclass
class BatchFeed:
    """Holds the units of a feed back until all can begin; see `line.shift.Feed`.

    Attributes:
        feed: finds the units.
        told: told of each batch.
    """

    feed: Loads
    told: BatchTold
    _taking_part: set[str] = field(default_factory=set)
    _loaded: set[str] = field(default_factory=set)
    _at_work: set[str] = field(default_factory=set)
    _asked: bool = False
    _lock: Lock = field(default_factory=Lock)

    def take_part(self, position: Position) -> None:
        """Have batches wait for a position; to be said of all before the first begins."""
        with self._lock:
            self._taking_part.add(position.name)

    def begin(self) -> bool:
        """Begin with what is loaded, as the worker wants it; return whether anything is."""
        with self._lock:
            self._asked = bool(self._loaded)
            return self._asked

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Wait for a unit, and then for the others; raises as `Feed.next`."""
        try:
            one = self._awaited(position, cancel)
        except BaseException:
            self.left(position)
            raise
        if one is None:
            self.left(position)
        return one

    def _awaited(self, position: Position, cancel: Event) -> Assignment | None:
        while True:
            # Units of one batch are taken out together, and only then come the next.
            while self._works() and not cancel.wait(_LOOK_S):
                pass
            one = self.feed.next(position, cancel)
            # A check is none of the batch's: its unit goes from position to position.
            if one is None or one.check:
                return one
            if not self._waited(position, cancel):
                return None
            if not self.feed.put_back(position, one):
                return one
            self._ended(position)

    def _waited(self, position: Position, cancel: Event) -> bool:
        """Wait for the others with a unit that is in; return whether they begin."""
        with self._lock:
            self._loaded.add(position.name)
            loaded, all_of_them = len(self._loaded), len(self._taking_part)
        self.told(BatchNotice.LOADED, loaded, all_of_them)
        while not self._may_begin(position):
            if cancel.wait(_LOOK_S):
                return False
        return True

    def _works(self) -> bool:
        with self._lock:
            return bool(self._at_work)

    def _may_begin(self, position: Position) -> bool:
        with self._lock:
            if position.name in self._at_work:
                return True  # another has begun for all
            if self._at_work or not self._whole():
                return False
            self._at_work, self._loaded, self._asked = self._loaded, set(), False
            begun, all_of_them = len(self._at_work), len(self._taking_part)
        self.told(BatchNotice.BEGUN, begun, all_of_them)
        return True

    def _whole(self) -> bool:
        everybody = self._loaded >= self._taking_part
        return everybody or self._asked or not self.feed.has_room

    def done(self, position: Position, result: RunResult) -> None:
        """Remember the unit, which stays in until the others are done too."""
        self.feed.done(position, result)
        self._ended(position)

    def left(self, position: Position) -> None:
        """Note that a position works no more: nobody waits for it."""
        self.feed.left(position)
        with self._lock:
            self._taking_part.discard(position.name)
            self._loaded.discard(position.name)
        self._ended(position)

    @property
    def order(self) -> str:
        """The name of the order that its units are made for."""
        return self.feed.order

    def tell_gone(self, went: Callable[[Position], None]) -> None:
        """Have it told whenever nobody is at a position any more."""
        self.feed.tell_gone(went)

    def _ended(self, position: Position) -> None:
        with self._lock:
            last = self._at_work == {position.name}
            self._at_work.discard(position.name)
            all_of_them = len(self._taking_part)
        if last:
            self.told(BatchNotice.ENDED, 0, all_of_them)
