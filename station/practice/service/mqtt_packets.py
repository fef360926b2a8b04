"""The packets of MQTT 3.1.1 that a server needs which relays nothing.

Sections named here are of OASIS's standard of 29 October 2014. There is no broker library beneath:
what brokers do, relaying topics between clients, is just what the provisioning service doesn't, and
they bring a dozen dependencies for it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Final

CONNECT_ACCEPTED: Final = 0
GRANTED_MOST: Final = 1
NOT_GRANTED: Final = 0x80
"""What a SUBACK says of a filter that isn't served (3.9.3)."""
_LENGTH_BYTES: Final = 4
_NAME, _LEVEL = "MQTT", 4


class Refusal(IntEnum):
    """Why a CONNACK refuses (3.2.2.3)."""

    LEVEL = 1
    CLIENT = 2
    MALFORMED = 4
    NOT_AUTHORIZED = 5


class Breach(Enum):
    """What is wrong with what a client sent, which ends its connection (4.8)."""

    KIND = "a packet of a kind that a server isn't sent (2.2.1)"
    FLAGS = "flags that the standard reserves (2.2.2)"
    LENGTH = "a packet that isn't as long as what is in it (2.2.3)"
    TOO_LARGE = "a packet that is too large"
    TEXT = "text that isn't UTF-8, or has U+0000 in it (1.5.3)"
    NUMBER = "a packet identifier of 0 (2.3.1)"
    PROTOCOL = "another protocol's name (3.1.2.1)"
    LEVEL = "another version of the protocol (3.1.2.2)"
    CONNECT_FLAGS = "flags of a CONNECT that don't go together (3.1.2)"
    QOS = "a quality of service of 2, which isn't served, or 3, which there isn't (3.3.1.2)"
    TOPIC = "a topic that can't be one (4.7)"
    NO_FILTER = "a subscription to nothing (3.8.3, 3.10.3)"


@dataclass(frozen=True)
class Connect:
    """A client's first packet (3.1); its will is nothing to a server that relays nothing.

    Attributes:
        client: its identifier.
        keep_alive_s: how long it is silent at most; 0 for any time.
        user: its user name, where it gives one.
        password: where it gives one.
    """

    client: str
    keep_alive_s: int
    user: str | None = None
    password: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Publish:
    """A message (3.3).

    Attributes:
        topic: what it is about.
        payload: the message.
        number: the packet's identifier; 0 for a message of QoS 0, which has none.
    """

    topic: str
    payload: bytes = field(repr=False)
    number: int = 0

    def encode(self) -> bytes:
        """Return the packet."""
        number = self.number.to_bytes(2, "big") if self.number else b""
        return _packet(0x32 if number else 0x30, _text(self.topic) + number + self.payload)


@dataclass(frozen=True)
class PubAck:
    """The answer to a message of QoS 1 (3.4).

    Attributes:
        number: the message's packet identifier.
    """

    number: int

    def encode(self) -> bytes:
        """Return the packet."""
        return _packet(0x40, self.number.to_bytes(2, "big"))


@dataclass(frozen=True)
class Subscribe:
    """What a client wants to be told (3.8).

    Attributes:
        number: the packet's identifier.
        filters: of topics, each with the most quality of service that is wanted.
    """

    number: int
    filters: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Unsubscribe:
    """What a client no longer wants to be told (3.10).

    Attributes:
        number: the packet's identifier.
        filters: of topics.
    """

    number: int
    filters: Sequence[str]


@dataclass(frozen=True)
class PingReq:
    """A sign of life (3.12)."""


@dataclass(frozen=True)
class Disconnect:
    """A client's last packet (3.14)."""


Packet = Connect | Publish | PubAck | Subscribe | Unsubscribe | PingReq | Disconnect
PING_RESP: Final = b"\xd0\x00"
"""The answer to a sign of life (3.13)."""


def connack(code: int) -> bytes:
    """Return the answer to a CONNECT (3.2), which never knows a session of before.

    Args:
        code: `CONNECT_ACCEPTED` or a `Refusal`.
    """
    return _packet(0x20, bytes([0, code]))


def suback(number: int, codes: Sequence[int]) -> bytes:
    """Return the answer to a SUBSCRIBE (3.9).

    Args:
        number: its identifier.
        codes: for each filter the granted quality of service, or `NOT_GRANTED`.
    """
    return _packet(0x90, number.to_bytes(2, "big") + bytes(codes))


def unsuback(number: int) -> bytes:
    """Return the answer to an UNSUBSCRIBE (3.11)."""
    return _packet(0xB0, number.to_bytes(2, "big"))


