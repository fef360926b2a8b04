"""Whatever is put into the practice service comes back as it was put, or is refused in words."""

import copy
import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from hypothesis import given, settings
from hypothesis import strategies as st

from station.practice.service.server import PracticeService
from tests.support.any_enrollments import (
    Document,
    enrollments,
    groups,
    json_values,
    names,
    spoilt,
    text,
)
from tests.support.certified import pem_of
from tests.support.practice_service import Asking, asking, emptied

pytestmark = pytest.mark.service

DEFAULTS: Final = {
    "capabilities": {"iotEdge": False},
    "provisioningStatus": "enabled",
    "reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": True},
}
# Each example is several requests over TLS.
some = settings(max_examples=max(20, settings().max_examples // 4))
ADDED: Final = {"etag", "createdDateTimeUtc", "lastUpdatedDateTimeUtc"}


@pytest.fixture(scope="module")
def all_asks(shared: PracticeService) -> Iterator[Asking]:
    """Give one client for all examples; the answers are checked, the requests may be wrong."""
    with asking(shared, requests=False) as asks:
        yield asks


def thumbprint(certificate: str) -> str:
    parsed = x509.load_pem_x509_certificate(pem_of(certificate))
    return parsed.fingerprint(hashes.SHA256()).hex().upper()


def hidden(attestation: Document) -> Document:
    """Return an attestation without what the service doesn't show."""
    if attestation["type"] == "symmetricKey":
        return {"type": "symmetricKey", "symmetricKey": {}}
    if attestation["type"] == "tpm" or "caReferences" in attestation["x509"]:
        return attestation
    ((use, places),) = attestation["x509"].items()
    prints = {place: thumbprint(one["certificate"]) for place, one in places.items()}
    return {"type": "x509", "x509": {use: prints}}


def shown_hidden(attestation: Document) -> Document:
    """Return what is shown of an attestation, its certificates by their thumbprints."""
    shown = copy.deepcopy(attestation)
    for use in ("clientCertificates", "signingCertificates"):
        for place, one in shown.get("x509", {}).get(use, {}).items():
            shown["x509"][use][place] = one["info"]["sha256Thumbprint"]
    return shown


def round_trip(asks: Asking, service: PracticeService, document: Document) -> None:
    emptied(service)
    shown = asks.put(document)
    assert shown.keys() >= ADDED
    kept = {name: value for name, value in shown.items() if name not in ADDED}
    attestation = shown_hidden(kept.pop("attestation"))
    assert attestation == hidden(document["attestation"])
    asked = {name: value for name, value in document.items() if name != "attestation"}
    assert kept == {**DEFAULTS, **asked}
    path = address(document)
    assert asks.ask("GET", path).json() == shown
    # Written back as it was read, it is the same but for its ETag; keys have to be put in again.
    mechanism = asks.ask("POST", f"{path}/attestationmechanism").json()
    again = asks.put({**shown, "attestation": mechanism}, if_match=shown["etag"])
    assert again["etag"] != shown["etag"]
    changed = {"etag", "lastUpdatedDateTimeUtc"}
    assert {**again, **{name: shown[name] for name in changed}} == shown
    assert asks.ask("POST", f"{path}/attestationmechanism").json() == mechanism


def address(document: Document) -> str:
    group = "enrollmentGroupId" in document
    table, key = (
        ("enrollmentGroups", "enrollmentGroupId") if group else ("enrollments", "registrationId")
    )
    return f"/{table}/{quote(str(document.get(key) or 'x'), safe='')}"


@some
@given(document=enrollments() | groups())
def test_what_is_good_comes_back_as_it_was_given(
    all_asks: Asking, shared: PracticeService, document: Document
) -> None:
    round_trip(all_asks, shared, document)


@some
@given(document=enrollments() | groups(), more=st.dictionaries(text, json_values, max_size=3))
def test_fields_that_nobody_knows_yet_are_no_fault(
    all_asks: Asking, shared: PracticeService, document: Document, more: dict[str, Any]
) -> None:
    emptied(shared)
    unknown = {f"future-{name}": value for name, value in more.items()}
    read_only = {"createdDateTimeUtc": "2020-01-01T00:00:00Z", "etag": '"old"'}
    shown = all_asks.put({**unknown, **read_only, **document})
    assert not unknown.keys() & shown.keys()
    assert shown["createdDateTimeUtc"] != read_only["createdDateTimeUtc"]


@some
@given(data=st.data(), group=st.booleans())
def test_what_is_wrong_is_refused_and_leaves_nothing_behind(
    all_asks: Asking, shared: PracticeService, *, data: st.DataObject, group: bool
) -> None:
    emptied(shared)
    document = data.draw(spoilt(group=group))
    path = f"/{'enrollmentGroups' if group else 'enrollments'}"
    key = "enrollmentGroupId" if group else "registrationId"
    name = document.get(key)
    own = quote(name if isinstance(name, str) and name else "x", safe="")
    answer = all_asks.ask("PUT", f"{path}/{own}", document)
    assert answer.status_code in {400, 404}, answer.text  # a name may be no name of an address
    assert answer.status_code == 400 or "/" in str(name)
    listed = "enrollmentGroups" if group else "enrollments"
    bulk = all_asks.ask("POST", path, {"mode": "create", listed: [document]})
    if bulk.status_code == 200:
        assert bulk.json()["isSuccessful"] is False
        assert [one["errorCode"] // 1_000 for one in bulk.json()["errors"]] == [400]
    else:
        assert bulk.status_code == 400
    assert all_asks.ask("POST", f"{path}/query", {"query": "SELECT *"}).json() == []


PATHS: Final = (
    *("/enrollments", "/enrollments/query", "/enrollments/sn-1", "/enrollmentGroups/a"),
    *("/enrollments/sn-1/attestationmechanism", "/registrations/sn-1", "/registrations/a/query"),
)


@some
@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "PATCH"]),
    path=st.sampled_from(PATHS) | names().map(lambda name: f"/enrollments/{quote(name)}"),
    body=json_values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40),
    headers=st.dictionaries(
        st.sampled_from(["if-match", "x-ms-continuation", "x-ms-max-item-count", "content-type"]),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20),
    ),
)
def test_nonsense_never_breaks_it(
    all_asks: Asking, method: str, path: str, body: bytes, headers: dict[str, str]
) -> None:
    named = {"content-type": "application/json", **headers}
    answer = all_asks.http.request(method, path, content=body, headers=named)
    assert answer.status_code < 500


@some
@given(
    mode=st.sampled_from(["create", "update", "updateIfMatchETag", "delete"]) | json_values,
    items=st.lists(enrollments() | spoilt(group=False) | json_values, max_size=4) | json_values,
)
def test_a_bulk_call_of_anything_is_answered_by_name_or_refused_whole(
    all_asks: Asking, mode: object, items: object
) -> None:
    answer = all_asks.ask("POST", "/enrollments", {"mode": mode, "enrollments": items})
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert isinstance(items, list)
        told = [one["registrationId"] for one in answer.json()["errors"]]
        assert told == [item["registrationId"] for item in items]
