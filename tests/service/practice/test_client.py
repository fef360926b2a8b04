"""The station's own client at the practice service: it creates, overwrites nothing, and tells."""

import base64
import json
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from station.errors import StationError
from station.model.world import World
from station.practice.service.authority import server_files
from station.practice.service.faults import Fault
from station.practice.service.server import OWNER, PracticeService
from station.practice.service.settings import ServiceSettings
from station.secret import Secret
from station.service.account import Account
from station.service.client import Fate, ItemResult, ServiceClient
from station.service.sending import send_export
from tests.service.conftest import endorsement_public
from tests.support.checked_client import all_checked
from tests.support.contract import Contract

pytestmark = pytest.mark.service

Serve = Callable[[ServiceSettings], PracticeService]
GROUP = {
    "enrollmentGroupId": "line-7",
    "attestation": {
        "type": "symmetricKey",
        "symmetricKey": {"primaryKey": base64.b64encode(bytes(range(64))).decode()},
    },
}


@pytest.fixture(autouse=True)
def contract(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Hold every exchange of the client's against the described interface."""
    return all_checked(monkeypatch).operations


def client_of(service: PracticeService, ca: Path | None = None) -> ServiceClient:
    trusted = str(ca or service.files.ca)
    return ServiceClient.opened(service.connection_string(), World.PRACTICE, trusted, 20)


def account_of(client: ServiceClient) -> Account:
    assert isinstance(client.account, Account)
    return client.account


@pytest.fixture
def client(service: PracticeService) -> ServiceClient:
    return client_of(service)


def enrollment(number: int, **more: object) -> dict[str, Any]:
    key = base64.b64encode(endorsement_public(number)).decode()
    attestation = {"type": "tpm", "tpm": {"endorsementKey": key}}
    return {"registrationId": f"unit-{number}", "attestation": attestation, **more}


def bulk(*documents: dict[str, Any]) -> bytes:
    return json.dumps({"mode": "create", "enrollments": documents}).encode()


def created(client: ServiceClient, *documents: dict[str, Any]) -> list[ItemResult]:
    return list(client.create_all("enrollments", bulk(*documents), Event()))


def refusal(call: Callable[[], object]) -> StationError:
    with pytest.raises(StationError) as caught:
        call()
    return caught.value


def test_ten_enrollments_and_a_group_are_made_shown_and_taken_away(
    client: ServiceClient, contract: set[str]
) -> None:
    results = created(client, *map(enrollment, range(10)))
    assert [(one.name, one.fate) for one in results] == [
        (f"unit-{number}", Fate.CREATED) for number in range(10)
    ]
    group = client.create_group(json.dumps(GROUP).encode(), Event())
    assert (group.name, group.fate) == ("line-7", Fate.CREATED)
    shown = client.get("enrollments", "unit-3", Event())
    assert shown is not None
    assert shown["attestation"] == enrollment(3)["attestation"]
    assert client.get("enrollmentGroups", "line-7", Event()) is not None
    assert client.delete("enrollments", "unit-3", Event())
    assert not client.delete("enrollments", "unit-3", Event())
    assert client.get("enrollments", "unit-3", Event()) is None
    assert len(contract) == 5, contract


def test_what_is_there_is_told_and_stays_as_it_is(client: ServiceClient) -> None:
    foreign = enrollment(2, deviceId="somebody-elses")
    created(client, foreign)
    before = client.get("enrollments", "unit-2", Event())
    results = created(client, *map(enrollment, range(4)))
    fates = [one.fate for one in results]
    assert fates == [Fate.CREATED, Fate.CREATED, Fate.EXISTS, Fate.CREATED]
    assert results[2].code // 1_000 == 409
    assert client.get("enrollments", "unit-2", Event()) == before
    client.create_group(json.dumps(GROUP).encode(), Event())
    kept = client.get("enrollmentGroups", "line-7", Event())
    again = client.create_group(json.dumps(GROUP).encode(), Event())
    assert again.fate is Fate.EXISTS
    assert client.get("enrollmentGroups", "line-7", Event()) == kept


def test_a_bad_item_is_refused_alone(client: ServiceClient) -> None:
    bad = enrollment(1)
    bad["attestation"]["tpm"]["endorsementKey"] = base64.b64encode(b"short").decode()
    results = created(client, enrollment(0), bad, enrollment(2))
    assert [one.fate for one in results] == [Fate.CREATED, Fate.REFUSED, Fate.CREATED]
    assert results[1].code // 1_000 == 400
    assert client.get("enrollments", "unit-1", Event()) is None
    assert client.get("enrollments", "unit-2", Event()) is not None


def test_a_bad_group_is_refused(client: ServiceClient) -> None:
    bad = {**GROUP, "enrollmentGroupId": "-"}
    bad["attestation"] = {"type": "symmetricKey", "symmetricKey": {"primaryKey": "AAAA"}}
    result = client.create_group(json.dumps(bad).encode(), Event())
    assert (result.fate, result.code // 1_000) == (Fate.REFUSED, 400)
    assert result.tracking


@pytest.mark.parametrize(
    "body",
    [
        bulk(*map(enrollment, range(11))),
        bulk(),
        bulk(enrollment(1), {**enrollment(2), "registrationId": "UNIT-1"}),
        bulk(enrollment(1)).replace(b"create", b"update"),
        bulk({"attestation": {}}),
    ],
)
def test_what_the_service_would_refuse_as_a_whole_is_never_sent(
    client: ServiceClient, body: bytes, contract: set[str]
) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        client.create_all("enrollments", body, Event())
    assert not contract


def test_a_wrong_key_and_one_whose_token_is_over_are_told(
    service: PracticeService, client: ServiceClient
) -> None:
    account = account_of(client)
    wrong = replace(client, account=replace(account, key=Secret(bytes(64))))
    late = replace(client, now=lambda: time.time() - 3_600)
    nobody = replace(client, account=replace(account, policy="nobody"))
    for one, code in ((wrong, "SVC-040"), (late, "SVC-059"), (nobody, "SVC-040")):
        error = refusal(lambda one=one: created(one, enrollment(1)))  # type: ignore[misc]  # of a lambda's default
        assert error.code == code
    with service.connection_string(OWNER).reveal() as text:
        assert text.split(b"SharedAccessKey=")[1].decode() not in f"{client!r}"


def test_who_is_asked_too_often_says_for_how_long(serve: Serve) -> None:
    client = client_of(serve(ServiceSettings(a_minute=20)))
    created(client, enrollment(1))
    created(client, enrollment(2))
    error = refusal(lambda: created(client, enrollment(3)))
    assert error.code == "SVC-044"
    assert int(error.data["seconds"]) > 0


def test_nobody_there_and_somebody_else_there_are_told_apart(
    service: PracticeService, client: ServiceClient, tmp_path: Path
) -> None:
    foreign = server_files(tmp_path / "other", ["localhost"]) if _made(tmp_path / "other") else None
    assert foreign is not None
    error = refusal(lambda: created(client_of(service, foreign.ca), enrollment(1)))
    assert (error.code, "certificate" in str(error.data["why"])) == ("SVC-039", True)
    with socket.create_server(("", 0)) as nobody:
        port = nobody.getsockname()[1]
    gone = replace(client, account=replace(account_of(client), host=f"localhost:{port}"))
    error = refusal(lambda: created(gone, enrollment(1)))
    assert (error.code, error.data["why"]) == ("SVC-039", "nobody listens there")


def _made(folder: Path) -> bool:
    folder.mkdir()
    return True


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.ERROR, "SVC-039"),
        (Fault.BUSY, "SVC-039"),
        (Fault.RESET, "SVC-039"),
        (Fault.HALF, "SVC-039"),
        (Fault.TYPE, "SVC-041"),
    ],
)
def test_a_service_that_is_unwell_is_told_and_never_believed(
    service: PracticeService,
    client: ServiceClient,
    fault: Fault,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Contract, "check", lambda *_, **__: "")
    service.faults.shares = {fault: 1.0}
    assert refusal(lambda: created(client, enrollment(1))).code == code
    group = json.dumps(GROUP).encode()
    assert refusal(lambda: client.create_group(group, Event())).code == code


def test_a_cancel_ends_the_wait(service: PracticeService, client: ServiceClient) -> None:
    service.faults.latency_s = 1.0
    cancel = Event()
    cancel.set()
    error = refusal(lambda: client.get("enrollments", "unit-1", cancel))
    assert error.code == "LIN-003"


def test_an_exports_files_are_sent_as_they_are_and_only_once(
    client: ServiceClient, tmp_path: Path
) -> None:
    (tmp_path / "groups-0001.json").write_text(
        json.dumps({"mode": "create", "enrollmentGroups": [GROUP]})
    )
    for number in (1, 2):
        content = bulk(*(enrollment(10 * number + one) for one in range(3)))
        (tmp_path / f"enrollments-000{number}.json").write_bytes(content)
    sent = send_export(tmp_path, client, Event())
    assert (sent.created, sent.others) == (7, [])
    sent.check()
    again = send_export(tmp_path, client, Event())
    assert again.created == 0
    assert {one.fate for one in again.others} == {Fate.EXISTS}
    assert refusal(again.check).code == "SVC-046"
