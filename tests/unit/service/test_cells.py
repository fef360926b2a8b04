"""No cell becomes a formula, and every value comes back."""

import csv
import io
import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.service.exports.cells import decoded, encoded, row

# What makes a formula, or is taken for a space, a quotation mark or nothing before one.
NASTY = st.text(
    st.sampled_from("=+-@\t\r\n\0 ,;|\"'%\uff1d\uff0b\uff0d\uff20﹢﹣\u200b\ufeff\u00a0“”a1é"),
    max_size=12,
)
VALUES = st.text() | NASTY
FORMULA = re.compile(r"[\s\"'\x00-\x1f]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


@given(VALUES)
def test_a_value_comes_back_from_its_cell(value: str) -> None:
    assert decoded(encoded(value)) == value
    assert unquote(encoded(value), errors="surrogatepass") == value


@given(VALUES)
def test_a_cell_begins_with_a_letter_a_digit_or_a_percent_sign(value: str) -> None:
    cell = encoded(value)
    assert cell == "" or re.match(r"[A-Za-z0-9%]", cell)
    assert cell.isascii()
    assert cell.isprintable()


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_a_row_is_read_back_by_any_reader_of_rfc_4180(values: list[str]) -> None:
    data = row(values)
    assert data.endswith(b"\r\n")
    text = data.decode("ascii")
    [cells] = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert [decoded(cell) for cell in cells] == values


@given(st.lists(VALUES, min_size=1, max_size=5), st.sampled_from(",;|\t"))
def test_no_formula_appears_whatever_a_program_takes_for_the_separator(
    values: list[str], separator: str
) -> None:
    line = row(values).decode("ascii").removesuffix("\r\n")
    assert not any(FORMULA.match(piece) for piece in line.split(separator))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("", ""),
        ("press-0001", "press-0001"),
        ("-legal-id", "%2Dlegal-id"),
        ("=1+1", "%3D1+1"),
        ("+49", "%2B49"),
        ("@sum", "%40sum"),
        ("\uff1d1", "%EF%BC%9D1"),
        ('"=1"', "%22=1%22"),
        ("'=1", "%27=1"),
        (" =1", "%20=1"),
        ("\t=1", "%09=1"),
        ("a\r\n=1", "a%0D%0A=1"),
        ("a;=1", "a%3B=1"),
        ("a,=1", "a%2C=1"),
        ("a, b", "a, b"),
        ("100%", "100%25"),
        ("AToA+/==", "AToA+/=="),
    ],
)
def test_a_cell_is_as_readable_as_can_be(value: str, cell: str) -> None:
    assert encoded(value) == cell


def test_only_a_cell_with_a_comma_is_quoted() -> None:
    assert row(["a", "b, c", "", "d e"]) == b'a,"b, c",,d e\r\n'
