"""A scanner types as on a keyboard: whether that is the keyboard that the computer takes it for.

A scanner of the keyboard kind sends key presses, for the layout that it is set to; the computer
makes characters of them, by its own. Where the two differ, a code arrives with other characters,
and looks like one that is damaged, or worse, like another. The self-test code holds characters that
lie elsewhere on each layout, so that what arrives says which two layouts are at work.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final, Self

from station.errors import StationError

SELF_TEST: Final = "STNTSTYZAQM-/$17"
"""The self-test code; Code 39 has all of its characters. Its first six lie alike everywhere."""
_BEGIN: Final = "stntst"


class Layout(Enum):
    """A keyboard layout, told by what its keys type, plain and with shift, where they differ.

    A key is named by what it types on a US keyboard.
    """

    US = "US"
    GERMAN = "German"
    FRENCH = "French"
    SPANISH = "Spanish or Italian"
    SWISS = "Swiss"


_KEYS: Final = "147-=]\\/.;aqmwyz6"
_TYPED: Final = {
    Layout.US: "1! 4$ 7& -_ =+ ]} \\| /? .> ;: aA qQ mM wW yY zZ 6^",
    Layout.GERMAN: "1! 4$ 7/ ß? \u00b4` +* #' -_ .: öÖ aA qQ mM wW zZ yY 6&",
    Layout.FRENCH: "&1 '4 è7 )° =+ $£ *µ !§ :/ mM qQ aA ,? zZ yY wW -6",
    Layout.SPANISH: "1! 4$ 7/ '? ¡¿ +* çÇ -_ .: ñÑ aA qQ mM wW yY zZ 6&",
    Layout.SWISS: "1+ 4ç 7/ '? ^` ¨! $£ -_ .: öé aA qQ mM wW zZ yY 6&",
}


@dataclass(frozen=True)
class Finding:
    """What a self-test code has shown.

    Attributes:
        pairs: the layouts that explain it: the scanner's, and the computer's; none where codes
            arrive as they are. Several where no character that Code 39 has tells them apart.
        caps: whether capitals and small letters are exchanged: Caps Lock is on.
    """

    pairs: tuple[tuple[Layout, Layout], ...]
    caps: bool

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return what a scan of the self-test code has shown; None of any other scan.

        Raises:
            StationError: LIN-098 where the code arrived in a way that no two layouts explain.
        """
        text = text.strip()
        if not text.casefold().startswith(_BEGIN):
            return None
        for caps in (False, True):
            straight = exchanged(text) if caps else text
            if straight == SELF_TEST:
                return cls((), caps)
            pairs = [(s, c) for s in Layout for c in Layout if typed(SELF_TEST, s, c) == straight]
            if pairs:
                return cls(tuple(pairs), caps)
        raise StationError("LIN-098", why="no keyboard that Station knows explains it")


def check_self_test(text: str) -> bool:
    """Return whether a scan was the self-test code, and arrived as it is.

    Raises:
        StationError: CFG-064 where scanner and computer have different layouts, LIN-098 where the
            code arrived changed otherwise.
    """
    found = Finding.parse(text)
    if found is not None and found.pairs:
        scanner, computer = (
            " or ".join(sorted({pair[end].value for pair in found.pairs})) for end in (0, 1)
        )
        raise StationError("CFG-064", name=scanner, what=computer)
    if found is not None and found.caps:
        raise StationError("LIN-098", why="Caps Lock is on")
    return found is not None


def exchanged(text: str) -> str:
    """Return a text as it arrives while Caps Lock is on."""
    return "".join(char.swapcase() if char.isascii() else char for char in text)


def typed(text: str, scanner: Layout, computer: Layout) -> str:
    """Return what arrives of a code that is typed by one layout and read by another.

    Characters that lie alike on all layouts are left as they are.
    """
    keys = {
        char: (key, place)
        for key, pair in zip(_KEYS, _TYPED[scanner].split(), strict=True)
        for place, char in enumerate(pair)
    }
    chars = dict(zip(_KEYS, _TYPED[computer].split(), strict=True))
    read = []
    for char in text:
        key, place = keys.get(char, ("", 0))
        read.append(chars[key][place] if key else char)
    return "".join(read)
