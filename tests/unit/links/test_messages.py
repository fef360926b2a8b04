"""SMP messages: what is sent, and how little of what comes back is believed."""

import time
from collections.abc import Callable, Mapping

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from smp.header import OP, Flag, Header, Version

from station.errors import StationError
from station.links.link import Capability
from station.links.messages import (
    IDENTIFY,
    PARAMETERS,
    PROVISIONING,
    Answer,
    Command,
    Refusal,
    Request,
    buffer_size,
    fits,
    identified,
    make_key,
    parts,
    rest,
    sealing_key,
)

SEQUENCE = 77


def answered(request: Request, body: bytes, *, sequence: int = SEQUENCE, short: int = 0) -> bytes:
    op = OP.READ_RSP if request.op is OP.READ else OP.WRITE_RSP
    header = Header(
        op, Version.V2, Flag(0), len(body) + short, request.group, sequence, request.command
    )
    return bytes(header) + body


def outcome(act: Callable[[], object]) -> StationError | None:
    try:
        act()
    except StationError as error:
        return error
    return None


def code(request: Request, fields: object) -> str:
    with pytest.raises(StationError) as caught:
        request.answer(answered(request, cbor2.dumps(fields)), SEQUENCE)
    return caught.value.code


requests = st.sampled_from(
    [
        *(PARAMETERS, IDENTIFY, sealing_key(7), rest(Command.TPM, 5), rest(Command.CERTIFICATE, 0)),
        *(parts(command, b"x" * 9, 128)[0].request for command in Command),
        make_key("ec-p256", "a1-42", 7),
    ]
)
scalars = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.floats()
shapes = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["serial", "model", "caps", "d", "l", "o", "rc", "err", "group"])
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(requests, st.binary(max_size=200))
def test_reads_any_message_as_an_answer_an_error_of_ours_or_nothing(
    request: Request, message: bytes
) -> None:
    error = outcome(lambda: request.answer(message, SEQUENCE))
    assert error is None or error.code in ("LNK-004", "LNK-005", "LNK-007")


@given(requests, st.binary(max_size=200) | shapes.map(cbor2.dumps))
def test_reads_any_body_as_an_answer_or_an_error_of_ours(request: Request, body: bytes) -> None:
    def read() -> None:
        answer = request.answer(answered(request, body), SEQUENCE)
        assert answer is not None
        identified(answer)
        buffer_size(answer)
        answer.data("d")

    error = outcome(read)
    assert error is None or error.code in ("LNK-004", "LNK-005", "LNK-007")
    assert error is None or error.detail.isprintable()


@pytest.mark.parametrize(
    "message",
    [
        answered(IDENTIFY, b"\xa0", sequence=SEQUENCE + 1),
        answered(PARAMETERS, b"\xa0"),
        answered(rest(Command.TPM, 1), b"\xa0"),
        IDENTIFY.message(SEQUENCE),  # its own echo
        b"",
        b"\xff" * 8,
    ],
)
def test_passes_over_what_answers_another_request(message: bytes) -> None:
    assert IDENTIFY.answer(message, SEQUENCE) is None


@pytest.mark.parametrize("tag", [0, 2, 35, 36, 258, 55799, 99999])
def test_refuses_tags_whose_values_the_library_would_interpret(tag: int) -> None:
    # A pattern (tag 35) of 64 KB would keep the whole station busy for minutes.
    body = cbor2.dumps({"serial": "A", "caps": 0, "x": cbor2.CBORTag(tag, "(?i)[a-z]")})
    with pytest.raises(StationError, match="LNK-004"):
        IDENTIFY.answer(answered(IDENTIFY, body), SEQUENCE)


def test_refuses_an_answer_of_another_length_than_it_says() -> None:
    with pytest.raises(StationError, match="LNK-004"):
        IDENTIFY.answer(answered(IDENTIFY, b"\xa0", short=1), SEQUENCE)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"rc": 1}, "LNK-005"),
        ({"rc": 10, "rsn": "busy"}, "LNK-005"),
        ({"rc": 999}, "LNK-005"),
        ({"rc": 8}, "LNK-007"),
        ({"err": {"group": PROVISIONING, "rc": Refusal.LOCKED}}, "LNK-005"),
        ({"err": {"group": PROVISIONING, "rc": 4711}}, "LNK-005"),
        ({"err": {"group": PROVISIONING, "rc": Refusal.NO_TPM}}, "LNK-007"),
        ({"err": {"group": 0, "rc": 2}}, "LNK-005"),
        ({"rc": "no"}, "LNK-004"),
        ({"rc": -1}, "LNK-004"),
        ({"err": {"rc": 3}}, "LNK-004"),
        ({"err": {}}, "LNK-004"),
        ([], "LNK-004"),
    ],
)
def test_says_how_the_unit_refused(fields: object, expected: str) -> None:
    assert code(IDENTIFY, fields) == expected


def test_takes_a_return_code_of_zero_as_no_error() -> None:
    answer = IDENTIFY.answer(
        answered(IDENTIFY, cbor2.dumps({"rc": 0, "serial": "S", "caps": 0})), SEQUENCE
    )
    assert answer is not None
    assert identified(answer).report.serial == "S"


GOOD: Mapping[str, object] = {"serial": "A1-42", "model": "m", "firmware": "1.0 beta", "caps": 1}


def test_reads_a_report_with_keys_and_bits_that_it_does_not_know() -> None:
    said = identified(Answer({**GOOD, "caps": 0x81, "colour": "blue"})).report
    assert (said.serial, said.model, said.firmware) == ("A1-42", "m", "1.0 beta")
    assert said.capabilities == {Capability.IDENTIFY, Capability.TPM}


