"""What scanners send: the forms of the standards, and that nothing else passes for them."""

from collections.abc import Callable

import pytest
from biip.checksums import gs1_standard_check_digit
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.barcode import EOT, GS, LONGEST, RS, Elements, Scan

GTIN = "09506000134352"
# The characters of GS1's set 82 (GS1 General Specifications, the table of encodable characters).
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
# Some of ASCII's, so that a form is hit now and then, and some that are nowhere allowed.
NOISE = f"01]dC[)>{GS}{RS}{EOT}5621SP9\r\n\0é "
READINGS: tuple[Callable[[Scan], Elements], ...] = (Scan.gs1, Scan.identified)


def gtin(digits: str) -> str:
    return f"{digits}{gs1_standard_check_digit(digits)}"


def enveloped(*formats: str) -> str:
    return f"[)>{RS}{RS.join(formats)}{RS}{EOT}"


gtins = st.text("0123456789", min_size=13, max_size=13).map(gtin)
texts = st.text(SET_82, min_size=1, max_size=20)
fixed = st.one_of(
    st.tuples(st.just("01"), gtins),
    st.tuples(st.just("11"), st.sampled_from(["260101", "251231", "260200"])),
    st.tuples(st.just("20"), st.text("0123456789", min_size=2, max_size=2)),
)
variable = st.tuples(st.sampled_from(["10", "21", "240"]), texts)
pieces = st.tuples(
    st.from_regex(r"[0-9]{0,3}[A-Z]", fullmatch=True),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30),
)


def joined(elements: list[tuple[str, str]]) -> str:
    """Put element strings one behind the other, with FNC1 where the standard wants it."""
    text = ""
    for identifier, value in elements:
        text += f"{identifier}{value}"
        text += "" if identifier in {"01", "11", "20"} else GS
    return text.removesuffix(GS)


def refused(read: Callable[[], object]) -> str:
    with pytest.raises(StationError) as error:
        read()
    assert error.value.code == "LIN-050"
    return str(error.value)


@pytest.mark.parametrize(
    ("sent", "elements"),
    [
        # A GTIN, an expiry date of fixed length, and a batch that ends the code.
        (f"]C101{GTIN}1726123110ABC", (("01", GTIN), ("17", "261231"), ("10", "ABC"))),
        # A serial number of no fixed length has FNC1 behind it.
        (f"]d221SN-7{GS}0109506000134352", (("21", "SN-7"), ("01", "09506000134352"))),
        # Without the scanner's word for it; some send FNC1 in front, too, and at the end.
        (f"{GS}0109506000134352{GS}21SN-7{GS}", (("01", "09506000134352"), ("21", "SN-7"))),
        # A shipping unit, and where it goes.
        ("]C100106141411234567897", (("00", "106141411234567897"),)),
        ("]Q34140614141000036", (("414", "0614141000036"),)),
        # EAN-13, EAN-8 and ITF-14 carry a GTIN alone.
        ("]E09506000134352", (("01", "09506000134352"),)),
        ("]E496385074", (("01", "00000096385074"),)),
        ("]I115400141288763", (("01", "15400141288763"),)),
        # In an envelope.
        (f"]d1{enveloped(f'05{GS}01{GTIN}{GS}21A')}", (("01", GTIN), ("21", "A"))),
        # Codes of other kinds hold none.
        ("]C00109506000134352", ()),
        (enveloped(f"06{GS}S1"), ()),
    ],
)  # fmt: skip
def test_what_gs1_codes_hold(sent: str, elements: Elements) -> None:
    assert Scan.parse(sent).gs1() == elements


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("]C10109506000134353", "check digit"),
        ("]C100106141411234567890", "check digit"),
        ("]C14140614141000030", "check digit"),
        ("]E09506000134353", "check digit"),
        ("]E0950600013435", "13 digits"),
        ("]C1010950600013435", "wrong form"),
        ("]C117261331", "wrong form"),
        (f"]C121{'A' * 21}", "wrong form"),
        (f"]C121{GS}10A", "wrong form"),
        ("]C121A B", "wrong form"),
        (f"]C110A{GS}{GS}21B", "identifier"),
        ("]C1SN-7", "identifier"),
        ("]C1\x1d", "empty"),
        ("]d2[)>0109506000134352", "envelope"),
        (f"[)>{RS}05{GS}21A{EOT}", "envelope"),
        (enveloped(f"05{GS}"), "broken"),
        (enveloped("0521A"), "broken"),
        (enveloped(f"12{GS}S1"), "neither"),
    ],
)  # fmt: skip
def test_what_breaks_the_rules_of_gs1_is_refused(sent: str, why: str) -> None:
    assert why in refused(Scan.parse(sent).gs1)


