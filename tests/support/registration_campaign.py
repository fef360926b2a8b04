"""A crowd of devices at the practice service: a million enrollments, and registrations at a rate.

`python -m tests.support.registration_campaign [--enrollments N] [--registrations N] [--rate N]`
prints how it went as JSON, and ends with 1 where a device wasn't assigned, the rate wasn't held or
the service's memory grew. The service is a process of its own; the devices are in this one: a third
each with a TPM in software, a certificate and a symmetric key, each over a connection of its own.
"""

import argparse
import base64
import hashlib
import hmac
import http.client
import json
import random
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support.practice_chains import Holder
from tests.support.software_tpm import SoftwareTpm

_SCOPE: Final = "0nePRACTICE"
_VERSION: Final = "api-version=2021-10-01"
_HANDS: Final = 24
_TPMS: Final = 8
_GROUP_KEY: Final = bytes(range(64))
_GROWS: Final = 1.10
"""What the service's memory may be after the last registrations, by what it was after the first."""


@dataclass(frozen=True)
class Served:
    """A service that runs.

    Attributes:
        port: where.
        ca: its CA, PEM.
        key: its owner policy's.
        process: of the operating system.
    """

    port: int
    ca: str
    key: bytes
    process: int

    @property
    def resident_mb(self) -> float:
        """What it holds in memory."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * 4_096 / 1_048_576

    @property
    def busy_s(self) -> float:
        """How long it has used a processor."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100


def serve(folder: Path) -> None:
    """Serve until standard input ends."""
    settings = ServiceSettings(a_minute=0, registrations_a_minute=0)
    with PracticeService(folder, settings) as service:
        key = base64.b64encode(service.policies["provisioningserviceowner"].key).decode()
        said = {"port": service.port, "ca": str(service.files.ca), "key": key}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Run a service in a process of its own."""
    command = [sys.executable, "-m", "tests.support.registration_campaign", "--serve", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        key = base64.b64decode(said["key"])
        try:
            yield Served(said["port"], said["ca"], key, process.pid)
        finally:
            assert process.stdin is not None
            process.stdin.close()


def token(resource: str, key: bytes, name: str) -> str:
    """Return a shared access signature that is good for an hour."""
    encoded, expiry = quote(resource, safe=""), int(time.time()) + 3_600
    signature = hmac.digest(key, f"{encoded}\n{expiry}".encode(), "sha256")
    signed = quote(base64.b64encode(signature).decode(), safe="")
    return f"SharedAccessSignature sr={encoded}&sig={signed}&se={expiry}&skn={name}"


class Loader:
    """Puts enrollments into the service, ten a call, over one connection.

    Args:
        service: which.
        context: trusts it.
    """

    def __init__(self, service: Served, context: ssl.SSLContext) -> None:
        self._line = http.client.HTTPSConnection("localhost", service.port, context=context)
        self._token = token("localhost", service.key, "provisioningserviceowner")

    def put(self, path: str, method: str, body: object) -> Any:  # noqa: ANN401 - JSON
        """Ask for something, and return the answer."""
        headers = {"authorization": self._token, "content-type": "application/json"}
        self._line.request(method, f"{path}?{_VERSION}", json.dumps(body), headers)
        answer = self._line.getresponse()
        said = json.loads(answer.read())
        assert answer.status == 200, said
        return said

    def load(self, documents: Sequence[Mapping[str, object]]) -> None:
        """Create enrollments, up to ten."""
        said = self.put("/enrollments", "POST", {"mode": "create", "enrollments": documents})
        assert said["isSuccessful"], said


Say = Callable[[str, str, object, str], tuple[int, Any]]
"""Method, path, body and token; the status and the answer."""


@dataclass
class Crowd:
    """Devices, and how they fared.

    Attributes:
        service: where they register.
        folder: for their certificates.
        times: seconds that each registration took.
        ends: how often they ended how.
    """

    service: Served
    folder: Path
    times: list[float] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    tpms: Sequence[SoftwareTpm] = field(
        default_factory=lambda: [SoftwareTpm() for _ in range(_TPMS)]
    )
    ca: Holder = field(default_factory=lambda: Holder.root("crowd"))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def context(self) -> ssl.SSLContext:
        """Return a context that trusts the service."""
        return ssl.create_default_context(cafile=self.service.ca)

    def document(self, number: int) -> dict[str, object]:
        """Return a TPM's enrollment."""
        ek = base64.b64encode(self.tpms[number % _TPMS].ek).decode()
        attestation = {"type": "tpm", "tpm": {"endorsementKey": ek}}
        return {"registrationId": f"tpm-{number}", "attestation": attestation}

    def register(self, number: int) -> None:
        """Have one device register, and note how it went."""
        began = time.monotonic()
        try:
            end = (self._tpm, self._certified, self._keyed)[number % 3](number)
        except Exception as error:  # noqa: BLE001 - whatever it is, it isn't assigned
            end = f"{type(error).__name__}: {error}"
        with self._lock:
            self.ends[end] += 1
            self.times.append(time.monotonic() - began)

    def _tpm(self, number: int) -> str:
        tpm, name = self.tpms[number % _TPMS], f"tpm-{number}"
        shown = {
            "endorsementKey": base64.b64encode(tpm.ek).decode(),
            "storageRootKey": base64.b64encode(tpm.srk).decode(),
        }
        body = {"registrationId": name, "tpm": shown}
        with self._line(self.context()) as say:
            status, said = say("PUT", f"{name}/register", body, "")
            assert status == 401, said
            key = tpm.activated(base64.b64decode(said["authenticationKey"]))
            return self._assigned(say, name, body, key)

    def _certified(self, number: int) -> str:
        name = f"x509-{number}"
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            shown, key = self.ca.issue(name).files(Path(folder))
            context = self.context()
            context.load_cert_chain(shown, key)
        with self._line(context) as say:
            return self._assigned(say, name, {"registrationId": name}, b"")

    def _keyed(self, number: int) -> str:
        name = f"key-{number}"
        key = hmac.digest(_GROUP_KEY, name.encode(), hashlib.sha256)
        with self._line(self.context()) as say:
            return self._assigned(say, name, {"registrationId": name}, key)

    @contextmanager
    def _line(self, context: ssl.SSLContext) -> Iterator[Say]:
        line = http.client.HTTPSConnection("localhost", self.service.port, context=context)

        def say(method: str, path: str, body: object, authorization: str) -> tuple[int, Any]:
            headers = {"content-type": "application/json"}
            if authorization:
                headers["authorization"] = authorization
            sent = None if body is None else json.dumps(body)
            line.request(method, f"/{_SCOPE}/registrations/{path}?{_VERSION}", sent, headers)
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())

        try:
            yield say
        finally:
            line.close()

    def _assigned(self, say: Say, name: str, body: object, key: bytes) -> str:
        signed = token(f"{_SCOPE}/registrations/{name}", key, "registration") if key else ""
        status, said = say("PUT", f"{name}/register", body, signed)
        assert status == 202, said
        status, said = say("GET", f"{name}/operations/{said['operationId']}", None, signed)
        assert status == 200, said
        return str(said["registrationState"]["status"])


