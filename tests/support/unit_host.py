"""Practice units one after the other from one process: a campaign can't wait for Python to start.

`python -m tests.support.unit_host` reads lines: a `UnitConfig` puts a unit in, `clean` and `abrupt`
take it out. Each unit is a process of its own all the same, forked from one that has imported
everything; what it is inside is the practice unit's own code. Only for units without a TPM, which
start no processes themselves.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from station.errors import StationError
from station.practice.children import first_line
from station.practice.seats import Pull
from station.practice.unit import run
from station.practice.unit_config import UnitAnswer, UnitConfig

_OUT = b"out\n"
_LONG_S = 60.0


class Host:
    """Puts units in at one seat, and takes them out; safe from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._port: Path | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.unit_host"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )

    def plug(self, config: UnitConfig) -> None:
        """Put a unit in, and wait until its port is there."""
        with self._lock:
            if self._port is not None:
                raise ValueError("the seat is taken")
            answer = UnitAnswer.parse(self._asked(config.line()))
            if answer.error:
                raise StationError("CFG-006", answer.error)
            self._port = config.port_link

    def unplug(self, pull: Pull = Pull.CLEAN) -> None:
        """Take the unit out; nothing happens where there is none."""
        with self._lock:
            if self._port is None:
                return
            if self._asked(f"{pull.value}\n".encode()) != _OUT:
                raise AssertionError("the unit didn't go")
            self._port.unlink(missing_ok=True)
            self._port = None

    def _asked(self, line: bytes) -> bytes:
        if self._process.stdin is None:
            raise AssertionError("it is a pipe")
        self._process.stdin.write(line)
        return first_line(self._process, _LONG_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, and the unit that is in."""
        self.unplug(Pull.ABRUPT)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(_LONG_S)


def _forked(line: bytes) -> tuple[int, int]:
    """Start a unit; return its process's number, and what is closed to switch it off."""
    stop, switch = os.pipe()
    pid = os.fork()
    if pid:
        os.close(stop)
        return pid, switch
    os.close(switch)
    try:
        run(UnitConfig.parse(line), stop, lambda answer: _say(answer.line()))
    except StationError as error:
        _say(UnitAnswer(error=f"{error} {error.detail}").line())
    finally:
        os._exit(0)


def _say(line: bytes) -> None:
    os.write(1, line)


def main() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pid = switch = 0
    for line in sys.stdin.buffer:
        if line.startswith(b"{"):
            pid, switch = _forked(line)
            continue
        if line.strip() == b"abrupt":
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        os.close(switch)
        os.waitpid(pid, 0)
        _say(_OUT)


if __name__ == "__main__":
    main()
