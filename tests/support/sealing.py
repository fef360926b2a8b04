"""Seals a secret for a device as resources/help/smp-group.md has it, from its text alone."""

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec

from station.links.smp_keys import SealingKey


def sealed_for(to: SealingKey, purpose: str, serial: str, secret: bytes) -> bytes:
    """Return the blob by which a secret is given to the device of that serial number."""
    assert (to.kem, to.kdf, to.aead) == (0x0010, 0x0001, 0x0001)
    suite = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.public)
    texts = (b"station-secret-v1", purpose.encode(), serial.encode())
    info = b"".join(len(text).to_bytes(2, "big") + text for text in texts)
    head = b"SSB1" + bytes.fromhex("001000010001") + bytes([len(purpose)]) + purpose.encode()
    return head + suite.encrypt(secret, public, info)
