"""What of a service's document is a difference, and what is no more than its own additions."""

import base64
import hashlib
from typing import Any

import pytest

from station.service.comparing import Difference, differences, essence, is_enabled, same_device

KEY = base64.b64encode(bytes(range(256))).decode()
OTHER = base64.b64encode(bytes(256)).decode()
TPM = {"type": "tpm", "tpm": {"endorsementKey": KEY}}
OURS: dict[str, Any] = {
    "registrationId": "unit-1",
    "attestation": TPM,
    "initialTwin": {"tags": {"line": 7}, "properties": {"desired": {"on": True}}},
}
# As the service shows it: with its defaults, dates, and what it hides.
SHOWN: dict[str, Any] = {
    **OURS,
    "etag": '"1"',
    "createdDateTimeUtc": "2026-11-30T08:00:00Z",
    "lastUpdatedDateTimeUtc": "2026-11-30T08:00:00Z",
    "provisioningStatus": "enabled",
    "capabilities": {"iotEdge": False},
    "reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": True},
    "allocationPolicy": "hashed",
    "deviceId": "unit-1",
    "iotHubs": [],
    "customAllocationDefinition": None,
    "optionalDeviceInformation": {},
    "registrationState": {"status": "assigned"},
    "initialTwin": {
        "tags": {"line": 7},
        "properties": {"desired": {"on": True, "$version": 1, "$metadata": {}}},
    },
    "credentialPolicyName": "of a newer interface",
}


def differing(**changes: Any) -> list[str]:  # noqa: ANN401 - any JSON
    shown = {**SHOWN, **changes}
    return [one.field for one in differences(essence(OURS, "unit-1"), essence(shown, "unit-1"))]


def test_what_the_service_adds_is_no_difference() -> None:
    assert differing() == []
    assert differing(deviceId=None, capabilities=None, attestation={**TPM, "x509": None}) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("attestation", {"type": "tpm", "tpm": {"endorsementKey": OTHER}}),
        ("attestation", {"type": "symmetricKey", "symmetricKey": {}}),
        ("attestation", {}),
        ("provisioningStatus", "disabled"),
        ("deviceId", "another"),
        ("capabilities", {"iotEdge": True}),
        ("initialTwin", None),
        ("initialTwin", {"tags": {"line": 8}, "properties": {"desired": {"on": True}}}),
        ("reprovisionPolicy", {"updateHubAssignment": True, "migrateDeviceData": False}),
        ("reprovisionPolicy", {"updateHubAssignment": False}),
        ("allocationPolicy", "static"),
        ("iotHubs", ["a.example"]),
        ("customAllocationDefinition", {"webhookUrl": "https://a.example", "apiVersion": "1"}),
        ("optionalDeviceInformation", {"colour": "red"}),
    ],
)
def test_what_somebody_changed_is_one(field: str, value: object) -> None:
    assert differing(**{field: value}) == [field]


def test_a_difference_has_both_sides() -> None:
    shown = {**SHOWN, "deviceId": "another"}
    assert differences(essence(OURS, "unit-1"), essence(shown, "unit-1")) == (
        Difference("deviceId", None, "another"),
    )


def certified(**certificate: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    held: dict[str, Any] = {"clientCertificates": {"primary": certificate}}
    return essence({"attestation": {"type": "x509", "x509": held}}, "unit-1")


def test_a_certificate_is_the_same_by_its_text_or_its_thumbprint() -> None:
    der = b"\x30\x03\x02\x01\x05"
    print_ = hashlib.sha256(der).hexdigest()
    ours = certified(certificate=base64.b64encode(der).decode())
    assert differences(ours, certified(info={"sha256Thumbprint": print_.upper()})) == ()
    assert same_device(ours, certified(info={"sha256Thumbprint": print_}))
    assert differences(ours, certified(info={"sha256Thumbprint": "0" * 64}))
    # What isn't shown at all is no difference, and no proof either.
    assert differences(ours, certified(info={})) == ()
    assert not same_device(ours, certified(info={}))


def test_a_symmetric_key_is_nobodys_for_certain() -> None:
    keyed = essence({"attestation": {"type": "symmetricKey", "symmetricKey": {}}}, "unit-1")
    assert differences(keyed, keyed) == ()
    assert not same_device(keyed, keyed)
    assert not same_device({}, {})


def test_devices_register_unless_it_is_disabled() -> None:
    assert is_enabled(essence(SHOWN, "unit-1"))
    assert not is_enabled(essence({**SHOWN, "provisioningStatus": "disabled"}, "unit-1"))


def test_a_web_hooks_key_is_in_no_essence() -> None:
    hook: dict[str, Any] = {
        "webhookUrl": "https://which.example/hub?code=sesame",
        "apiVersion": "2021-10-01",
    }
    ours = essence({**OURS, "customAllocationDefinition": hook}, "unit-1")
    other = hook | {"webhookUrl": "https://which.example/hub?code=other"}
    there = essence({**SHOWN, "customAllocationDefinition": other}, "unit-1")
    (difference,) = differences(ours, there)
    assert difference.field == "customAllocationDefinition"
    assert "sesame" not in str(difference)
    assert "other" not in str(difference)
