"""Certificates for tests of links: an authority made for the occasion signs one."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID


def issued(key: CertificatePublicKeyTypes, name: str, padding: int = 0) -> tuple[bytes, bytes]:
    """Return a certificate for `key` in that name and its issuer's, DER.

    Args:
        key: the subject's.
        name: the subject's common name.
        padding: how many bytes longer than needed, as a chain of a real factory is.
    """
    own = ec.generate_private_key(ec.SECP256R1())
    return _signed(key, name, own, padding), _signed(own.public_key(), "Test CA", own, padding)


def _signed(
    key: CertificatePublicKeyTypes, name: str, issuer: ec.EllipticCurvePrivateKey, padding: int
) -> bytes:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named("Test CA"))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
    )
    if padding:
        extra = x509.UnrecognizedExtension(
            x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\0" * padding
        )
        builder = builder.add_extension(extra, critical=False)
    return builder.sign(issuer, hashes.SHA256()).public_bytes(Encoding.DER)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
