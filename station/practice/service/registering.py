"""How a device registers: what it has to prove, and what it is told, over whatever it comes."""

import base64
import hashlib
import hmac
import secrets
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from pydantic import JsonValue

from station.errors import StationError
from station.practice.service.certificate_info import info_of
from station.practice.service.chains import Authorities, check_own, common_name, group_of
from station.practice.service.described import DEVICE, check, object_in
from station.practice.service.enrollments import GROUP, INDIVIDUAL, Entry, check_name
from station.practice.service.problems import (
    Refused,
    invalid,
    not_found,
    told,
    unauthorized,
    unproved,
)
from station.practice.service.sas import signing_key
from station.practice.service.store import Registration, Store
from station.practice.service.throttle import Throttle
from station.secret import Secret
from station.tpm.challenge import make_challenge

KEY_NAME: Final = "registration"
_BAD_KEY: Final = "Endorsement key is invalid, or does not match the Enrollment."
_CHALLENGE_BYTES: Final = 32
# A challenge that nobody solves is forgotten.
_CHALLENGE_S: Final = 3_600.0
_CHALLENGES_MOST: Final = 10_000
_POLLS, _POLLED_S = 5, 10.0

State = dict[str, JsonValue]


@dataclass(frozen=True)
class Asked:
    """What a device asks.

    Attributes:
        scope: the ID scope that it names.
        name: its registration ID, to the letter.
        body: a DeviceRegistration, parsed.
        token: its shared access signature; empty without one.
        chain: the certificates that it showed, DER, its own first.
    """

    scope: str
    name: str
    body: JsonValue
    token: str = ""
    chain: Sequence[bytes] = ()


@dataclass(frozen=True)
class _Proved:
    """Who a device is.

    Attributes:
        entry: its enrollment, or its group.
        told: what its registration state says of that, by the mechanism's name.
    """

    entry: Entry
    told: State


