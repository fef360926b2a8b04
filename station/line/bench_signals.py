"""A bench file's signals: lamps and buzzers, the fixture's switch, and what they are wired to."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Annotated, Final

from pydantic import Field, model_validator

from station.line.bench_ports import PortName
from station.model.commands import Dialogue, Exchange, Exchanges
from station.model.profile import Name
from station.model.signals import Lamp, Pattern, SignalState, usual_patterns
from station.model.strict import Strict, misplaced

PLACE: Final = "position"  # what a device's templates know beside their own values
CLOSED: Final = "closed"
_STATES: Final = frozenset(state.value for state in SignalState)


class OutLine(Enum):
    """A control line that Station drives."""

    DTR = "dtr"
    RTS = "rts"


class InLine(Enum):
    """A control line that Station reads."""

    CTS = "cts"
    DSR = "dsr"
    CD = "cd"


class SignalOutput(Strict):
    """A lamp or buzzer behind a control line.

    Attributes:
        lamp: what is switched.
        line: by which line.
        port: of which port; the position's own where it isn't named.
        inverted: whether it is on while the line is off.
        states: how it shows states, where that isn't as usual.
    """

    lamp: Lamp
    line: OutLine
    port: PortName | None = None
    inverted: bool = False
    states: Mapping[SignalState, Pattern] = {}


class Interlock(Strict):
    """How Station knows that a fixture is closed: by a control line, or by asking a device.

    Attributes:
        line: which line is on while the fixture is closed.
        port: of which port; the position's own where it isn't named.
        inverted: whether it is off then.
        device: the name of the device whose `closed` is asked instead.
        reopen: whether the fixture must have been opened after a unit before the next may start.
    """

    line: InLine | None = None
    port: PortName | None = None
    inverted: bool = False
    device: Name | None = None
    reopen: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "Interlock":
        if (self.line is None) == (self.device is None):
            raise misplaced(("line",), 'name either a line, "cts", "dsr" or "cd", or a device')
        if self.line is None and (self.port is not None or self.inverted):
            key = "port" if self.port is not None else "inverted"
            raise misplaced((key,), "that is for a line; of a device, its answer says it")
        return self


class Signals(Strict):
    """What shows a place's state, and whether its fixture is closed.

    Attributes:
        output: lamps and buzzers behind control lines.
        device: the name of the device that is told the state, or None.
        interlock: the fixture's switch; None where there is none.
    """

    output: Annotated[tuple[SignalOutput, ...], Field(max_length=8)] = ()
    device: Name | None = None
    interlock: Interlock | None = None

    def patterns(self, output: SignalOutput) -> Mapping[SignalState, Pattern]:
        """Return how one of the outputs shows each state."""
        usual = usual_patterns(output.lamp, {one.lamp for one in self.output})
        return {**usual, **output.states}


class SignalCommands(Dialogue):
    """What a stack light or a controller with text commands is told, and asked.

    Attributes:
        connect: what is done first, each time that the device is opened.
        idle: shows that no unit is at work. Like the others, its templates know `{position}`.
        working: shows that one is.
        passed: shows its PASS.
        failed: shows its FAIL.
        hand: shows that somebody is wanted.
        closed: asks whether the fixture is closed: it is where all that is wanted by `equals` and
            `matches` holds, and open where it doesn't.
    """

    connect: Exchanges = ()
    idle: Exchanges = ()
    working: Exchanges = ()
    passed: Exchanges = ()
    failed: Exchanges = ()
    hand: Exchanges = ()
    closed: Exchanges = ()

    def exchanges(self, name: str) -> tuple[Exchange, ...]:
        """Return the list of that name."""
        return dict(self._lists())[name]

    @property
    def shows(self) -> bool:
        """Whether it is told of states at all."""
        return any(part for name, part in self._lists() if name in _STATES)

    def _lists(self) -> Iterator[tuple[str, tuple[Exchange, ...]]]:
        yield "connect", self.connect
        yield "idle", self.idle
        yield "working", self.working
        yield "passed", self.passed
        yield "failed", self.failed
        yield "hand", self.hand
        yield CLOSED, self.closed

    @model_validator(mode="after")
    def _fits_together(self) -> "SignalCommands":
        if PLACE in self.values:
            raise misplaced(("values", PLACE), "Station gives a value of this name itself")
        for name, part in self._lists():
            _check_templates(name, part, frozenset(self.values) | {PLACE})
        if self.closed and not any(one.equals or one.matches for one in self.closed):
            raise misplaced((CLOSED,), "say by equals or matches which answer means closed")
        return self


def _check_templates(name: str, part: Sequence[Exchange], known: frozenset[str]) -> None:
    """Look whether a list's templates know all their values."""
    if name == "connect":
        known -= {PLACE}  # it is done once for all positions
    for index, exchange in enumerate(part):
        for key, template in exchange.templates():
            foreign = template.names - known - exchange.captures
            if foreign:
                there = ", ".join(f"{{{one}}}" for one in sorted(known)) or "none"
                why = f"there is no {{{min(foreign)}}} here; there are {there}"
                raise misplaced((name, index, *key), why)
        known |= exchange.captures


class SignalDevice(Strict):
    """A device with text commands that shows the state of one position or more.

    Attributes:
        name: unique on the bench.
        port: as a position's.
        baud: bits a second; 8 data bits, no parity, 1 stop bit.
        answer_s: how long an answer may take, seconds.
        commands: what is sent, and waited for.
    """

    name: Name
    port: PortName
    baud: Annotated[int, Field(ge=300, le=4_000_000)] = 9600
    answer_s: Annotated[float, Field(gt=0, le=60)] = 2.0
    commands: SignalCommands
