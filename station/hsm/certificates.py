"""Certificates as objects on a token: beside their key, with its CKA_ID, and read back."""

from contextlib import suppress
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pkcs11 import Attribute, CertificateType, ObjectClass, PKCS11Error
from pkcs11.types import Object

from station.errors import StationError
from station.hsm.certification import UNREADABLE
from station.hsm.keys import spki
from station.hsm.replies import (
    Blob,
    Done,
    Held,
)
from station.hsm.requests_unit import (
    FindObjects,
    ReadCertificate,
    WriteCertificates,
)
from station.hsm.session import TokenSession
from station.hsm.signing import public_key_of

_DER_INTEGER: Final = 0x02


def write_certificates(token: TokenSession, request: WriteCertificates) -> Done:
    """Write a certificate with its key's CKA_ID, then its chain, each with its own key's hash.

    One that is there already, byte for byte, stays: a write that was broken off can be repeated.

    Raises:
        StationError: HSM-012 where the certificate isn't for that key, or reads back differently;
            HSM-017 where another certificate has the CKA_ID, HSM-008.
    """
    certificate = _loaded(request.certificate)
    public = public_key_of(token.only(ObjectClass.PUBLIC_KEY, request.key_id))
    if spki_of(certificate) != spki(public):
        raise StationError("HSM-012", "the certificate is not for the key on the token")
    write_certificate(token, certificate, request.key_id, request.label)
    for number, issuer in enumerate(request.chain, 1):
        above = _loaded(issuer)
        key_id = x509.SubjectKeyIdentifier.from_public_key(above.public_key()).digest
        write_certificate(token, above, key_id, f"{request.label} issuer {number}")
    return Done()


def _loaded(certificate: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(certificate)
    except UNREADABLE as error:
        raise StationError("HSM-012", "what was to be written is no certificate") from error


def spki_of(certificate: x509.Certificate) -> bytes:
    """Return the SubjectPublicKeyInfo of a certificate's key, DER."""
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def write_certificate(
    token: TokenSession, certificate: x509.Certificate, key_id: bytes, label: str
) -> None:
    """Write one certificate and read it back.

    Raises:
        StationError: HSM-017 where another one has the CKA_ID, HSM-012, HSM-008.
    """
    value = certificate.public_bytes(Encoding.DER)
    there = token.objects(ObjectClass.CERTIFICATE, key_id)
    if not there:
        token.session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.PRIVATE: False,
                Attribute.LABEL: label,
                Attribute.ID: key_id,
                Attribute.SUBJECT: certificate.subject.public_bytes(),
                Attribute.ISSUER: certificate.issuer.public_bytes(),
                Attribute.SERIAL_NUMBER: der_integer(certificate.serial_number),
                Attribute.VALUE: value,
            }
        )
    elif any(one[Attribute.VALUE] != value for one in there):
        raise StationError("HSM-017", "another certificate has the key's ID")
    if certificate_on(token, key_id) != value:
        raise StationError("HSM-012", "a certificate")


def der_integer(number: int) -> bytes:
    """Return a number as DER's INTEGER."""
    value = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return bytes((_DER_INTEGER, len(value))) + value


def certificate_on(token: TokenSession, key_id: bytes) -> bytes:
    """Return the certificate with that CKA_ID, DER.

    Raises:
        StationError: HSM-008 where there is none or more than one.
    """
    value: bytes = token.only(ObjectClass.CERTIFICATE, key_id)[Attribute.VALUE]
    return value


def read_certificate(token: TokenSession, request: ReadCertificate) -> Blob:
    """Return the certificate beside a key, DER."""
    return Blob(certificate_on(token, request.key_id))


def find_objects(token: TokenSession, request: FindObjects) -> Held:
    """Return what has the CKA_ID, of keys and certificates; none of them is no error.

    Raises:
        StationError: HSM-005.
    """
    private, secret, public, certificates = (
        token.objects(kind, request.key_id)
        for kind in (
            ObjectClass.PRIVATE_KEY,
            ObjectClass.SECRET_KEY,
            ObjectClass.PUBLIC_KEY,
            ObjectClass.CERTIFICATE,
        )
    )
    held = Held(
        len(private),
        len(secret),
        tuple(_readable(key) for key in public),
        tuple(one[Attribute.VALUE] for one in certificates),
    )
    if held.nothing:
        token.demand_presence()  # a token that is gone has nothing either
    return held


def _readable(key: Object) -> bytes:
    """Return a public key's SubjectPublicKeyInfo; empty where the power went as it was written."""
    with suppress(StationError, PKCS11Error):
        return spki(public_key_of(key))
    return b""
