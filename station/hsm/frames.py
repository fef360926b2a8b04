"""Frames over a pair of pipes: a length of four bytes, then that many bytes, up to a limit."""

import os
import select
import time
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from station.errors import StationError

MAX_FRAME: Final = 64 << 20
_LENGTH: Final = 4
_CHUNK: Final = 1 << 20
# How long a wait may go without looking whether it was cancelled, milliseconds.
_TICK_MS: Final = 50


class BrokenFrameError(Exception):
    """The other side ended, or sent a frame that is too long."""


@dataclass
class Patience:
    """How long an answer is waited for, and what ends the wait before.

    Attributes:
        timeout_s: seconds from now.
        cancel: looked at while waiting.
    """

    timeout_s: float
    cancel: Event | None = None
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.timeout_s

    def tick_ms(self) -> int:
        """Return how long to wait until the next look, milliseconds.

        Raises:
            StationError: LIN-003 where it was cancelled, HSM-007 where the time is over.
        """
        if self.cancel is not None and self.cancel.is_set():
            raise StationError("LIN-003", "while a security token was at work")
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise StationError("HSM-007", f"no answer within {self.timeout_s:g} s")
        return min(_TICK_MS, int(left * 1000) + 1)


def check_length(frame: bytes) -> None:
    """Refuse a frame that the other side would refuse.

    Raises:
        BrokenFrameError: over `MAX_FRAME` bytes.
    """
    if len(frame) > MAX_FRAME:
        raise BrokenFrameError(f"a message of {len(frame)} bytes is over the limit of {MAX_FRAME}")


class Channel:
    """The station's ends of a worker's pipes; each wait is bounded and looks at its cancel.

    Args:
        source: descriptor to read from.
        sink: descriptor to write to; both are made non-blocking.
    """

    def __init__(self, source: int, sink: int) -> None:
        self._source, self._sink = source, sink
        os.set_blocking(source, False)
        os.set_blocking(sink, False)

    def send(self, frame: bytes, patience: Patience) -> None:
        """Write one frame.

        Raises:
            StationError: LIN-003, HSM-007.
            BrokenFrameError: where the other side is gone or the frame too long.
        """
        check_length(frame)
        rest = memoryview(len(frame).to_bytes(_LENGTH, "big") + frame)
        while rest:
            _wait(self._sink, select.POLLOUT, patience)
            try:
                rest = rest[os.write(self._sink, rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise BrokenFrameError("the worker takes no more requests") from error

    def receive(self, patience: Patience) -> bytes:
        """Read one frame.

        Raises:
            StationError: LIN-003, HSM-007.
            BrokenFrameError: where the other side is gone or announces a frame too long.
        """
        length = int.from_bytes(self._exactly(_LENGTH, patience), "big")
        if length > MAX_FRAME:
            raise BrokenFrameError(f"a frame of {length} bytes is announced")
        return self._exactly(length, patience)

    def _exactly(self, size: int, patience: Patience) -> bytes:
        got = bytearray()
        while len(got) < size:
            _wait(self._source, select.POLLIN, patience)
            try:
                part = os.read(self._source, min(size - len(got), _CHUNK))
            except BlockingIOError:
                continue
            if not part:
                raise BrokenFrameError("the worker ended")
            got += part
        return bytes(got)


def _wait(descriptor: int, event: int, patience: Patience) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    while not poll.poll(patience.tick_ms()):
        pass


def read_frame(source: int) -> bytes | None:
    """Read one frame from a blocking descriptor, or None where it ended: the worker's side."""
    head = _blocking(source, _LENGTH)
    if head is None:
        return None
    length = int.from_bytes(head, "big")
    return _blocking(source, length) if length <= MAX_FRAME else None


def _blocking(source: int, size: int) -> bytes | None:
    got = bytearray()
    while len(got) < size:
        part = os.read(source, min(size - len(got), _CHUNK))
        if not part:
            return None
        got += part
    return bytes(got)


def write_frame(sink: int, frame: bytes) -> None:
    """Write one frame to a blocking descriptor: the worker's side.

    Raises:
        BrokenFrameError: over `MAX_FRAME` bytes.
        OSError: where the station is gone.
    """
    check_length(frame)
    rest = memoryview(len(frame).to_bytes(_LENGTH, "big") + frame)
    while rest:
        rest = rest[os.write(sink, rest) :]
