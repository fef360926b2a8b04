"""PKCS#11 URIs: what is read comes back, and whatever else is given is refused in words."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.hsm.modules import address_at, address_of, library_of
from station.hsm.requests_any import ANY, Marks
from station.hsm.tokens import Module, TokenAddress
from station.hsm.uri import LONGEST, TokenUri, is_uri
from station.operations.ceremony_plan import made_plan

FIELD = st.text(
    st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs"]),
    min_size=1,
    max_size=4,
).filter(lambda text: text == text.rstrip(" "))
NAME = st.text(string.ascii_letters + string.digits + "-._+", min_size=1, max_size=20)
MAYBE = st.none() | FIELD
URIS = st.builds(
    TokenUri,
    token=MAYBE,
    manufacturer=MAYBE,
    model=MAYBE,
    serial=MAYBE,
    slot_id=st.none() | st.integers(min_value=0, max_value=2**64 - 1),
    library_manufacturer=MAYBE,
    library_description=MAYBE,
    library_version=st.none() | st.tuples(st.integers(0, 255), st.integers(0, 255)),
    module_path=st.none() | FIELD.map(lambda text: f"/{text}"),
)


def refusal(text: str) -> str:
    with pytest.raises(StationError, match="CFG-040") as caught:
        TokenUri.parse(text)
    return caught.value.message


@given(URIS)
def test_what_a_uri_says_comes_back(uri: TokenUri) -> None:
    assert TokenUri.parse(uri.text()) == uri
    assert uri.text().isascii()


@given(NAME)
def test_a_module_may_be_named_without_its_folder(name: str) -> None:
    assert TokenUri.parse(f"pkcs11:?module-name={name}").module_name == name


@given(st.text() | st.text().map(lambda text: f"pkcs11:{text}"))
def test_no_text_brings_more_than_its_own_error(text: str) -> None:
    try:
        uri = TokenUri.parse(text)
    except StationError as error:
        if error.code != "CFG-040":
            raise
        return
    assert TokenUri.parse(uri.text()) == uri


def test_an_example_of_the_standard_is_read() -> None:
    text = "pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc."
    uri = TokenUri.parse(f"{text};model=1.0;serial=4C0B?module-path=/usr/lib/p.so")
    assert uri == TokenUri(
        token="The Software PKCS#11 Softtoken",
        manufacturer="Snake Oil, Inc.",
        model="1.0",
        serial="4C0B",
        module_path="/usr/lib/p.so",
    )


@pytest.mark.parametrize("name", ["pin-value", "pin-source"])
@pytest.mark.parametrize("mark", ["?", ";", ""])
def test_a_pin_in_the_text_is_refused_and_not_repeated(name: str, mark: str) -> None:
    with pytest.raises(StationError) as caught:
        TokenUri.parse(f"pkcs11:{'token=a' if mark else ''}{mark}{name}=90817263")
    assert "90817263" not in f"{caught.value} {caught.value.detail} {caught.value.message}"
    assert "PIN" in caught.value.message


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("pkcs12:token=a", "begin"),
        ("pkcs11:token=a;token=b", "twice"),
        ("pkcs11:object=key", "object"),
        ("pkcs11:token", "token"),
        ("pkcs11:token=", "empty"),
        ("pkcs11:token=%2", "hexadecimal"),
        ("pkcs11:token=%zz", "hexadecimal"),
        ("pkcs11:token=%ff", "UTF-8"),
        ("pkcs11:token=%00", "control"),
        ("pkcs11:token=%20", "blank"),
        ("pkcs11:token=a b", "%XX"),
        ("pkcs11:token=" + "a" * 33, "longer"),
        ("pkcs11:serial=" + "1" * 17, "longer"),
        ("pkcs11:slot-id=-1", "number"),
        ("pkcs11:slot-id=99999999999999999999", "number"),
        ("pkcs11:library-version=1.256", "number"),
        ("pkcs11:?module-path=a.so", "whole path"),
        ("pkcs11:?module-name=a/b", "name"),
        ("pkcs11:?module-name=a&module-path=/b", "exclude"),
        ("pkcs11:?token=a", "token"),
        ("pkcs11:module-path=/a", "module-path"),
        ("pkcs11:token=" + "%41" * LONGEST, "longer"),
    ],
)
def test_what_is_no_such_address_is_refused_in_words(text: str, why: str) -> None:
    assert why in refusal(text)


def test_a_blank_at_the_end_of_a_field_says_nothing() -> None:
    assert TokenUri.parse("pkcs11:token=unit%20%20").token == "unit"


def test_an_address_without_a_module_reaches_nothing() -> None:
    assert is_uri("PKCS11:token=a")
    with pytest.raises(StationError, match="CFG-040"):
        address_of(TokenUri.parse("pkcs11:token=a"), {})
    with pytest.raises(StationError, match="CFG-041"):
        address_of(TokenUri.parse("pkcs11:?module-name=nobody-has-this"), {})


FULL = Marks("0123", "SoftHSM v2", "SoftHSM project", 7, "SoftHSM", "a library", "2.6")


@pytest.mark.parametrize(
    "marks",
    [ANY, Marks(serial="a b;c=1"), Marks(slot_id=0), FULL],
    ids=["none", "odd", "slot", "all"],
)
def test_where_a_token_is_can_be_written_down_and_read_back_with_all_its_marks(
    marks: Marks,
) -> None:
    address = TokenAddress(Module("/usr/lib/a b.so", {"A": "b"}), "factory", marks)
    assert address_at(library_of(address), {"A": "b"}, "factory") == address


def test_a_library_that_bears_no_marks_is_written_down_as_it_is() -> None:
    assert library_of(TokenAddress(Module("libsofthsm2.so"), "factory")) == "libsofthsm2.so"
    marked = TokenAddress(Module("libsofthsm2.so"), "factory", Marks(serial="1"))
    with pytest.raises(StationError, match="CFG-040"):
        library_of(marked)


def test_a_label_takes_the_place_of_the_uri_s() -> None:
    uri = "pkcs11:token=a;serial=1?module-path=/x.so"
    assert address_at(uri, {}, "b").label == "b"
    for nothing in ("", None):
        assert address_at(uri, {}, nothing).label == "a"


def test_a_ceremony_s_plan_keeps_by_what_a_token_is_told() -> None:
    root = TokenAddress(Module("/usr/lib/x.so"), "root", Marks(serial="1"))
    factory = TokenAddress(Module("/usr/lib/x.so"), "factory", Marks(slot_id=3))
    people = [("S-1", "Anne"), ("S-2", "Bert")]
    plan = made_plan(
        station="line-1", practice=False, root=root, factory=factory, supervisors=people
    )
    assert (plan.root.address, plan.factory.address) == (root, factory)
