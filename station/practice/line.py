"""A serial line that takes its time: a pty, each byte of which needs what its baud rate says.

Both directions keep absolute deadlines: n bytes are through 10 n / baud seconds after the line was
free for them, whenever this process happens to wake up. So lateness doesn't add up, a message's
last byte is through at its own time, and the process sleeps in between.
"""

import os
import pty
import select
import time
import tty
from collections import deque
from types import TracebackType
from typing import Final, Self

from station.practice.unit_config import Pacing

_BITS: Final = 10  # a byte on the wire: start bit, eight, stop bit
_PIECE_S: Final = 0.003  # the time of the bytes that go through together
_PIECE_MAX: Final = 4_096
_QUEUE_MAX: Final = 262_144  # what may wait for a station that doesn't read; more is lost


class PacedLine:
    """The unit's end of a serial line, raw: no echo, no line discipline. For one thread.

    Args:
        baud: bits a second, each way.
        pacing: whether to take real time.

    Attributes:
        port: the device path of the station's end.
    """

    def __init__(self, baud: int, pacing: Pacing) -> None:
        self._byte_s = _BITS / baud if pacing is Pacing.REAL else 0.0
        self._piece = _PIECE_MAX
        if self._byte_s:
            self._piece = min(_PIECE_MAX, max(1, int(_PIECE_S / self._byte_s)))
        # The station's end stays open here as well: the port is there while nobody has it open.
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.port = os.ttyname(self._slave)
        self._coming = b""
        self._come_at = 0.0
        self._going: deque[tuple[float, bytes]] = deque()
        self._gone_at = 0.0
        self._queued = 0
        self._full = False

    def send(self, data: bytes, after_s: float = 0.0) -> None:
        """Queue bytes, which go out while `receive` waits.

        Args:
            data: the bytes.
            after_s: how long the line stays quiet first, seconds.
        """
        if self._queued + len(data) > _QUEUE_MAX:
            return
        self._queued += len(data)
        self._gone_at = max(self._gone_at, time.monotonic() + after_s)
        for start in range(0, len(data), self._piece):
            piece = data[start : start + self._piece]
            self._gone_at += len(piece) * self._byte_s
            self._going.append((self._gone_at, piece))

    @property
    def queued(self) -> int:
        """How many bytes wait to go out."""
        return self._queued

    def receive(self, stop: int, within_s: float | None = None) -> bytes:
        """Wait until some bytes are through, and return them.

        Args:
            stop: a descriptor; once it is readable, as a pipe at its end, the wait is over.
            within_s: how long to wait, seconds; None for as long as it takes.

        Returns:
            At least one byte, or none where `stop` or the time ended the wait.
        """
        until = None if within_s is None else time.monotonic() + within_s
        while True:
            now = time.monotonic()
            if until is not None and now >= until:
                return b""
            self._put(now)
            if not self._coming:
                self._take(now)
            elif now >= self._come_at:
                came, self._coming = self._coming, b""
                # What waits there already began when the line was free, not now.
                self._take(self._come_at)
                return came
            if self._sleep(stop, until):
                return b""

    def close(self) -> None:
        """Take the port away; who has it open sees a hang-up."""
        for descriptor in (self._master, self._slave):
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

    def _take(self, begun_at: float) -> None:
        try:
            self._coming = os.read(self._master, self._piece)
        except BlockingIOError:
            return
        self._come_at = max(self._come_at, begun_at) + len(self._coming) * self._byte_s

    def _put(self, now: float) -> None:
        while self._going and now >= self._going[0][0] and not self._full:
            due, piece = self._going.popleft()
            try:
                count = os.write(self._master, piece)
            except BlockingIOError:
                count = 0
            self._queued -= count
            if count < len(piece):
                self._going.appendleft((due, piece[count:]))
                self._full = True

    def _sleep(self, stop: int, until: float | None) -> bool:
        """Wait for the next deadline or byte, and return whether `stop` is readable."""
        dues = [] if until is None else [until]
        if self._coming:
            dues.append(self._come_at)
        if self._going and not self._full:
            dues.append(self._going[0][0])
        left = max(0.0, min(dues) - time.monotonic()) if dues else None
        readers = [stop] if self._coming else [stop, self._master]
        writers = [self._master] if self._full else []
        readable, writable, _ = select.select(readers, writers, [], left)
        self._full = self._full and not writable
        return stop in readable
