"""Cells of a CSV file that no spreadsheet takes for a formula, and back again.

A cell is its value, percent-encoded (RFC 3986, UTF-8) at these places:

- whatever is not printable ASCII, so that the encoding of the file is never in doubt and full-width
  signs are no signs;
- `%` itself, and `"`, `;` and `|`, which a spreadsheet of another country takes for a separator or
  for the end of a quotation;
- the first character, if it is neither a letter nor a digit: no cell begins with a sign, a
  quotation mark or a space;
- a comma that is not followed by a letter or digit, spaces apart: a program that splits at every
  comma finds no sign behind one either.

Any URL decoder gives the value back. A registration ID may begin with a dash; in its cell it begins
with `%2D`.
"""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

_ENCODED: Final = re.compile(r"[^ -~]|[%\";|]|\A[^A-Za-z0-9]|,(?! *[A-Za-z0-9])")
# Lone surrogates can't come from a database, but nothing shall stop an export half-way.
_ERRORS: Final = "surrogatepass"


def encoded(value: str) -> str:
    """Return the cell for a value."""
    return _ENCODED.sub(lambda match: _percent(match[0]), value)


def decoded(cell: str) -> str:
    """Return the value in a cell that `encoded` made."""
    return unquote(cell, errors=_ERRORS)


def row(values: Sequence[str]) -> bytes:
    """Return a line of RFC 4180: cells quoted where they hold a comma, CR LF at the end."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow([encoded(value) for value in values])
    return line.getvalue().encode("ascii")


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", _ERRORS))
