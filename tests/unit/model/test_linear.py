"""Patterns that a device can't slow: what they take, and how long they do."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.model.linear import LinearPattern


def test_groups_are_captures_and_a_line_has_a_beginning_and_an_end() -> None:
    pattern = LinearPattern.parse(r"^\+ID: (?P<serial>\w+)(?:,(?P<more>\d+))?$")
    assert pattern.groups == {"serial", "more"}
    assert pattern.found_in("x\n+ID: A1\ny") == {"serial": "A1"}
    assert pattern.found_in("x +ID: A1") is None
    assert pattern.is_all_of("+ID: A1,7")
    assert not pattern.is_all_of("+ID: A1,7 ")


@pytest.mark.parametrize("text", [r"(a)\1", "(?=a)", "(?<!a)", "(", "a{2000}", "[", "\ud800"])
def test_what_would_look_back_is_refused(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=r"pattern"):
        LinearPattern.parse(text)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (r"(x+x+)+y", "x" * 65_536),
        (r"(\w+ ?)+;", "word " * 13_000),
        (r".*a.*b.*c.*d.*e", "abcd" * 16_000),
        (r"(?s)-----BEGIN.*-----BEGIN.*-----END", "-----BEGIN" * 6_500),
    ],
)
def test_no_answer_makes_a_pattern_slow(text: str, answer: str) -> None:
    pattern = LinearPattern.parse(text)
    begun = time.perf_counter()
    assert pattern.found_in(answer) is None
    assert time.perf_counter() - begun < 0.5


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_pattern_is_refused_or_searches_any_text(text: str, answer: str) -> None:
    try:
        pattern = LinearPattern.parse(text)
    except ValueError:
        return
    pattern.found_in(answer.encode("ascii", "replace").decode("ascii"))
