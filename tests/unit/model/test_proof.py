"""Proofs: keys that DPS takes, derived keys, SAS tokens, and what an X.509 key signs."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.names import IdScope, RegistrationId
from station.model.proof import (
    SasToken,
    derivation_input,
    derive_device_key,
    device_resource,
    fingerprint,
    parse_symmetric_key,
    proof_message,
)
from station.secret import Secret

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "dps.json").read_text("utf-8"))
DERIVED: list[dict[str, str]] = VECTORS["derived_keys"]
TOKENS = VECTORS["sas_tokens"]
DOCUMENTED = VECTORS["sas_tokens_without_key"][0]
KEY = Secret(bytes(range(32)))
NAMES = st.from_regex(r"[A-Za-z0-9\-._:]{0,40}[A-Za-z0-9\-]", fullmatch=True).map(
    RegistrationId.parse
)


def secret(text: str) -> Secret:
    return Secret(base64.b64decode(text))


def token_of(vector: dict[str, str]) -> SasToken:
    expiry = int(vector["expiry"])
    return SasToken.signed(vector["resource"], expiry, secret(vector["key"]), vector["key_name"])


@pytest.mark.parametrize("text", VECTORS["symmetric_keys"]["accepted"])
def test_a_symmetric_key_of_16_to_64_bytes_is_taken(text: str) -> None:
    assert parse_symmetric_key(text) == secret(text)


@pytest.mark.parametrize("text", VECTORS["symmetric_keys"]["refused"])
def test_any_other_symmetric_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(StationError) as refused:
        parse_symmetric_key(text)
    assert refused.value.code == "LIN-012"
    assert text not in refused.value.message + refused.value.detail
    assert refused.value.__cause__ is None


@given(st.binary(max_size=80))
def test_the_length_alone_decides_about_a_key(data: bytes) -> None:
    text = base64.b64encode(data).decode()
    if 16 <= len(data) <= 64:
        assert parse_symmetric_key(text) == Secret(data)
    else:
        with pytest.raises(StationError):
            parse_symmetric_key(text)


@given(st.text(max_size=100).filter(lambda text: len(text) % 4 > 0))
def test_any_text_that_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(StationError) as refused:
        parse_symmetric_key(text)
    assert refused.value.code == "LIN-012"


@pytest.mark.parametrize("vector", DERIVED, ids=lambda vector: vector["origin"])
def test_a_derived_key_is_the_one_that_the_service_derives(vector: dict[str, str]) -> None:
    name = RegistrationId.parse(vector["registration_id"])
    derived = derive_device_key(secret(vector["group_key"]), name)
    assert derived == secret(vector["device_key"])


def test_case_counts_in_derived_keys() -> None:
    lower, upper = RegistrationId.parse("sn-1"), RegistrationId.parse("SN-1")
    assert lower == upper
    assert derivation_input(lower) != derivation_input(upper)
    assert derive_device_key(KEY, lower) != derive_device_key(KEY, upper)


@given(st.binary(min_size=16, max_size=64), NAMES, NAMES)
def test_units_of_a_group_have_different_keys(
    data: bytes, one: RegistrationId, other: RegistrationId
) -> None:
    assume(one.text != other.text)
    keys = [derive_device_key(Secret(data), name) for name in (one, other)]
    assert keys[0] != keys[1]
    assert [len(key) for key in keys] == [32, 32]


def test_a_device_opens_its_own_registration() -> None:
    scope, name = IdScope.parse("0ne00000001"), RegistrationId.parse("Sn-1")
    assert device_resource(scope, name) == "0ne00000001/registrations/Sn-1"


@pytest.mark.parametrize("vector", TOKENS, ids=lambda vector: vector["origin"])
def test_a_token_is_signed_as_the_official_clients_sign_it(vector: dict[str, str]) -> None:
    assert token_of(vector).reveal() == vector["token"]


@pytest.mark.parametrize("vector", TOKENS, ids=lambda vector: vector["origin"])
def test_a_token_is_read_back_and_verified(vector: dict[str, str]) -> None:
    token = SasToken.parse(vector["token"])
    assert token == token_of(vector)
    assert token.verified_by(secret(vector["key"]), token.expiry - 1)


@pytest.mark.parametrize("vector", TOKENS, ids=lambda vector: vector["origin"])
def test_a_token_is_no_longer_good_at_its_expiry(vector: dict[str, str]) -> None:
    token = SasToken.parse(vector["token"])
    assert not token.verified_by(secret(vector["key"]), token.expiry)


def test_the_documented_token_is_read() -> None:
    token = SasToken.parse(DOCUMENTED["token"])
    assert (token.resource, token.expiry) == (DOCUMENTED["resource"], DOCUMENTED["expiry"])
    assert token.key_name == DOCUMENTED["key_name"]
    assert token.reveal() == DOCUMENTED["token"]
    assert not token.verified_by(KEY, 0)


def test_a_token_verifies_under_its_own_key_resource_and_expiry_only() -> None:
    token = SasToken.signed("a/registrations/b", 1_000, KEY, "registration")
    assert token.verified_by(KEY, 999)
    assert not token.verified_by(Secret(bytes(32)), 999)
    assert not replace(token, resource="a/registrations/c").verified_by(KEY, 999)
    assert not replace(token, expiry=2_000).verified_by(KEY, 999)
    assert not replace(token, signature=bytes(32)).verified_by(KEY, 999)
    assert not replace(token, signature=token.signature[:-1]).verified_by(KEY, 999)


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    token = SasToken.signed("a/registrations/b", 1_000, KEY)
    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert not token.verified_by(KEY, 999)
    assert compared == [(token.signature, token.signature)]


def test_only_reveal_shows_a_token_s_signature() -> None:
    token = SasToken.signed("a/registrations/b", 1_000, KEY, "registration")
    hidden = (base64.b64encode(token.signature).decode(), token.signature.hex())
    for shown in (repr(token), str(token), f"{token}", repr([token])):
        assert not any(text in shown for text in (*hidden, repr(token.signature)))
    assert "a/registrations/b" in repr(token)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bearer x",
        "sharedaccesssignature sr=a&sig=AA%3D%3D&se=1",
        "SharedAccessSignature ",
        "SharedAccessSignature sr=a&sig=AA%3D%3D",
        "SharedAccessSignature sr=a&sig=AA%3D%3D&se=1&other=2",
        "SharedAccessSignature sr=a&sr=b&sig=AA%3D%3D&se=1",
        "SharedAccessSignature sr=a&sig=AA%3D%3D&se=1&se=2",
        "SharedAccessSignature sr=a&sig=***&se=1",
        "SharedAccessSignature sr=a&sig=A&se=1",
        "SharedAccessSignature sr=a&sig=AA%3D%3D&se=",
        "SharedAccessSignature sr=a&sig=AA%3D%3D&se=-1",
        "SharedAccessSignature sr=a&sig=AA%3D%3D&se=1.5",
        "SharedAccessSignature sr=a&sig=AA%3D%3D&se=\u0661",
        "SharedAccessSignature sr=\ud800&sig=AA%3D%3D&se=1",
        "SharedAccessSignature sr=a&sig=AA%3D%3D&se=" + "9" * 5_000,
    ],
)
def test_what_is_no_token_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(StationError) as refused:
        SasToken.parse(text)
    assert refused.value.code == "LIN-015"
    assert "sig=" not in refused.value.message + refused.value.detail
    assert refused.value.__cause__ is None


@given(
    st.text(max_size=60).filter(lambda text: text.isprintable()),
    st.integers(min_value=0, max_value=10**12 - 1),
    st.none() | st.text(max_size=20).filter(lambda text: text.isprintable()),
    st.binary(min_size=16, max_size=64),
)
def test_a_token_survives_the_wire(
    resource: str, expiry: int, key_name: str | None, key: bytes
) -> None:
    token = SasToken.signed(resource, expiry, Secret(key), key_name)
    received = SasToken.parse(token.reveal())
    assert received == token
    assert received.verified_by(Secret(key), expiry - 1)


@given(st.text(max_size=200).map("SharedAccessSignature ".__add__) | st.text(max_size=50))
def test_any_text_is_a_token_or_refused(text: str) -> None:
    with pytest.raises(StationError) as refused:
        SasToken.parse(text)
    assert refused.value.code == "LIN-015"


@given(
    st.text(alphabet="srigekn=&%ABZaz019+/", max_size=60).map(
        "SharedAccessSignature sr=x&sig=AAAA&se=1".__add__
    )
)
def test_what_is_read_as_a_token_can_be_verified_without_another_error(text: str) -> None:
    try:
        token = SasToken.parse(text)
    except StationError:
        return
    assert not token.verified_by(KEY, 0)


def parts_of(message: bytes) -> tuple[str, str, str, str, bytes]:
    """Take a proof's message apart again: where this is possible, no two proofs share one."""
    texts = []
    for _ in range(4):
        size = int.from_bytes(message[:2], "big")
        texts.append(message[2 : 2 + size].decode())
        message = message[2 + size :]
    label, station, run, name = texts
    return label, station, run, name, message


