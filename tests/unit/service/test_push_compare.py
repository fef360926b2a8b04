"""Whether what the service shows is what was sent."""

import base64
import hashlib
import json
from typing import Any

import pytest

from station.service.push_compare import differences, sides, without_secrets

DER = b"\x30\x03abc"
TPM = {
    "registrationId": "Unit-1",
    "attestation": {"type": "tpm", "tpm": {"endorsementKey": base64.b64encode(b"key").decode()}},
    "deviceId": "d-1",
    "initialTwin": {"tags": {"line": 3, "real": True}, "properties": {"desired": {"a": [1, 2]}}},
    "iotHubs": ["h1", "h2"],
}
X509 = {
    "registrationId": "unit-1",
    "attestation": {
        "type": "x509",
        "x509": {
            "clientCertificates": {"primary": {"certificate": base64.b64encode(DER).decode()}}
        },
    },
}
ADDED = {"etag": '"1"', "createdDateTimeUtc": "2026", "provisioningStatus": "enabled"}


def found(document: dict[str, Any], **more: object) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(document))
    return copied | ADDED | more


def differing(document: dict[str, Any], there: dict[str, Any]) -> tuple[str, ...]:
    return differences(json.dumps(document).encode(), there)


def shown(**primary: object) -> dict[str, Any]:
    x509 = {"clientCertificates": {"primary": primary}}
    return found(X509, attestation={"type": "x509", "x509": x509})


def test_what_the_service_adds_makes_no_difference() -> None:
    there = found(TPM, registrationId="unit-1", capabilities={"iotEdge": False})
    there["initialTwin"]["version"] = 4
    assert differing(TPM, there) == ()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"registrationId": "unit-2"}, "registrationId"),
        ({"deviceId": "D-1"}, "deviceId"),
        ({"deviceId": None}, "deviceId"),
        ({"iotHubs": ["h2", "h1"]}, "iotHubs"),
        ({"initialTwin": None}, "initialTwin.tags.line"),
        ({"initialTwin": {"tags": {"line": 3, "real": 1}}}, "initialTwin.tags.real"),
        ({"attestation": {"type": "x509"}}, "attestation.type"),
        (
            {"attestation": {"type": "tpm", "tpm": {"endorsementKey": "b3RoZXI="}}},
            "attestation.tpm.endorsementKey",
        ),
        ({"attestation": "tpm"}, "attestation.type"),
    ],
)
def test_what_differs_is_told_by_its_path(change: dict[str, Any], path: str) -> None:
    assert path in differing(TPM, found(TPM, **change))


@pytest.mark.parametrize(
    "primary",
    [
        {"certificate": base64.b64encode(DER).decode() + "\n"},
        {"info": {"sha256Thumbprint": hashlib.sha256(DER).hexdigest().upper()}},
        {
            "certificate": "",
            "info": {"sha1Thumbprint": hashlib.sha1(DER, usedforsecurity=False).hexdigest()},
        },
        {"certificate": None, "info": {"sha256Thumbprint": hashlib.sha256(DER).hexdigest()}},
    ],
)
def test_a_certificate_is_known_by_its_text_or_its_thumbprint(primary: dict[str, Any]) -> None:
    assert differing(X509, shown(**primary)) == ()


@pytest.mark.parametrize(
    "primary",
    [
        {},
        {"info": {}},
        {"info": {"sha256Thumbprint": hashlib.sha256(b"other").hexdigest()}},
        {"certificate": base64.b64encode(b"other").decode()},
        {"certificate": "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----"},
        {"certificate": 7},
    ],
)
def test_another_certificate_or_none_differs(primary: dict[str, Any]) -> None:
    path = "attestation.x509.clientCertificates.primary.certificate"
    assert differing(X509, shown(**primary)) == (path,)


