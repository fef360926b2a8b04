"""Processes killed while they are at work."""

import os
import signal
import threading
from contextlib import suppress


def kill_after(delay_s: float, pid: int) -> threading.Timer:
    """Return a started timer that kills a process; one that has ended by then is left in peace."""

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    timer = threading.Timer(delay_s, kill)
    timer.start()
    return timer
