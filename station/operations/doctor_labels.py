"""Whether labels can be printed, and which units that passed have none."""

from collections.abc import Iterator

from station.errors import StationError
from station.folders import Data
from station.operations.doctor_finding import Finding, Health
from station.operations.label_desk import printer_address, printer_of
from station.operations.plant import open_reader

_WHAT = "label printer"


def findings(data: Data) -> Iterator[Finding]:
    """Say how the printer is, where one is set, and how many units have no label."""
    try:
        with open_reader(data) as reader:
            address = printer_address(reader.settings(), data, practice=reader.practice)
            unprinted = len(reader.unprinted_labels())
    except StationError:
        return  # which the record's own finding says
    if address:
        yield _printer(address)
    if unprinted:
        words = f"{unprinted} units have passed and have no label"
        remedy = "Run 'station label list --unprinted', then 'station label print'."
        yield Finding("labels", Health.WARNING, words, remedy)


def _printer(address: str) -> Finding:
    try:
        return Finding(_WHAT, Health.GOOD, f"{address}: {printer_of(address).check()}")
    except StationError as error:
        words = f"{error.message} ({error.code})"
        return Finding(_WHAT, Health.WARNING, words, error.remedy)
