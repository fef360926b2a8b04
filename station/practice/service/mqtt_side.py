"""The interface that devices use over MQTT: for certificates and symmetric keys, not for TPMs.

No session outlives its connection, whatever a client asks for (3.1.2.4): a device that loses one
asks again.
"""

import asyncio
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from station.practice.service import mqtt_packets as packets
from station.practice.service.device_side import RETRY_S
from station.practice.service.enrollments import INDIVIDUAL, MESSAGE_BYTES
from station.practice.service.mqtt_names import ANSWERS, Caller, Request, caller, request_of
from station.practice.service.mqtt_packets import Breach, Packet, Publish, Reader, Refusal
from station.practice.service.problems import Refused, bad_request, unauthorized
from station.practice.service.registering import Asked, Registrar
from station.practice.service.request_log import Line, Side, Tell, stands, tell_nobody

_CONNECTS_S: Final = 20.0
_CLOSES_S: Final = 5.0
_SILENT: Final = 1.5  # of the keep-alive time (3.1.2.10)
_UNACKNOWLEDGED_MOST: Final = 100
_log = logging.getLogger(__name__)


@dataclass
class MqttSide:
    """What answers there.

    Attributes:
        registrar: what registers.
        tell: writes down what is asked.
    """

    registrar: Registrar
    tell: Tell = tell_nobody
    _connected: dict[str, "MqttConnection"] = field(default_factory=dict)

    def spoken_by(self, chain: Sequence[bytes]) -> "MqttConnection":
        """Return what speaks with a client over TLS.

        Args:
            chain: the certificates that it showed, DER, its own first.
        """
        return MqttConnection(self, chain)

    def enter(self, name: str, connection: "MqttConnection") -> None:
        """Take a device's connection for its only one: an older one ends (3.1.4)."""
        older = self._connected.get(name.casefold())
        self._connected[name.casefold()] = connection
        if older is not None:
            older.end("the device has connected again")

    def leave(self, name: str, connection: "MqttConnection") -> None:
        """Forget a device's connection."""
        if self._connected.get(name.casefold()) is connection:
            del self._connected[name.casefold()]

    def answer(self, who: Caller, chain: Sequence[bytes], request: Request, said: bytes) -> Publish:
        """Return the answer to a device's message.

        Args:
            who: the device, as it says.
            chain: the certificates that it showed.
            request: what it asks.
            said: the message, JSON.
        """
        began = time.monotonic()
        try:
            self._check_mechanism(who)
            status, body = self._answered(who, chain, request, said)
            retry_s = max(RETRY_S, self.registrar.retry_s(body))
            retry_after = str(retry_s) if status == 202 else ""
        except Refused as refused:
            status, body = refused.status, refused.body
            retry_after = refused.headers.get("retry-after", "")
        code, state = stands(body)
        method, path = request.words
        self.tell(Line(Side.MQTT, method, path, status, code, who.name, state, began))
        topic = request.answer_topic(status, retry_after)
        return Publish(topic, json.dumps(body, separators=(",", ":")).encode())

    def _answered(
        self, who: Caller, chain: Sequence[bytes], request: Request, said: bytes
    ) -> tuple[int, dict[str, JsonValue]]:
        body = _parsed(said) if request.operation is None else None
        asked = Asked(self.registrar.scope, who.name, body, who.token, chain, who.version)
        if request.operation is None:
            return 202, self.registrar.register(asked)
        going = self.registrar.operation(asked, request.operation)
        return (202 if going["status"] == "assigning" else 200), going

    def _check_mechanism(self, who: Caller) -> None:
        """Refuse a TPM, which the service takes over HTTPS alone.

        Raises:
            Refused: 401.
        """
        own = self.registrar.store.get(INDIVIDUAL, who.name)
        if own is not None and own.attestation.kind == "tpm":
            raise unauthorized("TPM attestation isn't available over MQTT.")


def _parsed(said: bytes) -> JsonValue:
    """Return a message's JSON; clients without anything to say send none.

    Raises:
        Refused: 400.
    """
    if not said.strip():
        return {}
    try:
        parsed: JsonValue = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise bad_request("Bad Request") from error
    return parsed


