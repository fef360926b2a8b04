"""What an order wishes for its units goes into their documents, and nothing that it doesn't."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from pydantic import JsonValue, ValidationError

from station.errors import StationError
from station.model.attestation import SymmetricKeyAttestation
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.names import DeviceId, RegistrationId
from station.model.order import Allocation, AllocationPolicy, EnrolledAs, Order
from station.model.wishes import AtService, Reassignment, Webhook
from station.operations.rehearsal_papers import paper_of
from station.secret import Secret
from station.service.document_rules import document_findings
from station.service.documents import Wishes, document_of, unchecked_document
from station.service.exports import export
from station.service.group_documents import certificate_group, enrollment_group
from station.service.single_documents import keyed_individual, shut_out
from tests.service.test_documents import check
from tests.service.written import bodies

if TYPE_CHECKING:
    from pathlib import Path

    from station.line.work import Work
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service

NOW: Final = dt.datetime(2026, 11, 24, 6, 0, 0, tzinfo=dt.UTC)
HOOK: Final = Webhook(url="https://f.example.net/a?code=k", api_version="2021-10-01")


def wishing(records: MemoryRecords, name: str, more: AtService, **spec: Any) -> Order:  # noqa: ANN401 - an order's keys
    order = records.add_order(name)
    changed = order.spec.model_copy(update={"at_service": more, **spec})
    records.known[name] = order.model_copy(update={"spec": changed})
    return records.known[name]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (AtService(), {}),
        (AtService(iot_edge=True), {"capabilities": {"iotEdge": True}}),
        (AtService(disabled=True), {"provisioningStatus": "disabled"}),
        (
            AtService(reassignment=Reassignment.MIGRATE),
            {"reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": True}},
        ),
        (
            AtService(reassignment=Reassignment.RESET),
            {"reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": False}},
        ),
        (
            AtService(reassignment=Reassignment.NEVER),
            {"reprovisionPolicy": {"updateHubAssignment": False, "migrateDeviceData": False}},
        ),
        (
            AtService(device_information={"rack": [1, None]}),
            {"optionalDeviceInformation": {"rack": [1, None]}},
        ),
    ],
)
def test_a_wish_is_told_and_nothing_beside_it(
    records: MemoryRecords, more: AtService, told: dict[str, Any]
) -> None:
    order = wishing(records, "tpms", more)
    document = document_of(order, records.add_tpm("tpms", 1), NOW)
    check(document, "individualEnrollment")
    assert {k: v for k, v in document.items() if k not in {"registrationId", "attestation"}} == told
    group = EnrollmentGroup(RegistrationId.make("g"), order.id_scope)
    whole = enrollment_group(group, [Secret(b"k" * 64)], Wishes(more=more))
    check(whole, "enrollmentGroup")
    assert "optionalDeviceInformation" not in whole
    for key in told.keys() - {"optionalDeviceInformation"}:
        assert whole[key] == told[key]  # type: ignore[literal-required] # by the table above


def test_a_custom_allocation_names_its_web_hook(records: MemoryRecords) -> None:
    wanted = Allocation(policy=AllocationPolicy.CUSTOM, iot_hubs=("a.b",), webhook=HOOK)
    order = wishing(records, "tpms", AtService(), allocation=wanted)
    document = document_of(order, records.add_tpm("tpms", 1), NOW)
    check(document, "individualEnrollment")
    assert document["allocationPolicy"] == "custom"
    assert document["customAllocationDefinition"] == {
        "webhookUrl": "https://f.example.net/a?code=k",
        "apiVersion": "2021-10-01",
    }
    assert "code" not in HOOK.shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"policy": "custom"},
        {"policy": "hashed", "webhook": {"url": "https://a.b/c", "api_version": "2021-10-01"}},
        {"policy": "custom", "webhook": {"url": "http://a.b/c", "api_version": "2021-10-01"}},
        {"policy": "custom", "webhook": {"url": "https://u:p@a.b/c", "api_version": "2021-10-01"}},
        {"policy": "custom", "webhook": {"url": "https://a.b/c", "api_version": "2017-01-01"}},
        {"policy": "custom", "webhook": {"url": "https://a.b/c", "api_version": "new"}},
    ],
)
def test_a_web_hook_is_one_that_the_service_can_ask(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Allocation.model_validate(wrong)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.b/c?code=KEY",
        "https://a.b/c?code=K EY",
        "https://[a?code=KEY",
        "KEY" * 700,
        "é KEY",
    ],
)
def test_a_wrong_address_of_a_web_hook_is_not_repeated(url: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Webhook(url=url, api_version="2021-10-01")
    assert "KEY" not in str(caught.value)
    assert "KEY" not in str(caught.value.errors(include_input=False))


def test_a_key_in_a_web_hooks_address_is_not_shown() -> None:
    for end in ("?code=KEY", "#KEY"):
        hook = Webhook(url=f"https://a.b/c{end}", api_version="2021-10-01")
        wanted = Allocation(policy=AllocationPolicy.CUSTOM, webhook=hook)
        assert (hook.shown, hook.has_query) == ("https://a.b/c", True)
        assert "KEY" not in repr(wanted)


def test_a_group_of_certified_units_can_name_cas_that_the_service_has(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    more = AtService(ca_references=("line-ca", "line-ca-2"))
    wishing(records, "certs", more, enrollment=EnrolledAs.GROUP)
    records.add_x509("certs", "x-1", factory)
    # More CAs than the service takes certificates of: it takes the names' word for them.
    for _ in range(2):
        records.add_x509("certs", f"y-{_}", type(factory)())
    export(records, factory, out, "dps-json")
    [group] = bodies(out, "groups", "bulkGroups")
    named = {"caReferences": {"primary": "line-ca", "secondary": "line-ca-2"}}
    assert group["attestation"] == {"type": "x509", "x509": named}
    one = certificate_group(
        EnrollmentGroup(RegistrationId.make("g"), records.known["certs"].id_scope),
        (),
        Wishes(more=AtService(ca_references=("ca",))),
    )
    check(one, "enrollmentGroup")


@pytest.mark.parametrize(
    ("more", "enrollment"),
    [
        (AtService(device_information={}), EnrolledAs.GROUP),
        (AtService(ca_references=("ca",)), EnrolledAs.INDIVIDUAL),
        (AtService(ca_references=("ca",)), None),
    ],
)
def test_a_wish_that_its_kind_of_enrollment_cant_have_is_refused(
    records: MemoryRecords, more: AtService, enrollment: EnrolledAs | None
) -> None:
    spec = records.add_order("o").spec
    told = {"at_service": more.model_dump(), "enrollment": enrollment}
    with pytest.raises(ValidationError):
        type(spec).model_validate({**spec.model_dump(), **told})


def keyed_unit(records: MemoryRecords) -> Enrollment:
    return replace(records.add_symmetric("keys", "s-1"), device_id=DeviceId.parse("dev"))


def test_a_unit_with_its_own_key_has_that_key_in_its_document(records: MemoryRecords) -> None:
    wishes = Wishes(more=AtService(device_information={"a": 1}, iot_edge=True))
    keys = [Secret(b"a" * 16), Secret(b"b" * 64)]
    document = keyed_individual(keyed_unit(records), keys, wishes)
    check(document, "individualEnrollment")
    assert json.loads(json.dumps(document)) == {
        "registrationId": "s-1",
        "deviceId": "dev",
        "attestation": {
            "type": "symmetricKey",
            "symmetricKey": {
                "primaryKey": "YWFhYWFhYWFhYWFhYWFhYQ==",
                "secondaryKey": "YmJi" * 21 + "Yg==",
            },
        },
        "optionalDeviceInformation": {"a": 1},
        "capabilities": {"iotEdge": True},
    }
    for wrong in ([], [Secret(b"a" * 15)], [Secret(b"a" * 64), Secret(b"a" * 65)]):
        with pytest.raises(StationError, match="SVC-007"):
            keyed_individual(keyed_unit(records), wrong)


def test_one_unit_of_a_group_is_shut_out_without_its_key(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    unit = records.add_symmetric("keys", "s-1")
    assert isinstance(unit.identity.attestation, SymmetricKeyAttestation)
    document = shut_out(unit)
    check(document, "individualEnrollment")
    assert document["provisioningStatus"] == "disabled"
    assert document["attestation"] == {"type": "symmetricKey"}
    certified = shut_out(records.add_x509("certs", "x-1", factory))
    check(certified, "individualEnrollment")
    assert certified["provisioningStatus"] == "disabled"


def test_a_rehearsal_wishes_the_same_but_for_what_lets_nobody_in(records: MemoryRecords) -> None:
    more = AtService(disabled=True, iot_edge=True, device_information={"line": 4})
    order = wishing(records, "tpms", more)
    unit = records.add_tpm("tpms", 1)
    job, tools = SimpleNamespace(order=order), SimpleNamespace(now=lambda: NOW)
    work = cast("Work", SimpleNamespace(job=job, tools=tools))
    tried = json.loads(paper_of(work, unit, ["", ""]).body)
    assert tried == {
        key: value
        for key, value in document_of(order, unit, NOW).items()
        if key != "provisioningStatus"
    }
    assert tried["capabilities"] == {"iotEdge": True}


@pytest.mark.parametrize("name", ["version", "count", "metadata"])
def test_device_information_uses_no_name_that_the_service_keeps(
    records: MemoryRecords, name: str
) -> None:
    order = wishing(records, "tpms", AtService(device_information={name: "2.1"}))
    unit = records.add_tpm("tpms", 1)
    with pytest.raises(StationError, match="SVC-007") as caught:
        document_of(order, unit, NOW)
    assert f"its device information uses {name}" in str(caught.value)
    (found,) = document_findings(unchecked(order, unit), NOW, group=False)
    assert (found.rule, name in found.why) == ("twin-name", True)


def unchecked(order: Order, unit: Enrollment) -> JsonValue:
    document: JsonValue = json.loads(json.dumps(unchecked_document(order, unit)))
    return document
