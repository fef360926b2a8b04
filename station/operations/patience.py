"""A service asked again where it wants a pause, is unwell, or its answer is lost."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from station.errors import StationError
from station.model.handoff import Cancel

_T = TypeVar("_T")
TRIES: Final = 6
PAUSE_S: Final = 1.0
"""After the first failure; twice as long after each that follows."""
LONGEST_S: Final = 300.0
"""The longest pause that is made where a service wants one."""
_SLICE_S: Final = 0.05
_AGAIN: Final = frozenset({"SVC-039", "SVC-044"})


def patiently(
    ask: Callable[[], _T], cancel: Cancel, failed: Callable[[], object] | None = None
) -> _T:
    """Return what an answer says; ask again, and again, where none comes.

    Args:
        ask: one try, which may be repeated even if the one before it was heard.
        cancel: ends each wait.
        failed: is told of each failure, before the next try.

    Raises:
        StationError: what the last try raised; LIN-003 on cancel.
    """
    pause = PAUSE_S
    for left in reversed(range(TRIES)):
        if cancel.is_set():
            raise StationError("LIN-003")
        try:
            return ask()
        except StationError as error:
            told = error.data.get("seconds")
            seconds = float(told) if isinstance(told, int) else pause
            if error.code not in _AGAIN or not left or seconds > LONGEST_S:
                raise
            wait(seconds, cancel)
        if failed is not None:
            failed()
        pause *= 2
    raise AssertionError


def wait(seconds: float, cancel: Cancel) -> None:
    """Wait, or raise LIN-003 where it is cancelled meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if cancel.is_set():
            raise StationError("LIN-003")
        time.sleep(_SLICE_S)
