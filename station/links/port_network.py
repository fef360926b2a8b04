"""Ports behind a network, which pyserial opens and closes by waits that nobody can cancel.

It gives a connection 5 s, RFC 2217's greetings 3 s, and stays another 0.3 s in each close. So each
is done in a thread of its own, which ends by itself when nobody waits for it any more.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock, Thread
from typing import Final

import serial

from station.errors import StationError
from station.links.raw_line import hang_up

_LOOK_S: Final = 0.05  # how often who waits looks at the cancel event
_SHUT_S: Final = 0.1  # how long a close is waited for: the connection is gone long before


@dataclass
class _Opening:
    """A port that is being opened; `done` is set when it is, or can't be."""

    begin: Callable[[], serial.Serial]
    undo: Callable[[serial.Serial], None]
    line: serial.Serial | None = None
    error: Exception | None = None
    done: Event = field(default_factory=Event)
    _unwanted: bool = False
    _lock: Lock = field(default_factory=Lock)

    def run(self) -> None:
        """Open it; close it again where nobody wants it any more."""
        try:
            line = self.begin()
        except Exception as error:  # noqa: BLE001 - whoever waits raises it
            self.error = error
        else:
            with self._lock:
                self.line = None if self._unwanted else line
            if self.line is None:
                with suppress(OSError):
                    self.undo(line)
        self.done.set()

    def left(self) -> serial.Serial | None:
        """Want it no more; return it where it was open already."""
        with self._lock:
            self._unwanted = True
            return self.line


def opened_apart(
    begin: Callable[[], serial.Serial],
    cancel: Event,
    undo: Callable[[serial.Serial], None] | None = None,
) -> serial.Serial:
    """Return what `begin` opens.

    Args:
        begin: opens it, in a thread of its own.
        cancel: ends the wait for that.
        undo: takes back what is opened when nobody waits any more; else it is closed.

    Raises:
        StationError: LIN-003 where it was cancelled meanwhile.
        Exception: whatever `begin` raises.
    """
    opening = _Opening(begin, undo or close_apart)
    Thread(target=opening.run, name="port-opening", daemon=True).start()
    while not opening.done.wait(_LOOK_S):
        if cancel.is_set():
            line = opening.left()
            if line is not None:
                opening.undo(line)
            raise StationError("LIN-003")
    if opening.line is None:
        raise opening.error or OSError("it was not opened")
    return opening.line


def close_apart(line: serial.Serial) -> None:
    """Close a port; its connection is shut at once, what pyserial waits for afterwards isn't."""
    done_apart(partial(hang_up, line))


def done_apart(act: Callable[[], None], wait_s: float = _SHUT_S) -> None:
    """Do something at a port in a thread of its own, and wait for it no longer than so many s."""
    thread = Thread(target=act, name="port-closing", daemon=True)
    thread.start()
    thread.join(wait_s)
