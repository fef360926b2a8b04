"""Sends a profile's commands to a device one by one, and takes what its answers hold."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from station.errors import StationError
from station.links.commands_answer import AnswerReader, Ended, Rules, Starts, Verdict, echo_of
from station.links.commands_decoding import decoded
from station.links.ports import Port
from station.model.command_template import PASSWORD, SECRET, CommandTemplate, Value
from station.model.commands import Decoding, Dialogue, Exchange
from station.model.linear import LinearPattern
from station.model.names import shown
from station.secret import Secret

_MAY_START: Final = frozenset({"connect", "restart", "leave"})
# The errors that say what a device answered.
_REPEATING: Final = frozenset({"LNK-004", "LNK-005", "LNK-011", "LNK-030"})
_HELLO_AGAIN_S: Final = 1.0
_QUIET_S: Final = 0.25  # so long nothing comes: late answers to what was sent again are through
_QUIET_WITHIN_S: Final = 3.0
_PIECE: Final = 512  # bytes sent between two looks at what comes in
_LEFT_MAX: Final = 4_096
_DISCARDED: Final = 64  # reads, each of up to 4 KiB: who never stops talking is found out later


@dataclass(frozen=True)
class Waits:
    """How long the answers of one list may take.

    Attributes:
        first_s: where its first exchange is the one that finds out whether the device is there:
            how long that may take, seconds; it is sent again until then.
        usual_s: where an exchange doesn't say: this, seconds, if it is more than the link's own.
    """

    first_s: float | None = None
    usual_s: float = 0.0


@dataclass(frozen=True)
class _Turn:
    """One exchange as it is to be done now; of a secret one nothing is kept or told."""

    label: str
    exchange: Exchange
    values: Mapping[str, Value]
    wait_s: float
    again_s: float | None
    starts: Starts
    is_secret: bool = False

    @property
    def wants_password(self) -> bool:
        """Whether the order's password is sent."""
        return any(PASSWORD in template.names for _, template in self.exchange.templates())

    def filled(self, text: str, values: Mapping[str, Value]) -> bytes:
        template = CommandTemplate.parse(text)
        missing = template.names - values.keys()
        if missing:
            raise StationError("LNK-007", f"{self.label}: nothing is known of {min(missing)} here")
        return template.filled(values)


