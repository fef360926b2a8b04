"""SMP frames found in noise, whatever it is and however it is cut."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from smp.packet import encode

from station.links.frames import Frames
from station.practice.smp_server import FrameReader

LINE_LENGTH = 128


def framed(message: bytes) -> bytes:
    return b"".join(encode(message, LINE_LENGTH))


def fed(data: bytes, cuts: list[int]) -> list[bytes]:
    """Feed `data` in the pieces that `cuts` makes of it."""
    frames = Frames()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in pairwise(edges)]
    return [message for piece in pieces for message in frames.feed(piece)]


messages = st.binary(min_size=1, max_size=400)
beginnings = st.builds(
    lambda message, share: framed(message)[: int(share * (len(framed(message)) - 2))],
    messages,
    st.floats(0, 1),
)
# Noise may not hold a whole frame: the unit's own reader, another program, says whether it does.
noise = (
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from(
                [b"\x06", b"\x04", b"\x06\x09", b"\x04\x14", b"\n", b"\r\n", b"\x06\x09AAAA\n"]
            ),
            st.sampled_from([b"[00:00:01] <inf> up\r\n", b"login: ", b"\x1b[0m", b"A" * 3_000]),
            beginnings,
        ),
        max_size=4,
    )
    .map(b"".join)
    .filter(lambda made: not list(FrameReader(65_535).feed(made)))
)
cuts = st.lists(st.integers(0, 100_000), max_size=30)


@given(st.lists(st.tuples(noise, messages), max_size=5), noise, cuts)
def test_gives_the_messages_whatever_noise_stands_between_and_however_it_is_cut(
    said: list[tuple[bytes, bytes]], last: bytes, cuts: list[int]
) -> None:
    line = b"".join(before + framed(message) for before, message in said) + last
    assert fed(line, cuts) == [message for _, message in said]


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_takes_any_bytes_and_keeps_little_of_them(pieces: list[bytes]) -> None:
    frames = Frames()
    for piece in pieces:
        frames.feed(piece)
        assert len(frames._rest) < 1_100


@given(messages, st.sampled_from([b"<wrn> battery low\r\n", b"\n", b"\xff\x00\n", b"# \n"]))
def test_skips_log_lines_between_the_lines_of_a_frame(message: bytes, log: bytes) -> None:
    assert fed(log + framed(message).replace(b"\n", b"\n" + log), []) == [message]


def test_takes_lines_that_end_as_on_a_terminal() -> None:
    assert fed(framed(b"x" * 200).replace(b"\n", b"\r\n"), [3, 50, 127, 128]) == [b"x" * 200]


@given(messages, st.integers(0, 10_000), st.integers(1, 255))
def test_never_gives_another_message_for_one_bit_or_byte_turned(
    message: bytes, place: int, turn: int
) -> None:
    good = framed(message)
    at = place % len(good)
    spoilt = good[:at] + bytes([good[at] ^ turn]) + good[at + 1 :]
    assert all(given == message for given in fed(spoilt, []))


def test_drops_a_frame_that_is_longer_than_it_says() -> None:
    assert fed(b"\x06\tAAMAAAA=\n", []) == [b"\0"]
    assert fed(b"\x06\tAAMAAAAA\n", []) == []


@given(messages, st.integers(2, 100), st.integers(1, 4))
def test_takes_padding_where_none_belongs(message: bytes, place: int, count: int) -> None:
    # A base64 reader that isn't strict passes over it, so that length and checksum are right.
    line = framed(message)
    place = min(place, line.index(b"\n"))
    heard = fed(line[:place] + b"=" * count + line[place:], [])
    assert heard in ([], [message])


def test_counts_the_frames_that_broke() -> None:
    frames = Frames()
    good = framed(b"y" * 200)
    first_line = good[: good.index(b"\n") + 1]
    assert frames.feed(b"noise\n\x06" + first_line[:100]) == []
    assert frames.broken == 0
    assert frames.feed(good) == [b"y" * 200]
    assert frames.broken == 0
    assert frames.feed(first_line + good) == [b"y" * 200]
    assert frames.broken == 1
    assert frames.feed(good.replace(b"eXl5", b"eXl6")) == []
    assert frames.broken == 2


def test_ends_a_frame_that_never_ends() -> None:
    """The longest frame has 65,535 bytes; what comes beyond it is not kept."""
    frames = Frames()
    line = b"/" * 1_024 + b"\n"
    assert frames.feed(b"\x06\x09" + line) == []
    for _ in range(1_000):
        assert frames.feed(b"\x04\x14" + line) == []
    assert frames.broken == 1
    assert frames._frame is None
    assert frames.feed(framed(b"next")) == [b"next"]
