"""Labels as PDF: a page of the label's size for each copy, with the font that Station brings."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from fpdf import FPDF
from fpdf.fonts import TTFFont

from station.folders import resource
from station.line.label_symbols import QUIET, SMALLEST_MM, module_side, modules_of
from station.model.label import Label, Placed, laid_out

_FONT: Final = "dejavu"
_POINTS: Final = 72 / 25.4  # of a millimetre


def pdf_of(label: Label) -> bytes:
    """Return a label as a PDF.

    Raises:
        StationError: LNK-054 where its code doesn't fit.
    """
    settings, laid = label.settings, laid_out(label)
    rows = modules_of(label)
    side = module_side(label, len(rows), laid.side, SMALLEST_MM)
    inset = QUIET[settings.symbol] * side
    paper = FPDF(unit="mm", format=(settings.width_mm, settings.height_mm))
    paper.alias_nb_pages("")  # what stands on it is text, whatever it has in it
    paper.set_auto_page_break(auto=False)
    paper.set_margin(0)
    paper.add_font(_FONT, "", resource("fonts/DejaVuSans.ttf"))
    for _ in range(settings.copies):
        paper.add_page()
        _draw_symbol(paper, rows, side, (laid.x + inset, laid.y + inset))
        for placed in laid.texts:
            _draw_text(paper, placed)
    return bytes(paper.output())


def _draw_symbol(
    paper: FPDF, rows: Sequence[Sequence[bool]], side: float, corner: tuple[float, float]
) -> None:
    left, top = corner
    paper.set_fill_color(0)
    for row, modules in enumerate(rows):
        for column, length in _runs(modules):
            paper.rect(left + column * side, top + row * side, length * side, side, style="F")


def _runs(modules: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where black modules begin in a row, and how many there are side by side."""
    start = 0
    for black, group in groupby(modules):
        length = len(list(group))
        if black:
            yield start, length
        start += length


def _draw_text(paper: FPDF, placed: Placed) -> None:
    text = _printable(paper, placed.text)
    paper.set_font(_FONT, size=placed.height * _POINTS)
    wide = paper.get_string_width(text)
    if wide > placed.width:
        paper.set_font(_FONT, size=placed.height * _POINTS * placed.width / wide)
    paper.text(placed.x, placed.y + placed.height, text)


def _printable(paper: FPDF, text: str) -> str:
    """Return a text with a question mark for each character that the font lacks."""
    font = paper.fonts[_FONT]
    known = frozenset(font.cmap if isinstance(font, TTFFont) else ())
    return "".join(char if char.isprintable() and ord(char) in known else "?" for char in text)
