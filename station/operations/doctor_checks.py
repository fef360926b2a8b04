"""Whether the checks that the rules of the house ask for are done in this shift."""

from collections.abc import Iterator
from typing import Final

from station.folders import Data
from station.operations.checks import checks_in_words, standing_of
from station.operations.doctor_finding import Finding, Health
from station.operations.plant import open_reader

_REMEDY: Final = "Put the units for checks in before other units."


def findings(data: Data) -> Iterator[Finding]:
    """Look at red rabbits and golden units; nothing is said of a folder without a record.

    Raises:
        StationError: as `open_reader`.
    """
    if not data.database.is_file():
        return
    with open_reader(data) as reader:
        good, words = checks_in_words(standing_of(reader))
    if good:
        yield Finding("checks", Health.GOOD, words)
    else:
        yield Finding("checks", Health.WARNING, words, _REMEDY)
