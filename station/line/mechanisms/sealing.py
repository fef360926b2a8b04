"""Seals a device's key to the key that the device made for it: HPKE, RFC 9180, base mode."""

from collections.abc import Callable, Mapping
from typing import Final

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec, x25519

from station.errors import StationError
from station.model.sealing import (
    AES_128_GCM,
    CHACHA20_POLY1305,
    HKDF_SHA256,
    KEM_P256,
    KEM_X25519,
    Binding,
    SealedSecret,
    SealingKey,
)
from station.secret import Secret

_Public = ec.EllipticCurvePublicKey | x25519.X25519PublicKey


def _p256(public: bytes) -> _Public:
    if len(public) != 65:
        raise ValueError("no uncompressed point")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)


_KEMS: Final[Mapping[int, tuple[hpke.KEM, Callable[[bytes], _Public]]]] = {
    KEM_P256: (hpke.KEM.P256, _p256),
    KEM_X25519: (hpke.KEM.X25519, x25519.X25519PublicKey.from_public_bytes),
}
_AEADS: Final[Mapping[int, hpke.AEAD]] = {
    AES_128_GCM: hpke.AEAD.AES_128_GCM,
    CHACHA20_POLY1305: hpke.AEAD.CHACHA20_POLY1305,
}


def sealed(to: SealingKey, binding: Binding, secret: Secret) -> SealedSecret:
    """Return a secret sealed to a device's key; the caller wipes the secret.

    Args:
        to: the device's key, as it says.
        binding: what it is for.
        secret: what is sealed.

    Raises:
        StationError: LNK-043 where that is no key of a suite that Station seals for: another one,
            a point that isn't on the curve, or one by which anybody can open.
    """
    if to.kem not in _KEMS or to.kdf != HKDF_SHA256 or to.aead not in _AEADS:
        raise StationError("LNK-043", f"the suite {to.kem}, {to.kdf}, {to.aead}")
    kem, parsed = _KEMS[to.kem]
    suite = hpke.Suite(kem, hpke.KDF.HKDF_SHA256, _AEADS[to.aead])
    try:
        public = parsed(to.public)
        with secret.reveal() as plain:
            whole = suite.encrypt(plain, public, binding.info)
    except ValueError as error:
        raise StationError("LNK-043", f"a key of {len(to.public)} bytes: no such point") from error
    size = kem.enc_length()
    return SealedSecret(to, binding, whole[:size], whole[size:])
