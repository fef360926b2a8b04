"""What goes wrong on demand: slow answers, errors, connections that break off."""

import random
from asyncio import sleep
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from station.practice.service.problems import Refused, refused_answer

ABORT: Final = "station.abort"
"""A scope's extension: `end` breaks its connection off, and `reset` does so by a reset."""


class Fault(Enum):
    """How a request may go wrong."""

    ERROR = "error"  # 500 without having done anything
    BUSY = "busy"  # 503, the like
    THROTTLED = "throttled"  # 429 with Retry-After, the like
    TOO_MANY = "too-many"  # 429 that says no time, the like
    EXPIRED = "expired"  # 401, as where a token has just run out, the like
    LATE_ERROR = "late-error"  # 500, and it was done all the same
    RESET = "reset"  # the connection breaks, and it was done all the same
    HALF = "half"  # half of the answer, then the connection breaks
    TYPE = "type"  # the answer says that it is a web page
    SILENT = "silent"  # no answer, and it was done all the same


_UNDONE: Final = {
    Fault.ERROR: Refused(500, 500_000, "Internal error"),
    Fault.BUSY: Refused(503, 503_000, "Internal error"),
    Fault.THROTTLED: Refused(429, 429_000, "Too many requests", headers={"retry-after": "1"}),
    Fault.TOO_MANY: Refused(429, 429_000, "Too many requests"),
    Fault.EXPIRED: Refused(401, 401_000, "Unauthorized"),
}
"""Those that leave a request undone, and what they say of it."""


@dataclass
class Faults:
    """Which faults come how often, and how long an answer takes at least.

    Attributes:
        shares: of all requests, from 0 to 1 each, and together.
        latency_s: seconds.
        chance: where it is drawn from which request gets which.
    """

    shares: Mapping[Fault, float] = field(default_factory=dict)
    latency_s: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - to be had again

    def drawn(self) -> Fault | None:
        """Return what goes wrong next."""
        if not self.shares:
            return None
        at = self.chance.random()
        for fault, share in self.shares.items():
            if at < share:
                return fault
            at -= share
        return None


class Faulty:
    """An application whose answers go wrong as `faults` say.

    Args:
        app: what answers.
        faults: may be changed at any time.
    """

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or go wrong."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._faults.latency_s:
            await sleep(self._faults.latency_s)
        fault = self._faults.drawn()
        if fault in _UNDONE:
            await refused_answer(_UNDONE[fault])(scope, receive, send)
        elif fault is None:
            await self._app(scope, receive, send)
        else:
            await self._spoilt(fault, scope, receive, send)

    async def _spoilt(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app(scope, receive, keep)
        if fault is Fault.LATE_ERROR:
            await refused_answer(_UNDONE[Fault.ERROR])(scope, receive, send)
            return
        start = answer[0]
        body = b"".join(message.get("body", b"") for message in answer[1:])
        match fault:
            case Fault.TYPE:
                headers = [pair for pair in start["headers"] if pair[0] != b"content-type"]
                start["headers"] = [*headers, (b"content-type", b"text/html")]
                await send(start)
                await send({"type": "http.response.body", "body": body})
            case Fault.HALF:
                if body:  # of an answer without one nothing can be told that isn't whole
                    await send(start)
                    half = body[: len(body) // 2]
                    await send({"type": "http.response.body", "body": half, "more_body": True})
                await _broken(scope["extensions"][ABORT]["end"], receive)
            case Fault.SILENT:
                await _ended(receive)
            case _:
                await _broken(scope["extensions"][ABORT]["reset"], receive)


async def _broken(breaks: Callable[[], None], receive: Receive) -> None:
    """Break the connection off, and await that the server has seen it."""
    breaks()
    await _ended(receive)


async def _ended(receive: Receive) -> None:
    """Await that nobody waits for an answer any more."""
    while (await receive())["type"] != "http.disconnect":
        pass
