"""Microsoft's own client can't tell the practice service from theirs.

`azure-iot-deviceprovisioning`, over HTTPS, with the service's own CA as the only one that it
trusts; each request that it makes and each answer that it gets is as the interface describes it.
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import pytest
from azure.core.credentials import AzureSasCredential
from azure.core.exceptions import (
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
    ServiceRequestError,
)
from azure.core.pipeline.transport import RequestsTransport
from azure.core.rest import HttpRequest, HttpResponse
from azure.iot.deviceprovisioning import DeviceProvisioningClient

from station.practice.service.faults import Fault
from station.practice.service.problems import Refused
from station.practice.service.server import OWNER, PracticeService
from station.practice.service.throttle import Throttle
from tests.support.certified import authority
from tests.support.contract import Contract, Exchange
from tests.support.practice_service import group, registered, symmetric, token

pytestmark = pytest.mark.service

EVERY = {"query": "SELECT * FROM enrollments"}
GROUPS = {"query": "SELECT * FROM enrollmentGroups"}


class Recording:
    """The client's own transport; its exchanges are checked, and it waits for nothing."""

    def __init__(self, service: PracticeService) -> None:
        self._inner = RequestsTransport(connection_verify=str(service.files.ca))
        self.contract = Contract.service()
        self.operations: list[str] = []
        self.waits: list[float] = []

    def __enter__(self) -> Self:
        self._inner.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._inner.close()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    def send(self, request: HttpRequest, **settings: object) -> HttpResponse:
        answer = self._inner.send(request, **settings)
        assert isinstance(answer, HttpResponse)
        body = request.content or b""
        exchange = Exchange(
            request.method,
            request.url,
            {name.lower(): value for name, value in request.headers.items()},
            body if isinstance(body, bytes) else str(body).encode(),
            answer.status_code,
            {name.lower(): value for name, value in answer.headers.items()},
            answer.read(),
        )
        self.operations.append(self.contract.check(exchange))
        return answer


@dataclass(frozen=True)
class Official:
    """The client, and what went over its wire."""

    client: DeviceProvisioningClient
    wire: Recording


@pytest.fixture
def official(service: PracticeService) -> Iterator[Official]:
    wire = Recording(service)
    with service.connection_string(OWNER).reveal() as text:
        connection = bytes(text).decode()
    client = DeviceProvisioningClient.from_connection_string(connection, transport=wire)
    with client:
        yield Official(client, wire)


def code(caught: pytest.ExceptionInfo[HttpResponseError]) -> int:
    answer = caught.value.response
    assert isinstance(answer, HttpResponse)
    return int(answer.json()["errorCode"])


def test_an_enrollment_is_created_once_and_read_again(official: Official) -> None:
    enrollment = official.client.enrollment
    made = enrollment.create_or_update("Press:0001", symmetric("Press:0001", deviceId="press=1"))
    assert made["registrationId"] == "Press:0001"
    assert made["deviceId"] == "press=1"
    assert made["attestation"] == {"type": "symmetricKey", "symmetricKey": {}}
    assert enrollment.get("Press:0001") == made
    assert enrollment.get("press:0001") == made
    with pytest.raises(ResourceExistsError) as caught:
        enrollment.create_or_update("press:0001", symmetric("press:0001"))
    assert code(caught) == 409_000


def test_keys_are_told_by_the_attestation_mechanism_alone(official: Official) -> None:
    enrollment = official.client.enrollment
    primary = base64.b64encode(b"p" * 32).decode()
    keys = {"primaryKey": primary}
    document = symmetric("sn-1") | {"attestation": {"type": "symmetricKey", "symmetricKey": keys}}
    enrollment.create_or_update("sn-1", document)
    told = enrollment.get_attestation_mechanism("sn-1")
    assert told["symmetricKey"]["primaryKey"] == primary
    assert len(base64.b64decode(told["symmetricKey"]["secondaryKey"])) == 64


def test_an_enrollment_is_updated_by_its_etag_and_by_no_older_one(official: Official) -> None:
    enrollment = official.client.enrollment
    made = enrollment.create_or_update("sn-1", symmetric("sn-1"))
    changed = enrollment.create_or_update(
        "sn-1", {**made, "provisioningStatus": "disabled"}, if_match=made["etag"]
    )
    assert changed["provisioningStatus"] == "disabled"
    assert changed["createdDateTimeUtc"] == made["createdDateTimeUtc"]
    assert changed["etag"] != made["etag"]
    for stale in (made["etag"], '"0"'):
        with pytest.raises(HttpResponseError, match="ETag") as caught:
            enrollment.create_or_update("sn-1", symmetric("sn-1"), if_match=stale)
        assert code(caught) == 412_000
    with pytest.raises(HttpResponseError, match="ETag is invalid") as refused:
        enrollment.create_or_update("sn-1", symmetric("sn-1"), if_match=made["etag"].strip('"'))
    assert code(refused) == 400_000
    assert enrollment.get("sn-1") == changed
    anyway = enrollment.create_or_update("sn-1", symmetric("sn-1"), if_match="*")
    assert anyway["provisioningStatus"] == "enabled"


