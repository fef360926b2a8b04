"""Keys of enrollment groups, who is to have them, and services, as the record has them."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import StationError
from station.model.names import IdScope, RegistrationId, shown
from station.model.settings import Settings

FIRST_KEY: Final = 1
MADE: Final = "made"
FOR_PUSH: Final = "push"
IMPORTED: Final = "imported"
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9-]{1,63}){0,8}")
_PORT: Final = re.compile(r":[1-9][0-9]{0,4}")
_POLICY: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")
_LONGEST_HOST: Final = 253


@dataclass(frozen=True)
class GroupIssuers:
    """The CAs that issued certificates for a group's units.

    Attributes:
        needed: those of units that aren't revoked, DER, the earliest first.
        ever: how many there ever were: the service may have been told of each.
        gone: those of which all units are revoked, DER.
    """

    needed: tuple[bytes, ...] = ()
    ever: int = 0
    gone: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class GroupKey:
    """How a group's key came to be, and for whom it was wrapped, once and for all.

    A group is given another key when it is rotated; both work until the older one is retired.

    Attributes:
        group_id: the group's name, as it was first written.
        born: `made` in the factory's token, or `imported`: given by its owner.
        owner: SHA-256 of the certificate (DER) of the owner that a copy is wrapped for,
            hexadecimal; `FOR_PUSH` where this very token opens it, for a push; empty for nobody.
        owner_copy: the key, wrapped by RSA-OAEP with SHA-1; empty for nobody.
        escrow_copy: the same for the escrow; empty where there was none.
        created: RFC 3339, UTC.
        number: 1 for the group's first key, one more for each that followed it.
        retired: when it was retired, RFC 3339, UTC; empty for a key that works.
    """

    group_id: str
    born: str
    owner: str
    owner_copy: bytes
    escrow_copy: bytes
    created: str
    number: int = FIRST_KEY
    retired: str = ""

    @property
    def for_files(self) -> bool:
        """Whether a copy of it is wrapped for a service's owner, so that files can hold it."""
        return bool(self.owner_copy) and not self.for_push

    @property
    def for_push(self) -> bool:
        """Whether the token gives it to a push."""
        return self.owner == FOR_PUSH

    @property
    def name(self) -> "KeyName":
        """Which key it is."""
        return KeyName(RegistrationId.parse(self.group_id), self.number)


@dataclass(frozen=True)
class KeyName:
    """Which key of which group.

    Attributes:
        group_id: the group.
        number: as `GroupKey` has it.
    """

    group_id: RegistrationId
    number: int = FIRST_KEY

    @property
    def text(self) -> str:
        """For people: the group's name, and the number of every key but the first."""
        name = shown(self.group_id.text)
        return name if self.number == FIRST_KEY else f"{name} (its key {self.number})"


class KeyRole(Enum):
    """Which of a group's keys at the service one is: it takes what either signs."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    RETIRED = "retired"


@dataclass(frozen=True)
class KeyGroup:
    """A group that has keys.

    Attributes:
        keys: all of them, oldest first, at least one.
        units: of how many units the enrollment names each, by the key's number.
        disabled: when it was disabled, RFC 3339, UTC; empty for a group that takes units.
    """

    keys: tuple[GroupKey, ...]
    units: Mapping[int, int]
    disabled: str = ""

    @property
    def group_id(self) -> str:
        """The group's name, as it was first written."""
        return self.keys[0].group_id

    @property
    def working(self) -> tuple[GroupKey, ...]:
        """The keys that the service is to have: the primary, then the secondary if there is one."""
        return working(self.keys)

    def role(self, key: GroupKey) -> KeyRole:
        """Return which of the group's keys at the service one is."""
        if key.retired:
            return KeyRole.RETIRED
        return KeyRole.PRIMARY if key == self.working[0] else KeyRole.SECONDARY


def working(keys: Sequence[GroupKey]) -> tuple[GroupKey, ...]:
    """Return those of a group's keys that aren't retired, oldest first: two at most.

    The older is the primary at the service, the newer the secondary; new units have the newer's.
    """
    return tuple(key for key in keys if not key.retired)


def rotation_due(key: GroupKey, units: int, rules: Settings, now: datetime) -> str:
    """Return why the rules of the house want another key after this one, empty where they don't.

    Args:
        key: the key that a group's next unit gets.
        units: how many units have it.
        rules: of the house.
        now: UTC.
    """
    days = (now - datetime.fromisoformat(key.created)) // timedelta(days=1)
    if rules.group_days is not None and days >= rules.group_days:
        return f"its key is {days} days old, of {rules.group_days}"
    if rules.group_units is not None and units >= rules.group_units:
        return f"{units} units have its key, of {rules.group_units}"
    return ""


