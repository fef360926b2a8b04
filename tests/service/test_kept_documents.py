"""A service's document comes back typed and whole: what is unknown stays, no key is lost."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.practice.service.enrollments import GROUP, INDIVIDUAL, entry_of
from station.service.kept_documents import KeptDocument, KeptEnrollment, KeptGroup
from tests.support.any_enrollments import enrollments, groups, objects

pytestmark = pytest.mark.service

Document = dict[str, Any]


def kept(document: Document, *, group: bool) -> KeptDocument:
    return (KeptGroup if group else KeptEnrollment).parse(document)


def sprinkled(document: Document, unknown: Document) -> Document:
    """Put fields that no Station knows wherever one can be."""
    found = copy.deepcopy(document)
    for place in (found, found["attestation"], *found["attestation"].values()):
        if isinstance(place, dict):
            place |= {f"new-{key}": value for key, value in unknown.items()}
    return found


@given(enrollments(), objects)
def test_an_enrollment_comes_back_as_it_was(document: Document, unknown: Document) -> None:
    given_ = sprinkled(document, unknown)
    assert kept(given_, group=False).document() == given_


@given(groups(), objects)
def test_a_group_comes_back_as_it_was(document: Document, unknown: Document) -> None:
    given_ = sprinkled(document, unknown)
    assert kept(given_, group=True).document() == given_


@given(enrollments(), objects, st.booleans())
def test_get_edit_put_changes_what_was_edited_and_nothing_else(
    document: Document,
    unknown: Document,
    whole: bool,
) -> None:
    entry = entry_of(INDIVIDUAL, copy.deepcopy(document), None)
    shown = sprinkled(entry.shown, unknown)
    found = kept(shown, group=False)
    keyed = shown["attestation"]["type"] == "symmetricKey"
    if keyed and not whole:
        with pytest.raises(StationError, match="SVC-071"):
            found.for_update()
        return
    mechanism = entry.attestation.shown(whole=True)
    edited = found.model_copy(update={"provisioning_status": "disabled"})
    sent = edited.for_update(mechanism if whole else None)
    assert sent["provisioningStatus"] == "disabled"
    assert not sent.keys() & {"registrationState", "createdDateTimeUtc", "lastUpdatedDateTimeUtc"}
    again = entry_of(INDIVIDUAL, json.loads(json.dumps(sent)), entry)
    assert again.attestation == entry.attestation
    assert {**again.fields, "provisioningStatus": ""} == {
        **entry.fields,
        "provisioningStatus": "",
    }
    lost = shown.keys() - sent.keys()
    assert lost == {"createdDateTimeUtc", "lastUpdatedDateTimeUtc"}


def test_a_groups_keys_are_not_lost_either() -> None:
    document: Document = {"enrollmentGroupId": "g", "attestation": {"type": "symmetricKey"}}
    entry = entry_of(GROUP, document, None)
    found = KeptGroup.parse(entry.shown)
    with pytest.raises(StationError, match="SVC-071"):
        found.for_update()
    sent = found.for_update(entry.attestation.shown(whole=True))
    assert entry_of(GROUP, sent, entry).attestation == entry.attestation
    assert found.name == "g"


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({}, "attestation"),
        ({"registrationId": "a", "attestation": {}}, "attestation.type"),
        ({"registrationId": "a", "attestation": {"type": "tpm", "tpm": {}}}, "endorsementKey"),
        ([], "it"),
        ({"registrationId": 1, "attestation": {"type": "tpm"}}, "registrationId"),
    ],
)
def test_what_has_another_form_is_told_with_its_place(document: Any, place: str) -> None:  # noqa: ANN401 - anything
    with pytest.raises(StationError, match="SVC-070") as caught:
        KeptEnrollment.parse(document)
    assert place in caught.value.message


CERTIFICATES: Document = {"primary": {"certificate": "c", "info": {"version": 3}}}
X509: Document = {
    "clientCertificates": CERTIFICATES,
    "signingCertificates": None,
    "caReferences": {},
}
KEYS: Document = {"primaryKey": "p", "secondaryKey": "s"}
WHOLE: Document = {
    "registrationId": "a",
    "deviceId": "d",
    "attestation": {
        "type": "x509",
        "x509": X509,
        "symmetricKey": KEYS,
        "tpm": {"endorsementKey": "e", "storageRootKey": "r"},
    },
    "optionalDeviceInformation": {"rack": 1},
    "capabilities": {"iotEdge": True},
    "reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": False},
    "customAllocationDefinition": {"webhookUrl": "u", "apiVersion": "v"},
    "initialTwin": {"tags": {"a": 1}, "properties": {"desired": {"b": 2}}},
    "iotHubHostName": "h",
    "iotHubs": ["h"],
    "allocationPolicy": "custom",
    "provisioningStatus": "enabled",
    "etag": '"1"',
    "createdDateTimeUtc": "then",
    "lastUpdatedDateTimeUtc": "now",
    "registrationState": {"status": "assigned"},
}


def test_each_field_is_there_by_its_type() -> None:
    found = KeptEnrollment.parse(WHOLE)
    held = found.attestation
    assert held.x509 is not None
    assert held.x509.client_certificates is not None
    assert held.x509.client_certificates.primary is not None
    assert held.x509.client_certificates.primary.info == {"version": 3}
    assert (held.x509.signing_certificates, held.x509.ca_references is None) == (None, False)
    assert held.symmetric_key is not None
    assert (held.symmetric_key.primary_key, held.symmetric_key.secondary_key) == ("p", "s")
    assert held.tpm is not None
    assert (held.tpm.endorsement_key, held.tpm.storage_root_key) == ("e", "r")
    assert found.capabilities is not None
    assert found.capabilities.iot_edge


def test_each_of_its_other_fields_is_there_too() -> None:
    found = KeptEnrollment.parse(WHOLE)
    policy, custom, twin = (
        found.reprovision_policy,
        found.custom_allocation_definition,
        found.initial_twin,
    )
    assert policy is not None
    assert (policy.update_hub_assignment, policy.migrate_device_data) == (True, False)
    assert custom is not None
    assert (custom.webhook_url, custom.api_version) == ("u", "v")
    assert twin is not None
    assert twin.properties is not None
    assert (twin.tags, twin.properties.desired) == ({"a": 1}, {"b": 2})
    assert (found.device_id, found.optional_device_information) == ("d", {"rack": 1})
    assert (found.iot_hub_host_name, found.iot_hubs, found.etag) == ("h", ["h"], '"1"')
    assert (found.allocation_policy, found.provisioning_status) == ("custom", "enabled")
    assert (found.created_date_time_utc, found.last_updated_date_time_utc) == ("then", "now")
    assert found.registration_state == {"status": "assigned"}
