r"""What a scanner sends when it reads a code, taken apart strictly.

It may begin with an AIM symbology identifier (ISO/IEC 15424), such as `]d2`, by which the scanner
says what kind of code it read. Behind that stands plain text, GS1 element strings (GS1 General
Specifications, section 3: application identifiers, with FNC1 sent as the control character GS), or
an envelope by ISO/IEC 15434: `[)>` RS, formats, EOT, of which format 05 holds GS1 element strings
and format 06 data behind the data identifiers of ANSI MH10.8.2.

A label is printed by others: what is read from it is judged, and nothing in it is taken on trust.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from station.errors import StationError
from station.model.names import shown

LONGEST: Final = 7_089  # the digits of the largest QR code (ISO/IEC 18004), more than any other's
GS: Final = "\x1d"
RS: Final = "\x1e"
EOT: Final = "\x04"

Elements = tuple[tuple[str, str], ...]
"""What a code holds: pairs of an identifier and its value, in their order."""

_AIM: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_ODD: Final = re.compile(r"[^ -~\x1d\x1e\x04]")
_DI: Final = re.compile(r"([0-9]{0,3}[A-Z])([ -~]+)")
_ENVELOPE: Final = "[)>"
_GS1_FORMAT: Final = "05"
_DI_FORMAT: Final = "06"
# GS1 General Specifications, the table of symbology identifiers: what carries element strings, and
# what carries a GTIN alone, with the number of its digits.
_ELEMENT_STRINGS: Final = frozenset({"]C1", "]e0", "]d2", "]Q3", "]J1"})
_GTINS: Final = {"]E0": 13, "]E4": 8, "]I1": 14}


@dataclass(frozen=True)
class Scan:
    """One code, as it was scanned.

    Attributes:
        symbology: its AIM symbology identifier, or empty where the scanner sends none.
        text: all that stands behind that: printable ASCII, and the separators GS, RS and EOT.
    """

    symbology: str
    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the scan that `text` is; line ends and blanks around it don't count.

        Raises:
            StationError: LIN-050 where it is empty, has more than 7089 characters, or one that
                isn't of ASCII.
        """
        if len(text) > LONGEST:
            raise StationError("LIN-050", why=f"it has more than {LONGEST} characters")
        text = text.strip(" \t\r\n")
        odd = _ODD.search(text)
        if odd:
            raise StationError("LIN-050", why=f"it has the character {shown(odd[0])}")
        aim = _AIM.match(text)
        symbology = aim[0] if aim else ""
        behind = text[len(symbology) :]
        if not behind:
            raise StationError("LIN-050", why="it is empty")
        return cls(symbology, behind)

    @property
    def has_form(self) -> bool:
        """Whether it says itself that it has a form: that of GS1, or an envelope."""
        return self._is_enveloped or self.symbology in _ELEMENT_STRINGS | _GTINS.keys()

    @property
    def _is_enveloped(self) -> bool:
        return self.text.startswith(_ENVELOPE)

    def gs1(self) -> Elements:
        """Return its GS1 element strings by their application identifiers.

        A bare EAN or ITF-14 is the GTIN (01) of 14 digits. A scanner that sends no symbology
        identifier leaves it open whether the text is GS1's: then it is read as if it were.

        Raises:
            StationError: LIN-050 where it breaks the rules of GS1 or of its envelope.
        """
        if self._is_enveloped:
            return tuple(
                pair
                for indicator, data in self._formats()
                if indicator == _GS1_FORMAT
                for pair in _gs1_elements(data)
            )
        if self.symbology in _GTINS:
            return _gs1_elements(f"01{self._gtin(_GTINS[self.symbology])}")
        if self.symbology and self.symbology not in _ELEMENT_STRINGS:
            return ()
        return _gs1_elements(self.text)

    def identified(self) -> Elements:
        """Return its data by their data identifiers (ANSI MH10.8.2): up to 3 digits, a letter.

        Without an envelope the whole text is one such piece of data, as in a linear code.

        Raises:
            StationError: LIN-050 where it isn't such data, or its envelope is broken.
        """
        if not self._is_enveloped:
            return (_identified(self.text),)
        return tuple(
            _identified(piece)
            for indicator, data in self._formats()
            if indicator == _DI_FORMAT
            for piece in data.split(GS)
        )

    def _gtin(self, digits: int) -> str:
        if len(self.text) != digits or not self.text.isdecimal():
            raise StationError("LIN-050", why=f"it is no number of {digits} digits")
        return self.text.zfill(14)

    def _formats(self) -> Elements:
        """Return the envelope's formats: the indicator of each, and its data."""
        head, tail = _ENVELOPE + RS, RS + EOT
        if not (self.text.startswith(head) and self.text.endswith(tail)):
            raise StationError("LIN-050", why="its envelope is not whole")
        return tuple(_format(part) for part in self.text[len(head) : -len(tail)].split(RS))


def _format(part: str) -> tuple[str, str]:
    indicator, separator, data = part[:2], part[2:3], part[3:]
    if indicator not in {_GS1_FORMAT, _DI_FORMAT}:
        why = f"its envelope has a format that is neither 05 nor 06: {shown(indicator)}"
        raise StationError("LIN-050", why=why)
    if separator != GS or not data or EOT in data:
        raise StationError("LIN-050", why=f"the format {indicator} in its envelope is broken")
    return indicator, data


def _identified(piece: str) -> tuple[str, str]:
    found = _DI.fullmatch(piece)
    if found is None:
        why = f"{shown(piece, 30)} doesn't begin with a data identifier"
        raise StationError("LIN-050", why=why)
    return found[1], found[2]


def _gs1_elements(text: str) -> Elements:
    from station.model.barcode_gs1 import gs1_elements  # noqa: PLC0415 - takes a quarter second

    return gs1_elements(text)
