"""Which workers belong to a station: one that comes after a station that was killed waits for them.

A worker ends with its station, but first it finishes what it is at, within ten seconds. What it
does to a unit's token meanwhile nobody has written down yet, so nobody must look for it before.

Each worker inherits the station's descriptor of a file in its data folder, and with it the lock on
that file: the kernel drops that once the station and all its workers are gone, however they ended.
"""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from station.errors import StationError

# Longer than any worker outlives its station: see `worker`.
PATIENCE_S: Final = 15.0
_LOOK_S: Final = 0.05

_held: Final[dict[int, Path]] = {}


def inherited() -> tuple[int, ...]:
    """Return the descriptors that a worker gets, which starts now."""
    return tuple(_held)


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
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(path.parent)) from error
        _held[self._descriptor] = path

    def take(self) -> None:
        """Wait until no worker of an earlier station of this data folder is at work any more.

        No other station must be at work in the folder: the record's own lock says so.

        Raises:
            StationError: LIN-074 where one doesn't end.
        """
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
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
        del _held[self._descriptor]
        # Said, for a worker of another station in this process may have the descriptor too.
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        os.close(self._descriptor)
