"""A certificate read for the checks of endorsement certificates and of those above them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_public_key

from station.model.der import Outline, outline
from station.model.names import shown

_GOOD_HASHES: Final = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
_LEAST_RSA_BITS: Final = 2048
_LEAST_CURVE_BITS: Final = 256
# Critical extensions whose meaning is either checked here or takes nothing away: the alternative
# name says which model of TPM it is, and is critical because the subject is empty.
_KNOWN_CRITICAL: Final = frozenset(
    {
        x509.BasicConstraints.oid,
        x509.KeyUsage.oid,
        x509.ExtendedKeyUsage.oid,
        x509.SubjectAlternativeName.oid,
        x509.CertificatePolicies.oid,
    }
)


@dataclass(frozen=True)
class Paper:
    """A certificate with all that the checks need read out of it: the library reads lazily.

    Attributes:
        der: as it came.
        signed: the part of it that its signature covers.
        certificate: read from `der`, or from a copy in which its form was put right.
        mistakes: what was put right in that copy, in words.
    """

    der: bytes
    signed: bytes
    certificate: x509.Certificate
    mistakes: tuple[str, ...]
    key: CertificatePublicKeyTypes
    subject: x509.Name
    issuer: x509.Name
    valid_from: datetime
    valid_until: datetime
    basic: x509.BasicConstraints | None
    usage: x509.KeyUsage | None
    purposes: x509.ExtendedKeyUsage | None
    unknown: tuple[str, ...]

    @classmethod
    def parse(cls, der: bytes) -> Self:
        """Parse DER, or raise ValueError with a text that may be shown."""
        try:
            parts = outline(der)
            return cls._read(x509.load_der_x509_certificate(parts.mended), der, parts)
        except Exception as error:
            # Bytes chosen by an attacker make the library raise far more than it says it does.
            raise ValueError(f"{len(der)} bytes: {shown(str(error), 120)}") from error

    @classmethod
    def _read(cls, certificate: x509.Certificate, der: bytes, parts: Outline) -> Self:
        basic = usage = purposes = None
        unknown = []
        for extension in certificate.extensions:
            value = extension.value
            if isinstance(value, x509.BasicConstraints):
                basic = value
            elif isinstance(value, x509.KeyUsage):
                usage = value
            elif isinstance(value, x509.ExtendedKeyUsage):
                purposes = value
            if extension.critical and extension.oid not in _KNOWN_CRITICAL:
                unknown.append(extension.oid.dotted_string)
        return cls(
            der,
            parts.signed,
            certificate,
            parts.mistakes,
            certificate.public_key(),
            certificate.subject,
            certificate.issuer,
            certificate.not_valid_before_utc,
            certificate.not_valid_after_utc,
            basic,
            usage,
            purposes,
            tuple(unknown),
        )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal."""
        return hashlib.sha256(self.der).hexdigest()

    @property
    def may_issue(self) -> bool:
        """Whether it says that its key may sign certificates."""
        return (self.basic is not None and self.basic.ca) or (
            self.usage is not None and self.usage.key_cert_sign
        )

    @property
    def strong(self) -> bool:
        """Whether its key is of a kind and size that may be trusted with signing."""
        if isinstance(self.key, rsa.RSAPublicKey):
            return self.key.key_size >= _LEAST_RSA_BITS
        return (
            isinstance(self.key, ec.EllipticCurvePublicKey)
            and self.key.key_size >= _LEAST_CURVE_BITS
        )

    def may_stand_above(self, below: int, now: datetime) -> bool:
        """Whether it may issue, with `below` authorities under it, as RFC 5280, 6.1.4 has it."""
        if self.unknown or self.basic is None or not self.basic.ca or not self.strong:
            return False
        if self.usage is not None and not self.usage.key_cert_sign:
            return False
        if self.basic.path_length is not None and self.basic.path_length < below:
            return False
        return self.valid_from <= now <= self.valid_until

    def issued(self, other: "Paper") -> bool:
        """Whether it bears the name of `other`'s issuer and its key signed it, with a good hash."""
        return self.subject == other.issuer and _signs(self, other)


@lru_cache(maxsize=512)
def known_paper(der: bytes) -> Paper:
    """Parse a certificate of the trust store, which is the same for every unit; ValueError."""
    return Paper.parse(der)


def key_in(der: bytes) -> CertificatePublicKeyTypes | None:
    """Return the key in what looks like a certificate but can't be read whole, or None."""
    try:
        key = load_der_public_key(outline(der).key)
    except Exception:  # noqa: BLE001 - as in Paper.parse
        return None
    return key if isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) else None


def _signs(issuer: Paper, issued: Paper) -> bool:
    certificate = issued.certificate
    try:
        algorithm = certificate.signature_hash_algorithm
        parameters = certificate.signature_algorithm_parameters
        if not isinstance(algorithm, _GOOD_HASHES):
            return False
        if isinstance(issuer.key, rsa.RSAPublicKey):
            if not isinstance(parameters, padding.PKCS1v15 | padding.PSS):
                return False
            issuer.key.verify(certificate.signature, issued.signed, parameters, algorithm)
        elif isinstance(issuer.key, ec.EllipticCurvePublicKey):
            if not isinstance(parameters, ec.ECDSA):
                return False
            issuer.key.verify(certificate.signature, issued.signed, parameters)
        else:
            return False
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
