"""One call over HTTP, and back in bounded time whatever the other side does.

A time-out of a socket bounds each wait for a byte, not all of them, and nobody can cancel it. So
each call has a thread of its own, and who waits for it cuts its connection. A connection whose call
got its whole answer may serve the next one; one that was cut, or went wrong, never does.
"""

import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Final
from urllib.parse import urlsplit

from station.errors import StationError
from station.model.handoff import Cancel
from station.service.lines import Line, Lines, is_of_proxy, proxy_words

MAX_ANSWER: Final = 64 * 1024
# How often who waits looks whether it is cancelled, seconds.
_SLICE_S: Final = 0.05


class NoAnswerError(Exception):
    """There is no answer.

    Args:
        why: as the rest of a sentence.
        detail: for the engineer.
    """

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes:
        status: of HTTP.
        body: what of it was read.
        trouble: why that isn't all of it, or empty.
        headers: their names in lower case.
    """

    status: int
    body: bytes
    trouble: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether the status says that all is well."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Asked:
    """What is asked.

    Attributes:
        url: of whom.
        headers: all that are not of HTTP itself; they may hold a secret.
        body: what is sent; None for nothing.
        method: of HTTP.
        most: bytes that the answer may have; the rest of it isn't read.
    """

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    method: str = "POST"
    most: int = MAX_ANSWER


@dataclass(frozen=True)
class Caller:
    """Makes calls.

    Attributes:
        trust: whom TLS believes.
        limit_s: how long an answer may take, all in all.
        name: of its threads.
        lines: keeps connections for the next call; None for a new one for each.
    """

    trust: ssl.SSLContext
    limit_s: float
    name: str
    lines: Lines | None = field(default=None, repr=False, kw_only=True)

    def call(self, asked: Asked, cancel: Cancel) -> Answer:
        """Ask and return the answer, whatever its status.

        Args:
            asked: what.
            cancel: ends it.

        Raises:
            NoAnswerError: where there is none.
            StationError: LIN-003 on cancel.
        """
        call = _Call(self, asked, self._line(asked))
        Thread(target=call.run, name=self.name, daemon=True).start()
        ends = time.monotonic() + self.limit_s
        while not call.done.wait(_SLICE_S):
            if cancel.is_set():
                call.cut()
                raise StationError("LIN-003")
            if time.monotonic() > ends:
                call.cut()
                raise NoAnswerError(f"it takes longer than {self.limit_s:g} seconds")
        if call.status is None:
            raise NoAnswerError(call.trouble, call.detail)
        return Answer(call.status, bytes(call.body), call.trouble, call.headers)

    def _line(self, asked: Asked) -> Line:
        parts = urlsplit(asked.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if self.lines is None:
            return Line.opened(origin, self.trust, self.limit_s)
        return self.lines.taken(origin, self.trust, self.limit_s)


@dataclass
class _Call:
    """One request in its own thread; `done` is set when there is nothing more to come of it."""

    caller: Caller
    asked: Asked
    line: Line
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
    trouble: str = ""
    detail: str = ""
    done: Event = field(default_factory=Event)
    _is_over: bool = False
    _lock: Lock = field(default_factory=Lock)

    def run(self) -> None:
        """Ask, and keep what comes back."""
        try:
            self._ask()
        except Exception as error:  # noqa: BLE001 - whatever a server does, it is no answer
            self.trouble, self.detail = _words(error), type(error).__name__
        try:
            self._leave()
        finally:
            self.done.set()

    def _leave(self) -> None:
        """Give the line back, or up; who waits may have cut it just now."""
        lines = self.caller.lines
        with self._lock:  # a line that is given back may be another call's at once
            self._is_over = True
        if lines is None or self.trouble or self.line.is_cut:
            self.line.close()
        else:
            lines.give_back(self.line, self.caller.trust)

    def _ask(self) -> None:
        asked = self.asked
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", **asked.headers}
        if asked.body is not None:
            headers = {"Content-Type": "application/json", **headers}
        with self.line.client.stream(
            asked.method,
            asked.url,
            content=asked.body,
            headers=headers,
            follow_redirects=False,
            extensions={"trace": self.line.traced},
        ) as response:
            self.headers = {name.lower(): value for name, value in response.headers.items()}
            self.status = response.status_code
            for part in response.iter_raw():
                self.body += part[: asked.most - len(self.body)]
                if len(self.body) >= asked.most:
                    self.trouble = f"it sends more than {asked.most // 1024} KiB"
                    return

    def cut(self) -> None:
        """End the call: its thread meets a connection that is closed."""
        with self._lock:
            if not self._is_over:
                self.line.cut()


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
        if is_of_proxy(cause):
            return proxy_words(cause)
        cause = cause.__cause__ or cause.__context__
    return "the connection can't be made, or breaks off"