def go(folder: Path, enrollments: int, registrations: int, rate: float) -> dict[str, object]:
    """Load, have devices register, and return how it went."""
    with served(folder / "service") as service:
        crowd = Crowd(service, folder)
        began = time.monotonic()
        _load(crowd, enrollments, registrations)
        loaded = time.monotonic() - began
        samples, busy = [service.resident_mb], service.busy_s
        began = time.monotonic()
        _register(crowd, registrations, rate, lambda: samples.append(service.resident_mb))
        seconds = time.monotonic() - began
        times = sorted(crowd.times)
        return {
            "enrollments": enrollments,
            "loaded_s": round(loaded, 1),
            "registrations": registrations,
            "seconds": round(seconds, 1),
            "rate": round(registrations / seconds, 2),
            "p50_ms": round(1_000 * times[len(times) // 2], 1),
            "p99_ms": round(1_000 * times[int(len(times) * 0.99)], 1),
            "service_busy": round((service.busy_s - busy) / seconds, 3),
            "resident_mb": [round(one, 1) for one in samples],
            "ends": dict(crowd.ends),
        }


def _load(crowd: Crowd, enrollments: int, registrations: int) -> None:
    loader = Loader(crowd.service, crowd.context())
    certificate = {"primary": {"certificate": crowd.ca.pem}}
    x509_group = {"type": "x509", "x509": {"signingCertificates": certificate}}
    loader.put("/enrollmentGroups/crowd-x509", "PUT", _group("crowd-x509", x509_group))
    key = {"primaryKey": base64.b64encode(_GROUP_KEY).decode()}
    loader.put("/enrollmentGroups/crowd-key", "PUT", _group("crowd-key", _keyed(key)))
    tpms = [crowd.document(number) for number in range(0, registrations, 3)]
    others = ({"registrationId": f"other-{n}", "attestation": _keyed({})} for n in count())
    for at in range(0, enrollments, 10):
        loader.load(
            [tpms.pop() if tpms else next(others) for _ in range(min(10, enrollments - at))]
        )


def _group(name: str, attestation: Mapping[str, object]) -> dict[str, object]:
    return {"enrollmentGroupId": name, "attestation": attestation}


def _keyed(keys: Mapping[str, object]) -> dict[str, object]:
    return {"type": "symmetricKey", "symmetricKey": keys}


def _register(crowd: Crowd, registrations: int, rate: float, sample: Callable[[], None]) -> None:
    numbers = list(range(registrations))
    random.Random(1).shuffle(numbers)  # noqa: S311 - to be had again
    began = time.monotonic()
    with ThreadPoolExecutor(_HANDS) as hands:
        for at, number in enumerate(numbers):
            time.sleep(max(0.0, began + at / rate - time.monotonic()))
            hands.submit(crowd.register, number)
            if at % max(1, registrations // 20) == 0:
                sample()
    sample()


def main(given: Sequence[str] | None = None) -> int:
    """Run the campaign; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enrollments", type=int, default=1_000_000)
    parser.add_argument("--registrations", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--serve", type=Path)
    options = parser.parse_args(given)
    if options.serve:
        serve(options.serve)
        return 0
    with tempfile.TemporaryDirectory(prefix="crowd-") as name:
        folder = Path(name)
        report = go(folder, options.enrollments, options.registrations, options.rate)
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    samples = report["resident_mb"]
    assert isinstance(samples, list)
    flat = samples[-1] <= _GROWS * samples[2]
    held = report["rate"] >= 0.98 * options.rate if isinstance(report["rate"], float) else False
    return 0 if report["ends"] == {"assigned": options.registrations} and flat and held else 1


if __name__ == "__main__":
    sys.exit(main())
