"""A practice service for one test, and who asks it: over HTTPS, with tokens made here."""

import base64
import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import quote

import httpx
from pydantic import JsonValue

from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.server import OWNER, PracticeService
from station.practice.service.store import Registration
from tests.support.contract import Checked, Contract

VERSION: Final = {"api-version": "2021-10-01"}
_LASTS_S: Final = 3_600


def signed(resource: str, key: bytes, name: str = "", until: int | None = None) -> str:
    """Return a shared access signature.

    Args:
        resource: not encoded.
        key: bytes.
        name: the key's; none where it is empty.
        until: seconds since 1970; an hour from now where it isn't given.
    """
    expiry = until if until is not None else int(time.time()) + _LASTS_S
    encoded = quote(resource, safe="")
    digest = hmac.digest(key, f"{encoded}\n{expiry}".encode(), hashlib.sha256)
    signature = quote(base64.b64encode(digest), safe="")
    end = f"&skn={name}" if name else ""
    return f"SharedAccessSignature sr={encoded}&sig={signature}&se={expiry}{end}"


def token(service: PracticeService, policy: str = OWNER) -> str:
    """Return a token of a policy, for the whole service."""
    return signed(service.settings.host, service.policies[policy].key, policy)


class Asking:
    """A client of the service side whose exchanges are checked.

    Attributes:
        service: which is asked, and is running.
        checked: what was exchanged.

    Args:
        service: the like.
        policy: whose tokens it shows.
        requests: whether its requests are to be as described, too.
    """

    def __init__(self, service: PracticeService, policy: str, *, requests: bool) -> None:
        self.service = service
        context = ssl.create_default_context(cafile=str(service.files.ca))
        plain = httpx.HTTPTransport(verify=context)
        self.checked = Checked(plain, Contract.service(), requests=requests)
        self.http = httpx.Client(
            base_url=f"https://{service.address}",
            transport=self.checked,
            headers={"authorization": token(service, policy)},
            params=VERSION,
            timeout=60,
        )

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Make a request; header names have underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        if content is not None:
            named.setdefault("content-type", "application/json")
        return self.http.request(method, path, content=content, headers=named)

    def unchecked(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Make a request whose answer may be anything."""
        request = self.http.build_request(method, path, json=body)
        answer = self.checked.inner.handle_request(request)
        answer.read()
        return answer

    def refusal(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, int]:
        """Make a request that is refused; return the status and the error's code."""
        answer = self.ask(method, path, body, **headers)
        return answer.status_code, int(answer.json()["errorCode"])

    def put(self, document: dict[str, Any], **headers: str) -> dict[str, Any]:
        """Put an enrollment or a group, and return what the service has of it."""
        key = "registrationId" if "registrationId" in document else "enrollmentGroupId"
        table = "enrollments" if key == "registrationId" else "enrollmentGroups"
        answer = self.ask("PUT", f"/{table}/{quote(document[key], safe='')}", document, **headers)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown


@contextmanager
def asking(
    service: PracticeService, policy: str = OWNER, *, requests: bool = True
) -> Iterator[Asking]:
    """Give a client of the service side."""
    asks = Asking(service, policy, requests=requests)
    with asks.http:
        yield asks


def group(name: str, **fields: object) -> dict[str, Any]:
    """Return a group whose keys the service makes."""
    return {
        "enrollmentGroupId": name,
        "attestation": {"type": "symmetricKey", "symmetricKey": {}},
        **fields,
    }


def symmetric(name: str, **fields: object) -> dict[str, Any]:
    """Return an enrollment whose keys the service makes."""
    return {
        "registrationId": name,
        "attestation": {"type": "symmetricKey", "symmetricKey": {}},
        **fields,
    }


def emptied(service: PracticeService) -> None:
    """Take away all that a service knows, and its faults."""
    service.faults.shares, service.faults.latency_s = {}, 0.0
    store = service.store
    for kind in (INDIVIDUAL, GROUP):
        for entry in store.all(kind):
            store.delete(entry)
    with store._lock:
        store._connection.execute("DELETE FROM registrations")


def registered(
    service: PracticeService, name: str, group: str = "", **more: JsonValue
) -> Registration:
    """Let a service know that a device registered, without asking it."""
    state: dict[str, JsonValue] = {
        "registrationId": name,
        "createdDateTimeUtc": "2026-11-30T08:00:00.000000Z",
        "lastUpdatedDateTimeUtc": "2026-11-30T08:00:00.000000Z",
        "etag": f'"{name}"',
        "status": "assigned",
        "substatus": "initialAssignment",
        "assignedHub": "practice-hub.invalid",
        "deviceId": name,
        **more,
    }
    made = Registration(name, group, "4.operation", state)
    service.store.put_registration(made)
    return made
