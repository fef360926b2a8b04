"""A shell's answers out of a console that carries kernel messages, echoes and prompts as well.

An answer is what `console_words` has the shell print: text between two marks that hold a random
key, the number of the line that it answers, the number of the command that ran last, and the
checksum of that and the text. What a device sends is an attacker's: all is bounded, and taken by
its form alone.
"""

import re
from dataclasses import dataclass
from typing import Final

from station.links.console_check import Check

MAX_TEXT: Final = 65_536

_BUFFER_MAX: Final = 4 * MAX_TEXT
# Colours and cursor moves; window titles; and the lines that a kernel or systemd puts in between,
# wherever the output just stood. Possessive, so that a device can't make it look back and back.
_CONTROL: Final = rb"\x1b\[[0-9;?]{0,32}[ -/]?[@-~]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)"
_NOISE: Final = re.compile(
    _CONTROL
    + rb"|\[(?: {0,12}\d{1,12}\.\d{6}|  OK  |FAILED|DEPEND| WARN | INFO )\][^\n]{0,1000}+\n"
)
_UNFINISHED: Final = re.compile(rb"\[ {0,12}\d{1,12}\.\d{6}\][^\n]{0,1000}+\Z")
_BLANK: Final = re.compile(rb"\s+")
_TAIL: Final = 4_500
# What a device says that has lost its shell: it goes down, or starts.
_RESTARTED: Final = re.compile(
    rb"\[ {4}0\.0{6}\]|reboot: (?:Restarting|Power down)|Booting Linux|Starting kernel \.\.\."
    rb"|U-Boot (?:SPL|TPL|20\d\d)|stop autoboot|The system is going down"
)


def cleaned(data: bytes) -> bytes:
    """Return console output without control sequences and the lines of a kernel or systemd.

    A line that isn't at its end yet stays, since what it is part of isn't known.
    """
    return _NOISE.sub(b"", data)


def readable(said: bytes) -> bytes:
    """Return `said`, cleaned, also without a kernel's line at its end that is under way."""
    return _UNFINISHED.sub(b"", cleaned(said))


def has_restarted(said: bytes) -> bool:
    """Return whether console output tells that its device goes down or starts."""
    return _RESTARTED.search(said) is not None


@dataclass(frozen=True)
class Answer:
    """One answer of the shell.

    Attributes:
        line: the number of the line that it answers.
        done: the number of the command whose text this is, 0 where that one arrived cut.
        text: what the command printed, as the shell encoded it, without white space; None where
            noise broke it on the way.
    """

    line: int
    done: int
    text: bytes | None


class Answers:
    """Takes the console's bytes in pieces of any size and gives the answers that arrived.

    Args:
        key: letters and digits that the marks of this session hold.
        check: what the device checks by.
    """

    def __init__(self, key: bytes, check: Check) -> None:
        self._rest = b""
        self._check = check
        self._end = re.compile(rb":%b\.(\d{1,6})>" % key)
        self._whole = re.compile(
            rb"<%b\.(\d{1,6})\.(\d{1,6})\.([0-9a-f]{1,32}):([A-Za-z0-9+/= \r\n]{0,%d}):%b\.\1>\Z"
            % (key, MAX_TEXT, key)
        )

    @property
    def rest(self) -> bytes:
        """What came since the last answer, cleaned, at most the last 200 bytes."""
        return cleaned(self._rest)[-200:]

    @property
    def restarted(self) -> bool:
        """Whether what came since the last answer tells that the device has restarted."""
        return has_restarted(self._rest[-_TAIL:])

    def feed(self, data: bytes) -> list[Answer]:
        """Return the answers that `data` completes, in order."""
        self._rest += data
        answers = []
        if b">" in data:
            while (answer := self._next()) is not None:
                answers.append(answer)
        if len(self._rest) > _BUFFER_MAX:
            self._rest = self._rest[-MAX_TEXT:]
        return answers

    def _next(self) -> Answer | None:
        """Take the first answer: whole as it came, else whole once it is cleaned, else broken."""
        raw, clean = self._rest, cleaned(self._rest)
        for text in (raw, clean):
            end = self._end.search(text)
            if end is not None and (answer := self._answer(text[: end.end()])) is not None:
                self._rest = text[end.end() :]
                return answer
        for text in (clean, raw):
            end = self._end.search(text)
            if end is not None:
                self._rest = text[end.end() :]
                return Answer(int(end[1]), 0, None)
        return None

    def _answer(self, text: bytes) -> Answer | None:
        match = self._whole.search(text)
        if match is None:
            return None
        line, done, said, body = match.groups()
        # The console's line ends have a CR that the shell didn't see.
        if self._check(done + body.replace(b"\r", b"")) != said.decode():
            return None
        return Answer(int(line), int(done), _BLANK.sub(b" ", body).strip())
