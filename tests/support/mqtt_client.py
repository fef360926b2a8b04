"""A client's side of MQTT 3.1.1, written from the standard: packets, and a connection over TLS."""

import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

ANSWERS = "$dps/registrations/res/#"
REGISTER = "$dps/registrations/PUT/iotdps-register/?$rid={}"
OPERATION = "$dps/registrations/GET/iotdps-get-operationstatus/?$rid={}&operationId={}"


def text(said: str) -> bytes:
    return data(said.encode())


def data(said: bytes) -> bytes:
    return len(said).to_bytes(2, "big") + said


def packet(first: int, content: bytes) -> bytes:
    """Return a packet: its first byte, its length in 7-bit parts, and what is in it."""
    length = b""
    left = len(content)
    while left > 127:
        length += bytes([left % 128 + 128])
        left //= 128
    return bytes([first]) + length + bytes([left]) + content


def connect(
    client: str,
    user: str | None = None,
    password: bytes | None = None,
    *,
    keep_alive_s: int = 60,
    will: tuple[str, bytes, int] | None = None,
) -> bytes:
    flags, payload = 0, text(client)
    if will is not None:
        topic, message, qos = will
        flags |= 0x04 | qos << 3
        payload += text(topic) + data(message)
    if user is not None:
        flags |= 0x80
        payload += text(user)
    if password is not None:
        flags |= 0x40
        payload += data(password)
    head = text("MQTT") + bytes([4, flags]) + keep_alive_s.to_bytes(2, "big")
    return packet(0x10, head + payload)


def subscribe(number: int, filters: Sequence[tuple[str, int]]) -> bytes:
    asked = b"".join(text(topics) + bytes([qos]) for topics, qos in filters)
    return packet(0x82, number.to_bytes(2, "big") + asked)


def unsubscribe(number: int, filters: Sequence[str]) -> bytes:
    return packet(0xA2, number.to_bytes(2, "big") + b"".join(map(text, filters)))


def publish(topic: str, payload: bytes, number: int = 0, *, more_flags: int = 0) -> bytes:
    """Return a message: of QoS 1 with a number, of QoS 0 without."""
    behind = number.to_bytes(2, "big") if number else b""
    return packet(0x30 | (2 if number else 0) | more_flags, text(topic) + behind + payload)


def puback(number: int) -> bytes:
    return packet(0x40, number.to_bytes(2, "big"))


PING = b"\xc0\x00"
GOODBYE = b"\xe0\x00"


class MqttClient:
    """A connection; a context manager.

    Args:
        port: on this computer.
        ca: whom the server's certificate is of, PEM.
        chain: files of the client's own certificate with those above, and of its key.
    """

    def __init__(self, port: int, ca: Path, chain: tuple[Path, Path] | None = None) -> None:
        context = ssl.create_default_context(cafile=str(ca))
        if chain is not None:
            context.load_cert_chain(*chain)
        plain = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._wire = context.wrap_socket(plain, server_hostname="localhost")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._wire.close()

    def send(self, sent: bytes) -> None:
        """Send; whether the server has closed in the meantime is seen by what it answers."""
        with suppress(ssl.SSLError, ConnectionError):
            self._wire.sendall(sent)

    def receive(self) -> tuple[int, bytes]:
        """Return the next packet's first byte and content; 0 and nothing where there is an end."""
        try:
            first = self._wire.recv(1)
        except TimeoutError:
            raise
        except OSError:  # it was broken off, not closed
            first = b""
        if not first:
            return 0, b""
        length, place = 0, 0
        while True:
            byte = self._exactly(1)[0]
            length |= (byte & 127) << place
            place += 7
            if byte < 128:
                return first[0], self._exactly(length)

    def received_answer(self) -> tuple[str, bytes]:
        """Return the topic and the payload of the next message, and acknowledge it."""
        first, content = self.receive()
        while first == 0x40:  # the acknowledgement of what was asked
            first, content = self.receive()
        assert first & 0xF0 == 0x30, (first, content)
        end = 2 + int.from_bytes(content[:2], "big")
        topic, payload = content[2:end].decode(), content[end:]
        if first & 0x06:
            self.send(puback(int.from_bytes(payload[:2], "big")))
            payload = payload[2:]
        return topic, payload

    def _exactly(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            part = self._wire.recv(count - len(got))
            assert part, "the server has closed in the midst of a packet"
            got += part
        return got
