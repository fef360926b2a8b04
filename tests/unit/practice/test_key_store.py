"""A practice microcontroller's own key: what it signs, takes and opens, and what not."""

import hmac
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from station.model.names import RegistrationId
from station.model.proof import proof_message
from station.model.sealing import SealingKey
from station.practice.key_store import SUITE, KeyStore
from station.practice.smp_transfer import Refusal, RefusedError
from station.practice.unit_memory import UnitMemory
from tests.support.certificates import issued
from tests.support.sealing import sealed_for

NAME = "a1-42"
STATEMENT = proof_message("station-1", "run-1", RegistrationId.parse("A1-42"), bytes(range(32)))


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(UnitMemory(tmp_path / "memory"), "A1-42")


@pytest.fixture(scope="session")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> KeyStore:
    keys = KeyStore(UnitMemory(tmp_path_factory.mktemp("keys")), "A1-42")
    keys.make("ec-p256", NAME, 1)
    return keys


def public(request: bytes) -> ec.EllipticCurvePublicKey:
    key = x509.load_der_x509_csr(request).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return key


def sealing(keys: KeyStore) -> SealingKey:
    return SealingKey(SUITE["kem"], SUITE["kdf"], SUITE["aead"], keys.sealing_key())


def test_makes_no_other_key_by_the_same_ticket(keys: KeyStore) -> None:
    first = public(keys.make("ec-p256", NAME, 7))
    assert public(keys.make("ec-p256", NAME, 7)) == first
    for kind, name, ticket in (("ec-p384", NAME, 7), ("ec-p256", "b", 7), ("ec-p256", NAME, 8)):
        assert public(keys.make(kind, name, ticket)) != first


def test_drops_the_certificate_of_the_key_before(keys: KeyStore) -> None:
    keys.install(b"".join(issued(public(keys.make("ec-p256", NAME, 1)), NAME)))
    assert keys.certificate()
    keys.make("ec-p256", NAME, 2)
    with pytest.raises(RefusedError, match=str(int(Refusal.NO_KEY))):
        keys.certificate()


@pytest.mark.parametrize(("kind", "name"), [("ec-p521", NAME), ("", NAME), ("ec-p256", "")])
def test_refuses_kinds_and_names_that_it_does_not_make(
    keys: KeyStore, kind: str, name: str
) -> None:
    with pytest.raises(RefusedError, match=str(int(Refusal.BAD_KIND))):
        keys.make(kind, name, 1)


def test_keeps_certificate_and_chain_but_gives_its_own_alone(
    keys: KeyStore, tmp_path: Path
) -> None:
    own, root = issued(public(keys.make("ec-p256", NAME, 1)), NAME)
    keys.install(own + root)
    assert keys.certificate() == own
    assert (tmp_path / "memory" / "certificates").read_bytes() == own + root


def test_signs_a_proof_in_its_own_name(keyed: KeyStore) -> None:
    key = public(keyed.make("ec-p256", NAME, 1))
    key.verify(keyed.sign(STATEMENT), STATEMENT, ec.ECDSA(hashes.SHA256()))


ALIKE = [
    proof_message("station-1", "run-1", RegistrationId.parse("A1-43"), bytes(32)),
    proof_message("", "run-1", RegistrationId.parse("A1-42"), bytes(32)),
    proof_message("station-1", "", RegistrationId.parse("A1-42"), bytes(32)),
    STATEMENT + b"\0",
    STATEMENT[:-1],
    STATEMENT.replace(b"proof-v1", b"proof-v2"),
    b"\x20" * 64 + b"TLS 1.3, client CertificateVerify\x00" + bytes(32),
    b"\x30" + STATEMENT,
    b"",
]


@pytest.mark.parametrize("statement", ALIKE)
def test_signs_nothing_that_is_almost_a_proof(keyed: KeyStore, statement: bytes) -> None:
    with pytest.raises(RefusedError, match=str(int(Refusal.BAD_STATEMENT))):
        keyed.sign(statement)


