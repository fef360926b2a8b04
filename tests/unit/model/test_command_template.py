"""What is sent to a device: templates with places, and encodings of what stands there."""

import hashlib
from base64 import b64encode, urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.model.command_template import CommandTemplate, Value, pem

BYTES = bytes(range(256))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AT+CGSN", b"AT+CGSN"),
        ("AT{{}}", b"AT{}"),
        ("{data}", BYTES),
        ("{data:hex}", BYTES.hex().encode()),
        ("{data:hex:upper}", BYTES.hex().upper().encode()),
        ("{data:base64}", b64encode(BYTES)),
        ("{data:length},{data:hex:length}", b"256,512"),
        ("{data:sha256}", hashlib.sha256(BYTES).digest()),
        ("{data:sha256:hex}", hashlib.sha256(BYTES).hexdigest().encode()),
        ("{certificate:pem}", pem(b"leaf")),
        ("{chain:pem}", pem(b"one") + pem(b"two")),
        ("{chain}", b"onetwo"),
        ("{chain:pem:length}", b"%d" % (len(pem(b"one")) * 2)),
        ("\x1a", b"\x1a"),
    ],
)
def test_a_template_is_filled(text: str, expected: bytes) -> None:
    values: dict[str, Value] = {"data": BYTES, "certificate": b"leaf", "chain": (b"one", b"two")}
    assert CommandTemplate.parse(text).filled(values) == expected


@pytest.mark.parametrize(
    "text", ["{", "}", "{A}", "{a b}", "{a:}", "{a:rot13}", "{a:hex:pem}", "{a:pem}", "\xe4"]
)
def test_what_is_no_template_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".{20}"):
        CommandTemplate.parse(text)


@given(st.text(max_size=60))
def test_any_text_is_a_template_or_is_refused(text: str) -> None:
    try:
        template = CommandTemplate.parse(text)
    except ValueError:
        return
    template.filled(dict.fromkeys(template.names, b"x"))


@given(st.binary(max_size=200))
def test_base64url_has_no_padding_and_no_other_sign(data: bytes) -> None:
    sent = CommandTemplate.parse("{a:base64url}").filled({"a": data})
    assert not set(sent) & set(b"+/=")
    assert urlsafe_b64decode(sent + b"=" * (-len(sent) % 4)) == data


@given(st.binary(min_size=1, max_size=300))
def test_pem_is_lines_of_at_most_64(data: bytes) -> None:
    first, *lines, last = pem(data).decode().splitlines()
    assert (first, last) == ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")
    assert all(len(line) == 64 for line in lines[:-1])
    assert 0 < len(lines[-1]) <= 64