class Exchanger:
    """One conversation with a device. It belongs to one thread.

    Args:
        port: the open port.
        settings: what is sent and waited for.
        answer_s: how long an answer may take where an exchange doesn't say, seconds.
        password: the order's, where the device is to be given one; used to connect alone.
    """

    def __init__(
        self, port: Port, settings: Dialogue, answer_s: float, password: Secret | None
    ) -> None:
        self._port = port
        self._settings = settings
        self._answer_s = answer_s
        self._password = password
        self._left = b""
        self._may_come_back = False
        self._known: dict[str, Value] = {
            name: text.encode("ascii") for name, text in settings.values.items()
        }

    def keep(self, captures: Mapping[str, bytes]) -> None:
        """Let all later templates use these captures."""
        self._known.update(captures)

    def run(
        self,
        name: str,
        given: Mapping[str, Value],
        waits: Waits | None = None,
        *,
        secret: Secret | None = None,
    ) -> dict[str, bytes]:
        """Go through one of the profile's lists of exchanges.

        Args:
            name: the list's, one of `LISTS`.
            given: values for its templates beside those that hold throughout.
            waits: how long answers may take, where it isn't as usual.
            secret: what `{secret}` is; then nothing of the whole list is kept or told.

        Returns:
            All captures, decoded.

        Raises:
            StationError: LNK-002 where nothing comes back; LNK-004 where what comes is no answer;
                LNK-005 where the device refuses; LNK-011 where it started again; LNK-030 where the
                answer isn't what the profile wants; LNK-003, LIN-003; LNK-007 where the list is
                empty, or a value isn't known in this session.
        """
        exchanges = self._settings.exchanges(name)
        if not exchanges:
            raise StationError("LNK-007", f"its profile has no [[link.commands.{name}]]")
        waits = waits or Waits()
        if secret is None:
            return self._all(name, exchanges, given, waits)
        with secret.reveal() as plain:
            # Also later answers may hold it, until one came that ends well.
            self._may_come_back = True
            return self._all(name, exchanges, {**given, SECRET: plain}, waits, is_secret=True)

    def _all(
        self,
        name: str,
        exchanges: Sequence[Exchange],
        given: Mapping[str, Value],
        waits: Waits,
        *,
        is_secret: bool = False,
    ) -> dict[str, bytes]:
        captures: dict[str, bytes] = {}
        first_s = waits.first_s
        for number, exchange in enumerate(exchanges, 1):
            values = {**self._known, **given, **captures}
            usual_s = exchange.wait_s or max(self._answer_s, waits.usual_s)
            again_s = exchange.again_s or (_HELLO_AGAIN_S if first_s else None)
            wait_s = first_s or usual_s
            starts = Starts.MAY if name in _MAY_START else Starts.MUST_NOT
            label = f"{name} {number}"
            turn = _Turn(label, exchange, values, wait_s, again_s, starts, is_secret)
            captures.update(self._one(turn))
            first_s = None
        return captures

    def ask(self, label: str, exchange: Exchange) -> str:
        """Do one exchange that stands in none of the lists, and return the whole answer.

        Raises:
            StationError: as `run`.
        """
        wait_s = exchange.wait_s or self._answer_s
        turn = _Turn(label, exchange, self._known, wait_s, None, Starts.MUST_NOT)
        ended = self._answered(turn)
        if ended.verdict is Verdict.REFUSED:
            raise StationError("LNK-005", f"{label}: it answered {shown(ended.line, 120)}")
        self._port.transcript.note(f"{label}: {shown(ended.body, 120)}")
        return ended.body

    def _one(self, turn: _Turn) -> dict[str, bytes]:
        if turn.wants_password:
            return self._with_password(turn)
        hidden = self._may_come_back or turn.is_secret
        return self._in_secret(turn) if hidden else self._done(turn)

    def _done(self, turn: _Turn) -> dict[str, bytes]:
        self._rest(turn.exchange.pause_s)
        begun = time.monotonic()
        label, exchange = turn.label, turn.exchange
        ended = self._answered(turn)
        took = f"{label}: {time.monotonic() - begun:.3f} s"
        if ended.verdict is Verdict.REFUSED:
            said = "" if turn.is_secret else f": {ended.line}"
            self._port.transcript.note(f"{took}, refused{said}")
            if not exchange.may_be_refused:
                raise StationError("LNK-005", f"{label}: it answered {shown(ended.line, 120)}")
            return {}
        captures = _captured(label, exchange, ended.body)
        told = () if turn.is_secret else _told(exchange, captures)
        self._port.transcript.note(", ".join([took, *told]))
        _check(turn, captures)
        return captures

    def _with_password(self, turn: _Turn) -> dict[str, bytes]:
        if self._password is None:
            raise StationError("LNK-012", turn.label)
        self._may_come_back = True
        with self._password.reveal() as password:
            return self._in_secret(replace(turn, values={**turn.values, PASSWORD: password}))

    def _in_secret(self, turn: _Turn) -> dict[str, bytes]:
        """Do an exchange in which a device may repeat the secret that it was sent."""
        with self._port.transcript.secret():
            try:
                captures = self._done(replace(turn, is_secret=True))
            except StationError as error:
                code = error.code
                if code not in _REPEATING:
                    raise
            else:
                # What isn't answered may be repeated before the next answer.
                self._may_come_back = turn.exchange.silent
                return captures
        # Outside the handler, so that no log shows the error with its words as the cause.
        raise StationError(code, f"{turn.label}: what it answered to the secret isn't kept")

    def _answered(self, turn: _Turn) -> Ended:
        """Send, again where the exchange may be sent again, and return the answer."""
        label, sent = turn.label, self._bytes(turn)
        if turn.exchange.silent:
            self._say_silently(sent)
            return Ended(Verdict.GOOD, "", "", b"")
        rules = Rules.of(self._settings, turn.exchange, turn.starts)
        echoed = echo_of(self._settings, sent)
        deadline = time.monotonic() + turn.wait_s
        heard, tries, reader = 0, 0, None
        while time.monotonic() < deadline:
            reader = AnswerReader(rules, echoed)
            until = min(deadline, time.monotonic() + (turn.again_s or turn.wait_s))
            ended = self._say(sent, reader) or self._wait(reader, until, deadline)
            tries += 1
            heard += reader.heard
            if ended is not None:
                if tries > 1:
                    self._until_quiet()
                return ended
        if not heard:
            raise StationError("LNK-002", f"{label}: nothing came within {turn.wait_s:g} s")
        last = reader.last if reader else ""
        raise StationError("LNK-004", f"{label}: no end of the answer in {turn.wait_s:g} s: {last}")

    def _bytes(self, turn: _Turn) -> bytes:
        if turn.exchange.send is None:
            return b""
        end = turn.exchange.line_end or self._settings.line_end
        return turn.filled(turn.exchange.send, turn.values) + end.sent

    def _say(self, sent: bytes, reader: AnswerReader) -> Ended | None:
        """Send in chunks, taking meanwhile what comes in; an answer may come before the end."""
        if not sent:
            left, self._left = self._left, b""
            return self._ended(reader.feed(left))
        self._left = b""
        self._discard()
        ended: Ended | None = None
        for piece, pause_s in self._pieces(sent):
            if ended is not None and ended.verdict is Verdict.GOOD:
                # Nothing is answered before it was said: that was of something earlier.
                ended = self._ended(reader.feed(ended.rest))
            if pause_s:
                ended = self._listen(reader, pause_s) or ended
            if ended is not None and ended.verdict is Verdict.REFUSED:
                break
            self._port.write(piece)
            ended = self._listen(reader, 0.0) or ended
        return ended

    def _say_silently(self, sent: bytes) -> None:
        """Send what isn't answered; what comes in meanwhile is of a later exchange."""
        self._left = b""
        self._discard()
        for piece, pause_s in self._pieces(sent):
            self._rest(pause_s)
            self._port.write(piece)

    def _pieces(self, sent: bytes) -> Iterator[tuple[bytes, float]]:
        """Yield what is sent in one go, with the pause before it: chunks, no piece of one long."""
        size, pause_s = self._settings.chunk_bytes, self._settings.chunk_pause_s
        for start in range(0, len(sent), size):
            chunk = sent[start : start + size]
            for at in range(0, len(chunk), _PIECE):
                yield chunk[at : at + _PIECE], pause_s if start and not at else 0.0

    def _listen(self, reader: AnswerReader, for_s: float) -> Ended | None:
        """Take what comes in for a while, also when the answer came before."""
        ended: Ended | None = None
        until = time.monotonic() + for_s
        while True:
            data = self._port.read(max(0.0, until - time.monotonic()))
            ended = self._ended(reader.feed(data)) or ended
            if time.monotonic() >= until:
                return ended

    def _wait(self, reader: AnswerReader, until: float, deadline: float) -> Ended | None:
        """Wait for the answer until the one time, or the other once it has begun."""
        while (now := time.monotonic()) < (until if not reader.heard else deadline):
            data = self._port.read(max(0.0, deadline - now))
            ended = self._ended(reader.feed(data))
            if ended is not None:
                return ended
            if reader.heard and time.monotonic() > until and not data:
                return None
        return None

    def _ended(self, ended: Ended | None) -> Ended | None:
        if ended is not None:
            self._left = ended.rest[-_LEFT_MAX:]
        return ended

    def _discard(self) -> None:
        """Let go of what the device said by itself since the last answer."""
        for _ in range(_DISCARDED):
            if not self._port.read(0.0):
                break

    def _until_quiet(self) -> None:
        """Wait until the answers to what was sent before have come, too."""
        deadline = time.monotonic() + _QUIET_WITHIN_S
        quiet_at = time.monotonic() + _QUIET_S
        while (now := time.monotonic()) < min(deadline, quiet_at):
            if self._port.read(quiet_at - now):
                quiet_at = time.monotonic() + _QUIET_S
        self._left = b""

    def _rest(self, pause_s: float) -> None:
        until = time.monotonic() + pause_s
        while (left := until - time.monotonic()) > 0:
            self._left = (self._left + self._port.read(left))[-_LEFT_MAX:]


