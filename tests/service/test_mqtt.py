"""The practice service over MQTT, asked packet by packet."""

import gc
import json
import secrets
import socket
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.service.conftest import endorsement_public
from tests.support import mqtt_client as mqtt
from tests.support import practising
from tests.support.mqtt_client import MqttClient

pytestmark = pytest.mark.service

USER = "0nePRACTICE/registrations/{}/api-version=2019-03-31"
KEY = bytes(range(64))
ENDS = (0, b"")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeService]:
    settings = ServiceSettings(mqtt_port=0)
    with PracticeService(tmp_path_factory.mktemp("service"), settings) as running:
        yield running


@pytest.fixture
def name(service: PracticeService) -> str:
    """A device that is enrolled with a key of its own."""
    name = f"unit-{secrets.token_hex(4)}"
    practising.enroll(
        service, name, attestation=practising.symmetric(KEY), deviceId=f"device-{name}"
    )
    return name


def opened(service: PracticeService) -> MqttClient:
    return MqttClient(service.mqtt_port, service.files.ca)


def connected(service: PracticeService, name: str, key: bytes = KEY) -> MqttClient:
    """Return a client that is connected, and knows what it will be answered."""
    client = opened(service)
    client.send(mqtt.connect(name, USER.format(name), practising.token(key, name)))
    assert client.receive() == (0x20, b"\0\0")
    client.send(mqtt.subscribe(1, [(mqtt.ANSWERS, 1)]))
    assert client.receive() == (0x90, b"\0\x01\x01")
    return client


def asked(client: MqttClient, topic: str, body: object = "", number: int = 7) -> tuple[str, Any]:
    """Ask, and return the answer's topic and body."""
    client.send(mqtt.publish(topic, json.dumps(body).encode() if body != "" else b"", number))
    answered, said = client.received_answer()
    return answered, json.loads(said)


def test_a_device_registers_and_asks_how_it_went(service: PracticeService, name: str) -> None:
    with connected(service, name) as client:
        client.send(mqtt.publish(mqtt.REGISTER.format(1), b'{"payload": {"a": 1}}', 5))
        assert client.receive() == (0x40, b"\0\x05")
        topic, said = client.received_answer()
        assert topic == "$dps/registrations/res/202/?$rid=1&retry-after=1"
        going = json.loads(said)
        assert going["status"] == "assigning"
        topic, done = asked(client, mqtt.OPERATION.format("2", going["operationId"]))
        assert topic == "$dps/registrations/res/200/?$rid=2"
        state = done["registrationState"]
        assert done["status"] == state["status"] == "assigned"
        assert (state["assignedHub"], state["deviceId"]) == (practising.HUB, f"device-{name}")
        assert state["registrationId"] == name
        client.send(mqtt.GOODBYE)
        assert client.receive() == ENDS


def test_a_client_of_few_words_is_answered_too(service: PracticeService, name: str) -> None:
    """As the embedded SDK's: everything at quality of service 0, and nothing to say."""
    with opened(service) as client:
        client.send(mqtt.connect(name, USER.format(name), practising.token(KEY, name)))
        assert client.receive() == (0x20, b"\0\0")
        client.send(mqtt.subscribe(1, [(mqtt.ANSWERS, 0)]))
        assert client.receive() == (0x90, b"\0\x01\0")
        topic, going = asked(client, mqtt.REGISTER.format("a-b"), number=0)
        assert topic == "$dps/registrations/res/202/?$rid=a-b&retry-after=1"
        topic, done = asked(client, mqtt.OPERATION.format("c", going["operationId"]), number=0)
        assert (topic, done["status"]) == ("$dps/registrations/res/200/?$rid=c", "assigned")


def test_packets_that_come_byte_by_byte(service: PracticeService, name: str) -> None:
    with connected(service, name) as client:
        for byte in mqtt.publish(mqtt.REGISTER.format(1), b"{}", 5):
            client.send(bytes([byte]))
        assert client.receive() == (0x40, b"\0\x05")


def test_a_registration_that_takes_its_time(tmp_path: Path) -> None:
    settings = ServiceSettings(mqtt_port=0, assigning_s=3_600)
    with PracticeService(tmp_path, settings) as service:
        practising.enroll(service, "slow", attestation=practising.symmetric(KEY))
        with connected(service, "slow") as client:
            _, going = asked(client, mqtt.REGISTER.format(1), {})
            topic, still = asked(client, mqtt.OPERATION.format(2, going["operationId"]))
    assert topic.startswith("$dps/registrations/res/202/?$rid=2&retry-after=")
    assert still == going