@given(st.binary(min_size=1, max_size=300), st.integers(0, len(STATEMENT)))
def test_signs_nothing_else_whatever_it_is(keyed: KeyStore, noise: bytes, at: int) -> None:
    for statement in (noise, STATEMENT[:at] + noise, STATEMENT[:at] + noise + STATEMENT[at:]):
        if len(statement) != len(STATEMENT) or not statement.startswith(STATEMENT[:-32]):
            with pytest.raises(RefusedError, match=str(int(Refusal.BAD_STATEMENT))):
                keyed.sign(statement)


@pytest.mark.parametrize("certificates", [b"", b"\x30\x82\xff\xff", b"\x30\x82\x00\x00", b"x" * 99])
def test_refuses_what_is_no_certificate(keyed: KeyStore, certificates: bytes) -> None:
    with pytest.raises(RefusedError, match=str(int(Refusal.BAD_CERTIFICATE))):
        keyed.install(certificates)


@given(st.binary(max_size=400))
def test_reads_any_certificates_and_blobs(keyed: KeyStore, data: bytes) -> None:
    for act in (keyed.install, keyed.open_secret):
        with pytest.raises(RefusedError):
            act(data)
    with pytest.raises(RefusedError):
        keyed.install(b"\x30\x82" + len(data).to_bytes(2, "big") + data)


def test_opens_a_secret_that_is_sealed_for_it(keys: KeyStore, tmp_path: Path) -> None:
    keys.open_secret(sealed_for(sealing(keys), "symmetric-key", "A1-42", b"k" * 32))
    path = tmp_path / "memory" / "secret"
    assert path.read_bytes() == b"k" * 32
    assert path.stat().st_mode & 0o077 == 0


def test_opens_nothing_that_is_sealed_for_another_or_altered(keyed: KeyStore) -> None:
    to = sealing(keyed)
    good = sealed_for(to, "symmetric-key", "A1-42", b"k" * 32)
    wrong = [
        sealed_for(to, "symmetric-key", "A1-43", b"k" * 32),
        sealed_for(to, "", "A1-42", b"k" * 32),
        sealed_for(to, "symmetric-key", "A1-42", b"short"),
        good.replace(b"symmetric-key", b"symmetrical-k"),
        *(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in range(len(good))),
        *(good[:at] for at in range(0, len(good), 7)),
        good + b"\0",
    ]
    for blob in wrong:
        with pytest.raises(RefusedError, match=str(int(Refusal.BAD_SECRET))):
            keyed.open_secret(blob)


def test_makes_another_key_to_seal_to_by_another_ticket(keys: KeyStore) -> None:
    first = keys.sealing_key(1)
    assert keys.sealing_key(1) == first
    assert keys.sealing_key(2) != first


SAS = b"0ne00000001%2Fregistrations%2FA1-42\n1700000000"


def test_signs_a_sas_token_in_its_own_name_alone(keys: KeyStore) -> None:
    with pytest.raises(RefusedError, match=str(int(Refusal.NO_KEY))):
        keys.hmac(SAS)
    keys.take_secret(b"\0\x05A1-42" + b"k" * 32)
    assert keys.hmac(SAS) == hmac.digest(b"k" * 32, SAS, "sha256")
    for other in (SAS.replace(b"A1-42", b"A1-43"), SAS + b"\n", SAS + b"x", b"", b"\n1"):
        with pytest.raises(RefusedError, match=str(int(Refusal.BAD_STATEMENT))):
            keys.hmac(other)


@given(st.binary(max_size=200))
def test_takes_any_secret_in_the_clear_or_refuses_it(keyed: KeyStore, data: bytes) -> None:
    size = int.from_bytes(data[:2], "big")
    if 0 < size <= 128 and 16 <= len(data) - 2 - size <= 64:
        keyed.take_secret(data)
    else:
        with pytest.raises(RefusedError, match=str(int(Refusal.BAD_SECRET))):
            keyed.take_secret(data)
