"""One practice unit in a process of its own, for tests that need no bench around it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from station.folders import own_command
from station.practice.unit_config import UnitAnswer, UnitConfig


@dataclass(frozen=True)
class Plugged:
    """A unit's process.

    Attributes:
        process: with pipes as standard input and output.
        port: the device path of its serial port.
        link: the symlink to it.
    """

    process: "subprocess.Popen[bytes]"
    port: str
    link: Path

    def children(self) -> list[int]:
        """Return the numbers of the processes that it started and that still run."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(number) for number in listed.split()]

    def switch_off(self) -> int:
        """End it in good order, by the end of its standard input; return its exit status."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(10)


def made(port: Path) -> int | None:
    """Return when a port was made, nanoseconds, or None where there is none.

    Its number may be another program's port by now, so its name alone doesn't tell.
    """
    try:
        return port.stat().st_ctime_ns
    except FileNotFoundError:
        return None


@contextmanager
def plugged(config: UnitConfig) -> Iterator[Plugged]:
    """Run a unit's process until the block ends."""
    with subprocess.Popen(
        [*own_command(), "practice-unit"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            answer = told(process, config)
            assert not answer.error, answer.error
            yield Plugged(process, answer.port, config.port_link)
        finally:
            process.kill()
            process.wait(10)
            config.port_link.unlink(missing_ok=True)  # which a killed unit leaves behind


def told(process: "subprocess.Popen[bytes]", config: UnitConfig) -> UnitAnswer:
    """Give a unit's process its configuration and return its answer."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(config.line())
    process.stdin.flush()
    return UnitAnswer.parse(process.stdout.readline())


def running(pid: int) -> bool:
    """Does the process still run, and isn't a zombie?"""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
