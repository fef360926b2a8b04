"""What is kept of a link: both ways, in order, bounded, escaped, and never a secret."""

from hypothesis import given
from hypothesis import strategies as st

from station.links.transcript import Transcript


def lines(transcript: Transcript) -> list[str]:
    return [line[10:] for line in transcript.text().splitlines()]


def test_both_ways_are_kept_in_their_order() -> None:
    transcript = Transcript()
    transcript.sent(b"root\n")
    transcript.received(b"root\r\n")
    transcript.note("logged in")
    assert lines(transcript) == [r"> root\n", r"< root\r\n", "# logged in"]


def test_what_comes_in_pieces_is_one_line() -> None:
    transcript = Transcript()
    for piece in (b"lo", b"gin", b": "):
        transcript.received(piece)
    assert lines(transcript) == ["< login: "]


def test_of_a_secret_only_the_length_is_kept_both_ways() -> None:
    transcript = Transcript()
    transcript.received(b"Password: ")
    with transcript.secret():
        transcript.sent(b"open sesame\n")
        transcript.received(b"open sesame\r\n")
    transcript.received(b"# ")
    assert "sesame" not in transcript.text()
    assert lines(transcript) == [
        "< Password: ",
        "> [12 bytes, not kept: a secret was in flight]",
        "< [13 bytes, not kept: a secret was in flight]",
        "< # ",
    ]


@given(st.lists(st.tuples(st.booleans(), st.binary(max_size=300)), max_size=30))
def test_no_byte_of_a_device_reaches_a_terminal_as_it_is(said: list[tuple[bool, bytes]]) -> None:
    transcript = Transcript()
    for ours, data in said:
        (transcript.sent if ours else transcript.received)(data)
    text = transcript.text()
    assert text.isascii()
    assert all(c.isprintable() or c == "\n" for c in text)


def test_a_device_that_never_stops_costs_a_bounded_text_with_its_beginning_and_end() -> None:
    transcript = Transcript()
    for number in range(6000):
        transcript.sent(b"?")
        transcript.received(b"%06d" % number * 100)
    text = transcript.text()
    assert len(text) < 2_500_000
    assert "000000000000" in text
    assert "005999005999" in text
    assert "are left out here" in text
