"""The TPM inside a practice unit: an swtpm of its own, at the end of a private socket pair."""

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
from enum import Enum
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.folders import others_environment

_ANSWER_S: Final = 120.0
_END_S: Final = 5.0
_HEADER: Final = 10
_MAX_RESPONSE: Final = 65_536
_PR_SET_PDEATHSIG: Final = 1
# A real chip doesn't compute on the station's processor: eight units' keys made at once would keep
# the station and the lines from their turns.
_NICE: Final = 5
_SHUTDOWN: Final = bytes.fromhex("8001 0000000c 00000145 0000")  # TPM2_Shutdown(TPM_SU_CLEAR)
_TEST_RESULT: Final = bytes.fromhex("8001 0000000a 0000017c")  # TPM2_GetTestResult

_libc: Final = ctypes.CDLL(None, use_errno=True)


class Host(Enum):
    """Who starts a TPM that gets its power, by swtpm's flags."""

    THERE = "not-need-init,startup-clear"  # the unit's own firmware does, before anybody asks
    NONE = "not-need-init"


def forgetful(state: Path) -> Path:
    """Return the folder of a copy of a TPM's state, made anew: what becomes of it is forgotten.

    Raises:
        StationError: CFG-006 where it can't be copied.
    """
    copy = state.with_name(state.name + "-forgotten")
    try:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(state, copy, ignore=shutil.ignore_patterns(".lock"))
    except OSError as error:
        raise StationError("CFG-006", f"the TPM's state: {error}") from error
    return copy


class UnitTpm:
    """A running TPM. It ends with its `with` block, and with this process however that ends.

    Args:
        state: the absolute folder of its state, manufactured before.
        host: who starts it.

    Raises:
        StationError: CFG-002 where swtpm isn't installed, CFG-006 where it doesn't start.
    """

    def __init__(self, state: Path, host: Host = Host.THERE) -> None:
        program = shutil.which("swtpm")
        if program is None:
            raise StationError("CFG-002", program="swtpm", package="swtpm")
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(_ANSWER_S)
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [program, *_arguments(state, theirs.fileno(), host)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    env=others_environment(),
                    pass_fds=[theirs.fileno()],
                    preexec_fn=partial(_end_with, os.getpid()),  # noqa: PLW1509 - one thread here
                )
            except OSError as error:
                self._socket.close()
                raise StationError("CFG-006", f"swtpm: {error}") from error
        self._wait_ready()

    def transact(self, command: bytes) -> bytes:
        """Give the TPM one command and return its response, header and all.

        Raises:
            OSError: where it is gone, takes over 120 s, or the command hasn't the size it says.
        """
        # What is too short would have the TPM wait for the rest.
        if len(command) < _HEADER or len(command) != int.from_bytes(command[2:6], "big"):
            raise OSError(f"a command of {len(command)} bytes")
        self._socket.sendall(command)
        response = self._read(_HEADER)
        size = int.from_bytes(response[2:6], "big")
        if not _HEADER <= size <= _MAX_RESPONSE:
            raise OSError(f"a response of {size} bytes")
        return response + self._read(size - _HEADER)

    def shut_down(self) -> None:
        """Tell the TPM that its power will go, as a device does that is switched off in order."""
        with contextlib.suppress(OSError):  # it may be gone; then there is nothing to save
            self.transact(_SHUTDOWN)

    def close(self) -> None:
        """Take the TPM's power away, and wait until its state is free for others."""
        self._socket.close()  # swtpm ends at once when its peer hangs up
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_END_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _wait_ready(self) -> None:
        try:
            self.transact(_TEST_RESULT)
        except OSError as error:
            self.close()
            raise StationError("CFG-006", f"swtpm: {error}") from error

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self._socket.recv(size - len(data))
            if not part:
                raise OSError("swtpm hung up")
            data += part
        return data


def _arguments(state: Path, descriptor: int, host: Host) -> list[str]:
    return [
        *("socket", "--tpm2", "--tpmstate", f"dir={state}"),
        *("--fd", str(descriptor), "--terminate", "--flags", host.value),
    ]


def _end_with(parent: int) -> None:
    # Its socket's hang-up ends swtpm as well, but not in the midst of a long command.
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(_NICE)
    if os.getppid() != parent:
        os._exit(1)
