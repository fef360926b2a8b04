"""A serial adapter that stays on the bench while units come and go behind it."""

import os
import pty
import select
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

_LOOK_S = 0.05


@contextmanager
def adapter(behind: str) -> Iterator[str]:
    """Give the path of a port that leads to whatever is behind it, and to nobody otherwise."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    end = Event()
    thread = Thread(target=_relay, args=(master, Path(behind), end), name="adapter")
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        end.set()
        thread.join()
        os.close(master)
        os.close(slave)


def _relay(master: int, behind: Path, end: Event) -> None:
    while not end.is_set():
        with suppress(OSError):  # nobody is there, or was pulled out
            unit = os.open(behind, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
            try:
                _carry(master, unit, end)
            finally:
                os.close(unit)
        # What is said to nobody is lost.
        if select.select([master], [], [], _LOOK_S)[0]:
            os.read(master, 4096)
        time.sleep(_LOOK_S)


def _carry(master: int, unit: int, end: Event) -> None:
    other = {master: unit, unit: master}
    while not end.is_set():
        for ready in select.select(list(other), [], [], _LOOK_S)[0]:
            data = os.read(ready, 4096)
            while data:
                data = data[os.write(other[ready], data) :]
