"""Naming templates: places that are known, and how they are filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.model.template import PLACES, Template

VALUES: dict[str, str | int] = {
    "serial": "SN-1",
    "counter": 42,
    "order": "line-1",
    "date": "20261123",
}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{serial}", "SN-1"),
        ("press", "press"),
        ("{order}-{counter:06}", "line-1-000042"),
        ("{counter:01}", "42"),
        ("{counter}{counter}", "4242"),
        ("{date}.{serial}", "20261123.SN-1"),
        ("", ""),
    ],
)
def test_places_are_filled(text: str, name: str) -> None:
    assert Template.parse(text).fill(VALUES) == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{serail}", r"\{serail\} is unknown: there are \{serial\}, \{counter\}"),
        ("{Serial}", r"\{Serial\} is unknown"),
        ("{}", r"\{\} is unknown"),
        ("{serial:06}", r"only \{counter\} can be padded, not \{serial\}"),
        ("{counter:6}", r"\{counter:6\} can't be read: a padded number is \{counter:06\}"),
        ("{counter:}", "can't be read"),
        ("{counter:00}", "can't be read"),
        ("{serial", "a brace stands alone"),
        ("serial}", "a brace stands alone"),
        ("{{serial}}", "a brace stands alone"),
        ("{order{serial}}", "a brace stands alone"),
    ],
)
def test_a_wrong_template_is_refused_in_plain_words(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Template.parse(text)


def test_what_is_filled_in_is_not_read_again() -> None:
    assert Template.parse("{serial}").fill({**VALUES, "serial": "{order}"}) == "{order}"


@given(
    st.text(max_size=20)
    | st.lists(st.sampled_from(["{", "}", ":", "0", "6", "-", *PLACES]), max_size=8).map("".join)
)
def test_every_template_that_is_taken_can_be_filled(text: str) -> None:
    try:
        template = Template.parse(text)
    except ValueError:
        return
    name = template.fill(VALUES)
    assert "{" not in name
    assert "}" not in name


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=9))
def test_padding_never_loses_a_digit(number: int, width: int) -> None:
    name = Template.parse(f"{{counter:0{width}}}").fill({**VALUES, "counter": number})
    assert int(name) == number
    assert len(name) == max(width, len(str(number)))
