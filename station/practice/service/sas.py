"""Shared access signatures, as the service checks them: of policies, and of devices.

The form is `SharedAccessSignature sr={resource}&sig={signature}&se={expiry}[&skn={key's name}]`,
each value percent-encoded; signed is HMAC-SHA256 over the encoded resource, a line feed and the
expiry in seconds since 1970 (Azure's "Control access to DPS", Security tokens).
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import unquote

from station.practice.service.problems import unauthorized

_SCHEME: Final = "SharedAccessSignature "


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
        expiry: seconds since 1970.
        name: the key's, where it says one.
    """

    encoded: str
    signature: bytes
    expiry: int
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
            return cls(parts["sr"], signature, int(parts["se"]), unquote(parts.get("skn", "")))
        except (KeyError, ValueError) as error:
            raise unauthorized() from error

    def is_signed_by(self, key: bytes) -> bool:
        """Return whether it was signed with a key, and hasn't expired."""
        message = f"{self.encoded}\n{self.expiry}".encode()
        good = hmac.compare_digest(hmac.digest(key, message, hashlib.sha256), self.signature)
        return good and self.expiry > time.time()


def check_policy(text: str, host: str, policies: Mapping[str, Policy], right: Right) -> None:
    """Check a token of the service side.

    Args:
        text: the Authorization header.
        host: the service's, without a port; a token may name any prefix of it, and a port.
        policies: by name.
        right: what is asked for.

    Raises:
        Refused: 401.
    """
    token = Token.parse(text)
    policy = policies.get(token.name)
    key = policy.key if policy is not None else b"\0"  # as long, whether there is one or not
    resource = token.resource.lower().partition("/")[0].partition(":")[0]
    signed = token.is_signed_by(key) and resource == host.lower()
    if policy is None or not signed or right not in policy.rights:
        raise unauthorized()


def signing_key(
    text: str, scope: str, registration_id: str, keys: Callable[[], Iterable[tuple[str, bytes]]]
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
    found = [owner for owner, key in keys() if token.is_signed_by(key)]
    if not found:
        raise unauthorized()
    return found[0]
