"""Symmetric units at the service with the very keys in their tokens: pushed, and exported."""

import base64
import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from station.errors import StationError
from station.folders import Data, resource
from station.line.work import Job
from station.model.enrollment import Enrollment
from station.model.order import EnrolledAs, OrderSpec
from station.model.push import PushTally
from station.model.world import World
from station.operations.audit_words import in_words
from station.operations.plant import open_reader, utc_now
from station.operations.practice import ID_SCOPE, new_practice_plant, position_of, practice_pin
from station.operations.push_conflicts import Wanted, page
from station.operations.push_deciding import Deciding, documents_of, put_on_record
from station.operations.push_documents import KEPT
from station.operations.pushing import Pushed, PushWish, run_push
from station.operations.rehearsal import Rehearsed, Seated, rehearse
from station.practice.bench import PracticeBench
from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.practice.unit_config import Pacing
from station.practice.units import PracticeUnit
from station.records.entries import EntryKind
from station.records.push_decisions import Decision
from station.service.doors import ServiceAddress
from station.service.exports import ExportReport, ExportRequest, Watch, export_format, write_export
from station.service.exports.recipient import Recipient
from station.service.exports.verify import verify
from station.service.group_documents import text_of_key
from station.service.push_desk import PushSettings
from tests.support.certificates import issued
from tests.support.floor import Floor
from tests.support.practice_service import asking
from tests.support.push_station import know

pytestmark = [pytest.mark.bench, pytest.mark.timeout(240)]


@dataclass(frozen=True)
class Made:
    """A real unit that has passed: its token has its key."""

    unit: PracticeUnit
    job: Job
    enrolled: Enrollment

    @property
    def name(self) -> str:
        """Its registration ID."""
        return self.enrolled.registration_id.text


class _Unwatched:
    def expects(self, units: int, updates: Sequence[str]) -> None:
        del units, updates

    def went(self, tally: PushTally, throttled: int) -> None:
        del tally, throttled


