"""Labels on paper: ZPL read by a strict reader, PDF drawn and scanned by others' code."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.line.label_pdf import pdf_of
from station.line.label_zpl import zpl_of
from station.model.label import Label, laid_out
from station.model.printer import RESOLUTIONS
from station.model.profile_label import LabelSettings, Symbol
from tests.support.label_reading import pages_of, read_codes, text_of
from tests.support.zpl_reader import read_zpl

NASTY = "^FS^XZ~JA\n\r\0\x1b\"'`$(rm)&<b>{}\\_5E,;%"
ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)
KINDS: Mapping[Symbol, str] = {Symbol.QR: "QR Code", Symbol.DATA_MATRIX: "Data Matrix"}


def label(
    code: str = "S-1 17",
    *lines: str,
    symbol: Symbol = Symbol.QR,
    size: tuple[float, float] = (50, 25),
    copies: int = 1,
) -> Label:
    width, height = size
    wanted = LabelSettings(
        width_mm=width, height_mm=height, symbol=symbol, code="{serial} {label}", copies=copies
    )
    return Label(17, "3", "S-1", code, lines or ("S-1", "box"), wanted)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("symbol", list(Symbol))
def test_a_label_in_zpl_has_its_size_its_code_its_texts_and_its_position(
    symbol: Symbol, dpi: int
) -> None:
    (printed,) = read_zpl(zpl_of(label(symbol=symbol, copies=2), dpi))
    assert (printed.width, printed.height) == (round(50 * dpi / 25.4), round(25 * dpi / 25.4))
    assert printed.code == "S-1 17"
    assert printed.texts == ["S-1", "box", "[3]"]
    assert printed.copies == 2
    assert all(one.x < printed.width and one.y < printed.height for one in printed.fields)


@pytest.mark.parametrize("symbol", list(Symbol))
def test_nothing_in_a_text_is_ever_a_command(symbol: Symbol) -> None:
    code = "".join(char for char in NASTY if char.isprintable())
    (printed,) = read_zpl(zpl_of(label(code, NASTY, "größe 尺寸", symbol=symbol), 300))
    assert printed.code == code
    shown = "".join(char if char.isprintable() else "?" for char in NASTY)
    assert printed.texts == [shown, "größe 尺寸", "[3]"]


@given(code=ASCII, line=st.text(max_size=60), symbol=st.sampled_from(Symbol))
def test_whatever_a_unit_says_is_one_label(code: str, line: str, symbol: Symbol) -> None:
    (printed,) = read_zpl(zpl_of(label(code, line, symbol=symbol), 600))
    assert printed.code == code
    assert len(printed.texts) == 2
    assert len(printed.fields) == 3


@pytest.mark.parametrize("symbol", list(Symbol))
def test_a_code_on_paper_is_read_by_a_scanner(symbol: Symbol) -> None:
    pages = pages_of(pdf_of(label("S-1 17", symbol=symbol, copies=2)))
    assert [read_codes(page) for page in pages] == [[(KINDS[symbol], "S-1 17")]] * 2


@pytest.mark.parametrize("symbol", list(Symbol))
@pytest.mark.parametrize("size", [(20, 10), (30, 30), (100, 50)])
def test_the_smallest_code_is_read_too(symbol: Symbol, size: tuple[float, float]) -> None:
    (page,) = pages_of(pdf_of(label("S-1", "S-1", symbol=symbol, size=size)))
    assert read_codes(page) == [(KINDS[symbol], "S-1")]


@settings(max_examples=15)
@given(code=ASCII)
def test_every_code_is_read_back_as_it_was(code: str) -> None:
    for symbol in Symbol:
        (page,) = pages_of(pdf_of(label(code, "x", symbol=symbol, size=(120, 60))))
        assert [text for _, text in read_codes(page)] == [code]


def test_a_page_has_the_labels_size_and_its_texts() -> None:
    pdf = pdf_of(label("S-1 17", "größe", "{nb} ^FS", size=(60, 40)))
    (page,) = pages_of(pdf)
    assert page.width / page.height == pytest.approx(1.5, abs=0.01)
    assert text_of(pdf).split() == ["größe", "{nb}", "^FS", "[3]"]


def test_what_the_font_lacks_or_moves_the_pen_is_a_question_mark() -> None:
    assert "a?b?c" in text_of(pdf_of(label("S-1", "a\nb\ue000c")))


@pytest.mark.parametrize("make", [pdf_of, lambda one: zpl_of(one, 203)])
@pytest.mark.parametrize("symbol", list(Symbol))
def test_a_label_too_small_for_its_code_is_refused(make: object, symbol: Symbol) -> None:
    assert callable(make)
    with pytest.raises(StationError, match="LNK-054") as caught:
        make(label("S" * 60, symbol=symbol, size=(12, 6)))
    assert "too small" in caught.value.message


@pytest.mark.parametrize("code", ["größe", "a\nb", "a\0"])
def test_a_code_of_more_than_printable_ascii_is_refused(code: str) -> None:
    with pytest.raises(StationError, match="LNK-054"):
        pdf_of(label(code))


@given(line=st.text(max_size=100))
def test_no_text_is_laid_out_beyond_the_label(line: str) -> None:
    laid = laid_out(label("S-1", line, line, line, size=(40, 12)))
    for placed in laid.texts:
        assert placed.x + placed.width <= 40
        assert placed.y + placed.height <= 12
        assert placed.height > 0
