"""Endorsement keys: what DPS takes, what names it gives, and what makes two keys the same chip."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.attestation import (
    EkTrust,
    EndorsementKey,
    endorsement_modulus,
    parse_endorsement_key,
    tpm_registration_id,
)
from station.model.names import RegistrationId

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "dps.json").read_text("utf-8"))
KEYS: list[dict[str, str]] = VECTORS["endorsement_keys"]
REFUSED: list[dict[str, str]] = VECTORS["refused_endorsement_keys"]
GOOD = base64.b64decode(KEYS[1]["public"])
HEAD = 60


def endorsement_key(public: bytes) -> EndorsementKey:
    return EndorsementKey(public, None, (), EkTrust.MISSING)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key["origin"])
def test_a_genuine_endorsement_key_is_taken_whole(key: dict[str, str]) -> None:
    public = parse_endorsement_key(key["public"])
    assert base64.b64encode(public).decode() == key["public"]
    assert len(public) == 316


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key["origin"])
def test_the_registration_id_is_the_one_that_every_client_gives(key: dict[str, str]) -> None:
    public = base64.b64decode(key["public"])
    assert tpm_registration_id(public).text == key["registration_id"]
    assert endorsement_key(public).registration_id.text == key["registration_id"]


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: bad["why"])
def test_a_bad_endorsement_key_is_refused_with_its_reason(bad: dict[str, str]) -> None:
    with pytest.raises(StationError) as refused:
        parse_endorsement_key(bad["public"])
    assert refused.value.code == bad["code"]
    assert refused.value.detail


def test_the_size_prefix_belongs_to_what_is_hashed() -> None:
    assert tpm_registration_id(GOOD) != tpm_registration_id(GOOD[2:])


@given(st.integers(min_value=0, max_value=HEAD * 8 - 1))
def test_every_bit_outside_the_modulus_counts(bit: int) -> None:
    altered = bytearray(GOOD)
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(StationError) as refused:
        endorsement_modulus(bytes(altered))
    assert refused.value.code in {"TPM-003", "TPM-012"}


def test_the_first_differing_byte_is_named() -> None:
    altered = bytearray(GOOD)
    altered[9] ^= 1
    with pytest.raises(StationError) as refused:
        endorsement_modulus(bytes(altered))
    assert "byte 9" in refused.value.detail


@pytest.mark.parametrize("modulus", [bytes(256), b"\x7f" + bytes(254) + b"\x01", b"\xff" * 255])
def test_a_modulus_that_is_none_is_refused(modulus: bytes) -> None:
    with pytest.raises(StationError) as refused:
        endorsement_modulus(GOOD[:HEAD] + modulus)
    assert refused.value.code == "TPM-003"


def test_an_even_modulus_is_refused() -> None:
    with pytest.raises(StationError) as refused:
        endorsement_modulus(GOOD[:-1] + b"\x00")
    assert refused.value.code == "TPM-003"


@given(st.binary(max_size=400))
def test_any_other_bytes_are_refused_without_another_error(public: bytes) -> None:
    with pytest.raises(StationError) as refused:
        endorsement_modulus(public)
    assert refused.value.code in {"TPM-003", "TPM-012"}


@given(st.text(max_size=600))
def test_any_other_text_is_refused_without_another_error(text: str) -> None:
    with pytest.raises(StationError) as refused:
        parse_endorsement_key(text)
    assert refused.value.code in {"TPM-003", "TPM-012"}


@given(st.binary(min_size=254, max_size=254))
def test_every_key_of_the_template_has_a_name_that_dps_takes(middle: bytes) -> None:
    public = GOOD[:HEAD] + b"\xc1" + middle + b"\x03"
    name = endorsement_key(public).registration_id
    assert len(name.text) == 52
    assert RegistrationId.parse(name.text) == name


def test_a_chip_is_known_by_its_modulus() -> None:
    first, second = (endorsement_key(base64.b64decode(key["public"])) for key in KEYS[:2])
    assert first.fingerprint != second.fingerprint
    assert len(first.fingerprint) == 32
