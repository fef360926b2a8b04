"""The vendors' table."""

from station.hsm.vendors import UNKNOWN, VENDORS, Custody, Origin, vendor_of


def test_a_library_is_known_by_how_its_manufacturer_begins() -> None:
    assert vendor_of("SoftHSM", "SoftHSM v2").shortest_hmac_key == 32
    assert vendor_of("Mozilla Foundation", "NSS 3").origin is Origin.NOT_TOLD


def test_one_librarys_tokens_are_told_apart_by_their_model() -> None:
    assert vendor_of("IBM", "IBM SoftTok").custody is Custody.SOFTWARE
    assert vendor_of("IBM", "IBM EP11Tok") is UNKNOWN


def test_a_library_that_nobody_tried_is_held_to_the_standard() -> None:
    assert vendor_of("Somebody else", "a model") is UNKNOWN
    assert UNKNOWN.origin is Origin.TOLD


def test_no_row_hides_another() -> None:
    for row in VENDORS:
        assert {vendor_of(row.manufacturer, model) for model in row.models} == {row}
