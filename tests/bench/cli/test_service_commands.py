"""A service taken on, tried, and compared with the list, by the commands and a real token."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from station.model.attestation import TpmAttestation
from station.model.enrollment import Enrollment
from station.model.rights import Right
from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support.checked_client import Seen, all_checked
from tests.support.practice_service import Asking, asking, emptied, symmetric
from tests.support.production import SCOPE, ProductionStation, add_real_products, real_order
from tests.unit.records.software import STEPS, enrollment_of, tpm_identity
from tests.unit.records.staffed import ANNE, WIM, agreed, credential

BY_ANNE = [credential(ANNE)]


@pytest.fixture(autouse=True)
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Hold every exchange of the client's against the described interface."""
    return all_checked(monkeypatch)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeService]:
    settings = ServiceSettings(a_minute=0, registrations_a_minute=0)
    with PracticeService(tmp_path_factory.mktemp("service"), settings) as running:
        yield running


@pytest.fixture
def service(shared: PracticeService) -> PracticeService:
    emptied(shared)
    return shared


def connection(service: PracticeService) -> str:
    with service.connection_string().reveal() as text:
        return bytes(text).decode()


def add(station: ProductionStation, service: PracticeService, *words: str) -> None:
    more = ("--ca", str(service.files.ca), "--id-scope", SCOPE, *words)
    given = {"--connection-fd": connection(service)}
    added = station("service", "add", "main", *more, by=BY_ANNE, given=given)
    assert added.status == 0, added.err


def enrolled(station: ProductionStation, count: int) -> list[Enrollment]:
    """Have units on the list, as runs leave them."""
    add_real_products(station)
    assert real_order(station, "tpm").status == 0
    made = []
    with station.open() as plant:
        records = plant.tools.records
        records.log_in(WIM.badge, credential(WIM).pin)
        records.order_changes.allot("tpm", 100, agreed(records, Right.ALLOT))
        order = records.order("tpm")
        for number in range(count):
            run = records.begin_run("tpm", order.profile_hash, str(number))
            records.admit(run, f"S{number}")
            unit = enrollment_of(run, f"S{number}", tpm_identity(number), SCOPE)
            records.enrol(run, unit, seconds=1, steps=STEPS)
            if number == 0:
                records.first_articles.sign("tpm", agreed(records, Right.FIRST_ARTICLE))
            made.append(unit)
    return made


def document(enrollment: Enrollment, **more: object) -> dict[str, Any]:
    held = enrollment.identity.attestation
    assert isinstance(held, TpmAttestation)
    key = base64.b64encode(held.endorsement_key.public).decode()
    return {
        "registrationId": enrollment.registration_id.text,
        "attestation": {"type": "tpm", "tpm": {"endorsementKey": key}},
        "deviceId": str(enrollment.device_id),
        **more,
    }


def put(ask: Asking, units: list[Enrollment]) -> None:
    for unit in units:
        ask.put(document(unit))


def revoke(station: ProductionStation, *names: str) -> None:
    for name in names:
        words = ("enrollments", "revoke", name, "--yes", "--reason", "lost")
        assert station(*words, by=BY_ANNE).status == 0


def test_a_service_is_taken_on_by_its_connection_string_and_tried(
    station: ProductionStation, service: PracticeService, seen: Seen
) -> None:
    add(station, service)
    listed = station("service", "list", "--json", pin=None).answer["services"]
    host = service.address
    policy = "provisioningserviceowner"
    assert listed == [
        {
            "service": "main",
            "host": host,
            "policy": policy,
            "id_scope": SCOPE,
            "proxy": "",
            "proxy_user": "",
            "sign_in": "",
            "tenant": "",
            "client": "",
            "authority": "",
            "own_ca": True,
        }
    ]
    tried = station("service", "test", "main", "--json")
    assert tried.status == 0, tried.out + tried.err
    checks = tried.answer["checks"]
    assert isinstance(checks, list)
    assert [one["good"] for one in checks] == [True] * 8
    tokens = {one.request_headers["authorization"] for one in seen.exchanges}
    assert len(tokens) == 1, "the token signed more than once"
    key = connection(service).rpartition("SharedAccessKey=")[2]
    assert key.encode() not in station.data.database.read_bytes()
    assert station("audit", "verify", pin=None).status == 0


