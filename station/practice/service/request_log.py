"""A log of requests, for who works on a device's firmware: a line each, and no secret in it.

Of what a request says only its method and path are written, and of its answer the status, the
six-digit code and how a registration stands: no token, no key and no body.
"""

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from pydantic import JsonValue
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from station.logs import Redacting
from station.model.names import shown
from station.practice.service.problems import told

_BYTES: Final = 2_000_000
_OLDER: Final = 4
_PATH_MOST: Final = 300
_NAME_MOST: Final = 128
_ANSWER_MOST: Final = 65_536
_NONE: Final = "-"
# Where paths of tools begin; those of devices begin with an ID scope.
_TOOLS: Final = frozenset({"enrollments", "enrollmentGroups", "registrations"})


class Side(Enum):
    """By which interface a request came."""

    TOOL = "tool"
    DEVICE = "device"
    MQTT = "mqtt"


@dataclass(frozen=True)
class Line:
    """What is written of a request.

    Attributes:
        side: by which interface it came.
        method: HTTP's, or the like of MQTT.
        path: what it asks for, without its query; with MQTT the topic's, without its numbers.
        status: of the answer; None where there is none, and the connection broke.
        code: six digits; 0 for none.
        name: the registration ID that it is about, or the group's name; or empty.
        state: how a registration stands; or empty.
        began: when it came, of `time.monotonic`; just now where that isn't told.
    """

    side: Side
    method: str
    path: str
    status: int | None
    code: int = 0
    name: str = ""
    state: str = ""
    began: float = field(default_factory=time.monotonic)

    def text(self, now: datetime, took_s: float) -> str:
        """Return it in words that are apart by a blank each."""
        words = (
            told(now),
            self.side.value,
            _word(self.method, _NAME_MOST),
            _word(self.path, _PATH_MOST),
            _NONE if self.status is None else str(self.status),
            str(self.code or _NONE),
            _word(self.name, _NAME_MOST),
            _word(self.state, _NAME_MOST),
            f"{took_s * 1_000:.1f}ms",
        )
        return " ".join(words)


def _word(text: str, limit: int) -> str:
    """Return text of a client's as one word."""
    return shown(text, limit).replace(" ", "\\x20") or _NONE


Tell = Callable[[Line], None]
"""Writes a line once its request is answered."""


def tell_nobody(line: Line) -> None:
    """Write nothing."""
    del line


class _Kept(RotatingFileHandler):
    """A file for its owner alone, that costs nothing but itself where the disk is full."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Let the line go: the service itself meets the full disk, and says so."""

    def close(self) -> None:
        """Close the file, and let go what could not be written."""
        with suppress(OSError):
            super().close()


@contextmanager
def kept_in(path: Path) -> Iterator[Tell]:
    """Keep a log in a file, and in `.1` to `.4` what is older, 2 MB each, until the block ends."""
    handler = _Kept(path, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8", delay=True)
    handler.setFormatter(Redacting("%(message)s"))

    def tell(line: Line) -> None:
        text = line.text(datetime.now(UTC), time.monotonic() - line.began)
        handler.handle(logging.LogRecord(__name__, logging.INFO, "", 0, text, None, None))

    try:
        yield tell
    finally:
        handler.close()


class Logged:
    """An application whose requests are told of.

    Args:
        app: what answers, or goes wrong.
        tell: writes a line.
    """

    def __init__(self, app: ASGIApp, tell: Tell) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        answer = _Answer()

        async def sent(message: Message) -> None:
            answer.take(message)
            if answer.whole:  # before the client has it: who then looks finds the line
                self._tell(_line_of(scope, answer, began))
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            if not answer.whole:
                self._tell(_line_of(scope, answer, began))


@dataclass
class _Answer:
    """What is looked at of an answer.

    Attributes:
        status: HTTP's; None where none was sent.
        code: six digits of its header; 0 for none.
        body: its content, or what of it came first.
        whole: whether there is no more to come.
    """

    status: int | None = None
    code: int = 0
    body: bytes = b""
    whole: bool = False

    def take(self, message: Message) -> None:
        """Take a part of it."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            code = dict(message["headers"]).get(b"x-ms-error-code", b"")
            self.code = int(code) if code.isdigit() else 0
            return
        if len(self.body) < _ANSWER_MOST:
            self.body += message.get("body", b"")
        self.whole = not message.get("more_body", False)


def _line_of(scope: Scope, answer: _Answer, began: float) -> Line:
    path = str(scope["path"])
    params = scope.get("path_params", {})
    side = Side.TOOL if path.strip("/").partition("/")[0] in _TOOLS else Side.DEVICE
    code, state = answer.code, ""
    if side is Side.DEVICE and answer.status is not None:
        code, state = stands(_parsed(answer.body), code)
    name = str(params.get("name", params.get("id", "")))
    return Line(side, str(scope["method"]), path, answer.status, code, name, state, began)


def _parsed(body: bytes) -> JsonValue:
    try:
        parsed: JsonValue = json.loads(body)
    except ValueError:
        return None
    return parsed


def stands(said: JsonValue, code: int = 0) -> tuple[int, str]:
    """Return what an answer to a device says of its registration.

    Args:
        said: its body, parsed.
        code: as it was told otherwise.

    Returns:
        The six-digit code, 0 for none; and the registration's state, or empty.
    """
    if not isinstance(said, dict):
        return code, ""
    inner = said.get("registrationState")
    for one in (inner if isinstance(inner, dict) else {}, said):
        found = one.get("errorCode")
        code = code or (found if isinstance(found, int) else 0)
    state = said.get("status")
    return code, state if isinstance(state, str) else ""
