"""A box with lamps and a switch, as a terminal server on the network has them: RFC 2217.

Its control lines are what a serial port's are: DTR and RTS switch lamps, CTS, DSR and CD tell of
switches. It speaks by pyserial's own server side, and knows nothing of stations.
"""

import contextlib
import select
import socket
from collections.abc import Callable
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Final, Self

from serial.rfc2217 import PortManager

_LOOK_S: Final = 0.02
_READ_MAX: Final = 4_096


class BoxLines:
    """The port as the server side sees it: what `PortManager` asks a serial port for.

    Args:
        changed: called whenever the client has driven a line, with `dtr` and `rts`.
    """

    def __init__(self, changed: Callable[[bool, bool], None]) -> None:
        self._changed = changed
        self._dtr = self._rts = False
        self.cts = self.dsr = self.cd = self.ri = False
        self.baudrate, self.bytesize, self.parity, self.stopbits = 9600, 8, "N", 1
        self.xonxoff = self.rtscts = self.break_condition = False

    @property
    def dtr(self) -> bool:
        """Whether DTR is on."""
        return self._dtr

    @dtr.setter
    def dtr(self, level: bool) -> None:
        self._dtr = level
        self._changed(self._dtr, self._rts)

    @property
    def rts(self) -> bool:
        """Whether RTS is on."""
        return self._rts

    @rts.setter
    def rts(self, level: bool) -> None:
        self._rts = level
        self._changed(self._dtr, self._rts)

    def reset_input_buffer(self) -> None:
        """Forget nothing: no bytes wait here."""

    def reset_output_buffer(self) -> None:
        """Forget nothing, likewise."""


class RemoteBox:
    """The box, served to one client after another; a context manager.

    Args:
        port: its TCP port on the loopback address; 0 for one that is free.
        changed: called whenever a client has driven a line, in the box's own thread.
    """

    def __init__(
        self, port: int = 0, changed: Callable[[bool, bool], None] = lambda dtr, rts: None
    ) -> None:
        self.lines: Final = BoxLines(changed)
        self._listener = socket.create_server(("127.0.0.1", port))
        self._over = Event()
        self._lock = Lock()
        self._thread = Thread(target=self._serve, name="remote-box", daemon=True)

    @property
    def url(self) -> str:
        """Its address as a bench file names it."""
        host, port = self._listener.getsockname()[:2]
        return f"rfc2217://{host}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up, and go."""
        self._over.set()
        self._thread.join()
        self._listener.close()

    def switch(self, *, cts: bool | None = None, dsr: bool | None = None) -> None:
        """Turn switches: a line that isn't named stays as it is."""
        with self._lock:
            self.lines.cts = self.lines.cts if cts is None else cts
            self.lines.dsr = self.lines.dsr if dsr is None else dsr

    def _serve(self) -> None:
        while not self._over.is_set():
            if not select.select([self._listener], [], [], _LOOK_S)[0]:
                continue
            client, _ = self._listener.accept()
            with client, contextlib.suppress(OSError):  # which may leave at any time
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        manager = PortManager(self.lines, _Wire(client))  # type: ignore[arg-type]  # duck-typed
        while not self._over.is_set():
            if select.select([client], [], [], _LOOK_S)[0]:
                data = client.recv(_READ_MAX)
                if not data:
                    return
                for _ in manager.filter(data):
                    pass  # bytes for a device: there is none behind the box
            with self._lock:
                manager.check_modem_lines()


class _Wire:
    """How the server side answers."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client
        self._lock = Lock()

    def write(self, data: bytes) -> None:
        """Send an answer."""
        with self._lock:
            self._client.sendall(data)
