"""The list held against the practice service: exactly what differs is found, and put right."""

import base64
import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import JsonValue

from station.errors import StationError
from station.line.work import Tools
from station.model.attestation import TpmAttestation, X509Attestation
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.model.group import Service
from station.model.names import IdScope
from station.model.order import EnrolledAs
from station.model.push import PushTally
from station.model.unit_state import UnitChange
from station.model.world import World
from station.operations.listed_at_service import ListedAtService
from station.operations.reconcile_report import report_to, summary, told
from station.operations.reconciling import Scope, Tally, Watch, compare, scope_of, states
from station.operations.repairing import Repairing, spooled
from station.operations.repushing import push_blocks, push_missing
from station.practice.service.faults import Fault
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.records.entries import EntryKind
from station.records.sorting import SortedRows
from station.records.store import Records
from station.secret import Secret
from station.service.client import ServiceClient
from station.service.paging import Page, registrations_page
from station.service.reconcile import Finding, Found, Wanted
from tests.service.conftest import SoftwareFactory
from tests.support.checked_client import all_checked
from tests.support.contract import Contract
from tests.support.practice_service import Asking, group, registered, symmetric
from tests.unit.records.software import (
    SCOPE,
    SoftwareGuard,
    enrol,
    make_order,
    symmetric_identity,
    tpm_identity,
    x509_identity,
)

pytestmark = pytest.mark.service

GO = Event()
WATCH = Watch(GO, page=3)
ALL = Scope(IdScope.parse(SCOPE))


