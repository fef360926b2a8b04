"""What the device side answers to whoever asks: limits, waiting, moving hubs, and nonsense."""

import base64
import json
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.practice.service.changes import delete, put
from station.practice.service.enrollments import GROUP, INDIVIDUAL, MESSAGE_BYTES
from station.practice.service.problems import Refused
from station.practice.service.registering import Asked, Registrar
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.practice.service.throttle import Throttle
from tests.support.practice_device import (
    Device,
    Json,
    check_refused,
    client,
    derived,
    enrol,
    keys,
    token,
)
from tests.support.software_tpm import SoftwareTpm

pytestmark = pytest.mark.service

KEY = bytes(range(64))
Serving = Callable[[ServiceSettings], AbstractContextManager[PracticeService]]


@pytest.fixture
def serving(tmp_path: Path) -> Serving:
    """Run a service of the test's own, as the settings say."""

    @contextmanager
    def run(settings: ServiceSettings) -> Iterator[PracticeService]:
        with PracticeService(tmp_path / "service", settings) as service:
            yield service

    return run


def enrolled(service: PracticeService, name: str, **fields: object) -> Device:
    attestation = keys(KEY, KEY[::-1])
    enrol(service, INDIVIDUAL, {"registrationId": name, "attestation": attestation, **fields})
    return Device(service, name, token(service.settings.scope, name, KEY))


