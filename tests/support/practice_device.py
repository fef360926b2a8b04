"""A device as it speaks to a provisioning service over HTTPS: nothing of ours, and all checked.

Each answer is held against the published description; what isn't in it may not be answered.
"""

import base64
import hashlib
import hmac
import json
import ssl
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import httpx
from jsonschema import Draft202012Validator

from station.practice.service.enrollments import Entry, Kind, entry_of
from station.practice.service.server import PracticeService

VERSION: Final = "2021-10-01"
ONE: Final = "/{idScope}/registrations/{registrationId}"
_DESCRIBED: Final = Path(__file__).parents[2] / "resources" / "openapi" / "dps-device.json"

Json = dict[str, Any]


def enrol(service: PracticeService, kind: Kind, body: Json) -> Entry:
    """Put an enrollment or a group into a service."""
    entry = entry_of(kind, body, None)
    service.store.add(entry)
    return entry


def keys(primary: bytes, secondary: bytes) -> Json:
    """Return an attestation by symmetric keys."""
    both = {"primaryKey": primary, "secondaryKey": secondary}
    coded = {place: base64.b64encode(key).decode() for place, key in both.items()}
    return {"type": "symmetricKey", "symmetricKey": coded}


def to_sign(scope: str, name: str, until: float | None = None) -> tuple[str, str]:
    """Return a token's resource and expiry, and what is signed of them."""
    expiry = int(time.time() + 3_600 if until is None else until)
    resource = quote(f"{scope}/registrations/{name}", safe="")
    return f"sr={resource}&se={expiry}", f"{resource}\n{expiry}"


def signed(said: str, signature: bytes, skn: str = "") -> str:
    """Return a shared access signature."""
    sig = quote(base64.b64encode(signature), safe="")
    return f"SharedAccessSignature {said}&sig={sig}" + (f"&skn={skn}" if skn else "")


def token(
    scope: str, name: str, key: bytes, *, skn: str = "registration", until: float | None = None
) -> str:
    """Return what a key makes of it, as Azure's page on access describes it."""
    said, message = to_sign(scope, name, until)
    return signed(said, hmac.digest(key, message.encode(), hashlib.sha256), skn)


def derived(group_key: bytes, name: str) -> bytes:
    """Return a device's key (Azure's "Symmetric key attestation", group enrollments)."""
    return hmac.digest(group_key, name.encode(), hashlib.sha256)


@dataclass
class Device:
    """A device, whoever it says it is.

    Attributes:
        service: whom it speaks to.
        name: its registration ID.
        token: what it authorises itself with; nothing where that is empty.
        shows: PEM files of the chain and the key that it shows.
        line: a connection that others use too; without one, each request has its own.
    """

    service: PracticeService
    name: str
    token: str = ""
    shows: tuple[Path, Path] | None = None
    line: httpx.Client | None = None
    scope: str = field(init=False)

    def __post_init__(self) -> None:
        self.scope = self.service.settings.scope

    def register(self, **body: object) -> httpx.Response:
        """Register; the body says the name, and what is given."""
        content = json.dumps({"registrationId": self.name, **body})
        return self.ask("PUT", "/register", content=content)

    def poll(self, operation: str) -> httpx.Response:
        """Ask how a registration goes."""
        return self.ask("GET", "/operations/{operationId}", operation=operation)

    def lookup(self) -> httpx.Response:
        """Ask how the last registration ended."""
        return self.ask("POST", "", content=json.dumps({"registrationId": self.name}))

    def assigned(self, **body: object) -> Json:
        """Register, wait, and return the state."""
        going = self.register(**body)
        assert going.status_code == 202, going.text
        assert going.json()["status"] == "assigning"
        done = self.poll(going.json()["operationId"])
        assert done.status_code == 200, done.text
        assert done.json()["operationId"] == going.json()["operationId"]
        state: Json = done.json()["registrationState"]
        assert state["status"] == done.json()["status"]
        assert state["registrationId"] == self.name
        return state

    def ask(
        self,
        method: str,
        path: str,
        *,
        operation: str = "",
        content: str | bytes | None = None,
        version: str = VERSION,
    ) -> httpx.Response:
        """Ask anything of its own address; return an answer that is as described."""
        at = f"/{self.scope}/registrations/{self.name}" + path.format(operationId=operation)
        headers = {"content-type": "application/json; charset=utf-8"} if content is not None else {}
        if self.token:
            headers["authorization"] = self.token
        with nullcontext(self.line) if self.line else client(self.service, self.shows) as line:
            answer = line.request(
                method, at, content=content, headers=headers, params={"api-version": version}
            )
        check_described(answer, ONE + path, method)
        return answer


def client(service: PracticeService, shows: tuple[Path, Path] | None = None) -> httpx.Client:
    """Return a client that trusts the service's CA alone."""
    context = ssl.create_default_context(cafile=str(service.files.ca))
    if shows is not None:
        context.load_cert_chain(*map(str, shows))
    base = f"https://{service.address}"
    return httpx.Client(base_url=base, verify=context, trust_env=False, timeout=30)


def check_described(answer: httpx.Response, path: str, method: str) -> None:
    """Check an answer against the published description of what was asked."""
    responses = _described()["paths"][path][method.lower()]["responses"]
    status = str(answer.status_code)
    response = responses.get(status, responses["default"])
    for header in response.get("headers", {}):
        assert header in answer.headers, f"{status} without {header}"
    assert answer.headers["content-type"] == "application/json"
    schema = response["content"]["application/json"]["schema"]
    components = _described()["components"]
    Draft202012Validator(schema | {"components": components}).validate(answer.json())


@cache
def _described() -> Json:
    """Return the description, with schemas that allow nothing that they don't name."""
    described: Json = json.loads(_DESCRIBED.read_bytes())
    for one in described["components"]["schemas"].values():
        if "properties" in one:
            one["additionalProperties"] = False
    return described


def check_refused(answer: httpx.Response, status: int, code: int, message: str = "") -> None:
    """Check that an answer refuses, in the published form."""
    assert (answer.status_code, answer.json()["errorCode"]) == (status, code), answer.text
    assert answer.headers["x-ms-error-code"] == str(code)
    assert {"trackingId", "message", "timestampUtc"} <= answer.json().keys()
    assert message in answer.json()["message"]


def flipped(data: bytes, bit: int) -> bytes:
    """Return bytes of which one bit is another."""
    number = int.from_bytes(data, "big") ^ (1 << bit % (8 * len(data)))
    return number.to_bytes(len(data), "big")
