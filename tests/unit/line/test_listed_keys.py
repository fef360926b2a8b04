"""An endorsement key beside those that were enrolled, and under the names that suppliers use."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.line.mechanisms.listed_keys import key_digests, shares_factor
from station.model.attestation import EkTrust, EndorsementKey, KeyOrigin, TpmAttestation
from station.model.enrollment import Identity
from station.records.store import Records
from station.tpm.endorsement import EK_TEMPLATE
from tests.unit.records.software import Clock, SoftwareGuard, enrol, make_order


def key_of(modulus: int) -> EndorsementKey:
    public = EK_TEMPLATE[:-256] + modulus.to_bytes(256, "big")
    return EndorsementKey(public, b"certificate", (), EkTrust.UNTRUSTED)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    guard = SoftwareGuard()
    with Records.create(
        tmp_path / "s.db", guard, station="line-1", practice=True, now=Clock()
    ) as records:
        records.add_order(make_order())
        yield records


def test_a_factor_in_common_with_an_enrolled_key_is_seen(records: Records) -> None:
    numbers = [rsa.generate_private_key(65537, 2048).private_numbers() for _ in range(2)]
    own, other = (number.public_numbers.n for number in numbers)
    shared = key_of(numbers[0].p * numbers[1].p)
    assert not shares_factor(records, shared.public)
    for place, modulus in enumerate((own, other)):
        key = key_of(modulus)
        attestation = TpmAttestation(key, b"srk")
        identity = Identity(key.registration_id, attestation, KeyOrigin.IN_TPM, key.fingerprint)
        enrol(records, f"S{place}", identity)
        assert shares_factor(records, shared.public)
    assert not shares_factor(records, key_of(own).public), "but not with itself"


def test_a_supplier_may_name_a_key_by_any_of_its_usual_forms() -> None:
    public = rsa.generate_private_key(65537, 2048).public_key()
    key = key_of(public.public_numbers().n)
    digests = key_digests(key)
    for form in (
        key.public,
        b"certificate",
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.DER, PublicFormat.PKCS1),
    ):
        assert hashlib.sha256(form).digest() in digests
