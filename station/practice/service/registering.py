"""How a device registers, over whatever it comes."""

import base64
import secrets
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from threading import Lock
from typing import Final

from station.practice.service.assigning import state_of
from station.practice.service.attesting import (
    Asked,
    Attester,
    Challenged,
    State,
    Vaults,
    new_key,
)
from station.practice.service.chains import Authorities
from station.practice.service.described import DEVICE, check
from station.practice.service.enrollments import check_name
from station.practice.service.problems import Refused, invalid, not_found
from station.practice.service.store import Registration, Store
from station.practice.service.throttle import Throttle

__all__ = ["Asked", "Challenged", "Registrar"]

# Azure's "DPS quotas and limits": a device polls 5 times in 10 seconds.
_POLLS: Final = 5
_POLLED_S: Final = 10.0
_POLLED_MOST: Final = 10_000
_BETWEEN_POLLS_S: Final = 2


@dataclass
class Registrar:
    """What registers devices; any number of threads may ask it.

    Attributes:
        store: what is known.
        scope: the service's own ID scope.
        hubs: the hubs' host names.
        throttle: of registrations; without a limit there, polls have none either.
        authorities: those that groups name.
        assigning_s: how long a registration takes, seconds.
        clock: seconds, that never goes back.
        vaults: of groups whose keys are kept elsewhere.
    """

    store: Store
    scope: str
    hubs: Sequence[str]
    throttle: Throttle
    authorities: Authorities = field(default_factory=dict)
    assigning_s: float = 0.0
    clock: Callable[[], float] = time.monotonic
    vaults: Vaults = field(default_factory=dict)
    _attester: Attester = field(init=False)
    _polls: dict[str, list[float]] = field(default_factory=dict)
    _ready: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._attester = Attester(self.store, self.authorities, self.clock, self.vaults)

    def vouched(self, asked: Asked) -> Asked:
        """Ask the vaults, as `Attester.vouched`: nothing else waits for them meanwhile."""
        return self._attester.vouched(asked)

    def register(self, asked: Asked) -> State:
        """Register a device; return a RegistrationOperationStatus that is still assigning.

        Raises:
            Refused: 400, 401, which for a TPM has the challenge, 404, 429. It leaves nothing.
        """
        with self._lock:
            self.throttle.take()
            self._check_address(asked)
            _check_body(asked)
            return self._registered(asked)

    def operation(self, asked: Asked, operation: str) -> State:
        """Return how a registration goes, a RegistrationOperationStatus.

        Raises:
            Refused: 400, 401, 404, 429.
        """
        with self._lock:
            made = self._made(asked)
            if made.operation != operation:
                raise not_found("Operation")
            if self._takes_s(operation):
                return {"operationId": operation, "status": "assigning"}
            status = made.state["status"]
            return {"operationId": operation, "status": status, "registrationState": made.state}

    def last(self, asked: Asked) -> State:
        """Return how a device registered last, a DeviceRegistrationResult.

        Raises:
            Refused: 400, 401, 404, 429.
        """
        with self._lock:
            _check_body(asked)
            made = self._made(asked)
            if not self._takes_s(made.operation):
                return made.state
            told = ("registrationId", "createdDateTimeUtc", "lastUpdatedDateTimeUtc", "etag")
            return {key: made.state[key] for key in told} | {"status": "assigning"}

    def retry_s(self, going: State) -> int:
        """Return when to ask again how a registration goes, whole seconds; 0 where it has ended.

        Args:
            going: as `register` and `operation` return it.
        """
        with self._lock:
            return min(ceil(self._takes_s(str(going["operationId"]))), _BETWEEN_POLLS_S)

    def _registered(self, asked: Asked) -> State:
        proved = self._attester.proved(asked, registers=True)
        before = self.store.registration(asked.name)
        known = before.state if before is not None else {}
        state = state_of(asked.name, proved, known, self.hubs, asked.version)
        if proved.tpm is not None and state["status"] == "assigned":
            # The hub's key, which takes the place of the one that the token was signed with.
            blob = proved.tpm.challenge(new_key())
            state["tpm"] = {"authenticationKey": base64.b64encode(blob).decode()}
        operation = (
            f"4.{secrets.token_hex(8)}.{uuid.UUID(bytes=secrets.token_bytes(16), version=4)}"
        )
        group = proved.entry.name if proved.entry.kind.group else ""
        self.store.put_registration(Registration(asked.name, group, operation, state))
        if self.assigning_s:
            self._begin(operation)
        return {"operationId": operation, "status": "assigning"}

    def _begin(self, operation: str) -> None:
        now = self.clock()
        # They end as they began, one after the other; nobody may ever ask for one.
        while self._ready and self._ready[next(iter(self._ready))] <= now:
            self._ready.pop(next(iter(self._ready)))
        self._ready[operation] = now + self.assigning_s

    def _takes_s(self, operation: str) -> float:
        return max(0.0, self._ready.get(operation, 0.0) - self.clock())

    def _made(self, asked: Asked) -> Registration:
        """Return a registration, to the device whose it is."""
        self._check_address(asked)
        self._count_poll(asked.name)
        made = self.store.registration(asked.name)
        if made is None:
            raise not_found("Registration")
        self._attester.proved(asked, registers=False)
        return made

    def _check_address(self, asked: Asked) -> None:
        if asked.scope != self.scope:
            raise not_found("ID scope")
        check_name(asked.name)

    def _count_poll(self, name: str) -> None:
        if not self.throttle.a_minute:
            return
        now, key = self.clock(), name.casefold()
        recent = [at for at in self._polls.pop(key, ()) if now - at < _POLLED_S]
        refused = len(recent) >= _POLLS
        self._polls[key] = recent if refused else [*recent, now]
        if len(self._polls) > _POLLED_MOST:
            self._polls.pop(next(iter(self._polls)))
        if refused:
            seconds = ceil(recent[0] + _POLLED_S - now)
            headers = {"retry-after": str(max(1, seconds))} if self.throttle.says_when else {}
            raise Refused(429, 429_000, "Too many requests", headers=headers)


def _check_body(asked: Asked) -> None:
    """Check that a body follows the interface, and names the device that the address does.

    Raises:
        Refused: 400.
    """
    said = check(asked.body, DEVICE, "DeviceRegistration").get("registrationId", asked.name)
    if said != asked.name:
        raise invalid("Invalid RegistrationId")