def test_keys_that_aren_t_shown_make_no_difference_and_others_do() -> None:
    keys = {"primaryKey": base64.b64encode(b"k" * 32).decode()}
    sent = {
        "enrollmentGroupId": "g",
        "attestation": {"type": "symmetricKey", "symmetricKey": keys},
    }
    hidden = found(sent, attestation={"type": "symmetricKey", "symmetricKey": {}})
    other = {"primaryKey": base64.b64encode(b"l" * 32).decode()}
    there = found(sent, attestation={"type": "symmetricKey", "symmetricKey": other})
    assert differing(sent, hidden) == ()
    assert differing(sent, there) == ("attestation.symmetricKey.primaryKey",)
    assert other["primaryKey"] not in without_secrets(there)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"provisioningStatus": "disabled"}, "provisioningStatus"),
        ({"deviceId": "another"}, "deviceId"),
        ({"iotHubs": ["theirs"]}, "iotHubs"),
        ({"initialTwin": {"tags": {"theirs": 1}}}, "initialTwin"),
        ({"allocationPolicy": "static"}, "allocationPolicy"),
        ({"capabilities": {"iotEdge": True}}, "capabilities"),
        ({"reprovisionPolicy": {"updateHubAssignment": False}}, "reprovisionPolicy"),
    ],
)
def test_what_somebody_set_and_the_list_doesn_t_is_a_difference_as_for_reconcile(
    change: dict[str, Any], path: str
) -> None:
    bare = {name: TPM[name] for name in ("registrationId", "attestation")}
    defaults: dict[str, Any] = {
        "deviceId": "Unit-1",
        "allocationPolicy": "hashed",
        "iotHubs": [],
        "iotHubHostName": None,
        "initialTwin": {"tags": {}, "properties": {"desired": {}}},
        "capabilities": {"iotEdge": False},
        "reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": True},
        "quiteNew": {"a": 1},
    }
    assert differing(bare, found(bare, **defaults)) == ()
    assert differing(bare, found(bare, **(defaults | change))) == (path,)


def test_a_hub_by_the_field_s_older_name_too_is_no_other() -> None:
    assert differing(TPM, found(TPM, iotHubHostName="h1")) == ()
    assert differing(TPM, found(TPM, iotHubHostName="theirs")) == ("iotHubHostName",)


def test_another_s_certificate_beside_the_unit_s_own_is_a_difference() -> None:
    there = found(X509)
    both = there["attestation"]["x509"]["clientCertificates"]
    both["secondary"] = {"certificate": base64.b64encode(b"theirs").decode()}
    assert differing(X509, there) == ("attestation",)


def test_both_sides_are_told_whatever_names_a_twin_s_fields_have() -> None:
    ours = {**TPM, "initialTwin": {"tags": {"the line. no": 3}}}
    there = found(TPM, initialTwin={"tags": {"the line. no": 4}}, iotHubs=["h1"])
    both = sides(json.dumps(ours).encode(), there)
    assert [(one.field, one.listed, one.found) for one in both] == [
        ("initialTwin.tags.the line. no", 3, 4),
        ("iotHubs", ["h1", "h2"], ["h1"]),
    ]


def test_what_is_there_is_kept_whole_or_not_at_all() -> None:
    large = found(TPM, initialTwin={"tags": {"text": "x" * 90_000}})
    assert json.loads(without_secrets(large)) == large
    assert without_secrets(found(TPM, note="x" * 10_000_000)) == ""


def test_what_is_nested_without_end_differs_and_is_not_kept() -> None:
    nested: Any = {}
    for _ in range(20_000):
        nested = {"a": nested}
    there = found(TPM, initialTwin={"tags": nested})
    assert "initialTwin.tags.line" in differing(TPM, there)
    assert without_secrets(there) == ""


def hooked(query: str) -> dict[str, Any]:
    url = f"https://which.example/api/hub{query}"
    return TPM | {"customAllocationDefinition": {"webhookUrl": url, "apiVersion": "2021-10-01"}}


@pytest.mark.parametrize("query", ["?code=sesame", "#sesame", "?a=b#sesame"])
def test_a_web_hooks_key_is_in_no_side_and_makes_a_difference_still(query: str) -> None:
    ours, there = hooked(query), found(hooked(f"{query}-2"))
    both = sides(json.dumps(ours).encode(), there)
    assert [one.field for one in both] == ["customAllocationDefinition.webhookUrl"]
    assert str(both[0].listed).startswith("https://which.example/api/hub?sha256=")
    told = f"{both}{without_secrets(there)}"
    assert "sesame" not in told
    kept = json.loads(without_secrets(found(ours)))
    assert differing(ours, kept) == (), "what a record keeps of it is compared with it, too"
    assert differing(ours, found(ours)) == ()


@pytest.mark.parametrize("url", [None, 7, "", ["https://x?code=sesame"]])
def test_a_web_hook_of_any_form_is_looked_at(url: object) -> None:
    custom = {"webhookUrl": url, "apiVersion": "2021-10-01"}
    assert differing(hooked(""), found(TPM, customAllocationDefinition=custom))
