"""A real shell on a real terminal at the end of a line, for tests of the console link.

Nobody logs in: the shell is there, as somebody left it. What is typed and shown can be spoilt on
its way, as a line does that is bad.
"""

import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

Spoil = Callable[[bytes], bytes]

SHELLS = {
    "ash": ("busybox", "sh"),
    "dash": ("dash",),
    "bash": ("bash", "--norc"),
}


def unspoilt(data: bytes) -> bytes:
    """Let everything through."""
    return data


@dataclass
class ShellLine:
    """A shell on a line.

    Attributes:
        port: the device path of the station's end.
        typed: what becomes of what is typed, on its way.
        shown: what becomes of what the shell shows.
        heard: all that the shell has shown.
        ended: waits that many seconds for the shell's end.
    """

    port: str
    typed: Spoil = unspoilt
    shown: Spoil = unspoilt
    heard: bytearray = field(default_factory=bytearray)
    ended: Callable[[float], int] = lambda _: 0

    def wait_ended(self) -> None:
        """Wait until somebody has logged out of the shell.

        Raises:
            subprocess.TimeoutExpired: where nobody does within 5 s.
        """
        self.ended(5.0)

    def press(self, data: bytes, until: bytes, within_s: float = 5.0) -> None:
        """Type at the port as a person would, until something shows.

        Raises:
            AssertionError: where it doesn't show in time.
        """
        mark = len(self.heard)
        with Path(self.port).open("wb", buffering=0) as port:
            port.write(data)
            deadline = time.monotonic() + within_s
            while until not in self.heard[mark:]:
                assert time.monotonic() < deadline, bytes(self.heard[mark:])
                time.sleep(0.005)


@contextmanager
def shell_line(
    argv: tuple[str, ...],
    home: Path,
    environment: Mapping[str, str] | None = None,
    third: int | None = None,
) -> Iterator[ShellLine]:
    """Run a shell with a terminal of its own, until the block ends; `third` is its descriptor 3."""
    program = shutil.which(argv[0])
    assert program, f"{argv[0]} is missing"
    near, far = pty.openpty()
    master, slave = pty.openpty()
    tty.setraw(far)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    own = {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "vt102", "PS1": "gw:~# "}
    shell = subprocess.Popen(
        [*argv],
        executable=program,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=home,
        env={**own, **(environment or {})},
        start_new_session=True,
        pass_fds=[] if third is None else [3],
        preexec_fn=partial(_prepare, third),  # noqa: PLW1509 - nothing else runs yet
    )
    os.close(slave)
    line = ShellLine(os.ttyname(far), ended=shell.wait)
    stop, stopper = os.pipe()
    pump = threading.Thread(target=_pump, args=(line, near, master, stop))
    pump.start()
    try:
        yield line
    finally:
        os.close(stopper)
        pump.join()
        shell.kill()
        shell.wait(5)
        for descriptor in (near, far, master, stop):
            os.close(descriptor)


def _prepare(third: int | None) -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if third is not None:
        os.dup2(third, 3)


def _pump(line: ShellLine, near: int, master: int, stop: int) -> None:
    open_ends = [near, master]
    while True:
        readable, _, _ = select.select([stop, *open_ends], [], [])
        if stop in readable:
            return
        for end in readable:
            try:
                data = os.read(end, 4096)
            except OSError:  # the shell ended
                open_ends.remove(end)
                continue
            if end == near:
                _write(master, line.typed(data))
            else:
                line.heard += data
                _write(near, line.shown(data))


def _write(end: int, data: bytes) -> None:
    while data:
        try:
            data = data[os.write(end, data) :]
        except OSError:
            return
