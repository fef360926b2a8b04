"""From an open serial port to a shell that does what it is told, whatever is on the console.

No prompt is taken for more than a hint: only the answer to a line with a random key shows that a
shell is there. A password is typed once in a session, and only after the user's name and in answer
to a prompt for one; what is waiting at a password prompt from before gets an empty line. Once it is
given, and until the shell is reached, the transcript keeps no more than lengths: it may be echoed
at any time.
"""

import re
import time
from collections.abc import Sequence
from contextlib import ExitStack
from enum import Enum
from typing import Final

from station.errors import StationError
from station.links.console_check import CHECKS
from station.links.console_marks import cleaned, has_restarted, readable
from station.links.console_shell import LOGIN_PROMPT, unanswered
from station.links.console_words import loop_lines
from station.links.ports import Port
from station.secret import Secret

_LISTEN_S: Final = 0.05
_BOOTING_S: Final = 1.0  # a pause in a boot's messages in which it is spoken to
_BOOTING_MAX_S: Final = 10.0
_BOOTING_SHARE: Final = 0.6  # of all the time, for a device that was seen to start
_COUNTDOWN_S: Final = 4.0  # of quiet, in which a boot loader's countdown would go on
_HINT_S: Final = 0.05  # a hint that nothing follows on
_PIECE_S: Final = 0.2
_QUIET_S: Final = 0.5
_PATIENCE_S: Final = 1.0
_PATIENCE_MAX_S: Final = 8.0
_UNECHOED_S: Final = 3.0  # of quiet, after which a name that wasn't echoed counts as taken
_THINKING_S: Final = 3.0  # of quiet in which a login may do its work; a key would break it off
_REFUSAL_S: Final = 8.0  # how long a login may think about a password: usually 3 s, if it is wrong
_REFUSAL_SHARE: Final = 0.3  # of the time that is left, where that is longer
_NAMES_MAX: Final = 3
_STRANGE_TRIES: Final = 3
_TEXT_MAX: Final = 16_384
_OVERLAP: Final = 64  # of what came before, for what came in two parts
_COUNTDOWN_TAIL: Final = 200

_WAKE: Final = b"\n"
_GO_ON: Final = b"\x11\n"  # a ^S, or noise that was one, has stopped all that a terminal would say
_CLEAR: Final = b"\x03\x15\n"  # out of what is running, and without what is half typed
# Where that is no way out: pagers and vi, then nano; what reads until its input ends; and what is
# deaf to ^C. In pieces, for an editor forgets at ^C what was typed before. A shell in the way makes
# nothing of them.
_WAYS_OUT: Final = (
    (_CLEAR,),
    (b"q\x15", b"\x1b", b":q!\n", _CLEAR),
    (b"\x03\x18n", _CLEAR),
    (b"\x03\x15\x04\n",),
    (b"\x1c", _CLEAR),
)
_COUNTDOWN: Final = re.compile(rb"stop autoboot|press any key|hit any key", re.IGNORECASE)
_LOGIN_ABOVE: Final = re.compile(rb"(?<!last )login: ", re.IGNORECASE)
_PASSWORD: Final = re.compile(rb"(?:password|passcode|passphrase)[^\n]{0,60}: ?\Z", re.IGNORECASE)
_ANYTHING: Final = re.compile(b"")
_PROMPT: Final = re.compile(rb"[#$>%] ?\Z")
_SCREEN: Final = re.compile(rb"\x1b\[\d{1,3};\d{1,3}[Hf]")  # an editor puts its cursor somewhere
_SCREEN_TAIL: Final = 400
_CONTROL: Final = re.compile(rb"[\x00-\x1f\x7f]")
_INCORRECT: Final = re.compile(rb"login incorrect|login failed|permission denied", re.IGNORECASE)


class Sight(Enum):
    """What the console seems to show."""

    NOTHING = "nothing"
    LOGIN = "login"
    PASSWORD = "password"  # noqa: S105 - a sight, not a password
    PROMPT = "prompt"
    OTHER = "other"


def sight(text: bytes) -> Sight:
    """Return what a console's last output, already cleaned, seems to show."""
    if not text.strip():
        return Sight.NOTHING
    if LOGIN_PROMPT.search(text):
        return Sight.LOGIN
    if _PASSWORD.search(text):
        return Sight.PASSWORD
    if _PROMPT.search(text):
        return Sight.PROMPT
    # A message that isn't a kernel's may have come in behind the prompt.
    *_, above = (b"", *text.split(b"\n")[-3:-1])
    return Sight.LOGIN if _LOGIN_ABOVE.search(above) else Sight.OTHER


