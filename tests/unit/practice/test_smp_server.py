"""The unit's firmware against the `smp` library, which shares nothing with it."""

from pathlib import Path

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from smp.header import OP, Flag, Header, Version
from smp.os_management import EchoWriteRequest, EchoWriteResponse
from smp.packet import decode, encode

from station.practice.key_store import KeyStore
from station.practice.smp_server import FrameReader, UnitServer, framed
from station.practice.smp_transfer import PROVISIONING
from station.practice.unit_config import Manner, UnitConfig
from station.practice.unit_memory import UnitMemory

CONFIG = UnitConfig("A1-42", "m", "1", Path("x"), buffer=128)
COMMAND = bytes.fromhex("80010000000c0000017b0008")


class Tpm:
    def __init__(self, response: bytes) -> None:
        self.response = response

    def transact(self, command: bytes) -> bytes:
        if not self.response:
            raise OSError("gone")
        return self.response


def request(op: OP, group: int, command: int, body: object) -> bytes:
    data = cbor2.dumps(body)
    return bytes(Header(op, Version.V2, Flag(0), len(data), group, 5, command)) + data


def fields(server: UnitServer, message: bytes, manner: Manner = Manner.NORMAL) -> object:
    answer = server.answer(message, manner)
    assert answer is not None
    header = Header.loads(answer[:8])
    assert header.length == len(answer) - 8
    assert (header.sequence, header.op) == (message[6], OP((message[0] & 7) + 1))
    return cbor2.loads(answer[8:])


def refused(code: int) -> object:
    return {"err": {"group": PROVISIONING, "rc": code}}


@given(st.binary(min_size=1, max_size=2_000))
def test_frames_what_the_library_reads(message: bytes) -> None:
    decoder = decode()
    next(decoder)
    *first, last = framed(message).splitlines(keepends=True)
    for line in first:
        decoder.send(line)
    with pytest.raises(StopIteration) as whole:
        decoder.send(last)
    assert whole.value.value == message


@given(st.lists(st.binary(min_size=1, max_size=500), max_size=4), st.integers(1, 200))
def test_reads_what_the_library_frames_in_pieces_of_any_size(
    messages: list[bytes], size: int
) -> None:
    line = b"".join(b"noise" + packet for m in messages for packet in encode(m, 128))
    reader = FrameReader(65_535)
    pieces = [line[start : start + size] for start in range(0, len(line), size)]
    assert [got for piece in pieces for got in reader.feed(piece)] == messages


@given(st.lists(st.binary(max_size=200), max_size=10))
def test_reads_any_bytes(pieces: list[bytes]) -> None:
    reader = FrameReader(128)
    for piece in pieces:
        list(reader.feed(piece))


def test_drops_a_frame_that_is_longer_than_its_buffer() -> None:
    reader = FrameReader(128)
    assert list(reader.feed(framed(b"x" * 125))) == []
    assert list(reader.feed(framed(b"x" * 124))) == [b"x" * 124]
    assert list(reader.feed(framed(b"x", crc_error=1) + framed(b"y"))) == [b"y"]


@given(st.binary(max_size=100), st.sampled_from(Manner))
def test_answers_any_message_or_none(message: bytes, manner: Manner) -> None:
    UnitServer(CONFIG, Tpm(b"")).answer(message, manner)


def test_echoes_as_the_library_expects() -> None:
    answer = UnitServer(CONFIG, None).answer(bytes(EchoWriteRequest(d="hi")), Manner.NORMAL)
    assert answer is not None
    assert EchoWriteResponse.loads(answer).r == "hi"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (request(OP.READ, 1, 0, {}), {"rc": 8}),
        (request(OP.READ, PROVISIONING, 2, {}), {"rc": 8}),
        (request(OP.WRITE, PROVISIONING, 1, []), {"rc": 3}),
        (request(OP.WRITE, PROVISIONING, 1, {"d": "text"}), {"rc": 3}),
        (request(OP.WRITE, PROVISIONING, 1, {}), {"rc": 3}),
        (request(OP.WRITE, PROVISIONING, 1, {"d": COMMAND}), refused(3)),
        (request(OP.WRITE, PROVISIONING, 1, {"d": COMMAND[:-1]}), refused(4)),
        (request(OP.WRITE, PROVISIONING, 1, {"d": COMMAND, "o": 12}), refused(4)),
        (request(OP.WRITE, PROVISIONING, 1, {"d": COMMAND, "l": 4}), refused(4)),
        (request(OP.WRITE, PROVISIONING, 1, {"d": COMMAND, "l": 5_000}), refused(5)),
        (request(OP.READ, PROVISIONING, 1, {"o": 0}), {"n": 0, "d": b""}),
        (request(OP.READ, PROVISIONING, 1, {"o": 9}), refused(4)),
    ],
)
def test_refuses_by_the_codes_of_the_specification(message: bytes, expected: object) -> None:
    assert fields(UnitServer(CONFIG, Tpm(b"")), message) == expected


