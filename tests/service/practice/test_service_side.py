"""The service side as FACTS has it, each request and answer held against the interface."""

import base64
import json
import socket
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support.any_enrollments import L1
from tests.support.certified import chain
from tests.support.practice_service import (
    Asking,
    asking,
    group,
    registered,
    signed,
    symmetric,
)

pytestmark = pytest.mark.service


@pytest.fixture
def asks(service: PracticeService) -> Iterator[Asking]:
    """Give the owner's client, whose requests are as described, too."""
    with asking(service) as made:
        yield made


def ids(listed: Any) -> list[str]:  # noqa: ANN401 - any JSON
    return [one["registrationId"] for one in listed]


@pytest.mark.parametrize("name", ["dev:01_a.b-", "query", "attestationmechanism", "-", "a" * 128])
def test_a_name_of_any_letters_is_one_of_an_address(asks: Asking, name: str) -> None:
    asks.put(symmetric(name))
    asks.put(group(name))
    for table, key in (
        ("enrollments", "registrationId"),
        ("enrollmentGroups", "enrollmentGroupId"),
    ):
        for path in (f"/{table}/{name}", f"/{table}/{name.replace(':', '%3A')}"):
            assert asks.ask("GET", path).json()[key] == name
        told = asks.ask("POST", f"/{table}/{name}/attestationmechanism").json()
        assert told["type"] == "symmetricKey"
        query = {"query": f"SELECT * FROM {table}"}  # noqa: S608 - no SQL
        assert len(asks.ask("POST", f"/{table}/query", query).json()) == 1
    registered(asks.service, name, name)
    assert ids(asks.ask("POST", f"/registrations/{name}/query").json()) == [name]
    assert asks.ask("DELETE", f"/registrations/{name}").status_code == 204
    for table in ("enrollments", "enrollmentGroups"):
        assert asks.ask("DELETE", f"/{table}/{name}").status_code == 204
        assert asks.refusal("GET", f"/{table}/{name}") == (404, 404_201)


def test_the_address_names_what_the_body_does(ask: Asking) -> None:
    assert ask.refusal("PUT", "/enrollments/sn-2", symmetric("sn-1")) == (400, 400_000)
    assert ask.ask("PUT", "/enrollments/SN-1", symmetric("sn-1")).status_code == 200


def test_what_is_there_keeps_its_case_and_is_the_same_in_any(asks: Asking) -> None:
    asks.put(symmetric("Press-1"))
    assert asks.refusal("PUT", "/enrollments/press-1", symmetric("press-1")) == (409, 409_000)
    shown = asks.put(symmetric("PRESS-1"), if_match="*")
    assert shown["registrationId"] == "Press-1"


def test_a_change_of_what_is_not_there_is_refused_and_any_state_is_none_too(ask: Asking) -> None:
    body = symmetric("sn-1")
    assert ask.refusal("PUT", "/enrollments/sn-1", body, if_match='"x"') == (404, 404_201)
    for wrong in ("x", '"', '""', '"x', 'W/"x"', '\\"x\\"', '"a", "b"'):
        ask.ask("PUT", "/enrollments/sn-1", body, if_match="*")
        assert ask.refusal("PUT", "/enrollments/sn-1", body, if_match=wrong) == (400, 400_000)
        assert ask.refusal("DELETE", "/enrollments/sn-1", if_match=wrong) == (400, 400_000)
    assert ask.refusal("DELETE", "/enrollments/sn-1", if_match='"stale"') == (412, 412_000)


def test_an_enrollment_says_how_its_device_registered_and_nothing_secret(asks: Asking) -> None:
    for name in ("own", "of-group"):
        asks.put(symmetric(name))
    info: JsonValue = {"subjectName": "CN=own"}
    registered(asks.service, "own", tpm={"authenticationKey": "a"}, x509={"certificateInfo": info})
    registered(asks.service, "of-group", "line")
    assert asks.ask("GET", "/enrollments/own").json()["registrationState"]["deviceId"] == "own"
    listed = asks.ask("POST", "/enrollments/query", {"query": "SELECT *"}).json()
    assert [one.get("registrationState", {}).get("status") for one in listed] == ["assigned", None]
    assert asks.ask("GET", "/registrations/of-group").json()["deviceId"] == "of-group"
    # With its enrollment a device's own registration goes, not one of its group's.
    for name in ("own", "of-group"):
        asks.ask("DELETE", f"/enrollments/{name}")
    assert asks.refusal("GET", "/registrations/own") == (404, 404_201)
    assert asks.ask("GET", "/registrations/of-group").status_code == 200


