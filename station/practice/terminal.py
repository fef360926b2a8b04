"""A Linux unit's terminal: a real one, with a login of our own on it and a real shell behind that.

The terminal is a pty with the kernel's line discipline: it echoes, edits lines and makes signals of
keys as that of a serial port does. While nobody is logged in this process reads it, as a getty
would; then it belongs to the shell, whose controlling terminal it is, and to what that starts.
"""

import ctypes
import fcntl
import os
import pty
import signal
import subprocess
import termios
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from selectors import EVENT_READ, BaseSelector
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.practice.modules import PRACTICE_PASSWORD, PRACTICE_USER

_SHELL: Final = "/bin/sh"
_HOST: Final = "practice"
_ASK_NAME: Final = f"\n{_HOST} login: ".encode()
_ASK_PASSWORD: Final = b"Password: "
_REFUSED: Final = b"\nLogin incorrect\n"
_WELCOME: Final = b"\nLast login: Mon Nov 23 08:00:00 UTC 2026 on ttyS0\n"
_READ_MAX: Final = 4_096
_KILL_S: Final = 5.0
_LOCAL_FLAGS: Final = 3  # c_lflag in what `termios.tcgetattr` returns
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36

_libc: Final = ctypes.CDLL(None, use_errno=True)


class Terminal:
    """The unit's terminal; a context manager. At its end nothing runs on that was started on it.

    Args:
        home: the user's home, absolute.
        environment: of the shell, without HOME and what names the user.
        watch: calls back, by its keys' data, whatever is ready.
        admits: asked at each login whether the user is let in at all.
    """

    def __init__(
        self,
        home: Path,
        environment: Mapping[str, str],
        watch: BaseSelector,
        admits: Callable[[], bool],
    ) -> None:
        self._home = home
        self._environment = environment
        self._watch = watch
        self._admits = admits
        self._shell: subprocess.Popen[bytes] | None = None
        self._ended: int | None = None
        self._name: bytes | None = None
        # What outlives the shell that started it becomes a child of this process.
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._keep = _descendants()
        self.master, self._slave = pty.openpty()
        os.set_blocking(self.master, False)
        self._port = os.ttyname(self._slave)
        self._sane = termios.tcgetattr(self._slave)
        self._ask_name()

    def typed(self, data: bytes) -> None:
        """Type on the terminal; what it has no room for is lost, as on a serial port."""
        with suppress(OSError):
            os.write(self.master, data)

    def shown(self) -> bytes:
        """Return what the terminal shows next, or nothing where it shows nothing now."""
        try:
            return os.read(self.master, _READ_MAX)
        except OSError:  # nothing there, or between two users nobody has it open
            return b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shell is not None:
            self._forget_shell(self._shell)
        self._end_all()
        with suppress(KeyError):
            self._watch.unregister(self._slave)
        os.close(self.master)
        os.close(self._slave)

    def _ask_name(self) -> None:
        """Begin as a getty does: with a sane terminal and nothing typed ahead."""
        self._name = None
        termios.tcsetattr(self._slave, termios.TCSANOW, self._sane)
        termios.tcflush(self._slave, termios.TCIFLUSH)
        os.set_blocking(self._slave, False)
        self._watch.register(self._slave, EVENT_READ, self._line_came)
        self._show(_ASK_NAME)

    def _show(self, data: bytes) -> None:
        with suppress(OSError):  # the line takes nothing: then nobody reads it
            os.write(self._slave, data)

    def _line_came(self) -> None:
        try:
            line = os.read(self._slave, _READ_MAX).rstrip(b"\r\n")
        except OSError:
            return
        if self._name is None:
            if not line:
                self._show(_ASK_NAME)
                return
            self._name = line
            self._echo(termios.ECHO)
            self._show(_ASK_PASSWORD)
            return
        self._log_in(self._name, line)

    def _log_in(self, name: bytes, password: bytes) -> None:
        self._name = None
        self._echo(0)
        right = (name, password) == (PRACTICE_USER.encode(), PRACTICE_PASSWORD.encode())
        if right and self._admits():
            self._show(_WELCOME)
            self._watch.unregister(self._slave)
            self._start_shell()
        else:
            self._show(_REFUSED + _ASK_NAME)

    def _echo(self, off: int) -> None:
        attributes = termios.tcgetattr(self._slave)
        attributes[_LOCAL_FLAGS] = (self._sane[_LOCAL_FLAGS]) & ~off
        termios.tcsetattr(self._slave, termios.TCSANOW, attributes)

    def _start_shell(self) -> None:
        os.set_blocking(self._slave, True)
        own = {
            "HOME": str(self._home),
            "USER": PRACTICE_USER,
            "LOGNAME": PRACTICE_USER,
            "SHELL": _SHELL,
            "TERM": "vt102",
            "PS1": f"{_HOST}:~$ ",
        }
        try:
            shell = subprocess.Popen(
                [_SHELL],
                stdin=self._slave,
                stdout=self._slave,
                stderr=self._slave,
                cwd=self._home,
                env={**self._environment, **own},
                start_new_session=True,
                preexec_fn=partial(_own_terminal, os.getpid()),  # noqa: PLW1509 - one thread here
            )
        except OSError as error:
            raise StationError("CFG-006", f"{_SHELL}: {error}") from error
        self._shell = shell
        self._ended = os.pidfd_open(shell.pid)
        self._watch.register(self._ended, EVENT_READ, self._logged_out)

    def _logged_out(self) -> None:
        """Make ready for the next user. The kernel hung the terminal up when its owner ended."""
        if self._shell is None:
            return
        self._forget_shell(self._shell)
        self._end_all()
        os.close(self._slave)
        self._slave = os.open(self._port, os.O_RDWR | os.O_NOCTTY)
        self._ask_name()

    def _forget_shell(self, shell: "subprocess.Popen[bytes]") -> None:
        self._shell = None
        if self._ended is not None:
            self._watch.unregister(self._ended)
            os.close(self._ended)
            self._ended = None
        shell.kill()
        shell.wait(_KILL_S)

    def _end_all(self) -> None:
        """End whatever was started on the terminal, in whatever session it is."""
        while left := _descendants() - self._keep:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def _descendants(of: int | None = None) -> set[int]:
    """Return the numbers of this process's children and theirs."""
    found: set[int] = set()
    pid = of or os.getpid()
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:  # it ended meanwhile
        return found
    for child in map(int, listed.split()):
        found |= {child} | _descendants(child)
    return found


def _own_terminal(parent: int) -> None:
    """Make standard input the controlling terminal of this new session's leader."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
