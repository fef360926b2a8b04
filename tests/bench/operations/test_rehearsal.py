"""Units register by what is inside them; one that is altered by a bit doesn't, and is told why."""

import base64
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from station.errors import StationError
from station.folders import Data
from station.hsm.tokens import Token
from station.line.halt import Halt
from station.line.mechanisms.leftovers import KEY_LABEL, key_id_of
from station.line.run import RunResult, opened_link
from station.line.steps import RunLog
from station.line.work import Job
from station.model.enrollment import Enrollment
from station.model.proof import derive_device_key
from station.model.run import Run
from station.model.world import World
from station.operations.demo_rehearsal import DemoRehearsal
from station.operations.practice import ID_SCOPE, new_practice_plant, position_of, practice_pin
from station.operations.rehearsal import Rehearsed, Seated, rehearse
from station.practice.bench import PracticeBench
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.practice.unit_config import Pacing
from station.practice.units import PracticeUnit
from station.secret import Secret
from station.service.client import Fate, ServiceClient
from station.service.doors import HttpsDoor, ServiceAddress
from station.service.exports import ExportReport, export
from station.service.sending import send_export
from station.tpm.session import Tpm
from tests.support.altered_units import copied, rewrite, token_of
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

MECHANISMS = ("tpm", "x509", "x509-tpm", "symmetric")


@dataclass(frozen=True)
class Made:
    """A unit that has passed, its order and its enrollment."""

    unit: PracticeUnit
    job: Job
    enrolled: Enrollment


@dataclass(frozen=True)
class Stage:
    """A floor with a unit of each mechanism that has passed, and their export."""

    floor: Floor
    made: Mapping[str, Made]
    export: Path

    @property
    def documents(self) -> dict[str, list[dict[str, Any]]]:
        """What the export holds: enrollments and groups."""
        kept: dict[str, list[dict[str, Any]]] = {"enrollments": [], "enrollmentGroups": []}
        for kind, pattern in (("enrollments", "enrollments-*"), ("enrollmentGroups", "groups-*")):
            for path in self.export.glob(f"{pattern}.json"):
                kept[kind] += json.loads(path.read_text())[kind]
        return kept

    def rehearsed(self, mechanism: str, address: ServiceAddress, **other: Any) -> Rehearsed:  # noqa: ANN401 - of a dataclass
        """Plug the unit in once more, or another one, and have it register."""
        made = replace(self.made[mechanism], **other)
        seated = Seated(made.job, position_of(self.floor.seat), self.floor.plant.tools, Event())
        self.floor.bench.plug(self.floor.seat, made.unit)
        try:
            return rehearse(made.enrolled, seated, address)
        finally:
            self.floor.bench.unplug(self.floor.seat)