@pytest.mark.parametrize("tells", [True, False])
def test_a_bulk_answer_lists_what_went_well_or_not(
    serve: Callable[[ServiceSettings], PracticeService], *, tells: bool
) -> None:
    with asking(serve(ServiceSettings(tells_successes=tells))) as asks:
        create = {"mode": "create", "enrollments": [symmetric("a"), symmetric("b")]}
        told = asks.ask("POST", "/enrollments", create).json()
        well = [
            {"registrationId": name, "errorCode": 200, "errorStatus": "Succeeded"}
            for name in ("a", "b")
        ]
        assert told == {"isSuccessful": True, "errors": well if tells else []}
        create["enrollments"] = [symmetric("b"), symmetric("c")]
        told = asks.ask("POST", "/enrollments", create).json()
        assert told["isSuccessful"] is False
        codes = {one["registrationId"]: one["errorCode"] for one in told["errors"]}
        assert codes == ({"b": 409_000, "c": 200} if tells else {"b": 409_000})


def test_each_of_the_bulk_modes_does_what_its_single_call_does(asks: Asking) -> None:
    def bulk(mode: str, *items: dict[str, Any]) -> list[int]:
        told = asks.ask("POST", "/enrollments", {"mode": mode, "enrollments": items}).json()
        return [one["errorCode"] for one in told["errors"]]

    assert bulk("create", symmetric("a"), symmetric("b")) == [200, 200]
    disabled = {"provisioningStatus": "disabled"}
    assert bulk("update", symmetric("a", **disabled), symmetric("c")) == [200, 404_201]
    shown = asks.ask("GET", "/enrollments/a").json()
    assert shown["provisioningStatus"] == "disabled"
    good = symmetric("a", etag=shown["etag"])
    assert bulk("updateIfMatchETag", good, symmetric("b", etag='"x"')) == [200, 412_000]
    assert bulk("updateIfMatchETag", symmetric("b"), symmetric("c", etag='"x"')) == [
        400_000,
        404_201,
    ]
    assert bulk("delete", symmetric("a"), symmetric("c")) == [200, 404_201]
    assert asks.refusal("GET", "/enrollments/a") == (404, 404_201)


def test_a_bulk_call_that_is_wrong_as_a_whole_changes_nothing(ask: Asking) -> None:
    def refused(mode: object, items: object) -> bool:
        body = {"mode": mode, "enrollments": items}
        return ask.refusal("POST", "/enrollments", body) == (400, 400_000)

    one = symmetric("a")
    assert refused("create", [symmetric(f"sn-{number}") for number in range(11)])
    assert refused("create", [one, symmetric("A")])
    assert refused("create", [])
    assert refused("create", "a")
    assert refused("create", [one, "b"])
    assert refused("create", [one, {"attestation": one["attestation"]}])
    assert refused("create", [one, symmetric("x" * 129)])
    unknown: tuple[object, ...] = ("remove", "Create", None, 1, [], {})
    assert all(refused(mode, [one]) for mode in unknown)
    assert ask.ask("POST", "/enrollments/query", {"query": "SELECT *"}).json() == []


def test_groups_go_in_bulk_too(asks: Asking) -> None:
    items = [group("line-1"), group("line-2")]
    body = {"mode": "create", "enrollmentGroups": items}
    told = asks.ask("POST", "/enrollmentGroups", body).json()
    assert [one["enrollmentGroupId"] for one in told["errors"]] == ["line-1", "line-2"]
    assert told["isSuccessful"] is True


def test_nulls_are_what_is_not_set_but_for_those_in_twins(ask: Asking) -> None:
    body = symmetric("sn-1", iotHubHostName=None, deviceId=None, etag=None, capabilities=None)
    body["initialTwin"] = {"tags": {"a": None}}
    shown = ask.put(body)
    assert not {"iotHubHostName", "deviceId"} & shown.keys()
    assert shown["capabilities"] == {"iotEdge": False}
    assert shown["initialTwin"] == {"tags": {"a": None}}


def test_a_certified_device_s_name_fits_a_common_name(ask: Asking) -> None:
    (own,) = chain("x")
    clients = {"clientCertificates": {"primary": {"certificate": own.pem}}}
    attestation = {"type": "x509", "x509": clients}
    ask.put({"registrationId": "b" * 64, "attestation": attestation})
    long = {"registrationId": "b" * 65, "attestation": attestation}
    assert ask.refusal("PUT", f"/enrollments/{'b' * 65}", long) == (400, 400_004)


