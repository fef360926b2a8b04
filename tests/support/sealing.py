"""Seals a secret for a device as resources/help/smp-group.md has it, from its text alone."""

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec

from station.model.sealing import SealingKey


def sealed_for(to: SealingKey, name: str, serial: str, secret: bytes) -> bytes:
    """Return the blob that gives a secret, to sign with by that name, to that serial number."""
    assert (to.kem, to.kdf, to.aead) == (0x0010, 0x0001, 0x0001)
    suite = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.public)
    texts = (b"station-1", b"run-1", name.encode())
    info = _framed(b"station-secret-v2", *texts, serial.encode())
    head = b"SSB2" + bytes.fromhex("001000010001") + _framed(*texts)
    return head + suite.encrypt(secret, public, info)


def _framed(*texts: bytes) -> bytes:
    return b"".join(len(text).to_bytes(2, "big") + text for text in texts)
