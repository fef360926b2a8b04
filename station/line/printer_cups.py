"""Label printers behind CUPS, by its own command lp: ZPL as it is, or PDF.

No shell, no secret and nothing of a unit is in the command: the label goes by standard input.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from typing import Final

from station.errors import StationError
from station.line.label_pdf import pdf_of
from station.line.label_zpl import zpl_of
from station.model.label import Label
from station.model.names import shown
from station.model.printer import PrinterAddress

_LP: Final = "lp"
_LPSTAT: Final = "lpstat"
_PATIENCE_S: Final = 15.0
# Where CUPS listens, if not where it does by default, and nothing else of the station's own.
_KEPT: Final = ("CUPS_SERVER", "PATH")
_MOST: Final = 120


class CupsPrinter:
    """A queue of CUPS.

    Args:
        address: of the kind `cups`.
    """

    def __init__(self, address: PrinterAddress) -> None:
        self._address = address

    def print(self, label: Label) -> None:
        """Give a label to the queue; see `Printer.print`.

        What becomes of it there is between CUPS and the printer.
        """
        pdf = self._address.pdf
        content = pdf_of(label) if pdf else zpl_of(label, self._address.dpi)
        self.check()
        how = ["-d", self._address.place, "-t", f"label {label.number}"]
        self._told(_LP, [*how, *([] if pdf else ["-o", "raw"])], content)

    def check(self) -> str:
        """Return what CUPS says of the queue; see `Printer.check`."""
        said = self._told(_LPSTAT, ["-p", self._address.place])
        if " disabled " in said:
            raise self._refused("it is stopped", said)
        return shown(said.strip().partition("\n")[0], _MOST)

    def _told(self, program: str, arguments: Sequence[str], content: bytes = b"") -> str:
        """Run one of CUPS's programs and return what it says, or raise LNK-052."""
        path = shutil.which(program)
        if path is None:
            raise self._refused(f"there is no {program} here: install cups-client")
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            done = subprocess.run(
                [path, *arguments],
                input=content,
                env={**environment, "LC_ALL": "C"},
                capture_output=True,
                timeout=_PATIENCE_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise self._refused("CUPS doesn't answer") from error
        except OSError as error:
            raise self._refused(f"{program} can't be run", str(error)) from error
        if done.returncode != 0:
            said = shown(done.stderr.decode("utf-8", "replace").strip(), _MOST)
            raise self._refused("CUPS refuses it", said)
        return done.stdout.decode("utf-8", "replace")

    def _refused(self, why: str, detail: str = "") -> StationError:
        return StationError("LNK-052", detail, name=self._address.name, why=why)
