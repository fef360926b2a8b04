"""Reads labels' codes back from what would be on paper, by others' code alone."""

import pypdfium2
import zxingcpp
from PIL import Image

_DPI = 300


def pages_of(pdf: bytes) -> list[Image.Image]:
    """Return a PDF's pages as a printer of 300 dots an inch would show them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=_DPI / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF's first page, as whoever marks and copies it gets it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text: str = document[0].get_textpage().get_text_range()
        return text
    finally:
        document.close()


def read_codes(image: Image.Image) -> list[tuple[str, str]]:
    """Return the kind and the text of each code in a picture."""
    return [(str(one.format), one.text) for one in zxingcpp.read_barcodes(image)]
