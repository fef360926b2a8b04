"""The factory's second token by commands: made ready, drilled, in the first one's place."""

import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.folders import Data
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.certificate import CertificateTemplate
from station.model.enrollment import Identity
from station.model.names import RegistrationId
from station.model.rights import Right
from station.operations.groups import open_group
from station.operations.plant import open_plant, open_reader, utc_now
from station.operations.practice import new_practice_plant
from station.practice.bench import PracticeBench
from station.practice.modules import PRACTICE_PIN, Programs, slot
from station.practice.unit_config import Pacing
from station.records import replacement
from station.secret import Secret
from tests.support.production import ProductionStation, Said, add_real_products, real_order
from tests.unit.records.software import enrollment_of
from tests.unit.records.staffed import ANNE, BERT, agreed, credential, quick_hashing

pytestmark = pytest.mark.bench

A, B = credential(ANNE), credential(BERT)
SECOND_PIN, OFFICER = "8406-ladder", "5127-meadow"
SECRETS = (SECOND_PIN, OFFICER, PRACTICE_PIN, "pin-S-1", "pin-S-2")


class Commands:
    """The commands of one station's second token."""

    def __init__(self, station: ProductionStation, folder: Path) -> None:
        self.station = station
        (folder / "token").mkdir(parents=True)
        module = slot(folder / "conf", folder / "token", Programs.found().softhsm)
        self.library = module.library
        self.second = (
            *("--module", module.library, "--label", "second"),
            *("--module-env", f"SOFTHSM2_CONF={folder / 'conf'}"),
        )
        conf = station.data.root.parent / "root" / "softhsm2.conf"
        self.root = (
            *("--root-module", module.library, "--root-label", "root"),
            *("--root-environment", f"SOFTHSM2_CONF={conf}"),
        )

    def init(self) -> Said:
        given = {"--root-pin-fd": PRACTICE_PIN, "--factory-pin-fd": PRACTICE_PIN}
        given |= {"--so-pin-fd": OFFICER}
        words = ("hsm", "init", "--second", "--json", "--place", "the safe", *self.second)
        return self.station(*words, *self.root, by=[A, B], given=given, pin=SECOND_PIN)

    def drill(self) -> Said:
        given = {"--second-pin-fd": SECOND_PIN}
        words = ("hsm", "drill", "--json", *self.second)
        return self.station(*words, by=[A, B], given=given)

    def place(
        self, *more: str, pin: str = SECOND_PIN, given: Mapping[str, str] | None = None
    ) -> Said:
        words = ("hsm", "unlock", "--second", "--json", "--yes", *self.second, *more)
        return self.station(*words, "--reason", "it fell", by=[A, B], pin=pin, given=given)


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    station = ProductionStation.made(tmp_path / "station")
    add_real_products(station)
    new_group(station, "symmetric")
    assert real_order(station, "symmetric").status == 0
    assert real_order(station, "x509").status == 0
    return Commands(station, tmp_path / "second")


def new_group(station: ProductionStation, name: str) -> None:
    with station.open() as plant:
        by = agreed(plant.tools.records, Right.ORDERS)
        open_group(plant.tools, RegistrationId.parse(name), None, by)


def enrolled(station: ProductionStation, serial: str, pin: str = PRACTICE_PIN) -> None:
    """Enrol a unit of the order for certificates, certified by the token that works."""
    name = RegistrationId.parse(f"unit-{serial}".lower())
    with quick_hashing(), open_plant(station.data, Secret(pin.encode())) as plant:
        records, token = plant.tools.records, plant.tools.factory
        records.log_in(ANNE.badge, A.pin)
        run = records.begin_run("x509", records.order("x509").profile_hash, "1")
        records.admit(run, serial, name)
        records.spend(run, hashlib.sha256(token.issuing_chain[0]).hexdigest())
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name.text)])
        csr = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, SHA256())
        der, template = csr.public_bytes(Encoding.DER), CertificateTemplate(30)
        certificate = token.issue_certificate(der, name, template, utc_now())
        attestation = X509Attestation(certificate, token.issuing_chain)
        identity = Identity(name, attestation, KeyOrigin.ON_TOKEN, os.urandom(32))
        records.claim(run, name, identity.key_fingerprint)
        records.enrol(run, enrollment_of(run, serial, identity), seconds=1, steps=())


def exported(station: ProductionStation, out: Path, *more: str, pin: str = PRACTICE_PIN) -> Path:
    """Export and check it against the root; return the manifest."""
    done = station("export", "--out", str(out), *more, by=[A], pin=pin)
    assert done.status == 0, done.err
    root = str(station.data.root.parent / "root.pem")
    verified = station("export", "verify", str(out), "--trust", root, pin=None)
    assert verified.status == 0, verified.err
    return out / "manifest.json"


def keep_root(station: ProductionStation) -> Path:
    """Keep the root's certificate where nobody changes it, as PEM."""
    with station.open() as plant:
        found = x509.load_der_x509_certificate(plant.tools.factory.issuing_chain[-1])
    kept = station.data.root.parent / "root.pem"
    kept.write_bytes(found.public_bytes(Encoding.PEM))
    return kept


def lost(station: ProductionStation) -> None:
    """Have the first token be lost with all that is on it."""
    shutil.rmtree(station.data.root.parent / "factory")


