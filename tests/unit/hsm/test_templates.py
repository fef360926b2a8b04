"""What a profile's template puts into certificates, and what a strict linter says to them."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from station.errors import StationError
from station.hsm.authority import (
    Authority,
    PrivateKey,
    audit_certificate,
    device_certificate,
    issuing_certificate,
    manifest_certificate,
    named,
    possession_certificate,
    root_certificate,
)
from station.model.certificate import NO_NAMES, CertificateNames, CertificateTemplate, checked_names
from station.model.profile_certificate import Purpose
from station.model.world import World
from tests.support.linting import findings

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
YEAR = CertificateTemplate(365)


def authorities(world: World = World.PRODUCTION) -> tuple[Authority, Authority]:
    """Return a root CA and an issuing CA."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    above = root_certificate(keys[0], named("Test Root CA", world), NOW)
    root = Authority(x509.load_der_x509_certificate(above), keys[0])
    name = named("Test Issuing CA", world)
    csr = x509.CertificateSigningRequestBuilder().subject_name(name).sign(keys[1], hashes.SHA256())
    below = issuing_certificate(root, csr.public_bytes(Encoding.DER), NOW)
    return root, Authority(x509.load_der_x509_certificate(below), keys[1])


ROOT, ISSUING = authorities()
EC: PrivateKey = ec.generate_private_key(ec.SECP256R1())
EC_384: PrivateKey = ec.generate_private_key(ec.SECP384R1())
RSA: PrivateKey = rsa.generate_private_key(65_537, 2048)
EVERYTHING = checked_names(
    {
        "country": "DE",
        "state": "Th\u00fcringen",
        "locality": "Jena",
        "organization": "Example M\u00fchle GmbH",
        "organizational_unit": "order-7",
        "serial_number": "PU-000042",
        "dns_name": "pu-000042.devices.example.com",
        "uri": "https://devices.example.com/PU-000042",
    }
)


def device(
    template: CertificateTemplate = YEAR,
    names: CertificateNames = NO_NAMES,
    key: PrivateKey = EC,
    issuer: Authority = ISSUING,
) -> bytes:
    return device_certificate(issuer, key.public_key(), "unit-0042", names, template, NOW)


def loaded(certificate: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate)


LEAVES = [
    pytest.param(device(), id="plain"),
    pytest.param(device(key=EC_384), id="p-384"),
    pytest.param(device(key=RSA), id="rsa"),
    pytest.param(device(CertificateTemplate(None)), id="without an end"),
    pytest.param(device(names=EVERYTHING), id="every name"),
    pytest.param(device(names=checked_names({"uri": "https://example.com/d?n=7"})), id="uri alone"),
    pytest.param(device(CertificateTemplate(9, ("keyAgreement",))), id="key agreement"),
    pytest.param(device(CertificateTemplate(9, ("keyEncipherment",)), key=RSA), id="encipherment"),
    pytest.param(
        device(CertificateTemplate(9, (), tuple(purpose.value for purpose in Purpose))),
        id="every purpose",
    ),
]


@pytest.mark.parametrize("certificate", LEAVES)
def test_a_strict_linter_finds_nothing_in_a_device_s_certificate(certificate: bytes) -> None:
    assert findings(certificate) == []


@pytest.mark.parametrize("world", World)
def test_nor_in_those_of_authorities(world: World) -> None:
    for authority in authorities(world):
        assert findings(authority.certificate.public_bytes(Encoding.DER)) == []


def test_nor_in_those_of_the_station_s_own_signers_and_proofs() -> None:
    public = EC.public_key()
    for make in (audit_certificate, manifest_certificate):
        assert findings(make(ISSUING, public, named("Test Role"), NOW)) == []
    code = "106A5SD242AF512B3498BD6098C4941E66R34H268DDB3288"
    for authority in (ROOT, ISSUING):
        assert findings(possession_certificate(authority, public, code, NOW)) == []


def test_the_linter_finds_what_is_wrong() -> None:
    builder = x509.CertificateBuilder().subject_name(named("x")).issuer_name(named("y"))
    builder = builder.public_key(EC.public_key()).serial_number(1)
    builder = builder.not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
    constraints = x509.BasicConstraints(ca=True, path_length=None)
    made = builder.add_extension(constraints, critical=False).sign(EC, hashes.SHA256())
    assert findings(made.public_bytes(Encoding.DER))


def test_a_urn_is_right_by_rfc_5280_though_the_linter_knows_addresses_alone() -> None:
    (finding,) = findings(device(names=checked_names({"uri": "urn:example:pu-42"})))
    assert "pkix.invalid_uri_syntax" in finding


def test_without_an_end_is_without_an_end_whatever_the_issuer_s() -> None:
    certificate = loaded(device(CertificateTemplate(None)))
    assert certificate.not_valid_after_utc == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert b"\x18\x0f99991231235959Z" in certificate.tbs_certificate_bytes
    assert certificate.not_valid_after_utc > ISSUING.certificate.not_valid_after_utc


def test_the_subject_goes_from_the_country_to_the_common_name() -> None:
    subject = loaded(device(names=EVERYTHING)).subject
    assert subject.rfc4514_string() == (
        "CN=unit-0042,2.5.4.5=PU-000042,OU=order-7,O=Example M\u00fchle GmbH,L=Jena,"
        "ST=Th\u00fcringen,C=DE"
    )


def test_alternative_names_are_those_asked_for() -> None:
    extensions = loaded(device(names=EVERYTHING)).extensions
    names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["pu-000042.devices.example.com"]
    assert names.get_values_for_type(x509.UniformResourceIdentifier) == [
        "https://devices.example.com/PU-000042"
    ]


def test_every_purpose_comes_after_that_of_a_client() -> None:
    template = CertificateTemplate(9, (), tuple(purpose.value for purpose in Purpose))
    extension = loaded(device(template)).extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    purposes = list(extension.value)
    assert purposes[0] == ExtendedKeyUsageOID.CLIENT_AUTH
    assert len(purposes) == 1 + len(Purpose)
    assert ExtendedKeyUsageOID.EMAIL_PROTECTION not in purposes


@pytest.mark.parametrize(("usage", "key"), [("keyAgreement", RSA), ("keyEncipherment", EC)])
def test_a_key_of_another_kind_than_the_template_s_gets_no_certificate(
    usage: str, key: PrivateKey
) -> None:
    with pytest.raises(StationError, match="HSM-011"):
        device(CertificateTemplate(9, (usage,)), key=key)
