"""What a station and a factory's MES say to one another, and who can say it.

A MES (manufacturing execution system) knows the way of every unit through a factory. It is asked
before a unit is worked on, and told what became of it. `resources/help/handoff.md` has the other
side of this.
"""

from datetime import datetime
from enum import Enum
from typing import Annotated, Final, Protocol, Self

from pydantic import AfterValidator, Field

from station.errors import Outcome
from station.model.names import shown
from station.model.strict import Strict

MAX_REASON: Final = 200
# What an own test is about: no unit, no run and no order have this name, and no entry this number.
TEST_NAME: Final = "TEST"
TEST_SEQUENCE: Final = 0


class RouteQuestion(Strict):
    """Whether a unit may be worked on at this place now.

    Attributes:
        station: the station's name.
        position: where the unit sits.
        order: the order it is to be made for.
        serial: the unit's serial number, as it says itself.
        profile: the name of the order's profile.
        practice: whether all of it is practice.
        test: whether this is a test of the connection: there is no such unit.
    """

    station: str
    position: str
    order: str
    serial: str
    profile: str
    practice: bool
    test: bool = False

    def as_json(self) -> bytes:
        """Return it as it is sent: compact JSON in UTF-8, what isn't known left out."""
        return self.model_dump_json(exclude_none=True).encode()


def _reason(text: str) -> str:
    return shown(text, MAX_REASON)


class RouteAnswer(Strict):
    """What the MES says to that.

    Attributes:
        allowed: whether the unit may be worked on.
        reason: why not, or empty; printable ASCII, cut to 200 characters, whatever was sent.
    """

    allowed: bool
    reason: Annotated[str, AfterValidator(_reason)] = ""

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Return the answer in a JSON object of just these keys.

        Raises:
            ValueError: for anything else.
        """
        return cls.model_validate_json(body, strict=True)


class ResultEvent(Enum):
    """What a result tells of."""

    RUN = "run"  # one try at a unit has ended
    REVOKED = "revoked"  # a unit that had passed was taken off the enrollment list
    UNIT = "unit"  # a unit was put into another state, by people or by the station's own rules


class UnitResult(Strict):
    """What became of a unit: one entry of the audit chain, in the words of a MES; never a key.

    Attributes:
        station: the station's name.
        sequence: the entry's number in that station's audit chain, from 1; who gets the same
            number of the same station twice was told the same thing twice. 0 in a test.
        event: what is told.
        time: when it happened, by the station's clock, UTC.
        practice: whether all of it is practice.
        serial: the unit's serial number; empty where it never said one.
        run: the name of the try; of the one that enrolled the unit where it was revoked; None
            where it was no try that changed the unit's state. So are the next three.
        order: the order's name.
        profile: the name of the order's profile.
        position: where the unit sat.
        outcome: how the run ended; None for other events.
        code: why it didn't pass, a code of `resources/help/errors.md`.
        started: when the run began, UTC.
        ended: when it ended, UTC.
        seconds: how long it took; None also where the station stopped in the midst of it.
        again: true where the unit had passed before, and the run was to show that it has its key
            still; left out else.
        registration_id: the unit's name in the provisioning service, where it passed.
        device_id: its device ID, where the order gives one.
        state: the state that the unit is in now, where that is what changed.
        change: by what it changed, such as `scrap`.
        reason: why it was revoked, or changed.
        test: whether this is a test of the connection: there is no such unit.
    """

    station: str
    sequence: Annotated[int, Field(ge=0)]
    event: ResultEvent
    time: datetime
    practice: bool
    serial: str
    run: str | None = None
    order: str | None = None
    profile: str | None = None
    position: str | None = None
    outcome: Outcome | None = None
    code: str | None = None
    started: datetime | None = None
    ended: datetime | None = None
    seconds: float | None = None
    again: bool | None = None
    registration_id: str | None = None
    device_id: str | None = None
    state: str | None = None
    change: str | None = None
    reason: str | None = None
    test: bool = False

    def as_json(self) -> bytes:
        """Return it as it is sent: compact JSON in UTF-8, what isn't known left out.

        The same entry gives the same bytes, however often it is told.
        """
        return self.model_dump_json(exclude_none=True).encode()


class Cancel(Protocol):
    """Says whether to give up waiting; a `threading.Event` is one."""

    def is_set(self) -> bool:
        """Return whether it does."""
        ...


class RouteCheck(Protocol):
    """Whoever knows whether a unit may be worked on. Called by several threads."""

    def ask(self, question: RouteQuestion, cancel: Cancel) -> RouteAnswer:
        """Ask, and wait for the answer: a bounded time, and no longer than until `cancel`.

        Raises:
            StationError: where there is no answer; LIN-003 on cancel.
        """
        ...


class ResultSink(Protocol):
    """Whoever is told what became of units, each entry at least once, in their order."""

    def tell(self, result: UnitResult, cancel: Cancel) -> None:
        """Tell, and return once it has been taken for good.

        Raises:
            StationError: SVC-021 where it is refused and would be again; any other code where it
                may be taken later; LIN-003 on cancel.
        """
        ...
