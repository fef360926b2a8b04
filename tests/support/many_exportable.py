"""A list as long as a factory's that can be exported: each certificate in its unit's own name.

`many` gives all its units one certificate. Here each gets its own, made of a real one by putting
another name of the same length into it and signing it anew, which takes 50 microseconds.
"""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.support.many import fill

NAME = "box-0000000"
# AlgorithmIdentifier of ecdsa-with-SHA256 (RFC 5758, 3.2), and a BIT STRING's count of unused bits.
_ALGORITHM = bytes.fromhex("300a06082a8648ce3d040302")
_WHOLE = b"\x00"


def fill_exportable(path: Path, rows: int) -> None:
    """Add `rows` enrollments, as `many.fill`, that an export takes as they are.

    None is revoked, and of each certificate the CA's signature was checked, as the line does it.

    Args:
        path: the database of a record, closed.
        rows: how many.
    """
    fill(path, rows)
    certify, issuer = _maker()
    packed = len(issuer).to_bytes(4, "big") + issuer
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.create_function("certified", 1, certify)
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute(
            "UPDATE chains SET certificates = ?, digest = ?",
            (packed, hashlib.sha256(packed).digest()),
        )
        connection.execute(
            "UPDATE enrollments SET certificate = certified(registration_id), issuer_checked = 1"
            " WHERE attestation = 'x509'"
        )
        connection.execute("UPDATE enrollments SET status = 'exported' WHERE status = 'revoked'")
        connection.execute(
            "UPDATE enrollments SET place = ranked.place FROM (SELECT id, row_number()"
            " OVER (PARTITION BY order_id ORDER BY id) AS place FROM enrollments) AS ranked"
            " WHERE ranked.id = enrollments.id"
        )
        connection.execute("COMMIT")


def _maker() -> tuple[Callable[[str], bytes], bytes]:
    """Return what makes a unit's certificate, and the CA's that it is by, DER."""
    key, unit = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = _builder("line CA", key).sign(key, SHA256())
    leaf = _builder(NAME, unit).sign(key, SHA256())
    body = leaf.tbs_certificate_bytes

    def certify(name: str) -> bytes:
        own = body.replace(NAME.encode(), name.encode())
        signature = _WHOLE + key.sign(own, ec.ECDSA(SHA256()))
        return _tagged(0x30, own + _ALGORITHM + _tagged(0x03, signature))

    return certify, ca.public_bytes(Encoding.DER)


def _builder(name: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return x509.CertificateBuilder(
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "line CA")]),
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(days=1),
        not_valid_after=now + timedelta(days=3650),
    )


def _tagged(tag: int, content: bytes) -> bytes:
    """Return content as DER has it behind a tag (X.690, 8.1.3)."""
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content
