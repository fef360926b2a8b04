"""Ports behind a network, which pyserial opens and closes by waits that nobody can cancel.

It gives a connection 5 s, RFC 2217's greetings 3 s, and stays another 0.3 s in each close. So each
is done in a thread of its own, which ends by itself when nobody waits for it any more.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
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
                    line.close()
        self.done.set()

    def left(self) -> serial.Serial | None:
        """Want it no more; return it where it was open already."""
        with self._lock:
            self._unwanted = True
            return self.line


def opened_apart(begin: Callable[[], serial.Serial], cancel: Event) -> serial.Serial:
    """Return what `begin` opens.

    Raises:
        StationError: LIN-003 where it was cancelled meanwhile.
        Exception: whatever `begin` raises.
    """
    opening = _Opening(begin)
    Thread(target=opening.run, name="port-opening", daemon=True).start()
    while not opening.done.wait(_LOOK_S):
        if cancel.is_set():
            line = opening.left()
            if line is not None:
                close_apart(line)
            raise StationError("LIN-003")
    if opening.line is None:
        raise opening.error or OSError("it was not opened")
    return opening.line


def close_apart(line: serial.Serial) -> None:
    """Close a port; its connection is shut at once, what pyserial waits for afterwards isn't."""

    def close() -> None:
        hang_up(line)

    thread = Thread(target=close, name="port-closing", daemon=True)
    thread.start()
    thread.join(_SHUT_S)
