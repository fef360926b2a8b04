"""PINs that the station makes, and how many wrong ones it tries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pkcs11 import TokenFlag

from station.errors import StationError
from station.hsm.pins import check_tries
from station.hsm.replies import TokenFacts
from station.hsm.token_pins import check_pin_length, random_pin
from station.model.profile_choices import PinAlphabet


@given(st.integers(min_value=4, max_value=64), st.sampled_from(PinAlphabet))
def test_a_random_pin_is_as_long_as_asked_and_of_its_alphabet(
    length: int, alphabet: PinAlphabet
) -> None:
    pin = random_pin(length, alphabet)
    with pin.reveal() as data:
        text = data.decode("ascii")
    assert len(text) == length
    assert text.isdigit() if alphabet is PinAlphabet.DIGITS else text.isalnum()
    assert alphabet is PinAlphabet.DIGITS or not set(text) & set("0Oo1Il")


@pytest.mark.parametrize("alphabet", PinAlphabet)
def test_no_two_of_them_are_the_same(alphabet: PinAlphabet) -> None:
    made = [random_pin(12, alphabet) for _ in range(50)]
    assert not any(one == other for i, one in enumerate(made) for other in made[:i])


@pytest.mark.parametrize("length", [3, 4, 8, 9])
def test_a_pin_is_as_long_as_the_token_takes(length: int) -> None:
    facts = TokenFacts(1, 0, 0, shortest=4, longest=8)
    if 4 <= length <= 8:
        check_pin_length(facts, length)
        return
    with pytest.raises(StationError, match="PRF-016") as caught:
        check_pin_length(facts, length)
    assert "4 to 8" in caught.value.message


OF_USER = {TokenFlag.USER_PIN_FINAL_TRY: "HSM-032", TokenFlag.USER_PIN_LOCKED: "HSM-004"}
OF_OFFICER = {TokenFlag.SO_PIN_FINAL_TRY: "HSM-032", TokenFlag.SO_PIN_LOCKED: "HSM-004"}


@pytest.mark.parametrize("officer", [False, True])
def test_the_last_try_is_left(*, officer: bool) -> None:
    mine, others = (OF_OFFICER, OF_USER) if officer else (OF_USER, OF_OFFICER)
    rest = TokenFlag.TOKEN_INITIALIZED | TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.SO_PIN_COUNT_LOW
    check_tries(rest, officer=officer)
    for flag in others:
        check_tries(rest | flag, officer=officer)
    for flag, code in mine.items():
        with pytest.raises(StationError, match=code):
            check_tries(rest | flag, officer=officer)