def test_what_is_wrong_with_a_service_is_told_a_line_each(
    station: ProductionStation, service: PracticeService
) -> None:
    words = ("service", "add", "main", "--host", service.address, "--policy", "nobody")
    given = {"--key-fd": base64.b64encode(bytes(range(64))).decode()}
    assert station(*words, by=BY_ANNE, given=given).status == 0
    tried = station("service", "test", "main")
    assert tried.status == 1
    marks = [line.split()[0] for line in tried.out.splitlines()[1:] if line.split()[0].isupper()]
    assert marks == ["PASS", "PASS", "FAIL"], tried.out
    assert "--ca FILE" in tried.out
    assert station("service", "test", "none").err.startswith("SVC-036")


@pytest.mark.parametrize(
    ("words", "given", "code"),
    [
        (("--host", "a.example"), {}, "CFG-004"),
        (("--policy", "all"), {"--connection-fd": "x"}, "CFG-004"),
        ((), {"--connection-fd": "HostName=a.example"}, "SVC-038"),
        (("--proxy", "a.example"), {"--connection-fd": ""}, "SVC-035"),
        (("--id-scope", "a b"), {"--connection-fd": ""}, "SVC-035"),
        (("--ca", "none"), {"--connection-fd": ""}, "PRF-005"),
    ],
)
def test_what_can_be_no_service_is_refused_and_nothing_kept(
    station: ProductionStation,
    service: PracticeService,
    words: tuple[str, ...],
    given: dict[str, str],
    code: str,
) -> None:
    whole = {option: text or connection(service) for option, text in given.items()}
    refused = station("service", "add", "main", *words, by=BY_ANNE, given=whole)
    assert refused.err.startswith(code) or code in refused.err, refused.err
    assert refused.status in {2, 3}
    assert station("service", "list", "--json", pin=None).answer["services"] == []


