"""What ends a run before its time: whoever cancels it, or the clock of the step that it is at."""

import time
from threading import Event


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

    @property
    def cancelled(self) -> bool:
        """Whether somebody cancelled the run."""
        return self._cancel.is_set()

    @property
    def late(self) -> bool:
        """Whether the time that was given is over."""
        return self._until is not None and time.monotonic() >= self._until

    def give(self, seconds: float | None) -> None:
        """Give what begins now so much time; None for any."""
        self._until = None if seconds is None else time.monotonic() + seconds

    def end(self, seconds: float) -> None:
        """Give so much time for the end of the run, whether or not it was cancelled."""
        self._ending = True
        self.give(seconds)

    def is_set(self) -> bool:
        """Return whether waits are to end."""
        return self.late or (self.cancelled and not self._ending)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until waits are to end, at most `timeout` seconds; return whether they are."""
        left = None if self._until is None else max(0.0, self._until - time.monotonic())
        times = [one for one in (timeout, left) if one is not None]
        shortest = min(times) if times else None
        if self._ending:
            super().wait(shortest)
        else:
            self._cancel.wait(shortest)
        return self.is_set()