@dataclass(frozen=True)
class Service:
    """A provisioning service, and the policy whose key the factory's token keeps.

    Attributes:
        name: by which it is called here.
        host: its host name, in lower case, with its port where that isn't 443.
        policy: the shared access policy's name.
        id_scope: what devices name it by; empty where nobody said.
        ca: certificates of the authorities that may vouch for it, PEM; empty for the system's own.
        proxy: host and port of the proxy on the way to it; empty for none.
        proxy_user: as whom the proxy knows the station; empty for a proxy that asks nobody.
        proxy_sealed: that user's password, sealed by the factory's token, hexadecimal.
        sign_in: how the station signs in by Entra ID, a value of `SignIn`; empty for a policy.
        tenant: the directory's ID or domain there; empty where the way in needs none.
        client: the application's ID there; likewise.
        authority: host of the token authority; empty for Azure's public one.
        sealed: the secret to sign in with, sealed by the factory's token, hexadecimal; or empty.
    """

    name: str
    host: str
    policy: str
    id_scope: str = ""
    ca: str = ""
    proxy: str = ""
    proxy_user: str = ""
    proxy_sealed: str = ""
    sign_in: str = ""
    tenant: str = ""
    client: str = ""
    authority: str = ""
    sealed: str = ""

    @property
    def known_as(self) -> str:
        """What the station is there, for people: a policy, or how it signs in."""
        return f"Entra ID, {self.sign_in}" if self.sign_in else f"policy {self.policy}"

    @classmethod
    def parse(cls, name: str, host: str, policy: str) -> "Service":
        """Return the service; SVC-035 where a name can't be."""
        if not _NAME.fullmatch(name):
            raise _wrong(name, "its name has lower case letters, digits and dashes, up to 48")
        bare, colon, port = host.lower().partition(":")
        if not _is_host(bare) or (colon and not _PORT.fullmatch(colon + port)):
            raise _wrong(name, f"{shown(host)} is no host name")
        if not _POLICY.fullmatch(policy):
            raise _wrong(name, f"{shown(policy)} is no policy's name")
        return cls(name, host.lower(), policy)

    def reached(self, id_scope: str = "", ca: bytes = b"", proxy: str = "") -> "Service":
        """Return the service with how it is reached.

        Args:
            id_scope: as its portal shows it; or empty.
            ca: a file with certificates, PEM, of which nothing else is kept; empty for the system's
                own authorities.
            proxy: host and port; or empty.

        Raises:
            StationError: SVC-035 where one of them can't be.
        """
        if id_scope:
            try:
                id_scope = IdScope.parse(id_scope).text
            except StationError as error:
                raise _wrong(self.name, f"{shown(id_scope)} is no ID scope") from error
        bare, _, port = proxy.lower().partition(":")
        if proxy and not (_is_host(bare) and _PORT.fullmatch(f":{port}")):
            raise _wrong(self.name, f"{shown(proxy)} is no proxy's host and port")
        pem = self._certificates(ca) if ca else ""
        return replace(self, id_scope=id_scope, ca=pem, proxy=proxy.lower())

    def _certificates(self, data: bytes) -> str:
        try:
            found = x509.load_pem_x509_certificates(data)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise _wrong(self.name, "the file of its CA holds no certificates") from error
        return b"".join(one.public_bytes(Encoding.PEM) for one in found).decode("ascii")


def _is_host(name: str) -> bool:
    return bool(_HOST.fullmatch(name)) and len(name) <= _LONGEST_HOST


def _wrong(name: str, why: str) -> StationError:
    return StationError("SVC-035", name=shown(name), why=why)


@dataclass(frozen=True)
class KeyOwner:
    """Who is to have a group's key: the owner of a service, by an RSA certificate.

    Attributes:
        fingerprint: SHA-256 of the certificate (DER), hexadecimal.
        public: its SubjectPublicKeyInfo, DER.
    """

    fingerprint: str
    public: bytes

    @classmethod
    def parse(cls, data: bytes) -> "KeyOwner":
        """Return the owner whose certificate is in `data`, PEM or DER; HSM-040 for anything else.

        Its dates, its name and who issued it say nothing here: whoever gives it answers for it.
        """
        try:
            pem = b"-----BEGIN CERTIFICATE-----" in data
            load = x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate
            found = load(data)
            public = found.public_key().public_bytes(
                Encoding.DER, PublicFormat.SubjectPublicKeyInfo
            )
            digest = hashlib.sha256(found.public_bytes(Encoding.DER)).hexdigest()
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise StationError("HSM-040", type(error).__name__, why="it can't be read") from error
        return cls(digest, public)


PUSH_OWNER: Final = KeyOwner(FOR_PUSH, b"")
"""In an owner's place: a copy that the factory's own token opens, and gives to a push alone."""
