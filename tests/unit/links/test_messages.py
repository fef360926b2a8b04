"""SMP messages: what is sent, and how little of what comes back is believed."""

import re
from collections.abc import Callable, Mapping

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from smp.header import OP, Flag, Header, Version

from station.errors import StationError
from station.folders import resource
from station.links.link import Capability
from station.links.messages import (
    IDENTIFY,
    PARAMETERS,
    PROVISIONING,
    Answer,
    Refusal,
    Request,
    buffer_size,
    report,
    tpm_parts,
    tpm_rest,
)
from station.practice import smp_server
from station.practice.smp_server import UnitServer
from station.practice.unit_config import Manner, UnitConfig

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
    [PARAMETERS, IDENTIFY, tpm_rest(5), *[tpm_parts(b"x" * 9, 128)[0].request]]
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
        report(answer)
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
        answered(tpm_rest(1), b"\xa0"),
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
    assert report(answer).serial == "S"


GOOD: Mapping[str, object] = {"serial": "A1-42", "model": "m", "firmware": "1.0 beta", "caps": 1}


def test_reads_a_report_with_keys_and_bits_that_it_does_not_know() -> None:
    said = report(Answer({**GOOD, "caps": 0x81, "colour": "blue"}))
    assert (said.serial, said.model, said.firmware) == ("A1-42", "m", "1.0 beta")
    assert said.capabilities == {Capability.IDENTIFY, Capability.TPM}


def test_reads_a_report_of_the_least() -> None:
    said = report(Answer({"serial": "s", "caps": 0}))
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
        report(Answer({**GOOD, key: value}))


@pytest.mark.parametrize("value", [None, "1", -1, 1 << 40, True, 1.0])
def test_refuses_capabilities_that_are_no_number(value: object) -> None:
    with pytest.raises(StationError, match="LNK-004"):
        report(Answer({**GOOD, "caps": value}))


@pytest.mark.parametrize(("said", "taken"), [(64, 64), (2_048, 2_048), (1_000_000, 65_535)])
def test_believes_a_sensible_buffer(said: int, taken: int) -> None:
    assert buffer_size(Answer({"buf_size": said, "buf_count": 4})) == taken


@pytest.mark.parametrize("said", [0, 63, -5, "2048", None])
def test_refuses_a_buffer_that_no_message_fits_in(said: object) -> None:
    with pytest.raises(StationError, match="LNK-004"):
        buffer_size(Answer({"buf_size": said}))


@given(st.binary(min_size=1, max_size=5_000), st.integers(64, 65_535))
def test_cuts_a_command_so_that_each_part_fits(command: bytes, buffer: int) -> None:
    parts = tpm_parts(command, buffer)
    assert b"".join(part.request.body["d"] for part in parts) == command  # type: ignore[misc]  # bytes
    assert all(len(part.request.message(0)) <= buffer - 4 for part in parts)
    assert parts[-1].end == len(command)
    if len(parts) == 1:
        assert parts[0].request.body.keys() == {"d"}
    else:
        assert parts[0].request.body["l"] == len(command)
        assert [part.request.body["o"] for part in parts[1:]] == [part.end for part in parts[:-1]]


class _Page:
    """The examples of the specification for firmware engineers."""

    text = resource("help/smp-group.md").read_text(encoding="utf-8")

    @classmethod
    def example(cls, name: str) -> list[bytes]:
        found = re.findall(rf"^{name} +((?:[0-9a-f]{{2}} ?)+)$", cls.text, re.MULTILINE)
        return [bytes.fromhex(digits) for digits in found]


class _Tpm:
    def transact(self, command: bytes) -> bytes:
        return bytes.fromhex("8001000000140000000000080011223344556677")


def test_the_specification_shows_what_both_ends_say() -> None:
    config = UnitConfig("A1-000042", "sensor-2", "1.4.0", resource("x"), buffer=2_048)
    server = UnitServer(config, _Tpm())
    command = bytes.fromhex("80010000000c0000017b0008")
    hello, identify = PARAMETERS.message(7), IDENTIFY.message(8)
    transact = tpm_parts(command, 2_048)[0].request.message(9)
    asked = [_Page.example(name)[0] for name in ("hello", "identify", "transact")]
    assert asked == [hello, identify, transact]
    answers = [server.answer(message, Manner.NORMAL) for message in (hello, identify, transact)]
    assert answers == _Page.example("answer")
    assert [server.answer(transact, Manner.REFUSES)] == _Page.example("locked")


def test_the_specification_names_the_same_numbers_as_both_ends() -> None:
    assert f"**{PROVISIONING}** (0x{PROVISIONING:04x})" in _Page.text
    assert smp_server.PROVISIONING == PROVISIONING
    rows = dict(re.findall(r"^\| (\d) \| ([A-Z_]+) \|", _Page.text, re.MULTILINE))
    assert rows == {str(refusal.value): refusal.name for refusal in Refusal}
