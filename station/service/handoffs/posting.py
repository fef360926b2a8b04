"""Posts JSON over HTTP, and is back in bounded time whatever the other side does.

A time-out of a socket bounds each wait for a byte, not all of them, and nobody can cancel it. So
each call has a thread of its own, and who waits for it cuts its connection.
"""

import base64
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Final, NamedTuple, Self

import httpx

from station.errors import StationError
from station.model.handoff import Cancel
from station.secret import Secret

MAX_ANSWER: Final = 64 * 1024
# How often who waits looks whether it is cancelled, seconds.
_SLICE_S: Final = 0.05
_REPEATED: Final = b"(it repeats the secret that it was sent)"


@dataclass(frozen=True)
class Credentials:
    """How the station says who it is.

    Attributes:
        user: whose password the secret is; None where it is a bearer token.
        secret: visible ASCII.
    """

    user: str | None
    secret: Secret

    def header(self) -> str:
        """Return the value of the header `Authorization` (RFC 6750 section 2.1, RFC 7617)."""
        with self.secret.reveal() as data:
            if self.user is None:
                return f"Bearer {data.decode('ascii')}"
            pair = self.user.encode() + b":" + data
            return f"Basic {base64.b64encode(pair).decode('ascii')}"

    def without(self, body: bytes) -> bytes:
        """Return a body that may be shown: one that has the secret in it says only that."""
        sent = self.header().partition(" ")[2].encode()
        with self.secret.reveal() as data:
            return _REPEATED if data in body or sent in body else body


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes:
        status: of HTTP.
        body: what of it was read, at most 64 KiB.
        trouble: why that isn't all of it, or empty.
    """

    status: int
    body: bytes
    trouble: str

    @property
    def good(self) -> bool:
        """Whether the status says that all is well."""
        return 200 <= self.status < 300


class Way(NamedTuple):
    """The way to one MES.

    Attributes:
        name: the hand-off's, for what errors say.
        url: what lies below it is posted to.
        limit_s: how long an answer may take, all in all.
        user: whose password the secret is; None where it is a bearer token, or there is none.
        ca: PEM file of the authorities that may vouch for it; None for the system's own.
    """

    name: str
    url: str
    limit_s: float
    user: str | None
    ca: str | None


@dataclass(frozen=True)
class Poster:
    """Posts to one MES.

    Attributes:
        way: to it.
        trust: whom TLS believes.
        credentials: who the station is, where it says so.
    """

    way: Way
    trust: ssl.SSLContext
    credentials: Credentials | None

    @classmethod
    def opened(cls, way: Way, secret: Secret | None) -> Self:
        """Return what posts there; nothing is sent yet.

        Raises:
            StationError: SVC-020 where `way.ca` holds no certificates.
        """
        try:
            trust = ssl.create_default_context(cafile=way.ca)
        except OSError as error:  # that of TLS is one too
            why = "the file that ca names holds no certificates, or can't be read"
            raise StationError("SVC-020", way.ca or "", name=way.name, why=why) from error
        return cls(way, trust, None if secret is None else Credentials(way.user, secret))

    def post(self, path: str, body: bytes, headers: Mapping[str, str], cancel: Cancel) -> Answer:
        """Post JSON and return the answer, whatever its status.

        Args:
            path: below the address.
            body: JSON, UTF-8.
            headers: besides the usual ones.
            cancel: ends it.

        Raises:
            StationError: SVC-020 where there is no answer, LIN-003 on cancel.
        """
        call = _Call(self, f"{self.way.url}/{path}", body, headers)
        Thread(target=call.run, name=f"handoff-{self.way.name}", daemon=True).start()
        ends = time.monotonic() + self.way.limit_s
        while not call.done.wait(_SLICE_S):
            if cancel.is_set():
                call.cut()
                raise StationError("LIN-003")
            if time.monotonic() > ends:
                call.cut()
                why = f"it takes longer than {self.way.limit_s:g} seconds"
                raise StationError("SVC-020", name=self.way.name, why=why)
        if call.status is None:
            raise StationError("SVC-020", call.detail, name=self.way.name, why=call.trouble)
        body = bytes(call.body)
        if self.credentials is not None:
            body = self.credentials.without(body)
        return Answer(call.status, body, call.trouble)


@dataclass
class _Call:
    """One request in its own thread; `done` is set when there is nothing more to come of it."""

    poster: Poster
    url: str
    sent: bytes
    headers: Mapping[str, str]
    status: int | None = None
    body: bytearray = field(default_factory=bytearray)
    trouble: str = ""
    detail: str = ""
    done: Event = field(default_factory=Event)
    _connection: socket.socket | None = None
    _is_cut: bool = False
    _lock: Lock = field(default_factory=Lock)

    def run(self) -> None:
        """Post, and keep what comes back."""
        try:
            self._post()
        except Exception as error:  # noqa: BLE001 - whatever a server does, it is no answer
            self.trouble, self.detail = _words(error), type(error).__name__
        finally:
            with self._lock:
                if self._connection is not None:
                    self._connection.close()
                    self._connection = None
            self.done.set()

    def _post(self) -> None:
        poster = self.poster
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            **self.headers,
        }
        if poster.credentials is not None:
            headers["Authorization"] = poster.credentials.header()
        # Neither proxies nor passwords of the user's environment: they are nobody's decision here.
        with (
            httpx.Client(
                verify=poster.trust, trust_env=False, timeout=poster.way.limit_s
            ) as client,
            client.stream(
                "POST",
                self.url,
                content=self.sent,
                headers=headers,
                follow_redirects=False,
                extensions={"trace": self._traced},
            ) as response,
        ):
            self.status = response.status_code
            for part in response.iter_raw():
                self.body += part[: MAX_ANSWER - len(self.body)]
                if len(self.body) >= MAX_ANSWER:
                    self.trouble = f"it sends more than {MAX_ANSWER // 1024} KiB"
                    return

    def _traced(self, event: str, info: Mapping[str, object]) -> None:
        """Keep a way to the connection as soon as there is one."""
        if event != "connection.connect_tcp.complete":
            return
        stream = info["return_value"]
        known = getattr(stream, "get_extra_info")("socket")  # noqa: B009 - httpcore has no type for it
        with self._lock:
            self._connection = known.dup()  # TLS takes the socket itself away
            if self._is_cut:
                self._shut(self._connection)

    def cut(self) -> None:
        """End the call: its thread meets a connection that is closed."""
        with self._lock:
            self._is_cut = True
            if self._connection is not None:
                self._shut(self._connection)

    @staticmethod
    def _shut(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def _words(error: Exception) -> str:
    """Return why there is no answer, as the rest of a sentence."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "its certificate is not one to be trusted here"
        if isinstance(cause, ssl.SSLError):
            return "no safe connection can be made with it"
        if isinstance(cause, ConnectionRefusedError):
            return "nobody listens there"
        if isinstance(cause, socket.gaierror):
            return "its name is not known here"
        cause = cause.__cause__ or cause.__context__
    return "the connection can't be made, or breaks off"
