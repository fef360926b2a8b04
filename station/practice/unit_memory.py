"""What a practice unit keeps in its flash: keys that it made itself, and certificates."""

import shutil
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# Of station-proof-v1, which a unit's proof function looks for since it signs nothing else.
PROOF: Final = b"\x00\x10station-proof-v1"
_CURVES: Final = {"ec-p256": ec.SECP256R1, "ec-p384": ec.SECP384R1}
_BITS: Final = {"rsa-2048": 2048, "rsa-3072": 3072}


class UnitMemory:
    """A folder that is a unit's flash. Each place in it has a name of letters, digits and dashes.

    Args:
        folder: absolute; made where it isn't there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def has(self, place: str) -> bool:
        """Return whether something stands there."""
        return (self._folder / place).is_file()

    def read(self, place: str) -> bytes:
        """Return what stands there, empty where nothing does."""
        return (self._folder / place).read_bytes() if self.has(place) else b""

    def write(self, place: str, data: bytes) -> None:
        """Put something there, whatever stood there."""
        draft = self._folder / f"{place}.draft"
        draft.write_bytes(data)
        draft.chmod(0o600)
        draft.replace(self._folder / place)

    def delete(self, place: str) -> bool:
        """Take away what stands there, and return whether something did."""
        there = self.has(place)
        (self._folder / place).unlink(missing_ok=True)
        return there

    def forget(self) -> None:
        """Take everything away."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def make_key(self, place: str, kind: str) -> None:
        """Make a key and keep it.

        Raises:
            ValueError: for a kind that it doesn't know.
        """
        key: PrivateKey
        if kind in _CURVES:
            key = ec.generate_private_key(_CURVES[kind]())
        elif kind in _BITS:
            key = rsa.generate_private_key(65_537, _BITS[kind])
        else:
            raise ValueError(f"no kind of key: {kind}")
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.write(place, pem)

    def request(self, place: str, common_name: str) -> x509.CertificateSigningRequest:
        """Return a certificate request by the key that is kept there.

        Raises:
            ValueError: where none is, or the name is no name.
        """
        key = self._key(place)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
        builder = x509.CertificateSigningRequestBuilder().subject_name(name)
        return builder.sign(key, _hash_for(key))

    def sign(self, place: str, message: bytes) -> bytes:
        """Return a signature by the key that is kept there: ECDSA in DER, or PKCS#1 v1.5.

        Raises:
            ValueError: where none is.
        """
        key = self._key(place)
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(message, padding.PKCS1v15(), _hash_for(key))
        return key.sign(message, ec.ECDSA(_hash_for(key)))

    def _key(self, place: str) -> PrivateKey:
        key = load_pem_private_key(self.read(place), None)
        if isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            return key
        raise ValueError("a key of another kind")


def _hash_for(key: PrivateKey) -> hashes.SHA256 | hashes.SHA384:
    long = isinstance(key, ec.EllipticCurvePrivateKey) and key.key_size > 256
    return hashes.SHA384() if long else hashes.SHA256()