def test_says_that_it_has_no_tpm() -> None:
    message = request(OP.WRITE, PROVISIONING, 1, {"d": COMMAND})
    assert fields(UnitServer(CONFIG, None), message) == refused(2)
    assert fields(UnitServer(CONFIG, Tpm(b"x")), message, Manner.NO_TPM) == refused(2)


def test_drops_a_command_half_given_for_a_new_one() -> None:
    server = UnitServer(CONFIG, Tpm(b"response"))
    first = request(OP.WRITE, PROVISIONING, 1, {"l": 12, "d": COMMAND[:5]})
    assert fields(server, first) == {"o": 5}
    assert fields(server, first) == {"o": 5}
    last = request(OP.WRITE, PROVISIONING, 1, {"o": 5, "d": COMMAND[5:]})
    assert fields(server, last) == {"d": b"response"}
    assert server.done == 1


def test_gives_the_last_response_once_more_with_its_count() -> None:
    server = UnitServer(CONFIG, Tpm(b"r" * 300))
    again = request(OP.READ, PROVISIONING, 1, {"o": 0})
    assert fields(server, again) == {"n": 0, "d": b""}
    fields(server, request(OP.WRITE, PROVISIONING, 1, {"d": COMMAND}))
    for _ in range(2):
        said = fields(server, again)
        assert isinstance(said, dict)
        assert (said["n"], said["l"]) == (1, 300)
        response = said["d"]
        while len(response) < 300:
            more = fields(server, request(OP.READ, PROVISIONING, 1, {"o": len(response)}))
            assert isinstance(more, dict)
            response += more["d"]
        assert response == b"r" * 300


def test_counts_a_command_that_its_tpm_failed_at() -> None:
    server = UnitServer(CONFIG, Tpm(b""))
    assert fields(server, request(OP.WRITE, PROVISIONING, 1, {"d": COMMAND})) == refused(3)
    assert fields(server, request(OP.READ, PROVISIONING, 1, {"o": 0})) == {"n": 1, "d": b""}


def test_takes_a_part_again_that_it_has_already() -> None:
    server = UnitServer(CONFIG, Tpm(b"response"))
    first = request(OP.WRITE, PROVISIONING, 1, {"l": 12, "d": COMMAND[:4]})
    second = request(OP.WRITE, PROVISIONING, 1, {"o": 4, "d": COMMAND[4:8]})
    assert [fields(server, part) for part in (first, first)] == [{"o": 4}] * 2
    assert [fields(server, part) for part in (second, second)] == [{"o": 8}] * 2
    wrong = {"o": 4, "d": b"else"}
    assert fields(server, request(OP.WRITE, PROVISIONING, 1, wrong)) == refused(4)
    last = request(OP.WRITE, PROVISIONING, 1, {"o": 8, "d": COMMAND[8:]})
    assert fields(server, last) == {"d": b"response"}
    assert fields(server, last) == refused(4)  # the TPM isn't given it twice
    assert server.done == 1


def test_takes_no_part_of_another_command(tmp_path: Path) -> None:
    server = UnitServer(CONFIG, Tpm(b"response"), KeyStore(UnitMemory(tmp_path), "A1-42"))
    begun = request(OP.WRITE, PROVISIONING, 1, {"l": 12, "d": COMMAND[:5]})
    assert fields(server, begun) == {"o": 5}
    other = request(OP.WRITE, PROVISIONING, 5, {"o": 5, "d": COMMAND[5:]})
    assert fields(server, other) == refused(4)
    too_long = request(OP.WRITE, PROVISIONING, 4, {"l": 5_000, "d": b"x"})
    assert fields(server, too_long) == refused(5)


@pytest.fixture(scope="session")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> UnitServer:
    keys = KeyStore(UnitMemory(tmp_path_factory.mktemp("keys")), "A1-42")
    return UnitServer(CONFIG, Tpm(b"response"), keys)


@given(
    st.integers(0, 7),
    st.sampled_from([OP.READ, OP.WRITE]),
    st.dictionaries(
        st.sampled_from(["d", "l", "o", "kind", "name", "t"]),
        st.binary(max_size=30) | st.integers(-9, 1 << 40) | st.text(max_size=70) | st.none(),
    ),
)
def test_answers_any_order_to_its_key(
    keyed: UnitServer, command: int, op: OP, body: dict[str, object]
) -> None:
    assert keyed.answer(request(op, PROVISIONING, command, body), Manner.NORMAL)
