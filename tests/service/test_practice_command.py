"""station practice service as a process: it says how to connect, keeps its secrets, comes back."""

import base64
import hashlib
import hmac
import json
import os
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pydantic import JsonValue

from station.operations.practice_service import FOLDER

pytestmark = [pytest.mark.service, pytest.mark.timeout(240)]

VERSION = {"api-version": "2021-10-01"}
COMMAND = (sys.executable, "-m", "station", "practice", "service")


class Running:
    """The command at work.

    Attributes:
        said: the object that it said.
    """

    def __init__(self, data: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [
                *COMMAND,
                "--json",
                "--port",
                "0",
                "--mqtt-port",
                "0",
                "--data",
                str(data),
                *arguments,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            umask=0o022,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()
        self.said: Mapping[str, JsonValue] = json.loads(line)

    @property
    def connection(self) -> Mapping[str, str]:
        text = Path(str(self.said["connection_string_file"])).read_text("utf-8")
        return dict(part.partition("=")[::2] for part in text.split(";"))

    def client(self) -> httpx.Client:
        """Return what a tool makes of what it was told, and nothing else."""
        connection = self.connection
        resource = quote(connection["HostName"].lower(), safe="")
        expiry = int(time.time()) + 600
        key = base64.b64decode(connection["SharedAccessKey"])
        digest = hmac.digest(key, f"{resource}\n{expiry}".encode(), hashlib.sha256)
        signature = quote(base64.b64encode(digest), safe="")
        name = connection["SharedAccessKeyName"]
        token = f"SharedAccessSignature sr={resource}&sig={signature}&se={expiry}&skn={name}"
        return httpx.Client(
            base_url=f"https://{connection['HostName']}",
            verify=ssl.create_default_context(cafile=str(self.said["ca"])),
            headers={"authorization": token},
            params=VERSION,
            timeout=60,
        )

    def ended(self) -> str:
        """End it as a service manager does; return what it said to people."""
        self.process.terminate()
        output, told = self.process.communicate(timeout=60)
        assert output == "", "one object, and nothing else"
        assert self.process.returncode == 0, told
        return told


@contextmanager
def running(data: Path, *arguments: str) -> Iterator[Running]:
    service = Running(data, *arguments)
    try:
        yield service
    finally:
        service.process.kill()
        service.process.communicate()


def enrollment(name: str) -> Mapping[str, JsonValue]:
    return {"registrationId": name, "attestation": {"type": "symmetricKey"}}


def test_a_tool_connects_by_two_files_and_finds_its_work_again_after_a_restart(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with running(data) as service:
        assert service.said["id_scope"] == "0nePRACTICE"
        assert (service.said["enrollments"], service.said["groups"]) == (0, 0)
        with service.client() as client:
            made = client.put("/enrollments/unit-1", json=enrollment("unit-1"))
            assert made.status_code == 200, made.text
        asked = Path(str(service.said["request_log"])).read_text("utf-8")
        told = service.ended()
    assert " tool PUT /enrollments/unit-1 200 - unit-1 - " in asked
    assert f"log of requests      {service.said['request_log']}" in told
    assert "nothing yet" in told
    assert "Ctrl-C ends it" in told
    assert "brings it back" in told
    assert service.said["connection_string_file"] == str(data / FOLDER / "connection-string")

    with running(data) as again:
        assert (again.said["enrollments"], again.said["has_new_ca"]) == (1, False)
        assert again.connection["SharedAccessKey"] == service_key(data)
        with again.client() as client:
            found = client.get("/enrollments/unit-1")
            assert found.json()["etag"] == made.json()["etag"]
            assert client.put("/enrollments/unit-1", json=enrollment("unit-1")).status_code == 409
        assert "1 enrollment" in again.ended()


def service_key(data: Path) -> str:
    text = (data / FOLDER / "connection-string").read_text("utf-8")
    return text.rpartition("SharedAccessKey=")[2]


def test_its_secrets_are_its_owners_alone_and_are_never_said(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(data) as service:
        key = service.connection["SharedAccessKey"]
        with service.client() as client:
            client.put("/enrollments/unit-1", json=enrollment("unit-1"))
            asked = client.post("/enrollments/unit-1/attestationmechanism")
            unit_key = asked.json()["symmetricKey"]["primaryKey"]
        told = service.ended()
    assert key not in told + json.dumps(service.said)
    assert unit_key not in told
    files = [path for path in data.rglob("*") if path.is_file()]
    assert {p.name for p in files if p.stat().st_mode & 0o077} == {"ca.pem", "server.pem"}
    assert not [p for p in (data / FOLDER).glob("*.pem") if b"PRIVATE" in p.read_bytes()]
    assert (data / FOLDER).stat().st_mode & 0o077 == 0
    assert os.fsencode(data / FOLDER / "ca.pem") in told.encode()


def test_a_folder_and_a_port_that_are_in_use_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with running(tmp_path / "data") as service:
        port, mqtt = str(service.said["port"]), str(service.said["mqtt_port"])
        for data, ports, code in (
            (tmp_path / "data", ("--port", "0", "--no-mqtt"), "CFG-053"),
            (tmp_path / "other", ("--port", port, "--no-mqtt"), f"LNK-048 {port}"),
            (tmp_path / "other", ("--port", "0", "--mqtt-port", mqtt), f"LNK-048 {mqtt}"),
        ):
            refused = subprocess.run(
                [*COMMAND, *ports, "--data", str(data)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            assert refused.returncode == 2
            assert all(part in refused.stderr for part in code.split())
            assert "Traceback" not in refused.stderr
        service.ended()


def test_its_limits_are_those_that_it_is_given(tmp_path: Path) -> None:
    limits = ("--operations-per-minute", "1", "--no-retry-after")
    with running(tmp_path / "data", *limits) as service:
        with service.client() as client:
            answers = [client.get("/enrollments/none") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [404, 429]
        assert "retry-after" not in answers[1].headers
        service.ended()


def test_it_goes_wrong_as_it_is_told_to_and_writes_no_log(tmp_path: Path) -> None:
    with running(tmp_path / "data", "--fault", "busy=1", "--no-request-log") as service:
        with service.client() as client:
            assert client.get("/enrollments/none").status_code == 503
        assert service.said["request_log"] is None
        assert not list((tmp_path / "data" / FOLDER).glob("requests*"))
        service.ended()
