"""Serial ports: opened by device path or network address, closed by hang-up, counted both ways."""

import contextlib
import os
import select
import socket
import stat
import termios
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Final, Self

import serial

from station.errors import StationError
from station.links.link import WireCount
from station.links.port_holders import refused_port
from station.links.port_names import NETWORK, SYSTEM, is_network
from station.links.port_network import close_apart, opened_apart
from station.links.transcript import Transcript
from station.model.commands import Flow
from station.model.names import shown

__all__ = ["Port", "is_network", "open_port"]

_LOOK_S: Final = 0.1  # how often every wait looks at the cancel event
_READ_MAX: Final = 4096
_WRITE_MAX: Final = 512
_STUCK_S: Final = 10.0  # how long a line may take no byte at all, as with its flow stopped


class Port:
    """An open serial port; bytes only, no meaning.

    Args:
        line: the open pyserial port.
        cancel: looked at by every wait.
        transcript: where what crosses is kept.

    Attributes:
        transcript: as given.
    """

    def __init__(
        self, line: serial.Serial, cancel: Event, transcript: Transcript | None = None
    ) -> None:
        self.transcript = transcript or Transcript()
        self._line = line
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
            data = self._read(min(wait_s, _LOOK_S))
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
        wire = vars(self._line).get("_socket")
        if isinstance(wire, socket.socket):
            close_apart(self._line)
            wire.close()  # pyserial leaves it open where the other end hung up
            return
        with contextlib.suppress(OSError):  # it may be gone already
            self._line.close()

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
        _, ready, _ = select.select([], [self._descriptor], [], _LOOK_S)
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
            use, LNK-040 several have its name, LNK-041 not permitted, LIN-003 cancelled.
    """
    if cancel.is_set():
        raise StationError("LIN-003")
    node = SYSTEM.resolved(url)
    network = _checked(node, url)
    try:
        begin = partial(_line, node, baud, flow, network)
        line = opened_apart(begin, cancel) if network else begin()
    except (OSError, ValueError, termios.error) as error:
        raise refused_port(url, node, error) from error
    if not network:
        # FTDI chips else keep what comes in for up to 16 ms; what isn't such a chip refuses.
        with contextlib.suppress(ValueError, OSError):
            line.set_low_latency_mode(True)
    return Port(line, cancel, transcript)


def _line(node: str, baud: int, flow: Flow, network: str) -> serial.Serial:
    # A network port has no descriptor to wait on in all cases, and rfc2217:// no write time-out.
    blocking = network == "rfc2217"
    return serial.serial_for_url(
        node,
        baudrate=baud,
        timeout=_LOOK_S if blocking else 0,
        write_timeout=None if blocking else 0,
        exclusive=None if network else True,
        xonxoff=flow is Flow.XON_XOFF,
        rtscts=flow is Flow.RTS_CTS,
    )


def _checked(node: str, url: str) -> str:
    """Return the network scheme of what is to be opened, or "" for a device path.

    Args:
        node: what is to be opened.
        url: as the user named it.
    """
    scheme, colon, address = node.partition("://")
    if colon:
        # Options after `?` switch on pyserial's own logging of what crosses the wire.
        if scheme not in NETWORK or not address or set(address) & set("?#/@"):
            raise StationError("LNK-006", port=shown(url))
        return scheme
    if not node.startswith("/") or "\0" in node:
        raise StationError("LNK-006", port=shown(url))
    try:
        device = stat.S_ISCHR(Path(node).stat().st_mode)
    except OSError as error:
        raise refused_port(url, node, error) from error
    if not device:
        raise StationError("LNK-001", "it is not a device", port=shown(url))
    return ""


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
