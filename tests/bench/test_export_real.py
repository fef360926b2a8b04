"""An export from a real record and a real factory token, judged by openssl and by the record."""

import base64
import hashlib
import hmac
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

import station
from station.errors import StationError
from station.hsm.factory import Ceremony, FactoryHsm
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
from station.model.certificate import CertificateTemplate
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity
from station.model.names import IdScope, RegistrationId
from station.model.order import Order, OrderSpec, OrderState
from station.model.profile import KeyKind
from station.model.proof import fingerprint
from station.model.world import World
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

    def add_tpm(self, number: int) -> None:
        key = EndorsementKey(_endorsement_public(number), None, (), EkTrust.TRUSTED)
        self.enrol("tpms", key.registration_id, TpmAttestation(key, b"srk"))

    def add_units(self, count: int) -> None:
        for number in range(count):
            self.add_tpm(number)
            name = RegistrationId.make(f"s-{number}")
            self.enrol("keys", name, SymmetricKeyAttestation("keys"))
        with Token.open(self.device, PIN) as token:
            for number in range(count):
                name = RegistrationId.make(f"x-{number}")
                token.generate_key_pair(KeyKind.EC_P256, name.text, name.text.encode())
                csr = token.request_certificate(name.text.encode(), name.text)
                now = datetime.now(UTC)
                leaf = self.factory.issue_certificate(csr, name, CertificateTemplate(365), now)
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


@dataclass(frozen=True)
class Site:
    """Where a station's parts are, so that it can be opened again and by another process."""

    database: Path
    factory: TokenAddress
    device: TokenAddress

    @contextmanager
    def opened(self) -> Iterator[Floor]:
        with (
            FactoryHsm.open(self.factory, PIN) as factory,
            Records.open(self.database, factory) as records,
        ):
            yield Floor(records, factory, self.device)


@pytest.fixture
def site(tmp_path: Path, soft_token: Callable[[str], TokenAddress]) -> Site:
    made = Site(tmp_path / "station.db", soft_token("factory"), soft_token("device"))
    ceremony = Ceremony("test-station", World.PRACTICE, soft_token("root"), PIN)
    with FactoryHsm.set_up(made.factory, PIN, ceremony) as factory:
        factory.groups.create(RegistrationId.make("keys"))
        Records.create(made.database, factory, station="test-station", practice=True).close()
    return made


@pytest.fixture
def floor(site: Site) -> Iterator[Floor]:
    with site.opened() as made:
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
    assert ExtendedKeyUsageOID.EMAIL_PROTECTION not in purposes


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


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE enrollments SET ek_public = (SELECT max(ek_public) FROM enrollments)",
        "UPDATE enrollments SET serial = 'SN-another' WHERE id = 1",
        "UPDATE enrollments SET status = 'ready' WHERE status = 'revoked'",
        "DELETE FROM enrollments WHERE id = 1",
    ],
)
def test_a_list_that_somebody_edited_is_not_signed(site: Site, tmp_path: Path, change: str) -> None:
    with site.opened() as floor:
        floor.add_order("tpms")
        for number in range(3):
            floor.add_tpm(number)
        *_, last = floor.records.enrollments()
        floor.records.revoke((last.id_scope, last.registration_id), "a test")
    with closing(sqlite3.connect(site.database)) as outsider, outsider:
        outsider.execute(change)
    with pytest.raises(StationError) as caught, site.opened() as floor:
        export(floor.records, floor.factory, tmp_path / "1", "dps-csv")
    assert caught.value.code in {"REC-011", "SVC-007"}
    assert not (tmp_path / "1").exists()


# An export in a process of its own that is killed at the moment named: nothing tidies up after it.
KILLED: Final = """
import os, signal, sys
from pathlib import Path
from station.hsm.factory import FactoryHsm
from station.hsm.tokens import Module, TokenAddress
from station.records.store import Records
from station.secret import Secret
from station.service.exports import export
from station.service.exports.folder import PartFolder

moment, database, library, conf, label, pin, out = sys.argv[1:]

def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def then_kill(function):
    def both(*arguments, **named):
        function(*arguments, **named)
        kill()
    return both

module = Module(library, {"SOFTHSM2_CONF": conf})
with FactoryHsm.open(TokenAddress(module, label), Secret(pin.encode())) as factory:
    with Records.open(Path(database), factory) as records:
        if moment == "writing":
            PartFolder.write = then_kill(PartFolder.write)
        elif moment == "signing the manifest":
            factory.sign_manifest = kill
        elif moment == "all is written":
            PartFolder.sync = then_kill(PartFolder.sync)
        elif moment == "committed, not signed":
            factory.sign_head = kill
        elif moment == "recorded":
            PartFolder.move = kill
        elif moment == "in its place":
            PartFolder.move = then_kill(PartFolder.move)
        export(records, factory, Path(out), "dps-json")
"""
MOMENTS: Final = {
    "writing": None,
    "signing the manifest": None,
    "all is written": None,
    "committed, not signed": "SVC-010",
    "recorded": "SVC-010",
    "in its place": "CFG-005",
}


def test_however_an_export_is_killed_each_unit_is_in_one_export_exactly(
    site: Site, tmp_path: Path
) -> None:
    with site.opened() as floor:
        floor.add_order("tpms")
    for number, (moment, code) in enumerate(MOMENTS.items()):
        out = tmp_path / f"export-{number}"
        with site.opened() as floor:
            floor.add_tpm(number)
        module, label = site.factory.module, site.factory.label or ""
        command = [sys.executable, "-c", KILLED, moment, str(site.database), module.library]
        command += [module.environment["SOFTHSM2_CONF"], label, PRACTICE_PIN, str(out)]
        home = Path(station.__file__).parent.parent
        done = subprocess.run(command, capture_output=True, timeout=60, check=False, cwd=home)
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        with site.opened() as floor:
            if code is None:
                export(floor.records, floor.factory, out, "dps-json")
            else:
                with pytest.raises(StationError) as caught:
                    export(floor.records, floor.factory, out, "dps-json")
                assert caught.value.code == code
            manifest = verify(out, None).manifest
            assert manifest.units == 1
            assert floor.records.is_exported(
                hashlib.sha256((out / "manifest.json").read_bytes()).hexdigest()
            )
            assert {e.status for e in floor.records.enrollments()} == {EnrollmentStatus.EXPORTED}
    assert list(tmp_path.glob("*.station-part")) == []
