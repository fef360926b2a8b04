"""Certificates for tests of links: an authority made for the occasion signs one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
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
    builder = _begun(name, key)
    if padding:
        extra = x509.UnrecognizedExtension(
            x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\0" * padding
        )
        builder = builder.add_extension(extra, critical=False)
    return builder.sign(issuer, hashes.SHA256()).public_bytes(Encoding.DER)


def _begun(name: str, key: CertificatePublicKeyTypes) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named("Test CA"))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@dataclass(frozen=True)
class ServerFiles:
    """What a server on this machine needs to speak TLS, and what its clients trust; PEM files."""

    authority: Path
    certificate: Path
    key: Path


def server_files(folder: Path, host: str = "127.0.0.1") -> ServerFiles:
    """Make an authority in `folder`, and a certificate by it for a server at an IP address."""
    own, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(own.public_key())
    files = ServerFiles(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    ca = _begun("Test CA", own.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    server = _begun("server", key.public_key()).add_extension(names, critical=False)
    server = server.add_extension(above, critical=False)
    for path, builder in ((files.authority, ca), (files.certificate, server)):
        path.write_bytes(builder.sign(own, hashes.SHA256()).public_bytes(Encoding.PEM))
    files.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files
