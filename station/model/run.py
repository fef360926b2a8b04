"""One try at one unit: the unit, its steps and how they went."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final, Self

from station.errors import Outcome

__all__ = ["Outcome", "Run", "Step", "StepEvent", "StepState", "Unit"]


class Step(Enum):
    """The steps of a run, in their order."""

    CONNECT = "connect"
    IDENTIFY = "identify"
    ADMIT = "admit"
    ATTEST = "attest"
    PROVE = "prove"
    RESTART = "restart"  # only where the profile says so; then PROVE comes once more
    REHEARSE = "rehearse"  # only where the profile says so
    ENROL = "enrol"
    LABEL = "label"


# What a step that not every run has puts before the record.
_MORE: Final[Mapping[Step, tuple[Step, ...]]] = {
    Step.RESTART: (Step.RESTART, Step.PROVE),
    Step.REHEARSE: (Step.REHEARSE,),
}
USUAL_STEPS: Final = tuple(step for step in Step if step not in _MORE)


def steps_with(step: Step, steps: tuple[Step, ...] = USUAL_STEPS) -> tuple[Step, ...]:
    """Return a run's steps in their order, with one that not every run has, if it is one of those.

    Args:
        step: which.
        steps: those that are known so far.
    """
    if step in steps:
        return steps
    at = steps.index(Step.ENROL)
    return (*steps[:at], *_MORE[step], *steps[at:])


STEPS_WITH_RESTART: Final = steps_with(Step.RESTART)


class StepState(Enum):
    """What an event says of a step."""

    STARTED = "started"
    WAITING = "waiting"  # for the worker: the event's code says in the catalogue what for
    DONE = "done"
    FAILED = "failed"
    AGAIN = "again"  # the whole run failed, and the unit is tried again: the code says how


@dataclass(frozen=True)
class Unit:
    """One device on the bench; it grows by replacement.

    Attributes:
        scanned: the serial number the worker scanned, or None where the unit alone says it.
        serial: the serial number the unit reported; empty until `identify`.
        model: what the unit says it is.
        firmware: the firmware version it reports.
        known_as: what tells it from other units as long as the run lasts, and from try to try: the
            serial number that it reported, or what its link made where it has none.
        passed: the serial number of the unit that passed last at the position, which may still be
            there and isn't run again; or empty.
        tries: how often the station has tried it just before, by itself.
    """

    scanned: str | None = None
    serial: str = ""
    model: str = ""
    firmware: str = ""
    known_as: str = ""
    passed: str = ""
    tries: int = 0

    def identified(self, serial: str, model: str, firmware: str) -> Self:
        """Return this unit with what it said of itself."""
        return replace(self, serial=serial, model=model, firmware=firmware)


@dataclass(frozen=True)
class StepEvent:
    """Something that happened in a run, for whoever listens.

    Attributes:
        run: the run's name.
        position: where.
        step: which step, or None for the run as a whole.
        state: started, done or failed; or what else it says.
        seconds: how long it took; 0 when it starts.
        outcome: the run's outcome, on its last event only.
        code: the error's code, where it failed; where it waits, what the worker is to do, or to
            know.
        data: what a listener may show: the serial, the registration ID; `what` of the code's text,
            as in "2 of 3" where the unit is tried again.
    """

    run: str
    position: str
    step: Step | None
    state: StepState
    seconds: float = 0.0
    outcome: Outcome | None = None
    code: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """A run as the record keeps it.

    Attributes:
        name: unique, 26 characters, sorts by time.
        order: the order's name.
        profile_hash: SHA-256 of the profile's file, hexadecimal.
        position: where it ran.
        serial: the unit's serial number; the scanned one if it never said, perhaps empty.
        started: UTC.
        seconds: how long; None while it runs.
        outcome: None while it runs.
        code: the error's code, or None.
        workers: the badges of those who answered for the bench while it ran, in their order; none
            on a practice bench that nobody logged in to, or from an older Station.
    """

    name: str
    order: str
    profile_hash: str
    position: str
    serial: str
    started: datetime
    seconds: float | None
    outcome: Outcome | None
    code: str | None
    workers: tuple[str, ...] = ()