def test_a_file_without_certificates_is_no_ca(
    station: ProductionStation, service: PracticeService, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    words = ("service", "add", "main", "--ca", str(tmp_path / "ca.pem"))
    given = {"--connection-fd": connection(service)}
    assert station(*words, by=BY_ANNE, given=given).err.startswith("SVC-035")


def test_list_and_service_are_compared_and_what_is_revoked_is_taken_away(
    station: ProductionStation, service: PracticeService, tmp_path: Path
) -> None:
    add(station, service)
    units = enrolled(station, 5)
    names = [unit.registration_id.text for unit in units]
    with asking(service) as ask:
        put(ask, units)
        same = station("reconcile", "--json")
        assert same.status == 0, same.out + same.err
        assert same.answer["equal"] is True
        ask.put(symmetric("foreign"))
        ask.put(document(units[4], attestation=symmetric("x")["attestation"]), if_match="*")
    revoke(station, names[0], names[1], names[4])
    out = tmp_path / "report.jsonl"
    differ = station("reconcile", "--out", str(out))
    assert differ.status == 1
    told = [json.loads(line) for line in out.read_text().splitlines()]
    assert {one.get("name"): one.get("found") for one in told[:-1]} == {
        names[0]: "open",
        names[1]: "open",
        names[4]: "open",
        "foreign": "extra",
    }
    assert told[-1]["found"]["open"] == 3
    repairing = ("reconcile", "--repair", "disable-revoked", "--yes", "--json")
    assert station(*repairing, by=[credential(WIM)]).err.startswith("REC-025")
    repaired = station(*repairing, by=BY_ANNE)
    assert (repaired.status, repaired.answer["repaired"]) == (1, 2)  # others' are left
    enabled = {one: service.store.get(INDIVIDUAL, one) for one in [*names, "foreign"]}
    left = {name for name, entry in enabled.items() if entry and entry.enabled}
    assert left == {*names[2:], "foreign"}
    assert station("audit", "verify", pin=None).status == 0
    after = station("reconcile", "--json").answer["found"]
    assert isinstance(after, dict)
    assert {kind: count for kind, count in after.items() if count} == {"open": 1, "extra": 1}


def test_a_revoked_one_is_deleted_where_that_is_wanted_and_meant(
    station: ProductionStation, service: PracticeService
) -> None:
    add(station, service)
    (unit,) = enrolled(station, 1)
    with asking(service) as ask:
        put(ask, [unit])
    name = unit.registration_id.text
    revoke(station, name)
    deleting = ("reconcile", "--repair", "delete-revoked")
    assert station(*deleting, by=BY_ANNE).err.startswith("CFG-004")
    assert service.store.get(INDIVIDUAL, name) is not None
    assert station(*deleting, "--yes", by=BY_ANNE).status == 0
    assert service.store.get(INDIVIDUAL, name) is None
    assert station("reconcile").status == 0


def test_what_is_missing_is_sent_again_and_nothing_else_touched(
    station: ProductionStation, service: PracticeService
) -> None:
    add(station, service)
    units = enrolled(station, 6)
    names = [unit.registration_id.text for unit in units]
    assert station("push", by=BY_ANNE).status == 0
    assert station("reconcile").status == 0
    with asking(service) as ask:
        ask.put(symmetric("foreign"))
        for name in names[:3]:
            assert ask.ask("DELETE", f"/enrollments/{name}").status_code == 204
        ask.put(document(units[3], provisioningStatus="disabled"), if_match="*")
    revoke(station, names[0])
    before = {name: service.store.get(INDIVIDUAL, name) for name in (*names[3:], "foreign")}
    repairing = ("reconcile", "--repair", "missing", "--json")
    assert station(*repairing, "--yes", by=[credential(WIM)]).err.startswith("REC-025")
    assert "CFG-004" in station(*repairing, by=BY_ANNE).err
    assert service.store.get(INDIVIDUAL, names[1]) is None, "nobody said yes"
    repaired = station(*repairing, "--yes", by=BY_ANNE)
    assert (repaired.status, repaired.answer["repaired"]) == (1, 2), repaired.err
    assert repaired.answer["left"] == []
    assert service.store.get(INDIVIDUAL, names[0]) is None, "it was revoked"
    assert {name: service.store.get(INDIVIDUAL, name) for name in before} == before
    after = station("reconcile", "--json").answer["found"]
    assert isinstance(after, dict)
    assert {kind: count for kind, count in after.items() if count} == {"extra": 1, "different": 1}
    assert station("audit", "verify", pin=None).status == 0


def test_what_was_never_sent_is_sent_and_confirmed_but_for_what_waits(
    station: ProductionStation, service: PracticeService
) -> None:
    add(station, service)
    units = enrolled(station, 3)
    quarantine = ("unit", "quarantine", "S2", "--reason", "looked at")
    assert station(*quarantine, by=BY_ANNE).status == 0
    told = station("reconcile", "--repair", "missing", "--yes", "--json", by=BY_ANNE)
    assert told.answer.get("repaired") == 2, told.out + told.err
    left = told.answer["left"]
    assert isinstance(left, list)
    assert [one["name"] for one in left] == [units[2].registration_id.text]
    assert "quarantine" in left[0]["why"]
    with station.open() as plant:
        statuses = [one.status.value for one in plant.tools.records.enrollments()]
    assert statuses == ["confirmed", "confirmed", "ready"]
    assert station("push", by=BY_ANNE).status == 0
    assert station("audit", "verify", pin=None).status == 0


def test_it_is_asked_which_service_where_there_is_more_than_one_or_none(
    station: ProductionStation, service: PracticeService
) -> None:
    assert station("reconcile").err.startswith("SVC-052")
    add(station, service)
    words = ("service", "add", "second")
    assert station(*words, by=BY_ANNE, given={"--connection-fd": connection(service)}).status == 0
    assert station("reconcile").err.startswith("SVC-052")
    assert station("reconcile", "--service", "second").err.startswith("SVC-056")
    assert station("reconcile", "--service", "main").status == 0
    assert station("reconcile", "--badge", "S-1", "--service", "main").err.startswith("CFG-004")
