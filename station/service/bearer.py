"""The station's account at a service where a token authority vouches for it: Entra ID."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final, Protocol

from station.secret import Secret

# Before its end a token is renewed: seconds by which clocks differ, and that a call may take.
_MARGIN_S: Final = 300
# No token of Entra ID's is good for longer; one that seems to be was given before a clock was set.
_LONGEST_S: Final = 2 * 86_400


@dataclass(frozen=True)
class BearerToken:
    """A token, and until when it is good.

    Attributes:
        text: what the header has after `Bearer`.
        expiry: seconds since 1970.
    """

    text: Secret
    expiry: int


class TokenSource(Protocol):
    """Gives tokens; it may take its time."""

    def token(self) -> BearerToken:
        """Return another token; raises SVC-074, SVC-076, LIN-003."""
        ...

    def close(self) -> None:
        """Forget what tokens are given for."""
        ...


class BearerAccount:
    """The station's account where each call shows a token that somebody else gives.

    Args:
        host: the service's name in lower case, with its port where that isn't 443.
        opened: returns what gives tokens; called when the first one is wanted.
    """

    def __init__(self, host: str, opened: Callable[[], TokenSource]) -> None:
        self._host = host
        self._opened = opened
        self._source: TokenSource | None = None
        self._token: BearerToken | None = None
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
        """Return the header `Authorization` of one call; raises as `TokenSource.token`.

        Args:
            now: seconds since 1970.
        """
        with self._lock:
            left = self._token.expiry - now if self._token is not None else 0
            if self._token is None or not _MARGIN_S < left <= _LONGEST_S:
                self._forget()
                if self._source is None:
                    self._source = self._opened()
                self._token = self._source.token()
            with self._token.text.reveal() as text:
                return f"Bearer {bytes(text).decode('ascii')}"

    def refused(self) -> None:
        """Hear that a token wasn't taken: the next call has another one."""
        with self._lock:
            self._forget()

    def close(self) -> None:
        """Forget the token, and what tokens are given for."""
        with self._lock:
            self._forget()
            if self._source is not None:
                self._source.close()
                self._source = None

    def _forget(self) -> None:
        if self._token is not None:
            self._token.text.wipe()
            self._token = None
