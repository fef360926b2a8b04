"""Commands on a shell at the other end of a console, each with its output whole and its status.

The shell sits in the loop of `console_words`, and the terminal doesn't echo. What a command prints
is kept in a variable there, encoded, and printed between marks (see `console_marks`): where noise
broke it on the way, it is printed again, and nothing is run twice. What goes there is run only if
it has the checksum that goes with it. No line is over 255 characters, and no more goes out
unanswered than a terminal holds.
"""

import base64
import binascii
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from station.errors import StationError
from station.links.console_check import CHECKS
from station.links.console_marks import Answer, Answers
from station.links.console_words import (
    LEAVE,
    READ_ON,
    hex_words,
    loop_lines,
    set_up_words,
    text_lines,
)
from station.links.ports import Port
from station.links.tpm_answers import HEADER, MAX_RESPONSE, said_size
from station.model.profile_console import ConsoleSettings

LOGIN_PROMPT: Final = re.compile(rb"(?<!last )login: ?\Z", re.IGNORECASE)

_LINE_MAX: Final = 255  # the least that POSIX grants a terminal's line (_POSIX_MAX_CANON)
_UNREAD_MAX: Final = 2_048  # of the terminal's buffer, 4,096 on Linux, which drops what is too much
_AGAIN_S: Final = 1.0
_ANSWER_BYTES: Final = 300
_BROKEN_MAX: Final = 8
_TRIES: Final = 3
_PATIENCE: Final = 8  # times the quiet, until a console that is never quiet is asked again
_DONE: Final = re.compile(rb"(.*):(\d{1,3})", re.DOTALL)
_PARTS_MAX: Final = 16  # in which a response may come


class TpmWay(Enum):
    """How the shell reaches the device's TPM."""

    NODE = "node"
    PROGRAM = "program"
    NONE = "none"
    DENIED = "denied"  # there is a node that the user may not open
    BUSY = "busy"  # or that another program has open


@dataclass(frozen=True)
class Done:
    """A command that ran.

    Attributes:
        status: its exit status; None where the shell couldn't even begin it.
        output: what it printed.
    """

    status: int | None
    output: bytes


