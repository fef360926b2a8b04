"""X.509 keys that come from elsewhere: what is on the unit's token then, and who can use it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11 import Attribute, Mechanism, ObjectClass

from station.errors import StationError
from station.hsm.authority import hash_for
from station.hsm.certification import requested_key
from station.hsm.device_keys import TransportKey
from station.hsm.factory import FactoryHsm
from station.hsm.keys import spki
from station.hsm.pairs import install_wrapped_pair, wrap_key_pair
from station.hsm.replies import WrappedPair
from station.hsm.requests_pairs import InstallWrappedPair, WrapKeyPair
from station.hsm.requests_transport import MakeTransportKey
from station.hsm.session import TokenSession
from station.hsm.tokens import Token, TokenAddress
from station.hsm.transport import make_transport_key
from station.model.profile import KeyKind
from station.secret import Secret

pytestmark = pytest.mark.bench

LABEL, ID = "station-unit", b"run"
Tool = Callable[..., str]
# As `pkcs11-tool` calls them, the private key's size being told of RSA alone.
NAMES = {
    KeyKind.EC_P256: ("EC", "EC_POINT 256 bits"),
    KeyKind.EC_P384: ("EC", "EC_POINT 384 bits"),
    KeyKind.RSA_2048: ("RSA", "RSA 2048 bits"),
    KeyKind.RSA_3072: ("RSA", "RSA 3072 bits"),
}


def wrapped(token: Token, factory: FactoryHsm, kind: KeyKind) -> bytes:
    pair = factory.device_keys.wrapped_pair(kind, token.transport.begin())
    token.transport.install_pair(LABEL, ID, pair)
    return pair.public


def injected(token: Token, factory: FactoryHsm, kind: KeyKind) -> bytes:
    del factory
    return token.inject_plaintext_pair(kind, LABEL, ID)


def objects(listed: str) -> dict[str, str]:
    """Return what `pkcs11-tool` prints of each object, by its first word."""
    parts = listed.replace("Private Key Object", "\0Private").replace("Public Key", "\0Public")
    found = [part for part in parts.split("\0") if part.strip()]
    return {part.split(maxsplit=1)[0].rstrip(";"): part for part in found}


def assert_signs(token: Token, public: bytes) -> None:
    key, message = load_der_public_key(public), b"something to sign"
    signature = token.sign(ID, message)
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, message, PKCS1v15(), hash_for(key))
    else:
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(signature, message, ec.ECDSA(hash_for(key)))
    assert spki(requested_key(token.request_certificate(ID, "unit-1"), "unit-1")) == public


@pytest.mark.parametrize("kind", KeyKind)
@pytest.mark.parametrize("way", [wrapped, injected])
def test_others_see_the_pair_as_the_record_claims_and_it_signs(
    token: Token,
    factory: FactoryHsm,
    unit: TokenAddress,
    tool: Tool,
    way: Callable[[Token, FactoryHsm, KeyKind], bytes],
    kind: KeyKind,
) -> None:
    public = way(token, factory, kind)
    assert_signs(token, public)
    listed = tool(unit, "--list-objects")
    seen = objects(listed)
    assert listed.count("Object;") == 2, listed
    assert set(seen) == {"Private", "Public"}
    name, size = NAMES[kind]
    assert name in seen["Private"]
    assert size in " ".join(seen["Public"].split())
    for part in seen.values():
        assert f"label:      {LABEL}" in part
        assert f"ID:         {ID.hex()}" in part
    usages = {
        part: next(line.split(":")[1].strip() for line in text.splitlines() if "Usage" in line)
        for part, text in seen.items()
    }
    assert usages == {"Private": "sign", "Public": "verify"}
    access = next(line for line in seen["Private"].splitlines() if "Access" in line)
    assert access.split(":")[1].strip() == "sensitive"


def alike(text: str) -> list[str]:
    """Return the lines that differ neither from key to key nor by where one was born."""
    return [line for line in text.splitlines() if not {"EC_POINT:", "Access:"} & {*line.split()}]


def test_others_see_a_wrapped_pair_as_one_made_there_but_for_its_birth(
    token: Token, factory: FactoryHsm, unit: TokenAddress, tool: Tool, pin: Secret
) -> None:
    wrapped(token, factory, KeyKind.EC_P256)
    theirs = objects(tool(unit, "--list-objects"))
    token.remove_objects(ID)
    assert tool(unit, "--list-objects") == ""
    with Token.open(unit, pin) as again:
        again.generate_key_pair(KeyKind.EC_P256, LABEL, ID)
    own = objects(tool(unit, "--list-objects"))
    assert {part: alike(text) for part, text in own.items()} == {
        part: alike(text) for part, text in theirs.items()
    }
    assert "always sensitive, never extractable, local" in own["Private"]
    assert not [part for part in theirs if "local" in theirs[part]]


def test_nothing_of_a_wrapped_pair_stays_on_the_factory_s_token(
    token: Token, factory: FactoryHsm, practice: TokenAddress, tool: Tool
) -> None:
    before = tool(practice, "--list-objects")
    wrapped(token, factory, KeyKind.EC_P256)
    assert tool(practice, "--list-objects") == before


@pytest.mark.parametrize("kind", [KeyKind.EC_P256, KeyKind.RSA_2048])
def test_another_key_than_its_public_key_says_is_destroyed_again(
    token: Token, factory: FactoryHsm, unit: TokenAddress, tool: Tool, kind: KeyKind
) -> None:
    other = factory.device_keys.wrapped_pair(kind, token.transport.begin()).public
    pair = factory.device_keys.wrapped_pair(kind, token.transport.begin())
    with pytest.raises(StationError, match="HSM-012"):
        token.transport.install_pair(LABEL, ID, replace(pair, public=other))
    assert tool(unit, "--list-objects") == ""


@pytest.mark.parametrize("part", ["wrapped", "wrapping"])
def test_a_pair_that_was_changed_on_its_way_is_refused(
    token: Token, factory: FactoryHsm, unit: TokenAddress, tool: Tool, part: str
) -> None:
    pair = factory.device_keys.wrapped_pair(KeyKind.EC_P256, token.transport.begin())
    data = bytearray(getattr(pair, part))
    data[20] ^= 1
    with pytest.raises(StationError, match="HSM-0"):
        token.transport.install_pair(LABEL, ID, replace(pair, **{part: bytes(data)}))
    assert tool(unit, "--list-objects") == ""


def test_a_wrapped_pair_opens_once(token: Token, factory: FactoryHsm) -> None:
    pair = factory.device_keys.wrapped_pair(KeyKind.EC_P256, token.transport.begin())
    token.transport.install_pair(LABEL, ID, pair)
    for begin in (lambda: None, token.transport.begin):
        begin()
        with pytest.raises(StationError, match="HSM-0"):
            token.transport.install_pair("second", b"second", pair)


@pytest.mark.parametrize("way", [wrapped, injected])
def test_a_name_that_is_taken_is_refused(
    token: Token, factory: FactoryHsm, way: Callable[[Token, FactoryHsm, KeyKind], bytes]
) -> None:
    public = way(token, factory, KeyKind.EC_P256)
    with pytest.raises(StationError, match="HSM-017"):
        way(token, factory, KeyKind.EC_P256)
    assert_signs(token, public)


def test_what_is_no_transport_key_is_refused(factory: FactoryHsm) -> None:
    with pytest.raises(StationError, match="HSM-028"):
        factory.device_keys.wrapped_pair(KeyKind.EC_P256, TransportKey(b"none", b"sha1"))


def asked_for(session: TokenSession) -> WrapKeyPair:
    public, padding = make_transport_key(session, MakeTransportKey()).items
    return WrapKeyPair("ec-p256", public, padding)


def installed(session: TokenSession, pair: WrappedPair) -> None:
    parts = (pair.public, pair.wrapped, pair.wrapping, pair.padding)
    install_wrapped_pair(session, InstallWrappedPair(LABEL, ID, *parts))


def test_no_object_of_a_session_outlives_what_it_was_made_for(session: TokenSession) -> None:
    installed(session, wrap_key_pair(session, asked_for(session)))
    kinds = (ObjectClass.PRIVATE_KEY, ObjectClass.PUBLIC_KEY, ObjectClass.SECRET_KEY)
    counts = [len(list(session.session.get_objects({Attribute.CLASS: kind}))) for kind in kinds]
    # The secret key is the one by which its protection was tried.
    assert counts == [1, 1, 1]


def test_a_token_without_aes_key_wrap_wraps_nothing_and_takes_nothing(
    session: TokenSession,
) -> None:
    request = asked_for(session)
    pair = wrap_key_pair(session, request)
    without = {Mechanism.AES_KEY_WRAP_KWP, Mechanism.AES_KEY_WRAP_PAD}
    session.__dict__["mechanisms"] = session.mechanisms - without
    with pytest.raises(StationError, match="HSM-029"):
        wrap_key_pair(session, request)
    with pytest.raises(StationError, match="HSM-028"):
        installed(session, pair)