class Reader:
    """Makes packets of a stream, wherever it is split.

    Args:
        most: bytes that a packet may have behind its fixed header.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept = bytearray()
        self._broken = False

    def feed(self, data: bytes) -> Sequence[Packet | Breach]:
        """Return what has come whole with these bytes; after a breach there is nothing more."""
        if self._broken:
            return ()
        self._kept += data
        found: list[Packet | Breach] = []
        try:
            while (packet := self._next()) is not None:
                found.append(packet)
        except _BrokenError as broken:
            self._broken = True
            self._kept.clear()
            found.append(broken.breach)
        return found

    def _next(self) -> Packet | None:
        kept = self._kept
        if not kept:
            return None
        kind, flags = divmod(kept[0], 16)
        if kind not in _KINDS:
            raise _BrokenError(Breach.KIND)
        parse, wanted = _KINDS[kind]
        if wanted is not None and flags != wanted:
            raise _BrokenError(Breach.FLAGS)
        measured = _length(kept)
        if measured is None:
            return None
        start, length = measured
        if length > self._most:
            raise _BrokenError(Breach.TOO_LARGE)
        if len(kept) < start + length:
            return None
        fields = _Fields(bytes(kept[start : start + length]))
        del kept[: start + length]
        packet = parse(fields, flags)
        fields.end()
        return packet


class _BrokenError(Exception):
    """The stream is no MQTT from here on."""

    def __init__(self, breach: Breach) -> None:
        super().__init__(breach.value)
        self.breach = breach


class _Fields:
    """A packet's fields behind its fixed header, taken one after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self._content) - self._at

    def take(self, count: int) -> bytes:
        if count > self.left:
            raise _BrokenError(Breach.LENGTH)
        self._at += count
        return self._content[self._at - count : self._at]

    def byte(self) -> int:
        return self.take(1)[0]

    def word(self) -> int:
        return int.from_bytes(self.take(2), "big")

    def data(self) -> bytes:
        return self.take(self.word())

    def text(self) -> str:
        try:
            text = self.data().decode()  # surrogates are none of UTF-8 to Python either
        except UnicodeDecodeError as error:
            raise _BrokenError(Breach.TEXT) from error
        if "\0" in text:
            raise _BrokenError(Breach.TEXT)
        return text

    def number(self) -> int:
        number = self.word()
        if not number:
            raise _BrokenError(Breach.NUMBER)
        return number

    def end(self) -> None:
        if self.left:
            raise _BrokenError(Breach.LENGTH)


def _connect(fields: _Fields, _flags: int) -> Connect:
    if fields.text() != _NAME:
        raise _BrokenError(Breach.PROTOCOL)
    if fields.byte() != _LEVEL:
        raise _BrokenError(Breach.LEVEL)
    flags, keep_alive_s = fields.byte(), fields.word()
    will, has_user, has_password = bool(flags & 0x04), bool(flags & 0x80), bool(flags & 0x40)
    will_qos, will_retained = flags >> 3 & 3, bool(flags & 0x20)
    without_will = not will and (will_qos or will_retained)
    if flags & 1 or will_qos > 2 or without_will or (has_password and not has_user):
        raise _BrokenError(Breach.CONNECT_FLAGS)
    client = fields.text()
    if will:
        _topic(fields.text())
        fields.data()
    user = fields.text() if has_user else None
    password = fields.data() if has_password else None
    return Connect(client, keep_alive_s, user, password)


def _publish(fields: _Fields, flags: int) -> Publish:
    qos = flags >> 1 & 3
    if qos > GRANTED_MOST:
        raise _BrokenError(Breach.QOS)
    topic = _topic(fields.text())
    number = fields.number() if qos else 0
    return Publish(topic, fields.take(fields.left), number)


def _topic(text: str) -> str:
    """Return a topic, which has no wildcards (3.3.2.1)."""
    if not text or "+" in text or "#" in text:
        raise _BrokenError(Breach.TOPIC)
    return text


def _filter(fields: _Fields) -> str:
    text = fields.text()
    if not text:
        raise _BrokenError(Breach.TOPIC)
    return text


def _subscribe(fields: _Fields, _flags: int) -> Subscribe:
    number, filters = fields.number(), []
    while fields.left:
        text, qos = _filter(fields), fields.byte()
        if qos > 2:
            raise _BrokenError(Breach.QOS)
        filters.append((text, qos))
    if not filters:
        raise _BrokenError(Breach.NO_FILTER)
    return Subscribe(number, tuple(filters))


def _unsubscribe(fields: _Fields, _flags: int) -> Unsubscribe:
    number, filters = fields.number(), []
    while fields.left:
        filters.append(_filter(fields))
    if not filters:
        raise _BrokenError(Breach.NO_FILTER)
    return Unsubscribe(number, tuple(filters))


# By the number in the fixed header; the flags that it must have there, where it has a choice of
# none (2.2.2).
_KINDS: Final[Mapping[int, tuple[Callable[[_Fields, int], Packet], int | None]]] = {
    1: (_connect, 0),
    3: (_publish, None),
    4: (lambda fields, _: PubAck(fields.number()), 0),
    8: (_subscribe, 2),
    10: (_unsubscribe, 2),
    12: (lambda _fields, _: PingReq(), 0),
    14: (lambda _fields, _: Disconnect(), 0),
}


def _length(kept: bytearray) -> tuple[int, int] | None:
    """Return where a packet's fields start, and how long they are; None where that isn't here yet.

    The length has 7 bits in each byte, the lowest first, and the eighth where more come (2.2.3).
    """
    length = 0
    for place in range(_LENGTH_BYTES):
        if place + 1 >= len(kept):
            return None
        byte = kept[place + 1]
        length |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return place + 2, length
    raise _BrokenError(Breach.LENGTH)


def _text(text: str) -> bytes:
    encoded = text.encode()
    return len(encoded).to_bytes(2, "big") + encoded


def _packet(first: int, content: bytes) -> bytes:
    length, left = bytearray(), len(content)
    while True:
        left, part = divmod(left, 128)
        length.append(part | (0x80 if left else 0))
        if not left:
            return bytes([first, *length]) + content
