r"""The sheets of a report: A4, black on white, one embedded font, the same head on each page.

The font is DejaVu Sans, which ships with Station. A character that it lacks is written as its
escape, such as `\u4e2d`: nothing vanishes, and the whole text stands in `report.json`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TextMode
from fpdf.fonts import CoreFont, TTFFont

from station.folders import resource

_FONT: Final = "dejavu"
_MARGIN: Final = 15.0
_FOOT: Final = 16.0
_BLACK, _GREY, _PALE, _WHITE = 0, 90, 225, 255
_PAGES: Final = "{nb}"
_LINE: Final = 5.5
_THIN: Final = 0.2
SMALL: Final = 8.0
USUAL: Final = 9.5
_HEADING: Final = 12.0
_TITLE: Final = 20.0
# Of a code: its height, that of its row, and the white on both sides; at least ten modules' width.
_CODE_HIGH, _CODE_ROW, _QUIET = 13.0, 25.0, 5.0
_CODE_MODULES: Final = 16  # of a character, where a wide bar is three narrow ones, and its gap
_WIDEST: Final = 0.36  # module
_MILLIMETRES: Final = 25.4 / 72  # of a point


class _Paper(FPDF):
    """Pages with a head and a foot.

    Args:
        head: what stands at the top of each page.
        warning: what stands there in white on black; empty for nothing.
    """

    def __init__(self, head: str, warning: str) -> None:
        super().__init__(format="A4")
        self.add_font(_FONT, "", resource("fonts/DejaVuSans.ttf"))
        self._known = _characters(self.fonts[_FONT])
        self._head = head
        self._warning = warning
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(auto=False)

    def header(self) -> None:
        """Draw the head of a page."""
        self.alias_nb_pages("")  # what stands on the page is text, whatever a name has in it
        self.set_y(_MARGIN - 6)
        if self._warning:
            self.set_fill_color(_BLACK)
            self.set_text_color(_WHITE)
            self.set_font(_FONT, size=USUAL)
            self.cell(self.epw, 7, self._warning, align="C", fill=True)
            self.set_text_color(_BLACK)
            self.ln(8)
        self.set_font(_FONT, size=SMALL)
        self.cell(self.epw, 5, self.fitted(self._head, self.epw))
        self.ln(5)
        self.set_line_width(_THIN)
        self.line(_MARGIN, self.get_y(), _MARGIN + self.epw, self.get_y())
        self.ln(4)

    def footer(self) -> None:
        """Draw the foot of a page."""
        self.alias_nb_pages(_PAGES)
        self.set_y(4 - _FOOT)
        self.set_font(_FONT, size=SMALL)
        self.cell(self.epw, 5, f"Page {self.page_no()} of {_PAGES}")

    def printable(self, text: str) -> str:
        """Return text in which each character that the font lacks is escaped."""
        return "".join(
            char if ord(char) in self._known and char.isprintable() else _escaped(char)
            for char in text
        )

    def lines(self, text: str, width: float) -> list[str]:
        """Return text broken into lines of a width, in the font as it is set."""
        found = self.multi_cell(
            width, _LINE, self.printable(text), dry_run=True, output=MethodReturnValue.LINES
        )
        if not isinstance(found, list):
            raise TypeError("fpdf2 gives lines where it is asked for them")
        return found or [""]

    def fitted(self, text: str, width: float) -> str:
        """Return text that is cut, visibly, where it is wider than its place."""
        text = self.printable(text)
        if self.get_string_width(text) <= width - 2:
            return text
        while text and self.get_string_width(f"{text}...") > width - 2:
            text = text[:-1]
        return f"{text}..."


class Sheets:
    """What is written and drawn, one below the other; millimetres from the left margin.

    Args:
        head: what stands at the top of each page.
        warning: what stands there in white on black; empty for nothing.
        made: the document's date.
    """

    def __init__(self, head: str, warning: str, made: datetime) -> None:
        self._paper = _Paper(head, warning)
        self._paper.set_creation_date(made)
        self._paper.set_title(head)
        self._paper.set_lang("en")
        self._paper.add_page()

    def room(self, height: float) -> None:
        """Begin a new page where this one has no more room for so many millimetres."""
        if self._paper.get_y() + height > self._paper.h - _FOOT:
            self._paper.add_page()

    def title(self, text: str) -> None:
        """Write the title."""
        self._bold(text, _TITLE)

    def heading(self, text: str, needs: float = 3 * _LINE) -> None:
        """Write a heading, together with so many millimetres that follow."""
        self.room(10 + needs)
        self._paper.ln(4)
        self._bold(text, _HEADING)

    def paragraph(self, text: str, size: float = USUAL, indent: float = 0) -> None:
        """Write text over the whole width."""
        paper, height = self._paper, size * _MILLIMETRES * 1.5
        paper.set_font(_FONT, size=size)
        for line in paper.lines(text, paper.epw - indent):
            self.room(height)
            paper.set_font(_FONT, size=size)
            paper.set_x(_MARGIN + indent)
            paper.cell(paper.epw - indent, height, line)
            paper.ln(height)

    def row(self, cells: Sequence[str], widths: Sequence[float], *, head: bool = False) -> None:
        """Write one row of a table: the first cell to the left, the others to the right.

        Args:
            cells: what stands in it; the first is wrapped where it is too long.
            widths: of the columns.
            head: whether it is the table's head.
        """
        paper, size = self._paper, SMALL if head else USUAL
        paper.set_font(_FONT, size=size)
        *above, last = paper.lines(cells[0], widths[0])
        self.room(_LINE * (1 + len(above)))
        paper.set_font(_FONT, size=size)
        for line in above:
            paper.cell(widths[0], _LINE, line)
            paper.ln(_LINE)
        paper.cell(widths[0], _LINE, last)
        for text, width in zip(cells[1:], widths[1:], strict=True):
            paper.cell(width, _LINE, paper.fitted(text, width), align="R")
        paper.ln(_LINE)

    def bar(self, share: float | None, left: float, width: float, height: float = 3.6) -> None:
        """Draw a bar into the row that was written last.

        Args:
            share: how much of it is full, 0 to 1; None for no bar.
            left: where it begins.
            width: of the whole bar.
            height: of the bar.
        """
        if share is None:
            return
        paper = self._paper
        top = paper.get_y() - (_LINE + height) / 2
        paper.set_line_width(_THIN)
        paper.set_fill_color(_PALE)
        paper.rect(_MARGIN + left, top, width, height, style="DF")
        paper.set_fill_color(_GREY)
        paper.rect(_MARGIN + left, top, width * share, height, style="F")

    def codes(self, codes: Sequence[tuple[str, str]]) -> None:
        """Draw codes in two columns, each under its words, in Code 39 (ISO/IEC 16388).

        Args:
            codes: pairs of words and what the code says, of the characters that Code 39 has.
        """
        paper, across = self._paper, self._paper.epw / 2
        for place, (words, code) in enumerate(codes):
            if place % 2 == 0:
                if place:
                    paper.ln(_CODE_ROW)
                self.room(_CODE_ROW)
            left, top = _MARGIN + across * (place % 2), paper.get_y()
            paper.set_font(_FONT, size=_HEADING)
            paper.text(left + _QUIET, top + _LINE, paper.fitted(words, across - _QUIET))
            paper.set_fill_color(_BLACK)
            modules = _CODE_MODULES * (len(code) + 2)  # with the signs that begin and end it
            module = min(_WIDEST, (across - 2 * _QUIET) / modules)
            paper.code39(f"*{code}*", left + _QUIET, top + _LINE + 2, w=3 * module, h=_CODE_HIGH)
        paper.ln(_CODE_ROW)

    def finished(self) -> bytes:
        """Return the document."""
        return bytes(self._paper.output())

    def _bold(self, text: str, size: float) -> None:
        paper, height = self._paper, size * _MILLIMETRES * 1.4
        paper.set_font(_FONT, size=size)
        for line in paper.lines(text, paper.epw):
            # One font in one weight: its outline drawn as well makes it heavier.
            with paper.local_context(text_mode=TextMode.FILL_STROKE, line_width=size * 0.012):
                paper.cell(paper.epw, height, line)
            paper.ln(height)
        paper.ln(1)


def _characters(font: CoreFont | TTFFont) -> frozenset[int]:
    return frozenset(font.cmap if isinstance(font, TTFFont) else ())


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
