"""The threads that switch lamps and read switches: one a port, so that none waits for another."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Final

from station.errors import StationError
from station.line.bench_signals import CLOSED, PLACE, Interlock, SignalDevice, SignalOutput
from station.line.fixture import Fixture
from station.line.signal_board import SignalBoard, called
from station.links.control_lines import HELD, ControlLines
from station.links.signal_device import SignalLink
from station.model.signals import Pattern, SignalState

_log: Final = logging.getLogger(__name__)

_LOOK_S: Final = 0.05  # how often a fixture's switch is read
_ASK_S: Final = 0.2  # how often a device is asked for it
_ASSURE_S: Final = 1.0  # how often a port is looked at that has nothing to do
_AGAIN_S: Final = 1.0  # how soon what failed is tried again
_END_S: Final = 3.0  # how long a port that hangs is waited for at the end

_WHY: Final[Mapping[str, str]] = {
    "LNK-001": "the port isn't there",
    "LNK-002": "nothing answers",
    "LNK-003": "the port is gone, or has no such lines",
    "LNK-004": "what answers isn't understood",
    "LNK-005": "the device refuses",
    "LNK-008": "another program uses the port",
    "LNK-030": "the device answers something else",
}

Told = Callable[[StationError], None]
"""Told of LNK-045, in whatever thread it comes about; must not wait."""


class SignalWorker(ABC):
    """Works one port or device in a thread of its own, and tries again where it fails.

    Args:
        port: its name.
        board: what is to be shown.
        told: told once when it fails, until it works again.
        fixtures: those whose switches are read here.
    """

    def __init__(
        self, port: str, board: SignalBoard, told: Told, fixtures: Sequence[Fixture]
    ) -> None:
        self.port: Final = port
        self.trouble: StationError | None = None
        self.looked = False
        self._board = board
        self._told = told
        self._fixtures = fixtures
        self._thread = Thread(target=self._work, name=f"signals-{port}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Wait for the end, which comes once the board is over."""
        self._thread.join(_END_S)
        if self._thread.is_alive():
            _log.warning("The signals at %s are stuck, and are left alone", self.port)

    def _work(self) -> None:
        while not self._board.over:
            seen = self._board.changes
            due_s = self._tried()
            self.looked = True
            self._board.wait(seen, due_s)
        with suppress(StationError):
            self._darken()

    def _tried(self) -> float:
        """Do one turn; return when the next is due, in seconds."""
        try:
            due_s = self._turn()
        except StationError as error:
            self._failed(error)
        except Exception as error:  # noqa: BLE001 - no lamp may take a thread's others with it
            _log.exception("The signals at %s broke", self.port)
            self._failed(StationError("LIN-014", type(error).__name__))
        else:
            if self.trouble is not None:
                _log.info("The signals at %s work again", self.port)
                self.trouble = None
            return due_s
        return _AGAIN_S

    def _failed(self, error: StationError) -> None:
        if self._board.over:
            return
        detail = f"{error}: {error.detail}"
        for fixture in self._fixtures:
            fixture.failed(StationError("LNK-046", detail, position=fixture.position))
        if self.trouble is None:
            why = _WHY.get(error.code, error.code)
            self.trouble = StationError("LNK-045", detail, port=self.port, why=why)
            _log.warning("%s (%s)", self.trouble, detail)
            self._told(self.trouble)

    @abstractmethod
    def _turn(self) -> float:
        """Switch and read what is to be switched and read; return when to do so again.

        Raises:
            StationError: where that fails.
        """

    @abstractmethod
    def _darken(self) -> None:
        """Leave everything as if nobody were at work, and let go of the port."""


@dataclass(frozen=True)
class Wire:
    """An output of a place, and how it shows states.

    Attributes:
        place: the position's name, or empty for the bench.
        output: what is switched.
        patterns: for every state.
    """

    place: str
    output: SignalOutput
    patterns: Mapping[SignalState, Pattern]