class MqttConnection(asyncio.Protocol):
    """One client's connection, over TLS.

    Args:
        side: what answers.
        chain: the certificates that the client showed, DER, its own first.
    """

    def __init__(self, side: MqttSide, chain: Sequence[bytes]) -> None:
        self._side = side
        self._chain = chain
        self._reader = Reader(MESSAGE_BYTES)
        self._wire: asyncio.Transport | None = None
        self._who: Caller | None = None
        self._silent_s = _CONNECTS_S
        self._late: asyncio.TimerHandle | None = None
        self._granted: int | None = None
        self._number = 0
        self._unacknowledged: set[int] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Await the first packet."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a connection of bytes is wanted")
        self._wire = transport
        self._await_more()

    def data_received(self, data: bytes) -> None:
        """Take what the client sent."""
        for packet in self._reader.feed(data):
            if self._ended:
                return
            if isinstance(packet, Breach):
                self._break(packet)
            else:
                self._take(packet)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the client."""
        del error
        self._wire = None
        self._hush()
        if self._who is not None:
            self._side.leave(self._who.name, self)

    def pause_writing(self) -> None:
        """Hear no more from a client that doesn't take what it is told."""
        if self._wire is not None:
            self._wire.pause_reading()

    def resume_writing(self) -> None:
        """Go on hearing it."""
        if self._wire is not None:
            self._wire.resume_reading()

    def end(self, why: str) -> None:
        """Close the connection, once what was sent is on its way."""
        if self._wire is None or self._wire.is_closing():
            return
        _log.info("A connection over MQTT ends: %s.", why)
        self._silent_s = _CLOSES_S
        self._await_more()
        self._wire.close()

    @property
    def _ended(self) -> bool:
        return self._wire is None or self._wire.is_closing()

    def _hush(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _await_more(self) -> None:
        self._hush()
        if self._silent_s:
            self._late = asyncio.get_running_loop().call_later(self._silent_s, self._drop)

    def _drop(self) -> None:
        """Give a client up that is silent for too long, as if the network had failed."""
        if self._wire is not None:
            _log.info("A connection over MQTT ends: the client is silent.")
            self._wire.abort()

    def _send(self, data: bytes) -> None:
        if self._wire is not None:
            self._wire.write(data)

    def _break(self, breach: Breach) -> None:
        if breach is Breach.LEVEL and self._who is None:
            self._send(packets.connack(Refusal.LEVEL))
        self.end(breach.value)

    def _take(self, packet: Packet) -> None:
        if self._who is not None:
            self._await_more()
            self._take_of(self._who, packet)
        elif isinstance(packet, packets.Connect):
            self._connect(packet)
        else:
            self.end("its first packet is no CONNECT (3.1)")

    def _take_of(self, who: Caller, packet: Packet) -> None:
        match packet:
            case packets.Publish():
                self._publish(who, packet)
            case packets.PubAck():
                self._unacknowledged.discard(packet.number)
            case packets.Subscribe():
                self._subscribe(packet)
            case packets.Unsubscribe():
                self._unsubscribe(packet)
            case packets.PingReq():
                self._send(packets.PING_RESP)
            case packets.Disconnect():
                self.end("the client is done")
            case packets.Connect():
                self.end("a second CONNECT (3.1)")

    def _connect(self, connect: packets.Connect) -> None:
        who = caller(connect, self._side.registrar.scope, showed=bool(self._chain))
        if isinstance(who, Refusal):
            self._side.tell(Line(Side.MQTT, "CONNECT", "", int(who), name=connect.client))
            self._send(packets.connack(who))
            self.end(f"the CONNECT is refused, code {who:d}")
            return
        self._who = who
        self._side.enter(who.name, self)
        self._silent_s = _SILENT * connect.keep_alive_s
        self._await_more()
        self._send(packets.connack(packets.CONNECT_ACCEPTED))

    def _subscribe(self, asked: packets.Subscribe) -> None:
        codes = []
        for topics, qos in asked.filters:
            if topics == ANSWERS:
                self._granted = min(qos, packets.GRANTED_MOST)
                codes.append(self._granted)
            else:
                codes.append(packets.NOT_GRANTED)
        self._send(packets.suback(asked.number, codes))

    def _unsubscribe(self, asked: packets.Unsubscribe) -> None:
        if ANSWERS in asked.filters:
            self._granted = None
        self._send(packets.unsuback(asked.number))

    def _publish(self, who: Caller, message: Publish) -> None:
        request = request_of(message.topic)
        if request is None:
            self.end("a message about what isn't the service's")
            return
        if message.number:
            self._send(packets.PubAck(message.number).encode())
        answer = self._side.answer(who, self._chain, request, message.payload)
        if self._granted is None:
            return
        if not self._granted:
            self._send(answer.encode())
        elif len(self._unacknowledged) < _UNACKNOWLEDGED_MOST:
            number = self._next_number()
            self._send(Publish(answer.topic, answer.payload, number).encode())
        else:
            self.end("too many answers that the client doesn't acknowledge")

    def _next_number(self) -> int:
        """Return a packet identifier that is free (2.3.1), and take it."""
        while True:
            self._number = self._number % 0xFFFF + 1
            if self._number not in self._unacknowledged:
                self._unacknowledged.add(self._number)
                return self._number
