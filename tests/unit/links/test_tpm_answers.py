"""What a link reads of a TPM's responses, which are an attacker's bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.links.tpm_answers import MAX_RESPONSE, name_of, status, whole

RESPONSE = bytes.fromhex("80010000000c0000018b0000")


@given(st.binary(max_size=64) | st.binary(max_size=54).map(lambda body: headed(10, body)))
def test_a_response_is_whole_or_nonsense(response: bytes) -> None:
    if len(response) >= 10 and int.from_bytes(response[2:6], "big") == len(response):
        assert whole(response) == response
        return
    with pytest.raises(StationError, match="LNK-004"):
        whole(response)


def headed(more: int, body: bytes) -> bytes:
    """Return a response that says it has so many bytes more than its body."""
    return b"\x80\x01" + (len(body) + more).to_bytes(4, "big") + bytes(4) + body


@pytest.mark.parametrize("response", [b"", RESPONSE[:6], RESPONSE[:-1], RESPONSE + b"\0"])
def test_one_that_misstates_its_size_is_nonsense(response: bytes) -> None:
    with pytest.raises(StationError, match="LNK-004"):
        whole(response)


def test_one_beyond_all_measure_is_nonsense() -> None:
    assert whole(headed(10, bytes(MAX_RESPONSE - 10)))
    with pytest.raises(StationError, match="LNK-004"):
        whole(headed(10, bytes(MAX_RESPONSE - 9)))


def test_its_code_and_a_name_by_its_key() -> None:
    assert status(RESPONSE) == 0x18B
    assert name_of(b"\x00\x01k") == name_of(b"\x00\x01k") != name_of(b"\x00\x01l")
    assert name_of(b"").startswith("tpm-e3b0c442")
    assert len(name_of(b"")) == 28
