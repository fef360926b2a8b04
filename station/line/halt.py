"""What ends a run before its time: whoever cancels it, or the clock of the step that it is at."""

import time
from collections.abc import Callable
from threading import Event
from typing import Final

from station.errors import StationError

_SLICE_S: Final = 0.05
# What a unit that loses its contacts gives, and how long the switch that explains it may take.
_PULLED: Final = frozenset({"LNK-002", "LNK-003"})
_SOON_S: Final = 0.3


class Ender(Event):
    """Cancels a run for a reason of its own, or when another's event does.

    Args:
        cancel: set by whoever cancels the run.
    """

    def __init__(self, cancel: Event) -> None:
        super().__init__()
        self._cancel = cancel
        self.why: StationError | None = None

    def end(self, why: StationError) -> None:
        """Cancel the run, unless it is already."""
        if not self.is_set():
            self.why = why
            self.set()

    def is_set(self) -> bool:
        """Return whether the run is cancelled by either."""
        return super().is_set() or self._cancel.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is, at most `timeout` seconds; return whether it is."""
        until = None if timeout is None else time.monotonic() + timeout
        while not self.is_set():
            left = _SLICE_S if until is None else min(_SLICE_S, until - time.monotonic())
            if left <= 0:
                return False
            super().wait(left)
        return True

    def explained(self, error: StationError) -> StationError:
        """Return the reason of its own where it is what an error comes of, else the error."""
        if error.code in _PULLED:
            self.wait(_SOON_S)
        if self.why is None or error.code not in {"LIN-003", *_PULLED}:
            return error
        self.why.__cause__ = error
        return self.why


class Halt(Event):
    """The one event that every wait of a run looks at. It follows another's; nobody sets it itself.

    A wait that it ends needn't know why: that is LIN-003 in any case. Whoever gave the time does.

    Args:
        cancel: set by whoever cancels the run.
    """

    def __init__(self, cancel: Event) -> None:
        super().__init__()
        self._cancel = cancel
        self._until: float | None = None
        self._ending = False
        self._began = 0.0
        self._silent_s = 0.0
        self._heard_at: Callable[[], float] = _never

    @property
    def cancelled(self) -> bool:
        """Whether somebody cancelled the run."""
        return self._cancel.is_set()

    @property
    def late(self) -> bool:
        """Whether the time that was given is over."""
        left = self._left
        return left is not None and left <= 0.0

    @property
    def _left(self) -> float | None:
        """How much is left of the time that was given, seconds; None for any."""
        if self._until is None:
            return None
        now, until = time.monotonic(), self._until
        if self._ending and self.cancelled:
            until = min(until, max(self._began, self._heard_at()) + self._silent_s)
        return until - now

    def explained(self, error: StationError) -> StationError:
        """Return what an error of the run comes of, where whoever cancelled it gave a reason."""
        return self._cancel.explained(error) if isinstance(self._cancel, Ender) else error

    def give(self, seconds: float | None) -> None:
        """Give what begins now so much time; None for any."""
        self._until = None if seconds is None else time.monotonic() + seconds

    def end(self, seconds: float, silent_s: float, heard_at: Callable[[], float]) -> None:
        """Give so much time for the end of the run, whether or not it was cancelled.

        Args:
            seconds: at most.
            silent_s: how long the unit may be silent meanwhile where somebody cancelled the run:
                then nobody waits for what may never answer.
            heard_at: when the unit said something last, by the monotonic clock.
        """
        self._ending = True
        self._began, self._heard_at = time.monotonic(), heard_at
        self._silent_s = silent_s
        self.give(seconds)

    def is_set(self) -> bool:
        """Return whether waits are to end."""
        return self.late or (self.cancelled and not self._ending)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until waits are to end, at most `timeout` seconds; return whether they are."""
        left = self._left
        times = [max(0.0, one) for one in (timeout, left) if one is not None]
        shortest = min(times) if times else None
        if self._ending:
            super().wait(shortest)
        else:
            self._cancel.wait(shortest)
        return self.is_set()


def _never() -> float:
    return 0.0
