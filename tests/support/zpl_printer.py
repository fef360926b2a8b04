"""A printer that speaks ZPL, at a socket of its own: what it is told is kept to be read.

It answers ~HS as Zebra's ZPL II programming guide has it, by no code of the product.
"""

import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self

_STATUS = b"~HS"
_PATIENCE_S = 60.0


@dataclass
class ZplPrinter:
    """A printer, as a context manager.

    Attributes:
        answers: whether it tells its state at all.
        paper_out: whether it is out of labels.
        head_open: whether its head is open.
        paused: whether somebody paused it.
        out_after: after how many labels the paper is out; None for never.
        dies_after: after how many bytes of a label its plug is pulled; None for never.
        told: all that it was told but for questions.
    """

    answers: bool = True
    paper_out: bool = False
    head_open: bool = False
    paused: bool = False
    out_after: int | None = None
    dies_after: int | None = None
    told: bytearray = field(default_factory=bytearray)

    def __enter__(self) -> Self:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._stop = Event()
        self._thread = Thread(target=self._serve, name="zpl-printer")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.pull_plug()
        self._thread.join()

    @property
    def port(self) -> int:
        """Where it listens."""
        number: int = self._server.getsockname()[1]
        return number

    @property
    def labels(self) -> bytes:
        """What it was told to print."""
        return bytes(self.told)

    def read(self, end: bytes = b"^XZ") -> bytes:
        """Return what it was told to print, once the end of that has come."""
        until = time.monotonic() + _PATIENCE_S
        while end not in self.told:
            assert time.monotonic() < until, self.labels
            time.sleep(0.005)
        return self.labels

    def pull_plug(self) -> None:
        """Have it vanish: nobody is listened to any more."""
        self._stop.set()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            with line, suppress(OSError):
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        while more := line.recv(4096):
            questions = more.count(_STATUS)
            self.told += more.replace(_STATUS, b"")
            if self.dies_after is not None and len(self.told) >= self.dies_after:
                self._die(line)
                return
            if self.out_after is not None and self.told.count(b"^XZ") >= self.out_after:
                self.paper_out = True
            for _ in range(questions if self.answers else 0):
                line.sendall(self._state())

    @staticmethod
    def _die(line: socket.socket) -> None:
        """Break off as a machine without power does: no farewell, what it was sent is lost."""
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    def _state(self) -> bytes:
        first = f"030,{self.paper_out:d},{self.paused:d},0245,000,0,0,0,000,0,0,0"
        second = f"000,0,{self.head_open:d},0,0,2,4,0,00000000,1,000"
        return b"".join(b"\x02%b\x03\r\n" % one.encode() for one in (first, second, "1234,0"))