@dataclass
class Registrar:
    """What registers devices.

    Attributes:
        store: what is known.
        scope: the service's own ID scope.
        hubs: the hubs' host names.
        authorities: those that groups name.
        throttle: of registrations.
        assigning_s: how long a registration takes, seconds.
        clock: seconds, that never goes back.
    """

    store: Store
    scope: str
    hubs: Sequence[str]
    throttle: Throttle
    authorities: Authorities = field(default_factory=dict)
    assigning_s: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _challenges: dict[str, tuple[float, bytes]] = field(default_factory=dict)
    _polls: dict[str, list[float]] = field(default_factory=dict)
    _ready: dict[str, float] = field(default_factory=dict)

    def register(self, asked: Asked) -> State:
        """Register a device; return a RegistrationOperationStatus that is still assigning.

        Raises:
            Refused: 400, 401, which for a TPM has the challenge, 404, 429.
        """
        self.throttle.take()
        self._check_asked(asked)
        proved = self._proved(asked)
        state = self._state(asked.name, proved)
        if proved.entry.attestation.kind == "tpm" and state["status"] == "assigned":
            # The hub's key, which takes the place of the one that the token was signed with.
            ek, srk = _publics(asked)
            blob = _challenge(ek, srk, secrets.token_bytes(_CHALLENGE_BYTES))
            state["tpm"] = {"authenticationKey": base64.b64encode(blob).decode()}
        operation = f"4.{secrets.token_hex(8)}.{uuid.UUID(bytes=secrets.token_bytes(16))}"
        group = proved.entry.name if proved.entry.kind.group else ""
        self.store.put_registration(Registration(asked.name, group, operation, state))
        if self.assigning_s:
            self._ready[operation] = self.clock() + self.assigning_s
        return {"operationId": operation, "status": "assigning"}

    def operation(self, asked: Asked, operation: str) -> State:
        """Return how a registration goes, a RegistrationOperationStatus.

        Raises:
            Refused: 400, 401, 404, 429.
        """
        self._count_poll(asked.name)
        made = self._made(asked)
        if made.operation != operation:
            raise not_found("Operation")
        if self._ready.get(operation, 0.0) > self.clock():
            return {"operationId": operation, "status": "assigning"}
        self._ready.pop(operation, None)
        status = made.state["status"]
        return {"operationId": operation, "status": status, "registrationState": made.state}

    def last(self, asked: Asked) -> State:
        """Return how a device registered last, a DeviceRegistrationResult.

        Raises:
            Refused: 400, 401, 404, 429.
        """
        self._count_poll(asked.name)
        return self._made(asked).state

    def _made(self, asked: Asked) -> Registration:
        """Return a registration, to the device whose it is."""
        self._check_scope(asked)
        made = self.store.registration(asked.name)
        if made is None:
            raise not_found("Registration")
        self._proved(asked)
        return made

    def _check_scope(self, asked: Asked) -> None:
        if asked.scope != self.scope:
            raise not_found("ID scope")
        check_name(asked.name)

    def _check_asked(self, asked: Asked) -> None:
        self._check_scope(asked)
        said = check(asked.body, DEVICE, "DeviceRegistration").get("registrationId", asked.name)
        if said != asked.name:
            raise invalid("Invalid RegistrationId")

    def _count_poll(self, name: str) -> None:
        now, key = self.clock(), name.casefold()
        recent = [at for at in self._polls.get(key, ()) if now - at < _POLLED_S]
        if self.throttle.a_minute and len(recent) >= _POLLS:
            raise Refused(429, 429_000, "Too many requests", headers={"retry-after": "2"})
        self._polls[key] = [*recent, now]
        if len(self._polls) > _CHALLENGES_MOST:
            self._polls.pop(next(iter(self._polls)))

    def _proved(self, asked: Asked) -> _Proved:
        """Return who a device is.

        Raises:
            Refused: 401, or 404 where nobody with its name is enrolled.
        """
        own = self.store.get(INDIVIDUAL, asked.name)
        if own is None:
            return self._proved_of_group(asked)
        match own.attestation.kind:
            case "tpm":
                return self._proved_tpm(asked, own)
            case "x509":
                leaf = _leaf_of(asked)
                check_own(own, leaf)
                return _Proved(own, {"x509": {"certificateInfo": info_of(leaf)}})
            case _:
                keys = own.attestation.keys or {}
                signing_key(asked.token, asked.scope, asked.name, keys.items)
                return _Proved(own, {"symmetricKey": {}})

    def _proved_of_group(self, asked: Asked) -> _Proved:
        groups = self.store.all(GROUP)
        if asked.chain:
            leaf = _leaf_of(asked)
            chain = [x509.load_der_x509_certificate(der) for der in asked.chain]
            group, ca = group_of(chain, groups, self.authorities)
            state: State = {
                "enrollmentGroupId": group.name,
                "certificateInfo": info_of(leaf),
                "signingCertificateInfo": info_of(ca),
            }
            return _Proved(group, {"x509": state})
        if not asked.token:
            # A TPM's first request has neither, and a TPM is enrolled by itself alone.
            raise not_found("Enrollment") if _shows_tpm(asked) else unauthorized()
        owner = signing_key(
            asked.token, asked.scope, asked.name, lambda: _derived(groups, asked.name)
        )
        group = next(one for one in groups if one.name == owner)
        return _Proved(group, {"symmetricKey": {"enrollmentGroupId": group.name}})

    def _proved_tpm(self, asked: Asked, own: Entry) -> _Proved:
        """Return who a TPM is that has solved its challenge.

        Raises:
            Refused: 401 with a challenge where it shows no token; 400 where it is another TPM.
        """
        name = asked.name.casefold()
        now = self.clock()
        since, key = self._challenges.get(name, (0.0, b""))
        if asked.token and key and now - since < _CHALLENGE_S:
            signing_key(asked.token, asked.scope, asked.name, lambda: [(name, key)])
            return _Proved(own, {})
        if asked.token:
            raise unauthorized()
        ek, srk = _publics(asked)
        if not hmac.compare_digest(ek, own.attestation.endorsement_key):
            raise invalid(_BAD_KEY)
        self._challenges.pop(name, None)
        while len(self._challenges) >= _CHALLENGES_MOST:
            self._challenges.pop(next(iter(self._challenges)))
        key = secrets.token_bytes(_CHALLENGE_BYTES)
        challenge = _challenge(ek, srk, key)
        self._challenges[name] = (now, key)
        raise Challenged(challenge)

    def _state(self, name: str, proved: _Proved) -> State:
        """Return the DeviceRegistrationState that a registration ends in."""
        entry, now = proved.entry, told(datetime.now(UTC))
        before = self.store.registration(name)
        known = before.state if before is not None else {}
        state: State = {
            "registrationId": name,
            "createdDateTimeUtc": known.get("createdDateTimeUtc", now),
            "lastUpdatedDateTimeUtc": now,
            "etag": f'"{secrets.token_hex(16)}"',
            **proved.told,
        }
        if not entry.enabled:
            return state | {"status": "disabled"}
        hub, substatus = self._hub(entry, name, known)
        if not hub:
            return {**state, "status": "failed", "errorCode": 400_208, "errorMessage": "No IoT hub"}
        assigned: State = {
            "status": "assigned",
            "substatus": substatus,
            "assignedHub": hub,
            "deviceId": entry.fields.get("deviceId") or name,
        }
        return state | assigned

    def _hub(self, entry: Entry, name: str, known: State) -> tuple[str, str]:
        """Return which hub a device is assigned to, and the substatus."""
        policy = object_in(entry.fields["reprovisionPolicy"])
        last = str(known.get("assignedHub", ""))
        hubs = _hubs_of(entry) or list(self.hubs)
        at = int.from_bytes(hashlib.sha256(name.casefold().encode()).digest()[:8], "big")
        chosen = hubs[at % len(hubs)] if hubs else ""
        if last and (not policy["updateHubAssignment"] or last == chosen):
            return last, "initialAssignment"
        if last:
            moved = "deviceDataMigrated" if policy["migrateDeviceData"] else "deviceDataReset"
            return chosen, moved
        return chosen, "initialAssignment"


