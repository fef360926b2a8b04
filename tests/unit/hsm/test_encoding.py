"""Messages become bytes in one way and come back; nothing else is ever taken for one."""

from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.hsm.abilities import Ability
from station.hsm.encoding import MalformedMessageError, encode, parse_reply, parse_request
from station.hsm.messages import (
    Message,
    Reply,
    Request,
)
from station.hsm.replies import (
    Blob,
    Done,
    Factory,
    Refused,
)
from station.hsm.requests_any import (
    InitialiseToken,
    Marks,
    OpenToken,
    ProveOfficer,
)
from station.hsm.requests_unit import (
    PlaintextKey,
    Sign,
)
from station.hsm.vendors import Custody
from station.model.audit import SignedHead
from station.model.world import (
    World,
)
from station.secret import Secret

NUMBERS = st.integers(min_value=0, max_value=2**63 - 1)


def values(hint: object) -> st.SearchStrategy[object]:
    """Return any value of a field's type."""
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if isinstance(hint, UnionType):
        (kind,) = (part for part in get_args(hint) if part is not NoneType)
        return st.none() | values(kind)
    if get_origin(hint) is not None:
        return st.dictionaries(st.text(max_size=9), st.text(max_size=9) | NUMBERS, max_size=3)
    simple: dict[object, st.SearchStrategy[object]] = {
        str: st.text(max_size=40),
        bytes: st.binary(max_size=40),
        int: NUMBERS,
        Secret: st.binary(max_size=40).map(Secret),
        World: st.sampled_from(World),
        Custody: st.sampled_from(Custody),
        Ability: st.sampled_from(Ability),
    }
    return simple[hint] if hint in simple else records(hint)


def records(kind: object) -> st.SearchStrategy[object]:
    """Return any record of a kind."""
    assert isinstance(kind, type)
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: values(hint) for name, hint in hints.items()})


KINDS = (*get_args(Request), *get_args(Reply))


def parsed(data: bytes) -> Message:
    """Return the message in bytes that are one side's or the other's."""
    try:
        return parse_request(data)
    except MalformedMessageError:
        return parse_reply(data)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_every_message_comes_back_as_it_was(kind: type) -> None:
    @given(records(kind))
    def comes_back(message: Message) -> None:
        data = encode(message)
        again = parsed(data)
        assert type(again) is kind
        assert again == message
        assert encode(again) == data

    comes_back()


@given(st.binary(max_size=200))
def test_no_bytes_bring_more_than_their_own_error(data: bytes) -> None:
    for parse in (parse_request, parse_reply):
        try:
            message = parse(data)
        except MalformedMessageError:
            continue
        assert encode(message) == data


@given(
    st.sampled_from(KINDS).flatmap(records),
    st.integers(min_value=0),
    st.integers(min_value=0, max_value=255),
)
def test_a_changed_byte_is_refused_or_makes_another_message(
    message: Message, place: int, value: int
) -> None:
    data = bytearray(encode(message))
    data[place % len(data)] = value
    try:
        again = parsed(bytes(data))
    except MalformedMessageError:
        return
    assert encode(again) == bytes(data)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.sampled_from([kind.__name__ for kind in KINDS]), ANYTHING)
def test_other_fields_than_the_message_has_are_refused(name: str, fields: object) -> None:
    data = cbor2.dumps([name, fields], canonical=True)
    try:
        message = parsed(data)
    except MalformedMessageError:
        return
    assert encode(message) == data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(encode(Done()) + b"\x00", id="something after the end"),
        pytest.param(encode(Done())[:-1], id="cut short"),
        pytest.param(cbor2.dumps(["Done"]), id="no fields"),
        pytest.param(cbor2.dumps(["Done", [], []]), id="more than fields"),
        pytest.param(cbor2.dumps(["Nobody", []]), id="unknown name"),
        pytest.param(cbor2.dumps([1, []]), id="name not text"),
        pytest.param(cbor2.dumps(["Blob", [b"a", b"b"]]), id="too many fields"),
        pytest.param(cbor2.dumps(["Blob", ["text"]]), id="text for bytes"),
        pytest.param(cbor2.dumps(["Blob", [None]]), id="nothing for bytes"),
        pytest.param(cbor2.dumps(["SequenceNumber", [True, b""]]), id="truth for a number"),
        pytest.param(cbor2.dumps(["SequenceNumber", [1.0, b""]]), id="fraction for a number"),
        pytest.param(cbor2.dumps(["Secrets", [["text"]]]), id="text for a secret"),
        pytest.param(cbor2.dumps(["Refused", ["HSM-008", "", {"a": [1]}]]), id="list in a place"),
        pytest.param(cbor2.dumps(["Refused", ["HSM-008", "", {1: "a"}]]), id="number as a place"),
        pytest.param(cbor2.dumps(["Refused", ["HSM-008", "", []]]), id="list for places"),
        pytest.param(cbor2.dumps(["Factory", ["moon", [], b""]]), id="unknown world"),
        pytest.param(cbor2.dumps(["Factory", [7, [], b""]]), id="number for a world"),
        pytest.param(cbor2.dumps(["Head", [[1, b""]]]), id="too few fields within"),
        pytest.param(b"\x9f\x64Done\x80\xff", id="indefinite length"),
        pytest.param(b"\x82\x78\x04Done\x80", id="longer form of a length"),
        pytest.param(b"\x82\x64Done\xd8\x1c\x80", id="tag"),
        pytest.param(b"\x81" * 5000 + b"\x00", id="very deep"),
    ],
)
def test_what_encode_would_not_write_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        parse_reply(data)


def test_a_request_is_no_reply_and_the_other_way_round() -> None:
    with pytest.raises(MalformedMessageError, match="Sign in place of a reply"):
        parse_reply(encode(Sign(b"id", (b"m",))))
    with pytest.raises(MalformedMessageError, match="Blob in place of a request"):
        parse_request(encode(Blob(b"data")))


def test_no_message_shows_its_secrets() -> None:
    pin = Secret(b"31415926")
    messages: list[object] = [
        OpenToken("lib", None, pin),
        InitialiseToken("lib", "label", pin, pin, Marks(slot_id=1)),
        ProveOfficer("lib", None, pin),
        PlaintextKey("label", b"id", pin),
    ]
    assert "31415926" not in repr(messages)


def test_an_error_keeps_its_places() -> None:
    refused = Refused("HSM-013", "detail", {"what": "sequence", "number": 3})
    assert parse_reply(encode(refused)) == refused


def test_a_head_and_a_world_keep_their_types() -> None:
    factory = Factory(World.PRACTICE, (b"a", b"b"), b"c")
    again = parse_reply(encode(factory))
    assert isinstance(again, Factory)
    assert again.world is World.PRACTICE
    assert isinstance(again.issuing_chain, tuple)
    assert SignedHead(1, b"h", b"s") == SignedHead(1, b"h", b"s")
