"""What a capture stands for, whatever a device writes there."""

from base64 import b64encode, urlsafe_b64encode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.links.commands_decoding import MAX_VALUE, decoded
from station.model.commands import Decoding

DATA = bytes(range(256))


@pytest.mark.parametrize(
    ("text", "decoding", "expected"),
    [
        ("A1 42", Decoding.TEXT, b"A1 42"),
        (" 0042 ", Decoding.DECIMAL, b"42"),
        (DATA.hex().upper(), Decoding.HEX, DATA),
        ("00 01\n02", Decoding.HEX, b"\0\1\2"),
        (b64encode(DATA).decode(), Decoding.BASE64, DATA),
        (b64encode(DATA).decode().rstrip("="), Decoding.BASE64, DATA),
        (urlsafe_b64encode(DATA).decode().rstrip("="), Decoding.BASE64URL, DATA),
        ("-----BEGIN X-----\nAAEC\n-----END X-----", Decoding.PEM, b"\0\1\2"),
        ("-----BEGIN X-----AAEC-----END X-----", Decoding.PEM, b"\0\1\2"),
        ("-----BEGIN X-----\nAAEC\nAA==\n-----END X-----", Decoding.PEM, b"\0\1\2\0"),
    ],
)
def test_a_capture_is_decoded(text: str, decoding: Decoding, expected: bytes) -> None:
    assert decoded("it", text, decoding) == expected


@pytest.mark.parametrize(
    ("text", "decoding"),
    [
        ("caf\xe9", Decoding.TEXT),
        ("a\x1b[2J", Decoding.TEXT),
        ("-1", Decoding.DECIMAL),
        ("1" * 41, Decoding.DECIMAL),
        ("\u0661", Decoding.DECIMAL),
        ("0", Decoding.HEX),
        ("0x00", Decoding.HEX),
        ("A", Decoding.BASE64),
        ("AA-_", Decoding.BASE64),
        ("AA+/", Decoding.BASE64URL),
        ("AAAA", Decoding.PEM),
        ("-----BEGIN X-----\n!\n-----END X-----", Decoding.PEM),
        ("-----BEGIN X-----\n-----END X-----", Decoding.PEM),
        ("-----BEGIN X-----\nAA EC\n-----END X-----", Decoding.PEM),
        ("-----BEGIN X-----\nAAECAAEC\nAAEC\nAAECAAEC\nAA\n-----END X-----", Decoding.PEM),
        ("-----BEGIN X-----\nAAECAAEC\n\nAAECAAEC\n-----END X-----", Decoding.PEM),
        ("-----BEGIN X-----\nAAEC\nAAECAAEC\n-----END X-----", Decoding.PEM),
        ("00" * (MAX_VALUE + 1), Decoding.HEX),
    ],
)
def test_what_is_not_encoded_so_is_refused(text: str, decoding: Decoding) -> None:
    with pytest.raises(StationError, match="LNK-004") as caught:
        decoded("it", text, decoding)
    assert text not in caught.value.detail


@given(st.text(max_size=100), st.sampled_from(Decoding))
def test_any_text_is_decoded_or_refused(text: str, decoding: Decoding) -> None:
    with suppress(StationError):
        decoded("it", text, decoding)
