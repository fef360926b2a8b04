"""Which workers belong to a station: one that comes after a station that was killed waits for them.

A worker ends with its station, but first it finishes what it is at, within ten seconds. What it
does to a unit's token meanwhile nobody has written down yet, so nobody must look for it before.

Each worker inherits the station's descriptor of a file in its data folder, and with it the lock on
that file: the kernel drops that once the station and all its workers are gone, however they ended.
A station that is shut drops it itself, as soon as no worker is left that a cancel broke off.
"""

import fcntl
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Self

from station.errors import StationError

# Longer than any worker outlives its station: see `worker`.
PATIENCE_S: Final = 15.0
_LOOK_S: Final = 0.05


@dataclass
class _Hold:
    """An open descriptor of a leash.

    Attributes:
        descriptor: its number.
        departing: how many workers are still ending that nobody waits for.
        over: whether its station is shut.
    """

    descriptor: int
    departing: int = 0
    over: bool = False

    def drop_if_over(self) -> None:
        """Drop the lock once nobody needs it; called with `_lock` held."""
        if self.over and not self.departing:
            # Said, for a worker of another station in this process may have the descriptor too.
            fcntl.flock(self.descriptor, fcntl.LOCK_UN)
            os.close(self.descriptor)


_holds: Final[list[_Hold]] = []
_lock: Final = Lock()


def inherited() -> tuple[int, ...]:
    """Return the descriptors that a worker gets, which starts now."""
    with _lock:
        return tuple(hold.descriptor for hold in _holds)


def keep() -> Callable[[], None]:
    """Keep every leash of this process on its lock for a worker that is still ending.

    Returns:
        What is to be called, once, when that worker is gone.
    """
    with _lock:
        kept = tuple(_holds)
        for hold in kept:
            hold.departing += 1
    return partial(_let_go, kept)


def _let_go(kept: tuple[_Hold, ...]) -> None:
    with _lock:
        for hold in kept:
            hold.departing -= 1
            hold.drop_if_over()


class Leash:
    """One station's hold on its workers; a context manager.

    Workers that start within it are on it; those of an earlier station are waited for by `take`.

    Args:
        path: the file, made for its owner alone where it isn't there.

    Raises:
        StationError: CFG-003 where it can't be made.
    """

    def __init__(self, path: Path) -> None:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(path.parent)) from error
        self._hold = _Hold(descriptor)
        with _lock:
            _holds.append(self._hold)

    def take(self) -> None:
        """Wait until no worker of an earlier station of this data folder is at work any more.

        No other station must be at work in the folder: the record's own lock says so.

        Raises:
            StationError: LIN-074 where one doesn't end.
        """
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                fcntl.flock(self._hold.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() > end:
                    detail = f"a worker of an earlier station, for over {PATIENCE_S:g} s"
                    raise StationError("LIN-074", detail) from error
                time.sleep(_LOOK_S)
            else:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with _lock:
            # By itself: two that are equal are two still.
            _holds[:] = [hold for hold in _holds if hold is not self._hold]
            self._hold.over = True
            self._hold.drop_if_over()
