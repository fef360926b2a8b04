"""Where the threads of a push ask the service: each in its turn, until it is over for all."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Final, Protocol, TypeVar

from pydantic import JsonValue

from station.errors import StationError
from station.model.handoff import Cancel
from station.service.client import ItemResult
from station.service.documents import BulkKind
from station.service.push_pace import Backoff, Pace, TokenBucket

_T = TypeVar("_T")
PER_MINUTE: Final = 960
"""Operations that a push uses of the 1,000 that a service takes a minute (dps/FACTS 2.8)."""
# Of the rate that a push keeps, so much more there is in the service's limit.
_SPARE: Final = (1_000 - PER_MINUTE) / PER_MINUTE
# So often in a row a token that isn't taken is made anew.
_RENEWALS: Final = 2
# How often who waits looks whether it is over, seconds.
_SLICE_S: Final = 0.05
# No answer, or none that can be read: what was asked for may be done or not.
UNSURE: Final = frozenset({"SVC-039", "SVC-041"})
REFUSED: Final = "SVC-043"
_TOO_OFTEN: Final = "SVC-044"
_NO_RIGHT: Final = "SVC-040"
_CANCELLED: Final = "LIN-003"


class PushWay(Protocol):
    """The service, as far as a push asks it; called by several threads. One call is one try."""

    def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
        """Make up to ten, as `ServiceClient.create_all`."""
        ...

    def get(self, kind: BulkKind, name: str, cancel: Cancel) -> Mapping[str, JsonValue] | None:
        """Return what is there, as `ServiceClient.get`."""
        ...


@dataclass(frozen=True)
class _Cut:
    """What ends the calls that are under way."""

    given: Cancel
    own: Event = field(default_factory=Event)

    def is_set(self) -> bool:
        return self.own.is_set() or self.given.is_set()


class OverError(Exception):
    """The push is over before this was asked: it was stopped, or can't go on."""


@dataclass(frozen=True)
class PushSettings:
    """How a push goes.

    Attributes:
        kind: what it makes.
        in_flight: how many calls may be under way at a time.
        per_minute: operations that it uses of the service's; 0 for no limit.
        bulk_cost: how many of them a bulk call counts.
        tries: how many failures in a row a batch may have; then it is left for another push. After
            so many 429s without an answer in between the push ends.
        gone_after: after how many calls in a row without an answer the service is gone.
        trouble: how long a batch waits after a failure.
        throttle: how long all wait after a 429.
    """

    kind: BulkKind = "enrollments"
    in_flight: int = 6
    per_minute: float = PER_MINUTE
    bulk_cost: int = 10
    tries: int = 10
    gone_after: int = 30
    trouble: Backoff = field(default_factory=lambda: Backoff(0.5, 15))
    throttle: Backoff = field(default_factory=Backoff)

    @property
    def burst(self) -> float:
        """Operations that it may use at first besides its rate, and that it saves at most.

        It is what the service's limit is above that rate: so no minute has more than the limit.
        """
        return max(self.bulk_cost, min(self.in_flight * self.bulk_cost, self.per_minute * _SPARE))

    def pace(self, clock: Callable[[], float]) -> Pace:
        """Return the pace of a push that begins at once."""
        return Pace(TokenBucket(self.per_minute, self.burst, clock()), self.throttle, clock)


class Desk:
    """Asks one service for all threads of a push.

    Args:
        way: to the service.
        settings: how.
        stop: set to end it once the calls that are under way are answered.
        cancel: set to end those, too.
        clock: seconds, that never goes back.
    """

    def __init__(
        self,
        way: PushWay,
        settings: PushSettings,
        stop: Cancel,
        cancel: Cancel,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.way = way
        self.settings = settings
        self.cancel = _Cut(cancel)
        self.error: StationError | None = None
        self._stop = stop
        self._over = Event()
        self._clock = clock
        self._pace = settings.pace(clock)
        self._silent = 0
        self._answers = 0
        self._lock = Lock()

    @property
    def over(self) -> bool:
        """Whether nothing more is to be asked."""
        return self._over.is_set() or self._stop.is_set() or self.cancel.is_set()

    @property
    def throttled(self) -> int:
        """How often the service said that it is asked too often."""
        return self._pace.throttled

    def end(self, error: StationError | None = None) -> None:
        """Let nobody ask any more; the first error is why."""
        with self._lock:
            if error is not None and self.error is None:
                self.error = error
        self._over.set()

    def cut(self) -> None:
        """Let nobody ask any more, nor wait for an answer."""
        self._over.set()
        self.cancel.own.set()

    def ask(self, operations: int, call: Callable[[], _T]) -> _T:
        """Ask when it may be, and again where the service wasn't willing to listen.

        Args:
            operations: how many it counts.
            call: one try.

        Raises:
            StationError: the call's; of these SVC-044 where nobody was let in for too long.
            OverError: where it isn't asked any more.
        """
        renewals, seen = _RENEWALS, self._answers
        while True:
            self._wait_turn(operations)
            try:
                answer = call()
            except StationError as error:
                if error.code == _TOO_OFTEN:
                    self._heard()
                    if self._pace.told_to_wait(_seconds(error)) > self.settings.tries:
                        self.end(error)
                        raise
                elif error.code == _NO_RIGHT and (renewals or seen != self._answers):
                    # Its token may just have expired on the way. Where the service took one
                    # meanwhile, it is the same again.
                    renewals = (renewals if seen == self._answers else _RENEWALS) - 1
                    seen = self._answers
                else:
                    self._judge(error)
                    raise
            else:
                self._heard(let_in=True)
                self._pace.was_let_in()
                return answer

    def pause(self, seconds: float) -> None:
        """Wait.

        Raises:
            OverError: where it is over meanwhile.
        """
        until = self._clock() + seconds
        while True:
            if self.over:
                raise OverError
            left = until - self._clock()
            if left <= 0:
                return
            time.sleep(min(_SLICE_S, left))

    def _wait_turn(self, operations: int) -> None:
        self.pause(self._pace.take(operations) - self._clock())
        while (left := self._pace.opens() - self._clock()) > 0:
            self.pause(left)

    def _heard(self, *, let_in: bool = False) -> None:
        with self._lock:
            self._silent = 0
            self._answers += let_in

    def _judge(self, error: StationError) -> None:
        """End the push where an error means that no other call will fare better."""
        if error.code not in UNSURE:
            if error.code != REFUSED:
                self.end(None if error.code == _CANCELLED else error)
            return
        with self._lock:
            self._silent += 1
            gone = self._silent >= self.settings.gone_after
        if gone:
            why = str(error.data.get("why", ""))
            name = str(error.data.get("name", ""))
            self.end(StationError("SVC-058", error.detail, name=name, why=why))


def _seconds(error: StationError) -> float:
    said = error.data.get("seconds")
    return float(said) if isinstance(said, int | float) else 0.0