@pytest.mark.parametrize(
    ("sent", "elements"),
    [
        (
            enveloped(f"06{GS}1PB-2000{GS}SSN-7{GS}18VLEACME"),
            (("1P", "B-2000"), ("S", "SN-7"), ("18V", "LEACME")),
        ),
        (enveloped(f"05{GS}21A", f"06{GS}SB"), (("S", "B"),)),
        ("]C03SSN-7", (("3S", "SN-7"),)),
    ],
)
def test_what_stands_behind_data_identifiers(sent: str, elements: Elements) -> None:
    assert Scan.parse(sent).identified() == elements


@pytest.mark.parametrize(
    "sent",
    [
        "sn-7",
        "1234S7",
        "S",
        enveloped(f"06{GS}S1{GS}"),
        enveloped("06S1"),
        f"[)>{RS}06{GS}S1",
        f"[)>06{GS}S1{RS}{EOT}",
    ],
)
def test_what_has_no_data_identifiers_is_refused(sent: str) -> None:
    refused(Scan.parse(sent).identified)


def test_the_scanner_s_own_words_and_line_ends_are_no_part_of_the_text() -> None:
    assert Scan.parse("]d2ABC\r\n") == Scan("]d2", "ABC")
    assert Scan.parse(" ABC\t") == Scan("", "ABC")
    assert Scan.parse("]-x") == Scan("", "]-x"), "that is no symbology identifier"


@pytest.mark.parametrize("sent", ["", " \r\n", "]C0", "SN\x00", "SN\x1b[2J", "Größe", "A" * 7_090])
def test_what_no_code_holds_is_refused(sent: str) -> None:
    told = refused(lambda: Scan.parse(sent))
    assert told.isascii()
    assert told.isprintable()


def test_the_largest_code_is_read() -> None:
    assert len(Scan.parse("7" * LONGEST).text) == LONGEST


@given(st.lists(st.one_of(fixed, variable), min_size=1, max_size=8))
def test_element_strings_come_back_as_they_were_put_together(
    elements: list[tuple[str, str]],
) -> None:
    assert Scan.parse(f"]d2{joined(elements)}").gs1() == tuple(elements)
    assert Scan.parse(enveloped(f"05{GS}{joined(elements)}")).gs1() == tuple(elements)


@given(st.lists(pieces, min_size=1, max_size=8))
def test_an_envelope_gives_back_what_was_put_into_it(elements: list[tuple[str, str]]) -> None:
    data = GS.join(f"{identifier}{value}" for identifier, value in elements)
    assert Scan.parse(enveloped(f"06{GS}{data}")).identified() == tuple(elements)


@given(gtins, st.integers(0, 13), st.integers(1, 9))
def test_a_gtin_with_one_wrong_digit_is_refused(number: str, place: int, more: int) -> None:
    wrong = str((int(number[place]) + more) % 10)
    assert "check digit" in refused(
        Scan.parse(f"]C101{number[:place]}{wrong}{number[place + 1 :]}").gs1
    )


@given(st.one_of(st.text(max_size=60), st.text(NOISE, max_size=60)), st.sampled_from(READINGS))
def test_whatever_is_sent_is_read_or_refused(sent: str, read: Callable[[Scan], Elements]) -> None:
    try:
        scan = Scan.parse(sent)
        elements = read(scan)
    except StationError as error:
        codes = {error.code}
    else:
        codes = set[str]()
        held = f"01{scan.text.zfill(14)}"
        assert all(f"{name}{value}" in held for name, value in elements)
    assert codes <= {"LIN-050"}
