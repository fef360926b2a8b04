"""Frames over a pair of pipes, which only the station and its own part of the worker can write.

A PKCS#11 library lives in the worker's process and can find the pipes. What it writes there must
not pass for an answer, so a worker is given a secret before anything else, and each frame is
`sign (16) | length (4) | mark (32) | content`: the sign is a part of that secret, the mark is
HMAC-SHA256 over the direction, the frame's number in it and the content. A library that searches
its process's memory for the secret is beyond this; one that writes where it can is not.
"""

import hmac
import os
import secrets
import select
import time
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from station.errors import StationError

MAX_FRAME: Final = 64 << 20
_LENGTH: Final = 4
_SIGN: Final = 16
_MARK: Final = 32
_HEAD: Final = _SIGN + _LENGTH + _MARK
_SECRET: Final = _SIGN + 32
_TO_WORKER: Final = b"request"
_TO_STATION: Final = b"answer"
_CHUNK: Final = 1 << 20
# How long a wait may go without looking whether it was cancelled, milliseconds.
_TICK_MS: Final = 50


class BrokenFrameError(Exception):
    """The other side ended, or a frame is too long to be sent."""


class ForeignFrameError(Exception):
    """What came is not from the other side, but from something else in its process."""


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


class _Marks:
    """The frames of one direction in their order: each is made, and each head and mark checked.

    Args:
        secret: of `_SECRET` bytes.
        direction: what no frame of the other direction is marked with.
    """

    def __init__(self, secret: bytes, direction: bytes) -> None:
        self._sign, self._key = secret[:_SIGN], secret[_SIGN:]
        self._direction = direction
        self._number = 0

    def framed(self, content: bytes) -> bytes:
        """Return the next frame, whole."""
        head = self._sign + len(content).to_bytes(_LENGTH, "big")
        return head + self._mark(content) + content

    def length(self, head: bytes) -> int:
        """Return how long the content is that follows a head.

        Raises:
            ForeignFrameError: where the head has another sign, or announces too much.
        """
        length = int.from_bytes(head[_SIGN : _SIGN + _LENGTH], "big")
        if not hmac.compare_digest(head[:_SIGN], self._sign) or length > MAX_FRAME:
            raise ForeignFrameError("no frame begins like this")
        return length

    def check(self, head: bytes, content: bytes) -> None:
        """Check that a frame is the next one.

        Raises:
            ForeignFrameError: where it isn't.
        """
        if not hmac.compare_digest(head[_SIGN + _LENGTH :], self._mark(content)):
            raise ForeignFrameError("a frame has the wrong mark")

    def _mark(self, content: bytes) -> bytes:
        number = self._number.to_bytes(8, "big")
        self._number += 1
        return hmac.digest(self._key, self._direction + number + content, "sha256")


class Channel:
    """The station's ends of a worker's pipes; each wait is bounded and looks at its cancel.

    What it sends first is a new secret, by which both sides know one another's frames.

    Args:
        source: descriptor to read from.
        sink: descriptor to write to; both are made non-blocking.
    """

    def __init__(self, source: int, sink: int) -> None:
        self._source, self._sink = source, sink
        self._unsent = secrets.token_bytes(_SECRET)
        self._outgoing = _Marks(self._unsent, _TO_WORKER)
        self._incoming = _Marks(self._unsent, _TO_STATION)
        os.set_blocking(source, False)
        os.set_blocking(sink, False)

    def send(self, frame: bytes, patience: Patience) -> None:
        """Write one frame.

        Raises:
            StationError: LIN-003, HSM-007.
            BrokenFrameError: where the other side is gone or the frame too long.
        """
        check_length(frame)
        rest = memoryview(self._unsent + self._outgoing.framed(frame))
        self._unsent = b""
        while rest:
            wait_until(self._sink, select.POLLOUT, patience)
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
            BrokenFrameError: where the other side is gone.
            ForeignFrameError: where the worker's own part didn't write it.
        """
        head = self._exactly(_HEAD, patience)
        frame = self._exactly(self._incoming.length(head), patience)
        self._incoming.check(head, frame)
        return frame

    def _exactly(self, size: int, patience: Patience) -> bytes:
        got = bytearray()
        while len(got) < size:
            wait_until(self._source, select.POLLIN, patience)
            try:
                part = os.read(self._source, min(size - len(got), _CHUNK))
            except BlockingIOError:
                continue
            if not part:
                raise BrokenFrameError("the worker ended")
            got += part
        return bytes(got)


def wait_until(descriptor: int, event: int, patience: Patience) -> None:
    """Wait for a descriptor's event, one of `select.POLLIN` and `select.POLLOUT`.

    Raises:
        StationError: LIN-003, HSM-007.
    """
    poll = select.poll()
    poll.register(descriptor, event)
    while not poll.poll(patience.tick_ms()):
        pass


class WorkerEnds:
    """The worker's ends of its pipes, which block.

    Args:
        source: descriptor to read from; the station's secret comes first.
        sink: descriptor to write to.
    """

    def __init__(self, source: int, sink: int) -> None:
        self._source, self._sink = source, sink
        self._incoming: _Marks | None = None
        self._outgoing: _Marks | None = None

    def read(self) -> bytes | None:
        """Read one frame; None where the station ended, or what came isn't from it."""
        if self._incoming is None:
            secret = _blocking(self._source, _SECRET)
            if secret is None:
                return None
            self._incoming = _Marks(secret, _TO_WORKER)
            self._outgoing = _Marks(secret, _TO_STATION)
        head = _blocking(self._source, _HEAD)
        if head is None:
            return None
        try:
            frame = _blocking(self._source, self._incoming.length(head))
            if frame is not None:
                self._incoming.check(head, frame)
        except ForeignFrameError:
            return None
        return frame

    def write(self, frame: bytes) -> None:
        """Answer a frame that was read.

        Raises:
            BrokenFrameError: over `MAX_FRAME` bytes.
            OSError: where the station is gone.
        """
        check_length(frame)
        if self._outgoing is None:
            raise BrokenFrameError("nothing was asked yet")
        rest = memoryview(self._outgoing.framed(frame))
        while rest:
            rest = rest[os.write(self._sink, rest) :]


def _blocking(source: int, size: int) -> bytes | None:
    got = bytearray()
    while len(got) < size:
        part = os.read(source, min(size - len(got), _CHUNK))
        if not part:
            return None
        got += part
    return bytes(got)
