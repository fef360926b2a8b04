"""Commands run as processes of their own, and killed with their workers as by a power cut."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_DEADLINE_S: Final = 120.0
_LOOK_S: Final = 0.001


@dataclass(frozen=True)
class Ended:
    """How a command's process ended.

    Attributes:
        killed: whether it was killed before it had ended.
        status: its exit status, negative for a signal's.
        told: what it said.
    """

    killed: bool
    status: int
    told: str


def run_until(
    words: Sequence[str],
    pins: Sequence[tuple[str, str]],
    log: Path,
    reached: Callable[[], bool] | None = None,
) -> Ended:
    """Run a command; kill it and its workers as soon as something is reached.

    Args:
        words: the command and its options.
        pins: options that take a descriptor, and the PIN that is read from each.
        log: a file for what it says.
        reached: asked a thousand times a second; None to let it run to its end.
    """
    with _pipes([pin for _, pin in pins]) as sources, log.open("wb") as said:
        more = [
            word
            for (option, _), source in zip(pins, sources, strict=True)
            for word in (option, str(source))
        ]
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "station", *words, *more],
            pass_fds=sources,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        killed = _watched(process, reached)
        status = process.wait(_DEADLINE_S)
    return Ended(killed, status, log.read_text(encoding="utf-8", errors="replace"))


def _watched(process: "subprocess.Popen[bytes]", reached: Callable[[], bool] | None) -> bool:
    end = time.monotonic() + _DEADLINE_S
    while process.poll() is None and time.monotonic() < end:
        if reached is not None and reached():
            workers = _children(process.pid)
            process.kill()
            for worker in workers:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
            return True
        time.sleep(_LOOK_S)
    return False


def _children(pid: int) -> list[int]:
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(one) for one in (task / "children").read_text().split()]
    return found


@contextmanager
def _pipes(pins: Sequence[str]) -> Iterator[list[int]]:
    sources = []
    for pin in pins:
        source, sink = os.pipe()
        os.write(sink, pin.encode() + b"\n")
        os.close(sink)
        sources.append(source)
    try:
        yield sources
    finally:
        for source in sources:
            os.close(source)


def objects_in(folder: Path) -> int:
    """Return how many objects the SoftHSM tokens below a folder hold."""
    with suppress(FileNotFoundError):  # one went while the folder was read
        return sum(1 for _ in folder.rglob("*.object"))
    return 0
