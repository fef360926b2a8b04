"""Shared access signatures, as the service checks them: of policies, and of devices.

The form is `SharedAccessSignature sr={resource}&sig={signature}&se={expiry}[&skn={key's name}]`,
each value percent-encoded; signed is HMAC-SHA256 over the encoded resource, a line feed and the
expiry in seconds since 1970 (Azure's "Control access to DPS", Security tokens).
"""

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final
from urllib.parse import unquote

from station.practice.service.problems import unauthorized

_SCHEME: Final = "SharedAccessSignature "
_SECONDS: Final = re.compile(r"[0-9]{1,12}")
Signs = Callable[[bytes], bytes]
"""Returns HMAC-SHA256 of a message by a key, which itself may be out of reach."""
_HOST: Final = re.compile(r"(?P<host>\[[^]]*\]|[^:]*)(:[0-9]+)?")


class Right(Enum):
    """What a policy may allow."""

    SERVICE_CONFIG = "ServiceConfig"
    ENROLLMENT_READ = "EnrollmentRead"
    ENROLLMENT_WRITE = "EnrollmentWrite"
    REGISTRATION_READ = "RegistrationStatusRead"
    REGISTRATION_WRITE = "RegistrationStatusWrite"


@dataclass(frozen=True)
class Policy:
    """A shared access policy.

    Attributes:
        name: what tokens name it by.
        key: what they are signed with.
        rights: what they are good for.
    """

    name: str
    key: bytes
    rights: frozenset[Right]


@dataclass(frozen=True)
class Token:
    """A token's parts, as they came.

    Attributes:
        encoded: the resource, percent-encoded: what was signed.
        signature: 32 bytes, where it is a good one.
        expiry: seconds since 1970, as it was signed: digits.
        name: the key's, where it says one.
    """

    encoded: str
    signature: bytes
    expiry: str
    name: str

    @property
    def resource(self) -> str:
        """What it is good for."""
        return unquote(self.encoded)

    @classmethod
    def parse(cls, text: str) -> "Token":
        """Parse a token.

        Raises:
            Refused: 401 for what isn't one.
        """
        if not text.startswith(_SCHEME):
            raise unauthorized()
        parts = dict(part.partition("=")[::2] for part in text[len(_SCHEME) :].split("&"))
        try:
            signature = base64.b64decode(unquote(parts["sig"]), validate=True)
            encoded, expiry, name = parts["sr"], parts["se"], unquote(parts.get("skn", ""))
        except (KeyError, ValueError) as error:
            raise unauthorized() from error
        if not _SECONDS.fullmatch(expiry):
            raise unauthorized()
        return cls(encoded, signature, expiry, name)

    def is_good(self, signs: Signs, now: float) -> bool:
        """Return whether it was signed by a key, and hasn't expired at `now`, seconds.

        What can't be good costs no signature: the key may be in a token, which takes its time.
        """
        if int(self.expiry) <= now or len(self.signature) != hashlib.sha256().digest_size:
            return False
        message = f"{self.encoded}\n{self.expiry}".encode()
        return hmac.compare_digest(signs(message), self.signature)

    def is_for(self, host: str, path: str) -> bool:
        """Return whether a resource is in what it is good for.

        Args:
            host: the service's, without a port; a token may name one, whichever it is.
            path: which begins with a slash; a token may name as many of its segments as it likes.
        """
        named, _, inside = self.resource.lower().partition("/")
        where = _HOST.fullmatch(named)
        if where is None or where["host"].strip("[]") != host.lower():
            return False
        wanted = [part for part in inside.split("/") if part]
        return path.lower().strip("/").split("/")[: len(wanted)] == wanted


@dataclass(frozen=True)
class Wanted:
    """What a token of the service side is asked to allow.

    Attributes:
        host: the service's, without a port.
        path: of the request, which begins with a slash.
        right: which one.
    """

    host: str
    path: str
    right: Right


def by_key(key: bytes) -> Signs:
    """Return what signs with a key."""
    return partial(hmac.digest, key, digest=hashlib.sha256)


def check_policy(text: str, wanted: Wanted, policies: Mapping[str, Policy]) -> None:
    """Check a token of the service side.

    Args:
        text: the Authorization header.
        wanted: what it is to allow.
        policies: by name.

    Raises:
        Refused: 401.
    """
    token = Token.parse(text)
    policy = policies.get(token.name)
    key = policy.key if policy is not None else b"\0"  # as long, whether there is one or not
    good = token.is_good(by_key(key), time.time()) and token.is_for(wanted.host, wanted.path)
    if policy is None or not good or wanted.right not in policy.rights:
        raise unauthorized()


def signing_key(
    text: str, scope: str, registration_id: str, keys: Callable[[], Iterable[tuple[str, Signs]]]
) -> str:
    """Return whose key signed a device's token.

    Args:
        text: the Authorization header, or MQTT's password.
        scope: the ID scope.
        registration_id: as the device says it, to the letter.
        keys: those that may have signed it, each with its owner's name.

    Raises:
        Refused: 401 where none of them did.
    """
    token = Token.parse(text)
    # Clients that speak MQTT name no key (azure-iot-device).
    if token.name not in {"", "registration"}:
        raise unauthorized()
    if token.resource != f"{scope}/registrations/{registration_id}":
        raise unauthorized()
    now = time.time()
    found = [owner for owner, signs in keys() if token.is_good(signs, now)]
    if not found:
        raise unauthorized()
    return found[0]