def passed(floor: Floor, mechanism: str) -> Made:
    job, unit = floor.order(mechanism), floor.unit(mechanism)
    result: RunResult = floor.run(unit, job)
    assert result.enrollment is not None, f"{result.error}"
    return Made(unit, job, result.enrollment)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("rehearsal")
    bench = PracticeBench(folder / "bench", 2, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        floor = Floor(bench, plant, count(1))
        made = {mechanism: passed(floor, mechanism) for mechanism in MECHANISMS}
        tools = plant.tools
        export(tools.records, tools.factory, folder / "export", "dps-json")
        yield Stage(floor, made, folder / "export")


Alter = Callable[[dict[str, Any]], None]


def as_it_is(document: dict[str, Any]) -> None:
    del document


@pytest.fixture
def service_with(stage: Stage, tmp_path: Path) -> Iterator[Callable[..., ServiceAddress]]:
    """Start a service that has the export, altered: `service_with(alter, kind)`."""
    settings = ServiceSettings(scope=ID_SCOPE, a_minute=0, registrations_a_minute=0)
    with PracticeService(tmp_path / "service", settings) as service:

        def started(alter: Alter = as_it_is, kind: str = "enrollments") -> ServiceAddress:
            documents = stage.documents
            for one in documents[kind]:
                alter(one)
            folder = tmp_path / "sent"
            folder.mkdir()
            for name, table in (("enrollments", "enrollments"), ("groups", "enrollmentGroups")):
                body = {"mode": "create", table: documents[table]}
                (folder / f"{name}-0001.json").write_text(json.dumps(body))
            ca = str(service.files.ca)
            client = ServiceClient.opened(service.connection_string(), World.PRACTICE, ca)
            send_export(folder, client, Event()).check()
            return ServiceAddress.opened(service.address, World.PRACTICE, ca)

        yield started


def refusal(done: Rehearsed) -> tuple[int, int]:
    """Return the status and the code that the service gave a unit that isn't assigned."""
    assert not done.assigned
    assert done.error is not None
    assert done.registration is not None, f"{done.error}: {done.error.detail}"
    assert done.error.code == "SVC-045"
    assert str(done.registration.code) in done.error.message
    return done.registration.http, done.registration.code


def flip(text: str, at: int) -> str:
    """Return base64 in which one bit of the byte at a place is another."""
    data = bytearray(base64.b64decode(text))
    data[at] ^= 1
    return base64.b64encode(data).decode()


@contextmanager
def handles_of(stage: Stage) -> Iterator[Callable[[], list[int]]]:
    """Plug the TPM unit in; give what lists all that is in it: loaded, persistent, sessions."""
    made, floor = stage.made["tpm"], stage.floor
    position, tools = position_of(floor.seat), floor.plant.tools
    job = replace(made.job, dry=True)
    run = Run("r", "o", "", position.name, "", tools.now(), None, None, None)

    def listed() -> list[int]:
        log = RunLog(run, (), Halt(Event()), job.profile.steps)
        with opened_link(job, position, tools, log) as link:
            link.identify()
            with Tpm(link.transact) as tpm:
                kinds = (0x80000000, 0x81000000, 0x02000000, 0x03000000, 0x01000000)
                return [handle for kind in kinds for handle in tpm.nv_indices(kind, 64)]

    floor.bench.plug(floor.seat, made.unit)
    try:
        yield listed
    finally:
        floor.bench.unplug(floor.seat)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_unit_registers_by_what_is_inside_it(
    stage: Stage, service_with: Callable[..., ServiceAddress], mechanism: str
) -> None:
    done = stage.rehearsed(mechanism, service_with())
    assert done.assigned, f"{done.error}: {done.error and done.error.detail}"
    assert done.registration is not None
    assert done.registration.hub == "practice-hub.invalid"


def test_nothing_is_left_in_the_tpm_whether_it_is_assigned_or_not(
    stage: Stage,
    service_with: Callable[..., ServiceAddress],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, address = stage.made["tpm"], service_with()
    seated = Seated(made.job, position_of(stage.floor.seat), stage.floor.plant.tools, Event())
    ask = HttpsDoor.ask

    def dies(
        door: HttpsDoor, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> Any:  # noqa: ANN401 - as the door's
        if headers:  # a token: the TPM has solved its challenge
            raise StationError("SVC-039", name=door.name, why="it died")
        return ask(door, method, path, headers, body)

    with handles_of(stage) as listed:
        before = listed()
        assert {0x81010001, 0x81000001} <= set(before)
        assert rehearse(made.enrolled, seated, address).assigned
        assert listed() == before
        monkeypatch.setattr(HttpsDoor, "ask", dies)
        failed = rehearse(made.enrolled, seated, address)
        assert failed.error is not None
        assert failed.error.code == "SVC-039"
        assert listed() == before


def altered_key(document: dict[str, Any]) -> None:
    tpm = document["attestation"].get("tpm")
    if tpm:
        tpm["endorsementKey"] = flip(tpm["endorsementKey"], 200)


def altered_certificate(document: dict[str, Any]) -> None:
    held = document["attestation"].get("x509")
    if held:
        primary = held["clientCertificates"]["primary"]
        primary["certificate"] = flip(primary["certificate"], -1)


def altered_name(document: dict[str, Any]) -> None:
    name = document["registrationId"]
    others = (chr(ord(name[-1]) ^ bit) for bit in (1, 2, 4, 8))
    legal = next(one for one in others if one.isdigit() or "a" <= one <= "z")
    document["registrationId"] = name[:-1] + legal


def altered_group_key(document: dict[str, Any]) -> None:
    keys = document["attestation"]["symmetricKey"]
    keys["primaryKey"] = flip(keys["primaryKey"], 0)


@pytest.mark.parametrize(
    ("mechanism", "kind", "alter", "told"),
    [
        ("tpm", "enrollments", altered_key, (400, 400004)),
        ("tpm", "enrollments", altered_name, (404, 404201)),
        ("x509", "enrollments", altered_certificate, (401, 401002)),
        ("x509", "enrollments", altered_name, (401, 401002)),
        ("symmetric", "enrollmentGroups", altered_group_key, (401, 401000)),
    ],
)
def test_what_is_enrolled_with_another_bit_is_not_assigned(
    stage: Stage,
    service_with: Callable[..., ServiceAddress],
    mechanism: str,
    kind: str,
    alter: Alter,
    told: tuple[int, int],
) -> None:
    assert refusal(stage.rehearsed(mechanism, service_with(alter, kind))) == told


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_what_is_disabled_is_told_as_that(
    stage: Stage, service_with: Callable[..., ServiceAddress], mechanism: str
) -> None:
    def disabled(document: dict[str, Any]) -> None:
        document["provisioningStatus"] = "disabled"

    kind = "enrollmentGroups" if mechanism == "symmetric" else "enrollments"
    done = stage.rehearsed(mechanism, service_with(disabled, kind))
    assert done.registration is not None
    assert (done.assigned, done.registration.status) == (False, "disabled")


def test_a_symmetric_key_with_another_bit_is_not_assigned(
    stage: Stage, service_with: Callable[..., ServiceAddress], tmp_path: Path
) -> None:
    made = stage.made["symmetric"]
    unit = copied(made.unit, tmp_path / made.unit.folder.name)
    (group,) = stage.documents["enrollmentGroups"]
    text = group["attestation"]["symmetricKey"]["primaryKey"]
    derived = derive_device_key(Secret(base64.b64decode(text)), made.enrolled.registration_id)
    with derived.reveal() as data:
        other = bytearray(data)
    other[0] ^= 1
    key_id = key_id_of(made.enrolled.run)
    with Token.open(token_of(unit), practice_pin()) as token:
        token.remove_objects(key_id)
        token.inject_plaintext_key(KEY_LABEL, key_id, Secret(bytes(other)))
    assert refusal(stage.rehearsed("symmetric", service_with(), unit=unit)) == (401, 401000)


def test_a_units_certificate_with_another_bit_is_not_assigned(
    stage: Stage, service_with: Callable[..., ServiceAddress], tmp_path: Path
) -> None:
    made = stage.made["x509"]
    unit = copied(made.unit, tmp_path / made.unit.folder.name)
    rewrite(unit, key_id_of(made.enrolled.run), bit=True, key=False)
    assert refusal(stage.rehearsed("x509", service_with(), unit=unit)) == (401, 401002)


def test_a_key_that_is_not_the_certificates_opens_no_connection(
    stage: Stage, service_with: Callable[..., ServiceAddress], tmp_path: Path
) -> None:
    made = stage.made["x509"]
    unit = copied(made.unit, tmp_path / made.unit.folder.name)
    rewrite(unit, key_id_of(made.enrolled.run), bit=False, key=True)
    done = stage.rehearsed("x509", service_with(), unit=unit)
    assert done.error is not None
    assert (done.error.code, done.registration) == ("HSM-016", None)


def test_another_tpm_in_the_unit_is_not_assigned(
    stage: Stage, service_with: Callable[..., ServiceAddress], tmp_path: Path
) -> None:
    made = stage.made["tpm"]
    other = passed(stage.floor, "tpm")  # after the export, so nobody knows it
    unit = replace(copied(other.unit, tmp_path / "other"), serial=made.unit.serial)
    assert refusal(stage.rehearsed("tpm", service_with(), unit=unit)) == (404, 404201)


def test_a_service_that_cannot_be_reached_or_believed_is_not_the_units_fault(
    stage: Stage, service_with: Callable[..., ServiceAddress], tmp_path: Path
) -> None:
    address = service_with()
    other = tmp_path / "other.pem"
    root = stage.floor.plant.tools.factory.issuing_chain[-1]
    other.write_text(ssl.DER_cert_to_PEM_cert(root))
    foreign = ServiceAddress.opened(address.host, World.PRACTICE, str(other))
    gone = replace(address, host="localhost:1")
    for mechanism, one in (("tpm", foreign), ("x509", foreign), ("x509", gone)):
        done = stage.rehearsed(mechanism, one)
        assert done.error is not None
        assert done.error.code == "SVC-039", (mechanism, done.error, done.error.detail)


def test_the_demos_rehearsal_tells_of_each_unit_that_is_not_assigned(
    stage: Stage, tmp_path: Path
) -> None:
    for path in stage.export.glob("*-0001.json"):
        document = json.loads(path.read_text())
        for one in document.get("enrollments", ()):
            altered_key(one)
        (tmp_path / path.name).write_text(json.dumps(document))
    exported = ExportReport(tmp_path, len(MECHANISMS), {}, keys_in_clear=True, manifest_hash="")
    told: list[str] = []
    floor, bench_folder = stage.floor, stage.export.parent / "bench"
    records, cancel = floor.plant.tools.records, Event()
    jobs = [floor.plant.job(order.name) for order in records.orders()]
    rehearsal = DemoRehearsal(floor.bench, floor.plant, jobs, bench_folder, cancel, told.append)
    report = rehearsal.run(exported)
    assert report is not None
    units = len(list(records.enrollments()))
    assert report.error is None
    others = len(MECHANISMS) - 1
    assert (report.assigned, report.not_assigned) == (others, units - others)
    serial = stage.made["tpm"].enrolled.serial
    altered = next(one for one in report.others if one.serial == serial)
    assert altered.registration is not None
    assert altered.registration.code == 400004
    assert any(line.startswith("NOT ASSIGNED") and "400004" in line for line in told)
    again = rehearsal.run(exported)  # the service is the same: nothing that it has is overwritten
    assert again is not None
    assert again.error is not None
    assert (again.error.code, again.assigned) == ("SVC-046", others)
    assert Fate.EXISTS.value in again.error.message


def test_who_cancels_the_rehearsal_does_not_wait_for_its_units(
    stage: Stage, tmp_path: Path
) -> None:
    cancel, told = Event(), list[str]()

    def tell(text: str) -> None:
        told.append(text)
        if text.startswith("Rehearsing"):
            cancel.set()

    jobs = [made.job for made in stage.made.values()]
    floor = stage.floor
    rehearsal = DemoRehearsal(floor.bench, floor.plant, jobs, tmp_path, cancel, tell)
    exported = ExportReport(stage.export, 3, {}, keys_in_clear=True, manifest_hash="")
    report = rehearsal.run(exported)
    assert report is not None
    assert (report.cancelled, report.assigned, report.error) == (True, 0, None)
    assert rehearsal.run(exported) is None
