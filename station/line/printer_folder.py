"""Labels into a folder: a PDF for each, for whatever prints what lies there."""

import os
import re
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import put_whole
from station.line.label_pdf import pdf_of
from station.model.label import Label
from station.model.printer import PrinterAddress

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9-]+")
_LONGEST: Final = 64


class FolderPrinter:
    """A folder of labels, each whole or not there.

    Args:
        address: of the kind `pdf`.
    """

    def __init__(self, address: PrinterAddress) -> None:
        self._folder = Path(address.place)

    def print(self, label: Label) -> None:
        """Write a label; see `Printer.print`. The folder is made where only it is missing."""
        content = pdf_of(label)
        serial = _UNSAFE.sub("_", label.serial)[:_LONGEST]
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            put_whole(self._folder / f"label-{label.number:06}-{serial}.pdf", content)
        except OSError as error:
            raise self._refused(error) from error

    def check(self) -> str:
        """Return that the folder can be written; see `Printer.check`."""
        place = self._folder if self._folder.exists() else self._folder.parent
        if not (place.is_dir() and os.access(place, os.W_OK)):
            raise StationError("LNK-053", path=str(self._folder), why="it can't be written")
        return "the folder can be written"

    def _refused(self, error: OSError) -> StationError:
        why = (error.strerror or type(error).__name__).lower()
        return StationError("LNK-053", str(error), path=str(self._folder), why=why)
