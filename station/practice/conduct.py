"""How a practice unit behaves on its line: well, or as it was told to misbehave."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from station.practice.smp_server import UnitServer, framed
from station.practice.unit_config import Behaviour, Manner

_LOST_REQUEST: Final = 3  # of every ten
_LOST_ANSWER: Final = 8
_LOG: Final = b"\x1b[0m[00:00:01.250,000] <inf> app: still here\r\n"


class PulledOut(Exception):  # noqa: N818 - an event of the unit's life, no error
    """The unit's plug was pulled, as its behaviour says."""


class Restarted(Exception):  # noqa: N818 - likewise
    """The unit restarts: it was asked to, or its behaviour says so."""


@dataclass(frozen=True)
class Sending:
    """What goes out on the line.

    Attributes:
        data: raw bytes.
        after_s: how long the line stays quiet first, seconds.
    """

    data: bytes
    after_s: float = 0.0


class Conduct:
    """Stands between the line and the server.

    Args:
        behaviour: how to behave.
        server: what answers.
    """

    def __init__(self, behaviour: Behaviour, server: UnitServer) -> None:
        self._behaviour = behaviour
        self._server = server
        self._last = b""
        self._asked = 0

    def answers(self, message: bytes) -> Iterator[Sending]:
        """Yield what to send when `message` came in.

        Raises:
            PulledOut: where the unit's life ends here.
            Restarted: where it begins anew.
        """
        manner = self._manner
        if manner in (Manner.DIES, Manner.REBOOTS) and UnitServer.is_work(message):
            raise PulledOut if manner is Manner.DIES else Restarted
        self._asked += 1
        if manner is Manner.LOSES and self._asked % 10 == _LOST_REQUEST:
            return
        answer = self._server.answer(message, manner)
        if answer is not None:
            yield from self._sendings(answer, manner)
        if UnitServer.is_reset(message):
            raise Restarted

    def _sendings(self, answer: bytes, manner: Manner) -> Iterator[Sending]:
        last, self._last = self._last, framed(answer)
        match manner:
            case Manner.SILENT:
                return
            case Manner.GARBAGE:
                yield Sending(os.urandom(24) + framed(answer, crc_error=1))
            case Manner.SLOW:
                yield Sending(framed(answer), self._behaviour.delay_s)
            case Manner.NOISY:
                yield Sending(_noisy(answer))
            case Manner.REPEATS:
                yield Sending(last + 2 * self._last)
            case Manner.LOSES if self._asked % 10 == _LOST_ANSWER:
                return
            case _:
                yield Sending(framed(answer))

    @property
    def _manner(self) -> Manner:
        begun = self._server.done >= self._behaviour.after
        return self._behaviour.manner if begun else Manner.NORMAL


def _noisy(answer: bytes) -> bytes:
    lines = framed(answer)
    cut = lines[: len(lines) // 2]
    return _LOG + cut + os.urandom(16) + lines.replace(b"\n", b"\n" + _LOG) + os.urandom(8)
