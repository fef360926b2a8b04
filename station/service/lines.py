"""Connections to a service that are kept for the next call, each of them one call's at a time.

A new one costs several ways there and back, and TLS; a push makes ten thousands of calls. Whoever
waits for a call cuts its connection, so each line holds a way to the socket that it has now.
"""

import socket
import ssl
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from station.secret import Secret

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class ProxyWay:
    """A proxy on the way to a service.

    Attributes:
        place: its host and port.
        user: as whom it knows the station; empty where it asks nobody.
        password: that user's; None where it asks nobody.
    """

    place: str
    user: str = ""
    password: Secret | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The proxy with user and password, which is never to be shown."""
        if not self.user:
            return f"http://{self.place}"
        return f"http://{':'.join(quote(part, safe='') for part in self.login)}@{self.place}"

    @property
    def login(self) -> tuple[str, str]:
        """The user and the password, in the clear for who speaks to the proxy."""
        if self.password is None:
            return self.user, ""
        with self.password.reveal() as data:
            return self.user, bytes(data).decode()


KEPT: Final = 16
"""How many lines wait for their next call at most."""


@dataclass
class Line:
    """One connection at a time, which is made where there is none.

    Attributes:
        client: makes the requests.
        origin: to whom: `https://`, host and port.
    """

    client: "httpx.Client"
    origin: str
    _socket: socket.socket | None = None
    _is_cut: bool = False
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def opened(
        cls, origin: str, trust: ssl.SSLContext, limit_s: float, proxy: ProxyWay | None = None
    ) -> "Line":
        """Return a line; nothing is connected yet.

        Args:
            origin: to whom.
            trust: whom TLS believes.
            limit_s: how long each wait for bytes may take.
            proxy: the proxy on the way; None for none.
        """
        from httpx import Client, Proxy  # noqa: PLC0415 - what calls nobody needn't wait for it

        # Neither proxies nor passwords of the user's environment: they are nobody's decision here.
        if proxy is None:
            return cls(Client(verify=trust, trust_env=False, timeout=limit_s), origin)
        way = Proxy(f"http://{proxy.place}", auth=proxy.login if proxy.user else None)
        return cls(Client(verify=trust, trust_env=False, timeout=limit_s, proxy=way), origin)

    def traced(self, event: str, info: Mapping[str, object]) -> None:
        """Keep a way to the connection as soon as there is one; httpcore's extension `trace`."""
        if event != "connection.connect_tcp.complete":
            return
        stream = info["return_value"]
        known = getattr(stream, "get_extra_info")("socket")  # noqa: B009 - httpcore has no type for it
        with self._lock:
            self._forget()
            self._socket = known.dup()  # TLS takes the socket itself away
            if self._is_cut:
                self._shut()

    @property
    def is_cut(self) -> bool:
        """Whether nothing more can come of it."""
        return self._is_cut

    def cut(self) -> None:
        """End what is going on: who reads or writes meets a connection that is closed."""
        with self._lock:
            self._is_cut = True
            self._shut()

    def close(self) -> None:
        """Give the line up."""
        with self._lock:
            self._forget()
        self.client.close()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _forget(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def is_of_proxy(error: BaseException) -> bool:
    """Return whether it is the proxy that an error of a line is about."""
    from httpx import ProxyError  # noqa: PLC0415 - as for `Line.opened`

    return isinstance(error, ProxyError)


def proxy_words(error: BaseException) -> str:
    """Return what it is that a proxy says, as the rest of a sentence; its own text may be long."""
    if "407" in str(error):
        return "the proxy wants another user name or password"
    return "the proxy doesn't let it through"


class Lines:
    """Lines that wait for their next call; threads may share them.

    Args:
        proxy: the proxy on the way; None for none.
        kept: how many wait at most.
    """

    def __init__(self, proxy: ProxyWay | None = None, kept: int = KEPT) -> None:
        self._proxy = proxy
        self._kept = kept
        self._idle: list[tuple[ssl.SSLContext, Line]] = []
        self._lock = Lock()
        self._end = weakref.finalize(self, _close_all, self._idle)

    def taken(self, origin: str, trust: ssl.SSLContext, limit_s: float) -> Line:
        """Return a line that is the caller's alone until it is given back, or closed."""
        with self._lock:
            # The one that waits for the shortest time: the others' connections may run out.
            for place in reversed(range(len(self._idle))):
                known, line = self._idle[place]
                if known is trust and line.origin == origin:
                    del self._idle[place]
                    return line
        return Line.opened(origin, trust, limit_s, self._proxy)

    def give_back(self, line: Line, trust: ssl.SSLContext) -> None:
        """Keep a line whose last call got its whole answer."""
        with self._lock:
            if len(self._idle) < self._kept and self._end.alive:
                self._idle.append((trust, line))
                return
        line.close()

    def close(self) -> None:
        """Close those that wait; what comes back later is closed then."""
        with self._lock:
            self._end()


def _close_all(idle: list[tuple[ssl.SSLContext, Line]]) -> None:
    while idle:
        idle.pop()[1].close()
