"""Who the station is at the provisioning service: what its connection string says.

Such a string is `HostName=...;SharedAccessKeyName=...;SharedAccessKey=...`, and a call's token is
`SharedAccessSignature sr={host}&sig=...&se={expiry}&skn={policy}`, each value percent-encoded,
signed is HMAC-SHA256 over the encoded host, a line feed and the expiry in seconds since 1970
(Azure's "Control access to Azure IoT Hub Device Provisioning Service").

Whose key is in memory (`Account`) signs each call's own token. Whose key is in a token of the
factory (`TokenAccount`) has one token serve its life, since each costs the token a signature.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, Protocol, Self

from station.errors import StationError
from station.model.names import IdScope
from station.model.proof import SasToken
from station.model.world import World
from station.secret import Secret

_PARTS: Final = ("HostName", "SharedAccessKeyName", "SharedAccessKey")
# A name by DNS (RFC 1123 section 2.1) in lower case, with a port where it isn't HTTPS's own.
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?(?::[1-9][0-9]{0,4})?")
_POLICY: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_HERE: Final = frozenset({"localhost", "127.0.0.1"})
_TOKEN_LIFE_S: Final = 300
_LONG_LIFE_S: Final = 3_600
# Before its end a token is renewed, and after its beginning none is from the future: seconds by
# which clocks differ, and that a call may take.
_MARGIN_S: Final = 300


class Credential(Protocol):
    """What serves a client: who it is, and what opens the service to it."""

    @property
    def host(self) -> str:
        """The service's name in lower case, with its port where that isn't 443."""
        ...

    @property
    def url(self) -> str:
        """What every path is below."""
        ...

    def authorization(self, now: int) -> str:
        """Return the header `Authorization` of one call.

        Args:
            now: seconds since 1970.
        """
        ...

    def refused(self) -> None:
        """Hear that the service doesn't take what `authorization` gave."""
        ...

    def close(self) -> None:
        """Forget what opens the service."""
        ...


@dataclass(frozen=True)
class Account:
    """The station's account at one service.

    Attributes:
        host: the service's name in lower case, with its port where that isn't 443.
        policy: the name of the key.
        key: the key itself; the caller wipes it.
    """

    host: str
    policy: str
    key: Secret = field(repr=False)

    @classmethod
    def parse(cls, text: Secret, world: World) -> Self:
        """Return the account that a connection string names.

        Args:
            text: UTF-8, as the service's portal shows it; the caller wipes it.
            world: the station's.

        Raises:
            StationError: SVC-038 for what isn't one, of which nothing is repeated; SVC-042 where
                practice would speak to another computer.
        """
        with text.reveal() as data:
            parts = _parts(data)
        host, policy = parts["HostName"].lower(), parts["SharedAccessKeyName"]
        if not _HOST.fullmatch(host):
            raise StationError("SVC-038", why="HostName is no host's name")
        if not _POLICY.fullmatch(policy):
            raise StationError("SVC-038", why="SharedAccessKeyName is no policy's name")
        try:
            key = Secret(base64.b64decode(parts["SharedAccessKey"], validate=True))
        except (binascii.Error, ValueError):
            raise StationError("SVC-038", why="SharedAccessKey is not base64") from None
        if not len(key):
            raise StationError("SVC-038", why="SharedAccessKey is empty")
        check_host(host, world)
        return cls(host, policy, key)

    @property
    def url(self) -> str:
        """What every path is below."""
        return f"https://{self.host}"

    def authorization(self, now: int) -> str:
        """Return the header `Authorization` of one call.

        Args:
            now: seconds since 1970.
        """
        token = SasToken.signed(self.host, now + _TOKEN_LIFE_S, self.key, self.policy)
        return token.reveal()

    def refused(self) -> None:
        """Hear that a token wasn't taken: the next call has another one anyway."""

    def close(self) -> None:
        """Wipe the key: there are no more calls."""
        self.key.wipe()


class TokenAccount:
    """The station's account where the key is not in its memory.

    Args:
        host: the service's name in lower case, with its port where that isn't 443.
        sign: returns a token that is good until then, seconds since 1970; it may raise.
        life_s: how long a token is good for, seconds.
    """

    def __init__(
        self, host: str, sign: Callable[[int], SasToken], life_s: int = _LONG_LIFE_S
    ) -> None:
        self._host = host
        self._sign = sign
        self._life_s = life_s
        self._token: SasToken | None = None
        self._lock = Lock()

    @property
    def host(self) -> str:
        """The service's name."""
        return self._host

    @property
    def url(self) -> str:
        """What every path is below."""
        return f"https://{self._host}"

    def authorization(self, now: int) -> str:
        """Return the header `Authorization` of one call; raises as `sign`.

        Args:
            now: seconds since 1970.
        """
        with self._lock:
            left = self._token.expiry - now if self._token is not None else 0
            # More than its whole life is left where the clock was set back.
            if self._token is None or not _MARGIN_S < left <= self._life_s + _MARGIN_S:
                self._token = self._sign(now + self._life_s)
            return self._token.reveal()

    def refused(self) -> None:
        """Hear that a token wasn't taken: the next call has another one."""
        self.close()

    def close(self) -> None:
        """Forget the token."""
        with self._lock:
            self._token = None


def _parts(data: bytes) -> dict[str, str]:
    """Return a connection string's parts by their names, each of them once; SVC-038."""
    try:
        pairs = [part.partition("=") for part in data.decode("ascii").strip().split(";") if part]
    except UnicodeDecodeError:
        raise StationError("SVC-038", why="a character is not allowed") from None
    parts = {name: value for name, _, value in pairs}
    missing = next((name for name in _PARTS if not parts.get(name)), None)
    if missing is not None:
        raise StationError("SVC-038", why=f"{missing} is missing")
    if len(pairs) > len(_PARTS):
        raise StationError("SVC-038", why="it has other parts than a service's")
    return parts


def check_host(host: str, world: World) -> None:
    """Check that practice speaks to its own computer alone.

    Args:
        host: a name in lower case, with or without a port.
        world: the station's.

    Raises:
        StationError: SVC-042.
    """
    if world is World.PRACTICE and host.partition(":")[0] not in _HERE:
        raise StationError("SVC-042", name=host)


def check_scope(scope: IdScope, world: World) -> None:
    """Check that practice names no ID scope that a real service may have.

    Raises:
        StationError: SVC-042.
    """
    if world is World.PRACTICE and scope.usual:
        raise StationError("SVC-042", "it looks like a real service's", name=scope.text)
