"""Names: what DPS takes as registration ID, device ID and ID scope, and what it doesn't."""

import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.names import DeviceId, IdScope, RegistrationId, common_name, shown

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "dps.json").read_text("utf-8"))
REGISTRATION_IDS: dict[str, list[str]] = VECTORS["registration_ids"]
DEVICE_IDS: dict[str, list[str]] = VECTORS["device_ids"]
ID_SCOPES: dict[str, list[str]] = VECTORS["id_scopes"]

ALPHANUMERIC = string.ascii_letters + string.digits
KELVIN_SIGN = "\u212a"


def code_of(refused: pytest.ExceptionInfo[StationError]) -> str:
    return refused.value.code


@pytest.mark.parametrize("text", REGISTRATION_IDS["valid"])
def test_a_legal_registration_id_is_taken_as_it_is(text: str) -> None:
    assert RegistrationId.parse(text).text == text
    assert str(RegistrationId.parse(text)) == text


@pytest.mark.parametrize("text", REGISTRATION_IDS["invalid"])
def test_an_illegal_registration_id_is_refused(text: str) -> None:
    with pytest.raises(StationError) as refused:
        RegistrationId.parse(text)
    assert code_of(refused) == "LIN-009"


@pytest.mark.parametrize("text", REGISTRATION_IDS["invalid"])
def test_station_makes_no_illegal_registration_id(text: str) -> None:
    with pytest.raises(StationError) as refused:
        RegistrationId.make(text)
    assert code_of(refused) == "LIN-009"


@pytest.mark.parametrize("text", REGISTRATION_IDS["legal_but_not_safe"])
def test_station_makes_no_id_that_some_description_of_the_service_forbids(text: str) -> None:
    assert RegistrationId.parse(text).text == text
    with pytest.raises(StationError) as refused:
        RegistrationId.make(text)
    assert code_of(refused) == "LIN-009"


def test_station_makes_registration_ids_in_lower_case() -> None:
    assert RegistrationId.make("SN-007").text == "sn-007"


def test_a_sign_that_only_lower_cases_to_a_letter_is_refused() -> None:
    with pytest.raises(StationError):
        RegistrationId.parse(f"{KELVIN_SIGN}1")
    with pytest.raises(StationError):
        RegistrationId.make(f"{KELVIN_SIGN}1")


def test_registration_ids_keep_their_case_and_compare_without_it() -> None:
    upper, lower = RegistrationId.parse("SN-1"), RegistrationId.parse("sn-1")
    assert upper == lower
    assert hash(upper) == hash(lower)
    assert len({upper, lower}) == 1
    assert (upper.text, upper.folded) == ("SN-1", "sn-1")


def test_a_registration_id_equals_no_text() -> None:
    assert RegistrationId.parse("sn-1") != "sn-1"


def test_a_refusal_shows_the_text_escaped_and_cut() -> None:
    with pytest.raises(StationError) as refused:
        RegistrationId.parse("\x1b[31m" + "x" * 500)
    assert "\x1b" not in refused.value.message
    assert len(refused.value.message) < 150


@given(st.text(alphabet=ALPHANUMERIC + "-._:/+ \n\u00e9" + KELVIN_SIGN, max_size=140))
def test_parse_takes_exactly_what_the_documentation_allows(text: str) -> None:
    legal = (
        1 <= len(text) <= 128
        and set(text) <= set(ALPHANUMERIC + "-._:")
        and text[-1] in ALPHANUMERIC + "-"
    )
    try:
        parsed = RegistrationId.parse(text).text == text
    except StationError:
        parsed = False
    assert parsed == legal


@given(st.text(max_size=140) | st.text(alphabet=ALPHANUMERIC + "-", max_size=140))
def test_what_station_makes_is_legal_and_made_again_the_same(text: str) -> None:
    try:
        made = RegistrationId.make(text)
    except StationError:
        return
    assert RegistrationId.parse(made.text) == made
    assert RegistrationId.make(made.text).text == made.text
    assert set(made.text) <= set(string.ascii_lowercase + string.digits + "-")
    assert not made.text.startswith("-")
    assert not made.text.endswith("-")


@given(st.from_regex(r"[A-Za-z0-9]{1,20}", fullmatch=True))
def test_equality_ignores_case_for_every_id(text: str) -> None:
    assert RegistrationId.parse(text.upper()) == RegistrationId.parse(text.lower())


@pytest.mark.parametrize("text", DEVICE_IDS["valid"])
def test_a_legal_device_id_is_taken_as_it_is(text: str) -> None:
    assert str(DeviceId.parse(text)) == text


@pytest.mark.parametrize("text", DEVICE_IDS["invalid"])
def test_an_illegal_device_id_is_refused(text: str) -> None:
    with pytest.raises(StationError) as refused:
        DeviceId.parse(text)
    assert code_of(refused) == "LIN-010"


def test_case_counts_in_device_ids() -> None:
    assert DeviceId.parse("Press-1") != DeviceId.parse("press-1")


@given(st.text(max_size=140))
def test_parse_takes_exactly_the_device_ids_that_iot_hub_allows(text: str) -> None:
    legal = 1 <= len(text) <= 128 and set(text) <= set(ALPHANUMERIC + "-.+%_#*?!(),:=@$'")
    try:
        parsed = DeviceId.parse(text).text == text
    except StationError:
        parsed = False
    assert parsed == legal


@pytest.mark.parametrize("text", ID_SCOPES["usual"])
def test_an_id_scope_as_the_service_gives_them_is_usual(text: str) -> None:
    assert IdScope.parse(text).usual
    assert str(IdScope.parse(text)) == text


@pytest.mark.parametrize("text", ID_SCOPES["unusual"])
def test_the_usual_form_of_an_id_scope_is_only_a_hint(text: str) -> None:
    assert not IdScope.parse(text).usual


@pytest.mark.parametrize("text", ID_SCOPES["invalid"])
def test_an_impossible_id_scope_is_refused(text: str) -> None:
    with pytest.raises(StationError) as refused:
        IdScope.parse(text)
    assert code_of(refused) == "LIN-011"


@given(st.text(max_size=80))
def test_an_id_scope_is_letters_and_digits(text: str) -> None:
    legal = 1 <= len(text) <= 64 and set(text) <= set(ALPHANUMERIC)
    try:
        parsed = IdScope.parse(text).text == text
    except StationError:
        parsed = False
    assert parsed == legal


def test_a_common_name_is_the_registration_id_in_lower_case() -> None:
    assert common_name(RegistrationId.parse("SN-007")) == "sn-007"


def test_a_common_name_of_64_characters_is_the_longest() -> None:
    assert common_name(RegistrationId.parse("a" * 64)) == "a" * 64


@pytest.mark.parametrize("text", REGISTRATION_IDS["too_long_for_a_certificate"])
def test_a_registration_id_over_64_characters_is_no_common_name(text: str) -> None:
    with pytest.raises(StationError) as refused:
        common_name(RegistrationId.parse(text))
    assert code_of(refused) == "LIN-013"


@given(st.text(max_size=200), st.integers(min_value=4, max_value=80))
def test_what_is_shown_is_printable_ascii_and_short(text: str, limit: int) -> None:
    safe = shown(text, limit)
    assert len(safe) <= limit
    assert safe.isascii()
    assert safe.isprintable()
