"""Recovery keys and certificates, as a factory's owner makes them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from station.operations.backup_recipient import RecoveryKey


@dataclass(frozen=True)
class Recovery:
    """A recovery key and its certificate, as files.

    Attributes:
        key: the private key.
        key_file: it in PEM, PKCS#8.
        certificate_file: the certificate, PEM.
    """

    key: RecoveryKey
    key_file: Path
    certificate_file: Path


def new_key(kind: str) -> RecoveryKey:
    """Return a new key: `rsa`, `rsa-1024`, or the name of a curve."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[4:] or 2048))
    curves = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1()}
    return ec.generate_private_key(curves[kind])


def recovery(
    folder: Path,
    kind: str = "p256",
    *,
    name: str = "recovery",
    passphrase: bytes | None = None,
    days: int = 365,
) -> Recovery:
    """Make a recovery key and its certificate in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    key = new_key(kind)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    end = datetime.now(UTC) + timedelta(days=days)
    certificate = x509.CertificateBuilder(
        issuer_name=subject,
        subject_name=subject,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=end - timedelta(days=3_650),
        not_valid_after=end,
    ).sign(key, SHA256())
    made = Recovery(key, folder / f"{name}.key", folder / f"{name}.pem")
    sealed = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    made.key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed))
    made.certificate_file.write_bytes(certificate.public_bytes(Encoding.PEM))
    return made
