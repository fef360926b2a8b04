"""Certificates as the service takes and shows them."""

import base64

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
            certificate = x509.load_pem_x509_certificate(text.encode())
        else:
            der = base64.b64decode("".join(text.split()), validate=True)
            certificate = x509.load_der_x509_certificate(der)
        check_form(certificate)
        info_of(certificate)  # which reads what is read late otherwise, when it is to be shown
    except ValueError as error:
        raise bad_request("Invalid certificate") from error
    return certificate


def check_form(certificate: x509.Certificate) -> None:
    """Check what `cryptography` takes though nobody's certificate has it.

    A number that isn't positive (RFC 5280, 4.1.2.2), and a signature that ends within an octet:
    OpenSSL, too, takes no such one, and all else that is altered in one its signature shows.

    Raises:
        ValueError: either.
    """
    left = der_of(certificate)[-len(certificate.signature) - 1]
    if left or certificate.serial_number <= 0:
        raise ValueError


def der_of(certificate: x509.Certificate) -> bytes:
    """Return a certificate's DER."""
    return certificate.public_bytes(Encoding.DER)


def info_of(certificate: x509.Certificate) -> dict[str, JsonValue]:
    """Return what the service tells of a certificate, an X509CertificateInfo."""
    serial = certificate.serial_number  # told as its DER has it, a first zero included
    return {
        "subjectName": certificate.subject.rfc4514_string(),
        "sha1Thumbprint": certificate.fingerprint(hashes.SHA1()).hex().upper(),  # noqa: S303 - the interface's
        "sha256Thumbprint": thumbprint(certificate),
        "issuerName": certificate.issuer.rfc4514_string(),
        "notBeforeUtc": told(certificate.not_valid_before_utc),
        "notAfterUtc": told(certificate.not_valid_after_utc),
        "serialNumber": serial.to_bytes(serial.bit_length() // 8 + 1, "big").hex().upper(),
        "version": certificate.version.value + 1,
    }


def thumbprint(certificate: x509.Certificate) -> str:
    """Return a certificate's SHA-256, hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex().upper()
