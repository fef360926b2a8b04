"""The vendors' table."""

from station.hsm.vendors import UNKNOWN, VENDORS, Origin, vendor_of


def test_a_library_is_known_by_how_its_manufacturer_begins() -> None:
    assert vendor_of("SoftHSM").shortest_hmac_key == 32
    assert vendor_of("Mozilla Foundation").origin is Origin.NOT_TOLD


def test_a_library_that_nobody_tried_is_held_to_the_standard() -> None:
    assert vendor_of("Somebody else") is UNKNOWN
    assert UNKNOWN.origin is Origin.TOLD


def test_no_row_hides_another() -> None:
    for row in VENDORS:
        assert vendor_of(row.manufacturer) is row
