"""The vendors' table."""

from station.hsm.vendors import UNKNOWN, VENDORS, Custody, Origin, vendor_of


def test_a_library_is_known_by_how_its_manufacturer_begins() -> None:
    assert vendor_of("SoftHSM", "SoftHSM project", "SoftHSM v2").shortest_hmac_key == 32
    assert vendor_of("Mozilla Foundation", "Mozilla Foundation", "NSS 3").origin is Origin.NOT_TOLD


def test_one_librarys_tokens_are_told_apart_by_their_model() -> None:
    assert vendor_of("IBM", "IBM", "IBM SoftTok").custody is Custody.SOFTWARE
    assert vendor_of("IBM", "IBM", "IBM EP11Tok") is UNKNOWN


def test_a_library_that_nobody_tried_is_held_to_the_standard() -> None:
    assert vendor_of("Somebody else", "somebody", "a model") is UNKNOWN
    assert UNKNOWN.origin is Origin.TOLD


def test_no_row_hides_another() -> None:
    for row in VENDORS:
        assert {vendor_of(row.manufacturer, "", model) for model in row.models} == {row}
        assert {vendor_of("", row.manufacturer, model) for model in row.models} == {row}


def test_a_library_that_stands_before_another_s_hides_no_vendor() -> None:
    """What p11-kit's proxy (0.24) says of itself, and hands on of tokens behind it."""
    soft = vendor_of("PKCS#11 Kit", "SoftHSM project", "SoftHSM v2")
    assert (soft.name, soft.custody) == ("SoftHSM", Custody.SOFTWARE)
    assert vendor_of("PKCS#11 Kit", "Mozilla Foundation", "NSS 3").refused
    assert vendor_of("PKCS#11 Kit", "somebody", "a model") is UNKNOWN


def test_of_two_rows_that_fit_the_strictest_holds() -> None:
    for made in (("SoftHSM", "Mozilla Foundation"), ("Mozilla Foundation", "SoftHSM project")):
        assert vendor_of(*made, "").name == "NSS"
