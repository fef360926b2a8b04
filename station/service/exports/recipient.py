"""Who opens what an export holds encrypted: the owner of the service, by a certificate."""

from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from station.errors import StationError
from station.service.exports.checked import read_certificates

_LEAST_BITS: Final = 2048


@dataclass(frozen=True)
class Recipient:
    """Who opens what is encrypted.

    Attributes:
        certificate: theirs, of an RSA key.
    """

    certificate: x509.Certificate

    @classmethod
    def parse(cls, data: bytes) -> "Recipient":
        """Return the recipient whose certificate is in `data`, PEM or DER; SVC-079.

        Its dates, its name and who issued it say nothing here: whoever gives it answers for it.
        """
        found = read_certificates(data)
        if len(found) != 1:
            raise StationError("SVC-079", why="the file doesn't hold one certificate")
        key = found[0].public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise StationError("SVC-079", why="its key isn't an RSA key")
        if key.key_size < _LEAST_BITS:
            raise StationError("SVC-079", why=f"its key has {key.key_size} bits")
        return cls(found[0])

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate (DER), hexadecimal."""
        return self.certificate.fingerprint(SHA256()).hex()

    def enveloped(self, content: bytes) -> bytes:
        """Return a CMS EnvelopedData of some content, DER."""
        builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content).add_recipient(self.certificate)
        builder = builder.set_content_encryption_algorithm(algorithms.AES256)
        return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