@dataclass(frozen=True)
class Stage:
    """A floor, and a service that its station knows."""

    floor: Floor
    service: PracticeService

    def passed(self, enrolled: EnrolledAs | None, profile: str = "practice-symmetric") -> Made:
        """Have a unit pass in an order of its own."""
        floor = self.floor
        name = f"keys-{next(floor.numbers)}"
        spec = OrderSpec(
            name=name,
            profile=profile,
            id_scope=ID_SCOPE,
            quantity=3,
            enrollment=enrolled,
        )
        floor.plant.create_order(spec, practice_pin())
        job, unit = floor.plant.job(name), floor.unit("symmetric")
        result = floor.run(unit, job)
        assert result.enrollment is not None, f"{result.error}"
        return Made(unit, job, result.enrollment)

    def push(self, made: Made, *, again: bool = False) -> Pushed:
        """Push the order of a unit."""
        wish = PushWish(order=made.job.order.name, again=again, settings=PushSettings(per_minute=0))
        return run_push(self.floor.plant, wish, _Unwatched(), Event())

    def registers(self, made: Made) -> Rehearsed:
        """Plug the unit in once more, and have it register by what is in its token."""
        address = ServiceAddress.opened(
            self.service.address, World.PRACTICE, str(self.service.files.ca)
        )
        tools = self.floor.plant.tools
        seated = Seated(made.job, position_of(self.floor.seat), tools, Event())
        self.floor.bench.plug(self.floor.seat, made.unit)
        try:
            return rehearse(made.enrolled, seated, address)
        finally:
            self.floor.bench.unplug(self.floor.seat)

    def keys_at_service(self, made: Made) -> dict[str, str]:
        """Return what the service keeps as the keys of a unit's own enrollment."""
        with asking(self.service) as ask:
            path = f"/enrollments/{made.name}/attestationmechanism"
            keys: dict[str, str] = ask.ask("POST", path).json()["symmetricKey"]
        return keys

    def key_of(self, made: Made) -> str:
        """Return the unit's key, as its token was given it."""
        order = made.job.order
        key = self.floor.plant.tools.factory.derive(order.group_id, made.enrolled.registration_id)
        with key.reveal() as data:
            return base64.b64encode(data).decode()

    def kept(self) -> bytes:
        """Return every byte in the station's data folder."""
        root = self.floor.plant.data.root
        return b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Give one floor and one service for all tests: each has an order of its own."""
    folder = tmp_path_factory.mktemp("keys")
    settings = ServiceSettings(scope=ID_SCOPE, a_minute=0, registrations_a_minute=0)
    with (
        PracticeService(folder / "service", settings) as service,
        PracticeBench(folder / "bench", 2, pacing=Pacing.NONE) as bench,
        new_practice_plant(Data.made(folder / "data"), bench) as plant,
    ):
        know(plant, service)
        yield Stage(Floor(bench, plant, count(1)), service)


def told(stage: Stage) -> dict[str, Any]:
    """Return the newest entry that tells of keys."""
    *_, entry = stage.floor.plant.tools.records.entries(kind=EntryKind.KEYS_DISCLOSED)
    assert "Keys leave" in in_words(entry)
    return dict(entry.data)


def test_a_unit_with_an_enrollment_of_its_own_registers_once_it_is_pushed(stage: Stage) -> None:
    made = stage.passed(EnrolledAs.INDIVIDUAL)
    pushed = stage.push(made)
    assert (pushed.tally.created, pushed.well, dict(pushed.left_out)) == (1, True, {})
    done = stage.registers(made)
    assert done.assigned, f"{done.error}"
    assert done.registration is not None
    keys = stage.keys_at_service(made)
    assert keys["primaryKey"] == stage.key_of(made)
    assert keys["secondaryKey"] not in {keys["primaryKey"], ""}
    assert len(base64.b64decode(keys["secondaryKey"])) == 32, "the service made one up"
    entry = told(stage)
    assert (entry["way"], entry["units"], entry["orders"]) == ("push", 1, [made.job.order.name])
    records = stage.floor.plant.tools.records
    assert entry["recipient"] == f"service {records.services.get('dps').host}"
    *_, ended = records.entries(kind=EntryKind.PUSHED)
    assert ended.data["keys"] == 1
    kept = stage.kept()
    for key in keys.values():
        assert key.encode() not in kept
        assert base64.b64decode(key).hex().encode() not in kept
    assert records.verify().unsigned == 0


def test_units_with_keys_have_device_ids_where_they_are_enrolled_one_by_one(stage: Stage) -> None:
    folder = stage.floor.plant.data.profiles
    folder.mkdir(exist_ok=True)
    text = resource("profiles/practice-symmetric.toml").read_text(encoding="utf-8")
    named = text.replace('"practice-symmetric"', '"named"')
    head, table, rest = named.partition("[names]\n")
    assert table
    (folder / "named.toml").write_text(f'{head}{table}device_id = "Dev-{{serial}}"\n{rest}')
    for enrolled in (None, EnrolledAs.GROUP):
        with pytest.raises(StationError, match="PRF-018"):
            stage.passed(enrolled, "named")
    made = stage.passed(EnrolledAs.INDIVIDUAL, "named")
    assert stage.push(made).well
    with asking(stage.service) as ask:
        device: str = ask.ask("GET", f"/enrollments/{made.name}").json()["deviceId"]
    assert device == f"Dev-{made.enrolled.serial}"
    done = stage.registers(made)
    assert done.assigned, f"{done.error}"
    assert done.registration is not None
    assert done.registration.device_id == device


def test_a_unit_of_a_group_registers_once_the_group_is_pushed_with_its_key(stage: Stage) -> None:
    made = stage.passed(None)
    pushed = stage.push(made)
    assert (pushed.groups.created, pushed.members, pushed.well) == (1, 1, True)
    done = stage.registers(made)
    assert done.assigned, f"{done.error}"
    entry = told(stage)
    assert (entry["units"], entry["groups"]) == (0, [made.job.order.group_id.text])
    with asking(stage.service) as ask:
        path = f"/enrollmentGroups/{made.job.order.group_id.text}/attestationmechanism"
        key = ask.ask("POST", path).json()["symmetricKey"]["primaryKey"]
    factory = stage.floor.plant.tools.factory
    with factory.disclose_group_key(made.job.order.group_id).reveal() as data:
        assert base64.b64decode(key) == data


@pytest.mark.parametrize(
    ("member", "fate"),
    [("", "already"), ("primaryKey", "conflict"), ("secondaryKey", "conflict")],
    ids=["ours", "another primary", "another secondary"],
)
def test_what_the_service_has_already_is_taken_for_ours_by_its_keys_alone(
    stage: Stage, member: str, fate: str
) -> None:
    made = stage.passed(EnrolledAs.INDIVIDUAL)
    order, factory = made.job.order, stage.floor.plant.tools.factory
    ((first, second),) = factory.derive_pairs(order.group_id, [made.enrolled.registration_id])
    keys = {"primaryKey": text_of_key(first), "secondaryKey": text_of_key(second)}
    if member:
        keys[member] = "A" * 43 + "="
    attestation = {"type": "symmetricKey", "symmetricKey": keys}
    with asking(stage.service) as ask:
        ask.put({"registrationId": made.name, "attestation": attestation})
    tally = stage.push(made).tally
    assert (tally.already, tally.conflicts) == ((1, 0) if fate == "already" else (0, 1))
    assert stage.keys_at_service(made) == keys, "it was overwritten"
    if member:
        (row,) = stage.floor.plant.tools.records.push_fates(order.name)
        assert row.fate.differs == (f"attestation.symmetricKey.{member}",)
        assert "AAAA" not in row.fate.theirs


def test_a_group_with_another_key_stays_as_somebody_decides_whatever_comes_after(
    stage: Stage,
) -> None:
    made, plant = stage.passed(None), stage.floor.plant
    order, records = made.job.order, plant.tools.records
    group = order.group_id.text
    keys = {"primaryKey": base64.b64encode(bytes(64)).decode()}
    attestation = {"type": "symmetricKey", "symmetricKey": keys}
    with asking(stage.service) as ask:
        ask.put({"enrollmentGroupId": group, "attestation": attestation})
    assert stage.push(made).groups.conflicts == 1

    with open_reader(plant.data) as reader:
        wanted = Wanted(host=stage.service.address)
        shown = page(reader, wanted, utc_now(), documents_of(plant.tools, reader)).rows
    row = next(one for one in shown if one.kept.fate.name == group)
    service = records.services.get("dps")
    work = Deciding(plant.tools, service, Event())
    put_on_record(work, {Decision.KEEP: [row]})

    with asking(stage.service) as ask:
        ask.ask("DELETE", f"/enrollmentGroups/{group}")
    pushed = stage.push(made, again=True)
    assert (pushed.groups.all, pushed.left_out) == (0, {order.name: KEPT})
    records.verify()


@dataclass(frozen=True)
class Owner:
    """The service's owner."""

    key: Path
    recipient: Recipient

    def opened(self, path: Path) -> bytes:
        """Open a file by openssl alone."""
        how = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER"]
        done = subprocess.run(
            [*how, "-inkey", str(self.key), "-in", str(path)], capture_output=True, check=True
        )
        return done.stdout


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    """Make the owner's key and certificate."""
    key = rsa.generate_private_key(65537, 2048)
    path = tmp_path / "owner.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate, _ = issued(key.public_key(), "owner")
    return Owner(path, Recipient.parse(certificate))


