"""The processes that work with tokens for a station, killed at any moment but one.

SoftHSM empties the file `token.object` and then writes it anew, as at each log-in. Its process
killed in between, the token is gone for good; no hardware does that, so it isn't done here either.
"""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

_TOKEN: Final = "token.object"
_STOPS_S: Final = 1.0


def workers_of(station: int) -> list[int]:
    """Return the processes that work with tokens for a station's."""
    found = []
    for task in Path(f"/proc/{station}/task").iterdir():
        with suppress(OSError):
            found += [int(pid) for pid in (task / "children").read_text().split()]
    return [pid for pid in found if _is_worker(pid)]


def _is_worker(pid: int) -> bool:
    with suppress(OSError):
        return b"hsm-worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def kill_worker(pid: int, folders: Iterable[Path]) -> bool:
    """Kill a worker, unless a token is just being written anew; return whether it was.

    Args:
        pid: the worker's.
        folders: where the SoftHSM tokens are that it may work with.
    """
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
        _await_stop(pid)
        whole = all(file.stat().st_size for one in folders for file in one.rglob(_TOKEN))
        os.kill(pid, signal.SIGKILL if whole else signal.SIGCONT)
        return whole
    return False


def _await_stop(pid: int) -> None:
    until = time.monotonic() + _STOPS_S
    with suppress(OSError):
        while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "TZ":
            if time.monotonic() > until:
                return
            time.sleep(0.001)
