"""Certificates each of which the next one issued: a device's, its CA's, and so on up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certified:
    """A certificate, and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        """The certificate, DER."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> str:
        """The certificate, PEM."""
        return self.certificate.public_bytes(Encoding.PEM).decode()


def chain(*names: str) -> list[Certified]:
    """Return certificates of these common names, each issued by the next, the last by itself.

    All but the first are CAs'; one alone is no CA's, and its own issuer.
    """
    made: list[Certified] = []
    for at in reversed(range(len(names))):
        made.insert(0, _certified(names[at], made[0] if made else None, ca=at > 0))
    return made


def authority(name: str) -> Certified:
    """Return a root CA's."""
    return _certified(name, None, ca=True)


def _certified(name: str, above: Certified | None, *, ca: bool) -> Certified:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.certificate.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(above.key if above else key, hashes.SHA256())
    )
    return Certified(certificate, key)


def written(folder: Path, shown: list[Certified]) -> tuple[str, str]:
    """Write what a TLS client shows; return the paths of the chain and of the first one's key."""
    certificates, key = folder / "client.pem", folder / "client.key"
    certificates.write_text("".join(one.pem for one in shown))
    private = shown[0].key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key.write_bytes(private)
    return str(certificates), str(key)


def pem_of(text: str) -> bytes:
    """Return a certificate in PEM that is given so, or as DER in base64."""
    if text.startswith("-----"):
        return text.encode()
    return f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n".encode()
