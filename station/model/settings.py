"""What a station's supervisor has settled for everybody who works there."""

from datetime import time
from enum import Enum
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from station.model.checks import When
from station.model.pedal import PedalKey
from station.model.printer import printer_text
from station.model.shifts import USUAL_STARTS
from station.model.strict import Strict


class Loading(Enum):
    """When the units at a bench's positions begin."""

    CONTINUOUS = "continuous"  # each by itself
    BATCH = "batch"  # all together, and none is taken out before all are done


class Settings(Strict):
    """The rules of the house; the record keeps them under the factory HSM's MAC.

    Attributes:
        pin_shortest: how many characters a new PIN has at least.
        pin_days: after how many days a PIN must be changed; None for never.
        idle_minutes: after how many minutes without a hand on it the window asks who is there;
            None for never.
        person_figures: whether figures may be told by person, which the law of some places forbids.
        shift_starts: the local times at which shifts start, rising.
        group_units: how many units get the key of one enrollment group, until it must be rotated;
            None for any number.
        stop_failures: how many runs in a row may fail at a position until it stands still; None
            for any number.
        stop_yield: how many of an order's last 50 units, in percent, must have passed at their
            first try, else the order stands still; None for any number.
        group_days: for how many days a group's key is given to units; None for ever.
        recovery: the certificate that backups are encrypted to, DER in base64; None for none.
        backup_days: after how many days without a backup the doctor says so; None for never.
        keep_days: for how many days the steps and transcripts of runs stay in the record before
            they may be archived; None for ever.
        red_rabbit: when a unit known to be bad has to fail at each position.
        golden_unit: when a unit known to be good has to pass there.
        loading: when the units at the bench's positions begin.
        pedal_key: the key that a foot pedal sends, which does the one next action at the bench;
            None for no pedal.
        label_printer: the address of the printer of labels (`PrinterAddress`); None for none.
    """

    pin_shortest: Annotated[int, Field(ge=4, le=32)] = 4
    pin_days: Annotated[int, Field(ge=1, le=3_650)] | None = None
    idle_minutes: Annotated[int, Field(ge=1, le=480)] | None = 15
    person_figures: bool = False
    shift_starts: Annotated[tuple[time, ...], Field(min_length=1, max_length=24)] = USUAL_STARTS
    group_units: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    stop_failures: Annotated[int, Field(ge=1, le=100)] | None = 3
    stop_yield: Annotated[int, Field(ge=1, le=100)] | None = None
    group_days: Annotated[int, Field(ge=1, le=3_650)] | None = None
    recovery: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$", max_length=16_384)] | None = (
        None
    )
    backup_days: Annotated[int, Field(ge=1, le=3_650)] | None = 7
    keep_days: Annotated[int, Field(ge=1, le=3_650)] | None = 90
    red_rabbit: When = When.NEVER
    golden_unit: When = When.NEVER
    loading: Loading = Loading.CONTINUOUS
    pedal_key: PedalKey | None = None
    label_printer: Annotated[str, Field(max_length=1000), AfterValidator(printer_text)] | None = (
        None
    )

    @field_validator("shift_starts")
    @classmethod
    def _rise(cls, starts: tuple[time, ...]) -> tuple[time, ...]:
        if any(start.tzinfo or start.second or start.microsecond for start in starts):
            raise ValueError("a shift starts at a minute of the local time")
        if list(starts) != sorted(set(starts)):
            raise ValueError("shifts stand in the order of their starts, each once")
        return starts
