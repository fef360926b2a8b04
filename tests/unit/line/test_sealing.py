"""What is sealed to a device's key: by RFC 9180, computed here from its text alone."""

import hmac
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.line.mechanisms.sealing import sealed
from station.model.sealing import Binding, SealedSecret, SealingKey
from station.secret import Secret

BINDING = Binding("station-1", "run-1", "a1-42", "A1-42")
SECRET = bytes(range(32))
_RAW = (Encoding.Raw, PublicFormat.Raw)
_POINT = (Encoding.X962, PublicFormat.UncompressedPoint)


def labeled_extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    """RFC 9180, section 4."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, sha256)


def labeled_expand(suite: bytes, prk: bytes, label: bytes, info: bytes, size: int) -> bytes:
    """RFC 9180, section 4; of one block (RFC 5869, 2.3)."""
    text = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, text + b"\x01", sha256)[:size]


def opened(secret: SealedSecret, shared: bytes, kem_context: bytes) -> bytes:
    """Open what is sealed in base mode with the KEM's result: sections 4.1, 5.1 and 5.2."""
    to = secret.to
    kem = b"KEM" + to.kem.to_bytes(2, "big")
    prk = labeled_extract(kem, b"", b"eae_prk", shared)
    shared_secret = labeled_expand(kem, prk, b"shared_secret", kem_context, 32)
    suite = b"HPKE" + b"".join(n.to_bytes(2, "big") for n in (to.kem, to.kdf, to.aead))
    psk_id = labeled_extract(suite, b"", b"psk_id_hash", b"")
    context = b"\0" + psk_id + labeled_extract(suite, b"", b"info_hash", secret.binding.info)
    scheduled = labeled_extract(suite, shared_secret, b"secret", b"")
    size = 16 if to.aead == 1 else 32
    key = labeled_expand(suite, scheduled, b"key", context, size)
    nonce = labeled_expand(suite, scheduled, b"base_nonce", context, 12)
    cipher = AESGCM(key) if to.aead == 1 else ChaCha20Poly1305(key)
    return cipher.decrypt(nonce, secret.ciphertext, b"")


@pytest.mark.parametrize("aead", [1, 3])
def test_opens_by_the_text_of_the_rfc_with_p256(aead: int) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(*_POINT)
    secret = sealed(SealingKey(0x10, 1, aead, public), BINDING, Secret(SECRET))
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), secret.enc)
    assert opened(secret, key.exchange(ec.ECDH(), other), secret.enc + public) == SECRET


@pytest.mark.parametrize("aead", [1, 3])
def test_opens_by_the_text_of_the_rfc_with_x25519(aead: int) -> None:
    key = x25519.X25519PrivateKey.generate()
    public = key.public_key().public_bytes(*_RAW)
    secret = sealed(SealingKey(0x20, 1, aead, public), BINDING, Secret(SECRET))
    other = x25519.X25519PublicKey.from_public_bytes(secret.enc)
    assert opened(secret, key.exchange(other), secret.enc + public) == SECRET


def test_binds_station_run_name_and_unit_so_that_no_two_share_an_info() -> None:
    parts = ("station-1", "run-1", "a1-42", "A1-42")
    infos = {Binding(*parts).info}
    for at in range(len(parts)):
        infos.add(Binding(*(text + "x" if at == n else text for n, text in enumerate(parts))).info)
    infos.add(Binding("station-1r", "un-1", "a1-42", "A1-42").info)
    assert len(infos) == 6


def code(to: SealingKey) -> str:
    with pytest.raises(StationError) as caught:
        sealed(to, BINDING, Secret(SECRET))
    assert SECRET.hex() not in f"{caught.value} {caught.value.detail}"
    return caught.value.code


COMPRESSED = ec.generate_private_key(ec.SECP256R1()).public_key()
# Points of small order, whose shared secret everybody knows: RFC 7748, section 6.1.
LOW = ["00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f"]


@pytest.mark.parametrize(
    "to",
    [
        *(SealingKey(0x20, 1, 1, bytes.fromhex(point)) for point in LOW),
        SealingKey(0x10, 1, 1, b"\x04" + bytes(64)),
        SealingKey(0x10, 1, 1, b"\x00"),
        SealingKey(
            0x10, 1, 1, COMPRESSED.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        ),
        SealingKey(0x11, 1, 1, bytes(97)),
        SealingKey(0x10, 2, 1, COMPRESSED.public_bytes(*_POINT)),
        SealingKey(0x10, 1, 0xFFFF, COMPRESSED.public_bytes(*_POINT)),
    ],
)
def test_refuses_keys_by_which_others_could_open_or_nobody(to: SealingKey) -> None:
    assert code(to) == "LNK-043"


@given(st.sampled_from([0x10, 0x20, 0, 0xFFFF]), st.binary(max_size=70))
def test_takes_any_key_that_a_device_says_or_refuses_it(kem: int, public: bytes) -> None:
    if kem != 0x20 or len(public) != 32:
        assert code(SealingKey(kem, 1, 1, public)) == "LNK-043"