class ConsoleLogin:
    """One way into one console.

    Args:
        port: the open port.
        user: whom to log in as.
        password: what to give where it asks for one; the caller wipes it.
        key: random letters and digits, that of the shell's marks later.
        within_s: how long it all may take, seconds.
    """

    def __init__(
        self, port: Port, user: str, password: Secret | None, key: str, within_s: float
    ) -> None:
        self._port = port
        self._user = user.encode("ascii")
        self._password = password
        self._loop = "".join(f"{line}\n" for line in loop_lines(key)).encode("ascii")
        checks = b"|".join(re.escape(program.encode()) for program in CHECKS)
        self._mark = re.compile(b"<%b:(%b)>" % (key.encode(), checks))
        self._within_s = within_s
        self._deadline = time.monotonic() + within_s
        self._text = b""
        self._names = 0
        self._password_given = False
        self._spoke = False
        self._restarted = False
        self._hidden = ExitStack()

    def enter(self) -> str:
        """Log in where need be, put the shell into its loop, and return what it checks by.

        Raises:
            StationError: LNK-002 nobody there, LNK-003 pulled out, LNK-004 no login and no shell,
                LNK-009 the login is refused, LNK-011 the device restarted, LNK-012 it wants a
                password, LIN-003 cancelled.
        """
        with self._hidden:
            return self._entered()

    def _entered(self) -> str:
        heard = self._port.wire.received
        seen = self._listened()
        tries = 0
        while self._left() > 0:
            patience_s = min(_PATIENCE_S * 2 ** (tries // 3), _PATIENCE_MAX_S)
            if seen is not Sight.LOGIN:
                # An echo alone is that of a program which waits for its input.
                echoed = self._text != b"" and not self._text.strip(b"\r\n")
                stuck = tries and (echoed or seen in (Sight.PROMPT, Sight.OTHER))
                stopped = seen is Sight.NOTHING and tries % 3 == 2
                wake = (_GO_ON if stopped else _WAKE,)
                self._press(_WAYS_OUT[(tries - 1) % len(_WAYS_OUT)] if stuck else wake)
                seen = self._let_start(self._settled(patience_s, _QUIET_S))
            if seen is Sight.LOGIN:
                seen = self._logged_in()
            if self._may_be_shell(seen, tries):
                check = self._in_loop(patience_s)
                if check is not None:
                    return check
                seen = self._let_start(self._seen())
            tries += 1
        raise unanswered(self._port, heard)

    @staticmethod
    def _may_be_shell(seen: Sight, tries: int) -> bool:
        """Return whether to type at it what a shell understands, and others had better not get."""
        match seen:
            case Sight.PROMPT:
                return True
            case Sight.OTHER:  # an editor, until the ways out of one were tried; or an odd prompt
                return tries >= _STRANGE_TRIES
            case Sight.NOTHING:
                # A device may be starting: what is typed then would be the name at its login.
                return tries % 3 == 2
            case _:
                return False

    def _seen(self) -> Sight:
        seen = sight(readable(self._text))
        screen = _SCREEN.search(self._text[-_SCREEN_TAIL:]) is not None
        return Sight.OTHER if seen is Sight.PROMPT and screen else seen

    def _press(self, pieces: Sequence[bytes]) -> None:
        """Type pieces, with a pause after each but the last."""
        *earlier, last = pieces
        for piece in earlier:
            self._send(piece)
            until = min(self._deadline, time.monotonic() + _PIECE_S)
            while (now := time.monotonic()) < until:
                self._read(until - now)
        self._send(last)

    def _left(self) -> float:
        return self._deadline - time.monotonic()

    def _send(self, data: bytes) -> None:
        self._text, self._restarted = b"", False
        self._port.write(data)

    def _read(self, wait_s: float) -> bytes:
        data = self._port.read(max(0.0, min(wait_s, self._left())))
        self._restarted |= has_restarted(self._text[-_OVERLAP:] + data)
        self._text = (self._text + data)[-_TEXT_MAX:]
        return data

    def _listened(self) -> Sight:
        """Let a device that is starting finish what it says: a keypress could stop its start."""
        if not self._read(_LISTEN_S):
            return Sight.NOTHING
        self._spoke = True
        return self._started()

    def _let_start(self, seen: Sight) -> Sight:
        """Let a device finish its start that wasn't on, or that starts again; else return `seen`.

        What it said was no answer, or the first one; nothing is typed meanwhile, since any key
        could stop its boot loader.
        """
        if seen not in (Sight.NOTHING, Sight.OTHER) or not self._text.strip(b"\r\n"):
            return seen
        spoke, self._spoke = self._spoke, True
        return seen if spoke and not self._restarted else self._started()

    def _started(self) -> Sight:
        """Read on while a device starts, and return what it shows then."""
        begun = time.monotonic()
        # A line's end alone is the echo of what was typed before, if nothing follows.
        if not self._text.strip(b"\r\n") and not self._more(_BOOTING_S):
            return Sight.NOTHING
        while True:
            starting_s = self._within_s * _BOOTING_SHARE if self._restarted else 0.0
            longest = max(_BOOTING_MAX_S, starting_s)
            if time.monotonic() >= min(self._deadline, begun + longest):
                return Sight.NOTHING
            seen = self._settled(_BOOTING_MAX_S, _BOOTING_S)
            if seen not in (Sight.NOTHING, Sight.OTHER):
                return seen
            counting = _COUNTDOWN.search(self._text[-_COUNTDOWN_TAIL:]) is not None
            # A device that was seen to start asks for a login by itself.
            if not self._more(_COUNTDOWN_S if counting or self._restarted else 0):
                return seen

    def _more(self, within_s: float) -> bool:
        """Return whether more comes in time."""
        until = time.monotonic() + within_s
        while not self._read(until - time.monotonic()):
            if time.monotonic() >= min(until, self._deadline):
                return False
        return True

    def _settled(
        self, within_s: float, quiet_s: float, echo: re.Pattern[bytes] = _ANYTHING
    ) -> Sight:
        """Read until the console seems to wait for something, or is quiet; return what it shows.

        Args:
            within_s: the longest wait, seconds.
            quiet_s: how long nothing comes where it doesn't seem to wait, seconds.
            echo: what must have come, or nothing for a long time: what shows before it was on
                its way already, and answers something else.
        """
        until = min(self._deadline, time.monotonic() + within_s)
        text, shown_at, heard_at = readable(self._text), time.monotonic(), time.monotonic()
        while (now := time.monotonic()) < until:
            data = self._read(min(_HINT_S, until - now))
            was, text, now = text, readable(self._text), time.monotonic()
            heard_at = now if data else heard_at
            # A kernel that talks all the time doesn't keep a prompt from being one.
            shown_at = now if text != was else shown_at
            seen, quiet = self._seen(), now - shown_at
            if quiet < _HINT_S or (quiet < _UNECHOED_S and not echo.search(text)):
                continue
            if seen not in (Sight.NOTHING, Sight.OTHER):
                return seen
            if now - heard_at >= quiet_s and self._is_over(seen, text):
                return seen
        return self._seen()

    def _is_over(self, seen: Sight, text: bytes) -> bool:
        """Return whether the quiet after what came means that no more comes by itself."""
        if seen is Sight.OTHER:
            return True
        # What a kernel says while it runs, as it does not when it starts; it is no answer to a
        # password.
        return text != self._text and not (self._restarted or self._password_given)

    def _logged_in(self) -> Sight:
        """Answer a login prompt, and return what the console shows once it asks no more.

        Raises:
            StationError: LNK-009; LNK-011 where the device restarts once it has the password.
        """
        seen = Sight.LOGIN
        while self._left() > 0:
            echo = _ANYTHING
            if seen is Sight.LOGIN:
                self._give_name()
                echo = re.compile(re.escape(self._user) + rb"[\r\n]")
            elif seen is Sight.PASSWORD:
                self._give_password()
            else:
                return seen
            within_s = max(_REFUSAL_S, self._left() * _REFUSAL_SHARE)
            seen = self._settled(within_s, _THINKING_S, echo)
            if self._password_given and self._restarted:
                raise StationError("LNK-011", "after the password was given")
            if self._password_given and _INCORRECT.search(self._text):
                raise StationError("LNK-009", "the password is wrong")
            seen = self._let_start(seen)
        return seen

    def _give_name(self) -> None:
        self._spoke = True
        if self._password_given:
            raise StationError("LNK-009", "it asks for the name again after the password")
        if self._names >= _NAMES_MAX:
            raise StationError("LNK-009", "it asks for the name again and again")
        self._names += 1
        self._send(self._user + b"\n")

    def _give_password(self) -> None:
        if self._password_given:
            raise StationError("LNK-009", "it asks for the password again")
        if self._password is None:
            raise StationError("LNK-012")
        with self._password.reveal() as password:
            if not password or _CONTROL.search(password):
                raise StationError("LNK-009", "the password can't be typed")
            self._password_given = True
            self._port.transcript.note("the password is given")
            self._hidden.enter_context(self._port.transcript.secret())
            self._send(password + b"\n")

    def _in_loop(self, within_s: float) -> str | None:
        """Send what begins the shell's loop, and return what it checks by, if it answers."""
        self._send(self._loop)
        until = min(self._deadline, time.monotonic() + within_s)
        while (now := time.monotonic()) < until:
            self._read(until - now)
            found = self._mark.search(self._text) or self._mark.search(cleaned(self._text))
            if found is not None:
                return found[1].decode()
        return None
