"""A lot of ten on two lines: each makes its part, and the owner's intake counts them."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.certificate import CertificateTemplate
from station.model.enrollment import Identity
from station.model.names import RegistrationId
from station.model.proof import fingerprint
from station.operations.plant import Plant, utc_now
from tests.support.production import ProductionStation, Said, said
from tests.unit.records.software import enrollment_of
from tests.unit.records.staffed import ANNE, BERT, credential

pytestmark = pytest.mark.bench

BOX = """\
schema = 1
name = "box"
title = "A box"
version = 1
mechanism = "x509-device"

[link]
kind = "smp"

[x509]
"""
# Its units' tokens come uninitialised: they have no PIN that the order could hold.
VAULT = f"""\
{BOX.partition("[link]")[0].replace("box", "vault").replace("x509-device", "x509")}
[link]
kind = "smp"

[names]
registration_id = "{{serial}}"

[token]
label = "{{serial}}"
initialise = true
pin = "random"

[x509]
"""
ORDER = ("--profile", "box", "--id-scope", "0ne00A1B2C3", "--quantity", "10")
A, B = (credential(person) for person in (ANNE, BERT))


@dataclass(frozen=True)
class Lines:
    """Two stations under one root, and a place for what passes between them."""

    one: ProductionStation
    two: ProductionStation
    folder: Path

    @property
    def root(self) -> Path:
        """The root's certificate, as the owner has it."""
        return self.folder / "root.pem"

    def intake(self, allotment: str, *exports: str) -> Said:
        """Check exports against an allotment, with no station's data at hand."""
        folders = [str(self.folder / name) for name in exports]
        file = str(self.folder / allotment / "allotment.json")
        trust = ("--trust", str(self.root))
        return said("export", "verify", *folders, "--allotment", file, *trust, "--json")


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Lines]:
    one = ProductionStation.made(tmp_path / "1", name="line-1")
    two = ProductionStation.made(tmp_path / "2", name="line-2", above=tmp_path / "1")
    for station in (one, two):
        station.data.profiles.mkdir()
        (station.data.profiles / "box.toml").write_text(BOX, encoding="utf-8")
        assert station("profile", "release", "box", by=[A, B]).status == 0
    assert one("order", "create", "lot", *ORDER, by=[A]).status == 0
    with one.open() as plant:
        root = x509.load_der_x509_certificate(plant.tools.factory.issuing_chain[-1])
    (tmp_path / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    yield Lines(one, two, tmp_path)
    shutil.rmtree(tmp_path)


def made(station: ProductionStation, order: str, prefix: str, count: int) -> int:
    """Make as many units as the order takes, at most `count`; the first is signed."""
    for number in range(count):
        with station.open() as plant:
            plant.tools.records.log_in(ANNE.badge, A.pin)
            if plant.tools.records.usage(order).used == plant.job(order).order.spec.quantity:
                with pytest.raises(StationError, match="REC-009"):
                    passed(plant, f"{prefix}-{number}", order)
                return number
            passed(plant, f"{prefix}-{number}", order)
        if number == 0:
            assert station("order", "sign", order, by=[B]).status == 0
    return count


def passed(plant: Plant, serial: str, order: str) -> None:
    """Give a unit its certificate and enrol it."""
    records = plant.tools.records
    run = records.begin_run(order, plant.job(order).profile_hash, "1")
    records.admit(run, serial)
    key, name = ec.generate_private_key(ec.SECP256R1()), f"unit-{serial.lower()}"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    csr = x509.CertificateSigningRequestBuilder(subject).sign(key, SHA256())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    factory = plant.tools.factory
    certificate = factory.issue_certificate(
        csr.public_bytes(Encoding.DER),
        RegistrationId.parse(name),
        CertificateTemplate(365),
        utc_now(),
    )
    attestation = X509Attestation(certificate, factory.issuing_chain)
    identity = Identity(
        RegistrationId.parse(name), attestation, KeyOrigin.ON_TOKEN, fingerprint(public)
    )
    records.enrol(run, enrollment_of(run, serial, identity), seconds=1, steps=())


def numbers(folder: Path) -> list[int]:
    return [
        json.loads(line)["number"] for line in (folder / "units.jsonl").read_bytes().splitlines()
    ]


def split(lines: Lines) -> Path:
    """Have the first station allot four of ten to the second, and the rest to itself."""
    one, part, own = lines.one, lines.folder / "for-two", lines.folder / "for-one"
    audit = str(lines.two.data.audit_certificate)
    gone = one(
        "order", "allot", "lot", "--to", audit, "--quantity", "4", "--out", str(part), by=[A]
    )
    assert gone.status == 0, gone.err
    assert "numbers 7 to 10" in gone.out
    kept = one("order", "allot", "lot", "--out", str(own), "--json", by=[A])
    assert kept.answer["left"] == kept.answer["last"] == 6
    raised = one("order", "change", "lot", "--quantity", "10", by=[A])
    assert (raised.status, "REC-053" in raised.err) == (2, True)
    return part / "allotment.json"


def test_an_allotment_makes_one_order_at_the_station_that_it_names(lines: Lines) -> None:
    one, two, path = lines.one, lines.two, split(lines)
    file = str(path)
    wrong = one("order", "create", "own", "--allotment", file, by=[A])
    assert (wrong.status, "SVC-029" in wrong.err) == (2, True)
    same = two("order", "create", "lot", "--allotment", file, by=[A])
    assert "the other station's enrollment group" in same.err
    more = two("order", "create", "part", "--allotment", file, "--quantity", "9", by=[A])
    assert (more.status, "CFG-004" in more.err) == (2, True)
    created = two("order", "create", "part", "--allotment", file, by=[A])
    assert created.status == 0, created.err
    shown = two("order", "show", "part", "--json", pin=None).answer
    part_id = json.loads(path.read_bytes())["id"]
    assert (shown["first"], shown["last"], shown["allotment"]) == (7, 10, part_id)
    twice = two("order", "create", "again", "--allotment", file, by=[A])
    assert (twice.status, "REC-054" in twice.err) == (2, True)


def test_an_order_whose_units_tokens_come_uninitialised_asks_for_no_pin_of_theirs(
    lines: Lines,
) -> None:
    for station in (lines.one, lines.two):
        (station.data.profiles / "vault.toml").write_text(VAULT, encoding="utf-8")
        assert station("profile", "release", "vault", by=[A, B]).status == 0
    words = ("--profile", "vault", "--id-scope", "0ne00A1B2C3", "--quantity", "10")
    whole = lines.one("order", "create", "vaults", *words, by=[A])
    assert whole.status == 0, whole.err
    out, audit = lines.folder / "vaults", str(lines.two.data.audit_certificate)
    to = ("--to", audit, "--quantity", "4", "--out", str(out))
    assert lines.one("order", "allot", "vaults", *to, by=[A]).status == 0
    path = str(out / "allotment.json")
    part = lines.two("order", "create", "part", "--allotment", path, "--json", by=[A])
    assert part.status == 0, part.err
    assert part.answer["quantity"] == 4


def test_a_lot_of_ten_is_made_on_two_lines_and_taken_in(lines: Lines) -> None:
    one, two, folder, file = lines.one, lines.two, lines.folder, str(split(lines))
    assert two("order", "create", "part", "--allotment", file, by=[A]).status == 0
    assert made(one, "lot", "A", 10) == 6
    assert made(two, "part", "B", 10) == 4
    for station, order, out in ((one, "lot", "from-one"), (two, "part", "from-two")):
        told = station("export", "--order", order, "--out", str(folder / out), by=[A])
        assert told.status == 0, told.err
    assert numbers(folder / "from-one") + numbers(folder / "from-two") == list(range(1, 11))

    first = lines.intake("for-one", "from-one")
    assert (first.status, first.answer["units"], first.answer["trusted"]) == (0, 6, True)
    second = lines.intake("for-two", "from-two")
    assert (second.status, second.answer["units"]) == (0, 4)
    foreign = lines.intake("for-one", "from-one", "from-two")
    assert (foreign.status, "SVC-030" in foreign.out + foreign.err) == (1, True)
    for station in (one, two):
        whole = station("audit", "verify", pin=None)
        assert whole.status == 0, whole.err


def test_units_made_after_the_allotment_was_raised_here_are_refused_at_intake(
    lines: Lines,
) -> None:
    one, folder = lines.one, lines.folder
    assert one("order", "change", "lot", "--quantity", "1", by=[A]).status == 0
    assert one("order", "allot", "lot", "--out", str(folder / "own"), by=[A]).status == 0
    assert one("order", "change", "lot", "--quantity", "2", by=[A]).status == 0
    assert made(one, "lot", "A", 2) == 2
    assert one("export", "--out", str(folder / "all"), by=[A]).status == 0
    found = lines.intake("own", "all")
    assert (found.status, "SVC-031" in found.out + found.err) == (1, True)


def test_an_allotment_from_under_another_root_makes_no_order(lines: Lines, tmp_path: Path) -> None:
    alien = ProductionStation.made(tmp_path / "3", name="line-3")
    audit, out = str(alien.data.audit_certificate), tmp_path / "out"
    for half in (("--to", audit), ("--quantity", "4")):
        told = lines.one("order", "allot", "lot", "--out", str(out), *half, by=[A])
        assert (told.status, "CFG-004" in told.err) == (2, True)
        assert not out.exists()
    words = ("order", "allot", "lot", "--to", audit, "--quantity", "4", "--out", str(out))
    assert lines.one(*words, by=[A]).status == 0
    alien.data.profiles.mkdir()
    (alien.data.profiles / "box.toml").write_text(BOX, encoding="utf-8")
    told = alien("order", "create", "part", "--allotment", str(out / "allotment.json"), by=[A])
    assert (told.status, "SVC-028" in told.err) == (2, True)
