"""An export from a real record and a real factory token, judged by openssl and by the record."""

import base64
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.hsm.factory import Ceremony, FactoryHsm, World
from station.hsm.tokens import Token, TokenAddress
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
from station.model.names import IdScope, RegistrationId
from station.model.order import Order, OrderSpec, OrderState
from station.model.profile import KeyKind
from station.model.proof import fingerprint
from station.practice.modules import PRACTICE_PIN
from station.records.claims import ClaimKind
from station.records.store import Records
from station.secret import Secret
from station.service.exports import Again, export, verify

pytestmark = pytest.mark.bench

SCOPE: Final = "0nePractice1"
PIN: Final = Secret(PRACTICE_PIN.encode())
L1: Final = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "00060080004300100800000000000100"
)


@dataclass(frozen=True)
class Floor:
    """A station with three orders, on real tokens."""

    records: Records
    factory: FactoryHsm
    device: TokenAddress

    def add_order(self, name: str) -> None:
        spec = OrderSpec(name=name, profile="p", id_scope=SCOPE, quantity=100)
        order = Order(
            spec=spec,
            profile_hash="0" * 64,
            practice=True,
            state=OrderState.OPEN,
            created=datetime.now(UTC),
        )
        self.records.add_order(order)

    def enrol(self, order: str, name: RegistrationId, attestation: Attestation) -> None:
        """Enrol a unit the way that a run does."""
        run = self.records.begin_run(order, "0" * 64, "1")
        self.records.admit(run, f"SN-{name.text[:40]}", name)
        print_, kind = _fingerprint(attestation)
        self.records.claim(run, name, print_, kind=kind)
        enrollment = Enrollment(
            identity=Identity(name, attestation, KeyOrigin.ON_TOKEN, print_),
            device_id=None,
            id_scope=IdScope.parse(SCOPE),
            serial=f"SN-{name.text[:40]}",
            order=order,
            run=run.name,
            status=EnrollmentStatus.READY,
            enrolled=datetime.now(UTC),
            proof="possession proved over this cable",
        )
        self.records.enrol(run, enrollment, seconds=1.0, steps=())

    def add_units(self, count: int) -> None:
        for number in range(count):
            public = _endorsement_public(number)
            key = EndorsementKey(public, None, (), EkTrust.TRUSTED)
            self.enrol("tpms", key.registration_id, TpmAttestation(key, b"srk"))
            name = RegistrationId.make(f"s-{number}")
            self.enrol("keys", name, SymmetricKeyAttestation("keys"))
        with Token.open(self.device, PIN) as token:
            for number in range(count):
                name = RegistrationId.make(f"x-{number}")
                token.generate_key_pair(KeyKind.EC_P256, name.text, name.text.encode())
                csr = token.request_certificate(name.text.encode(), name.text)
                now = datetime.now(UTC)
                leaf = self.factory.issue_certificate(csr, name, 365, now)
                self.enrol("certs", name, X509Attestation(leaf, self.factory.issuing_chain))


def _endorsement_public(number: int) -> bytes:
    modulus = bytearray(hashlib.shake_256(str(number).encode()).digest(256))
    modulus[0] |= 0x80
    modulus[-1] |= 1
    return L1 + bytes(modulus)


def _fingerprint(attestation: Attestation) -> tuple[bytes | None, ClaimKind]:
    match attestation:
        case TpmAttestation(endorsement_key=key):
            return key.fingerprint, ClaimKind.TPM
        case X509Attestation(certificate=leaf):
            return fingerprint(leaf), ClaimKind.PUBLIC_KEY
        case SymmetricKeyAttestation():
            return None, ClaimKind.PUBLIC_KEY


@pytest.fixture
def floor(tmp_path: Path, soft_token: Callable[[str], TokenAddress]) -> Iterator[Floor]:
    ceremony = Ceremony("test-station", World.PRACTICE, soft_token("root"), PIN)
    with ExitStack() as opened:
        factory = opened.enter_context(FactoryHsm.set_up(soft_token("factory"), PIN, ceremony))
        factory.create_group_key(RegistrationId.make("keys"))
        records = opened.enter_context(
            Records.create(tmp_path / "station.db", factory, station="test-station", practice=True)
        )
        made = Floor(records, factory, soft_token("device"))
        for name in ("tpms", "certs", "keys"):
            made.add_order(name)
        yield made


def openssl(*arguments: str | Path) -> None:
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_openssl_believes_the_manifest_and_every_certificate(floor: Floor, tmp_path: Path) -> None:
    floor.add_units(4)
    out = tmp_path / "export"
    report = export(floor.records, floor.factory, out, "dps-json")
    assert report.by_mechanism == {"tpm": 4, "x509": 4, "symmetric": 4}
    chain = out / "chain.pem"
    found = x509.load_pem_x509_certificates(chain.read_bytes())
    assert tuple(c.public_bytes(Encoding.DER) for c in found) == floor.factory.issuing_chain
    openssl(
        *("cms", "-verify", "-binary", "-inform", "DER", "-in", out / "manifest.p7s"),
        *("-content", out / "manifest.json", "-CAfile", chain, "-out", os.devnull),
    )
    leaves = sorted((out / "certs").iterdir())
    assert [leaf.name for leaf in leaves] == [f"x-{n}.pem" for n in range(4)]
    openssl("verify", "-CAfile", chain, *leaves)
    root = found[-1].public_bytes(Encoding.PEM)
    assert verify(out, root).trusted
    assert not verify(out, None).trusted


def test_a_units_own_certificate_signs_no_manifest(floor: Floor, tmp_path: Path) -> None:
    """The token's manifest certificate has a purpose that no unit's certificate has."""
    floor.add_units(1)
    out = tmp_path / "export"
    export(floor.records, floor.factory, out, "dps-json")
    leaf = x509.load_pem_x509_certificate((out / "certs" / "x-0.pem").read_bytes())
    purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert x509.ExtendedKeyUsageOID.EMAIL_PROTECTION not in purposes


def test_the_exported_group_key_predicts_every_units_key(floor: Floor, tmp_path: Path) -> None:
    floor.add_units(3)
    out = tmp_path / "export"
    export(floor.records, floor.factory, out, "dps-json")
    [group] = json.loads((out / "groups-0001.json").read_bytes())["enrollmentGroups"]
    key = base64.b64decode(group["attestation"]["symmetricKey"]["primaryKey"], validate=True)
    units = json.loads((out / "units-keys.json").read_bytes())["units"]
    assert len(units) == 3
    for unit in units:
        name = RegistrationId.parse(unit["registrationId"])
        expected = Secret(hmac.digest(key, name.text.encode(), "sha256"))
        assert floor.factory.derive(RegistrationId.make("keys"), name) == expected


def test_the_record_knows_each_export_and_stays_whole(floor: Floor, tmp_path: Path) -> None:
    floor.add_units(2)
    head = floor.records.head().sequence
    first = export(floor.records, floor.factory, tmp_path / "1", "dps-json")
    assert floor.records.is_exported(first.manifest_hash)
    assert verify(tmp_path / "1", None).manifest.audit.sequence == head
    assert {e.status for e in floor.records.enrollments()} == {EnrollmentStatus.EXPORTED}
    with pytest.raises(StationError) as caught:
        export(floor.records, floor.factory, tmp_path / "2", "dps-csv")
    assert caught.value.code == "SVC-001"
    again = export(
        floor.records, floor.factory, tmp_path / "2", "dps-csv", again=Again.EXPORTED_TOO
    )
    assert again.enrollments == 6
    floor.records.verify()
