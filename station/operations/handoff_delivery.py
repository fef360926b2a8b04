"""Tells a MES what the audit chain has for it: in order, each entry at least once, to the end."""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from station.errors import StationError
from station.model.handoff import Cancel, ResultSink, UnitResult
from station.records.handoffs import HandoffBook

_log: Final = logging.getLogger(__name__)

FOR_GOOD: Final = "SVC-021"
_CANCELLED: Final = "LIN-003"
# How often it is written down how far a long delivery is: what was told after it is told again.
_EVERY: Final = 50
# So many entries that are nobody's business are passed over in memory alone.
_PASSED_OVER: Final = 500
# How long the sender waits before it looks for something new, seconds.
LOOK_AGAIN_S: Final = 1.0
_FIRST_WAIT_S: Final = 1.0
_LONGEST_WAIT_S: Final = 60.0


@dataclass
class Delivery:
    """One hand-off's way along the chain.

    Attributes:
        name: the hand-off's.
        sink: the MES.
        book: where it is kept how far it is.
        taken: how many results the MES has taken so far.
    """

    name: str
    sink: ResultSink
    book: HandoffBook
    taken: int = 0

    def send(self, cancel: Cancel) -> None:
        """Tell all that waits, in the order of the chain.

        An entry that is refused for good is put aside and the next one is told. Anything else that
        goes wrong ends it at that entry, which is the first one of the next delivery.

        Raises:
            StationError: the sink's and the record's own; LIN-003 on cancel.
        """
        place = _Place(self, self.book.cursor(self.name))
        try:
            for entry in self.book.results(place.saved):
                if entry.result is not None:
                    self._tell(entry.result, cancel)
                place.reach(entry.sequence, told=entry.result is not None)
        except BaseException:
            # What is told twice for want of this does no harm, and the first trouble is the one.
            with suppress(StationError):
                place.save()
            raise
        place.save()

    def _tell(self, result: UnitResult, cancel: Cancel) -> bool:
        """Tell one result; return whether it was taken, or put aside."""
        if cancel.is_set():
            raise StationError(_CANCELLED)
        try:
            self.sink.tell(result, cancel)
        except StationError as error:
            if error.code != FOR_GOOD:
                raise
            why = f"{error.data.get('why', '')} ({error.detail})"
            _log.warning("%s does not take entry %d: %s", self.name, result.sequence, why)
            self.book.refused(self.name, result.sequence, why)
            return False
        self.taken += 1
        return True

    def send_put_aside(self, cancel: Cancel) -> None:
        """Tell once more what was put aside, in the order of the chain; what is refused stays so.

        Raises:
            StationError: as `send`.
        """
        for one in self.book.put_aside(self.name):
            result = self.book.result(one.sequence)
            if result is None or self._tell(result, cancel):
                self.book.taken_after_all(self.name, one.sequence)


@dataclass
class _Place:
    """How far a delivery is, and how far of it is on disk.

    Attributes:
        delivery: which.
        saved: the entry up to which it is on disk.
        reached: the entry up to which all is told.
        owed: whether anything was told since it was saved.
    """

    delivery: Delivery
    saved: int
    reached: int = 0
    owed: bool = False

    def reach(self, sequence: int, *, told: bool) -> None:
        """Note that all up to an entry is told."""
        self.reached = sequence
        self.owed = self.owed or told
        if sequence - self.saved >= (_EVERY if self.owed else _PASSED_OVER):
            self.owed = True
            self.save()

    def save(self) -> None:
        """Write it down where that spares telling something twice."""
        if self.owed:
            self.delivery.book.delivered(self.delivery.name, self.reached)
            self.saved, self.owed = self.reached, False


def jitter(seconds: float) -> float:
    """Return half to all of it by chance, so that stations don't all come back at once."""
    return seconds * (0.5 + secrets.randbelow(1_000) / 2_000)


@dataclass
class Sender:
    """Delivers as entries come, until it is to end; whatever happens, nobody else notices.

    Attributes:
        delivery: what it does.
        ending: has it deliver once more what there is by then, and end.
        stop: ends it at once.
        wait: waits so many seconds, or until `ending`.
        spread: makes a wait a little shorter, by chance.
    """

    delivery: Delivery
    ending: Event
    stop: Event
    wait: Callable[[float], object]
    spread: Callable[[float], float] = jitter
    _failed: int = field(default=0)

    def run(self) -> None:
        """Work until it is to end."""
        while True:
            last = self.ending.is_set()
            seconds = self.turn()
            if last or self.stop.is_set():
                return
            self.wait(seconds)

    def turn(self) -> float:
        """Deliver what there is; return how long to wait before the next time, seconds."""
        try:
            self.delivery.send(self.stop)
        except StationError as error:
            if error.code == _CANCELLED:
                return 0.0
            return self._later(f"{error} ({error.detail})")
        except Exception:  # noqa: BLE001 - it must go on, and it must not disturb the line
            _log.exception("The hand-off %s broke", self.delivery.name)
            return self._later("it broke")
        if self._failed:
            _log.info("The hand-off %s works again", self.delivery.name)
        self._failed = 0
        return LOOK_AGAIN_S

    def _later(self, why: str) -> float:
        """Say once that it doesn't work, and return a wait that grows from time to time."""
        if not self._failed:
            _log.warning("The hand-off %s waits: %s", self.delivery.name, why)
        seconds = min(_FIRST_WAIT_S * 2 ** min(self._failed, 10), _LONGEST_WAIT_S)
        self._failed += 1
        return self.spread(seconds)
