"""Labels: what goes onto the unit once it has passed, and where it is printed."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from station.errors import StationError
from station.line.printer_cups import CupsPrinter
from station.line.printer_folder import FolderPrinter
from station.line.printer_network import NetworkPrinter
from station.model.label import Label
from station.model.printer import CUPS, PDF, ZPL_NETWORK, PrinterAddress


class Printer(Protocol):
    """Somewhere that a label can go. A label can be printed again; it never changes an outcome."""

    def print(self, label: Label) -> None:
        """Print a label, or as much of it as can be known to have been printed.

        Raises:
            StationError: LNK-050 to LNK-053 where the printer can't, LNK-054 where there is no
                such label.
        """
        ...

    def check(self) -> str:
        """Return in a few words that the printer is ready, or raise as `print`."""
        ...


PrinterFinder = Callable[[], Printer]
"""Finds the printer that labels go to now, or raises PRF-019 where there is none."""

PRINTERS: Final[Mapping[str, Callable[[PrinterAddress], Printer]]] = {
    ZPL_NETWORK: NetworkPrinter,
    CUPS: CupsPrinter,
    PDF: FolderPrinter,
}
"""Every kind of printer, by the kind of its address."""


def no_printer() -> Printer:
    """Raise PRF-019: no printer is set."""
    raise StationError("PRF-019")


def printer_at(text: str) -> Printer:
    """Return the printer at an address that the settings hold."""
    address = PrinterAddress.parse(text)
    return PRINTERS[address.kind](address)