def test_a_second_token_is_made_ready_and_drilled_by_commands(commands: Commands) -> None:
    station = commands.station
    made = commands.init()
    assert made.status == 0, made.err
    assert (made.answer["moved"], made.answer["groups"]) == (2, ["symmetric"])
    checked = station("hsm", "ceremony", "--verify", str(made.answer["protocol"]), pin=None)
    assert checked.status == 0, checked.err
    again = commands.init()
    assert (again.answer["moved"], again.answer["sha256"]) == (0, made.answer["sha256"])
    drilled = commands.drill()
    assert (drilled.status, drilled.answer["passed"]) == (0, True), drilled.err
    new_group(station, "newer")
    lacking = commands.drill()
    assert (lacking.status, lacking.answer["passed"]) == (1, False)
    assert "CFG-051" in lacking.err
    everything = "".join(one.out + one.err for one in (made, again, drilled, lacking))
    for secret in SECRETS:
        assert secret not in everything


def test_a_station_goes_on_with_the_second_token_by_a_command(
    commands: Commands, tmp_path: Path
) -> None:
    station, root = commands.station, keep_root(commands.station)
    assert commands.init().status == 0
    enrolled(station, "S1")
    assert station("order", "sign", "x509", by=[B]).status == 0
    anchor = exported(station, tmp_path / "before")
    new_group(station, "newer")
    lost(station)
    placed = commands.place("--anchor", str(anchor), "--trust", str(root))
    assert placed.status == 0, placed.err
    assert placed.answer["missing"] == ["newer"]
    assert placed.answer["new_pins"] == ["W-1", "M-1"]
    rest = commands.place(*commands.root, given={"--root-pin-fd": PRACTICE_PIN})
    assert (rest.status, rest.answer["missing"]) == (0, []), rest.err
    assert station("hsm", "unlock", pin=SECOND_PIN).status == 0
    assert "station hsm accept-software" in placed.err
    accepted = ("hsm", "accept-software", "--reason", "until the new one comes")
    assert station(*accepted, by=[A, B], pin=SECOND_PIN).status == 0
    enrolled(station, "S2", SECOND_PIN)
    exported(station, tmp_path / "new", pin=SECOND_PIN)
    exported(station, tmp_path / "all", "--again", pin=SECOND_PIN)
    told = station("audit", "show", pin=None)
    assert "The second token took the first one's place" in told.out
    assert "audit key of a second token" in station("audit", "verify", pin=None).out
    for words in (("audit", "verify"), ("unit", "explain", "S1"), ("unit", "explain", "S2")):
        whole = station(*words, pin=None)
        assert whole.status == 0, whole.err
    everything = "".join(one.out + one.err for one in (placed, rest))
    for secret in SECRETS:
        assert secret not in everything


def test_what_the_first_never_signed_is_shown_and_taken_by_its_digest_alone(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise StationError("HSM-005", "it fell")

    station = commands.station
    assert commands.init().status == 0
    with station.open() as plant, monkeypatch.context() as patched:
        patched.setattr(type(plant.tools.factory), "sign_head", gone)
        by = agreed(plant.tools.records, Right.CEREMONY)
        with pytest.raises(StationError, match="HSM-005"):
            plant.tools.records.disabled_groups.add(RegistrationId.parse("symmetric"), by)
    lost(station)
    refused = commands.place()
    assert (refused.status, "HSM-045" in refused.err) == (2, True), refused.err
    assert "The group symmetric was disabled" in refused.err
    other = commands.place("--accept-unsigned", "00" * 32)
    assert (other.status, "HSM-045" in other.err) == (2, True), other.err
    (digest,) = re.findall(r"Digest: ([0-9a-f]{64})", refused.err)
    placed = commands.place("--accept-unsigned", digest)
    assert placed.status == 0, placed.err
    assert "never signed" in station("audit", "show", pin=None).out


def test_a_record_that_ends_before_an_anchor_is_not_taken(
    commands: Commands, tmp_path: Path
) -> None:
    station = commands.station
    assert commands.init().status == 0
    database = station.data.database
    older = database.read_bytes()
    enrolled(station, "S1")
    keep_root(station)
    anchor = exported(station, tmp_path / "out")
    database.write_bytes(older)
    refused = commands.place("--anchor", str(anchor))
    assert (refused.status, "REC-013" in refused.err) == (3, True), refused.err
    with open_reader(station.data) as reader:
        assert not [entry for entry in reader.entries() if entry.kind.value == "token-replaced"]


def test_without_an_answer_nothing_is_taken(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacement, "COPY_WAIT_S", 0.0)
    refused = commands.place()
    assert (refused.status, "HSM-002" in refused.err) == (3, True), refused.err
    assert commands.init().status == 0
    wrong = commands.place(pin="9999-nobody")
    assert (wrong.status, "HSM-003" in wrong.err) == (3, True), wrong.err
    nobody = commands.station("hsm", "drill", *commands.second, pin=None)
    assert (nobody.status, "CFG-004" in nobody.err) == (2, True), nobody.err


def test_practice_has_no_second_token(tmp_path: Path) -> None:
    data = Data.made(tmp_path / "data")
    bench = PracticeBench(tmp_path / "bench", 1, pacing=Pacing.NONE)
    with bench, new_practice_plant(data, bench):
        pass
    commands = Commands(ProductionStation(data), tmp_path / "second")
    refused = commands.init()
    assert (refused.status, "LIN-007" in refused.err) == (2, True), refused.err
    assert not list((tmp_path / "second" / "token").iterdir()), "nothing was initialised"
