"""What the factory's certificates say, and for how long they are good."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.hsm.authority import (
    Authority,
    audit_certificate,
    check_issuer,
    device_certificate,
    issuing_certificate,
    manifest_certificate,
    named,
    root_certificate,
    verify_signature,
    world_of,
)
from station.model.certificate import NO_NAMES, CertificateTemplate
from station.model.world import (
    World,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def loaded(certificate: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate)


def request(key: ec.EllipticCurvePrivateKey, name: x509.Name) -> bytes:
    csr = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    return csr.public_bytes(Encoding.DER)


def root(world: World = World.PRODUCTION) -> Authority:
    key = new_key()
    return Authority(loaded(root_certificate(key, named("Test Root CA", world), NOW)), key)


def issuing(above: Authority, world: World = World.PRODUCTION) -> Authority:
    key = new_key()
    csr = request(key, named("Test Issuing CA", world))
    return Authority(loaded(issuing_certificate(above, csr, NOW)), key)


ROOT = root()
ISSUING = issuing(ROOT)
DEVICE = new_key()


def device(days: int = 365, now: datetime = NOW) -> x509.Certificate:
    return loaded(
        device_certificate(
            ISSUING, DEVICE.public_key(), "unit-0042", NO_NAMES, CertificateTemplate(days), now
        )
    )


def test_a_device_certificate_names_the_device_and_nothing_else() -> None:
    names = list(device().subject)
    assert [(name.oid, name.value) for name in names] == [(NameOID.COMMON_NAME, "unit-0042")]
    with pytest.raises(x509.ExtensionNotFound):
        device().extensions.get_extension_for_class(x509.SubjectAlternativeName)


def test_a_device_certificate_is_for_a_client_that_signs() -> None:
    extensions = device().extensions
    constraints = extensions.get_extension_for_class(x509.BasicConstraints)
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert constraints.critical
    assert not constraints.value.ca
    assert usage.critical
    assert usage.value.digital_signature
    assert not usage.value.key_cert_sign
    assert list(purposes) == [ExtendedKeyUsageOID.CLIENT_AUTH]


def test_certificates_hang_together_by_their_key_identifiers() -> None:
    for below, above in ((device(), ISSUING.certificate), (ISSUING.certificate, ROOT.certificate)):
        upper = above.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        lower = below.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        assert lower.key_identifier == upper.digest
        below.verify_directly_issued_by(above)


@pytest.mark.parametrize(("authority", "length"), [(ROOT, 1), (ISSUING, 0)])
def test_authorities_sign_certificates_and_no_deeper_than_planned(
    authority: Authority, length: int
) -> None:
    extensions = authority.certificate.extensions
    constraints = extensions.get_extension_for_class(x509.BasicConstraints)
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    assert constraints.critical
    assert (constraints.value.ca, constraints.value.path_length) == (True, length)
    assert usage.critical
    assert (usage.value.key_cert_sign, usage.value.crl_sign) == (True, True)
    assert not usage.value.digital_signature


def test_serial_numbers_have_20_octets_and_are_never_the_same() -> None:
    serials = {device().serial_number for _ in range(200)}
    assert len(serials) == 200
    assert {len(serial.to_bytes(serial.bit_length() // 8 + 1)) for serial in serials} == {20}


def test_a_certificate_is_good_from_a_day_before_now() -> None:
    certificate = device(365, NOW + 3 * DAY)
    assert certificate.not_valid_before_utc == NOW + 2 * DAY
    assert certificate.not_valid_after_utc == NOW + 3 * DAY + 365 * DAY


@given(st.integers(1, 36_500), st.integers(0, 7_290))
def test_no_certificate_outlives_its_issuer_or_is_older(days: int, after: int) -> None:
    certificate = device(days, NOW + after * DAY)
    issuer = ISSUING.certificate
    assert issuer.not_valid_before_utc <= certificate.not_valid_before_utc
    assert certificate.not_valid_after_utc <= issuer.not_valid_after_utc


@pytest.mark.parametrize("now", [NOW - timedelta(hours=25), NOW + 7_301 * DAY])
def test_nothing_is_issued_while_the_issuer_is_not_valid(now: datetime) -> None:
    with pytest.raises(StationError, match="HSM-022"):
        device(365, now)


def test_the_stations_own_signers_are_no_devices() -> None:
    for make in (audit_certificate, manifest_certificate):
        certificate = loaded(make(ISSUING, new_key().public_key(), named("Test Role"), NOW))
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        assert ExtendedKeyUsageOID.CLIENT_AUTH not in purposes
        assert certificate.not_valid_after_utc == ISSUING.certificate.not_valid_after_utc


@pytest.mark.parametrize("world", World)
def test_a_world_is_written_into_authorities_names(world: World) -> None:
    above = root(world)
    assert world_of(above.certificate.subject) is world
    assert world_of(issuing(above, world).certificate.subject) is world


def test_worlds_are_never_mixed() -> None:
    with pytest.raises(StationError, match="LIN-007"):
        issuing(root(World.PRACTICE), World.PRODUCTION)
    with pytest.raises(StationError, match="LIN-007"):
        issuing(root(World.PRODUCTION), World.PRACTICE)


def test_an_authority_below_its_own_kind_is_no_device_issuer() -> None:
    extension = ISSUING.certificate.extensions.get_extension_for_oid(ExtensionOID.BASIC_CONSTRAINTS)
    assert extension.value.public_bytes() == bytes.fromhex("30060101ff020100")


# --- signatures -------------------------------------------------------------------------------


def certified(public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> bytes:
    return device_certificate(ISSUING, public, "unit-0042", NO_NAMES, CertificateTemplate(1), NOW)


CERTIFICATE = certified(DEVICE.public_key())
SIGNATURE = DEVICE.sign(b"message", ec.ECDSA(hashes.SHA256()))


def test_a_signature_of_each_kind_of_key_is_verified() -> None:
    for curve, algorithm in ((ec.SECP256R1(), hashes.SHA256()), (ec.SECP384R1(), hashes.SHA384())):
        key = ec.generate_private_key(curve)
        signature = key.sign(b"message", ec.ECDSA(algorithm))
        verify_signature(certified(key.public_key()), b"message", signature)
    rsa_key = rsa.generate_private_key(65_537, 2048)
    signature = rsa_key.sign(b"message", PKCS1v15(), hashes.SHA256())
    verify_signature(certified(rsa_key.public_key()), b"message", signature)


@pytest.mark.parametrize(
    ("message", "signature"),
    [
        pytest.param(b"another", DEVICE.sign(b"message", ec.ECDSA(hashes.SHA256())), id="message"),
        pytest.param(b"message", new_key().sign(b"message", ec.ECDSA(hashes.SHA256())), id="key"),
        pytest.param(b"message", DEVICE.sign(b"message", ec.ECDSA(hashes.SHA384())), id="hash"),
        pytest.param(b"message", b"", id="nothing"),
        pytest.param(b"message", b"\x30\x06\x02\x01\x00\x02\x01\x00", id="zeros"),
    ],
)
def test_another_signature_is_refused(message: bytes, signature: bytes) -> None:
    with pytest.raises(StationError, match="HSM-016"):
        verify_signature(certified(DEVICE.public_key()), message, signature)


def test_a_certificate_that_cannot_be_read_proves_nothing() -> None:
    with pytest.raises(StationError, match="HSM-016"):
        verify_signature(b"no certificate", b"message", b"signature")


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_certificate_proves_no_more_than_a_refusal(place: int, change: int) -> None:
    certificate = bytearray(CERTIFICATE)
    certificate[place % len(certificate)] ^= change
    with suppress(StationError):
        verify_signature(bytes(certificate), b"message", SIGNATURE)


def test_a_key_of_another_kind_proves_nothing() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    name = named("unit-0042")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + DAY)
        .sign(key, None)
    )
    with pytest.raises(StationError, match="HSM-016"):
        verify_signature(certificate.public_bytes(Encoding.DER), b"m", key.sign(b"m"))


def test_a_certificate_is_by_its_issuer_or_refused() -> None:
    issuer, other, key = root(), root(), new_key().public_key()
    leaf = device_certificate(issuer, key, "u1", NO_NAMES, CertificateTemplate(9), NOW)
    above = issuer.certificate.public_bytes(Encoding.DER)
    check_issuer(leaf, above)
    flipped = bytearray(leaf)
    flipped[-1] ^= 1
    elsewhere = other.certificate.public_bytes(Encoding.DER)
    for wrong in ((bytes(flipped), above), (leaf, elsewhere), (b"no certificate", above)):
        with pytest.raises(StationError, match="HSM-054"):
            check_issuer(*wrong)
