"""Consoles in memory that answer each line as a test tells, and the login that most have."""

import time
from collections.abc import Callable

from station.links.link import WireCount
from station.links.ports import Port
from station.links.transcript import Transcript

KEY = "a1b2c3"
SECRET = "hush now 9"
LOGIN = b"\r\ndevice login: "
PASSWORD = b"root\r\nPassword: "
PROMPT = b"\r\nLast login: Mon Nov 23 08:00:00 on ttyS0\r\n# "

Device = Callable[[str], bytes]


class Console(Port):
    """A port with a console in memory, which answers each line that is typed with some bytes.

    It stands in at the seam between a login or shell and its port, and waits as little as it can.
    """

    def __init__(self, device: Device, before: bytes = b"") -> None:
        self.transcript = Transcript()
        self._device = device
        self._out = before
        self._heard = 0
        self.lines: list[str] = []

    @property
    def wire(self) -> WireCount:
        return WireCount(0, self._heard)

    def read(self, wait_s: float) -> bytes:
        data, self._out = self._out[:11], self._out[11:]
        self._heard += len(data)
        if not data:
            time.sleep(min(wait_s, 0.005))
        return data

    def write(self, data: bytes) -> None:
        for line in data.decode().splitlines():
            self.lines.append(line)
            self._out += self._device(line)

    @property
    def secrets(self) -> int:
        return self.lines.count(SECRET)


def shell(line: str) -> bytes:
    """Return what a shell says to a line: it echoes, and knows the one command that matters."""
    begun = line.startswith("stationx=$stationx;echo")
    return line.encode() + b"\r\n" + (f"<{KEY}:cksum>\r\n".encode() if begun else b"# ")


class Getty:
    """A login with a shell behind it."""

    def __init__(self, password: str | None = SECRET) -> None:
        self.password = password
        self.state = "name"
        self.refused = 0

    def __call__(self, line: str) -> bytes:
        if self.state == "name":
            if not line.strip("\x03\x15"):
                return LOGIN
            self.state = "password" if self.password is not None else "in"
            return (
                line.encode() + b"\r\n" + (b"Password: " if self.password is not None else PROMPT)
            )
        if self.state == "password":
            self.state = "in" if line == self.password else "name"
            self.refused += self.state == "name"
            return PROMPT if self.state == "in" else b"\r\nLogin incorrect\r\n" + LOGIN
        return shell(line)
