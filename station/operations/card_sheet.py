"""The sheet of command cards and the scanner's test code, as PDF to print and cut."""

from datetime import datetime
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import put_whole
from station.model.command_card import all_cards
from station.model.keyboards import SELF_TEST
from station.operations.card_deeds import card_words
from station.operations.report_page import Sheets

_TEST_WORDS: Final = "TEST OF THE SCANNER"
_TOLD: Final = (
    "Scan a card instead of pressing. Cards log nobody in, and let nothing go on that waits for a "
    "supervisor. Print at full size (100 %), on white paper."
)


def card_sheet(station: str, places: int, made: datetime) -> bytes:
    """Return the sheet for a bench with so many positions.

    Args:
        station: its name, which stands at the top.
        places: 1 to 8.
        made: the document's date.
    """
    sheets = Sheets(f"{station} - command cards", "", made)
    sheets.title("Command cards")
    sheets.paragraph(_TOLD)
    cards = [(card_words(card), card.code) for card in all_cards(places)]
    sheets.codes([(_TEST_WORDS, SELF_TEST), *cards])
    return sheets.finished()


def write_card_sheet(path: Path, content: bytes) -> None:
    """Write a sheet to a new file, whole or not at all.

    Raises:
        StationError: CFG-055 where there is a file already, CFG-003 where it can't be written.
    """
    if path.exists():
        raise StationError("CFG-055", path=str(path))
    try:
        put_whole(path, content)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(path.parent)) from error
