"""The practice service over MQTT, as Microsoft's own device client for Python finds it.

All of it is in this module: the client knows port 8883 alone, and modules are what pytest's workers
share out.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from azure.iot.device import X509, ProvisioningDeviceClient

from station.practice.service.server import PracticeService, ServiceSettings
from tests.support import practising
from tests.support.practising import HUB, SCOPE, Issuer

pytestmark = pytest.mark.service

PORT = 8883
KEY, GROUP_KEY = bytes(range(64)), bytes(range(64, 128))


def served(folder: Path, assigning_s: float = 0.0) -> PracticeService:
    return PracticeService(folder, ServiceSettings(mqtt_port=PORT, assigning_s=assigning_s))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PracticeService]:
    try:
        with served(tmp_path / "service") as running:
            yield running
    except OSError as error:
        pytest.fail(f"Port {PORT}, the only one that the official client knows: {error}")


def by_key(service: PracticeService, name: str, key: bytes) -> Any:
    return ProvisioningDeviceClient.create_from_symmetric_key(
        "localhost",
        name,
        SCOPE,
        practising.base64_of(key),
        server_verification_cert=service.files.ca.read_text(),
    )


def by_certificate(service: PracticeService, name: str, shown: Path, key: Path) -> Any:
    return ProvisioningDeviceClient.create_from_x509_certificate(
        "localhost",
        name,
        SCOPE,
        X509(str(shown), str(key)),
        server_verification_cert=service.files.ca.read_text(),
    )


def test_units_of_all_four_kinds_are_assigned(service: PracticeService, tmp_path: Path) -> None:
    own = Issuer("unit-x509", ca=False)
    root = Issuer("root")
    middle = Issuer("middle", root)
    leaf = Issuer("unit-of-ca", middle, ca=False)
    practising.enroll(
        service, "unit-key", attestation=practising.symmetric(KEY), deviceId="Device-1"
    )
    practising.enroll_group(service, "keys", attestation=practising.symmetric(GROUP_KEY))
    attestation = practising.by_certificate(own.certificate, "clientCertificates")
    practising.enroll(service, "unit-x509", attestation=attestation, iotHubs=["other.invalid"])
    attestation = practising.by_certificate(root.certificate, "signingCertificates")
    practising.enroll_group(service, "cas", attestation=attestation)
    files = [own.written(tmp_path / "own"), leaf.written(tmp_path / "leaf")]

    clients = [
        by_key(service, "unit-key", KEY),
        by_key(service, "unit-of-keys", practising.derived(GROUP_KEY, "unit-of-keys")),
        by_certificate(service, "unit-x509", *files[0]),
        by_certificate(service, "unit-of-ca", *files[1]),
    ]
    clients[0].provisioning_payload = {"model": "a", "of": [1, 2]}
    with ThreadPoolExecutor(len(clients)) as hands:
        results = list(hands.map(lambda client: client.register(), clients))

    assert [result.status for result in results] == ["assigned"] * 4
    told = [
        (one.registration_state.device_id, one.registration_state.assigned_hub) for one in results
    ]
    assert told == [
        ("Device-1", HUB),
        ("unit-of-keys", HUB),
        ("unit-x509", "other.invalid"),
        ("unit-of-ca", HUB),
    ]
