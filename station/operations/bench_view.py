"""What the worker sees of the bench: every position with its phase, and what is to be done next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from station.errors import Outcome, StationError
from station.line.fixture import FixtureState
from station.model.barcode_label import NOTHING_SCANNED, Label
from station.model.profile import StartBy
from station.model.prompt import Question
from station.model.run import USUAL_STEPS, Step


class Phase(Enum):
    """Where a position is on the way of one unit."""

    NO_ORDER = "no-order"  # nothing may be made here now; the notice says why
    SEAT = "seat"  # put a unit in
    SCAN = "scan"  # scan its label
    READY = "ready"  # scanned and checked, or no scan is wanted: start
    LOADED = "loaded"  # it begins together with the others of its batch
    RUNNING = "running"
    ENDED = "ended"  # the verdict stands until the next unit
    REMOVE = "remove"  # the unit that has passed is still in: take it out
    STOPPED = "stopped"  # the station can't go on here; the notice says why


@dataclass(frozen=True)
class Notice:
    """Something that the worker must know: an error's code, message and remedy.

    Attributes:
        data: what stands in the places of both texts, for whoever says them in another language.
    """

    code: str
    message: str
    remedy: str
    data: Mapping[str, str | int] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, error: StationError) -> "Notice":
        """Return the notice of an error."""
        return cls(error.code, error.message, error.remedy, error.data)


@dataclass(frozen=True)
class Verdict:
    """How a run ended.

    Attributes:
        outcome: passed, failed, error or cancelled.
        notice: why it didn't pass, or None.
        registration_id: what was enrolled; empty where nothing was.
        seconds: how long it took.
        again: whether the unit had passed before, and has its key still.
        checked: of a check run, whether it ended as it must; None of any other.
    """

    outcome: Outcome
    notice: Notice | None
    registration_id: str
    seconds: float
    again: bool = False
    checked: bool | None = None

    @property
    def good(self) -> bool:
        """Whether the position is ready for the next unit: this one passed, or checked it well."""
        return self.outcome is Outcome.PASSED if self.checked is None else self.checked


@dataclass(frozen=True)
class Mates:
    """The other units of a unit's batch.

    Attributes:
        to_come: how many are waited for, before it begins.
        at_work: how many are at work, which it must stay in for, or wait for.
    """

    to_come: int = 0
    at_work: int = 0


@dataclass(frozen=True)
class Sticker:
    """The label of a unit that has passed, which must be scanned on it.

    Attributes:
        number: the label's.
        code: what its code says.
        printed: whether it is printed.
    """

    number: int
    code: str
    printed: bool

    def is_it(self, scanned: str) -> bool:
        """Return whether a scan is of this label."""
        return self.printed and scanned.casefold() == self.code.casefold()


@dataclass(frozen=True)
class PositionView:
    """One position, as it is now.

    Attributes:
        position: its name.
        phase: what is to be done.
        seated: whether something is on its port, as far as can be seen or heard.
        fresh: whether it came while somebody could see what it would start, and nothing has been
            started since.
        left_in: whether it is the unit that passed last, which wasn't taken out since.
        start: what starts a unit of this order.
        order: the order's name, or empty.
        product: what people call the product, or empty.
        left: how many units of the order are still to be made.
        quantity: how many it is for.
        serial: of the unit that is scanned, at work or just ended; or empty.
        label: what is scanned of a label, until its unit is started.
        steps: all steps of a run, as far as it has shown that there are more than the usual.
        done: the steps that are done.
        step: the step at work, or None.
        verdict: of the unit that ended, or None.
        notice: what the worker must know besides, or None.
        question: what the unit's run asks the worker, or None.
        check: that the position needs its check before it takes other units, or None.
        blocked: why nothing goes on there until a supervisor says so, or None.
        fixture: what is known of the position's fixture; None where it has none.
        due: what to tell of contacts that are to be renewed, or None.
        mates: the others of the batch that its unit is of, or is to be loaded for; else None.
        sticker: the label that must be scanned before the next unit, or None.
    """

    position: str
    phase: Phase = Phase.NO_ORDER
    seated: bool = False
    fresh: bool = False
    left_in: bool = False
    start: StartBy = StartBy.SCAN
    order: str = ""
    product: str = ""
    left: int = 0
    quantity: int = 0
    serial: str = ""
    label: Label = NOTHING_SCANNED
    steps: tuple[Step, ...] = USUAL_STEPS
    done: tuple[Step, ...] = ()
    step: Step | None = None
    verdict: Verdict | None = None
    notice: Notice | None = None
    question: Question | None = None
    check: Notice | None = None
    blocked: Notice | None = None
    fixture: FixtureState | None = None
    due: Notice | None = None
    mates: Mates | None = None
    sticker: Sticker | None = None


@dataclass(frozen=True)
class BenchView:
    """The whole bench, as it is now.

    Attributes:
        positions: in the bench's order.
        chosen: the position that the next scan goes to, or empty.
        notice: what the worker must know that concerns no position, or None.
        batch: whether units begin together.
        asked: whether the worker wants to begin with those that are loaded.
    """

    positions: tuple[PositionView, ...]
    chosen: str
    notice: Notice | None = None
    batch: bool = False
    asked: bool = False

    def at(self, position: str) -> PositionView:
        """Return a position's view; KeyError where the bench doesn't have it."""
        for view in self.positions:
            if view.position == position:
                return view
        raise KeyError(position)

    @property
    def busy(self) -> tuple[str, ...]:
        """The positions where a unit is at work."""
        return tuple(v.position for v in self.positions if v.phase is Phase.RUNNING)
