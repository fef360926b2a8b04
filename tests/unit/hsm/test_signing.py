"""RSA signatures of a token that hashes by none of the hashes that are wanted."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pkcs11 import Mechanism, exceptions
from pkcs11.types import SignMixin

from station.hsm.signing import TokenRsaKey


class Plain(SignMixin):
    """A key as opencryptoki's software token has it: it pads and signs what it is given."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self._key = key

    def sign(self, data: bytes, *, mechanism: Mechanism) -> bytes:  # type: ignore[override]
        """Return PKCS #1's block type 1 over the data, to the private exponent."""
        if mechanism is not Mechanism.RSA_PKCS:
            raise exceptions.MechanismInvalid
        numbers, size = self._key.private_numbers(), self._key.key_size // 8
        block = b"\x00\x01" + b"\xff" * (size - len(data) - 3) + b"\x00" + data
        signed = pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n)
        return signed.to_bytes(size, "big")


@pytest.mark.parametrize(
    "algorithm", [hashes.SHA256(), hashes.SHA384(), hashes.SHA512()], ids=lambda one: str(one.name)
)
def test_the_hash_is_made_here(algorithm: hashes.HashAlgorithm) -> None:
    key = rsa.generate_private_key(65_537, 2048)
    signature = TokenRsaKey(Plain(key), key.public_key()).sign(b"message", PKCS1v15(), algorithm)
    key.public_key().verify(signature, b"message", PKCS1v15(), algorithm)
