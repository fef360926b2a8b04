"""Lists of serial numbers as CSV: read whole, or refused with the line that is wrong."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.operations.order_files import allowed_serials, twin_of_file

SERIALS = st.lists(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=128),
    min_size=1,
    max_size=30,
    unique_by=str.lower,
).filter(lambda serials: serials[0].lower() != "serial")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "serials.csv"


def refused(path: Path, content: bytes) -> tuple[str, str]:
    """Return the code and the message of what is refused."""
    path.write_bytes(content)
    with pytest.raises(StationError) as caught:
        allowed_serials(path)
    return caught.value.code, caught.value.message


@pytest.mark.parametrize(
    "content",
    [
        b"SN-1\nSN-2\n",
        b"SN-1\r\nSN-2",
        b"serial\nSN-1\nSN-2\n",
        b'\xef\xbb\xbfSerial\r\n"SN-1"\r\nSN-2\r\n',
        b'number, serial ,colour\n1,SN-1,red\n2,SN-2,"a, b"\n',
    ],
)
def test_one_column_or_the_one_named_serial_is_read(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert allowed_serials(path) == ["SN-1", "SN-2"]


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (b"SN-1\nsn-1\n", 2, "sn-1 stands in line 1 already"),
        (b"SN-1\n\nSN-2\n", 2, "the line is empty"),
        (b"a,serial\nx,\n", 2, "the serial number is empty"),
        (b"SN-1\n SN-2\n", 2, "a blank stands before or after"),
        ("SN-1\nSN-\u00e4\n".encode(), 2, "ASCII characters only"),
        (b"SN-1\nSN\x07\n", 2, "printable"),
        (b"x" * 129, 1, "1 to 128"),
        (b"a,b\nc,d\n", 1, "name the right one serial"),
        (b"a,serial\nx\n", 2, "2 columns are expected"),
        (b"", 1, "no serial number in the file"),
        (b"serial\n", 1, "no serial number in the file"),
        (b'SN-1\n"SN-2\n', 2, "this is not CSV"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    path: Path, content: bytes, line: int, why: str
) -> None:
    code, message = refused(path, content)
    assert code == "REC-045"
    assert f"line {line}: " in message
    assert why in message


def test_a_file_that_cannot_be_read_is_told(path: Path) -> None:
    with pytest.raises(StationError, match="PRF-005"):
        allowed_serials(path)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SERIALS)
def test_whatever_is_written_as_csv_is_read_back(path: Path, serials: list[str]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([serial] for serial in serials)
    path.write_text(text.getvalue(), encoding="ascii")
    assert allowed_serials(path) == serials


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_any_bytes_are_serial_numbers_or_an_error_with_a_code(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    code, serials = "REC-045", ["A-1"]
    try:
        serials = allowed_serials(path)
    except StationError as error:
        code = error.code
    assert code == "REC-045"
    assert all(one.isascii() and one.isprintable() for one in serials)
    assert len({one.lower() for one in serials}) == len(serials)


def test_a_twin_is_read_as_json(path: Path) -> None:
    path.write_text('{"tags": {"line": 1}}')
    assert twin_of_file(path) == {"tags": {"line": 1}}
    for content in (b"{", b"\xff", b"[" * 100_000, b" " * 1_000_001):
        path.write_bytes(content)
        with pytest.raises(StationError, match="PRF-005"):
            twin_of_file(path)
