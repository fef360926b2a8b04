"""An enrollment in plain words: whatever a device's certificate holds, it is shown and harmless."""

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from station.model.attestation import (
    Attestation,
    EkTrust,
    EndorsementKey,
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity
from station.model.names import DeviceId, IdScope, RegistrationId
from station.operations.details import Section, describe, endorsement_text

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
L1 = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "00060080004300100800000000000100"
)
PUBLIC = L1 + b"\xc3" + bytes(254) + b"\x01"


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate(
    *extensions: x509.ExtensionType,
    name: str = "box-7",
    key: CertificateIssuerPrivateKeyTypes | None = None,
) -> bytes:
    own = key or ec.derive_private_key(7, ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a CA")]),
        subject_name=subject,
        public_key=own.public_key(),
        serial_number=0xABC,
        not_valid_before=NOW,
        not_valid_after=NOW + timedelta(days=365),
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    edwards = isinstance(own, ed25519.Ed25519PrivateKey)
    return builder.sign(own, None if edwards else SHA256()).public_bytes(Encoding.DER)


def enrollment(attestation: Attestation) -> Enrollment:
    return Enrollment(
        identity=Identity(RegistrationId("box-7"), attestation, KeyOrigin.IN_TPM, b"\xab" * 32),
        device_id=None,
        id_scope=IdScope("0ne00A1B2C3"),
        serial="MU-7",
        order="o1",
        run="01R",
        status=EnrollmentStatus.READY,
        enrolled=NOW,
        proof="proved",
    )


def tpm(public: bytes = PUBLIC, der: bytes | None = None, *chain: bytes) -> Enrollment:
    return enrollment(TpmAttestation(EndorsementKey(public, der, chain, EkTrust.TRUSTED), PUBLIC))


def fields(sections: tuple[Section, ...], title: str) -> dict[str, str]:
    section = next(section for section in sections if section.title == title)
    return {field.name: field.value for field in section.fields}


def test_what_is_on_record_is_said_in_plain_words() -> None:
    unit = replace(tpm(), device_id=DeviceId("dev-7"))
    said = fields(describe(unit), "Enrollment")
    assert said["Registration ID"] == "box-7"
    assert said["Device ID"] == "dev-7"
    assert said["Status"] == "ready, not exported yet"
    assert datetime.strptime(said["Enrolled"], "%Y-%m-%d %H:%M:%S %z") == NOW
    assert fields(describe(unit), "Identity")["Key made"] == "in the TPM"
    assert fields(describe(tpm()), "Enrollment")["Device ID"] == "box-7"


def test_an_endorsement_key_is_decoded_and_given_as_the_service_takes_it() -> None:
    said = fields(describe(tpm()), "Endorsement key")
    assert said["Algorithm"] == "RSA"
    assert said["Size"] == "2,048 bits"
    assert said["Name algorithm"] == "SHA-256"
    assert said["SHA-256 of the modulus"] == hashlib.sha256(PUBLIC[-256:]).hexdigest()
    assert said["SHA-256 of the public area"] == hashlib.sha256(PUBLIC[2:]).hexdigest()
    assert base64.b64decode(said["For the service, base64"]) == PUBLIC
    assert endorsement_text(tpm()) == said["For the service, base64"]


def test_a_certificate_is_decoded_with_its_chain() -> None:
    usage = x509.ExtendedKeyUsage(
        [ExtendedKeyUsageOID.CLIENT_AUTH, x509.ObjectIdentifier("2.23.133.8.1")]
    )
    names = x509.SubjectAlternativeName(
        [
            x509.DNSName("box-7.example"),
            x509.RegisteredID(x509.ObjectIdentifier("1.2.3")),
            x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TPM model")])),
            x509.OtherName(x509.ObjectIdentifier("1.2.4"), b"\x04\x01a"),
        ]
    )
    authority = x509.BasicConstraints(ca=True, path_length=None)
    leaf, above = certificate(usage, names), certificate(authority, name="a CA", key=rsa_key())
    sections = describe(enrollment(X509Attestation(leaf, (above,))))
    said = fields(sections, "Certificate")
    assert said == {
        "Subject": "CN=box-7",
        "Issuer": "CN=a CA",
        "Serial number": "0abc",
        "Valid from": "2026-11-24 06:00:00 UTC",
        "Valid until": "2027-11-24 06:00:00 UTC",
        "Key": "elliptic curve, secp256r1",
        "May issue certificates": "no",
        "Purposes": "client authentication, endorsement key of a TPM",
        "Alternative names": "box-7.example, 1.2.3, CN=TPM model, 040161",
        "SHA-256 fingerprint": hashlib.sha256(leaf).hexdigest(),
    }
    chain = fields(sections, "Chain, 1 of 1")
    assert chain["Key"] == "RSA, 2,048 bits"
    assert chain["May issue certificates"] == "yes"
    assert endorsement_text(enrollment(X509Attestation(leaf, ()))) is None


def test_a_key_of_another_kind_is_named() -> None:
    der = certificate(key=ed25519.Ed25519PrivateKey.generate())
    sections = describe(enrollment(X509Attestation(der, ())))
    assert fields(sections, "Certificate")["Key"] == "Ed25519"


def test_a_unit_with_a_derived_key_says_its_group() -> None:
    unit = enrollment(SymmetricKeyAttestation("o1"))
    assert fields(describe(unit), "Enrollment group")["Group"] == "o1"
    assert endorsement_text(unit) is None


@pytest.mark.parametrize("name", ["<b>bold</b>\n", "\u202egnp.exe", "x" * 64, "\x1b[31m"])
def test_a_certificates_text_cannot_deceive(name: str) -> None:
    sections = describe(enrollment(X509Attestation(certificate(name=name), ())))
    assert fields(sections, "Certificate")["Subject"].startswith("CN=")
    check_harmless(sections)


def test_bytes_that_are_no_certificate_are_said_to_be_none_and_keep_their_fingerprint() -> None:
    said = fields(describe(tpm(PUBLIC, b"junk")), "Endorsement certificate")
    assert said["Certificate"].startswith("can't be read: ")
    assert said["SHA-256 fingerprint"] == hashlib.sha256(b"junk").hexdigest()


def check_harmless(sections: tuple[Section, ...]) -> None:
    for section in sections:
        for field in section.fields:
            assert (field.value.isascii() and field.value.isprintable()) or not field.value
            assert len(field.value) <= 2_000


@given(st.binary(max_size=600))
def test_any_bytes_for_a_certificate_are_borne(der: bytes) -> None:
    check_harmless(describe(tpm(PUBLIC, der, der)))


@cache
def victim() -> bytes:
    names = x509.SubjectAlternativeName([x509.DNSName("a.example"), x509.RFC822Name("a@b.c")])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
    return certificate(names, usage, x509.BasicConstraints(ca=False, path_length=None))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_certificate_with_some_bytes_changed_is_borne(changes: list[tuple[int, int]]) -> None:
    der = bytearray(victim())
    for place, value in changes:
        der[place % len(der)] = value
    check_harmless(describe(enrollment(X509Attestation(bytes(der), ()))))


@given(st.binary(max_size=400))
def test_any_bytes_for_an_endorsement_key_are_borne(public: bytes) -> None:
    check_harmless(describe(tpm(public)))
