"""CAs beside issuing: a new issuing CA under the same root, and proofs for services."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from station.errors import StationError
from station.hsm.ca_keys import RootToken
from station.hsm.factory import FactoryHsm
from station.hsm.replies import Blob
from station.hsm.requests_ca import PrepareSuccessor
from station.hsm.requests_ceremony import PrepareRoot
from station.hsm.tokens import Module, Token, TokenAddress, initialise_token
from station.model.certificate import CertificateTemplate
from station.model.lease import NO_LEASE, Lease
from station.model.names import RegistrationId
from station.model.world import World
from station.secret import Secret
from tests.bench.hsm.conftest import SO_PIN, softhsm
from tests.support.linting import findings

pytestmark = pytest.mark.bench

NAME = RegistrationId.make("unit-0042")
CODE = "106A5SD242AF512B3498BD6098C4941E66R34H268DDB3288"


@pytest.fixture
def root(tmp_path: Path, practice_folder: Path, pin: Secret) -> RootToken:
    """The token of the practice factory's root."""
    shutil.copytree(practice_folder.parent / "root", tmp_path / "root")
    return RootToken(TokenAddress(softhsm(tmp_path / "root"), "station-root"), pin)


@pytest.fixture
def other_root(make_module: Callable[[str], Module], pin: Secret) -> RootToken:
    """The token of another practice factory's root."""
    address = TokenAddress(make_module("other"), "station-root")
    initialise_token(address.module, "station-root", SO_PIN, pin)
    with Token.open(address, pin) as token:
        token.ask(PrepareRoot("Other", World.PRACTICE, int(now().timestamp())), Blob)
    return RootToken(address, pin)


@pytest.fixture
def opened(practice: TokenAddress, pin: Secret) -> Iterator[FactoryHsm]:
    """The practice factory; each test closes it as it likes."""
    with FactoryHsm.open(practice, pin) as factory:
        yield factory


def now() -> datetime:
    return datetime.now(UTC)


def loaded(certificate: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate)


def issued(factory: FactoryHsm) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME.text)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    csr = builder.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    request, template = csr.public_bytes(Encoding.DER), CertificateTemplate(30)
    return loaded(factory.issue_certificate(request, NAME, template, now()))


def test_a_new_issuing_ca_issues_and_the_old_one_s_devices_stay_good(
    opened: FactoryHsm, root: RootToken, practice: TokenAddress, pin: Secret
) -> None:
    before, first = issued(opened), opened.issuing_chain
    opened.ca.roll(root, now())
    assert opened.issuing_chain[-1] == first[-1]
    issuing = loaded(opened.issuing_chain[0])
    assert issuing.subject.rfc4514_string() == "CN=Test Station Issuing CA 2,O=PRACTICE"
    after = issued(opened)
    after.verify_directly_issued_by(issuing)
    before.verify_directly_issued_by(loaded(first[0]))
    assert findings(opened.issuing_chain[0]) == []
    opened.close()
    with FactoryHsm.open(practice, pin) as again:
        assert again.issuing_chain[0] == issuing.public_bytes(Encoding.DER)
        issued(again).verify_directly_issued_by(issuing)


def test_manifests_go_on_being_verified_after_a_rollover(
    opened: FactoryHsm, root: RootToken
) -> None:
    before = opened.sign_manifest(b"content")
    opened.ca.roll(root, now())
    first = loaded(opened.issuing_chain[-1]).subject
    for signature in (before, opened.sign_manifest(b"content")):
        assert first.public_bytes() in signature


def test_cas_follow_one_another(opened: FactoryHsm, root: RootToken) -> None:
    names = []
    for _ in range(3):
        opened.ca.roll(root, now())
        names.append(loaded(opened.issuing_chain[0]).subject.rfc4514_string())
    assert [name.partition(",")[0][-1] for name in names] == ["2", "3", "4"]


def test_another_factory_s_root_changes_nothing(
    opened: FactoryHsm, other_root: RootToken, root: RootToken
) -> None:
    first = opened.issuing_chain
    with pytest.raises(StationError, match="HSM-035"):
        opened.ca.roll(other_root, now())
    assert opened.issuing_chain == first
    issued(opened).verify_directly_issued_by(loaded(first[0]))
    opened.ca.roll(root, now())
    assert opened.issuing_chain != first


def test_a_rollover_that_was_broken_off_is_gone_on_with(
    opened: FactoryHsm, root: RootToken, practice: TokenAddress, pin: Secret
) -> None:
    key = x509.load_der_x509_csr(opened.ask(PrepareSuccessor(), Blob).data).public_key()
    opened.close()
    with FactoryHsm.open(practice, pin) as again:
        assert again.issuing_chain == opened.issuing_chain
        issued(again).verify_directly_issued_by(loaded(again.issuing_chain[0]))
        again.ca.roll(root, now())
        assert loaded(again.issuing_chain[0]).public_key() == key


def test_only_whose_turn_it_is_has_a_ca_follow(
    opened: FactoryHsm, root: RootToken, practice: TokenAddress, pin: Secret
) -> None:
    before = opened.issuing_chain[0]
    opened.take_lease(NO_LEASE, Lease(1, b"\1" * 16))
    with FactoryHsm.open(practice, pin) as other, pytest.raises(StationError, match="HSM-023"):
        other.ca.roll(root, now())
    opened.ca.roll(root, now())
    assert opened.issuing_chain[0] != before


@pytest.mark.parametrize("which", ["issuing", "root"])
def test_a_service_s_code_is_certified_by_the_ca_that_it_knows(
    which: str, opened: FactoryHsm, root: RootToken
) -> None:
    by_root = which == "root"
    proof = opened.ca.prove(CODE, now(), root if by_root else None)
    certificate = loaded(proof)
    issuer = loaded(opened.issuing_chain[-1 if by_root else 0])
    certificate.verify_directly_issued_by(issuer)
    assert certificate.subject.rfc4514_string() == f"CN={CODE}"
    assert certificate.not_valid_after_utc - now() <= timedelta(days=7)
    extensions = certificate.extensions
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    with pytest.raises(x509.ExtensionNotFound):
        extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert ExtendedKeyUsageOID.CLIENT_AUTH.dotted_string.encode() not in proof
    assert findings(proof) == []


@pytest.mark.parametrize(
    "code", ["", "short", "x" * 65, "with blank 123", "a\u00e9cdefgh", "a\nb" * 9]
)
def test_what_is_no_code_is_certified_by_nobody(code: str, opened: FactoryHsm) -> None:
    with pytest.raises(StationError, match="HSM-036"):
        opened.ca.prove(code, now())
