"""Command cards: read whatever the keyboard, told apart from serial numbers, and of no right."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.command_card import PREFIX, Act, Card, all_cards
from station.model.keyboards import SELF_TEST, Finding, Layout, check_self_test, exchanged, typed

CARDS = all_cards(8)
layouts = st.sampled_from(Layout)
cards = st.sampled_from(CARDS)


@given(cards, layouts, layouts, st.sampled_from(("", "]A0", "]C0")), st.booleans())
def test_a_card_is_read_whatever_the_keyboard(
    card: Card, scanner: Layout, computer: Layout, aim: str, caps: bool
) -> None:
    arrived = typed(card.code, scanner, computer)
    assert arrived == card.code
    assert Card.parse(aim + (arrived.swapcase() if caps else arrived) + "\r") == card


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_cards(text: str) -> None:
    assume(not text.strip().upper().startswith(PREFIX))
    assert Card.parse(text) is None


@given(st.text(max_size=200))
def test_what_only_begins_as_a_card_is_refused(text: str) -> None:
    assume(f"{PREFIX}{text}".strip().upper() not in {card.code for card in CARDS})
    with pytest.raises(StationError, match="card"):
        Card.parse(PREFIX + text)


@given(cards, st.integers(0, 30), st.sampled_from("BCDEFGHIJKLNOPRSTUVX"))
def test_a_letter_read_wrongly_makes_no_other_card(card: Card, place: int, letter: str) -> None:
    code = list(card.code)
    place %= len(code)
    assume(code[place] != letter)
    code[place] = letter
    text = "".join(code)
    if text.startswith(PREFIX):
        with pytest.raises(StationError, match=r"card"):
            Card.parse(text)
    else:
        assert Card.parse(text) is None


@given(st.from_regex(r"[A-Z0-9-]{1,40}", fullmatch=True))
def test_a_serial_number_is_no_card(serial: str) -> None:
    assume(not serial.startswith(PREFIX))
    assert Card.parse(serial) is None
    assert Finding.parse(serial) is None or serial == SELF_TEST


def test_no_two_cards_are_alike_and_all_fit_code_39() -> None:
    codes = [card.code for card in CARDS]
    assert len(set(codes)) == len(codes)
    assert all(code.isascii() and code.isalpha() and code.isupper() for code in codes)


def test_no_card_logs_in_overrides_or_releases() -> None:
    known = "POSITION START NEXT ACKNOWLEDGE CANCEL CHOOSE YES NO ALL LOCK"
    assert [act.name for act in Act] == known.split()


@pytest.mark.parametrize("caps", [False, True])
@pytest.mark.parametrize("scanner", Layout)
@pytest.mark.parametrize("computer", Layout)
def test_the_self_test_says_which_layouts_are_at_work(
    scanner: Layout, computer: Layout, *, caps: bool
) -> None:
    arrived = typed(SELF_TEST, scanner, computer)
    finding = Finding.parse(exchanged(arrived) if caps else arrived)
    assert finding is not None
    assert finding.caps == caps
    if scanner is computer:
        assert finding.pairs == ()
    else:
        assert (scanner, computer) in finding.pairs


@pytest.mark.parametrize(
    ("arrived", "code", "words"),
    [
        (typed(SELF_TEST, Layout.GERMAN, Layout.US), "CFG-064", "set to German, and"),
        (typed(SELF_TEST, Layout.US, Layout.FRENCH), "CFG-064", "the computer to French"),
        (exchanged(SELF_TEST), "LIN-098", "Caps Lock is on"),
    ],
)
def test_what_is_wrong_is_said_in_words(arrived: str, code: str, words: str) -> None:
    with pytest.raises(StationError) as refused:
        check_self_test(arrived)
    assert (refused.value.code, words in refused.value.message) == (code, True)


def test_a_right_scanner_is_said_to_be_right_and_other_scans_are_none() -> None:
    assert check_self_test(SELF_TEST)
    assert not check_self_test("SN-1")


def test_a_self_test_that_nothing_explains_says_so() -> None:
    with pytest.raises(StationError) as refused:
        Finding.parse("STNTSTYZAQM-")
    assert refused.value.code == "LIN-098"
