"""From an open serial port to a shell that does what it is told, whatever is on the console.

No prompt is taken for more than a hint: only the answer to a line with a random key shows that a
shell is there. A password is typed once in a session, and only after the user's name and in answer
to a prompt for one; what is waiting at a password prompt from before gets an empty line.
"""

import re
import time
from enum import Enum
from typing import Final

from station.errors import StationError
from station.links.console_marks import cleaned
from station.links.console_shell import LOGIN_PROMPT, loop_line, unanswered
from station.links.ports import Port
from station.model.profile import ConsoleSettings

_LISTEN_S: Final = 0.05
_BOOTING_S: Final = 1.0  # a pause in a boot's messages in which it is spoken to
_BOOTING_MAX_S: Final = 10.0
_HINT_S: Final = 0.05  # a hint that nothing follows on
_QUIET_S: Final = 0.5
_PATIENCE_S: Final = 1.0
_PATIENCE_MAX_S: Final = 8.0
_UNECHOED_S: Final = 3.0  # of quiet, after which a name that wasn't echoed counts as taken
_REFUSAL_S: Final = 8.0  # how long a login may think about a password: usually 3 s, if it is wrong
_NAMES_MAX: Final = 3
_TEXT_MAX: Final = 16_384

_WAKE: Final = b"\n"
_BREAK: Final = b"\x03\x15\n"  # out of what is running, and without what is half typed
_LOGIN_ABOVE: Final = re.compile(rb"(?<!last )login: ", re.IGNORECASE)
_PASSWORD: Final = re.compile(rb"(?:password|passcode|passphrase)[^\n]{0,60}: ?\Z", re.IGNORECASE)
_ANYTHING: Final = re.compile(b"")
_PROMPT: Final = re.compile(rb"[#$>%] ?\Z")
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
        settings: user and password.
        key: random letters and digits, that of the shell's marks later.
        within_s: how long it all may take, seconds.
    """

    def __init__(self, port: Port, settings: ConsoleSettings, key: str, within_s: float) -> None:
        self._port = port
        self._settings = settings
        self._loop = loop_line(key).encode() + b"\n"
        self._mark = f"<{key}>".encode()
        self._deadline = time.monotonic() + within_s
        self._text = b""
        self._names = 0
        self._password_given = False

    def enter(self) -> None:
        """Log in where need be, and put the shell into its loop.

        Raises:
            StationError: LNK-002 nobody there, LNK-003 pulled out, LNK-004 no login and no shell,
                LNK-009 the login is refused, LIN-003 cancelled.
        """
        heard = self._port.wire.received
        seen = self._listened()
        tries = 0
        while self._left() > 0:
            if seen is not Sight.LOGIN:
                stuck = tries and seen in (Sight.PROMPT, Sight.OTHER)
                self._send(_BREAK if stuck else _WAKE)
                seen = self._settled(min(_PATIENCE_S * 2**tries, _PATIENCE_MAX_S))
            if seen is Sight.LOGIN:
                seen = self._logged_in()
            # Where nothing at all is heard, a device may be starting: what is typed then would
            # be the name at the login that comes.
            silent = seen is Sight.NOTHING and tries % 3 != 2
            if seen not in (Sight.LOGIN, Sight.PASSWORD) and not silent:
                if self._in_loop(min(_PATIENCE_S * 2**tries, _PATIENCE_MAX_S)):
                    return
                seen = sight(cleaned(self._text))
            tries += 1
        raise unanswered(self._port, heard)

    def _left(self) -> float:
        return self._deadline - time.monotonic()

    def _send(self, data: bytes) -> None:
        self._text = b""
        self._port.write(data)

    def _read(self, wait_s: float) -> bytes:
        data = self._port.read(min(wait_s, max(0.0, self._left())))
        self._text = (self._text + data)[-_TEXT_MAX:]
        return data

    def _listened(self) -> Sight:
        """Let a device that is starting finish what it says: a keypress could stop its start."""
        if not self._read(_LISTEN_S):
            return Sight.NOTHING
        until = min(self._deadline, time.monotonic() + _BOOTING_MAX_S)
        while time.monotonic() < until:
            seen = self._settled(_BOOTING_MAX_S, quiet_s=_BOOTING_S)
            if seen is not Sight.OTHER:
                return seen
            if not self._read(0):
                return Sight.NOTHING
        return Sight.NOTHING

    def _settled(
        self, within_s: float, quiet_s: float = _QUIET_S, echo: re.Pattern[bytes] = _ANYTHING
    ) -> Sight:
        """Read until the console seems to wait for something, or is quiet; return what it shows.

        Args:
            within_s: the longest wait, seconds.
            quiet_s: how long nothing comes where it doesn't seem to wait, seconds.
            echo: what must have come, or nothing for a long time: what shows before it was on
                its way already, and answers something else.
        """
        until = min(self._deadline, time.monotonic() + within_s)
        last_at = time.monotonic()
        while (now := time.monotonic()) < until:
            if self._read(min(_HINT_S, until - now)):
                last_at = time.monotonic()
                continue
            text = cleaned(self._text)
            seen, quiet = sight(text), now - last_at
            if quiet < _UNECHOED_S and not echo.search(text):
                continue
            hinted = seen not in (Sight.NOTHING, Sight.OTHER)
            if hinted or (seen is Sight.OTHER and quiet >= quiet_s):
                return seen
        return sight(cleaned(self._text))

    def _logged_in(self) -> Sight:
        """Answer a login prompt, and return what the console shows once it asks no more.

        Raises:
            StationError: LNK-009.
        """
        seen = Sight.LOGIN
        while self._left() > 0:
            echo = _ANYTHING
            if seen is Sight.LOGIN:
                self._give_name()
                echo = re.compile(re.escape(self._settings.user.encode()) + rb"[\r\n]")
            elif seen is Sight.PASSWORD:
                self._give_password()
            else:
                return seen
            seen = self._settled(_REFUSAL_S, echo=echo)
            if self._password_given and _INCORRECT.search(self._text):
                raise StationError("LNK-009", "the password is wrong")
        return seen

    def _give_name(self) -> None:
        if self._password_given:
            raise StationError("LNK-009", "it asks for the name again after the password")
        if self._names >= _NAMES_MAX:
            raise StationError("LNK-009", "it asks for the name again and again")
        self._names += 1
        self._send(self._settings.user.encode() + b"\n")

    def _give_password(self) -> None:
        if self._password_given:
            raise StationError("LNK-009", "it asks for the password again")
        if self._settings.password is None:
            raise StationError("LNK-009", "it asks for a password, and the profile has none")
        self._password_given = True
        self._send(self._settings.password.encode() + b"\n")

    def _in_loop(self, within_s: float) -> bool:
        """Send the line that begins the shell's loop, and return whether it was answered."""
        self._send(self._loop)
        until = min(self._deadline, time.monotonic() + within_s)
        while (now := time.monotonic()) < until:
            self._read(until - now)
            if self._mark in self._text or self._mark in cleaned(self._text):
                return True
        return False
