"""The practice service over MQTT, as Microsoft's own device client for Python finds it.

All of it is in this module: the client knows port 8883 alone, and modules are what pytest's workers
share out.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
from azure.iot.device import X509, ProvisioningDeviceClient
from azure.iot.device.common.evented_callback import EventedCallback
from azure.iot.device.exceptions import ClientError, CredentialError, ServiceError
from pydantic import JsonValue

from station.practice.service import server
from station.practice.service.registering import Asked, Registrar
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support import practising
from tests.support.practising import HUB, SCOPE, Issuer

pytestmark = [
    pytest.mark.service,
    # The client asks for TLS 1.2 in the old way.
    pytest.mark.filterwarnings("ignore:ssl.PROTOCOL_TLSv1_2 is deprecated:DeprecationWarning"),
]

PORT = 8883
KEY, GROUP_KEY = bytes(range(64)), bytes(range(64, 128))


@contextmanager
def serving(folder: Path, assigning_s: float = 0.0) -> Iterator[PracticeService]:
    with ExitStack() as opened:
        settings = ServiceSettings(mqtt_port=PORT, assigning_s=assigning_s)
        try:
            running = opened.enter_context(PracticeService(folder, settings))
        except OSError as error:
            pytest.fail(f"The official client knows port {PORT} alone, and it isn't free: {error}")
        yield running


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PracticeService]:
    with serving(tmp_path / "service") as running:
        yield running


def by_key(
    service: PracticeService, name: str, key: bytes, scope: str = SCOPE
) -> ProvisioningDeviceClient:
    return ProvisioningDeviceClient.create_from_symmetric_key(
        "localhost",
        name,
        scope,
        practising.base64_of(key),
        server_verification_cert=service.files.ca.read_text(),
    )


def by_certificate(
    service: PracticeService, name: str, shown: Path, key: Path
) -> ProvisioningDeviceClient:
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


def refused(client: ProvisioningDeviceClient) -> Exception:
    """Register in vain; return why."""
    try:
        with pytest.raises(ClientError) as told:
            client.register()
        return told.value
    finally:
        # It does so by itself only after a success, and else goes on connecting.
        done = EventedCallback()
        client._pipeline.shutdown(callback=done)
        done.wait_for_completion()


def test_a_unit_with_another_key_is_refused_when_it_registers(service: PracticeService) -> None:
    practising.enroll(service, "unit", attestation=practising.symmetric(KEY))
    practising.enroll_group(service, "keys", attestation=practising.symmetric(GROUP_KEY))
    for name in ("unit", "unit-of-keys"):
        error = refused(by_key(service, name, bytes(64)))
        assert isinstance(error.__cause__, ServiceError)
        assert "401" in str(error.__cause__)
        assert service.store.registration(name) is None


def test_a_unit_with_another_certificate_is_refused(
    service: PracticeService, tmp_path: Path
) -> None:
    known, stranger = Issuer("unit", ca=False), Issuer("unit", ca=False)
    attestation = practising.by_certificate(known.certificate, "clientCertificates")
    practising.enroll(service, "unit", attestation=attestation)
    error = refused(by_certificate(service, "unit", *stranger.written(tmp_path / "stranger")))
    assert "401" in str(error.__cause__)
    assert service.store.registration("unit") is None


def test_a_unit_of_another_scope_does_not_connect(service: PracticeService) -> None:
    practising.enroll(service, "unit", attestation=practising.symmetric(KEY))
    assert isinstance(refused(by_key(service, "unit", KEY, "0neOTHER")), CredentialError)


def test_a_disabled_enrollment_is_not_assigned(service: PracticeService) -> None:
    attestation = practising.symmetric(KEY)
    practising.enroll(service, "unit", attestation=attestation, provisioningStatus="disabled")
    error = refused(by_key(service, "unit", KEY))
    assert "disabled" in str(error.__cause__)


def test_the_client_sends_a_payload_and_asks_until_it_is_assigned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, said, told = [0.0], [], []

    class Slow(Registrar):
        def register(self, asked: Asked) -> dict[str, JsonValue]:
            said.append(asked.body)
            return super().register(asked)

        def operation(self, asked: Asked, operation: str) -> dict[str, JsonValue]:
            going = super().operation(asked, operation)
            told.append(going["status"])
            now[0] += 1.0
            return going

    monkeypatch.setattr(server, "Registrar", partial(Slow, clock=lambda: now[0]))
    with serving(tmp_path / "service", assigning_s=1.0) as service:
        practising.enroll(service, "unit", attestation=practising.symmetric(KEY))
        client = by_key(service, "unit", KEY)
        client.provisioning_payload = {"model": "a", "of": [1, 2]}
        result = client.register()
    assert said == [{"registrationId": "unit", "payload": {"model": "a", "of": [1, 2]}}]
    assert told == ["assigning", "assigned"]
    assert result.status == "assigned"
