"""Certificates as the service takes and shows them."""

import base64
import binascii

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import JsonValue

from station.practice.service.problems import bad_request, told


def parsed(text: str) -> x509.Certificate:
    """Return a certificate: PEM, or DER in base64.

    Raises:
        Refused: 400 for what is neither.
    """
    try:
        if "-----BEGIN CERTIFICATE-----" in text:
            return x509.load_pem_x509_certificate(text.encode())
        return x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error) as error:
        raise bad_request("Invalid certificate") from error


def der_of(certificate: x509.Certificate) -> bytes:
    """Return a certificate's DER."""
    return certificate.public_bytes(Encoding.DER)


def info_of(certificate: x509.Certificate) -> dict[str, JsonValue]:
    """Return what the service tells of a certificate, an X509CertificateInfo."""
    return {
        "subjectName": certificate.subject.rfc4514_string(),
        "sha1Thumbprint": certificate.fingerprint(hashes.SHA1()).hex().upper(),  # noqa: S303 - the interface's
        "sha256Thumbprint": thumbprint(certificate),
        "issuerName": certificate.issuer.rfc4514_string(),
        "notBeforeUtc": told(certificate.not_valid_before_utc),
        "notAfterUtc": told(certificate.not_valid_after_utc),
        "serialNumber": f"{certificate.serial_number:X}",
        "version": 3,
    }


def thumbprint(certificate: x509.Certificate) -> str:
    """Return a certificate's SHA-256, hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex().upper()
