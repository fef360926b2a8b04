"""Enrollments changed at the practice service: by their ETag, without a loss, page by page."""

import json
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest

from station.errors import StationError
from station.model.world import World
from station.practice.service.faults import Fault
from station.practice.service.server import PracticeService
from station.service.client import Fate, ServiceClient
from station.service.editing import disabled, edited, mechanism_of, put
from station.service.paging import page_of, pages, registration_of, registrations_page
from tests.support.checked_client import Seen, all_checked
from tests.support.contract import Contract
from tests.support.practice_service import group, registered, symmetric

pytestmark = pytest.mark.service

GO = Event()


@pytest.fixture(autouse=True)
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Hold every exchange of the client's against the described interface."""
    return all_checked(monkeypatch)


@pytest.fixture
def client(service: PracticeService) -> ServiceClient:
    connection = service.connection_string()
    return ServiceClient.opened(connection, World.PRACTICE, str(service.files.ca), 20)


def bulk(mode: str, *documents: object, kind: str = "enrollments") -> bytes:
    return json.dumps({"mode": mode, kind: documents}).encode()


def made(client: ServiceClient, *names: str, **fields: object) -> None:
    documents = [symmetric(name, **fields) for name in names]
    results = client.create_all("enrollments", bulk("create", *documents), GO)
    assert {one.fate for one in results} == {Fate.CREATED}


def shown(client: ServiceClient, name: str) -> dict[str, Any]:
    found = client.get("enrollments", name, GO)
    assert found is not None
    return dict(found)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        call()
    return caught.value.code


def test_an_edit_keeps_the_keys_and_all_that_is_not_known_here(client: ServiceClient) -> None:
    twin = {"tags": {"n": 10**30, "x": [1.5, None, {"é": ""}]}, "properties": {"desired": {}}}
    made(client, "Unit-1", initialTwin=twin, optionalDeviceInformation={"a": None})
    before, keys = shown(client, "unit-1"), mechanism_of(client, "enrollments", "unit-1", GO)
    after = edited(client, "enrollments", "unit-1", disabled, GO)
    assert after is not None
    assert after["provisioningStatus"] == "disabled"
    assert mechanism_of(client, "enrollments", "unit-1", GO) == keys
    changed = {"provisioningStatus", "etag", "lastUpdatedDateTimeUtc"}
    assert {k: v for k, v in before.items() if k not in changed} == {
        k: v for k, v in after.items() if k not in changed
    }
    assert edited(client, "enrollments", "unit-1", disabled, GO) is None


def test_a_group_is_edited_likewise(client: ServiceClient) -> None:
    client.create_group(json.dumps(group("line-7")).encode(), GO)
    keys = mechanism_of(client, "enrollmentGroups", "line-7", GO)
    assert edited(client, "enrollmentGroups", "line-7", disabled, GO)
    assert mechanism_of(client, "enrollmentGroups", "line-7", GO) == keys


def test_who_changed_it_meanwhile_is_not_overwritten(client: ServiceClient) -> None:
    made(client, "unit-1")
    stale = shown(client, "unit-1")
    edited(client, "enrollments", "unit-1", lambda d: {**d, "deviceId": "theirs"}, GO)
    whole = {**stale, "attestation": mechanism_of(client, "enrollments", "unit-1", GO)}
    assert refused(lambda: put(client, "enrollments", whole, GO)) == "SVC-053"
    etag = str(stale["etag"])
    assert refused(lambda: client.delete("enrollments", "unit-1", GO, etag)) == "SVC-053"
    assert shown(client, "unit-1")["deviceId"] == "theirs"
    assert client.delete("enrollments", "unit-1", GO, str(shown(client, "unit-1")["etag"]))
    assert not client.delete("enrollments", "unit-1", GO, etag)


def test_an_edit_is_made_again_of_what_somebody_else_made_of_it(client: ServiceClient) -> None:
    made(client, "unit-1")
    others = iter([1, 2])

    def change(document: dict[str, Any]) -> dict[str, Any]:
        number = next(others, None)
        if number is not None:
            theirs: dict[str, Any] = {"initialTwin": {"tags": {"theirs": number}}}
            edited(client, "enrollments", "unit-1", lambda d: {**d, **theirs}, GO)
        return {**document, "deviceId": "ours"}

    after = edited(client, "enrollments", "unit-1", change, GO)
    assert after is not None
    assert (after["deviceId"], after["initialTwin"]["tags"]) == ("ours", {"theirs": 2})  # type: ignore[index, call-overload]  # it is JSON