def test_an_endorsement_key_that_is_none_is_told_by_its_own_code(ask: Asking) -> None:
    public = base64.b64encode(L1[2:] + bytes(256)).decode()
    tpm = {"type": "tpm", "tpm": {"endorsementKey": public}}
    body = {"registrationId": "sn-1", "attestation": tpm}
    assert ask.refusal("PUT", "/enrollments/sn-1", body) == (400, 400_004)
    named = {**symmetric("bad."), "registrationId": "bad."}
    assert ask.refusal("PUT", "/enrollments/bad.", named) == (400, 400_004)


def test_pages_are_asked_for_one_by_one(asks: Asking) -> None:
    for number in range(5):
        asks.put(symmetric(f"sn-{number}"))
    query = {"query": "SELECT * FROM enrollments"}
    found: list[str] = []
    token: dict[str, str] = {}
    for last in (False, False, True):
        answer = asks.ask("POST", "/enrollments/query", query, x_ms_max_item_count="2", **token)
        assert answer.headers["x-ms-item-type"] == "enrollment"
        assert answer.headers["x-ms-max-item-count"] == "2"
        found += ids(answer.json())
        assert ("x-ms-continuation" not in answer.headers) is last
        token = token if last else {"x_ms_continuation": answer.headers["x-ms-continuation"]}
    assert found == [f"sn-{number}" for number in range(5)]
    groups = {"query": "SELECT * FROM enrollmentGroups"}
    assert asks.refusal("POST", "/enrollmentGroups/query", groups, **token) == (400, 400_000)


def test_of_many_who_make_the_same_at_once_one_does(service: PracticeService) -> None:
    def put(number: int) -> int:
        with asking(service) as asks:
            body = symmetric("sn-1", initialTwin={"tags": {"by": number}})
            return asks.ask("PUT", "/enrollments/sn-1", body).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(put, range(16))) == [200] + [409] * 15


def test_it_ends_though_somebody_says_nothing(tmp_path: Path) -> None:
    with PracticeService(tmp_path / "service") as service, asking(service) as asks:
        silent = socket.create_connection(("localhost", service.port))
        assert asks.refusal("GET", "/enrollments/sn-1") == (404, 404_201)
    with silent:
        try:
            told = silent.recv(1)
        except ConnectionResetError:
            told = b""
        assert told == b""


def test_everything_is_there_again_after_a_restart(tmp_path: Path) -> None:
    with PracticeService(tmp_path / "service") as service, asking(service) as asks:
        shown = asks.put(symmetric("sn-1"))
        mechanism = asks.ask("POST", "/enrollments/sn-1/attestationmechanism").json()
        connection, ca = service.connection_string("enrollmentread"), service.files.ca.read_bytes()
        port = service.port
    with (
        PracticeService(tmp_path / "service", ServiceSettings(port=port)) as service,
        asking(service) as asks,
    ):
        assert asks.ask("GET", "/enrollments/sn-1").json() == shown
        again = asks.ask("POST", "/enrollments/sn-1/attestationmechanism").json()
        assert again == mechanism
        assert service.connection_string("enrollmentread") == connection
        assert service.files.ca.read_bytes() == ca


def test_what_is_secret_is_its_owner_s_alone(service: PracticeService) -> None:
    folder = service.files.ca.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("policies.json", "server.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_its_policies_are_the_owner_s_to_change(tmp_path: Path) -> None:
    folder = tmp_path / "service"
    PracticeService(folder).store.__exit__()
    path = folder / "policies.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert len({one["key"] for one in kept.values()}) == len(kept) == 5
    key = base64.b64encode(b"k" * 64).decode()
    kept = {"mine": {"key": key, "rights": ["EnrollmentRead"]}}
    path.write_text(json.dumps(kept), encoding="utf-8")
    with PracticeService(folder) as service, asking(service, "mine", requests=False) as asks:
        assert asks.refusal("GET", "/enrollments/sn-1") == (404, 404_201)
        assert asks.refusal("DELETE", "/enrollments/sn-1") == (401, 401_000)
        other = signed("localhost", b"K" * 64, "mine")
        assert asks.refusal("GET", "/enrollments/sn-1", authorization=other) == (401, 401_000)
