"""What the service tells of a certificate, against what openssl tells of it."""

import base64
import subprocess
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from station.practice.service.certificate_info import der_of, info_of, parsed, thumbprint
from station.practice.service.problems import Refused
from tests.support.certified import chain


def certificate(serial: int) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Press, Ltd"),
            x509.NameAttribute(NameOID.COMMON_NAME, "sn-1"),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 2, 3, 4, 5, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )


def openssl(der: bytes, *asked: str) -> str:
    done = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-noout", *asked],
        input=der,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip().partition("=")[2]


def test_it_is_what_openssl_tells() -> None:
    one = certificate(0x1234)
    der, info = der_of(one), info_of(one)
    for field, digest in (("sha1Thumbprint", "-sha1"), ("sha256Thumbprint", "-sha256")):
        assert info[field] == openssl(der, "-fingerprint", digest).replace(":", "")
    assert info["subjectName"] == openssl(der, "-subject", "-nameopt", "RFC2253")
    assert info["subjectName"] == info["issuerName"] == r"CN=sn-1,O=Press\, Ltd"
    assert info["notBeforeUtc"] == "2026-01-02T03:04:05.000000Z"
    assert info["notAfterUtc"] == "2036-01-02T03:04:05.000000Z"
    assert info["version"] == 3
    assert info["sha256Thumbprint"] == thumbprint(one)


@pytest.mark.parametrize(
    ("serial", "told"), [(1, "01"), (0x7F, "7F"), (0x80, "0080"), (0x1234, "1234"), (0xABC, "0ABC")]
)
def test_a_serial_number_is_told_in_whole_bytes(serial: int, told: str) -> None:
    assert info_of(certificate(serial))["serialNumber"] == told


def test_either_form_gives_the_same() -> None:
    (one,) = chain("sn-1")
    assert parsed(one.pem) == parsed(base64.b64encode(one.der).decode()) == one.certificate


@pytest.mark.parametrize("text", ["", "x", "é", "AAAA", "-----BEGIN CERTIFICATE-----", "\ud800"])
def test_what_is_no_certificate_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parsed(text)
    assert (caught.value.status, caught.value.message) == (400, "Invalid certificate")
