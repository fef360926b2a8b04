"""A device in memory at the end of a link: a practice unit's firmware, or what a test tells."""

from collections.abc import Callable
from pathlib import Path

from station.links.link import WireCount
from station.links.ports import Port
from station.links.smp import SmpLink
from station.links.transcript import Transcript
from station.model.profile import LinkSettings
from station.practice.smp_server import FrameReader, TpmFront, UnitServer, framed
from station.practice.unit_config import Manner, UnitConfig

PATIENT = LinkSettings(answer_s=20, connect_s=20)
RESPONSE = bytes.fromhex("8001000000140000000000080011223344556677")

Device = Callable[[bytes], bytes]


class Wired(Port):
    """A port with a device in memory behind it, which answers each message with some bytes.

    It stands in at the seam between link and port, and never waits.
    """

    def __init__(self, device: Device) -> None:
        self.transcript = Transcript()
        self._device = device
        self._reader = FrameReader(65_535)
        self._out = b""
        self._heard = 0
        self.messages: list[bytes] = []

    @property
    def wire(self) -> WireCount:
        return WireCount(0, self._heard)

    def read(self, wait_s: float) -> bytes:
        data, self._out = self._out[:37], self._out[37:]
        self._heard += len(data)
        return data

    def write(self, data: bytes) -> None:
        for message in self._reader.feed(data):
            self.messages.append(message)
            self._out += self._device(message)

    def close(self) -> None:
        self._out = b""


class Tpm:
    """A TPM in memory that answers every command alike."""

    def __init__(self, response: bytes = RESPONSE) -> None:
        self.commands: list[bytes] = []
        self.response = response

    def transact(self, command: bytes) -> bytes:
        self.commands.append(command)
        return self.response


def link_to(device: Device, settings: LinkSettings = PATIENT) -> SmpLink:
    return SmpLink(Wired(device), settings, settings.answer_s)


def unit(tpm: TpmFront | None, buffer: int = 2_048, manner: Manner = Manner.NORMAL) -> Device:
    server = UnitServer(UnitConfig("A1-42", "m", "1", Path("x"), buffer=buffer), tpm)

    def device(message: bytes) -> bytes:
        answer = server.answer(message, manner)
        return framed(answer) if answer else b""

    return device


def answering(body: bytes, message: bytes) -> bytes:
    """Return the frame that answers `message` with a body."""
    head = bytes([message[0] + 1, 0]) + len(body).to_bytes(2, "big") + message[4:8]
    return framed(head + body)


def is_tpm(message: bytes) -> bool:
    return (message[4:6], message[7]) == (b"\x53\x50", 1)


def sized(size: int) -> bytes:
    """Return a TPM command or response of that size, header included."""
    return bytes.fromhex("8001") + size.to_bytes(4, "big") + bytes(4) + b"\x5a" * (size - 10)