class ConsoleShell:
    """A shell that is in its loop already; see `loop_lines`.

    Args:
        port: the open port.
        key: that of the marks.
        check: by what the device checks, a key of `CHECKS`.
        baud: the line's speed, bits a second.
    """

    def __init__(self, port: Port, key: str, check: str, baud: int) -> None:
        self._port = port
        self._key = key
        self._check = CHECKS[check]
        self._baud = baud
        self._answers = Answers(key.encode(), self._check)
        self._line = 0
        self._done = 0
        self._hex = False
        self._idle = True
        self._there = True
        self._way = TpmWay.NONE

    @property
    def way(self) -> TpmWay:
        """How it reaches the TPM."""
        return self._way

    def set_up(self, console: ConsoleSettings, within_s: float) -> None:
        """Give the shell what it needs to run commands.

        Args:
            console: how to reach the TPM.
            within_s: how long it may take, seconds.

        Raises:
            StationError: as `run`; LNK-007 where the device lacks a way to print bytes as text.
        """
        deadline = time.monotonic() + within_s
        coding, way = self._told(set_up_words(console), deadline)
        if coding == b"none":
            coding, way = self._told(hex_words(), deadline)
        if coding not in (b"base64", b"hex"):
            raise StationError("LNK-007", "it has neither base64 nor hexdump nor xxd nor od")
        self._hex = coding == b"hex"
        try:
            self._way = TpmWay(way.decode())
        except ValueError as error:
            raise StationError("LNK-004", "it names no way to its TPM") from error

    def run(self, command: str, within_s: float) -> Done:
        """Run a command, with nothing on its input.

        Args:
            command: for the shell; printable ASCII on one line.
            within_s: how long it may take, seconds, the wire's own time on top.

        Raises:
            StationError: LNK-002 no answer, LNK-003 pulled out, LNK-004 only nonsense, LNK-011 the
                device has restarted, LIN-003 cancelled.
        """
        return self._command("q", command.encode("ascii"), time.monotonic() + within_s)

    def send_to_tpm(self, command: bytes, within_s: float) -> Done:
        """Give the device's TPM a command, never twice; `Done.output` is the raw response.

        Raises:
            StationError: as `run`.
        """
        deadline = time.monotonic() + within_s
        done = self._command("t", command, deadline)
        if self._way is not TpmWay.NODE:
            return done
        output = done.output
        for _ in range(_PARTS_MAX):
            if done.status != 0 or not _in_part(output):
                break
            done = self._command("q", READ_ON.encode(), deadline)
            output += done.output
        return Done(done.status, output)

    def begin(self, command: str) -> int:
        """Have a command run, without waiting for its end; return the number of its answer.

        Raises:
            StationError: as `run`.
        """
        self._idle = False
        line, lines = self._lines("q", command.encode("ascii"))
        self._write(lines)
        return line

    def check_begun(self, answer: Answer) -> None:
        """Check that the command of `begin`, if it ended, ended well.

        Raises:
            StationError: LNK-005 where it didn't, LNK-004 where the answer is none.
        """
        if answer.text and answer.done > self._done:
            done = self._read(answer.text)
            if done.status != 0:
                raise StationError("LNK-005", f"the command ended with {done.status}")

    def heard(self, wait_s: float) -> tuple[bytes, list[Answer]]:
        """Return what comes in next, and the answers that it completes.

        Raises:
            StationError: LNK-003, LIN-003.
        """
        data = self._port.read(wait_s)
        return data, self._answers.feed(data)

    def ask(self) -> int:
        """Have the last answer printed once more; return the number of the answer."""
        line = self._next_line()
        self._port.write(f"p_ {line}\n".encode())
        return line

    def leave(self) -> None:
        """Log out, so that the next person finds a login prompt; a device that starts is let be."""
        if not self._there:
            return
        last = f"{LEAVE}\n".encode()
        self._port.farewell(last if self._idle else b"\x03\n\x15" + last)

    def _told(self, words: str, deadline: float) -> tuple[bytes, bytes]:
        """Have words evaluated, and return the two that they answer."""
        line, heard, quiet_s = self._next_line(), self._port.wire.received, self._quiet_s
        lines = [*text_lines(words), f".{self._check(words.encode())}"]
        self._write(lines)
        while time.monotonic() < deadline:
            answer = self._next_answer({line}, deadline, quiet_s)
            if answer is not None and answer.text is not None:
                self._done = line
                coding, _, way = answer.text.partition(b" ")
                return coding, way
            quiet_s *= 2
            # Damage can have thrown the shell out of its loop.
            self._write([*loop_lines(self._key), *lines])
        raise unanswered(self._port, heard)

    def _command(self, verb: str, data: bytes, deadline: float) -> Done:
        """Have `verb` run once on `data`; a line that lost something on the way is sent again."""
        self._idle = False
        again: list[str] = []
        for _ in range(_TRIES):
            line, lines = self._lines(verb, data)
            self._write([*again, *lines], deadline)
            answer = self._answered(line, deadline)
            if answer.done == line:
                self._done, self._idle = line, True
                return self._read(answer.text or b"")
            if answer.done not in (0, self._done):
                raise StationError("LNK-004", "it ran a command that it wasn't given")
            self._done = answer.done
            again = loop_lines(self._key)  # damage can have thrown the shell out of its loop
        raise StationError("LNK-004", f"its console lost characters {_TRIES} times")

    def _lines(self, verb: str, data: bytes) -> tuple[int, list[str]]:
        """Return the number of a command and the lines that bring it."""
        if self._hex:
            text = "".join(f"\\{byte:03o}" for byte in data)
        else:
            text = base64.b64encode(data).decode()
        line = self._next_line()
        check = self._check(f"{verb}{line}{text}".encode())
        return line, [*text_lines(text), f"{verb}_ {line} {check}"]

    def _next_line(self) -> int:
        self._line += 1
        return self._line

    def _write(self, lines: Sequence[str], deadline: float | None = None) -> None:
        """Send lines; where they are many, see in between that they are read."""
        unread = b""
        for text in lines:
            data = text.encode("ascii") + b"\n"
            if deadline is not None and unread and len(unread) + len(data) > _UNREAD_MAX:
                line = self._next_line()
                self._port.write(unread + f"z_ {line}\n".encode())
                self._answered(line, deadline)
                unread = b""
            unread += data
        self._port.write(unread)

    @property
    def _quiet_s(self) -> float:
        return _AGAIN_S + (_LINE_MAX + _ANSWER_BYTES) * 10 / self._baud

    def _answered(self, line: int, deadline: float) -> Answer:
        """Wait for the answer to a line, and have it printed again where it comes broken or not."""
        lines, broken, heard = {line}, 0, self._port.wire.received
        quiet_s = self._quiet_s
        while time.monotonic() < deadline:
            answer = self._next_answer(lines, deadline, quiet_s)
            if answer is not None and answer.text is not None:
                return answer
            if answer is None:
                quiet_s *= 2
            elif (broken := broken + 1) > _BROKEN_MAX:
                raise StationError("LNK-004", f"{broken} answers came broken")
            lines.add(self.ask())
        raise unanswered(self._port, heard)

    def _next_answer(self, lines: set[int], deadline: float, quiet_s: float) -> Answer | None:
        """Return the answer to one of the lines, whole if there is one, or None where it's quiet.

        A console that is never quiet counts as if it were, after a while.
        """
        now = time.monotonic()
        quiet_at, until = now + quiet_s, min(deadline, now + _PATIENCE * quiet_s)
        while now < min(quiet_at, until):
            data, answers = self.heard(min(quiet_at, until) - now)
            now = time.monotonic()
            if data:
                quiet_at = now + quiet_s
            found = [answer for answer in answers if answer.line in lines]
            if found:
                return next((answer for answer in found if answer.text is not None), found[0])
            if self._answers.restarted:
                raise self._restarted("it said so")
        # What is typed into a login would be a name.
        if LOGIN_PROMPT.search(self._answers.rest):
            raise self._restarted("it asks for a login again")
        return None

    def _restarted(self, detail: str) -> StationError:
        self._there = False
        return StationError("LNK-011", detail)

    def _read(self, text: bytes) -> Done:
        """Return what a command's encoded text says: its output, a colon and its status.

        Raises:
            StationError: LNK-004 where it is no such text.
        """
        if not text:
            return Done(None, b"")
        try:
            if self._hex:
                data = bytes.fromhex(text.decode("ascii"))
            else:
                data = base64.b64decode(text.replace(b" ", b""), validate=True)
        except (binascii.Error, ValueError) as error:
            raise StationError("LNK-004", "its answer is not encoded as it said") from error
        match = _DONE.fullmatch(data)
        if match is None:
            raise StationError("LNK-004", "its answer has no exit status")
        return Done(int(match[2]), match[1])


def unanswered(port: Port, heard: int) -> StationError:
    """Return the error of an answer that didn't come, by whether anything has come since."""
    noise = port.wire.received - heard
    if noise:
        return StationError("LNK-004", f"{noise} bytes came, and no answer among them")
    return StationError("LNK-002")


def _in_part(output: bytes) -> bool:
    """Return whether it is the beginning of a TPM's response that says a greater size."""
    if len(output) < HEADER:
        return len(output) > 0
    return len(output) < said_size(output) <= MAX_RESPONSE
