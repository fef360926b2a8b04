"""A device's answer among echo, noise and what it says by itself, in pieces of any size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.links.commands_answer import (
    MAX_ANSWER,
    MAX_HEARD,
    AnswerReader,
    Ended,
    Rules,
    Verdict,
    echo_of,
)
from station.model.commands import CommandsSettings, Exchange

IDENTIFY = (Exchange(answer="(?P<serial>x)"),)
AT = CommandsSettings(identify=IDENTIFY, ignore=(r"\+CMTI: .*", "RING"))
SHELL = CommandsSettings(identify=IDENTIFY, until=(), prompt="> ", errors=("E:",))
PLAIN = Exchange()


def read(
    data: bytes,
    settings: CommandsSettings = AT,
    exchange: Exchange = PLAIN,
    sent: bytes = b"",
    size: int = 7,
) -> Ended | None:
    """Give the data to a reader in pieces, up to the answer's end."""
    reader = AnswerReader(Rules.of(settings, exchange), echo_of(settings, sent))
    for at in range(0, len(data), size):
        ended = reader.feed(data[at : at + size])
        if ended is not None:
            return ended
    return None


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_an_answer_is_what_stands_between_echo_and_end(size: int) -> None:
    ended = read(b"AT+CGSN\r\r\nA1-42\r\n\r\nOK\r\n", sent=b"AT+CGSN\r", size=size)
    assert ended is not None
    assert (ended.verdict, ended.line, ended.body) == (Verdict.GOOD, "OK", "A1-42")


def test_what_a_device_says_by_itself_is_no_part_of_an_answer() -> None:
    ended = read(b'\r\nRING\r\nMIIB\r\n+CMTI: "SM",3\r\nOKAY\r\nOK\r\n')
    assert ended is not None
    assert ended.body == "MIIB\nOKAY"


def test_a_part_of_a_line_ends_nothing() -> None:
    assert read(b"\r\nMIIBOK\r\nOK") is None


@pytest.mark.parametrize("line", ["ERROR", "+CME ERROR: 519", "+CMS ERROR: no"])
def test_a_refusal_ends_an_answer(line: str) -> None:
    ended = read(f"\r\n{line}\r\nOK\r\n".encode())
    assert ended is not None
    assert (ended.verdict, ended.line) == (Verdict.REFUSED, line)


def test_what_comes_behind_the_end_is_kept() -> None:
    ended = read(b"\r\nOK\r\nRDY\r\n", size=1000)
    assert ended is not None
    assert ended.rest.strip() == b"RDY"


def test_a_prompt_has_no_end_of_line_behind_it() -> None:
    ended = read(b"who\r\nid=7\r\n\x1b[1m> \x1b[m", SHELL, sent=b"who\n")
    assert ended is not None
    assert (ended.line, ended.body) == ("> ", "id=7")
    assert read(b"id=7> ", SHELL) is None
    assert read(b"\r\n>\r\n", SHELL) is None


def test_an_echo_behind_a_prompt_is_one() -> None:
    ended = read(b"> who\r\nid=7\r\n> ", SHELL, sent=b"who\n")
    assert ended is not None
    assert ended.body == "id=7"


def test_a_line_that_ends_an_answer_by_its_pattern_belongs_to_it() -> None:
    late = Exchange(until_match=r"\+ID: .*")
    ended = read(b"\r\nOK\r\n\r\n+ID: 7\r\n", exchange=late)
    assert ended is not None
    assert ended.body == "OK\n+ID: 7"


def test_no_more_is_kept_than_is_allowed() -> None:
    lines = b"x" * 999 + b"\n"
    with pytest.raises(StationError, match="LNK-004"):
        read(lines * (MAX_ANSWER // 1000 + 1), size=4096)
    with pytest.raises(StationError, match="LNK-004"):
        read(b"x" * 40_000, size=4096)
    with pytest.raises(StationError, match="LNK-004"):
        read(b"RING\n" * (MAX_HEARD // 5 + 1), size=4096)


PIECES = st.lists(
    st.one_of(
        st.binary(max_size=30),
        st.sampled_from(
            [b"\r\n", b"OK\r\n", b"ERROR\r\n", b"> ", b"\x1b[", b"\x1b[1m", b"RING\r\n", b"AT\r\n"]
        ),
    ),
    max_size=30,
)


@given(PIECES, st.sampled_from([AT, SHELL]), st.integers(1, 40))
def test_any_bytes_give_an_answer_or_none(
    pieces: list[bytes], settings: CommandsSettings, size: int
) -> None:
    data = b"".join(pieces)
    whole = read(data, settings, sent=b"AT\r", size=len(data) + 1)
    cut = read(data, settings, sent=b"AT\r", size=size)
    if settings is AT:  # a prompt is one only while nothing follows it
        assert (whole and (whole.verdict, whole.line, whole.body)) == (
            cut and (cut.verdict, cut.line, cut.body)
        )
    if cut is not None:
        assert cut.body.isascii() or "\ufffd" in cut.body


@given(PIECES)
def test_what_is_told_of_the_last_line_is_printable(pieces: list[bytes]) -> None:
    reader = AnswerReader(Rules.of(AT, PLAIN))
    for piece in pieces:
        reader.feed(piece)
    assert reader.last.isascii()
    assert reader.last.isprintable()
    assert len(reader.last) <= 100
