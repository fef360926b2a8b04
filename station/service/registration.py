"""A device's side of the provisioning service, over HTTPS: it registers and hears where it belongs.

As the interface for devices has it (API of 2021-10-01, dps/FACTS.md section 3): a PUT begins a
registration, which is asked after until it has ended. A device with a key signs a token for it; one
with a certificate shows that in TLS; a TPM first gets a challenge, and signs with what is in it.
"""

import base64
import binascii
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol
from urllib.parse import quote

from pydantic import JsonValue

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.names import IdScope, RegistrationId, shown
from station.model.proof import SasToken, device_resource
from station.service.calls import Answer
from station.service.client import Problem, retry_after

API_VERSION: Final = "2021-10-01"
KEY_NAME: Final = "registration"
_TOKEN_LIFE_S: Final = 2_400  # as Azure's own clients have it
_POLL_S: Final = 2
_POLL_MOST_S: Final = 30
_PATIENCE_S: Final = 60.0
_SLICE_S: Final = 0.05

Signer = Callable[[bytes], bytes]
"""Returns HMAC-SHA256 of a message by the device's key, 32 bytes."""


class Door(Protocol):
    """The way to the service's side for devices, as one device has it."""

    @property
    def name(self) -> str:
        """Whose it is, for messages: the service's host."""
        ...

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Ask and return the whole answer, whatever its status.

        Args:
            method: of HTTP.
            path: with its query.
            headers: besides the usual ones.
            body: JSON, or None for nothing.

        Raises:
            StationError: SVC-039 where there is none; HSM-016 where the device can't show its
                certificate; LIN-003 on cancel.
        """
        ...


@dataclass(frozen=True)
class Registration:
    """How a registration ended.

    Attributes:
        http: the last answer's status.
        status: the service's word for it: assigned, failed, disabled; empty where it was refused.
        code: the service's, six digits of which the first three are HTTP's; 0 where it has none.
        words: the service's own, printable.
        name: the registration ID that it is for, as the service has it.
        hub: the host name of the IoT hub that the device belongs to; or empty.
        device_id: as what it is known there; or empty.
        authentication_key: for a TPM, what brings its key for that hub; else empty.
    """

    http: int
    status: str = ""
    code: int = 0
    words: str = ""
    name: str = ""
    hub: str = ""
    device_id: str = ""
    authentication_key: bytes = field(default=b"", repr=False)

    @property
    def assigned(self) -> bool:
        """Whether the device has a hub."""
        return self.status == "assigned" and bool(self.hub)

    def __str__(self) -> str:
        parts = [
            self.status or f"status {self.http}",
            *([f"code {self.code}"] if self.code else []),
        ]
        return ", ".join(parts) + (f": {self.words}" if self.words else "")


class Caller(NamedTuple):
    """The device that registers.

    Attributes:
        scope: of the service.
        name: its registration ID, as the device itself has it.
        cancel: ends every wait.
        now: seconds since 1970.
    """

    scope: IdScope
    name: RegistrationId
    cancel: Cancel
    now: Callable[[], float] = time.time


class TpmPublics(NamedTuple):
    """What a TPM says of itself, each a TPM2B_PUBLIC.

    Attributes:
        endorsement_key: of its endorsement key.
        storage_root_key: of its storage root key.
    """

    endorsement_key: bytes
    storage_root_key: bytes


def register_by_key(door: Door, caller: Caller, sign: Signer) -> Registration:
    """Register a device whose own key signs.

    Raises:
        StationError: as `Door.ask` and `sign`; SVC-039 where the service doesn't come to an end;
            SVC-041 where an answer can't be understood.
    """
    return _Registering(door, caller, {}).registered(_signed(caller, sign))


def register_by_certificate(door: Door, caller: Caller) -> Registration:
    """Register a device whose certificate the door shows; raises as `register_by_key`."""
    return _Registering(door, caller, {}).registered(None)


def register_by_tpm(
    door: Door, caller: Caller, publics: TpmPublics, activate: Callable[[bytes], Signer]
) -> Registration:
    """Register a TPM, which first gets a key that it alone can open.

    Args:
        door: to the service.
        caller: the device.
        publics: the TPM's.
        activate: has the TPM take a key from an authenticationKey, and returns what signs with it.

    Raises:
        StationError: as `register_by_key` and `activate`.
    """
    shows: dict[str, JsonValue] = {
        "endorsementKey": base64.b64encode(publics.endorsement_key).decode("ascii"),
        "storageRootKey": base64.b64encode(publics.storage_root_key).decode("ascii"),
    }
    registering = _Registering(door, caller, {"tpm": shows})
    first = registering.put(None)
    challenge = b""
    if first.status == 401:
        challenge = _key_in(registering.said(first))
    if not challenge:
        return registering.followed(first, None)
    return registering.registered(_signed(caller, activate(challenge)))


def _signed(caller: Caller, sign: Signer) -> str:
    """Return the token of one registration, which is good for all of its calls."""
    resource = device_resource(caller.scope, caller.name)
    expiry = int(caller.now()) + _TOKEN_LIFE_S
    signature = sign(SasToken.to_sign(resource, expiry))
    return SasToken(resource, expiry, signature, KEY_NAME).reveal()


def _key_in(said: Mapping[str, JsonValue]) -> bytes:
    key = said.get("authenticationKey")
    with suppress(binascii.Error, ValueError):
        return base64.b64decode(key, validate=True) if isinstance(key, str) else b""
    return b""


@dataclass(frozen=True)
class _Registering:
    """One registration.

    Attributes:
        door: to the service.
        caller: the device.
        shows: what its body says besides its name.
    """

    door: Door
    caller: Caller
    shows: Mapping[str, JsonValue]

    def registered(self, token: str | None) -> Registration:
        """Begin, and wait until it has ended."""
        return self.followed(self.put(token), token)

    def put(self, token: str | None) -> Answer:
        """Begin."""
        body = {"registrationId": self.caller.name.text, **self.shows}
        return self._ask("PUT", "register", token, json.dumps(body).encode("ascii"))

    def followed(self, answer: Answer, token: str | None) -> Registration:
        """Wait until what was begun has ended."""
        ends = time.monotonic() + _PATIENCE_S
        operation = ""
        while True:
            if answer.status not in {200, 202}:
                return self._refused(answer)
            said = self.said(answer)
            if said.get("status") != "assigning" or answer.status == 200:
                return self._ended(answer, said)
            operation = str(said.get("operationId") or operation)
            if not operation:
                raise self._unclear("it names no operation to ask after")
            self._wait(answer, ends)
            answer = self._ask("GET", f"operations/{quote(operation, safe='')}", token, None)

    def said(self, answer: Answer) -> dict[str, JsonValue]:
        """Return an answer's JSON."""
        try:
            body: JsonValue = json.loads(answer.body)
        except ValueError as error:
            raise self._unclear("it is no JSON") from error
        if not isinstance(body, dict):
            raise self._unclear("it is no JSON object")
        return body

    def _ask(self, method: str, what: str, token: str | None, body: bytes | None) -> Answer:
        scope, name = (
            quote(one, safe="") for one in (self.caller.scope.text, self.caller.name.text)
        )
        path = f"/{scope}/registrations/{name}/{what}?api-version={API_VERSION}"
        headers = {} if token is None else {"Authorization": token}
        answer = self.door.ask(method, path, headers, body)
        if answer.trouble:
            raise StationError("SVC-039", name=self.door.name, why=answer.trouble)
        if answer.status == 429:
            seconds = retry_after(answer.headers, _POLL_S)
            detail = str(Problem.of(answer))
            raise StationError("SVC-044", detail, name=self.door.name, seconds=seconds)
        if answer.status >= 500:
            why = f"it answers {Problem.of(answer)}"
            raise StationError("SVC-039", name=self.door.name, why=why)
        return answer

    def _wait(self, answer: Answer, ends: float) -> None:
        until = time.monotonic() + min(retry_after(answer.headers, _POLL_S), _POLL_MOST_S)
        if until > ends:
            why = f"a registration isn't done in {_PATIENCE_S:g} seconds"
            raise StationError("SVC-039", name=self.door.name, why=why)
        while time.monotonic() < until:
            if self.caller.cancel.is_set():
                raise StationError("LIN-003")
            time.sleep(_SLICE_S)

    def _refused(self, answer: Answer) -> Registration:
        problem = Problem.of(answer)
        return Registration(answer.status, "", problem.code, problem.words)

    def _ended(self, answer: Answer, said: Mapping[str, JsonValue]) -> Registration:
        state = said.get("registrationState")
        state = state if isinstance(state, dict) else {}
        code, tpm = state.get("errorCode"), state.get("tpm")
        return Registration(
            answer.status,
            _text(state.get("status", said.get("status"))),
            code if isinstance(code, int) else 0,
            _text(state.get("errorMessage")),
            _text(state.get("registrationId"), 128),
            _text(state.get("assignedHub"), 253),
            _text(state.get("deviceId"), 128),
            _key_in(tpm) if isinstance(tpm, dict) else b"",
        )

    def _unclear(self, why: str) -> StationError:
        return StationError("SVC-041", name=self.door.name, why=why)


def _text(value: JsonValue, limit: int = 100) -> str:
    return shown(value, limit) if isinstance(value, str) else ""
