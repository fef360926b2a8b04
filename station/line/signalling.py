"""A bench's signals at work: events become states, states become lamps, and switches guard runs."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import Outcome, StationError
from station.line.bench import Bench, Position
from station.line.bench_signals import Interlock, Signals
from station.line.bench_wiring import port_of
from station.line.fixture import Fixture, FixtureState
from station.line.fixture import Told as FixtureTold
from station.line.showing import Trouble
from station.line.signal_board import WHOLE, SignalBoard
from station.line.signal_workers import DeviceWorker, PortWires, PortWorker, SignalWorker, Wire
from station.line.steps import Listener, tell
from station.links.port_names import same_port
from station.model.run import Step, StepEvent, StepState
from station.model.signals import SignalState

_BY_OUTCOME: Final[Mapping[Outcome, SignalState]] = {
    Outcome.PASSED: SignalState.PASSED,
    Outcome.FAILED: SignalState.FAILED,
    Outcome.ERROR: SignalState.HAND,
    Outcome.CANCELLED: SignalState.HAND,
}


class Signalling:
    """All signals of a bench; a context manager. See `line.showing.Showing` for what runs use.

    A device or a port that fails stops no unit: it is told of once, and tried again. A fixture's
    switch that can't be read lets no run begin, and ends the one at work.

    Args:
        bench: whose signals.
        trouble: told of what doesn't work.
    """

    def __init__(self, bench: Bench, trouble: Trouble) -> None:
        self._told: list[FixtureTold] = []
        self._heard: list[Trouble] = [trouble]
        self._board = SignalBoard([position.name for position in bench.position])
        self._fixtures = {
            position.name: Fixture(
                position.name, reopen=position.signals.interlock.reopen, told=self._fixture_is
            )
            for position in bench.position
            if position.signals.interlock is not None
        }
        self._workers: Sequence[SignalWorker] = [*self._ports(bench), *self._devices(bench)]

    def __enter__(self) -> Self:
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put all lamps out, and let go of all ports."""
        self._board.end()
        for worker in self._workers:
            worker.end()

    @property
    def settled(self) -> bool:
        """Whether every port and device was looked at since the beginning."""
        return all(worker.looked for worker in self._workers)

    @property
    def trouble(self) -> Sequence[StationError]:
        """What doesn't work now."""
        return [worker.trouble for worker in self._workers if worker.trouble is not None]

    @property
    def fixtures(self) -> Mapping[str, FixtureState]:
        """What is known of the fixtures, by their positions' names."""
        return {name: fixture.state for name, fixture in self._fixtures.items()}

    def watch(self, told: FixtureTold, trouble: Trouble) -> None:
        """Have somebody told of the fixtures, as they are now and whenever they change."""
        self._told.append(told)
        self._heard.append(trouble)
        for name, state in self.fixtures.items():
            told(name, state)

    def heard(self, event: StepEvent) -> None:
        """Show what an event tells; see `line.steps.Listener`."""
        if event.outcome is not None:
            self.show(event.position, _ended(event, event.outcome))
        elif event.state is StepState.WAITING:
            self.show(event.position, SignalState.HAND)
        elif event.state is not StepState.FAILED:
            self.show(event.position, SignalState.WORKING)

    def show(self, position: str, state: SignalState) -> None:
        """Show a position's state."""
        self._board.show(position, state)

    @contextmanager
    def guarding(
        self, position: str, cancel: Event, listeners: Sequence[Listener]
    ) -> Iterator[Event]:
        """Wait for the position's fixture, where it has one; see `line.showing.Showing`."""
        fixture = self._fixtures.get(position)
        if fixture is None:
            yield cancel
            return
        with fixture.guarding(cancel, partial(_want, position, listeners)) as run:
            yield run

    @contextmanager
    def watching(self, position: str, cancel: Event) -> Iterator[Event]:
        """Look at the position's fixture, where it has one; see `line.showing.Showing`."""
        fixture = self._fixtures.get(position)
        if fixture is None:
            yield cancel
            return
        with fixture.watching(cancel) as look:
            yield look

    def _fixture_is(self, position: str, state: FixtureState) -> None:
        for told in self._told:
            told(position, state)

    def _fails(self, error: StationError) -> None:
        for told in self._heard:
            told(error)

    def _ports(self, bench: Bench) -> Iterator[SignalWorker]:
        """Yield what works each port, however many positions share it."""
        wires: dict[str, PortWires] = {}

        def at(port: str) -> PortWires:
            return wires.setdefault(same_port(port), PortWires(port))

        for place, own, signals in _places(bench):
            for output in signals.output:
                port = port_of(output, own)
                if port is not None:
                    at(port).outputs.append(Wire(place, output, signals.patterns(output)))
            interlock = signals.interlock
            port = None if interlock is None else port_of(interlock, own)
            if interlock is not None and port is not None:
                at(port).inputs.append((self._fixtures[place], interlock))
        for one in wires.values():
            yield PortWorker(one, self._board, self._fails)

    def _devices(self, bench: Bench) -> Iterator[SignalWorker]:
        for device in bench.device:
            shows = [place for place, _, signals in _places(bench) if signals.device == device.name]
            asked = [
                self._fixtures[position.name]
                for position in bench.position
                if _asks(position.signals.interlock, device.name)
            ]
            if shows or asked:
                yield DeviceWorker(device, shows, asked, self._board, self._fails)


def _ended(event: StepEvent, outcome: Outcome) -> SignalState:
    """Return what a run's end shows; a check's is its verdict, for a bad unit has to fail."""
    if "check" not in event.data:
        return _BY_OUTCOME[outcome]
    match event.data.get("verdict"):
        case "ok":
            return SignalState.PASSED
        case "wrong" if outcome is not Outcome.ERROR:
            return SignalState.FAILED
        case _:
            return SignalState.HAND


def _asks(interlock: Interlock | None, device: str) -> bool:
    return interlock is not None and interlock.device == device


def _places(bench: Bench) -> Iterator[tuple[str, str | None, Signals]]:
    yield WHOLE, None, bench.signals
    for position in bench.position:
        yield position.name, position.port, position.signals


def _want(position: str, listeners: Sequence[Listener], code: str) -> None:
    """Tell what the worker is to do before the run begins; it has no name yet."""
    tell(listeners, StepEvent("", position, Step.CONNECT, StepState.WAITING, code=code))


def has_signals(bench: Bench) -> bool:
    """Return whether a bench has any."""
    positions: Sequence[Position] = bench.position
    every = [bench.signals, *(position.signals for position in positions)]
    return any(one != Signals() for one in every)
