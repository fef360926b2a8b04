"""One process at a time writes to the factory's token what others must see at once."""

import errno
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from station.errors import StationError
from station.hsm.session import TokenSession

# How long to wait for another process that writes, and how often to look, in seconds.
_TURN_S: Final = 10.0
_LOOK_S: Final = 0.001


@contextmanager
def alone(token: TokenSession) -> Iterator[None]:
    """Let no other process of this machine write a turn or a head to the token meanwhile.

    SoftHSM counts changes in a file; of two changes at the same moment it can count one, and then
    neither process sees the other's. The name is the kernel's alone: it goes with the process.

    Raises:
        StationError: HSM-023 where another doesn't finish.
    """
    end = time.monotonic() + _TURN_S
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as lock:
        while True:
            try:
                lock.bind(f"\0station-lease-{token.serial_digest}")
                break
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                if time.monotonic() > end:
                    raise StationError("HSM-023", "another writes to it without end") from error
                time.sleep(_LOOK_S)
        yield
