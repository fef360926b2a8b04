"""The practice service's private CA, and the certificate that the service shows."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_ORGANISATION: Final = "PRACTICE - not for production"
_VALID: Final = timedelta(days=825)
_SKEW: Final = timedelta(days=1)
_COMMON_NAME: Final = 64  # X.520's limit; clients look at the alternative names alone


@dataclass(frozen=True)
class ServerFiles:
    """What a server needs, and who connects to it.

    Attributes:
        ca: the CA's certificate, PEM.
        chain: the server's, PEM.
        key: its key, PEM, for its owner alone.
    """

    ca: Path
    chain: Path
    key: Path


def server_files(folder: Path, names: Sequence[str]) -> ServerFiles:
    """Return a server's files; made where they aren't there or are for other names.

    The CA signs once, and its key is kept nowhere.

    Args:
        folder: where they are.
        names: host names and addresses that clients connect to.
    """
    files = ServerFiles(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    if not _good(files, names):
        _make(files, names)
    return files


def _good(files: ServerFiles, names: Sequence[str]) -> bool:
    """Return whether the files are whole, belong together, are for the names, and last a while."""
    try:
        ca = x509.load_pem_x509_certificate(files.ca.read_bytes())
        own = x509.load_pem_x509_certificate(files.chain.read_bytes())
        key = load_pem_private_key(files.key.read_bytes(), None)
        own.verify_directly_issued_by(ca)
        said = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False  # not there, or cut off while they were made
    fresh = own.not_valid_after_utc > datetime.now(UTC) + _SKEW
    matching = key.public_key() == own.public_key()
    return fresh and matching and list(said) == [_general(name) for name in names]


def _make(files: ServerFiles, names: Sequence[str]) -> None:
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name, name = _name("practice service CA"), _name(names[0][:_COMMON_NAME])
    now = datetime.now(UTC)
    ca = (
        _begun(ca_name, ca_name, ca_key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(ca_key, hashes.SHA256())
    )
    server = (
        _begun(name, ca_name, key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.SubjectAlternativeName([_general(name) for name in names]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
        )
        .sign(ca_key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(files.key, private)
    files.chain.write_bytes(server.public_bytes(Encoding.PEM) + ca.public_bytes(Encoding.PEM))
    files.ca.write_bytes(ca.public_bytes(Encoding.PEM))


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, at any moment."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
