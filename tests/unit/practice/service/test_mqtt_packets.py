"""MQTT's packets: against the standard's own figures, in any split, and against garbage."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.practice.service.mqtt_packets import (
    PING_RESP,
    Breach,
    Connect,
    Disconnect,
    Packet,
    PingReq,
    PubAck,
    Publish,
    Reader,
    Subscribe,
    Unsubscribe,
    connack,
    suback,
    unsuback,
)
from tests.support import mqtt_client as client

MOST = 96 * 1024

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40).filter(
    lambda text: len(text.encode()) < 0x10000
)
TOPICS = TEXTS.filter(lambda text: text and "+" not in text and "#" not in text)
NUMBERS = st.integers(1, 0xFFFF)


@st.composite
def connects(draw: st.DrawFn) -> tuple[bytes, Packet]:
    user = draw(st.none() | TEXTS)
    password = None if user is None else draw(st.none() | st.binary(max_size=300))
    will = draw(st.none() | st.tuples(TOPICS, st.binary(max_size=40), st.integers(0, 2)))
    name, keep_alive_s = draw(TEXTS), draw(st.integers(0, 0xFFFF))
    sent = client.connect(name, user, password, keep_alive_s=keep_alive_s, will=will)
    return sent, Connect(name, keep_alive_s, user, password)


@st.composite
def publishes(draw: st.DrawFn) -> tuple[bytes, Packet]:
    topic, payload = draw(TOPICS), draw(st.binary(max_size=300))
    number = draw(st.just(0) | NUMBERS)
    repeated_or_retained = draw(st.sampled_from([0, 1, 8, 9]))
    sent = client.publish(topic, payload, number, more_flags=repeated_or_retained)
    return sent, Publish(topic, payload, number)


@st.composite
def subscribes(draw: st.DrawFn) -> tuple[bytes, Packet]:
    filters = draw(st.lists(st.tuples(TEXTS.filter(bool), st.integers(0, 2)), min_size=1))
    number = draw(NUMBERS)
    return client.subscribe(number, filters), Subscribe(number, tuple(filters))


@st.composite
def unsubscribes(draw: st.DrawFn) -> tuple[bytes, Packet]:
    filters = draw(st.lists(TEXTS.filter(bool), min_size=1))
    number = draw(NUMBERS)
    return client.unsubscribe(number, filters), Unsubscribe(number, tuple(filters))


PACKETS = st.one_of(
    connects(),
    publishes(),
    subscribes(),
    unsubscribes(),
    NUMBERS.map(lambda number: (client.puback(number), PubAck(number))),
    st.just((client.PING, PingReq())),
    st.just((client.GOODBYE, Disconnect())),
)


def read(parts: Iterable[bytes]) -> Sequence[Packet | Breach]:
    reader = Reader(MOST)
    return [packet for part in parts for packet in reader.feed(part)]


def split(stream: bytes, data: st.DataObject) -> list[bytes]:
    cuts = data.draw(st.lists(st.integers(0, len(stream))))
    return [stream[a:b] for a, b in pairwise([0, *sorted(cuts), len(stream)])]


@given(st.lists(PACKETS, max_size=5), st.data())
def test_what_a_client_sends_is_read_the_same_wherever_it_is_split(
    sent: list[tuple[bytes, Packet]], data: st.DataObject
) -> None:
    stream = b"".join(encoded for encoded, _ in sent)
    assert read(split(stream, data)) == [packet for _, packet in sent]


@given(st.lists(PACKETS, max_size=2), st.binary(max_size=80), st.data())
def test_garbage_ends_in_a_breach_or_waits_for_more_in_any_split(
    sent: list[tuple[bytes, Packet]], garbage: bytes, data: st.DataObject
) -> None:
    stream = b"".join(encoded for encoded, _ in sent) + garbage
    at_once, in_parts = read([stream]), read(split(stream, data))
    assert at_once == in_parts
    assert all(not isinstance(one, Breach) for one in at_once[:-1])


@given(PACKETS, st.data())
def test_a_packet_with_one_bit_turned_is_never_an_exception(
    sent: tuple[bytes, Packet], data: st.DataObject
) -> None:
    turned = bytearray(sent[0])
    at = data.draw(st.integers(0, len(turned) * 8 - 1))
    turned[at // 8] ^= 1 << at % 8
    read([bytes(turned), client.PING * 3])


@given(publishes())
def test_a_message_that_the_server_sends_is_read_as_it_was(sent: tuple[bytes, Packet]) -> None:
    message = sent[1]
    assert isinstance(message, Publish)
    assert read([message.encode()]) == [message]


def test_the_figures_of_the_standard() -> None:
    # 3.1.2, figure 3.6, with a will of QoS 1: flags 1100 1110, keep-alive 10 s.
    sent = bytes.fromhex("00044d515454 04 ce 000a")
    sent += client.text("id") + client.text("will") + client.data(b"") + client.text("me")
    sent += client.data(b"secret")
    assert read([client.packet(0x10, sent)]) == [Connect("id", 10, "me", b"secret")]
    # 3.3.2, figure 3.11: a topic a/b, identifier 10.
    assert read([bytes.fromhex("3207 0003612f62 000a")]) == [Publish("a/b", b"", 10)]
    assert Publish("a/b", b"", 10).encode() == bytes.fromhex("3207 0003612f62 000a")
    # 3.8.3, figure 3.23: a/b with QoS 1, c/d with QoS 2.
    filters = bytes.fromhex("820e 000a 0003612f6201 0003632f6402")
    assert read([filters]) == [Subscribe(10, (("a/b", 1), ("c/d", 2)))]
    # 3.10.3, figure 3.30: neither of them any more.
    filters = bytes.fromhex("a20c 000a 0003612f62 0003632f64")
    assert read([filters]) == [Unsubscribe(10, ("a/b", "c/d"))]
    # 3.2, 3.4, 3.9 (its figure 3.26), 3.11, 3.13.
    assert connack(5) == bytes.fromhex("20020005")
    assert PubAck(10).encode() == bytes.fromhex("4002000a")
    assert suback(10, [0, 2, 0x80]) == bytes.fromhex("9005000a000280")
    assert unsuback(10) == bytes.fromhex("b002000a")
    assert bytes.fromhex("d000") == PING_RESP


@pytest.mark.parametrize("length", [0, 127, 128, 16_383, 16_384, MOST])
def test_the_lengths_at_which_another_byte_is_needed(length: int) -> None:
    message = Publish("t", bytes(max(0, length - 3)))
    assert read([message.encode()]) == [message]
    assert message.encode() == client.publish("t", message.payload)


def test_a_packet_that_is_too_large_is_refused_before_it_has_come() -> None:
    whole = client.packet(0x30, bytes(MOST + 1))
    assert read([whole[:4]]) == [Breach.TOO_LARGE]


@pytest.mark.parametrize(
    ("sent", "breach"),
    [
        ("00", Breach.KIND),
        ("2002", Breach.KIND),  # a server's own
        ("6202000a", Breach.KIND),  # QoS 2's
        ("f000", Breach.KIND),
        ("c100", Breach.FLAGS),
        ("8006000a00016100", Breach.FLAGS),
        ("c001 00", Breach.LENGTH),
        ("30 ffffffff 01", Breach.LENGTH),
        ("30 01 00", Breach.LENGTH),
        ("30 03 0005 61", Breach.LENGTH),
        ("4003 000a 00", Breach.LENGTH),
        ("30 03 0001 ff", Breach.TEXT),
        ("30 05 0003 eda080", Breach.TEXT),  # U+D800
        ("30 03 0001 00", Breach.TEXT),
        ("30 02 0000", Breach.TOPIC),
        ("30 03 0001 23", Breach.TOPIC),
        ("30 03 0001 2b", Breach.TOPIC),
        ("32 05 0001 61 0000", Breach.NUMBER),
        ("4002 0000", Breach.NUMBER),
        ("34 05 0001 61 0001", Breach.QOS),
        ("36 05 0001 61 0001", Breach.QOS),
        ("8206 000a 0001 61 03", Breach.QOS),
        ("8202 000a", Breach.NO_FILTER),
        ("a202 000a", Breach.NO_FILTER),
        ("8205 000a 0000 00", Breach.TOPIC),
        ("a204 000a 0000", Breach.TOPIC),
        ("100b 00044d515454 04 02 003c 00", Breach.LENGTH),
        ("100e 00064d5149736470 03 02 003c 0000", Breach.PROTOCOL),
        ("100d 00044d515454 05 02 003c 00 0000", Breach.LEVEL),
        ("100c 00044d515454 04 01 003c 0000", Breach.CONNECT_FLAGS),
        ("100c 00044d515454 04 40 003c 0000", Breach.CONNECT_FLAGS),
        ("100c 00044d515454 04 08 003c 0000", Breach.CONNECT_FLAGS),
        ("100c 00044d515454 04 20 003c 0000", Breach.CONNECT_FLAGS),
        ("100c 00044d515454 04 1c 003c 0000", Breach.CONNECT_FLAGS),
    ],
)
def test_what_the_standard_forbids(sent: str, breach: Breach) -> None:
    assert read([bytes.fromhex(sent), client.PING]) == [breach]


def test_a_password_is_in_no_log() -> None:
    assert "SharedAccess" not in repr(Connect("a", 60, "b", b"SharedAccessSignature sr=x"))