Export = Callable[..., ExportReport]


@pytest.fixture
def exported(stage: Stage, tmp_path: Path) -> Export:
    """Export the order of a unit: `exported(made, "dps-json", recipient)`."""

    def written(made: Made, form: str, recipient: Recipient | None) -> ExportReport:
        out = tmp_path / f"out-{form}"
        request = ExportRequest(out, export_format(form), made.job.order.name, recipient=recipient)
        tools = stage.floor.plant.tools
        return write_export(tools.records, tools.factory, request, Watch())

    return written


@pytest.mark.parametrize("form", ["dps-json", "jsonl", "zip"])
def test_an_export_for_the_owner_holds_the_tokens_key_for_nobody_else(
    stage: Stage, owner: Owner, exported: Export, form: str
) -> None:
    made = stage.passed(EnrolledAs.INDIVIDUAL)
    report = exported(made, form, owner.recipient)
    checked = verify(report.folder, None)
    sealed = checked.manifest.sealed_units
    assert sealed is not None
    assert (sealed.units, sealed.certificate) == (1, owner.recipient.fingerprint)
    assert not checked.manifest.keys_in_clear
    (path,) = report.folder.glob(sealed.files)
    text = owner.opened(path)
    document = json.loads(text)
    document = document["enrollments"][0] if form == "dps-json" else document
    key = document["attestation"]["symmetricKey"]["primaryKey"]
    assert key == stage.key_of(made)
    for file in report.folder.rglob("*"):
        if file.is_file():
            assert key.encode() not in file.read_bytes(), file
    entry = told(stage)
    assert (entry["way"], entry["units"]) == ("export", 1)
    assert owner.recipient.fingerprint in entry["recipient"]
    with asking(stage.service) as ask:
        ask.put(document)
    assert stage.registers(made).assigned


def test_practice_may_have_keys_in_the_clear_and_says_so(stage: Stage, exported: Export) -> None:
    made = stage.passed(EnrolledAs.INDIVIDUAL)
    report = exported(made, "dps-json", None)
    manifest = verify(report.folder, None).manifest
    assert manifest.keys_in_clear
    assert "keys of some units stand in the clear" in manifest.notice
    body = json.loads((report.folder / "enrollments-0001.json").read_text())
    (document,) = body["enrollments"]
    assert document["attestation"]["symmetricKey"]["primaryKey"] == stage.key_of(made)
    assert told(stage)["recipient"].startswith("anybody")


def test_a_table_of_such_units_is_refused(stage: Stage, exported: Export) -> None:
    made = stage.passed(EnrolledAs.INDIVIDUAL)
    with pytest.raises(StationError, match="SVC-077"):
        exported(made, "csv", None)
    assert stage.push(made).tally.created == 1
    assert stage.service.store.count(INDIVIDUAL) > 0


def test_a_key_serves_one_way_of_enrolling(stage: Stage) -> None:
    made = stage.passed(EnrolledAs.INDIVIDUAL)
    for enrolled, code in ((None, "REC-101"), (EnrolledAs.INDIVIDUAL, "")):
        spec = made.job.order.spec.model_copy(
            update={
                "name": f"more-{next(stage.floor.numbers)}",
                "group_id": made.job.order.group_id.text,
                "enrollment": enrolled,
            }
        )
        if code:
            with pytest.raises(StationError, match=code):
                stage.floor.plant.create_order(spec, practice_pin())
        else:
            stage.floor.plant.create_order(spec, practice_pin())
