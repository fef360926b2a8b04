"""The rival of the `hsm-` rows: the same by python-pkcs11 and `cryptography`, in this process.

Written as an engineer would write it for one good token: no worker, no coded errors, no turn to
wait for, no attempts to get a key out.
"""

import hmac
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final
from unittest.mock import patch

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.types import Object, Session, SignMixin

from station.hsm.signing import TokenEcKey
from station.hsm.tokens import TokenAddress

_TEMPLATE: Final = {
    Attribute.CLASS: ObjectClass.SECRET_KEY,
    Attribute.KEY_TYPE: KeyType.GENERIC_SECRET,
    Attribute.TOKEN: True,
    Attribute.PRIVATE: True,
    Attribute.SENSITIVE: True,
    Attribute.EXTRACTABLE: False,
    Attribute.SIGN: True,
    Attribute.VERIFY: False,
    Attribute.ENCRYPT: False,
    Attribute.DECRYPT: False,
    Attribute.WRAP: False,
    Attribute.UNWRAP: False,
    Attribute.DERIVE: False,
}
_READ_BACK: Final = [*_TEMPLATE][2:]
_USAGE: Final = x509.KeyUsage(
    digital_signature=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


@contextmanager
def session_at(address: TokenAddress, pin: str) -> Iterator[Session]:
    """Yield a token's session in this process, logged in; one at a time, as libraries want it."""
    with patch.dict(os.environ, address.module.environment):
        library = pkcs11.lib(address.module.library)
    try:
        with library.get_token(token_label=address.label).open(rw=True, user_pin=pin) as session:
            yield session
    finally:
        pkcs11.unload(address.module.library)


class StraightCa:
    """Issues devices' certificates.

    Args:
        session: the token's.
        certificate: the issuing CA's, DER, whose key has its label.
        label: the key's.
    """

    def __init__(self, session: Session, certificate: bytes, label: str) -> None:
        self._certificate = x509.load_der_x509_certificate(certificate)
        key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=label)
        public = self._certificate.public_key()
        if not isinstance(key, SignMixin) or not isinstance(public, ec.EllipticCurvePublicKey):
            raise TypeError("no EC key")
        self._key = TokenEcKey(key, public)

    def issue(self, requests: Sequence[tuple[bytes, str]]) -> list[bytes]:
        """Issue a certificate for each request (PKCS#10, DER) in that name, which it must ask for.

        DER.
        """
        now = datetime.now(UTC)
        return [self._issued(csr, name, now) for csr, name in requests]

    def _issued(self, csr: bytes, name: str, now: datetime) -> bytes:
        request = x509.load_der_x509_csr(csr)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        if not request.is_signature_valid or request.subject != subject:
            raise RuntimeError("a bad request")
        public, issuer = request.public_key(), self._certificate
        above = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject)
            .public_key(public)
            .serial_number(1 << 158 | secrets.randbits(158))
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_USAGE, critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(above),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
            .public_bytes(Encoding.DER)
        )


def secret_key(session: Session, label: str) -> Object:
    """Return the secret key of that label."""
    return session.get_key(object_class=ObjectClass.SECRET_KEY, label=label)


def derive(key: Object, names: Sequence[bytes]) -> list[bytes]:
    """Return HMAC-SHA256 of each name."""
    if not isinstance(key, SignMixin):
        raise TypeError("no HMAC key")
    return [key.sign(name, mechanism=Mechanism.SHA256_HMAC) for name in names]


def inject(session: Session, keys: Sequence[tuple[str, bytes, bytes]]) -> None:
    """Create an HMAC key of each label, CKA_ID and value, read it back and try it."""
    for key in keys:
        _inject(session, *key)


def _inject(session: Session, label: str, key_id: bytes, value: bytes) -> None:
    names = {Attribute.LABEL: label, Attribute.ID: key_id, Attribute.VALUE: value}
    key = session.create_object({**_TEMPLATE, **names})
    told = key.get_attributes(_READ_BACK)
    if any(told[name] is not _TEMPLATE[name] for name in _READ_BACK):
        raise RuntimeError("another attribute")
    message = os.urandom(32)
    if derive(key, [message]) != [hmac.digest(value, message, "sha256")]:
        raise RuntimeError("another key")
