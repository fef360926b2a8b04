"""Control lines that are signals: held at their levels, also while a link uses the port's data.

Whoever opens a serial port on Linux raises its DTR and RTS (tty_port_block_til_ready in the
kernel's drivers/tty/tty_port.c does so at every opening, not at the first alone), and whoever
closes it last drops them. A port whose lines switch lamps is therefore opened once, and lent to
the links that speak over it. A network port could not be opened twice in any case.
"""

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock, RLock
from typing import Final

import serial

from station.errors import StationError
from station.links.port_holders import in_use
from station.links.port_names import SYSTEM, is_network, same_port
from station.links.port_network import done_apart
from station.links.raw_line import hang_up, raw_line
from station.model.commands import Flow
from station.model.names import shown

_BAUD: Final = 9600  # until a link says another
# How long the far end of a network port may be silent before it is asked: a cable that is pulled
# says nothing, and a fixture that was closed then must not be taken for closed for ever.
_ASSURE_S: Final = 1.0
_RELEASE_S: Final = 1.0  # how long the end waits for whoever is still at a port
_LOOK_S: Final = 0.05  # how often who waits looks at the cancel event


@dataclass(frozen=True)
class Inputs:
    """The lines that a port's far end drives."""

    cts: bool
    dsr: bool
    cd: bool


class ControlLines:
    """One port's control lines. Safe to use from several threads.

    Args:
        url: the port's name, as for `open_port`.
        levels: at which `dtr` and `rts` are to stand, where they are signals; a line that is none
            is on while the port is open, as without any signals.
    """

    def __init__(self, url: str, levels: Mapping[str, bool]) -> None:
        self.url: Final = url
        self._levels = {"dtr": True, "rts": True, **levels}
        self._line: serial.Serial | None = None
        self._lent = False
        self._gone = False
        self._assured = 0.0
        self._lock = RLock()

    def set(self, levels: Mapping[str, bool]) -> None:
        """Put `dtr` and `rts` at these levels, where they aren't; opens the port if need be.

        Raises:
            StationError: LNK-003 where it is gone, else as `open_port`.
        """
        with self._lock, self._watched():
            line = self._opened()
            for name, level in levels.items():
                if self._levels[name] != level:
                    setattr(line, name, level)
                    self._levels[name] = level

    def read(self) -> Inputs:
        """Return the levels of the lines that come in; opens the port if need be.

        Raises:
            StationError: LNK-003 where it is gone or has no such lines, else as `open_port`.
        """
        with self._lock, self._watched():
            line = self._opened()
            if not self._lent:
                self._discard(line)
            self._assure(line)
            return Inputs(line.cts, line.dsr, line.cd)

    def check(self) -> None:
        """Look whether the port is there and has control lines.

        Raises:
            StationError: as `read`.
        """
        with self._lock, self._watched():
            line = self._opened()
            if not self._lent:
                self._discard(line)
            self._assure(line)

    def lend(self, baud: int, flow: Flow, cancel: Event) -> serial.Serial:
        """Lend the line's data to a link, with nothing that came in before.

        A cancel ends the wait for another thread, such as one that reaches for a port that is gone.

        Raises:
            StationError: LIN-003 where it was cancelled in that, LNK-008 where a link has it
                already, CFG-049 where the link wants the control lines for itself; else as
                `open_port`.
        """
        if flow is Flow.RTS_CTS:
            raise StationError("CFG-049", port=shown(self.url))
        while not self._lock.acquire(timeout=_LOOK_S):
            if cancel.is_set():
                raise StationError("LIN-003")
        try:
            if self._lent:
                raise in_use(self.url, SYSTEM.resolved(self.url))
            try:
                line = self._set_up(baud, flow)
            except (OSError, ValueError):
                # It went and came back since it was last looked at.
                self._hang_up()
                with self._watched():
                    line = self._set_up(baud, flow)
            self._lent = True
            return line
        finally:
            self._lock.release()

    def give_back(self, line: serial.Serial) -> None:
        """Take back what was lent, whatever other threads are stuck in; may be called again."""
        if line is self._line:
            self._lent = False
        done_apart(partial(self._taken_back, line))

    def _taken_back(self, line: serial.Serial) -> None:
        with self._lock:
            if line is self._line and self._gone:
                self._hang_up()

    def close(self) -> None:
        """Close the port, unless a link has it, which then does so."""
        with self._lock:
            self._hang_up()

    def _set_up(self, baud: int, flow: Flow) -> serial.Serial:
        line = self._opened()
        self._assured = 0.0
        self._assure(line)
        line.apply_settings({"baudrate": baud, "xonxoff": flow is Flow.XON_XOFF})
        line.reset_input_buffer()
        return line

    def _opened(self) -> serial.Serial:
        if self._gone:
            raise StationError("LNK-003", "it went while a link used it")
        if self._line is None:
            self._line = raw_line(self.url, _BAUD, Flow.NONE, self._levels)
            self._assured = time.monotonic()
        return self._line

    def _assure(self, line: serial.Serial) -> None:
        """Look whether whoever should be at the far end still is."""
        if not is_network(self.url):
            _ = line.in_waiting  # an error where the device is unplugged
        elif time.monotonic() - self._assured >= _ASSURE_S:
            line.dtr = self._levels["dtr"]  # which the far end has to acknowledge
            self._assured = time.monotonic()

    @staticmethod
    def _discard(line: serial.Serial) -> None:
        """Let go of what nobody listens to, before it fills a buffer that has no limit."""
        waiting = line.in_waiting
        if waiting:
            line.read(waiting)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            self._hang_up()
            raise StationError("LNK-003", shown(str(error), 200)) from error

    def _hang_up(self) -> None:
        """Close the port, or have the link that uses it do so when it is done."""
        self._gone = self._lent
        if self._line is not None and not self._lent:
            hang_up(self._line)
            self._line = None


class _Held:
    """The ports of this process whose control lines are signals. Safe from several threads."""

    def __init__(self) -> None:
        self._lines: dict[str, ControlLines] = {}
        self._lock = Lock()

    def hold(self, lines: ControlLines) -> None:
        """Let every link to that port use these from now on."""
        with self._lock:
            self._lines[lines.url] = lines

    def release(self, lines: ControlLines) -> None:
        """Let links open that port themselves again, and close it, now or once nobody is at it."""
        with self._lock:
            if self._lines.get(lines.url) is lines:
                del self._lines[lines.url]
        done_apart(lines.close, _RELEASE_S)

    def at(self, url: str) -> ControlLines | None:
        """Return the held lines of a port, by whatever name it goes, or None."""
        with self._lock:
            held = self._lines.get(url)
            if held is not None or not self._lines:
                return held
            names = list(self._lines.values())
        meant = same_port(url)
        return next((one for one in names if same_port(one.url) == meant), None)


HELD: Final = _Held()
