"""One try at one unit: the unit, its steps and how they went."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Self

from station.errors import Outcome

__all__ = ["Outcome", "Run", "Step", "StepEvent", "StepState", "Unit"]


class Step(Enum):
    """The steps of a run, in their order."""

    CONNECT = "connect"
    IDENTIFY = "identify"
    ADMIT = "admit"
    ATTEST = "attest"
    PROVE = "prove"
    ENROL = "enrol"
    LABEL = "label"


class StepState(Enum):
    """What an event says of a step."""

    STARTED = "started"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Unit:
    """One device on the bench; it grows by replacement.

    Attributes:
        scanned: the serial number the worker scanned, or None where the unit alone says it.
        serial: the serial number the unit reported; empty until `identify`.
        model: what the unit says it is.
        firmware: the firmware version it reports.
    """

    scanned: str | None = None
    serial: str = ""
    model: str = ""
    firmware: str = ""

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
        state: started, done or failed.
        seconds: how long it took; 0 when it starts.
        outcome: the run's outcome, on its last event only.
        code: the error's code, where it failed.
        data: what a listener may show: the serial, the registration ID.
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
        serial: the unit's serial number, empty if it never said.
        started: UTC.
        seconds: how long; None while it runs.
        outcome: None while it runs.
        code: the error's code, or None.
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