@given(
    st.text(max_size=300, alphabet=st.characters(codec="utf-8")),
    st.text(max_size=30, alphabet=st.characters(codec="utf-8")),
    NAMES,
    st.binary(max_size=40),
)
def test_no_two_proofs_share_a_message(
    station: str, run: str, name: RegistrationId, nonce: bytes
) -> None:
    message = proof_message(station, run, name, nonce)
    assert parts_of(message) == ("station-proof-v1", station, run, name.text, nonce)


@given(st.text(alphabet="ab", max_size=6), st.integers(min_value=0, max_value=6))
def test_moving_a_boundary_changes_the_message(text: str, cut: int) -> None:
    name, nonce = RegistrationId.parse("sn-1"), bytes(32)
    whole = proof_message(text, "", name, nonce)
    assert (proof_message(text[:cut], text[cut:], name, nonce) == whole) == (cut >= len(text))


def test_a_proof_s_message_says_first_what_it_is() -> None:
    message = proof_message("line-1", "run-1", RegistrationId.parse("sn-1"), b"\xaa" * 32)
    assert message == (
        b"\x00\x10station-proof-v1\x00\x06line-1\x00\x05run-1\x00\x04sn-1" + b"\xaa" * 32
    )


def test_a_fingerprint_is_sha_256() -> None:
    assert fingerprint(b"abc") == hashlib.sha256(b"abc").digest()
