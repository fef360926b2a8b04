"""A bench's signals for both faces: at work beside the runs, looked at, and tried out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event, Thread
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.line.bench import Bench, Position
from station.line.bench_signals import Interlock, SignalOutput, Signals
from station.line.bench_wiring import port_of
from station.line.fixture import FixtureState
from station.line.showing import Trouble
from station.line.signalling import Signalling, has_signals
from station.model.signals import SignalState
from station.operations.plant import Plant
from station.records.files import FileLock, is_taken

# How long each state is shown while somebody looks at the lamps.
LOOK_S: Final = 3.0
# How long lamps and switches may take to be there at first: a network port needs a moment.
_SETTLE_S: Final = 0.1
_FIRST_LOOK_S: Final = 10.0


def nobody_told(error: StationError) -> None:
    """Tell nobody."""
    del error


@contextmanager
def signalling(
    plant: Plant,
    bench: Bench | None,
    trouble: Trouble = nobody_told,
    positions: Sequence[Position] | None = None,
) -> Iterator[Plant]:
    """Give the plant as it is to be worked with, while the bench's signals follow the work.

    Args:
        plant: the open station.
        bench: whose signals; None where there is no bench yet.
        trouble: told of signals that don't work: LNK-045.
        positions: those that are worked at; all where it isn't said.
    """
    if bench is not None and positions is not None:
        bench = bench.model_copy(update={"position": tuple(positions)})
    if bench is None or not has_signals(bench):
        yield plant
        return
    with Signalling(bench, trouble) as signals:
        yield replace(plant, tools=replace(plant.tools, signals=signals))


@dataclass(frozen=True)
class SignalRow:
    """What a place of the bench has, in words.

    Attributes:
        place: the position's name, or `bench`.
        lamps: each with what it is wired to.
        fixture: what its switch is wired to, or empty.
        state: what is known of the fixture; None where there is none.
    """

    place: str
    lamps: tuple[str, ...]
    fixture: str
    state: FixtureState | None = None


def signal_rows(bench: Bench) -> list[SignalRow]:
    """Return what the bench file says of signals, without opening anything."""
    places: list[tuple[str, str | None, Signals]] = [("bench", None, bench.signals)]
    places += [(p.name, p.port, p.signals) for p in bench.position]
    return [_row(name, own, signals) for name, own, signals in places if signals != Signals()]


def _row(place: str, own: str | None, signals: Signals) -> SignalRow:
    lamps = [f"{one.lamp.value} by {_line(one)} of {port_of(one, own)}" for one in signals.output]
    if signals.device is not None:
        lamps.append(f"the device {signals.device}")
    interlock = signals.interlock
    fixture = ""
    if interlock is not None:
        wired = f"{_line(interlock)} of {port_of(interlock, own)}"
        fixture = f"the device {interlock.device}" if interlock.device else wired
    return SignalRow(place, tuple(lamps), fixture)


def _line(wire: SignalOutput | Interlock) -> str:
    name = "" if wire.line is None else wire.line.value
    return f"inverted {name}" if wire.inverted else name


@contextmanager
def nobody_at_work(data: Data, cancel: Event) -> Iterator[None]:
    """See that no process works at the bench of this data folder during the block.

    Opening a port a second time raises its lines, and the lamps of whoever is at work with them.
    The record is left to whoever wants to work: the block is told to end then.

    Args:
        data: the folder.
        cancel: set once somebody begins to work.

    Raises:
        StationError: REC-004 where one does, or looks at the bench too.
    """
    if not data.root.is_dir():
        yield
        return
    lock, over = FileLock.taken(data.bench), Event()
    watching = Thread(target=_give_way, args=(data, cancel, over), daemon=True)
    try:
        if is_taken(data.database):
            raise StationError("REC-004", "a station is at work")
        watching.start()
        yield
    finally:
        over.set()
        if watching.ident is not None:
            watching.join()
        lock.release()


def _give_way(data: Data, cancel: Event, over: Event) -> None:
    """Set `cancel` once a process has the record for writing, unless it is `over` before."""
    while not over.wait(_SETTLE_S):
        if is_taken(data.database):
            cancel.set()
            return


@dataclass(frozen=True)
class Look:
    """What was seen of a bench's signals.

    Attributes:
        rows: what it has.
        trouble: what doesn't work: LNK-045, LNK-046.
        at_work: whether a station is at work there, so that nothing was opened.
    """

    rows: Sequence[SignalRow]
    trouble: Sequence[StationError] = ()
    at_work: bool = False


def looked_at(bench: Bench, data: Data) -> Look:
    """Open what the signals are wired to, unless a station is at work, and say how they are."""
    rows, begun = signal_rows(bench), Event()
    if not rows:
        return Look(rows)
    try:
        with nobody_at_work(data, begun):
            look = Look(*_opened(bench, rows, begun))
    except StationError as error:
        if error.code != "REC-004":
            raise
        return Look(rows, at_work=True)
    return Look(rows, at_work=True) if begun.is_set() else look


def _opened(
    bench: Bench, rows: Sequence[SignalRow], cancel: Event
) -> tuple[Sequence[SignalRow], Sequence[StationError]]:
    trouble = list[StationError]()
    with Signalling(bench, trouble.append) as signals:
        left = _FIRST_LOOK_S
        while left > 0 and not trouble and not signals.settled and not cancel.wait(_SETTLE_S):
            left -= _SETTLE_S
        states = signals.fixtures
        rows = [replace(row, state=states.get(row.place)) for row in rows]
    unread = [
        StationError("LNK-046", position=name)
        for name, state in states.items()
        if state is FixtureState.UNKNOWN
    ]
    return rows, [*trouble, *unread]


@dataclass(frozen=True)
class Walk:
    """Shows a position's states one after another.

    Attributes:
        bench: the bench.
        position: where.
        cancel: ends it.
        shown: told of each state that is shown now.
        fixture: told what becomes of the fixture meanwhile.
        trouble: told of what doesn't work.
    """

    bench: Bench
    position: str
    cancel: Event
    shown: Callable[[SignalState], None]
    fixture: Callable[[FixtureState], None]
    trouble: Trouble

    def go(self, each_s: float = LOOK_S) -> Sequence[StationError]:
        """Go through all states; return what doesn't work.

        Raises:
            StationError: LIN-005 where the bench has no such position.
        """
        if self.position not in {position.name for position in self.bench.position}:
            raise StationError("LIN-005", position=self.position)
        trouble = list[StationError]()

        def fails(error: StationError) -> None:
            trouble.append(error)
            self.trouble(error)

        with Signalling(self.bench, fails) as signals:
            signals.watch(self._fixture_is, nobody_told)
            for state in SignalState:
                if self.cancel.is_set():
                    break
                signals.show(self.position, state)
                self.shown(state)
                self.cancel.wait(each_s)
        return trouble

    def _fixture_is(self, position: str, state: FixtureState) -> None:
        if position == self.position and state is not FixtureState.UNKNOWN:
            self.fixture(state)
