"""Who may be at the rehearsal's service at the same time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import Final

from station.errors import StationError
from station.line.halt import Halt
from station.model.handoff import Cancel

_SLICE_S: Final = 0.05


def is_late(error: StationError, cancel: Cancel) -> bool:
    """Return whether an error is that the step's time is over, and nobody cancelled."""
    return error.code == "LIN-003" and isinstance(cancel, Halt) and not cancel.cancelled


@dataclass
class _Lane:
    """A lane.

    Attributes:
        wish: what those that are in it want.
        users: how many they are.
        queue: who waits, the first one foremost.
    """

    wish: object = None
    users: int = 0
    queue: list[object] = field(default_factory=list)


class Lanes:
    """Lets those into a lane together that want the same, and others after them, in their order."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._lanes: dict[str, _Lane] = {}

    @contextmanager
    def held(
        self, name: str, wish: object, cancel: Cancel, close: Callable[[], None]
    ) -> Iterator[None]:
        """Be in a lane during the block.

        Args:
            name: of the lane.
            wish: what is wanted there; equal wishes go together.
            cancel: ends the wait.
            close: called before the first one enters, and when the last one leaves, before the next
                one enters.

        Raises:
            StationError: LIN-003 on cancel.
        """
        self._enter(name, wish, cancel, close)
        try:
            yield
        finally:
            self._leave(name, close)

    def _enter(self, name: str, wish: object, cancel: Cancel, close: Callable[[], None]) -> None:
        ticket = object()
        with self._changed:
            lane = self._lanes.setdefault(name, _Lane())
            lane.queue.append(ticket)
            try:
                while lane.queue[0] is not ticket or (lane.users and lane.wish != wish):
                    if cancel.is_set():
                        raise StationError("LIN-003")
                    self._changed.wait(_SLICE_S)
                if not lane.users:
                    close()
                lane.wish, lane.users = wish, lane.users + 1
            finally:
                lane.queue.remove(ticket)
                self._forget(name, lane)

    def _leave(self, name: str, close: Callable[[], None]) -> None:
        with self._changed:
            lane = self._lanes[name]
            try:
                if lane.users == 1:
                    close()
            finally:
                lane.users -= 1
                self._forget(name, lane)

    def _forget(self, name: str, lane: _Lane) -> None:
        if not lane.users and not lane.queue:
            del self._lanes[name]
        self._changed.notify_all()
