"""The practice service's log of requests: a line each, and nothing secret in it."""

import base64
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.faults import Fault
from station.practice.service.request_log import Line, Side, kept_in
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support import mqtt_client
from tests.support.practice_chains import Holder, attestation
from tests.support.practice_device import Device, client, enrol, keys, token
from tests.support.practice_service import asking, symmetric
from tests.support.software_tpm import SoftwareTpm

pytestmark = pytest.mark.service

KEY = bytes(range(64))
LOGS = ServiceSettings(mqtt_port=0, logs_requests=True)
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z (.+) \d+\.\d+ms")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PracticeService]:
    with PracticeService(tmp_path / "service", LOGS) as running:
        enrol(running, INDIVIDUAL, {"registrationId": "unit-1", "attestation": keys(KEY, KEY)})
        yield running


def lines(service: PracticeService) -> list[str]:
    """Return the log's lines, without when and how long."""
    found = [LINE.fullmatch(line) for line in service.request_log.read_text().splitlines()]
    assert all(found), service.request_log.read_text()
    return [one[1] for one in found if one is not None]


def test_a_registration_is_there_line_by_line(service: PracticeService) -> None:
    scope = service.settings.scope
    state = Device(service, "unit-1", token(scope, "unit-1", KEY)).assigned()
    assert state["status"] == "assigned"
    first, second = lines(service)
    at = f"/{scope}/registrations/unit-1"
    assert first == f"device PUT {at}/register 202 - unit-1 assigning"
    assert re.fullmatch(rf"device GET {at}/operations/\S+ 200 - unit-1 assigned", second)


def test_who_isn_t_let_in_is_told_with_the_code(service: PracticeService) -> None:
    scope = service.settings.scope
    refused = Device(service, "unit-1", token(scope, "unit-1", bytes(32))).register()
    assert refused.status_code == 401
    service.store.forget(INDIVIDUAL, "unit-1")
    Device(service, "a b", scope).register()
    at = f"device PUT /{scope}/registrations"
    assert lines(service)[0] == f"{at}/unit-1/register 401 401000 unit-1 -"
    assert lines(service)[1].startswith(f"{at}/a\\x20b/register 40")
    assert lines(service)[1].endswith("a\\x20b -")


def test_what_tools_ask_is_there_too(service: PracticeService) -> None:
    with asking(service) as asks:
        asks.put(symmetric("unit-2"))
        asks.unchecked("GET", "/nowhere/at/all")
    assert lines(service) == [
        "tool PUT /enrollments/unit-2 200 - unit-2 -",
        "device GET /nowhere/at/all 404 404000 - -",
    ]


def test_what_comes_by_mqtt_is_there_with_connections_that_are_refused(
    service: PracticeService,
) -> None:
    scope = service.settings.scope
    user = f"{scope}/registrations/unit-1/api-version=2019-03-31"
    for key, other in ((KEY, user), (KEY, "nonsense"), (bytes(32), user)):
        with mqtt_client.MqttClient(service.mqtt_port, service.files.ca) as device:
            password = token(scope, "unit-1", key, skn="").encode()
            device.send(mqtt_client.connect("unit-1", other, password))
            device.receive()
            if other is not user:
                continue
            device.send(mqtt_client.subscribe(1, [(mqtt_client.ANSWERS, 0)]))
            device.receive()
            device.send(mqtt_client.publish(mqtt_client.REGISTER.format(1), b"{}"))
            device.receive()
    assert lines(service) == [
        "mqtt PUT register 202 - unit-1 assigning",
        "mqtt CONNECT - 4 - unit-1 -",
        "mqtt PUT register 401 401000 unit-1 -",
    ]


def test_it_holds_no_token_no_key_and_no_body(service: PracticeService, tmp_path: Path) -> None:
    tpm, scope = SoftwareTpm(), service.settings.scope
    publics = {
        "endorsementKey": base64.b64encode(tpm.ek).decode(),
        "storageRootKey": base64.b64encode(tpm.srk).decode(),
    }
    told = {"type": "tpm", "tpm": {"endorsementKey": publics["endorsementKey"]}}
    enrol(service, INDIVIDUAL, {"registrationId": "chip", "attestation": told})
    challenge = Device(service, "chip").register(tpm=publics).json()["authenticationKey"]
    own = Holder.root("leaf")
    document = attestation("clientCertificates", own.pem)
    enrol(service, INDIVIDUAL, {"registrationId": "leaf", "attestation": document})
    Device(service, "leaf", shows=own.files(tmp_path)).assigned()
    signed = token(scope, "unit-1", KEY)
    Device(service, "unit-1", signed).assigned(payload={"said": "by-the-device"})
    with client(service) as line:
        line.put(f"/{scope}/registrations/unit-1/register/{signed}", content="{}")
    with asking(service) as asks:
        asks.put(symmetric("unit-3"))
        found = asks.ask("POST", "/enrollments/unit-3/attestationmechanism").json()
    text = service.request_log.read_text()
    owner = service.policies["provisioningserviceowner"].key
    for secret in (
        *(challenge, *publics.values(), found["symmetricKey"]["primaryKey"], "by-the-device"),
        *(signed.partition("sig=")[2].partition("&")[0], own.pem.splitlines()[1]),
        *(base64.b64encode(key).decode() for key in (KEY, owner)),
    ):
        assert secret not in text
    assert len(text.splitlines()) == 8
    assert service.request_log.stat().st_mode & 0o077 == 0


def test_an_answer_that_is_broken_off_has_no_status(tmp_path: Path) -> None:
    wrong = ServiceSettings(logs_requests=True, faults={Fault.RESET: 1.0})
    with PracticeService(tmp_path, wrong) as service:
        with pytest.raises(Exception, match=r".*"), asking(service) as asks:
            asks.ask("GET", "/enrollments/unit-1")
        until, log = time.monotonic() + 10, service.request_log
        while not (log.exists() and log.stat().st_size) and time.monotonic() < until:
            time.sleep(0.01)  # who is broken off knows it before it is written down
        assert lines(service)[0] == "tool GET /enrollments/unit-1 - - unit-1 -"


def test_a_full_log_begins_anew_and_all_of_it_is_its_owner_s(tmp_path: Path) -> None:
    path = tmp_path / "requests.log"
    with kept_in(path) as tell:
        for _ in range(14_000):
            tell(Line(Side.DEVICE, "PUT", "/" + "a" * 250, 202))
    kept = sorted(tmp_path.iterdir())
    assert [one.name for one in kept] == ["requests.log", "requests.log.1", "requests.log.2"]
    assert all(one.stat().st_size <= 2_000_000 for one in kept)
    assert all(one.stat().st_mode & 0o077 == 0 for one in kept)


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "service"
    with PracticeService(folder, LOGS) as service, asking(service) as asks:
        service.request_log.mkdir()
        asks.put(symmetric("unit-2"))


def test_without_it_there_is_none(tmp_path: Path) -> None:
    with PracticeService(tmp_path) as service, asking(service) as asks:
        asks.put(symmetric("unit-2"))
        assert not service.request_log.exists()
