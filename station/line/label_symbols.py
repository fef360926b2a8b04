"""Labels' codes, QR and Data Matrix, as squares that are black or white."""

from collections.abc import Sequence
from typing import Final

import segno
from ppf.datamatrix import DataMatrix
from segno import DataOverflowError

from station.errors import StationError
from station.model.label import Label
from station.model.profile_label import Symbol

# ISO/IEC 18004: four modules at each side; ISO/IEC 16022: one.
QUIET: Final = {Symbol.QR: 4, Symbol.DATA_MATRIX: 1}
# Of what can be scratched, a seventh may be unreadable (level M).
ERROR_LEVEL: Final = "M"
# Smaller ones are read by few scanners, millimetres.
SMALLEST_MM: Final = 0.24


def modules_of(label: Label) -> Sequence[Sequence[bool]]:
    """Return the rows of a label's code, true where it is black, without its quiet zone.

    Raises:
        StationError: LNK-054 where it says more than such a code can, or not in printable ASCII.
    """
    if not (label.code.isascii() and label.code.isprintable()):
        raise StationError("LNK-054", serial=label.serial, why="its code isn't printable ASCII")
    try:
        if label.settings.symbol is Symbol.QR:
            made = segno.make_qr(label.code, error=ERROR_LEVEL, boost_error=False)
            return [[bool(one) for one in row] for row in made.matrix]
        return [[bool(one) for one in row] for row in DataMatrix(label.code).matrix]
    except (DataOverflowError, ValueError) as error:
        why = "its code says too much"
        raise StationError("LNK-054", str(error), serial=label.serial, why=why) from error


def module_side(label: Label, across: int, side: float, smallest: float) -> float:
    """Return how large a code's modules can be, in the unit of `side`.

    Args:
        label: whose code it is.
        across: how many modules it has in a row, without its quiet zone.
        side: of the place that it has with its quiet zone.
        smallest: how large they must be.

    Raises:
        StationError: LNK-054 where there is no room for it.
    """
    largest = side / (across + 2 * QUIET[label.settings.symbol])
    if largest < smallest:
        why = "it is too small for its code"
        raise StationError("LNK-054", f"{across} modules", serial=label.serial, why=why)
    return largest
