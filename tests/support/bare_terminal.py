"""A serial port with nobody behind it."""

import os
import pty
import tty
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def terminal() -> Iterator[str]:
    """Give the device path of a raw terminal at whose other end nobody reads or speaks."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    try:
        yield os.ttyname(slave)
    finally:
        os.close(master)
        os.close(slave)
