"""What a TPM does with a provisioning service's challenge, in software that knows its private keys.

Written from the TPM 2.0 Library alone (part 1, 23 and 24), and so the other side of the service's.
"""

import hashlib
import hmac
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES

# TPM2B_PUBLIC up to the modulus: TCG's EK template L-1, and the storage root key's.
_EK = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "00060080004300100800000000000100"
)
_SRK = bytes.fromhex("011a0001000b00030472000000060080004300100800000000000100")


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2_048)


def cut(blob: bytes) -> list[bytes]:
    """Return the contents of the TPM2Bs that a blob consists of."""
    parts = []
    while blob:
        (size,) = struct.unpack_from(">H", blob)
        assert len(blob) >= 2 + size, "cut short"
        parts.append(blob[2 : 2 + size])
        blob = blob[2 + size :]
    return parts


@dataclass(frozen=True)
class SoftwareTpm:
    """A TPM's two keys.

    Attributes:
        ek_key: the endorsement key.
        srk_key: the storage root key.
    """

    ek_key: rsa.RSAPrivateKey = field(default_factory=_new_key)
    srk_key: rsa.RSAPrivateKey = field(default_factory=_new_key)

    @property
    def ek(self) -> bytes:
        """The endorsement key's TPM2B_PUBLIC."""
        return _EK + _modulus(self.ek_key)

    @property
    def srk(self) -> bytes:
        """The storage root key's."""
        return _SRK + _modulus(self.srk_key)

    def activated(self, blob: bytes) -> bytes:
        """Return the HMAC key in a challenge.

        Raises:
            ValueError: where it isn't for this TPM, or was altered.
        """
        credential, secret, duplicate, seed, public, _ = cut(blob)
        (inner_key,) = cut(
            _opened(self.ek_key, b"IDENTITY", secret, credential, name(self.srk[2:]))
        )
        wrapped = _opened(self.srk_key, b"DUPLICATE", seed, duplicate, name(public))
        inner = _decrypted(inner_key, wrapped)
        size = 2 + int.from_bytes(inner[:2], "big")
        (integrity,) = cut(inner[:size])
        if integrity != hashlib.sha256(inner[size:] + name(public)).digest():
            raise ValueError("inner integrity")
        (sensitive,) = cut(inner[size:])
        assert sensitive[:2] == b"\x00\x08"  # TPM_ALG_KEYEDHASH
        auth, seed_value, key = cut(sensitive[2:])
        assert auth == b""
        # The object's unique is made of the sensitive area (part 1, 27.5.3.2).
        assert public.endswith(hashlib.sha256(seed_value + key).digest())
        return key


def name(public: bytes) -> bytes:
    """Return the name of a TPMT_PUBLIC."""
    return b"\x00\x0b" + hashlib.sha256(public).digest()


def _opened(
    key: rsa.RSAPrivateKey, label: bytes, secret: bytes, content: bytes, about: bytes
) -> bytes:
    """Take an outer wrap off."""
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label + b"\0")
    seed = key.decrypt(secret, oaep)
    (integrity,), encrypted = cut(content[:34]), content[34:]
    expected = hmac.digest(_kdfa(seed, b"INTEGRITY", b"", 256), encrypted + about, "sha256")
    if integrity != expected:
        raise ValueError("outer integrity")
    return _decrypted(_kdfa(seed, b"STORAGE", about, 128), encrypted)


def _decrypted(key: bytes, data: bytes) -> bytes:
    decryptor = Cipher(AES(key), CFB(bytes(16))).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def _kdfa(key: bytes, label: bytes, context: bytes, bits: int) -> bytes:
    message = struct.pack(">I", 1) + label + b"\0" + context + struct.pack(">I", bits)
    return hmac.digest(key, message, "sha256")[: bits // 8]


def _modulus(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_numbers().n.to_bytes(256, "big")