def test_too_many_registrations(tmp_path: Path) -> None:
    with PracticeService(tmp_path, ServiceSettings(mqtt_port=0, registrations_a_minute=1)) as one:
        practising.enroll(one, "often", attestation=practising.symmetric(KEY))
        with connected(one, "often") as client:
            asked(client, mqtt.REGISTER.format(1), {})
            topic, said = asked(client, mqtt.REGISTER.format(2), {})
    assert topic.startswith("$dps/registrations/res/429/?$rid=2&retry-after=")
    assert said["errorCode"] // 1_000 == 429


def test_a_key_that_is_not_the_devices_connects_and_is_refused(
    service: PracticeService, name: str
) -> None:
    with connected(service, name, key=bytes(64)) as client:
        topic, said = asked(client, mqtt.REGISTER.format(1), {"registrationId": name})
    assert topic == "$dps/registrations/res/401/?$rid=1"
    assert said["errorCode"] == 401_000
    assert said["trackingId"]
    assert service.store.registration(name) is None


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[" * 50_000, 400), (b'{"registrationId": "another"}', 400), (b"[]", 400)],
)
def test_a_message_that_makes_no_sense(
    service: PracticeService, name: str, body: bytes, status: int
) -> None:
    with connected(service, name) as client:
        client.send(mqtt.publish(mqtt.REGISTER.format(1), body, 5))
        topic, said = client.received_answer()
        assert topic == f"$dps/registrations/res/{status}/?$rid=1"
        assert json.loads(said)["errorCode"] // 1_000 == status
        assert asked(client, mqtt.REGISTER.format(2), {})[1]["status"] == "assigning"


def test_an_operation_that_is_another_ones(service: PracticeService, name: str) -> None:
    with connected(service, name) as client:
        asked(client, mqtt.REGISTER.format(1), {})
        topic, said = asked(client, mqtt.OPERATION.format(2, "4.0.0"))
    assert topic == "$dps/registrations/res/404/?$rid=2"
    assert said["errorCode"] // 1_000 == 404


def test_a_tpm_is_refused_and_gets_no_challenge(service: PracticeService) -> None:
    public = practising.base64_of(endorsement_public(1))
    tpm = {"endorsementKey": public}
    practising.enroll(service, "with-tpm", attestation={"type": "tpm", "tpm": tpm})
    shows: Mapping[str, object] = {"tpm": {**tpm, "storageRootKey": public}}
    with connected(service, "with-tpm") as client:
        topic, said = asked(client, mqtt.REGISTER.format(1), shows)
    assert topic == "$dps/registrations/res/401/?$rid=1"
    assert "MQTT" in said["message"]
    assert "authenticationKey" not in said


@pytest.mark.parametrize(
    ("client", "user", "password", "code"),
    [
        ("unit", "0neOTHER/registrations/unit/api-version=2019-03-31", "SAS", 5),
        ("unit", USER.format("unit"), None, 5),
        ("unit", USER.format("unit"), "", 5),
        ("unit", USER.format("unit"), "hunter2", 4),
        ("unit", USER.format("unit"), b"\xff", 4),
        ("unit", USER.format("unit"), "SharedAccessSignature sr=a", 4),
        ("unit", None, None, 4),
        ("unit", "unit", "SAS", 4),
        ("unit", "0nePRACTICE/registration/unit/api-version=2019-03-31", "SAS", 4),
        ("unit", "0nePRACTICE/registrations/unit", "SAS", 4),
        ("unit", "0nePRACTICE/registrations/unit/api-version=1999-01-01", "SAS", 4),
        ("unit", USER.format("other"), "SAS", 2),
        ("", USER.format(""), "SAS", 2),
        ("unit?", USER.format("unit?"), "SAS", 2),
    ],
)
def test_who_may_not_connect(
    service: PracticeService, client: str, user: str | None, password: str | bytes | None, code: int
) -> None:
    said = practising.token(KEY, client) if password == "SAS" else password
    with opened(service) as wire:
        given = said.encode() if isinstance(said, str) else said
        wire.send(mqtt.connect(client, user, given))
        assert wire.receive() == (0x20, bytes([0, code]))
        assert wire.receive() == ENDS


def test_another_version_of_the_protocol_is_told(service: PracticeService) -> None:
    with opened(service) as client:
        client.send(mqtt.packet(0x10, mqtt.text("MQTT") + b"\x05\x02\0\x3c\0" + mqtt.text("a")))
        assert client.receive() == (0x20, b"\0\x01")
        assert client.receive() == ENDS