class Clock:
    """A clock of the test's; `now` in seconds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_registration_may_take_its_time(serving: Serving, name: str) -> None:
    with serving(ServiceSettings(assigning_s=3_600.0)) as service:
        device = enrolled(service, name)
        going = device.register()
        operation = going.json()["operationId"]
        again = device.poll(operation)
        so_far = device.lookup().json()

        assert going.json() == again.json() == {"operationId": operation, "status": "assigning"}
        assert (going.status_code, again.status_code) == (202, 202)
        # Twice as often, and the limit on polls would be reached.
        assert going.headers["retry-after"] == again.headers["retry-after"] == "2"
        assert so_far["status"] == "assigning"
        assert "assignedHub" not in so_far


def test_a_registration_ends_when_its_time_is_over(
    practice_service: PracticeService, name: str
) -> None:
    enrolled(practice_service, name)
    clock = Clock()
    registrar = Registrar(
        practice_service.store, "scope", ("hub",), Throttle(0), assigning_s=5.0, clock=clock
    )
    asked = Asked("scope", name, {}, token("scope", name, KEY))

    going = registrar.register(asked)
    operation = str(going["operationId"])
    told = []
    for _ in range(7):
        told.append((registrar.operation(asked, operation)["status"], registrar.retry_s(going)))
        clock.now += 1

    assert told == [*[("assigning", 2)] * 4, ("assigning", 1), *[("assigned", 0)] * 2]
    assert registrar.last(asked)["status"] == "assigned"


def test_where_to_ask_is_told(practice_service: PracticeService, name: str) -> None:
    device = enrolled(practice_service, name)
    going = device.register()
    with client(practice_service) as line:
        done = line.get(going.headers["location"], headers={"authorization": device.token})

    assert going.headers["retry-after"] == "1"
    assert done.json()["registrationState"]["status"] == "assigned"
    # "4.", eight bytes and a UUID, as the service's are.
    four, first, second = going.json()["operationId"].split(".")
    assert (four, len(first), len(second)) == ("4", 16, 36)
    newer = device.register().json()["operationId"]
    check_refused(device.poll(going.json()["operationId"]), 404, 404_201)
    assert device.poll(newer).status_code == 200


@pytest.mark.parametrize("says_when", [True, False])
def test_registrations_have_a_limit(serving: Serving, name: str, says_when: bool) -> None:
    settings = ServiceSettings(registrations_a_minute=2, says_when=says_when)
    with serving(settings) as service:
        devices = [enrolled(service, f"{name}-{number}") for number in range(3)]
        for device in devices[:2]:
            assert device.assigned()["status"] == "assigned"

        answer = devices[2].register()

        check_refused(answer, 429, 429_000)
        assert ("retry-after" in answer.headers) is says_when
        assert service.store.registration(devices[2].name) is None


def test_a_device_polls_five_times_in_ten_seconds(
    practice_service: PracticeService, name: str
) -> None:
    for one in (name, f"{name}-b"):
        enrolled(practice_service, one)
    clock = Clock()
    registrar = Registrar(
        practice_service.store, "scope", ("hub",), Throttle(1_000, clock=clock), clock=clock
    )
    asked, other = (
        Asked("scope", one, {}, token("scope", one, KEY)) for one in (name, f"{name}-b")
    )
    operation, others = (str(registrar.register(one)["operationId"]) for one in (asked, other))

    for _ in range(5):
        registrar.operation(asked, operation)
        clock.now += 1
    with pytest.raises(Refused) as refusal:
        registrar.operation(asked, operation)
    with pytest.raises(Refused):
        registrar.last(asked)
    registrar.operation(other, others)
    assert (refusal.value.status, refusal.value.headers) == (429, {"retry-after": "5"})
    clock.now += 5
    assert registrar.operation(asked, operation)["status"] == "assigned"


@pytest.mark.parametrize(
    ("policy", "hub", "substatus"),
    [
        ((True, True), "b.invalid", "deviceDataMigrated"),
        ((True, False), "b.invalid", "deviceDataReset"),
        ((False, True), "a.invalid", "reprovisionedToInitialAssignment"),
        ((False, False), "a.invalid", "reprovisionedToInitialAssignment"),
    ],
)
def test_a_device_moves_as_the_policy_says(
    practice_service: PracticeService,
    name: str,
    policy: tuple[bool, bool],
    hub: str,
    substatus: str,
) -> None:
    device = enrolled(practice_service, name, iotHubs=["a.invalid"])
    first = device.assigned()
    assert (first["assignedHub"], first["substatus"]) == ("a.invalid", "initialAssignment")
    body: Json = {
        "registrationId": name,
        "attestation": keys(KEY, KEY[::-1]),
        "iotHubs": ["b.invalid"],
        "reprovisionPolicy": dict(
            zip(("updateHubAssignment", "migrateDeviceData"), policy, strict=True)
        ),
    }
    put(practice_service.store, INDIVIDUAL, body, "*")

    again = device.assigned()

    assert (again["assignedHub"], again["substatus"]) == (hub, substatus)
    assert again["createdDateTimeUtc"] == first["createdDateTimeUtc"]
    assert again["etag"] != first["etag"]
    # Where it is now, it stays.
    assert device.assigned()["substatus"] == "reprovisionedToInitialAssignment"
    old = device.ask("PUT", "/register", content="{}", version="2019-03-31")
    state = device.poll(old.json()["operationId"]).json()["registrationState"]
    assert state["substatus"] == "initialAssignment"


def test_devices_share_the_hubs_and_each_keeps_its_own(serving: Serving) -> None:
    known = ServiceSettings(hubs=("a.invalid", "b.invalid"))
    with serving(known) as service, client(service) as line:
        devices = [enrolled(service, f"unit-{number}") for number in range(16)]
        for device in devices:
            device.line = line
        first = [device.assigned()["assignedHub"] for device in devices]
        assert set(first) == {"a.invalid", "b.invalid"}
        assert [device.assigned()["assignedHub"] for device in devices] == first


def test_without_a_hub_a_registration_fails(serving: Serving, name: str) -> None:
    with serving(ServiceSettings(hubs=())) as service:
        state = enrolled(service, name).assigned()
        assert (state["status"], state["errorCode"]) == ("failed", 400_208)
        assert state["errorMessage"]


@pytest.mark.parametrize("kind", ["individual", "group"])
def test_what_is_deleted_is_forgotten(
    practice_service: PracticeService, name: str, kind: str
) -> None:
    if kind == "individual":
        device = enrolled(practice_service, name)
    else:
        body = {"enrollmentGroupId": f"g-{name}", "attestation": keys(derived(KEY, name), KEY)}
        enrol(practice_service, GROUP, body)
        own = derived(derived(KEY, name), name)
        device = Device(practice_service, name, token("0nePRACTICE", name, own))
    assert device.assigned()["status"] == "assigned"

    if kind == "individual":
        delete(practice_service.store, INDIVIDUAL, name, None)
    else:
        delete(practice_service.store, GROUP, f"g-{name}", None)

    check_refused(device.lookup(), 404, 404_201)
    check_refused(device.register(), 401, 401_000)


def test_the_names_of_address_and_body_agree(practice_service: PracticeService, name: str) -> None:
    device = enrolled(practice_service, name)
    for said in (f"{name}-b", name.upper(), ""):
        answer = device.ask("PUT", "/register", content=json.dumps({"registrationId": said}))
        check_refused(answer, 400, 400_004, "Invalid RegistrationId")
        answer = device.ask("POST", "", content=json.dumps({"registrationId": said}))
        check_refused(answer, 400, 400_004)
    assert practice_service.store.registration(name) is None
    answer = device.ask("PUT", "/register", content='{"payload": null}')
    assert answer.status_code == 202


Asking = Callable[[Device], httpx.Response]
ASKED: Mapping[str, tuple[Asking, int]] = {
    "no body": (lambda device: device.ask("PUT", "/register", content=""), 400),
    "a list": (lambda device: device.ask("PUT", "/register", content="[]"), 400),
    "a number": (lambda device: device.ask("PUT", "/register", content='{"tpm":1}'), 400),
    "no type": (lambda device: device.ask("PUT", "/register"), 415),
    "too much": (
        lambda device: device.ask("PUT", "/register", content="1" * (MESSAGE_BYTES + 1)),
        413,
    ),
    "another version": (
        lambda device: device.ask("PUT", "/register", content="{}", version="2017-01-01"),
        400,
    ),
    "no operation": (lambda device: device.poll("4.0.0"), 404),
    "no registration": (lambda device: device.lookup(), 404),
}


@pytest.mark.parametrize(("asking", "status"), ASKED.values(), ids=ASKED)
def test_what_cant_be_is_refused_in_the_published_form(
    practice_service: PracticeService, name: str, asking: Asking, status: int
) -> None:
    answer = asking(enrolled(practice_service, name))
    check_refused(answer, status, answer.json()["errorCode"])
    assert answer.json()["errorCode"] // 1_000 == status
    assert practice_service.store.registration(name) is None


def test_another_scope_or_a_name_that_can_be_none_is_refused(
    practice_service: PracticeService, name: str
) -> None:
    device = enrolled(practice_service, name)
    device.scope = "0ne00000000"
    check_refused(device.register(), 404, 404_201)
    for bad in ("a_", "a" * 129, "a b", "ä", "a."):
        answer = Device(practice_service, bad, device.token).register()
        check_refused(answer, 400, 400_004, "Invalid RegistrationId")


def test_who_hangs_up_in_the_midst_is_no_fault_of_the_services(
    practice_service: PracticeService, name: str
) -> None:
    device = enrolled(practice_service, name)
    context = ssl.create_default_context(cafile=str(practice_service.files.ca))
    head = (
        f"PUT /0nePRACTICE/registrations/{name}/register?api-version=2021-10-01 HTTP/1.1\r\n"
        "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    )
    with (
        socket.create_connection(("localhost", practice_service.port), 30) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as tls,
    ):
        tls.sendall(head.encode())

    # An error of the service's is an error in the log, which no test here may leave.
    assert device.assigned()["status"] == "assigned"


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
anything = st.recursive(
    scalars,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside),
    max_leaves=8,
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "registrationId": anything | st.just("nonsense"),
        "payload": anything,
        "tpm": anything
        | st.fixed_dictionaries(
            {},
            optional={"endorsementKey": anything, "storageRootKey": anything},
        ),
    },
)
printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
tokens = printable | st.builds(
    "SharedAccessSignature sr={}&sig={}&se={}{}".format,
    printable | st.just("0nePRACTICE%2Fregistrations%2Fnonsense"),
    printable | st.just("A" * 43 + "%3D"),
    printable | st.integers().map(str),
    printable | st.just("&skn=registration"),
)


def test_another_method_is_refused(practice_service: PracticeService, name: str) -> None:
    one = f"/0nePRACTICE/registrations/{name}"
    with client(practice_service) as line:
        for path in (one, f"{one}/register", f"{one}/operations/4.0.0"):
            check_refused(line.delete(path), 405, 405_000)
        check_refused(line.get(f"{one}/nothing/of/ours"), 404, 404_000)


@given(
    said=st.binary(max_size=40) | (bodies | anything).map(json.dumps).map(str.encode),
    authorization=tokens.map(str.strip),
    kind=st.sampled_from(["symmetricKey", "tpm", "nobody"]),
)
def test_nonsense_is_always_refused_in_words(
    practice_service: PracticeService,
    line: httpx.Client,
    tpm: SoftwareTpm,
    said: bytes,
    authorization: str,
    kind: str,
) -> None:
    name = "nonsense" if kind == "symmetricKey" else f"nonsense-{kind}"
    if kind != "nobody" and practice_service.store.get(INDIVIDUAL, name) is None:
        ek = base64.b64encode(tpm.ek).decode()
        by_tpm: Json = {"type": "tpm", "tpm": {"endorsementKey": ek}}
        proof = by_tpm if kind == "tpm" else keys(KEY, KEY[::-1])
        enrol(practice_service, INDIVIDUAL, {"registrationId": name, "attestation": proof})
    device = Device(practice_service, name, authorization, line=line)

    for method, path in (("PUT", "/register"), ("POST", ""), ("GET", "/operations/{operationId}")):
        content = None if method == "GET" else said
        answer = device.ask(method, path, content=content, operation="4.0.0")
        assert answer.status_code in {400, 401, 404}, answer.text
    assert practice_service.store.registration(name) is None
