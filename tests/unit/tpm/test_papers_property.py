"""Certificates that a trusted maker signed with something wrong inside: read whole or refused."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.attestation import EkTrust, TrustStore
from station.model.profile import CertificatePolicy
from station.tpm.endorsement import EK_TEMPLATE, ReadEndorsement
from station.tpm.trust import check_endorsement, in_words
from tests.support.resigned import damaged, signed

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CA = ec.generate_private_key(ec.SECP256R1())
MAKER = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A maker")])
KEY = rsa.generate_private_key(65537, 2048)
MODULUS = KEY.public_key().public_numbers().n.to_bytes(256, "big")
PUBLIC = EK_TEMPLATE[:-256] + MODULUS


def certificate(subject: x509.Name, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> bytes:
    own = isinstance(key, ec.EllipticCurvePublicKey)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(MAKER)
        .public_key(key)
        .serial_number(77)
        .not_valid_before(NOW - timedelta(days=100))
        .not_valid_after(NOW + timedelta(days=4000))
        .add_extension(x509.BasicConstraints(ca=own, path_length=None), critical=True)
    )
    if own:
        builder = builder.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key), critical=False
        )
    else:
        chip = x509.Name([x509.NameAttribute(x509.ObjectIdentifier("2.23.133.2.1"), "id:1")])
        purpose = x509.ExtendedKeyUsage([x509.ObjectIdentifier("2.23.133.8.1")])
        builder = builder.add_extension(purpose, critical=False).add_extension(
            x509.SubjectAlternativeName([x509.DirectoryName(chip)]), critical=True
        )
    return builder.sign(CA, hashes.SHA256()).public_bytes(Encoding.DER)


ROOT = certificate(MAKER, CA.public_key())
BODY = x509.load_der_x509_certificate(
    certificate(x509.Name([]), KEY.public_key())
).tbs_certificate_bytes
TRUST = TrustStore((ROOT,), ())


def checked(content: bytes, chain: tuple[bytes, ...], policy: CertificatePolicy) -> str:
    """Return what becomes of it: a code, or the trust in the very key that was shown."""
    try:
        key = check_endorsement(ReadEndorsement(PUBLIC, content, chain), TRUST, policy, NOW)
    except StationError as error:
        return error.code if error.detail.isascii() and error.detail.isprintable() else "raw"
    assert key.public == PUBLIC
    assert in_words(key).isprintable()
    return key.trust.value


def test_one_signed_again_as_it_was_is_trusted() -> None:
    assert checked(signed(BODY, CA), (), CertificatePolicy.REQUIRE) == EkTrust.TRUSTED.value


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@given(data=st.data(), policy=st.sampled_from(CertificatePolicy))
def test_whatever_is_wrong_inside_it_is_a_verdict_or_a_refusal(
    data: st.DataObject, policy: CertificatePolicy
) -> None:
    said = checked(signed(data.draw(damaged(BODY)), CA), (), policy)
    wanted = {"TPM-004", "TPM-005", "TPM-007", "TPM-008", "TPM-015"}
    assert said in wanted | {trust.value for trust in EkTrust}


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@given(chain=st.lists(st.binary(max_size=80) | damaged(ROOT), max_size=4))
def test_what_a_chip_keeps_beside_its_certificate_changes_nothing(chain: list[bytes]) -> None:
    said = checked(signed(BODY, CA), tuple(chain), CertificatePolicy.REQUIRE)
    assert said == EkTrust.TRUSTED.value
