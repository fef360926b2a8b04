"""A registration ID's file name suits every file system and belongs to it alone."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from station.model.names import RegistrationId
from station.service.exports.filenames import file_stem

TEXTS = st.from_regex(r"[A-Za-z0-9\-._:]{0,127}[A-Za-z0-9\-]", fullmatch=True) | st.from_regex(
    r"(?i)(con|prn|aux|nul|com1|lpt9)([.:-][a-z]{1,4})?", fullmatch=True
)


def stem(text: str) -> str:
    return file_stem(RegistrationId.parse(text))


@given(TEXTS)
def test_the_name_gives_the_registration_id_back(text: str) -> None:
    assert unquote(stem(text)) == text


@given(TEXTS, TEXTS)
def test_different_registration_ids_have_different_names_even_without_case(
    one: str, other: str
) -> None:
    assume(RegistrationId.parse(one) != RegistrationId.parse(other))
    assert stem(one).lower() != stem(other).lower()


@given(TEXTS)
def test_no_file_system_minds_the_name(text: str) -> None:
    name = stem(text) + ".pem"
    assert re.fullmatch(r"[A-Za-z0-9%_][A-Za-z0-9%._-]*", name)
    assert len(name) < 255
    assert not re.match(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("press-0001", "press-0001"),
        ("a:b", "a%3Ab"),
        ("..a", "%2E.a"),
        ("-rf", "%2Drf"),
        ("con", "%63on"),
        ("NUL.x", "%4EUL.x"),
        ("console", "console"),
        ("_a", "_a"),
    ],
)
def test_the_name_stays_readable(text: str, expected: str) -> None:
    assert stem(text) == expected
