"""Keys in a token stand in for private keys, and do no more than sign."""

import copy
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from station.hsm.keys import generate_key_pair
from station.hsm.requests_unit import (
    GenerateKeyPair,
)
from station.hsm.session import TokenSession
from station.hsm.signing import TokenEcKey, TokenRsaKey, token_key

pytestmark = pytest.mark.bench

SHA256 = hashes.SHA256()


def ec_key(session: TokenSession) -> TokenEcKey:
    generate_key_pair(session, GenerateKeyPair("ec-p256", "EC", b"ec"))
    key = token_key(session, b"ec")
    assert isinstance(key, TokenEcKey)
    return key


def rsa_key(session: TokenSession) -> TokenRsaKey:
    generate_key_pair(session, GenerateKeyPair("rsa-2048", "RSA", b"rsa"))
    key = token_key(session, b"rsa")
    assert isinstance(key, TokenRsaKey)
    return key


@pytest.mark.parametrize("make", [ec_key, rsa_key])
def test_a_key_stays_in_its_token(
    make: Callable[[TokenSession], TokenEcKey | TokenRsaKey], session: TokenSession
) -> None:
    key = make(session)
    assert copy.copy(key) is key
    assert copy.deepcopy(key) is key
    with pytest.raises(TypeError, match="stays in its token"):
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(TypeError, match="stays in its token"):
        key.private_numbers()


def test_an_ec_key_only_signs(session: TokenSession) -> None:
    key = ec_key(session)
    assert (key.key_size, key.curve.name) == (256, "secp256r1")
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    with pytest.raises(TypeError, match="only signs"):
        key.exchange(ec.ECDH(), other)
    with pytest.raises(TypeError, match="not its hash"):
        key.sign(bytes(32), ec.ECDSA(Prehashed(SHA256)))
    for algorithm in (hashes.SHA256(), hashes.SHA384()):
        signature = key.sign(b"message", ec.ECDSA(algorithm))
        key.public_key().verify(signature, b"message", ec.ECDSA(algorithm))


def test_an_rsa_key_only_signs(session: TokenSession) -> None:
    key = rsa_key(session)
    assert key.key_size == 2048
    assert isinstance(key.public_key(), rsa.RSAPublicKey)
    with pytest.raises(TypeError, match="only signs"):
        key.decrypt(bytes(256), PKCS1v15())
    with pytest.raises(TypeError, match="PKCS #1"):
        key.sign(b"message", PSS(MGF1(SHA256), 32), SHA256)
    for algorithm in (hashes.SHA256(), hashes.SHA384(), hashes.SHA512()):
        signature = key.sign(b"message", PKCS1v15(), algorithm)
        key.public_key().verify(signature, b"message", PKCS1v15(), algorithm)
