"""Serial ports: opened by device path or network address, closed by hang-up, counted both ways."""

import contextlib
import os
import select
import time
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event
from types import TracebackType
from typing import Final, Self

import serial

from station.errors import StationError
from station.links.control_lines import HELD
from station.links.link import WireCount
from station.links.port_names import is_network
from station.links.port_network import close_apart, opened_apart
from station.links.raw_line import LOOK_S, hang_up, raw_line
from station.links.transcript import Transcript
from station.model.commands import Flow
from station.model.names import shown

__all__ = ["Port", "is_network", "open_port"]

_READ_MAX: Final = 4096
_WRITE_MAX: Final = 512
_STUCK_S: Final = 10.0  # how long a line may take no byte at all, as with its flow stopped


class Port:
    """An open serial port; bytes only, no meaning.

    Args:
        line: the open pyserial port.
        cancel: looked at by every wait.
        transcript: where what crosses is kept.
        give_back: takes the line back, where it is lent for as long as this is open; else it is
            closed at the end.

    Attributes:
        transcript: as given.
    """

    def __init__(
        self,
        line: serial.Serial,
        cancel: Event,
        transcript: Transcript | None = None,
        give_back: Callable[[serial.Serial], None] | None = None,
    ) -> None:
        self.transcript = transcript or Transcript()
        self._line = line
        self._give_back = give_back or hang_up
        self._cancel = cancel
        self._descriptor = _descriptor(line)
        self._sent = 0
        self._received = 0

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed the wire so far."""
        return WireCount(self._sent, self._received)

    def read(self, wait_s: float) -> bytes:
        """Return what has come in, as soon as anything has.

        Args:
            wait_s: how long to wait, seconds; it never waits longer than 0.1 s.

        Returns:
            At least one byte, or none where nothing came in time.

        Raises:
            StationError: LNK-003 where the port is gone, LIN-003 where the run was cancelled.
        """
        self._look()
        with _pulled_out():
            data = self._read(min(wait_s, LOOK_S))
        self._received += len(data)
        self.transcript.received(data)
        return data

    def write(self, data: bytes) -> None:
        """Send all of `data`.

        Raises:
            StationError: LNK-003 where the port is gone, LIN-003 where the run was cancelled,
                LNK-002 where the line took no byte for 10 s.
        """
        stuck_at = time.monotonic() + _STUCK_S
        rest = data
        while rest:
            self._look()
            with _pulled_out():
                count = self._write(rest[:_WRITE_MAX])
            if count:
                stuck_at = time.monotonic() + _STUCK_S
            elif time.monotonic() > stuck_at:
                raise StationError("LNK-002", f"the line took no byte for {_STUCK_S:.0f} s")
            self._sent += count
            self.transcript.sent(rest[:count])
            rest = rest[count:]

    def farewell(self, data: bytes) -> None:
        """Send a last word, as much of it as the line takes at once: cancelled, gone or not."""
        with contextlib.suppress(OSError):
            count = self._write(data)
            self._sent += count
            self.transcript.sent(data[:count])

    def close(self) -> None:
        """Close the port; may be called again."""
        self._give_back(self._line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _look(self) -> None:
        if self._cancel.is_set():
            raise StationError("LIN-003")

    def _read(self, wait_s: float) -> bytes:
        if self._descriptor is None:
            return self._line.read(max(1, self._line.in_waiting))
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, wait_s))
        if not ready:
            return b""
        # Not by pyserial, which waits once more for what is there.
        try:
            data = os.read(self._descriptor, _READ_MAX)
        except BlockingIOError:  # somebody else read it
            return b""
        if not data:
            raise OSError("the line is hung up")
        return data

    def _write(self, data: bytes) -> int:
        if self._descriptor is None:
            return self._line.write(data) or 0
        _, ready, _ = select.select([], [self._descriptor], [], LOOK_S)
        # Not by pyserial, which tries for ever where the device stops the line just then.
        try:
            return os.write(self._descriptor, data) if ready else 0
        except BlockingIOError:
            return 0


def open_port(
    url: str,
    baud: int,
    cancel: Event,
    transcript: Transcript | None = None,
    *,
    flow: Flow = Flow.NONE,
) -> Port:
    """Open a serial port for Station alone.

    Args:
        url: an absolute device path, `usb:VID:PID[:SERIAL]` (`station.links.port_names`), or
            `rfc2217://HOST:PORT` or `socket://HOST:PORT`. Whatever else pyserial knows is refused:
            `spy://` writes what crosses the wire to a file.
        baud: the line's speed, bits a second; 8 data bits, no parity, 1 stop bit.
        cancel: looked at by every wait.
        transcript: where what crosses is kept.
        flow: how the device and this end hold one another back.

    Raises:
        StationError: LNK-006 no such kind of port, LNK-001 it can't be opened, LNK-008 it is in
            use, LNK-040 several have its name, LNK-041 not permitted, LIN-003 cancelled; CFG-049
            its control lines are signals and can't hold data back.
    """
    if cancel.is_set():
        raise StationError("LIN-003")
    held = HELD.at(url)
    if held is not None:
        line = opened_apart(partial(held.lend, baud, flow, cancel), cancel, held.give_back)
        return Port(line, cancel, transcript, held.give_back)
    if is_network(url):
        line = opened_apart(partial(raw_line, url, baud, flow), cancel)
        return Port(line, cancel, transcript, close_apart)
    return Port(raw_line(url, baud, flow), cancel, transcript)


def _descriptor(line: serial.Serial) -> int | None:
    try:
        return line.fileno()
    except OSError:  # io.UnsupportedOperation: rfc2217:// reads in a thread of its own
        return None


@contextlib.contextmanager
def _pulled_out() -> Iterator[None]:
    try:
        yield
    except OSError as error:  # pyserial's own errors too
        raise StationError("LNK-003", shown(str(error), 200)) from error