def test_who_is_always_too_late_gives_up(client: ServiceClient) -> None:
    made(client, "unit-1")
    numbers = iter(range(100))

    def change(document: dict[str, Any]) -> dict[str, Any]:
        edited(client, "enrollments", "unit-1", lambda d: {**d, "deviceId": str(next(numbers))}, GO)
        return {**document, "deviceId": "ours"}

    assert refused(lambda: edited(client, "enrollments", "unit-1", change, GO)) == "SVC-053"
    assert next(numbers) == 3


def test_what_is_gone_is_told(client: ServiceClient) -> None:
    assert refused(lambda: edited(client, "enrollments", "nobody", disabled, GO)) == "SVC-054"
    gone = {**symmetric("nobody"), "etag": '"1"'}
    assert refused(lambda: put(client, "enrollments", gone, GO)) == "SVC-054"


def test_ten_are_changed_by_their_etags_each_for_itself(client: ServiceClient) -> None:
    names = [f"unit-{number}" for number in range(4)]
    made(client, *names)
    documents = [
        {**shown(client, name), "attestation": mechanism_of(client, "enrollments", name, GO)}
        for name in names
    ]
    edited(client, "enrollments", "unit-1", lambda d: {**d, "deviceId": "theirs"}, GO)
    client.delete("enrollments", "unit-2", GO)
    documents[3]["deviceId"] = "no device / of that name"
    wanted = [{**one, "provisioningStatus": "disabled"} for one in documents]
    told = client.change_all("enrollments", bulk("updateIfMatchETag", *wanted), GO)
    assert [one.fate for one in told] == [Fate.DONE, Fate.CHANGED, Fate.GONE, Fate.REFUSED]
    assert shown(client, "unit-0")["provisioningStatus"] == "disabled"
    assert shown(client, "unit-1")["provisioningStatus"] == "enabled"
    gone = client.change_all("enrollments", bulk("delete", *documents[:3]), GO)
    assert [one.fate for one in gone] == [Fate.DONE, Fate.DONE, Fate.GONE]
    with pytest.raises(ValueError, match="update"):
        client.change_all("enrollments", bulk("create", symmetric("a")), GO)


def test_all_pages_come_and_one_that_failed_is_asked_for_again(
    service: PracticeService, client: ServiceClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {f"unit-{number:02}" for number in range(25)}
    for first in range(0, 25, 10):
        made(client, *sorted(names)[first : first + 10])
    told = [
        one["registrationId"]
        for page in pages(client, "enrollments", GO, most=7)
        for one in page.items
    ]
    assert (sorted(map(str, told)), len(told)) == (sorted(names), 25)
    first_page = page_of(client, "enrollments", GO, most=10)
    monkeypatch.setattr(Contract, "check", lambda *_, **__: "")
    for fault in (Fault.ERROR, Fault.RESET, Fault.HALF, Fault.TYPE):
        service.faults.shares = {fault: 1.0}
        code = refused(lambda: page_of(client, "enrollments", GO, first_page.after, 10))
        assert code in {"SVC-039", "SVC-041"}
    service.faults.shares = {}
    rest = [
        one for page in pages(client, "enrollments", GO, first_page.after) for one in page.items
    ]
    assert len(first_page.items) + len(rest) == 25


def test_how_devices_registered_is_told(service: PracticeService, client: ServiceClient) -> None:
    made(client, "unit-1")
    assert registration_of(client, "unit-1", GO) is None
    registered(service, "unit-1")
    state = registration_of(client, "unit-1", GO)
    assert state is not None
    assert state["assignedHub"] == "practice-hub.invalid"
    client.create_group(json.dumps(group("line-7")).encode(), GO)
    for number in range(3):
        registered(service, f"member-{number}", "line-7")
    page = registrations_page(client, "line-7", GO, most=2)
    rest = registrations_page(client, "line-7", GO, page.after, 2)
    assert (len(page.items), len(rest.items), rest.after) == (2, 1, "")


def test_a_connection_serves_one_call_after_the_other(client: ServiceClient, seen: Seen) -> None:
    made(client, "unit-1")
    for _ in range(5):
        shown(client, "unit-1")
    assert (seen.clients, len(seen.exchanges)) == (1, 6)
    threads = [Thread(target=shown, args=(client, "unit-1")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen.clients <= 4
    client.close()


def test_one_that_was_cut_serves_none_more(
    service: PracticeService, client: ServiceClient, seen: Seen
) -> None:
    made(client, "unit-1")
    service.faults.latency_s = 5.0
    cancel = Event()
    code: list[str] = []

    def ask() -> None:
        code.append(refused(lambda: client.get("enrollments", "unit-1", cancel)))

    thread = Thread(target=ask)
    thread.start()
    cancel.wait(0.3)  # so that it is under way
    cancel.set()
    thread.join()
    assert code == ["LIN-003"]
    service.faults.latency_s = 0.0
    assert shown(client, "unit-1")
    assert seen.clients == 2
