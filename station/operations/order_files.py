"""Files that say something of an order: its units' serial numbers as CSV, their twin as JSON."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown

SERIAL_COLUMN: Final = "serial"
_LARGEST_LIST: Final = 64_000_000
_LARGEST_TWIN: Final = 1_000_000
_MOST_SERIALS: Final = 1_000_000
_LONGEST_SERIAL: Final = 128


def allowed_serials(path: Path) -> list[str]:
    """Return the serial numbers in a CSV file: its only column, or the one named `serial`.

    Raises:
        StationError: PRF-005 where the file can't be read or is too large, REC-045 with the line
            where a serial number is empty, no printable ASCII, too long or there twice.
    """
    lines = [_text(path, number, line) for number, line in enumerate(_lines(path), start=1)]
    first_of: dict[str, int] = {}
    serials: list[str] = []
    for number, serial in _cells(path, lines):
        why = _wrong(serial, first_of.get(serial.lower()))
        if why:
            raise _at(path, number, why)
        first_of[serial.lower()] = number
        serials.append(serial)
    if not serials:
        raise _at(path, max(1, len(lines)), "there is no serial number in the file")
    if len(serials) > _MOST_SERIALS:
        raise _at(path, _MOST_SERIALS, f"an order has at most {_MOST_SERIALS:,} units")
    return serials


def twin_of_file(path: Path) -> JsonValue:
    """Return what a file of JSON says, for `OrderSpec.initial_twin` to check; as `json_of_file`."""
    return json_of_file(path)


def json_of_file(path: Path) -> JsonValue:
    """Return what a file of JSON says, for the model to check.

    Raises:
        StationError: PRF-005 where it can't be read, is too large or is no JSON.
    """
    try:
        found: JsonValue = json.loads(_content(path, _LARGEST_TWIN))
    except (ValueError, RecursionError) as error:
        why = "it is not JSON"
        raise StationError("PRF-005", str(error), path=shown(str(path), 300), why=why) from error
    return found


def _lines(path: Path) -> list[bytes]:
    return _content(path, _LARGEST_LIST).removeprefix(b"\xef\xbb\xbf").splitlines()


def _content(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        why = (error.strerror or "it can't be opened").lower()
        raise StationError("PRF-005", str(error), path=shown(str(path), 300), why=why) from error
    if len(content) > largest:
        why = f"it is larger than {largest:,} bytes"
        raise StationError("PRF-005", path=shown(str(path), 300), why=why)
    return content


def _text(path: Path, number: int, line: bytes) -> str:
    try:
        return line.decode("ascii")
    except UnicodeDecodeError as error:
        raise _at(path, number, "a serial number has ASCII characters only") from error


def _cells(path: Path, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each serial number with its line's number."""
    rows = csv.reader(lines, strict=True)
    place, width = 0, 1
    try:
        for row in rows:
            number = rows.line_num
            named = [cell.strip().lower() for cell in row]
            if number == 1 and SERIAL_COLUMN in named:
                place, width = named.index(SERIAL_COLUMN), len(row)
                continue
            if not row:
                raise _at(path, number, "the line is empty")
            if len(row) != width:
                why = f"there are {len(row)} columns; name the right one {SERIAL_COLUMN} in line 1"
                raise _at(path, number, why if width == 1 else f"{width} columns are expected")
            yield number, row[place]
    except csv.Error as error:
        raise _at(path, rows.line_num, f"this is not CSV: {error}") from error


def _wrong(serial: str, before: int | None) -> str:
    """Return what is wrong with a serial number, or an empty text."""
    if not serial:
        return "the serial number is empty"
    if serial != serial.strip():
        return "a blank stands before or after the serial number"
    if not serial.isprintable() or len(serial) > _LONGEST_SERIAL:
        return f"a serial number has 1 to {_LONGEST_SERIAL} printable characters"
    return "" if before is None else f"{serial} stands in line {before} already"


def _at(path: Path, line: int, why: str) -> StationError:
    return StationError("REC-045", path=shown(str(path), 300), line=line, why=why)