class Challenged(Refused):
    """The answer to a TPM's first request: what it has to solve.

    Attributes:
        challenge: as `station.tpm.challenge.make_challenge`.
    """

    def __init__(self, challenge: bytes) -> None:
        super().__init__(401, 401_000, "Unauthorized")
        self.challenge = challenge

    @property
    def body(self) -> dict[str, JsonValue]:
        """The answer's body."""
        return {
            "message": "Unauthorized",
            "authenticationKey": base64.b64encode(self.challenge).decode(),
            "keyName": KEY_NAME,
        }


def _leaf_of(asked: Asked) -> x509.Certificate:
    """Return the certificate that a device showed, which has its name.

    Raises:
        Refused: 401.
    """
    if not asked.chain:
        raise unproved()
    try:
        leaf = x509.load_der_x509_certificate(asked.chain[0])
    except ValueError as error:
        raise unproved("Invalid certificate") from error
    if common_name(leaf) != asked.name:
        raise unproved()
    return leaf


def _shows_tpm(asked: Asked) -> bool:
    return isinstance(asked.body, dict) and bool(asked.body.get("tpm"))


def _publics(asked: Asked) -> tuple[bytes, bytes]:
    """Return a TPM's endorsement key and storage root key, each a TPM2B_PUBLIC."""
    tpm = asked.body.get("tpm") if isinstance(asked.body, dict) else None
    if not isinstance(tpm, dict) or "storageRootKey" not in tpm:
        raise unauthorized()
    try:
        ek = base64.b64decode(str(tpm["endorsementKey"]), validate=True)
        srk = base64.b64decode(str(tpm["storageRootKey"]), validate=True)
    except ValueError as error:
        raise invalid(_BAD_KEY) from error
    return ek, srk


def _challenge(ek: bytes, srk: bytes, key: bytes) -> bytes:
    try:
        return make_challenge(ek, srk, Secret(key))
    except StationError as error:
        raise invalid(_BAD_KEY) from error


def _derived(groups: Sequence[Entry], name: str) -> Iterator[tuple[str, bytes]]:
    """Yield what keys devices of each group have under a name; see "Derived device keys"."""
    for group in groups:
        for key in (group.attestation.keys or {}).values():
            yield group.name, hmac.digest(key, name.encode(), hashlib.sha256)


def _hubs_of(entry: Entry) -> list[str]:
    given = entry.fields.get("iotHubs")
    if isinstance(given, list) and given:
        return [str(one) for one in given]
    named = entry.fields.get("iotHubHostName")
    return [str(named)] if named else []
