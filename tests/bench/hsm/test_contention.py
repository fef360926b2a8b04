"""Two stations, two copies of one folder, one factory token and a quota: never one unit more."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.hsm.tokens import TokenAddress
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.certificate import CertificateTemplate
from station.model.enrollment import Identity
from station.model.names import RegistrationId
from station.records import lease
from station.records.reader import Reader
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.software import STEPS, admitted, enrollment_of, fail, make_order

QUOTA = 10
UNITS = 20


@dataclass
class Made:
    """What came into the world anywhere."""

    certificates: list[str] = field(default_factory=list)
    enrolled: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def make_all(path: Path, address: TokenAddress, pin: Secret, made: Made) -> None:
    """Open a folder for work and try to make an identity for each of the units."""
    try:
        with FactoryHsm.open(address, pin) as factory, Records.open(path, factory) as records:
            for number in range(UNITS):
                make(f"unit-{number:02d}", factory, records, made)
    except StationError as error:
        made.refused.append(error.code)


def make(name: str, factory: FactoryHsm, records: Records, made: Made) -> None:
    """Make one unit's identity as a run does: admit, spend, issue, enrol."""
    run = None
    try:
        run = admitted(records, name, name=name)
        records.spend(run)
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        csr = x509.CertificateSigningRequestBuilder(subject).sign(key, SHA256())
        registration_id = RegistrationId.make(name)
        leaf = factory.issue_certificate(
            csr.public_bytes(Encoding.DER),
            registration_id,
            CertificateTemplate(30),
            datetime.now(UTC),
        )
        made.certificates.append(name)
        attestation = X509Attestation(leaf, factory.issuing_chain)
        fingerprint = x509.load_der_x509_certificate(leaf).fingerprint(SHA256())
        identity = Identity(registration_id, attestation, KeyOrigin.ON_TOKEN, fingerprint)
        records.enrol(run, enrollment_of(run, name, identity), seconds=1, steps=STEPS)
        made.enrolled.append(name)
    except StationError as error:
        made.refused.append(error.code)
        if run is not None and error.code != "REC-019":
            fail(records, run, code=error.code)


@pytest.fixture
def folders(tmp_path: Path, practice: TokenAddress, pin: Secret) -> list[Path]:
    """Two copies of one record with an order of ten, whose factory token is one."""
    paths = [tmp_path / name / "station.db" for name in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
    with ExitStack() as opened:
        factory = opened.enter_context(FactoryHsm.open(practice, pin))
        records = Records.create(paths[0], factory, station="line-1", practice=True)
        with records:
            records.add_order(make_order(quantity=QUOTA))
    shutil.copy(*paths)
    return paths


def assert_not_one_more(made: Made, paths: list[Path]) -> None:
    assert 0 < len(made.certificates) <= QUOTA
    assert len(made.enrolled) <= QUOTA
    listed = 0
    for path in paths:
        with Reader.open(path) as reader:
            listed += len(list(reader.enrollments()))
    assert len(made.enrolled) <= listed <= QUOTA


@pytest.mark.parametrize("attempt", range(3))
def test_two_processes_and_two_copied_folders_make_no_more_than_the_quota(
    folders: list[Path],
    practice: TokenAddress,
    pin: Secret,
    monkeypatch: pytest.MonkeyPatch,
    attempt: int,
) -> None:
    """As two images of one machine would: nothing but the token tells them apart."""
    del attempt
    monkeypatch.setattr(lease, "installation_of", lambda _: "0" * 64)
    made = Made()
    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(make_all, path, practice, pin, made) for path in folders]
        for one in work:
            one.result()
    assert_not_one_more(made, folders)
    # The last three where SoftHSM shows one process what the other is just writing.
    turned_away = {"HSM-023", "REC-051", "REC-013", "HSM-014", "HSM-008", "HSM-005", "HSM-002"}
    assert turned_away & set(made.refused)


def test_one_after_the_other_they_make_no_more_than_the_quota(
    folders: list[Path], practice: TokenAddress, pin: Secret
) -> None:
    made = Made()
    make_all(folders[0], practice, pin, made)
    assert len(made.enrolled) == QUOTA
    make_all(folders[1], practice, pin, made)
    assert made.refused[-1] == "REC-013"
    assert_not_one_more(made, folders)
