"""Commands on a shell at the other end of a console, each with its output whole and its status.

The shell sits in a loop that reads a line and evaluates it, so that no prompt, history or line
editing gets in between, and the terminal doesn't echo. What a command prints is kept in a variable
there, encoded, and printed between marks (see `console_marks`): where noise broke it on the way, it
is printed again, and nothing is run twice. No line is over 255 characters, and no more goes out
unanswered than a terminal holds.
"""

import base64
import binascii
import re
import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.links.console_marks import Answer, Answers
from station.links.ports import Port

Pieces = Callable[[str], Sequence[str]]

LOGIN_PROMPT: Final = re.compile(rb"(?<!last )login: ?\Z", re.IGNORECASE)

_LINE_MAX: Final = 255  # the least that POSIX grants a terminal's line (_POSIX_MAX_CANON)
_PIECE: Final = 230  # what of it a variable's text may take, quotes and name on top
_UNREAD_MAX: Final = 1_024  # of the terminal's buffer, 4,096 on Linux, which drops what is too much
_AGAIN_S: Final = 1.0
_ANSWER_BYTES: Final = 300
_BROKEN_MAX: Final = 8
_TRIES: Final = 3
_HEX: Final = re.compile(rb"[0-9a-f]{2}(?: [0-9a-f]{2})*")
_DONE: Final = re.compile(rb"(.*):(\d{1,3})", re.DOTALL)

# p_ LINE prints the answer to a line; g_ LINE SIZE COMMAND runs a command if c has that size, and
# empties c: were the next text lost on its way, the same one would else be run again.
_FUNCTIONS: Final = (
    'p_(){ echo "<$X.$1.$n.${#r}:$r:$X.$1>";}',
    (
        "g_(){ if [ ${#c} = $2 ];then n=$1;"
        'r=$({ eval "$3";printf :$?; }</dev/null|e_);else n=0;r=;fi;c=;p_ $1;}'
    ),
    'q_(){ g_ $1 $2 "$c";}',
    't_(){ g_ $1 $2 "d_|$T";}',
    (
        'if [ "$(echo YQ==|base64 -d 2>/dev/null)" = a ];'
        'then B=base64;d_(){ printf %s "$c"|base64 -d;};e_(){ base64;};'
        'else B=octal;d_(){ printf "$c";};e_(){ od -An -v -tx1;};fi'
    ),
    "if [ $B = octal ]&&! command -v od>/dev/null;then e_(){ hexdump -v -e '1/1 \" %02x\"';};fi",
)


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
    """A shell that is in its loop already; see `loop_line`.

    Args:
        port: the open port.
        key: that of the marks.
        baud: the line's speed, bits a second.
    """

    def __init__(self, port: Port, key: str, baud: int) -> None:
        self._port = port
        self._baud = baud
        self._answers = Answers(key.encode())
        self._line = 0
        self._done = 0
        self._octal = False
        self._idle = True

    @property
    def idle(self) -> bool:
        """Whether it waits for a command."""
        return self._idle

    def set_up(self, tpm_send: str, within_s: float) -> None:
        """Give the shell what it needs to run commands.

        Args:
            tpm_send: the program that sends TPM commands, with its arguments.
            within_s: how long it may take, seconds.

        Raises:
            StationError: as `run`; LNK-007 where the device lacks a way to print bytes as text.
        """
        deadline = time.monotonic() + within_s
        for _ in range(_TRIES):
            self._write([*_FUNCTIONS, "n=0;r="])
            done = self._command(_quoted, "q_", "echo $B", deadline)
            if done.status == 0:
                break
        else:
            raise StationError("LNK-007", "it has neither base64 nor od nor hexdump")
        self._octal = done.output.strip() != b"base64"
        self._write([*_assigned("c", _quoted(tpm_send)), "T=$c;c="])

    def run(self, command: str, within_s: float) -> Done:
        """Run a command, with nothing on its input.

        Args:
            command: for the shell; printable ASCII on one line.
            within_s: how long it may take, seconds, the wire's own time on top.

        Raises:
            StationError: LNK-002 no answer, LNK-003 pulled out, LNK-004 only nonsense, or the
                device has restarted; LIN-003 cancelled.
        """
        return self._command(_quoted, "q_", command, time.monotonic() + within_s)

    def send_to_tpm(self, command: bytes, within_s: float) -> Done:
        """Give the device's TPM a command, never twice; `Done.output` is the raw response.

        Raises:
            StationError: as `run`.
        """
        if self._octal:
            text = "".join(f"\\{byte:03o}" for byte in command)
            return self._command(_quoted, "t_", text, time.monotonic() + within_s)
        text = base64.b64encode(command).decode()
        return self._command(_plain, "t_", text, time.monotonic() + within_s)

    def leave(self) -> None:
        """Log out, so that the next person finds a login prompt."""
        self._port.farewell(b"stty echo;exit\n" if self._idle else b"\x03\n\x15stty echo;exit\n")

    def _command(self, pieces: Pieces, verb: str, text: str, deadline: float) -> Done:
        """Have `verb` run once on `text`; a line that lost something on the way is sent again."""
        self._idle = False
        for _ in range(_TRIES):
            self._write(_assigned("c", pieces(text)), deadline)
            line = self._next_line()
            self._write([f"{verb} {line} {len(text)}"])
            answer = self._answered(line, deadline)
            if answer.done == line:
                self._done, self._idle = line, True
                return _read(answer.text or b"")
            if answer.done not in (0, self._done):
                raise StationError("LNK-004", "it ran a command that it wasn't given")
            self._done = answer.done
        raise StationError("LNK-004", f"its console lost characters {_TRIES} times")

    def _next_line(self) -> int:
        self._line += 1
        return self._line

    def _write(self, lines: Sequence[str], deadline: float | None = None) -> None:
        """Send lines; where they are many, see in between that they are read."""
        unread = 0
        for text in lines:
            data = text.encode("ascii") + b"\n"
            if deadline is not None and unread + len(data) > _UNREAD_MAX:
                line = self._next_line()
                self._port.write(f"r=;p_ {line}\n".encode())
                self._answered(line, deadline)
                unread = 0
            self._port.write(data)
            unread += len(data)

    def _answered(self, line: int, deadline: float) -> Answer:
        """Wait for the answer to a line, and have it printed again where it comes broken or not."""
        lines, broken, heard = {line}, 0, self._port.wire.received
        wait_s = _AGAIN_S + (_LINE_MAX + _ANSWER_BYTES) * 10 / self._baud
        again_at = time.monotonic() + wait_s
        while (now := time.monotonic()) < deadline:
            data = self._port.read(min(deadline, again_at) - now)
            if data:
                again_at = time.monotonic() + wait_s
            ask = not data and time.monotonic() >= again_at
            for answer in self._answers.feed(data):
                if answer.line in lines and answer.text is not None:
                    return answer
                if answer.line in lines:
                    broken, ask = broken + 1, True
            if ask:
                if broken > _BROKEN_MAX:
                    raise StationError("LNK-004", f"{broken} answers came broken")
                lines.add(self._ask_again())
                wait_s *= 2
                again_at = time.monotonic() + wait_s
        raise unanswered(self._port, heard)

    def _ask_again(self) -> int:
        """Have the last answer printed once more; what is typed into a login would be a name."""
        if LOGIN_PROMPT.search(self._answers.rest):
            raise StationError("LNK-004", "it asks for a login again: it has restarted")
        line = self._next_line()
        self._port.write(f"p_ {line}\n".encode())
        return line