@dataclass
class PortWires:
    """What is wired to one port's control lines.

    Attributes:
        port: its name.
        outputs: what its lines switch.
        inputs: the fixtures whose switches they tell of.
    """

    port: str
    outputs: list[Wire] = field(default_factory=list)
    inputs: list[tuple[Fixture, Interlock]] = field(default_factory=list)


class PortWorker(SignalWorker):
    """Switches and reads the control lines of one port.

    Args:
        wires: what is wired to them.
        board: what is to be shown.
        told: as for every worker.
    """

    def __init__(self, wires: PortWires, board: SignalBoard, told: Told) -> None:
        super().__init__(wires.port, board, told, [fixture for fixture, _ in wires.inputs])
        self._wires = wires
        self._lines = ControlLines(wires.port, self._dark)

    def start(self) -> None:
        """Begin; from now on, links to this port use its data alone."""
        HELD.hold(self._lines)
        super().start()

    def end(self) -> None:
        """Wait for the end; see `SignalWorker.end`."""
        super().end()
        HELD.release(self._lines)

    @property
    def _dark(self) -> Mapping[str, bool]:
        return {wire.output.line.value: wire.output.inverted for wire in self._wires.outputs}

    def _turn(self) -> float:
        levels: dict[str, bool] = {}
        due_s = _LOOK_S if self._wires.inputs else _ASSURE_S
        for wire in self._wires.outputs:
            shown = self._board.shown(wire.place)
            pattern, age_s = wire.patterns[shown.state], self._board.clock() - shown.since
            levels[wire.output.line.value] = pattern.is_lit(age_s) is not wire.output.inverted
            next_s = pattern.next_s(age_s)
            due_s = due_s if next_s is None else min(due_s, next_s)
        self._lines.set(levels)
        if self._wires.inputs:
            inputs = self._lines.read()
            for fixture, interlock in self._wires.inputs:
                line = "" if interlock.line is None else interlock.line.value
                fixture.saw(closed=getattr(inputs, line) is not interlock.inverted)
        else:
            self._lines.check()
        return due_s

    def _darken(self) -> None:
        self._lines.set(self._dark)


class DeviceWorker(SignalWorker):
    """Tells one device the states of all places that it shows, and asks it for their switches.

    Args:
        device: which.
        places: those that it shows.
        fixtures: those that it is asked for.
        board: what is to be shown.
        told: as for every worker.
    """

    def __init__(
        self,
        device: SignalDevice,
        places: Sequence[str],
        fixtures: Sequence[Fixture],
        board: SignalBoard,
        told: Told,
    ) -> None:
        super().__init__(device.port, board, told, fixtures)
        self._device = device
        self._places = places
        self._cancel = Event()
        self._link: SignalLink | None = None
        self._told_of: dict[str, SignalState] = {}

    def end(self) -> None:
        """Wait for the end; see `SignalWorker.end`."""
        super().end()
        self._cancel.set()

    def _turn(self) -> float:
        try:
            link = self._opened()
            for place in self._places:
                state = self._board.shown(place).state
                if self._told_of.get(place) is not state:
                    link.show(state.value, _given(place))
                    self._told_of[place] = state
            for fixture in self._fixtures:
                fixture.saw(closed=link.holds(CLOSED, _given(fixture.position)))
        except StationError:
            self._hang_up()
            raise
        return _ASK_S if self._fixtures else _ASSURE_S

    def _opened(self) -> SignalLink:
        if self._link is None:
            device = self._device
            self._told_of.clear()  # it may have been switched off meanwhile
            self._link = SignalLink(
                device.port, device.baud, device.answer_s, device.commands, self._cancel
            )
        return self._link

    def _hang_up(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.__exit__(None, None, None)

    def _darken(self) -> None:
        if self._link is None:
            return
        try:
            for place in self._places:
                self._link.show(SignalState.IDLE.value, _given(place))
        finally:
            self._hang_up()


def _given(place: str) -> Mapping[str, bytes]:
    return {PLACE: called(place).encode("ascii")}