def test_reads_a_report_of_the_least() -> None:
    said = identified(Answer({"serial": "s", "caps": 0})).report
    assert (said.model, said.firmware, said.capabilities) == (
        "",
        "",
        frozenset({Capability.IDENTIFY}),
    )


@pytest.mark.parametrize("key", ["serial", "model", "firmware"])
@pytest.mark.parametrize(
    "value",
    ["", " a", "a ", "a\n", "a\0b", "ä", "\u202eabc", "x" * 65, b"bytes", 42, None, ["a"], True],
)
def test_refuses_a_text_that_is_not_short_and_printable(key: str, value: object) -> None:
    with pytest.raises(StationError, match="LNK-004"):
        identified(Answer({**GOOD, key: value}))


@pytest.mark.parametrize("value", [None, "1", -1, 1 << 40, True, 1.0])
def test_refuses_capabilities_that_are_no_number(value: object) -> None:
    with pytest.raises(StationError, match="LNK-004"):
        identified(Answer({**GOOD, "caps": value}))


@pytest.mark.parametrize(("said", "taken"), [(64, 64), (2_048, 2_048), (1_000_000, 65_535)])
def test_believes_a_sensible_buffer(said: int, taken: int) -> None:
    assert buffer_size(Answer({"buf_size": said, "buf_count": 4})) == taken


@pytest.mark.parametrize("said", [0, 63, -5, "2048", None])
def test_refuses_a_buffer_that_no_message_fits_in(said: object) -> None:
    with pytest.raises(StationError, match="LNK-004"):
        buffer_size(Answer({"buf_size": said}))


@given(st.binary(min_size=1, max_size=5_000), st.integers(64, 65_535))
def test_cuts_a_command_so_that_each_part_fits(command: bytes, buffer: int) -> None:
    cut = parts(Command.TPM, command, buffer)
    assert b"".join(part.request.body["d"] for part in cut) == command  # type: ignore[misc]  # bytes
    assert all(fits(part.request, buffer) for part in cut)
    assert cut[-1].end == len(command)
    if len(cut) == 1:
        assert cut[0].request.body.keys() == {"d"}
    else:
        assert cut[0].request.body["l"] == len(command)
        assert [part.request.body["o"] for part in cut[1:]] == [part.end for part in cut[:-1]]


@pytest.mark.parametrize("key", ["boot", "n"])
@pytest.mark.parametrize("value", ["1", -1, 1 << 32, True, 1.0])
def test_refuses_starts_and_counts_that_are_no_number(key: str, value: object) -> None:
    with pytest.raises(StationError, match="LNK-004"):
        identified(Answer({**GOOD, key: value}))


def test_reads_what_a_device_offers() -> None:
    said = identified(Answer({**GOOD, "caps": 0x0F, "boot": 5, "n": 0}))
    assert said.report.capabilities == set(Capability)
    assert (said.start, said.tpm_commands) == (5, 0)


def test_believes_in_restarts_only_where_they_can_be_seen() -> None:
    assert Capability.RESTART not in identified(Answer({**GOOD, "caps": 8})).report.capabilities


# A device's answer may be made to keep the station busy, or its memory full.
BOMBS = {
    "a string of 2 GB": b"\xa1\x61d\x5a\x7f\xff\xff\xff",
    "a string of 8 EB": b"\xa1\x61d\x5b" + b"\x7f" + b"\xff" * 7,
    "a text of 8 EB": b"\xa1\x61d\x7b" + b"\x7f" + b"\xff" * 7,
    "an array of 2 billion": b"\xa1\x61d\x9a\x7f\xff\xff\xff",
    "a map of 8 trillion": b"\xbb\x00\x00\x07\xff\xff\xff\xff\xff",
    "arrays in arrays": b"\xa1\x61d" + b"\x81" * 60_000,
    "arrays without ends": b"\x9f" * 60_000,
    "maps in maps": b"\xa1\x61d" * 20_000,
    "strings in strings": b"\x5f" * 60_000,
    "a key twice": b"\xa2\x61d\x01\x61d\x02",
    "a key twice in the error": b"\xa1\x63err\xa2\x62rc\x01\x62rc\x02",
    "a map as a key": b"\xa1\xa0\x01",
    "a text that is no text": b"\xa1\x61\xff\x01",
    "an empty body": b"",
    "a break": b"\xff",
    "a reserved length": b"\xa1\x61d\x5c",
    "a shared reference": b"\xa1\x61d\xd8\x1d\x00",
    "a number without end": b"\xa1\x61d\xc2\x5a\x7f\xff\xff\xff",
}


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS)
def test_refuses_a_bomb_at_once(body: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(StationError, match="LNK-004"):
        IDENTIFY.answer(answered(IDENTIFY, body), SEQUENCE)
    assert time.monotonic() - begun < 0.5


@given(
    st.lists(st.tuples(st.sampled_from(["d", "l", "o", "n", "rc", "err"]), shapes), max_size=5),
    st.booleans(),
)
def test_reads_a_map_with_keys_in_any_order_and_number(
    pairs: list[tuple[str, object]], endless: bool
) -> None:
    head = b"\xbf" if endless else bytes([0xA0 + len(pairs)])
    inner = b"".join(cbor2.dumps(key) + cbor2.dumps(value) for key, value in pairs)
    body = head + inner + (b"\xff" if endless else b"")
    error = outcome(lambda: IDENTIFY.answer(answered(IDENTIFY, body), SEQUENCE))
    twice = len({key for key, _ in pairs}) < len(pairs)
    assert error is None or error.code in ("LNK-004", "LNK-005", "LNK-007")
    assert not twice or (error is not None and error.code == "LNK-004")
