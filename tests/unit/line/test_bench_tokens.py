"""A position's token may be named by a PKCS#11 URI where its library is named."""

import pytest
from pydantic import ValidationError

from station.hsm.requests_any import ANY
from station.line.bench import Position

URI = "pkcs11:token=unit;serial=4C0B?module-path=/usr/lib/p.so"


def position(library: str) -> Position:
    token = {"library": library, "environment": {"A": "b"}}
    return Position.model_validate({"name": "1", "port": "/dev/ttyUSB0", "token": token})


def test_a_uri_says_library_token_and_serial_number() -> None:
    address = position(URI).address(None)
    assert address.module.library == "/usr/lib/p.so"
    assert address.module.environment == {"A": "b"}
    assert (address.label, address.marks.serial) == ("unit", "4C0B")


def test_the_label_that_the_product_says_holds() -> None:
    assert position(URI).address("other").label == "other"


def test_a_plain_library_means_any_token_of_the_label() -> None:
    address = position("/usr/lib/p.so").address("unit")
    assert (address.label, address.marks) == ("unit", ANY)


@pytest.mark.parametrize("text", ["pkcs11:token=a", f"{URI}&pin-value=1234", "pkcs11:nonsense"])
def test_a_uri_without_a_module_or_with_a_pin_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        position(text)
    assert "1234" not in str(caught.value)
