"""Label printers in the network that speak ZPL, on TCP port 9100.

They are asked for their state (~HS, Zebra's ZPL II programming guide) before a label and after it.
Many that only imitate ZPL don't answer: of those nothing more is known than that they took it.
"""

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from station.errors import StationError
from station.line.label_zpl import zpl_of
from station.model.label import Label
from station.model.printer import PrinterAddress

_CONNECT_S: Final = 3.0
_SEND_S: Final = 5.0
_ANSWER_S: Final = 1.5
_STATUS: Final = b"~HS"
_STX, _ETX = b"\x02", b"\x03"
_MOST_BYTES: Final = 4096
_STRINGS: Final = 3
# Of the answer's strings (from 0) and their parts (from 0): which tell of trouble, and of what.
_TROUBLE: Final[Sequence[tuple[int, int, str]]] = (
    (1, 2, "its head is open"),
    (0, 1, "it is out of labels"),
    (1, 3, "it is out of ribbon"),
    (0, 10, "it is too cold"),
    (0, 11, "it is too hot"),
    (0, 2, "it is paused"),
    (0, 5, "its buffer is full"),
)


class NetworkPrinter:
    """A ZPL printer at a host and port.

    Args:
        address: of the kind `zpl-network`.
    """

    def __init__(self, address: PrinterAddress) -> None:
        self._address = address

    def print(self, label: Label) -> None:
        """Send a label, once the printer is ready; see `Printer.print`."""
        content = zpl_of(label, self._address.dpi)
        with self._connected() as line:
            answers = self._is_ready(line)
            line.settimeout(_SEND_S)
            line.sendall(content)
            if answers and not self._is_ready(line):
                raise self._lost("it went while the label was printed")

    def check(self) -> str:
        """Return whether the printer says that it is ready; see `Printer.check`."""
        with self._connected() as line:
            return "ready" if self._is_ready(line) else "it is there, but doesn't tell its state"

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        place = self._address.place, self._address.port
        try:
            with socket.create_connection(place, timeout=_CONNECT_S) as line:
                yield line
        except TimeoutError as error:
            raise self._lost("it takes too long") from error
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "there is no such host"
            raise self._lost(why.lower(), str(error)) from error

    def _is_ready(self, line: socket.socket) -> bool:
        """Return whether the printer tells its state, or raise LNK-051 where it can't print."""
        line.settimeout(_SEND_S)
        line.sendall(_STATUS)
        strings = _answered(line)
        for string, part, why in _TROUBLE:
            if _flag(strings, string, part):
                raise StationError("LNK-051", name=self._address.name, why=why)
        return len(strings) >= 2

    def _lost(self, why: str, detail: str = "") -> StationError:
        return StationError("LNK-050", detail, name=self._address.name, why=why)


def _answered(line: socket.socket) -> list[list[bytes]]:
    """Return the parts of each string of an answer, as many as came in time."""
    told, until = b"", time.monotonic() + _ANSWER_S
    while told.count(_ETX) < _STRINGS and len(told) < _MOST_BYTES:
        line.settimeout(max(until - time.monotonic(), 0.001))
        try:
            more = line.recv(_MOST_BYTES)
        except TimeoutError:
            break
        if not more:
            break
        told += more
    whole = [part.rpartition(_STX)[2] for part in told.split(_ETX)[:-1]]
    return [string.split(b",") for string in whole]


def _flag(strings: list[list[bytes]], string: int, part: int) -> bool:
    """Return whether a part of an answer is set; what isn't there, isn't."""
    parts = strings[string] if string < len(strings) else []
    return part < len(parts) and parts[part].strip() == b"1"
