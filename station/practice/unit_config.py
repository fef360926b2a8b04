"""What one practice unit is told at its birth, and what it answers: one JSON line each way."""

import json
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from station.errors import StationError


class Pacing(Enum):
    """Whether the unit's serial line takes the time that its baud rate needs."""

    REAL = "real"
    NONE = "none"


class Manner(Enum):
    """The ways in which a practice unit behaves."""

    NORMAL = "normal"
    SILENT = "silent"  # takes every request, never answers
    GARBAGE = "garbage"  # answers noise of about the right length
    SWAPPED = "swapped"  # says another serial number from the second identify on
    SLOW = "slow"  # waits `delay_s` before each answer
    NOISY = "noisy"  # log lines, partial frames and 8-bit noise around each answer
    DIES = "dies"  # its process ends at once, as when it is pulled out
    REFUSES = "refuses"  # answers with an SMP error; a Linux device refuses every login
    FORGETS = "forgets"  # what it is given or makes is gone once it was switched off or restarted
    HALF = "half"  # a modem gives half of each answer, and no more
    ENDLESS = "endless"  # a modem answers without an end
    REBOOTS = "reboots"  # restarts once, in the midst of a command, as by a dip in its supply
    REPEATS = "repeats"  # sends its last answer once more before each answer, and each one twice
    LOSES = "loses"  # of every ten requests it loses one, and the answer to another
    WRONG_HMAC = "wrong-hmac"  # signs with another secret than the one that it was given
    SAME_RECIPIENT = "same-recipient"  # has secrets sealed to one key, in every run
    BAD_POINT = "bad-point"  # has secrets sealed to what is no point of the curve
    NO_TPM = "no-tpm"  # says that it has no TPM, and refuses TPM commands


@dataclass(frozen=True)
class Behaviour:
    """How a unit behaves, and from when on.

    Attributes:
        manner: what it does.
        after: how many TPM commands and orders to its own key it answers as a good unit does before
            `manner` sets in; with 0 everything is in that manner, the first identify too (but
            `DIES` and `REBOOTS` at the first command, and `SWAPPED` at the second identify).
        delay_s: the wait of `SLOW`, seconds.
    """

    manner: Manner = Manner.NORMAL
    after: Annotated[int, Field(ge=0)] = 0
    delay_s: Annotated[float, Field(ge=0, le=600)] = 0.5


NORMAL: Final = Behaviour()


class Face(Enum):
    """What answers on a unit's port, where it is no Linux device."""

    SMP = "smp"  # its firmware
    MODEM = "modem"  # its AT commands
    TPM_NODE = "tpm-node"  # its bare TPM, which nobody has started


@dataclass(frozen=True)
class UnitConfig:
    """Everything that a unit's process knows: what is inside the unit, and where its plug is.

    Attributes:
        serial: the serial number it reports.
        model: the model it reports.
        firmware: the firmware's version that it reports.
        port_link: where the process puts a symlink to its serial port; it must not be there yet.
        tpm_state: the absolute folder of its manufactured swtpm state, or None for no TPM.
        disk: the absolute folder that is its disk, where it is a Linux device with a login on its
            line; None where it has firmware that speaks SMP.
        baud: the serial line's speed, bits a second.
        pacing: whether the line takes real time.
        buffer: the SMP server's buffer, bytes: the longest SMP message it takes.
        behaviour: how it behaves.
        face: what answers on its port, without `disk`.
        memory: the absolute folder of its flash, where it makes and keeps a key itself.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    serial: str
    model: str
    firmware: str
    port_link: Path
    tpm_state: Path | None = None
    disk: Path | None = None
    baud: Annotated[int, Field(ge=1200, le=4_000_000)] = 115_200
    pacing: Pacing = Pacing.REAL
    buffer: Annotated[int, Field(ge=128, le=65_535)] = 4_096
    behaviour: Behaviour = NORMAL
    face: Face = Face.SMP
    memory: Path | None = None

    def line(self) -> bytes:
        """Return the JSON line, newline included, for the process's standard input."""
        return json.dumps(asdict(self), default=_plain).encode() + b"\n"

    @classmethod
    def parse(cls, line: bytes) -> Self:
        """Return the configuration that `line` holds.

        Raises:
            StationError: CFG-006 where it is not such a line.
        """
        try:
            return TypeAdapter(cls).validate_json(line)
        except ValidationError as error:
            raise StationError("CFG-006", f"the unit's configuration: {error}") from error


@dataclass(frozen=True)
class UnitAnswer:
    """What the process answers on its standard output, once, when its port is there or can't be.

    Attributes:
        port: the device path of the serial port that `port_link` points at, or "" on failure.
        error: what went wrong, for the engineer, or "".
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    port: str = ""
    error: str = ""

    def line(self) -> bytes:
        """Return the JSON line, newline included."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def parse(cls, line: bytes) -> Self:
        """Return the answer that `line` holds.

        Raises:
            StationError: CFG-006 where it is not such a line, as when the process died.
        """
        try:
            return TypeAdapter(cls).validate_json(line)
        except ValidationError as error:
            raise StationError("CFG-006", f"the unit's answer: {error}") from error


def _plain(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return str(value)
