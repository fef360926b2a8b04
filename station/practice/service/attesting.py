"""Who a device is: what it has to prove, by its enrollment or by its group's."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from cryptography import x509
from pydantic import JsonValue

from station.errors import StationError
from station.practice.service.certificate_info import info_of
from station.practice.service.chains import Authorities, check_own, common_name, group_of, opened
from station.practice.service.enrollments import GROUP, INDIVIDUAL, Entry
from station.practice.service.problems import (
    Refused,
    bad_request,
    invalid,
    not_found,
    unauthorized,
    unproved,
)
from station.practice.service.sas import Signs, by_key, signing_key
from station.practice.service.store import Store
from station.secret import Secret
from station.tpm.challenge import make_challenge

KEY_NAME: Final = "registration"
# As the service has told it (Azure/azure-iot-sdk-csharp#432).
_RESEND: Final = "Authorization required, resend request using supplied key"
_BAD_KEY: Final = "Endorsement key is invalid, or does not match the Enrollment."
_KEY_BYTES: Final = 32
# How long a challenge's key is good for; one that nobody solves is forgotten.
_CHALLENGE_S: Final = 3_600.0
_CHALLENGES_MOST: Final = 10_000

State = dict[str, JsonValue]
Vault = Callable[[str], Iterable[Signs]]
"""Keeps a group's keys elsewhere: given a device's name, what signs by each that it may have."""
Vaults = Mapping[str, Vault]
"""By the groups' names. The keys that such a group itself was given are good for nothing."""


@dataclass(frozen=True)
class Asked:
    """What a device asks.

    Attributes:
        scope: the ID scope that it names.
        name: its registration ID, to the letter.
        body: a DeviceRegistration, parsed; None where none belongs to what is asked.
        token: its shared access signature; empty without one.
        chain: the certificates that it showed, DER, its own first.
        version: the interface's, as it asks for it.
        vouched: the group whose vault says that its token is good; empty for none, None where they
            weren't asked: see `Attester.vouched`.
    """

    scope: str
    name: str
    body: JsonValue
    token: str = ""
    chain: Sequence[bytes] = ()
    version: str = "2021-10-01"
    vouched: str | None = None


@dataclass(frozen=True)
class Proved:
    """Who a device is.

    Attributes:
        entry: its enrollment, or its group.
        told: what its registration state says of that, by the mechanism's name.
        tpm: the TPM that proved it, where one did that registers now.
    """

    entry: Entry
    told: State
    tpm: "Publics | None" = None


@dataclass(frozen=True)
class Publics:
    """A TPM's public keys.

    Attributes:
        ek: of the endorsement key, TPM2B_PUBLIC.
        srk: of the storage root key, the like.
    """

    ek: bytes
    srk: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of both."""
        return hashlib.sha256(self.ek + self.srk).digest()

    def challenge(self, key: bytes) -> bytes:
        """Return a key for this TPM alone, as `station.tpm.challenge.make_challenge`.

        Raises:
            Refused: 400 where there can be no such TPM.
        """
        try:
            return make_challenge(self.ek, self.srk, Secret(key))
        except StationError as error:
            wrong = "Storage root key is invalid." if error.code == "TPM-009" else _BAD_KEY
            raise invalid(wrong) from error


class Challenged(Refused):
    """The answer to a TPM's first request: what it has to solve.

    Attributes:
        challenge: as `Publics.challenge`.
    """

    def __init__(self, challenge: bytes) -> None:
        super().__init__(401, 401_000, _RESEND)
        self.challenge = challenge

    @property
    def body(self) -> dict[str, JsonValue]:
        """The answer's body, a TpmChallenge."""
        return {
            "message": self.message,
            "authenticationKey": base64.b64encode(self.challenge).decode(),
            "keyName": KEY_NAME,
        }


def new_key() -> bytes:
    """Return an HMAC key for a TPM, 32 bytes."""
    return secrets.token_bytes(_KEY_BYTES)


@dataclass(frozen=True, slots=True)
class _Pending:
    """A challenge that was given; small, since there may be thousands.

    Attributes:
        at: when.
        created: when the enrollment was made that it was for.
        ek: SHA-256 of the endorsement key that it was for.
        tpm: the same of the TPM's keys, as `Publics.digest`.
        key: what is in it.
    """

    at: float
    created: str
    ek: bytes
    tpm: bytes
    key: bytes