def wanted(name: str, captures: Mapping[str, bytes]) -> bytes:
    """Return a capture that must be there, or raise LNK-004."""
    if name not in captures:
        raise StationError("LNK-004", f"its answer holds no {name}")
    return captures[name]


def _captured(label: str, exchange: Exchange, body: str) -> dict[str, bytes]:
    if exchange.answer is None:
        return {}
    found = LinearPattern.parse(exchange.answer).found_in(body)
    if found is None:
        what = shown(body, 100) or "nothing"
        raise StationError("LNK-004", f"{label}: its answer doesn't match the pattern: {what}")
    return {
        name: decoded(name, text, exchange.decode.get(name, Decoding.TEXT))
        for name, text in found.items()
    }


def _check(turn: _Turn, captures: Mapping[str, bytes]) -> None:
    for name, text in turn.exchange.equals.items():
        if captures.get(name) != turn.filled(text, {**turn.values, **captures}):
            raise StationError("LNK-030", f"{turn.label}: {name} is {_said(captures.get(name))}")
    for name, pattern in turn.exchange.matches.items():
        text = captures.get(name, b"").decode("ascii", "replace")
        if not LinearPattern.parse(pattern).is_all_of(text):
            raise StationError("LNK-030", f"{turn.label}: {name} is {_said(captures.get(name))}")


def _told(exchange: Exchange, captures: Mapping[str, bytes]) -> Sequence[str]:
    """Return what the transcript says of an exchange's captures and checks."""
    told = [f"{name} = {_said(value)}" for name, value in captures.items()]
    checks = len(exchange.equals) + len(exchange.matches)
    return [*told, f"{checks} to check"] if checks else told


def _said(value: bytes | None) -> str:
    if value is None:
        return "missing"
    text = value.decode("latin-1")
    return shown(text) if text.isprintable() and text.isascii() else f"{len(value)} bytes"