@pytest.mark.parametrize(
    "sent",
    [
        mqtt.publish("devices/unit/messages/events/", b"21"),
        mqtt.publish("$dps/registrations/res/200/?$rid=1", b"{}"),
        mqtt.publish("$dps/registrations/PUT/iotdps-register/?rid=1", b"{}"),
        mqtt.publish(mqtt.REGISTER.format("x" * 2_000), b"{}"),
        mqtt.packet(0x34, mqtt.text(mqtt.REGISTER.format(1)) + b"\0\x01{}"),
        mqtt.publish(mqtt.REGISTER.format(1), bytes(96 * 1024)),
        mqtt.connect("unit", USER.format("unit"), b""),
        b"\xff\xff\xff",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=[
        *("telemetry", "an answer", "no rid", "a long rid", "QoS 2", "too large"),
        *("a second CONNECT", "garbage", "HTTP"),
    ],
)
def test_what_ends_a_connection(service: PracticeService, name: str, sent: bytes) -> None:
    with connected(service, name) as client:
        client.send(sent)
        assert client.receive() == ENDS


def test_a_first_packet_that_is_no_connect(service: PracticeService) -> None:
    with opened(service) as client:
        client.send(mqtt.PING)
        assert client.receive() == ENDS


def test_nothing_else_can_be_subscribed_to(service: PracticeService, name: str) -> None:
    filters = [("#", 0), ("$dps/registrations/#", 1), (mqtt.ANSWERS, 2), ("devices/+/x", 1)]
    with connected(service, name) as client:
        client.send(mqtt.subscribe(9, filters))
        assert client.receive() == (0x90, b"\0\x09\x80\x80\x01\x80")


def test_who_unsubscribes_is_told_nothing_more(service: PracticeService, name: str) -> None:
    with connected(service, name) as client:
        client.send(mqtt.unsubscribe(2, ["other", mqtt.ANSWERS]))
        assert client.receive() == (0xB0, b"\0\x02")
        client.send(mqtt.publish(mqtt.REGISTER.format(1), b"{}", 5) + mqtt.PING)
        assert client.receive() == (0x40, b"\0\x05")
        assert client.receive() == (0xD0, b"")
    assert service.store.registration(name) is not None


def test_answers_that_nobody_acknowledges_come_to_an_end(
    service: PracticeService, name: str
) -> None:
    with connected(service, name) as client:
        client.send(b"".join(mqtt.publish(mqtt.OPERATION.format(n, 1), b"") for n in range(101)))
        numbers = []
        while (packet := client.receive()) != ENDS:
            end = 2 + int.from_bytes(packet[1][:2], "big")
            numbers.append(int.from_bytes(packet[1][end : end + 2], "big"))
    assert numbers == list(range(1, 101))


def test_a_device_that_connects_again_takes_over(service: PracticeService, name: str) -> None:
    with connected(service, name) as older, connected(service, name) as newer:
        assert older.receive() == ENDS
        assert asked(newer, mqtt.REGISTER.format(1), {})[1]["status"] == "assigning"


def test_a_silent_client_is_given_up(service: PracticeService, name: str) -> None:
    token = practising.token(KEY, name)
    with opened(service) as client:
        connect = mqtt.connect(name, USER.format(name), token, keep_alive_s=1)
        client.send(connect + mqtt.PING)
        assert [client.receive() for _ in range(3)] == [(0x20, b"\0\0"), (0xD0, b""), ENDS]


def test_the_service_ends_with_clients_connected(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = set(threading.enumerate())
    with PracticeService(tmp_path, ServiceSettings(mqtt_port=0)) as service:
        practising.enroll(service, "unit", attestation=practising.symmetric(KEY))
        plain = socket.create_connection(("127.0.0.1", service.mqtt_port))
        silent, client = opened(service), connected(service, "unit")
    with plain, silent, client:
        assert client.receive() == ENDS
        assert silent.receive() == ENDS
        assert plain.recv(1) == b""
    gc.collect()
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionError):
        opened(service)
    assert "SharedAccessSignature" not in caplog.text


def test_there_is_no_mqtt_unless_it_is_asked_for(tmp_path: Path) -> None:
    with PracticeService(tmp_path) as service:
        assert service.mqtt_port == 0


def test_a_port_that_is_taken(tmp_path: Path, service: PracticeService) -> None:
    other = PracticeService(tmp_path, ServiceSettings(mqtt_port=service.mqtt_port))
    with pytest.raises(OSError, match="in use"), other:
        pass
