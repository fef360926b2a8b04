"""A TPM's device node: whole commands go in by one write, whole responses come out by one read."""

import contextlib
import errno
import fcntl
import os
import select
import stat
import time
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.links.link import WireCount
from station.links.port_holders import in_use, refused_port
from station.links.tpm_answers import HEADER, said_size, whole
from station.links.transcript import Transcript
from station.model.names import shown

LARGEST: Final = 4096  # TPM_BUFSIZE of Linux; TPM_PT_MAX_RESPONSE_SIZE of the TPMs there are

_LOOK_S: Final = 0.1  # how often every wait looks at the cancel event
_BUSY: Final = frozenset({errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK})


class TpmNode:
    """An open node, for Station alone; `open_node` makes one. It belongs to one thread.

    Args:
        descriptor: open for both ways, non-blocking.
        cancel: looked at by every wait.
        transcript: where what crosses is kept.
    """

    def __init__(self, descriptor: int, cancel: Event, transcript: Transcript) -> None:
        self._descriptor = descriptor
        self._cancel = cancel
        self._transcript = transcript
        self._wire = WireCount()
        self._in_step = True

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed so far."""
        return self._wire

    @property
    def in_step(self) -> bool:
        """Whether every command was answered, so that another may be given."""
        return self._in_step and self._descriptor >= 0

    def exchange(self, command: bytes, within_s: float) -> bytes:
        """Give the TPM one command and return its response.

        Args:
            command: whole.
            within_s: how long it may take, seconds.

        Raises:
            StationError: LNK-003 where the node is gone, LNK-002 where no answer came in time, or
                to an earlier command; LNK-004 where the response is none; LIN-003 cancelled.
        """
        if self._cancel.is_set():
            raise StationError("LIN-003")
        if not self.in_step:
            raise StationError("LNK-002", "an earlier command was not answered")
        self._in_step = False
        self._transcript.sent(command)
        self._write(command)
        response = self._response(time.monotonic() + within_s)
        self._in_step = True
        return response

    def close(self) -> None:
        """Close the node; may be called again."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            with contextlib.suppress(OSError):  # it may be gone already
                os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write(self, command: bytes) -> None:
        try:
            count = os.write(self._descriptor, command)
        except OSError as error:
            code = "LNK-002" if error.errno in _BUSY else "LNK-003"
            raise StationError(code, shown(str(error), 200)) from error
        self._wire = WireCount(self._wire.sent + count, self._wire.received)
        if count != len(command):
            raise StationError("LNK-004", f"the node took {count} of {len(command)} bytes at once")

    def _response(self, deadline: float) -> bytes:
        """Read until the response has the size that it says: drivers give it all at once."""
        response = b""
        while len(response) < HEADER or len(response) < said_size(response):
            response += self._read(deadline)
            if len(response) >= HEADER and not HEADER <= said_size(response) <= LARGEST:
                raise StationError(
                    "LNK-004", f"a TPM response that says {said_size(response)} bytes"
                )
        return whole(response)

    def _read(self, deadline: float) -> bytes:
        while not select.select([self._descriptor], [], [], _LOOK_S)[0]:
            if self._cancel.is_set():
                raise StationError("LIN-003")
            if time.monotonic() > deadline:
                raise StationError("LNK-002", "the TPM didn't answer in time")
        try:
            data = os.read(self._descriptor, LARGEST)
        except OSError as error:
            raise StationError("LNK-003", shown(str(error), 200)) from error
        if not data:
            raise StationError("LNK-003", "the node came to its end")
        self._transcript.received(data)
        self._wire = WireCount(self._wire.sent, self._wire.received + len(data))
        return data


def open_node(path: str, cancel: Event, transcript: Transcript) -> TpmNode:
    """Open a TPM's device node.

    Args:
        path: absolute, of a character device such as /dev/tpmrm1.
        cancel: looked at by every wait.
        transcript: where what crosses is kept.

    Raises:
        StationError: LNK-006 where it is no such path, LNK-001 where it can't be opened, LNK-008
            where another program has it, LNK-041 where this user may not, LIN-003 cancelled.
    """
    if cancel.is_set():
        raise StationError("LIN-003")
    name = shown(path)
    if not path.startswith("/") or "\0" in path:
        raise StationError("LNK-006", port=name)
    try:
        if not stat.S_ISCHR(Path(path).stat().st_mode):
            raise StationError("LNK-001", "it is not a device", port=name)
        # O_NOCTTY: whatever stands behind the node, it mustn't get at this process's signals.
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        raise refused_port(path, path, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise in_use(path, path, shown(str(error), 200)) from error
    return TpmNode(descriptor, cancel, transcript)
