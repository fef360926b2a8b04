"""A TPM in software, as far as the service's challenge goes: for thousands of devices at once."""

import hashlib
import hmac
from dataclasses import dataclass, field

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES

# TPM2B_PUBLIC up to the modulus: the TCG's endorsement key template, and the storage root key's.
_EK = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "00060080004300100800000000000100"
)
_SRK = bytes.fromhex("011a0001000b00030472000000060080004300100800000000000100")


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2_048)


def _public(head: bytes, key: rsa.RSAPrivateKey) -> bytes:
    return head + key.public_key().public_numbers().n.to_bytes(256, "big")


def _parts(blob: bytes) -> list[bytes]:
    parts = []
    while blob:
        size = int.from_bytes(blob[:2], "big")
        parts.append(blob[2 : 2 + size])
        blob = blob[2 + size :]
    return parts


def _kdfa(key: bytes, label: bytes, context: bytes, bits: int) -> bytes:
    message = (1).to_bytes(4, "big") + label + b"\0" + context + bits.to_bytes(4, "big")
    return hmac.digest(key, message, "sha256")[: bits // 8]


def _opened(key: bytes, data: bytes) -> bytes:
    decryptor = Cipher(AES(key), CFB(bytes(16))).decryptor()
    return decryptor.update(data) + decryptor.finalize()


@dataclass(frozen=True)
class SoftTpm:
    """A TPM's two keys.

    Attributes:
        ek: the endorsement key.
        srk: the storage root key.
    """

    ek: rsa.RSAPrivateKey = field(default_factory=_key)
    srk: rsa.RSAPrivateKey = field(default_factory=_key)

    @property
    def ek_public(self) -> bytes:
        """TPM2B_PUBLIC."""
        return _public(_EK, self.ek)

    @property
    def srk_public(self) -> bytes:
        """TPM2B_PUBLIC."""
        return _public(_SRK, self.srk)

    def activate(self, challenge: bytes) -> bytes:
        """Return the HMAC key in a challenge (dps/FACTS.md, 3.8).

        Raises:
            ValueError: where it isn't for this TPM.
        """
        credential, secret, duplicate, seed, public, _ = _parts(challenge)
        srk_name = b"\x00\x0b" + hashlib.sha256(self.srk_public[2:]).digest()
        inner = _unwrapped(self.ek, secret, b"IDENTITY", srk_name, credential)
        name = b"\x00\x0b" + hashlib.sha256(public).digest()
        wrapped = _unwrapped(self.srk, seed, b"DUPLICATE", name, duplicate)
        sensitive = _opened(inner[2:], wrapped)[34:]  # the inner integrity stands before it
        return _parts(_parts(sensitive)[0][2:])[2]


def _unwrapped(
    key: rsa.RSAPrivateKey, secret: bytes, label: bytes, name: bytes, content: bytes
) -> bytes:
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label + b"\0")
    seed = key.decrypt(secret, oaep)
    integrity, encrypted = content[2:34], content[34:]
    expected = hmac.digest(_kdfa(seed, b"INTEGRITY", b"", 256), encrypted + name, "sha256")
    if not hmac.compare_digest(integrity, expected):
        raise ValueError("the challenge is another TPM's")
    return _opened(_kdfa(seed, b"STORAGE", name, 128), encrypted)