@pytest.fixture(autouse=True)
def checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold every exchange of the client's against the described interface."""
    all_checked(monkeypatch)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Give a record with the orders `o1` of TPMs and `o2`."""
    (tmp_path / "record").mkdir()
    path, guard = tmp_path / "record" / "station.db", SoftwareGuard()
    with Records.create(
        path, guard, station="line-1", practice=True, now=lambda: datetime.now(UTC)
    ) as made:
        for name in ("o1", "o2"):
            made.add_order(make_order(name, 100))
        yield made


@pytest.fixture
def client(service: PracticeService) -> ServiceClient:
    connection = service.connection_string()
    return ServiceClient.opened(connection, World.PRACTICE, str(service.files.ca), 20)


def document(enrollment: Enrollment, **more: object) -> dict[str, Any]:
    """Return what an export would send, written by hand."""
    held = enrollment.identity.attestation
    assert isinstance(held, TpmAttestation)
    key = base64.b64encode(held.endorsement_key.public).decode()
    return {
        "registrationId": enrollment.registration_id.text,
        "attestation": {"type": "tpm", "tpm": {"endorsementKey": key}},
        "deviceId": str(enrollment.device_id),
        "initialTwin": {"tags": {"a": 1.5}},
        **more,
    }


def found(
    records: Records, client: ServiceClient, scope: Scope = ALL
) -> tuple[dict[str, Found], list[Finding], Tally]:
    findings: list[Finding] = []
    with SortedRows() as kept:
        tally = compare(records, client, kept, scope, WATCH, findings.append)
    return {one.name: one.found for one in findings}, findings, tally


def test_what_was_planted_is_found_and_nothing_else(
    records: Records, client: ServiceClient, ask: Asking
) -> None:
    units = [enrol(records, f"S{n}", tpm_identity(n)) for n in range(8)]
    names = [unit.registration_id.text for unit in units]
    assert set(found(records, client)[0].values()) == {Found.MISSING}
    for number in (0, 1, 2, 3, 4, 6):
        ask.put(document(units[number]))
    ask.put(document(units[5], deviceId="another", provisioningStatus="disabled"))
    ask.put(symmetric("foreign"))
    ask.put(group("foreign-group"))
    for number in (3, 4, 6):
        records.revoke((units[number].id_scope, units[number].registration_id), "lost")
    ask.put(document(units[4], provisioningStatus="disabled"), if_match="*")
    ask.put(document(units[6], **symmetric(names[6])), if_match="*")
    told_, findings, tally = found(records, client)
    assert told_ == {
        names[3]: Found.OPEN,
        names[5]: Found.DIFFERENT,
        names[6]: Found.OPEN,
        names[7]: Found.MISSING,
        "foreign": Found.EXTRA,
        "foreign-group": Found.EXTRA,
    }
    assert {one.name: one.ours for one in findings} == dict.fromkeys(told_, False) | {
        names[3]: True,
        names[5]: True,
    }
    (different,) = (one for one in findings if one.found is Found.DIFFERENT)
    assert [one.field for one in different.differences] == ["deviceId", "provisioningStatus"]
    assert (tally.listed, tally.shown, tally.equal) == (8, 9, False)
    part = found(records, client, Scope(ALL.id_scope, "o2"))
    assert (part[0], part[2].equal) == ({}, True)


def test_units_of_groups_are_held_against_their_group(
    records: Records, client: ServiceClient, ask: Asking
) -> None:
    units = [enrol(records, f"S{n}", symmetric_identity(f"unit-{n}"), "o2") for n in range(3)]
    enrol(records, "S9", x509_identity("strange"), "o2")
    (group_id,) = {unit.identity.attestation.group_id for unit in units}  # type: ignore[union-attr]  # of symmetric keys
    records.revoke((units[1].id_scope, units[1].registration_id), "lost")
    ask.put(symmetric("unit-2"))
    told_, _, _ = found(records, client)
    assert told_ == {
        group_id: Found.MISSING,
        "unit-1": Found.UNBLOCKED,
        "unit-2": Found.DIFFERENT,
        "strange": Found.UNWRITABLE,
    }
    ask.put(group(group_id, initialTwin={"tags": {"a": 1.5}}))
    ask.put(symmetric("unit-1", provisioningStatus="disabled"))
    assert set(found(records, client)[0]) == {"unit-2", "strange"}


def test_states_of_registration_are_told_where_asked(
    records: Records, service: PracticeService, client: ServiceClient, ask: Asking
) -> None:
    tpms = [enrol(records, f"S{n}", tpm_identity(n)) for n in range(3)]
    for unit in tpms:
        ask.put(document(unit))
    enrol(records, "S9", symmetric_identity("member"), "o2")
    ask.put(group("o1", initialTwin={"tags": {"a": 1.5}}))
    registered(service, tpms[0].registration_id.text)
    registered(service, tpms[1].registration_id.text, status="failed", errorCode=400209)
    registered(service, "member", "o1")
    scope = Scope(ALL.id_scope, None, states=True)
    with SortedRows() as kept:
        tally = compare(records, client, kept, scope, WATCH, lambda _: None)
        rows: list[Any] = list(states(records, kept, scope, tally))
    assert tally.equal
    by_name = {row["registration"]: row["status"] for row in rows}
    assert by_name == {
        tpms[0].registration_id.text: "assigned",
        tpms[1].registration_id.text: "failed",
        tpms[2].registration_id.text: "none",
        "member": "assigned",
    }
    assert tally.states == {"assigned": 2, "failed": 1, "none": 1}
    assert "Registered: 2 assigned, 1 failed, 1 none" in summary(tally)


def test_a_service_that_is_unwell_now_and_then_is_read_whole(
    records: Records,
    service: PracticeService,
    client: ServiceClient,
    ask: Asking,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for n in range(20):
        ask.put(document(enrol(records, f"S{n}", tpm_identity(n))))
    monkeypatch.setattr(Contract, "check", lambda *_, **__: "")
    monkeypatch.setattr("station.operations.patience.PAUSE_S", 0.01)
    service.faults.shares = {Fault.ERROR: 0.2, Fault.RESET: 0.2, Fault.HALF: 0.2}
    told_, _, tally = found(records, client)
    assert (told_, tally.shown) == ({}, 20)
    service.faults.shares = {Fault.BUSY: 1.0}
    with pytest.raises(StationError, match="SVC-039"):
        found(records, client)


def test_a_pause_that_is_wanted_is_made(
    records: Records, serve: Callable[[ServiceSettings], PracticeService]
) -> None:
    service = serve(ServiceSettings(a_minute=120))
    connection = service.connection_string()
    client = ServiceClient.opened(connection, World.PRACTICE, str(service.files.ca), 20)
    for _ in range(120):
        client.get("enrollments", "nobody", GO)
    assert found(records, client)[2].equal


def test_a_cancel_ends_it(records: Records, client: ServiceClient) -> None:
    enrol(records, "S1", tpm_identity(1))
    cancel = Event()
    cancel.set()
    with SortedRows() as kept, pytest.raises(StationError, match="LIN-003"):
        compare(records, client, kept, ALL, Watch(cancel), lambda _: None)


def test_the_scope_is_the_service_s_the_order_s_or_the_only_one(records: Records) -> None:
    service = Service("main", "localhost", "owner")
    with pytest.raises(StationError, match="SVC-056"):
        scope_of(records, service, None, states=False)
    enrol(records, "S1", tpm_identity(1))
    assert scope_of(records, service, None, states=False) == ALL
    assert scope_of(records, service, "o2", states=True) == Scope(ALL.id_scope, "o2", states=True)
    named = Service("main", "localhost", "owner", "0nePRACTICE")
    assert scope_of(records, named, None, states=False).id_scope.text == "0nePRACTICE"
    with pytest.raises(StationError, match="SVC-060"):
        scope_of(records, named, "o2", states=False)
    with pytest.raises(StationError, match="REC-014"):
        scope_of(records, service, "none", states=False)


def test_one_name_s_replaced_enrollment_is_to_be_gone(records: Records) -> None:
    unit = enrol(records, "S1", tpm_identity(1))
    wanted = ListedAtService(records, ALL.id_scope)
    assert wanted.unit(unit).wanted is Wanted.THERE
    assert wanted.unit(unit, replaced=True).wanted is Wanted.GONE


def test_the_report_is_whole_or_not_there_and_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.jsonl"
    finding = Finding(Found.EXTRA, "enrollments", "foreign")

    def broken_off() -> None:
        with report_to(path) as report:
            report.add(finding)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert list(tmp_path.iterdir()) == []
    with report_to(path) as report:
        report.add(finding)
        report.write(told(Tally()))
    first, last = map(json.loads, path.read_text().splitlines())
    assert (first["found"], first["name"], last["equal"]) == ("extra", "foreign", True)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StationError, match="CFG-055"), report_to(path):
        pass
    with pytest.raises(StationError, match="CFG-003"), report_to(tmp_path / "none" / "x"):
        pass


def test_a_list_that_leads_back_to_where_it_was_is_no_list_without_end(
    records: Records, client: ServiceClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = cycle([Page((), "a"), Page((), "b"), Page((), "c")])
    monkeypatch.setattr("station.operations.reconciling.page_of", lambda *_: next(pages))
    with pytest.raises(StationError, match="SVC-041"):
        found(records, client)


@pytest.mark.parametrize("name", [None, 7, "", "\ud800", "Kelvin: \u212a"])
def test_a_document_without_a_name_that_can_be_one_ends_it(
    records: Records, client: ServiceClient, monkeypatch: pytest.MonkeyPatch, name: object
) -> None:
    page = Page(({"enrollmentGroupId": cast("JsonValue", name)},), "")
    monkeypatch.setattr("station.operations.reconciling.page_of", lambda *_: page)
    with pytest.raises(StationError, match="SVC-041"):
        found(records, client)


def test_a_group_that_is_taken_away_meanwhile_has_no_registrations(client: ServiceClient) -> None:
    assert registrations_page(client, "nobodys", GO).items == ()


def test_what_waits_for_its_release_is_told_so(records: Records, client: ServiceClient) -> None:
    enrol(records, "S1", tpm_identity(1))
    records.units.change("S1", UnitChange.QUARANTINE, reason="looked at")
    _, (finding,), _ = found(records, client)
    assert finding.found is Found.MISSING
    assert "quarantine" in finding.why


def test_a_revoked_certificate_that_a_group_lets_in_has_to_be_kept_out(
    records: Records, client: ServiceClient
) -> None:
    unit = enrol(records, "S1", x509_identity("strange"))
    records.revoke((unit.id_scope, unit.registration_id), "lost")
    assert found(records, client)[0] == {}
    wanted = ListedAtService(records, ALL.id_scope, None, [hashlib.sha256(b"root").hexdigest()])
    assert wanted.unit(replace(unit, status=EnrollmentStatus.REVOKED)).wanted is Wanted.BLOCKED
    assert wanted.unit(unit).wanted is Wanted.THERE


def test_a_report_goes_where_files_have_one_name_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "report.jsonl"
    with report_to(path) as report:
        report.write({"a": 1})
    assert path.read_text() == '{"a":1}\n'
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(StationError, match="CFG-055"), report_to(path):
        pass


class Unseen:
    """Looks away."""

    def went(self, tally: PushTally, throttled: int) -> None:
        """Hear how far it is."""


def repairing(records: Records, service: PracticeService, client: ServiceClient) -> Repairing:
    key = bytes(range(64))
    factory = SimpleNamespace(practice=True, disclose_group_key=lambda *_: Secret(key))
    tools = SimpleNamespace(records=records, factory=factory)
    place = Service("main", service.address, "owner")
    return Repairing(cast("Tools", tools), place, client, GO)


def test_a_group_is_made_again_with_its_key_and_what_it_lets_in_is_kept_out(
    records: Records, service: PracticeService, client: ServiceClient, ask: Asking
) -> None:
    units = [enrol(records, f"S{n}", symmetric_identity(f"unit-{n}"), "o2") for n in range(3)]
    for unit in units[:2]:
        records.revoke((unit.id_scope, unit.registration_id), "lost")
    ask.put(symmetric("unit-1", provisioningStatus="disabled"))
    work = repairing(records, service, client)
    with SortedRows() as kept:
        compare(records, client, kept, ALL, WATCH, lambda one: kept.add(spooled(one)))
        again = push_missing(work, kept, ALL, None, Unseen())
        made = push_blocks(work, kept, ALL, None, Unseen())
    for one in (again, made):
        assert (one.done, one.left, one.error) == (1, [], None)
    (disclosed,) = records.entries(kind=EntryKind.KEYS_DISCLOSED)
    assert (disclosed.data["groups"], disclosed.data["units"]) == (["o1"], 0)
    assert found(records, client)[0] == {}
    assert [entry.data["how"] for entry in records.entries(kind=EntryKind.SERVICE_REPAIRED)] == [
        "missing",
        "block-revoked",
    ]
    records.verify()


def test_a_group_of_certificates_that_was_taken_away_is_made_again(
    records: Records, service: PracticeService, client: ServiceClient, factory: SoftwareFactory
) -> None:
    order = make_order("certs", 100)
    grouped = order.spec.model_copy(update={"enrollment": EnrolledAs.GROUP})
    records.add_order(order.model_copy(update={"spec": grouped}))
    leaf = factory.issue("unit-1").public_bytes(Encoding.DER)
    held = X509Attestation(leaf, factory.issuing_chain)
    enrol(records, "S1", replace(x509_identity("unit-1"), attestation=held), "certs")
    work = repairing(records, service, client)
    with SortedRows() as kept:
        compare(records, client, kept, ALL, WATCH, lambda one: kept.add(spooled(one)))
        told = push_missing(work, kept, ALL, None, Unseen())
    assert (told.done, told.left, told.error) == (1, [], None)
    assert found(records, client)[0] == {}
    records.verify()