def loop_line(key: str) -> str:
    """Return the line that puts a shell into its loop and has it say the key between < and >."""
    return f'unset HISTFILE;stty -echo;X={key};echo "<$X>";while IFS= read -r l;do eval "$l";done'


def unanswered(port: Port, heard: int) -> StationError:
    """Return the error of an answer that didn't come, by whether anything has come since."""
    noise = port.wire.received - heard
    if noise:
        return StationError("LNK-004", f"{noise} bytes came, and no answer among them")
    return StationError("LNK-002")


def _quoted(text: str) -> list[str]:
    """Return the text in pieces as a shell reads them, each in quotes of its own."""
    pieces, piece = [], ""
    for character in text:
        if len(shlex.quote(piece + character)) > _PIECE:
            pieces.append(shlex.quote(piece))
            piece = ""
        piece += character
    return [*pieces, shlex.quote(piece)]


def _plain(text: str) -> list[str]:
    """Return in pieces a text that means nothing to a shell."""
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]


def _assigned(name: str, pieces: Sequence[str]) -> list[str]:
    """Return the lines that put a text into a variable."""
    first, *others = pieces
    return [f"{name}={first}", *(f"{name}=${{{name}}}{piece}" for piece in others)]


def _read(text: bytes) -> Done:
    """Return what a command's encoded text says: its output, a colon and its status.

    Raises:
        StationError: LNK-004 where it is no such text.
    """
    if not text:
        return Done(None, b"")
    try:
        if _HEX.fullmatch(text):
            data = bytes.fromhex(text.decode())
        else:
            data = base64.b64decode(text.replace(b" ", b""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise StationError("LNK-004", "its answer is neither base64 nor hexadecimal") from error
    match = _DONE.fullmatch(data)
    if match is None:
        raise StationError("LNK-004", "its answer has no exit status")
    return Done(int(match[2]), match[1])