def test_an_enrollment_is_deleted_by_its_etag(official: Official) -> None:
    enrollment = official.client.enrollment
    made = enrollment.create_or_update("sn-1", symmetric("sn-1"))
    with pytest.raises(HttpResponseError, match="Precondition failed"):
        enrollment.delete("sn-1", if_match='"stale"')
    enrollment.delete("sn-1", if_match=made["etag"])
    with pytest.raises(ResourceNotFoundError) as caught:
        enrollment.get("sn-1")
    assert code(caught) == 404_201
    with pytest.raises(ResourceNotFoundError):
        enrollment.delete("sn-1")


@pytest.mark.parametrize("page", [10, 25, None])
def test_all_pages_of_a_query_are_read(official: Official, page: int | None) -> None:
    enrollment = official.client.enrollment
    names = [f"sn-{number:02}" for number in range(25)]
    for at in range(0, 25, 10):
        some = [symmetric(name) for name in names[at : at + 10]]
        enrollment.run_bulk_operation({"mode": "create", "enrollments": some})
    official.wire.operations.clear()
    found = [one["registrationId"] for one in enrollment.query(EVERY, top=page)]
    assert found == names
    requests = official.wire.operations.count("IndividualEnrollment_Query")
    assert requests == {10: 3, 25: 1, None: 1}[page]


