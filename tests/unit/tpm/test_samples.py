"""Endorsement certificates of real TPMs are read as they are, and judged by the shipped makers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.attestation import EkTrust, TrustStore
from station.model.der import certificates_of_file, without_padding
from station.model.profile import CertificatePolicy
from station.tpm.endorsement import EK_TEMPLATE, ReadEndorsement
from station.tpm.makers import with_shipped
from station.tpm.papers import Paper, key_in
from station.tpm.trust import chain_of, check_endorsement, check_purpose

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SAMPLES = Path(__file__).parent / "samples"
REQUIRE, RECORD = CertificatePolicy.REQUIRE, CertificatePolicy.RECORD
NOBODY = TrustStore(())


def sample(name: str) -> bytes:
    (whole,) = certificates_of_file((SAMPLES / f"{name}.pem").read_bytes())
    return whole


def read(certificate: bytes) -> ReadEndorsement:
    key = key_in(without_padding(certificate))
    assert isinstance(key, rsa.RSAPublicKey)
    public = EK_TEMPLATE[:-256] + key.public_numbers().n.to_bytes(256, "big")
    return ReadEndorsement(public, without_padding(certificate), ())


RSA = ["infineon-rsa-035", "stm-rsa-05-with-padding", "nuvoton-npct75x-rsa-2111"]


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.pem")))
def test_every_sample_is_read_and_is_for_an_endorsement_key(name: str) -> None:
    paper = Paper.parse(without_padding(sample(name)))
    check_purpose(paper)
    assert isinstance(paper.key, rsa.RSAPublicKey if name in RSA else ec.EllipticCurvePublicKey)


def test_a_nuvoton_that_no_strict_reader_takes_is_trusted_by_its_makers_root() -> None:
    certificate = sample("nuvoton-npct75x-rsa-2111")
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        x509.load_der_x509_certificate(certificate)
    key = check_endorsement(read(certificate), with_shipped(NOBODY), REQUIRE, NOW)
    assert (key.trust, key.certificate, len(key.chain)) == (EkTrust.TRUSTED, certificate, 1)
    assert "Nuvoton TPM Root CA 2111" in Paper.parse(key.chain[0]).subject.rfc4514_string()


def test_without_its_makers_root_the_same_is_not() -> None:
    certificate = sample("nuvoton-npct75x-rsa-2111")
    root = check_endorsement(read(certificate), with_shipped(NOBODY), REQUIRE, NOW).chain[0]
    rest = with_shipped(TrustStore((), refused=(root,)))
    with pytest.raises(StationError, match="TPM-004") as caught:
        check_endorsement(read(certificate), rest, REQUIRE, NOW)
    assert "Nuvoton TPM Root CA 2111" in caught.value.detail
    assert "put right: a name out of order" in caught.value.detail
    assert check_endorsement(read(certificate), rest, RECORD, NOW).trust is EkTrust.UNTRUSTED


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("infineon-rsa-035", "Infineon OPTIGA(TM) RSA Manufacturing CA 035"),
        ("stm-rsa-05-with-padding", "STM TPM EK Intermediate CA 05"),
    ],
)
def test_where_the_one_in_between_is_missing_its_name_is_told(name: str, issuer: str) -> None:
    with pytest.raises(StationError, match="TPM-004") as caught:
        check_endorsement(read(sample(name)), with_shipped(NOBODY), REQUIRE, NOW)
    assert issuer in caught.value.detail


@pytest.mark.parametrize("name", RSA)
@given(data=st.data())
def test_a_damaged_sample_is_never_trusted_and_never_a_crash(
    name: str, data: st.DataObject
) -> None:
    certificate = bytearray(without_padding(sample(name)))
    public = read(bytes(certificate)).public
    good = Paper.parse(bytes(certificate))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(certificate) - 1))
        certificate[place] ^= data.draw(st.integers(1, 255))
    trust = TrustStore((*with_shipped(NOBODY).roots,))
    damaged = ReadEndorsement(public, bytes(certificate), ())
    try:
        verdict = check_endorsement(damaged, trust, RECORD, NOW).trust.value
    except StationError as error:
        verdict = error.code
    if verdict == EkTrust.TRUSTED.value:  # only where what is signed is what was signed
        assert Paper.parse(bytes(certificate)).signed == good.signed
    else:
        assert verdict in {"untrusted", "TPM-005", "TPM-007", "TPM-008", "TPM-015"}


@given(st.binary(max_size=300))
def test_nothing_but_a_value_error_comes_of_reading_anything(data: bytes) -> None:
    for content in (data, b"\x30\x82" + len(data).to_bytes(2, "big") + data):
        with pytest.raises(ValueError, match="bytes: "):
            Paper.parse(content)
        assert key_in(content) is None


def test_a_shipped_chain_goes_up_to_its_root() -> None:
    # STMicroelectronics' own root is certified by GlobalSign's.
    trust = with_shipped(NOBODY)
    papers = {Paper.parse(one).subject.rfc4514_string(): one for one in trust.intermediates}
    for subject, certificate in papers.items():
        assert "STMicroelectronics" in subject
        (root,) = chain_of(Paper.parse(certificate), trust, (), NOW)
        assert root in trust.roots
