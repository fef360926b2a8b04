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
