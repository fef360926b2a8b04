"""Whether a unit is on a line whose adapter stays: heard by what it says, and by its answers."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.links.link import Access, LinkKind
from station.links.opening import GREETING_S, first_baud
from station.links.ports import Port, open_port
from station.model.profile import BENCH_TPM, CONSOLE, LinkSettings

# A line that is plugged in or floats gives single odd bytes; a unit says something.
_SAID: Final = re.compile(rb"[ -~]{2}")
_LINE_END: Final = b"\r"
# A shell that a station left in its loop, as one that was killed, answers no empty line.
_OUT_OF_LOOP: Final = b"\x03\x15\r"
_TURN_S: Final = 0.5
_ANSWER_S: Final = 0.4
_LONG_ANSWER_S: Final = 1.0
_UNANSWERED: Final = 3  # a unit that is busy misses one
_KEPT: Final = 256
_NOBODY: Final = frozenset({"LNK-001", "LNK-002", "LNK-003"})
_BUSY: Final = "LNK-008"
_MUTE: Final = frozenset({BENCH_TPM})  # no serial lines: they say nothing unasked


class Heard(Enum):
    """What became of the unit on the line."""

    FOUND = "found"  # it answered when it was first asked
    CAME = "came"
    WENT = "went"


@dataclass
class Hearing:
    """What was heard so far.

    Attributes:
        there: whether a unit is on the line; None while nobody knows.
    """

    there: bool | None = None
    _missed: int = 0

    def turned(self, *, heard: bool) -> Heard | None:
        """Take in a turn in which the unit was heard or not; return what became of it."""
        self._missed = 0 if heard else self._missed + 1
        before = self.there
        if heard:
            self.there = True
            if before is None:
                return Heard.FOUND
            return None if before else Heard.CAME
        if before is None:
            self.there = False
        elif before and self._missed >= _UNANSWERED:
            self.there = False
            return Heard.WENT
        return None


class Ear:
    """Listens on a port that no run uses meanwhile; a context manager.

    A console is given an empty line, which asks for its prompt and logs nobody in, and if that
    isn't answered a ^C; another kind of link is opened for as long as its hello takes.

    Args:
        kind: the link's kind.
        port: the position's.
        settings: the profile's.
        quiet: set when it is to stop; looked at by every wait.
        hearing: what was heard before.
    """

    def __init__(
        self,
        kind: LinkKind,
        port: str,
        settings: LinkSettings,
        quiet: Event,
        hearing: Hearing | None = None,
    ) -> None:
        self._kind = kind
        self._port = port
        self._settings = settings
        self._quiet = quiet
        self._line: Port | None = None
        self._busy_until: float | None = None
        self.hearing = hearing or Hearing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def turn(self) -> Heard | None:
        """Listen for about a second; return what became of the unit, if anything did.

        Raises:
            StationError: LIN-003 once `quiet` is set; LNK-006, LNK-040, LNK-041 as `open_port`,
                LNK-008 after 10 s of it.
        """
        if self._quiet.is_set():
            raise StationError("LIN-003")
        return self.hearing.turned(heard=self._hears())

    def _hears(self) -> bool:
        try:
            heard = self._says(_TURN_S) or self._answers()
        except StationError as error:
            if error.code in _NOBODY:
                self._busy_until = None
            elif not self._busy_for_now(error):
                raise
            self._hang_up()
            self._quiet.wait(_TURN_S)
            return False
        self._busy_until = None
        return heard

    def _busy_for_now(self, error: StationError) -> bool:
        """Return whether a program that greets every new modem may be what holds the port."""
        now = time.monotonic()
        self._busy_until = self._busy_until or now + GREETING_S
        return error.code == _BUSY and now < self._busy_until

    def _answers(self) -> bool:
        if self._settings.kind == CONSOLE:
            for asked in (_LINE_END, _OUT_OF_LOOP):
                self._listening().write(asked)
                if self._says(_ANSWER_S):
                    return True
            return False
        self._hang_up()
        hasty = self._settings.model_copy(update={"connect_s": _LONG_ANSWER_S})
        try:
            self._kind.open(self._port, hasty, self._quiet, Access()).close()
        except StationError as error:
            if error.code in _NOBODY or error.code in {_BUSY, "LIN-003"}:
                raise
        return True  # nonsense and refusals come from somebody

    def _says(self, wait_s: float) -> bool:
        if self._settings.kind in _MUTE:
            self._quiet.wait(wait_s)
            return False
        said, line, until = b"", self._listening(), time.monotonic() + wait_s
        while (left := until - time.monotonic()) > 0:
            said = (said + line.read(left))[-_KEPT:]
            if _SAID.search(said):
                return True
        return False

    def _listening(self) -> Port:
        if self._line is None:
            baud = first_baud(self._port, self._settings)
            self._line = open_port(self._port, baud, self._quiet)
        return self._line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def listen(ear: Ear, told: Callable[[Heard], None]) -> None:
    """Tell what becomes of units on the line until the ear is to be quiet.

    Raises:
        StationError: LNK-006, LNK-040, LNK-041 as `open_port`.
    """
    try:
        with ear:
            while True:
                heard = ear.turn()
                if heard is not None:
                    told(heard)
    except StationError as error:
        if error.code != "LIN-003":
            raise
