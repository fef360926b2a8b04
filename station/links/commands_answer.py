"""Finds the end of a device's answer among its lines: bounded, whatever the device sends."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from station.errors import StationError
from station.model.commands import Dialogue, Echo, Exchange
from station.model.linear import LinearPattern
from station.model.names import shown

MAX_ANSWER: Final = 65_536  # characters of an answer's lines together
MAX_HEARD: Final = 262_144  # bytes during one exchange, noise and echo included

_LINE_MAX: Final = 32_768
_ECHO_LINES_MAX: Final = 2_000
_PROMPT_MAX: Final = 400
_ENDS: Final = re.compile(rb"[\r\n]")
# Colours and cursor moves, and what a line discipline or a resetting chip leaves around text.
_CONTROL: Final = re.compile(rb"\x1b\[[0-9;?]{0,32}[ -/]?[@-~]|[\x00\x07\x08\x11\x13\x7f]")


class Verdict(Enum):
    """How an answer ended."""

    GOOD = "good"
    REFUSED = "refused"


class Starts(Enum):
    """Whether the device may start, or start again, during an exchange."""

    MAY = "may"
    MUST_NOT = "must-not"


@dataclass(frozen=True)
class Ended:
    """An answer that came to its end.

    Attributes:
        verdict: how.
        line: the line that ended it, as text.
        body: the lines before it, without echo and what the device says by itself; LF between them.
        rest: the bytes that came behind it.
    """

    verdict: Verdict
    line: str
    body: str
    rest: bytes


@dataclass(frozen=True)
class Rules:
    """What ends an answer, and what is no part of it.

    Attributes:
        until: whole lines that end a good answer.
        until_match: the pattern of such a line.
        prompt: what ends a good answer with no line's end behind it, or "".
        errors: how the lines begin that end a refusal.
        ignore: patterns of whole lines that the device says by itself.
        starts: patterns of those that it says when it starts, where it mustn't now.
        prompts: what may stand before an echo on its line.
    """

    until: frozenset[str]
    until_match: LinearPattern | None
    prompt: str
    errors: tuple[str, ...]
    ignore: tuple[LinearPattern, ...]
    starts: tuple[LinearPattern, ...]
    prompts: tuple[str, ...]

    @classmethod
    def of(cls, settings: Dialogue, exchange: Exchange, starts: Starts = Starts.MAY) -> "Rules":
        """Return the rules of one exchange."""
        ignored = (*settings.ignore, *(settings.starts if starts is Starts.MAY else ()))
        heeded = settings.starts if starts is Starts.MUST_NOT else ()
        own = exchange if exchange.ends_by_itself else settings
        match = exchange.until_match
        return cls(
            until=frozenset(own.until),
            until_match=LinearPattern.parse(match) if match else None,
            prompt=own.prompt or "",
            errors=settings.errors,
            ignore=tuple(map(LinearPattern.parse, ignored)),
            starts=tuple(map(LinearPattern.parse, heeded)),
            prompts=tuple(filter(None, (settings.prompt, exchange.prompt))),
        )


class AnswerReader:
    """Takes a device's bytes in pieces of any size until they hold an answer's end.

    Args:
        rules: what ends it.
        echoed: the lines that may come back since they were sent.
    """

    def __init__(self, rules: Rules, echoed: Sequence[str] = ()) -> None:
        self._rules = rules
        self._echoed = Counter(echoed[:_ECHO_LINES_MAX])
        self._body: list[str] = []
        self._size = 0
        self._heard = 0
        self._part = bytearray()

    @property
    def heard(self) -> int:
        """How many bytes came."""
        return self._heard

    @property
    def last(self) -> str:
        """What came last, shortly, as it may stand in a message."""
        text = self._body[-1] if self._body else ""
        part = _text(bytes(self._part[-_PROMPT_MAX:]))
        return shown(part or text, 100)

    def feed(self, data: bytes) -> Ended | None:
        """Take some bytes, and return the answer once it has ended.

        Raises:
            StationError: LNK-004 for an answer, a line or noise beyond all measure; LNK-011 where
                the device says that it started, and mustn't.
        """
        self._heard += len(data)
        if self._heard > MAX_HEARD:
            raise StationError("LNK-004", f"over {MAX_HEARD} bytes, and no end of the answer")
        at = 0
        for end in _ENDS.finditer(data):
            self._part += data[at : end.start()]
            at = end.end()
            ended = self._line(_text(bytes(self._part)), data[at:])
            self._part.clear()
            if ended is not None:
                return ended
        self._part += data[at:]
        if len(self._part) > _LINE_MAX:
            raise StationError("LNK-004", f"a line of over {_LINE_MAX} bytes")
        return self._prompted()

    def _line(self, line: str, rest: bytes) -> Ended | None:
        bare = line.strip(" ")
        if not bare or self._is_echo(bare):
            return None
        if bare in self._rules.until:
            return self._ended(Verdict.GOOD, bare, rest)
        match = self._rules.until_match
        if match is not None and match.is_all_of(bare):
            self._keep(line)  # it is what the answer is about
            return self._ended(Verdict.GOOD, bare, rest)
        if any(pattern.is_all_of(bare) for pattern in self._rules.starts):
            raise StationError("LNK-011", f"it says {shown(bare)}")
        if any(pattern.is_all_of(bare) for pattern in self._rules.ignore):
            return None
        if bare.startswith(self._rules.errors):
            return self._ended(Verdict.REFUSED, bare, rest)
        self._keep(line)
        return None

    def _keep(self, line: str) -> None:
        self._size += len(line) + 1
        if self._size > MAX_ANSWER:
            raise StationError("LNK-004", f"an answer of over {MAX_ANSWER} characters")
        self._body.append(line)

    def _is_echo(self, line: str) -> bool:
        bare = line
        for prompt in self._rules.prompts:
            bare = bare.removeprefix(prompt.strip(" ")).strip(" ")
        for text in (line, bare):
            if self._echoed[text] > 0:
                self._echoed[text] -= 1
                return True
        return False

    def _prompted(self) -> Ended | None:
        prompt = self._rules.prompt
        if not prompt or len(self._part) > _PROMPT_MAX:
            return None
        if _text(bytes(self._part)) != prompt:
            return None
        self._part.clear()
        return self._ended(Verdict.GOOD, prompt, b"")

    def _ended(self, verdict: Verdict, line: str, rest: bytes) -> Ended:
        return Ended(verdict, line, "\n".join(self._body), rest)


def echo_of(settings: Dialogue, sent: bytes) -> tuple[str, ...]:
    """Return the lines that a device may echo when these bytes are sent to it."""
    if settings.echo is Echo.NONE:
        return ()
    lines = (_text(line).strip(" ") for line in _ENDS.split(sent))
    return tuple(filter(None, lines))


def _text(line: bytes) -> str:
    """Return a line without control sequences; what is no ASCII becomes a sign that says so."""
    return _CONTROL.sub(b"", line).decode("ascii", "replace")