@dataclass
class Attester:
    """What finds out who a device is. One caller at a time.

    Attributes:
        store: what is enrolled.
        authorities: those that groups name.
        clock: seconds, that never goes back.
        vaults: of groups whose keys are kept elsewhere; may change at any time.
    """

    store: Store
    authorities: Authorities = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    vaults: Vaults = field(default_factory=dict)
    _pending: dict[str, _Pending] = field(default_factory=dict)

    def vouched(self, asked: Asked) -> Asked:
        """Return what a device asks with what the vaults say of its token.

        They may take their time, so whoever has others to answer asks them elsewhere; any number of
        threads may. Else they are asked within `proved`.

        Raises:
            Refused: 429, 503 where one says that.
        """
        owner = ""
        if asked.token and not asked.chain:
            with _overlooking_unauthorized():
                owner = signing_key(asked.token, asked.scope, asked.name, lambda: self._kept(asked))
        return replace(asked, vouched=owner)

    def _kept(self, asked: Asked) -> Iterator[tuple[str, Signs]]:
        for group, vault in list(self.vaults.items()):
            for signs in vault(asked.name):
                yield group, signs

    def proved(self, asked: Asked, *, registers: bool) -> Proved:
        """Return who a device is.

        Args:
            asked: by it.
            registers: whether it does that, rather than ask how it did.

        Raises:
            Refused: 401, for a TPM that registers without a token with its challenge; 400 where it
                is another TPM; 404 for a TPM that isn't enrolled.
        """
        own = self.store.get(INDIVIDUAL, asked.name)
        if own is None:
            return self._proved_of_group(asked)
        match own.attestation.kind:
            case "tpm" if registers:
                return self._proved_tpm(asked, own)
            case "tpm":
                self._check_solved(asked, own)
                return Proved(own, {})
            case "x509":
                chain = _chain_of(asked)
                leaf = chain[0]
                if own.attestation.use == "caReferences":  # any certificate of a named CA's
                    group_of(chain, [own], self.authorities)
                else:
                    check_own(own, leaf)
                return Proved(own, {"x509": {"certificateInfo": info_of(leaf)}})
            case _:
                keys = (own.attestation.keys or {}).items()
                theirs = [(which, by_key(key)) for which, key in keys]
                signing_key(asked.token, asked.scope, asked.name, lambda: theirs)
                return Proved(own, {"symmetricKey": {}})

    def _proved_of_group(self, asked: Asked) -> Proved:
        groups = self.store.all(GROUP)
        if asked.chain:
            chain = _chain_of(asked)
            group, ca = group_of(chain, groups, self.authorities)
            state: State = {
                "enrollmentGroupId": group.name,
                "certificateInfo": info_of(chain[0]),
                "signingCertificateInfo": info_of(ca),
            }
            return Proved(group, {"x509": state})
        if not asked.token:
            # A TPM's first request has neither, and a TPM is enrolled by itself alone.
            raise not_found("Enrollment") if _tpm_in(asked) else unauthorized()
        owner = asked.vouched if asked.vouched is not None else self.vouched(asked).vouched
        owner = owner or signing_key(
            asked.token, asked.scope, asked.name, lambda: self._derived(groups, asked.name)
        )
        owning = next((one for one in groups if one.name == owner), None)
        if owning is None:  # it has a vault here, and isn't enrolled
            raise unauthorized()
        return Proved(owning, {"symmetricKey": {"enrollmentGroupId": owning.name}})

    def _derived(self, groups: Sequence[Entry], name: str) -> Iterator[tuple[str, Signs]]:
        """Yield what signs for devices of each group with a name; see "Derived device keys"."""
        for group in groups:
            if group.name not in self.vaults:
                yield from ((group.name, signs) for signs in _by_group(group, name))

    def _proved_tpm(self, asked: Asked, own: Entry) -> Proved:
        tpm = _publics(asked, own)
        if not hmac.compare_digest(tpm.ek, own.attestation.endorsement_key):
            raise invalid(_BAD_KEY)
        if not asked.token:
            raise Challenged(self._new_challenge(asked.name, own, tpm))
        # The key came to the one storage root key; another one asks for a challenge of its own.
        if self._check_solved(asked, own) != tpm.digest:
            raise unauthorized()
        return Proved(own, {}, tpm)

    def _check_solved(self, asked: Asked, own: Entry) -> bytes:
        """Return which TPM signed a token, with the key of its challenge: `Publics.digest`.

        Raises:
            Refused: 401.
        """
        name = asked.name.casefold()
        pending = self._pending.get(name)
        known = pending is not None and pending.created == own.created
        if pending is None or not known or self.clock() - pending.at >= _CHALLENGE_S:
            raise unauthorized()
        if pending.ek != _ek_of(own):
            raise unauthorized()
        signing_key(asked.token, asked.scope, asked.name, lambda: [(name, by_key(pending.key))])
        return pending.tpm

    def _new_challenge(self, name: str, own: Entry, tpm: Publics) -> bytes:
        key = new_key()
        challenge = tpm.challenge(key)
        self._pending.pop(name.casefold(), None)
        while len(self._pending) >= _CHALLENGES_MOST:
            self._pending.pop(next(iter(self._pending)))
        made = _Pending(self.clock(), own.created, _ek_of(own), tpm.digest, key)
        self._pending[name.casefold()] = made
        return challenge


def _ek_of(own: Entry) -> bytes:
    return hashlib.sha256(own.attestation.endorsement_key).digest()


@contextmanager
def _overlooking_unauthorized() -> Iterator[None]:
    """Go on where nobody vouches."""
    try:
        yield
    except Refused as refused:
        if refused.status != 401:
            raise


def _chain_of(asked: Asked) -> list[x509.Certificate]:
    """Return the certificates that a device showed, of which the first has its name.

    In which case a name may differ isn't published: here, in none.

    Raises:
        Refused: 401.
    """
    chain = [opened(der) for der in asked.chain]
    if not chain or common_name(chain[0]) != asked.name:
        raise unproved()
    return chain


def _tpm_in(asked: Asked) -> State:
    tpm = asked.body.get("tpm") if isinstance(asked.body, dict) else None
    return tpm if isinstance(tpm, dict) else {}


def _publics(asked: Asked, own: Entry) -> Publics:
    """Return the public keys that a TPM shows; its storage root key may have been enrolled.

    Raises:
        Refused: 400, 401.
    """
    tpm = _tpm_in(asked)
    if not tpm:
        raise unauthorized()
    srk = own.attestation.storage_root_key
    try:
        ek = base64.b64decode(str(tpm["endorsementKey"]), validate=True)
        if tpm.get("storageRootKey"):
            srk = base64.b64decode(str(tpm["storageRootKey"]), validate=True)
    except ValueError as error:
        raise invalid(_BAD_KEY) from error
    if not srk:
        raise bad_request("storageRootKey is required.")
    return Publics(ek, srk)


def _by_group(group: Entry, name: str) -> Iterator[Signs]:
    for key in (group.attestation.keys or {}).values():
        yield by_key(hmac.digest(key, name.encode(), hashlib.sha256))
