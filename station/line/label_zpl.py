"""Labels in ZPL II, the language of label printers.

Source: Zebra's ZPL II programming guide. What isn't of the station's own making stands in fields as
hexadecimal (^FH), so that nothing in it is ever a command; texts are UTF-8 (^CI28).
"""

from typing import Final

from station.line.label_symbols import ERROR_LEVEL, QUIET, SMALLEST_MM, module_side, modules_of
from station.model.label import Label, Laid, Placed, laid_out
from station.model.profile_label import Symbol

_MM: Final = 25.4
_PLAIN: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -.")
_INDICATOR: Final = "_"
# How large a QR code's modules can be, in dots.
_LARGEST_QR: Final = 10
# The printer puts a QR code so many dots below where it is told to.
_QR_DROP: Final = 10


def zpl_of(label: Label, dpi: int) -> bytes:
    """Return a label as a printer of a resolution, in dots an inch, takes it.

    Raises:
        StationError: LNK-054 where its code doesn't fit.
    """
    laid, settings = laid_out(label), label.settings
    parts = [
        "^XA^CI28^LH0,0",
        f"^PW{_dots(settings.width_mm, dpi)}^LL{_dots(settings.height_mm, dpi)}",
        _symbol(label, laid, dpi),
        *(_text(placed, dpi) for placed in laid.texts),
        f"^PQ{settings.copies},0,0,N^XZ",
    ]
    return "\n".join(parts).encode("ascii")


def field(text: str) -> str:
    """Return a text as a field's data under ^FH: each byte but letters and digits in hexadecimal.

    What isn't Unicode, or moves the pen, is told by a question mark.
    """
    printed = "".join(char if char.isprintable() else "?" for char in text)
    return "".join(
        chr(byte) if byte in _PLAIN else f"{_INDICATOR}{byte:02X}"
        for byte in printed.encode("utf-8", "replace")
    )


def _dots(millimetres: float, dpi: int) -> int:
    return round(millimetres * dpi / _MM)


def _text(placed: Placed, dpi: int) -> str:
    x, y, height = (_dots(length, dpi) for length in (placed.x, placed.y, placed.height))
    return f"^FO{x},{y}^A0N,{height},{height}^FH{_INDICATOR}^FD{field(placed.text)}^FS"


def _symbol(label: Label, laid: Laid, dpi: int) -> str:
    across = len(modules_of(label))
    least = _dots(SMALLEST_MM, dpi)
    side = int(module_side(label, across, _dots(laid.side, dpi), least))
    quiet = QUIET[label.settings.symbol]
    is_qr = label.settings.symbol is Symbol.QR
    side = min(side, _LARGEST_QR) if is_qr else side
    spare = (_dots(laid.side, dpi) - side * (across + 2 * quiet)) // 2
    x, y = (_dots(length, dpi) + spare + quiet * side for length in (laid.x, laid.y))
    data = f"^FH{_INDICATOR}^FD{{}}{field(label.code)}^FS"
    if is_qr:
        # Level and input mode (automatic) stand before the data, with a comma.
        top = max(y - _QR_DROP, 0)
        return f"^FO{x},{top}^BQN,2,{side}" + data.format(f"{ERROR_LEVEL}A,")
    return f"^FO{x},{y}^BXN,{side},200" + data.format("")
