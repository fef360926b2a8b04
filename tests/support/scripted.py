"""A device at the far end of a serial line whose firmware is a function of the test."""

import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Far:
    """The device's end of the line.

    Args:
        master: the pty's master.
        over: set when the test is over.
    """

    def __init__(self, master: int, over: threading.Event) -> None:
        self._master = master
        self._over = over

    def hear(self, within_s: float = 5.0) -> bytes:
        """Return what comes next, empty where nothing does in time."""
        until = time.monotonic() + within_s
        while not self._over.is_set() and time.monotonic() < until:
            if select.select([self._master], [], [], 0.02)[0]:
                return os.read(self._master, 4096)
        return b""

    def hear_until(self, end: bytes, within_s: float = 5.0) -> bytes:
        """Return what comes until it ends so, or no more comes in time."""
        heard = b""
        while not heard.endswith(end) and (data := self.hear(within_s)):
            heard += data
        return heard

    def say(self, data: bytes) -> None:
        """Send bytes, as far as the line takes them before the test is over."""
        while data and not self._over.is_set():
            if select.select([], [self._master], [], 0.02)[1]:
                data = data[os.write(self._master, data[:1024]) :]

    @property
    def over(self) -> bool:
        """Whether the test is over."""
        return self._over.is_set()


@contextmanager
def scripted(firmware: Callable[[Far], None]) -> Iterator[str]:
    """Run a device until the block ends; give the path of its port."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    over = threading.Event()
    thread = threading.Thread(target=firmware, args=(Far(master, over),), daemon=True)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        over.set()
        thread.join(10)
        os.close(slave)
        os.close(master)
        assert not thread.is_alive()
