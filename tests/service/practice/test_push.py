"""A push to the practice service over HTTPS, with every fault that it knows."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import Event

import pytest

from station.errors import StationError
from station.model.push import PushRow, PushState, PushTally
from station.model.world import World
from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.faults import Fault
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.service.client import ServiceClient
from station.service.documents import bulk_body
from station.service.push import push
from station.service.push_desk import Desk, PushSettings
from station.service.push_pace import Backoff
from tests.service.conftest import endorsement_public
from tests.support.checked_client import all_checked
from tests.support.push_service import MortalLedger

pytestmark = pytest.mark.service

Serve = Callable[[ServiceSettings], PracticeService]
QUICK = PushSettings(
    per_minute=0, trouble=Backoff(0.01, 0.1), throttle=Backoff(0.01, 0.1), tries=30
)


@pytest.fixture(autouse=True)
def contract(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold every exchange of the client's against the described interface."""
    all_checked(monkeypatch)


def row(number: int, name: str = "", **more: object) -> PushRow:
    name = name or f"unit-{number}"
    key = base64.b64encode(endorsement_public(number)).decode()
    body = {
        "registrationId": name,
        "attestation": {"type": "tpm", "tpm": {"endorsementKey": key}},
        "deviceId": f"device-{number}",
        "initialTwin": {"tags": {"line": 7}, "properties": {"desired": {"on": True}}},
        **more,
    }
    return PushRow(number, name, json.dumps(body).encode())


@contextmanager
def opened(service: PracticeService, limit_s: float = 30) -> Iterator[ServiceClient]:
    ca = str(service.files.ca)
    client = ServiceClient.opened(service.connection_string(), World.PRACTICE, ca, limit_s)
    with ExitStack() as held:
        held.callback(client.close)
        yield client


def pushed(
    service: PracticeService, rows: list[PushRow], how: PushSettings = QUICK, limit_s: float = 30
) -> tuple[PushTally, MortalLedger]:
    ledger = MortalLedger()
    with opened(service, limit_s) as client:
        desk = Desk(client, how, Event(), Event())
        tally = push(iter(rows), desk, ledger, ledger)
    if desk.error is not None:
        raise desk.error
    return tally, ledger


# A key that isn't taken several times in a row ends a push; it has tests of its own.
@pytest.mark.parametrize("fault", [one for one in Fault if one is not Fault.EXPIRED])
def test_each_fault_leaves_none_out_and_none_twice(service: PracticeService, fault: Fault) -> None:
    with opened(service) as client:
        body = bulk_body("enrollments", (row(999, "UNIT-7").document,))
        client.create_all("enrollments", body, Event())
        foreign = client.get("enrollments", "UNIT-7", Event())
    service.faults.shares = {fault: 0.2}
    rows = [row(number) for number in range(100)]
    tally, ledger = pushed(service, rows, limit_s=1 if fault is Fault.SILENT else 30)
    service.faults.shares = {}
    assert (tally.done, tally.conflicts, tally.all) == (99, 1, 100)
    assert service.store.count(INDIVIDUAL) == 100
    assert ledger.fates[7].differs == ("attestation.tpm.endorsementKey", "deviceId")
    with opened(service) as client:
        assert client.get("enrollments", "UNIT-7", Event()) == foreign


def test_all_faults_together_at_five_per_cent_each(service: PracticeService) -> None:
    service.faults.shares = dict.fromkeys(Fault, 0.05)
    rows = [row(number) for number in range(300)]
    tally, _ = pushed(service, rows, limit_s=1)
    assert tally.done == tally.all == 300
    assert service.store.count(INDIVIDUAL) == 300
    service.faults.shares = {}
    again, _ = pushed(service, rows)
    assert (again.already, again.all) == (300, 300)


@pytest.mark.parametrize("says_when", [True, False])
@pytest.mark.parametrize("tells_successes", [True, False])
def test_behind_a_limit_it_waits_and_all_get_there(
    serve: Serve, says_when: bool, tells_successes: bool
) -> None:
    settings = ServiceSettings(a_minute=1_200, says_when=says_when, tells_successes=tells_successes)
    service = serve(settings)
    rows = [row(number) for number in range(1_230)]
    tally, _ = pushed(service, rows)
    assert tally.created == 1_230
    assert service.store.count(INDIVIDUAL) == 1_230


def test_below_the_limit_it_is_never_told_to_wait(serve: Serve) -> None:
    service = serve(ServiceSettings(a_minute=1_200))
    with opened(service) as client:
        desk = Desk(client, replace(QUICK, per_minute=1_200), Event(), Event())
        ledger = MortalLedger()
        push((row(number) for number in range(100)), desk, ledger, ledger)
    assert desk.throttled == 0


def test_each_row_is_judged_by_its_own_code(service: PracticeService) -> None:
    rows = [row(0), replace(row(1), document=row(1, "bad name!").document), row(2)]
    tally, ledger = pushed(service, rows)
    assert (tally.created, tally.refused) == (2, 1)
    fate = ledger.fates[1]
    assert fate.state is PushState.REFUSED
    assert fate.code // 1_000 == 400
    assert fate.words


def test_a_key_that_isn_t_taken_ends_it_and_a_clock_that_is_wrong_is_told(
    service: PracticeService,
) -> None:
    with opened(service) as client:
        late = replace(client, now=lambda: client.now() - 7_200)
        desk = Desk(late, QUICK, Event(), Event())
        tally = push([row(1)], desk, ledger := MortalLedger(), ledger)
    assert desk.error is not None
    assert (desk.error.code, desk.error.data["why"]) == ("SVC-059", "2 hours behind")
    assert (tally.waiting, service.store.count(INDIVIDUAL)) == (1, 0)


def test_a_service_that_has_gone_is_said_to_be(serve: Serve) -> None:
    service = serve(ServiceSettings(a_minute=0))
    service.faults.shares = {Fault.RESET: 1.0}
    with pytest.raises(StationError, match="SVC-058"):
        pushed(service, [row(number) for number in range(50)], replace(QUICK, gone_after=9))


def test_groups_go_by_the_same_way(service: PracticeService) -> None:
    key = base64.b64encode(bytes(64)).decode()
    body = {
        "enrollmentGroupId": "line-7",
        "attestation": {"type": "symmetricKey", "symmetricKey": {"primaryKey": key}},
    }
    one = PushRow(0, "line-7", json.dumps(body).encode())
    how = replace(QUICK, kind="enrollmentGroups")
    assert pushed(service, [one], how)[0].created == 1
    assert pushed(service, [one], how)[0].already == 1