def test_ten_are_created_at_once_and_those_that_fail_are_told_by_name(official: Official) -> None:
    enrollment = official.client.enrollment
    enrollment.create_or_update("sn-3", symmetric("sn-3"))
    ten = [symmetric(f"sn-{number}") for number in range(9)] + [symmetric("bad id")]
    told = enrollment.run_bulk_operation({"mode": "create", "enrollments": ten})
    assert told["isSuccessful"] is False
    codes = {one["registrationId"]: one["errorCode"] for one in told["errors"]}
    failed = {name: code for name, code in codes.items() if code != 200}
    assert failed == {"sn-3": 409_000, "bad id": 400_004}
    assert len(list(enrollment.query(EVERY))) == 9
    again = {"mode": "delete", "enrollments": ten[:9]}
    told = enrollment.run_bulk_operation(again)
    assert told["isSuccessful"] is True
    assert {one["errorStatus"] for one in told["errors"]} == {"Succeeded"}
    assert not list(enrollment.query(EVERY))


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.BUSY])
def test_a_bulk_call_that_fails_without_having_been_done_is_made_again(
    service: PracticeService, official: Official, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    drawn = iter([fault, None])
    monkeypatch.setattr(service.faults, "drawn", lambda: next(drawn))
    told = official.client.enrollment.run_bulk_operation(
        {"mode": "create", "enrollments": [symmetric("sn-1")]}
    )
    assert told["isSuccessful"] is True


def test_a_bulk_call_whose_answer_is_lost_is_made_again_and_ends_in_conflicts(
    service: PracticeService, official: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([Fault.LATE_ERROR, None])
    monkeypatch.setattr(service.faults, "drawn", lambda: next(drawn))
    told = official.client.enrollment.run_bulk_operation(
        {"mode": "create", "enrollments": [symmetric("sn-1")]}
    )
    assert [one["errorCode"] for one in told["errors"]] == [409_000]


def test_groups_are_made_changed_listed_and_deleted(official: Official) -> None:
    groups = official.client.enrollment_group
    made = groups.create_or_update("line-1", group("line-1"))
    assert groups.get("line-1") == made
    keys = groups.get_attestation_mechanism("line-1")["symmetricKey"]
    assert len({base64.b64decode(key) for key in keys.values()}) == 2
    changed = groups.create_or_update(
        "line-1", {**made, "provisioningStatus": "disabled"}, if_match=made["etag"]
    )
    assert changed["provisioningStatus"] == "disabled"
    with pytest.raises(HttpResponseError, match="Precondition failed"):
        groups.create_or_update("line-1", made, if_match=made["etag"])
    signing = {"primary": {"certificate": authority("line CA").pem}}
    certified = {
        "enrollmentGroupId": "line-2",
        "attestation": {"type": "x509", "x509": {"signingCertificates": signing}},
    }
    told = groups.run_bulk_operation({"mode": "create", "enrollmentGroups": [certified]})
    assert told["isSuccessful"] is True
    names = [one["enrollmentGroupId"] for one in groups.query(GROUPS, top=1)]
    assert names == ["line-1", "line-2"]
    info = groups.get("line-2")["attestation"]["x509"]["signingCertificates"]["primary"]["info"]
    assert info["subjectName"] == "CN=line CA"
    groups.delete("line-1", if_match=changed["etag"])
    groups.delete("line-2")
    assert not list(groups.query(GROUPS))


def test_how_devices_registered_is_read_listed_by_group_and_deleted(
    service: PracticeService, official: Official
) -> None:
    client = official.client
    client.enrollment_group.create_or_update("line-1", group("line-1"))
    client.enrollment.create_or_update("own", symmetric("own"))
    # A device hears its TPM's key; its state, as others read it, doesn't hold it.
    registered(service, "own", tpm={"authenticationKey": "c2VjcmV0"})
    for number in range(5):
        registered(service, f"sn-{number}", "line-1")
    states = client.device_registration_state
    assert states.get("own")["assignedHub"] == "practice-hub.invalid"
    assert client.enrollment.get("own")["registrationState"] == states.get("own")
    listed = [one["registrationId"] for one in states.query("line-1", top=2)]
    assert listed == [f"sn-{number}" for number in range(5)]
    with pytest.raises(HttpResponseError, match="Precondition failed"):
        states.delete("sn-1", if_match='"stale"')
    states.delete("sn-1", if_match='"sn-1"')
    with pytest.raises(ResourceNotFoundError):
        states.get("sn-1")
    with pytest.raises(ResourceNotFoundError):
        list(states.query("line-2"))


def test_what_any_of_its_operations_sends_and_gets_is_as_described(
    service: PracticeService, official: Official
) -> None:
    client = official.client
    for of, make, name, every in (
        (client.enrollment, symmetric, "enrollments", EVERY),
        (client.enrollment_group, group, "enrollmentGroups", GROUPS),
    ):
        of.create_or_update("a", make("a"))
        of.get("a")
        of.get_attestation_mechanism("a")
        list(of.query(every))
        of.run_bulk_operation({"mode": "create", name: [make("b")]})
    registered(service, "sn-1", "a")
    client.device_registration_state.get("sn-1")
    list(client.device_registration_state.query("a"))
    client.device_registration_state.delete("sn-1")
    client.enrollment.delete("a")
    client.enrollment_group.delete("a")
    assert set(official.wire.operations) == Contract.service().operations()


def test_who_does_not_trust_the_service_s_ca_gets_no_answer(service: PracticeService) -> None:
    with service.connection_string().reveal() as text:
        connection = bytes(text).decode()
    with (
        DeviceProvisioningClient.from_connection_string(connection, retry_total=0) as client,
        pytest.raises(ServiceRequestError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        client.enrollment.get("sn-1")


def test_a_token_alone_is_enough(service: PracticeService) -> None:
    with DeviceProvisioningClient(
        service.address,
        AzureSasCredential(token(service, "enrollmentread")),
        connection_verify=str(service.files.ca),
    ) as client:
        assert not list(client.enrollment.query(EVERY))
        with pytest.raises(HttpResponseError) as caught:
            client.enrollment.delete("sn-1")
        assert caught.value.status_code == 401


def test_a_tpm_s_endorsement_key_comes_back_as_it_was_given(official: Official) -> None:
    public = bytes.fromhex(
        "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
        "00060080004300100800000000000100"
    ) + hashlib.shake_256(b"modulus").digest(256)
    tpm = {"endorsementKey": base64.b64encode(public).decode()}
    document = {"registrationId": "tpm-1", "attestation": {"type": "tpm", "tpm": tpm}}
    made = official.client.enrollment.create_or_update("tpm-1", document)
    assert made["attestation"] == document["attestation"]
    assert official.client.enrollment.get_attestation_mechanism("tpm-1") == made["attestation"]


@pytest.mark.parametrize("says_when", [True, False])
def test_who_asks_too_often_waits_as_long_as_it_is_told_to(
    service: PracticeService,
    official: Official,
    monkeypatch: pytest.MonkeyPatch,
    *,
    says_when: bool,
) -> None:
    headers = {"retry-after": "7"} if says_when else {}
    refusals = iter([Refused(429, 429_000, "Too many requests", headers=headers)])

    def take(_operations: int) -> None:
        for refused in refusals:
            raise refused

    monkeypatch.setattr(Throttle, "take", lambda _self, operations: take(operations))
    bulk = {"mode": "create", "enrollments": [symmetric("sn-1")]}
    if says_when:
        assert official.client.enrollment.run_bulk_operation(bulk)["isSuccessful"] is True
        assert official.wire.waits == [7.0]
    else:  # this client doesn't make a POST again of which nobody said when
        with pytest.raises(HttpResponseError) as caught:
            official.client.enrollment.run_bulk_operation(bulk)
        assert (caught.value.status_code, code(caught)) == (429, 429_000)
