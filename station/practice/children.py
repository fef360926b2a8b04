"""The bench's child processes: marked as its own, bounded in time, ended with all that they began.

Each child carries the bench's mark in its environment, and so does whatever it starts in turn. By
the mark the keeper finds what is left after the bench was killed, and touches nothing else.
"""

import os
import secrets
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Final

from station.errors import StationError

MARK: Final = "STATION_PRACTICE_BENCH"
UNIT_MARK: Final = "STATION_PRACTICE_UNIT"

_PROGRAM_FOLDERS: Final = ("/usr/local/bin", "/usr/bin", "/bin")
_INHERITED: Final = ("LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "PYTHONSAFEPATH")
_LOOK_S: Final = 0.05  # how often a wait looks at its cancel event
_LINE: Final = 4_096
_KILL_S: Final = 5.0  # how long the kernel may take to end a killed process


def program_path() -> str:
    """Return where programs are looked for, here and by children: our PATH, then the usual."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), *_PROGRAM_FOLDERS])


@dataclass(frozen=True)
class Children:
    """The children of one bench.

    Attributes:
        mark: random, so that no other bench's processes carry it; no secret.
    """

    mark: str = field(default_factory=lambda: secrets.token_hex(16))

    def environment(self, **more: str) -> dict[str, str]:
        """Return the whole environment of a child: little of ours, the mark, and `more`."""
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return {**inherited, "PATH": program_path(), MARK: self.mark, **more}

    def start(self, command: Sequence[str], log: Path, **more: str) -> "subprocess.Popen[bytes]":
        """Start a child in a session of its own, its input and output piped, its errors in `log`.

        Its environment has `more` on top.

        Raises:
            StationError: CFG-003 where `log` can't be written, CFG-006 where it can't be started.
        """
        try:
            with log.open("ab") as errors:
                return subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    bufsize=0,
                    env=self.environment(**more),
                    start_new_session=True,
                )
        except OSError as error:
            code = "CFG-003" if error.filename == str(log) else "CFG-006"
            raise StationError(code, str(error), path=str(log)) from error

    def run(self, command: Sequence[str], folder: Path, *, timeout_s: float, cancel: Event) -> int:
        """Run a child to its end and return its exit status, negative for a signal.

        Its standard output is no pipe: if the bench were killed, the child would die of SIGPIPE
        half done and leave its temporary files behind.

        Args:
            command: the program by its absolute path, and its arguments; never a secret in them.
            folder: where it works and keeps its temporary files.
            timeout_s: how long it may take, seconds.
            cancel: set to end it.

        Raises:
            StationError: CFG-006 where it can't be started or takes too long; LIN-003 on `cancel`.
        """
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=self.environment(TMPDIR=str(folder), LC_ALL="C.UTF-8"),
                start_new_session=True,
            )
        except OSError as error:
            raise StationError("CFG-006", f"{command[0]}: {error}") from error
        try:
            _await_end(process, timeout_s, cancel)
        finally:
            status = end(process, grace_s=0)
        return status


def _await_end(process: "subprocess.Popen[bytes]", timeout_s: float, cancel: Event) -> None:
    deadline = time.monotonic() + timeout_s
    while not ended(process, _LOOK_S):
        if cancel.is_set():
            raise StationError("LIN-003", "the practice bench is closing")
        if time.monotonic() > deadline:
            raise StationError("CFG-006", f"{process.args!r} took over {timeout_s:.0f} s")


def ended(process: "subprocess.Popen[bytes]", within_s: float) -> bool:
    """Return whether the child ended, after at most `within_s` seconds; it isn't reaped by this.

    As long as it isn't reaped, the system gives its number, and its group's, to nobody else.
    """
    if process.returncode is not None:
        return True
    with _handle(process.pid) as handle:
        return bool(select.select([handle], [], [], within_s)[0])


@contextmanager
def _handle(pid: int) -> Iterator[int]:
    handle = os.pidfd_open(pid)
    try:
        yield handle
    finally:
        os.close(handle)


def tell(process: "subprocess.Popen[bytes]", line: bytes) -> None:
    """Write a line to the child's standard input.

    Raises:
        StationError: CFG-006 where it ended already.
    """
    if process.stdin is None:
        raise ValueError("the child has no pipe")
    try:
        process.stdin.write(line)
    except BrokenPipeError as error:
        raise StationError("CFG-006", f"{process.args!r} ended at once") from error


def first_line(process: "subprocess.Popen[bytes]", timeout_s: float) -> bytes:
    """Return the first line that the child says, or as much of it as came before it ended.

    Args:
        process: started by `Children.start`; it says one line and then waits.
        timeout_s: how long it may take, seconds; after that, what came so far is returned.
    """
    output = process.stdout
    if output is None:
        raise ValueError("the child has no pipe")
    deadline = time.monotonic() + timeout_s
    line = b""
    while not line.endswith(b"\n"):
        left = max(0.0, deadline - time.monotonic())
        if not select.select([output], [], [], left)[0]:
            break
        part = os.read(output.fileno(), _LINE)
        if not part:
            break
        line += part
    return line


def end(process: "subprocess.Popen[bytes]", grace_s: float) -> int:
    """End the child and its whole process group, reap it, and return its exit status.

    Args:
        process: started by `Children`, so that it leads a group of its own.
        grace_s: how long it may take to end by itself, seconds; then it is killed.
    """
    if process.returncode is None:
        ended(process, grace_s)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(_KILL_S)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    return process.returncode


def marked(mark: str, name: str = MARK) -> list[int]:
    """Return the numbers of this user's running processes that carry `mark`, but for our own."""
    sought = f"{name}={mark}".encode()
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in numbers if pid != os.getpid() and sought in _environment(pid)]


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:  # it ended meanwhile, or is another user's: not one of ours
        return []


def kill_marked(mark: str, name: str = MARK) -> None:
    """Kill every process that carries `mark`, by a handle, so that no number is mistaken.

    Args:
        mark: the bench's, or a unit's.
        name: of the variable that carries it.
    """
    for pid in marked(mark, name):
        with suppress(ProcessLookupError), _handle(pid) as handle:
            if f"{name}={mark}".encode() in _environment(pid):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
