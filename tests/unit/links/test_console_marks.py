"""Answers are found whole in whatever a console carries, or not at all."""

import base64
import re

from hypothesis import given
from hypothesis import strategies as st

from station.links.console_check import cksum
from station.links.console_marks import MAX_TEXT, Answer, Answers, cleaned, has_restarted

KEY = "a1b2c3"

outputs = st.binary(max_size=400)
numbers = st.integers(1, 999_999)
# What a kernel or systemd says: it begins where the output stood, and ends its line.
said = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
messages = st.builds(
    lambda head, text: f"{head} {text}\r\n".encode(),
    st.builds("[{:5d}.{:06d}]".format, st.integers(0, 99_999), st.integers(0, 999_999))
    | st.sampled_from(["[  OK  ]", "[FAILED]"]),
    said,
)
colours = st.sampled_from([b"\x1b[0m", b"\x1b[1;32m", b"\x1b[?2004l", b"\x1b]0;title\x07"])
noise = messages | colours
# Noise with ends of lines of its own, before and after an answer, may be anything without the key.
rubbish = st.binary(max_size=60).filter(lambda data: KEY.encode() not in data and b"[" not in data)


def printed(line: int, done: int, text: bytes) -> bytes:
    """Return what the shell's `echo` makes of an encoded text, behind a terminal."""
    check = cksum(str(done).encode() + text)
    mark = f"<{KEY}.{line}.{done}.{check}:".encode()
    answer = mark + text + f":{KEY}.{line}>\n".encode()
    return answer.replace(b"\n", b"\r\n")


def wrapped(output: bytes) -> bytes:
    """Return base64 as the program prints it: in lines of 76 characters."""
    text = base64.b64encode(output)
    return b"\n".join(text[start : start + 76] for start in range(0, len(text), 76))


def in_pieces(data: bytes, size: int) -> list[Answer]:
    answers = Answers(KEY.encode(), cksum)
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return [answer for piece in pieces for answer in answers.feed(piece)]


@given(outputs, numbers, numbers, rubbish, rubbish, st.integers(1, 100))
def test_an_answer_is_found_between_other_things(
    output: bytes, line: int, done: int, before: bytes, after: bytes, size: int
) -> None:
    data = before + printed(line, done, wrapped(output)) + after
    (found,) = in_pieces(data, size)
    assert (found.line, found.done) == (line, done)
    assert found.text is not None
    assert base64.b64decode(found.text.replace(b" ", b"")) == output


@given(outputs, st.lists(st.tuples(noise, st.integers(0, 10_000)), max_size=4), st.integers(1, 60))
def test_an_answer_is_whole_with_a_kernel_s_messages_anywhere_in_it(
    output: bytes, put_in: list[tuple[bytes, int]], size: int
) -> None:
    answer = printed(7, 7, wrapped(output))
    # From the last place on, so that no message comes to stand within another.
    places = sorted({at % len(answer): one for one, at in put_in}.items(), reverse=True)
    for at, one in places:
        # A CR and its LF, or the escape that begins a colour, aren't put apart by a kernel.
        if answer[at - 1 : at] != b"\r":
            answer = answer[:at] + one + answer[at:]
    texts = [found.text for found in in_pieces(answer, size) if found.line == 7]
    assert [text for text in texts if text is not None] == [
        re.sub(rb"\s+", b" ", wrapped(output)).strip()
    ]


@given(outputs.filter(len), st.binary(min_size=1, max_size=20), st.data())
def test_an_answer_with_anything_else_in_it_is_never_taken(
    output: bytes, other: bytes, data: st.DataObject
) -> None:
    text = wrapped(output)
    answer = printed(7, 7, text)
    start = answer.index(b":") + 1
    at = data.draw(st.integers(start, start + len(text) - 1))
    other = other.replace(b"\r", b"").replace(b"[", b"").replace(b"\x1b", b"")
    for found in in_pieces(answer[:at] + other + answer[at:], 13):
        assert found.text is None or not other


@given(outputs.filter(len), st.data())
def test_an_answer_with_a_flipped_bit_is_never_taken(output: bytes, data: st.DataObject) -> None:
    answer = printed(7, 7, wrapped(output))
    at = data.draw(st.integers(0, len(answer) - 3))  # not in the end of the line
    spoilt = bytearray(answer)
    spoilt[at] ^= 1 << data.draw(st.integers(0, 7))
    for found in in_pieces(bytes(spoilt), 13):
        whole = found.text is not None and base64.b64decode(found.text.replace(b" ", b""))
        # A line's end may become another blank, which means the same.
        assert found.text is None or whole == output


@given(st.lists(outputs, min_size=2, max_size=5), st.integers(1, 200))
def test_answers_come_in_their_order(given_: list[bytes], size: int) -> None:
    data = b"".join(
        printed(number, number, wrapped(one)) for number, one in enumerate(given_, start=1)
    )
    assert [answer.line for answer in in_pieces(data, size)] == list(range(1, len(given_) + 1))


@given(st.text("pqgt_ 0123456789'=c$X.<>:\"{}", max_size=200), outputs)
def test_a_device_that_echoes_is_no_answer(typed: str, output: bytes) -> None:
    echoed = f'c=gAEAAAA=\r\nt_ 7 16\r\n{typed}\r\np_(){{ echo "<$X.$1.$n.$k:$r:$X.$1>";}}'
    assert in_pieces(echoed.encode(), 17) == []
    (found,) = in_pieces(echoed.encode() + b"\r\n" + printed(7, 7, wrapped(output)), 17)
    assert found.line == 7


@given(st.lists(st.binary(max_size=300) | st.just(f":{KEY}.1>".encode()), max_size=20))
def test_any_bytes_are_taken(pieces: list[bytes]) -> None:
    answers = Answers(KEY.encode(), cksum)
    for piece in pieces:
        for answer in answers.feed(piece):
            assert answer.text is None or len(answer.text) <= MAX_TEXT
    assert len(answers.rest) <= 200


def test_a_device_that_says_no_end_is_not_kept_whole() -> None:
    answers = Answers(KEY.encode(), cksum)
    mark = f"<{KEY}.1.1.9:".encode()
    for _ in range(200):
        assert answers.feed(mark + b"A" * 4_096 + b">") == []
    assert len(answers._rest) <= 4 * MAX_TEXT
    assert answers.feed(b"\n" + printed(2, 2, b"b2s6MA=="))[0].line == 2


def test_a_line_that_is_not_at_its_end_stays() -> None:
    assert cleaned(b"SN\x1b[1m[    1.000000] usb\r\n-1\x1b[0m") == b"SN-1"
    assert cleaned(b"[    1.000000] usb") == b"[    1.000000] usb"
    assert cleaned(b"[x] a\n") == b"[x] a\n"


def test_knows_a_device_that_starts_from_one_that_works() -> None:
    for said in (
        b"U-Boot 2025.01 (Jan 06 2026)",
        b"[    0.000000] Linux version 6.1",
        b"[   12.345678] reboot: Restarting system",
        b"Starting kernel ...",
    ):
        assert has_restarted(said)
    for said in (b"", b"[   12.345678] usb 1-1: new device", b"gw login: ", b"# reboot\r\n"):
        assert not has_restarted(said)


@given(st.binary(max_size=300))
def test_any_bytes_have_or_have_not_restarted(said: bytes) -> None:
    assert has_restarted(said) in (True, False)
