"""GS1 element strings: the one door to the library that knows GS1's application identifiers.

The library's tables take a quarter of a second to load, so this module is imported by those alone
who have such a code in hand.
"""

from typing import Final

from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_element_strings import GS1ElementString

from station.errors import StationError
from station.model.names import shown

_GS: Final = "\x1d"


def gs1_elements(text: str) -> tuple[tuple[str, str], ...]:
    """Return the application identifiers and values in `text`, in their order.

    GS1 General Specifications, section 7.8: a GS stands behind each value that has no fixed length
    and isn't the last one; elsewhere it may. One in front is that of scanners which send FNC1 even
    there.

    Args:
        text: of ASCII characters.

    Raises:
        StationError: LIN-050 where that isn't what `text` is, where a value has not the form of its
            identifier, or where the check digit of a GTIN, SSCC or GLN is wrong.
    """
    elements: list[tuple[str, str]] = []
    rest = text.removeprefix(_GS)
    while rest:
        element = _first(rest)
        elements.append(element)
        rest = rest[len(element[0]) + len(element[1]) :].removeprefix(_GS)
    if not elements:
        raise StationError("LIN-050", why="it is empty")
    return tuple(elements)


def is_identifier(text: str) -> bool:
    """Return whether `text` is an application identifier that GS1 has given out."""
    try:
        return GS1ApplicationIdentifier.extract(text).ai == text
    except ParseError:
        return False


def _first(rest: str) -> tuple[str, str]:
    """Return the element string that `rest` begins with."""
    try:
        identifier = GS1ApplicationIdentifier.extract(rest)
    except ParseError as error:
        why = f"{shown(rest, 12)} doesn't begin with an identifier of GS1"
        raise StationError("LIN-050", why=why) from error
    name = identifier.ai
    try:
        element = GS1ElementString.extract(rest)
    except (ParseError, ValueError, ArithmeticError) as error:
        raise _misshapen(name) from error
    if element.gtin_error or element.sscc_error or element.gln_error:
        raise StationError("LIN-050", why=f"the number behind ({name}) has a wrong check digit")
    whole = rest.split(_GS, 1)[0]
    if identifier.separator_required and len(element) != len(whole):
        raise _misshapen(name)
    return name, whole[len(name) : len(element)]


def _misshapen(name: str) -> StationError:
    return StationError("LIN-050", why=f"what stands behind ({name}) has a wrong form")
