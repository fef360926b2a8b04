"""One client's connection over MQTT: nothing that it sends is an exception."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from station.practice.service.mqtt_side import MqttSide
from station.practice.service.registering import Registrar
from station.practice.service.store import Store
from station.practice.service.throttle import Throttle
from tests.support import mqtt_client as client

USER = "0ne1/registrations/unit/api-version=2019-03-31"
CONNECT = client.connect("unit", USER, b"SharedAccessSignature sr=a&sig=AAAA&se=1")
SENT = st.one_of(
    st.sampled_from(
        [
            CONNECT,
            client.connect("unit", USER),
            client.subscribe(1, [(client.ANSWERS, 1), ("#", 2)]),
            client.unsubscribe(2, [client.ANSWERS]),
            client.publish("a/b", b""),
            client.puback(1),
            client.PING,
            client.GOODBYE,
        ]
    ),
    st.builds(
        client.publish,
        st.sampled_from([client.REGISTER.format(1), client.OPERATION.format(2, "4.a")]),
        st.sampled_from([b"", b"{}", b"null", b'{"tpm": {}}', b'{"payload": NaN}']) | st.binary(),
        st.integers(0, 0xFFFF),
    ),
    st.binary(max_size=20),
)


class Wire(asyncio.Transport):
    """A connection that counts what goes over it, and must not be written to once it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.closing
        self.written += bytes(data)

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True


async def spoken(parts: Sequence[bytes]) -> Wire:
    """Return a connection over which all of it came, and which then was lost."""
    with Store(Path(":memory:")) as store:
        side = MqttSide(Registrar(store, "0ne1", ["hub.invalid"], Throttle(0)))
        connection, wire = side.spoken_by(()), Wire()
        connection.connection_made(wire)
        for part in parts:
            connection.data_received(part)
        connection.connection_lost(None)
        assert len(asyncio.all_tasks()) == 1
        # Nobody is left who could be taken over from.
        successor, other = side.spoken_by(()), Wire()
        successor.connection_made(other)
        successor.data_received(CONNECT)
        assert other.written == b"\x20\x02\0\0"
        successor.connection_lost(None)
    return wire


@given(st.lists(SENT, max_size=6))
def test_whatever_a_client_sends(parts: Sequence[bytes]) -> None:
    asyncio.run(spoken(parts))


@given(st.lists(SENT, max_size=6))
def test_whatever_a_client_sends_once_it_is_connected(parts: Sequence[bytes]) -> None:
    wire = asyncio.run(spoken([CONNECT, *parts]))
    assert wire.written.startswith(b"\x20\x02\0\0")


def test_a_client_that_does_not_take_its_answers_is_not_heard() -> None:
    class Reading(Wire):
        def __init__(self) -> None:
            super().__init__()
            self.said: list[str] = []

        def pause_reading(self) -> None:
            self.said.append("pause")

        def resume_reading(self) -> None:
            self.said.append("resume")

    async def slow() -> Sequence[str]:
        with Store(Path(":memory:")) as store:
            side = MqttSide(Registrar(store, "0ne1", [], Throttle(0)))
            connection, wire = side.spoken_by(()), Reading()
            connection.connection_made(wire)
            connection.pause_writing()
            connection.resume_writing()
            connection.connection_lost(None)
        return wire.said

    assert asyncio.run(slow()) == ["pause", "resume"]
