"""Positions taught by plugging in: which port appears tells which port a position has."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event
from typing import Final, Protocol

from station.errors import StationError
from station.folders import Data
from station.line.bench import Bench, Position, load_bench
from station.links.port_names import SYSTEM, PortTree, SerialPort, UsbDevice
from station.model.names import shown
from station.operations.bench_check import others_at

_LOOK_S: Final = 0.1


@dataclass(frozen=True)
class Waits:
    """How long a lesson waits, in seconds.

    Attributes:
        patience_s: for somebody to plug a unit in or take it out, each time.
        settle_s: for no further port to come, since a device shows several one by one.
    """

    patience_s: float = 120.0
    settle_s: float = 1.0


WAITS: Final = Waits()


class Supervisor(Protocol):
    """Who teaches: is told what to do, and decides."""

    def asked_to_plug(self, position: str) -> None:
        """A unit is to be plugged in at a position."""
        ...

    def told_to_unplug(self, ports: Sequence[str]) -> None:
        """Several units came at once: all are to be taken out, then one put in."""
        ...

    def told_taken(self, port: str, position: str) -> None:
        """The port is another position's: the unit is to be taken out and put in elsewhere."""
        ...

    def chosen(self, ports: Sequence[str]) -> int | None:
        """One unit has several ports: which, by its index; None to leave all as it is."""
        ...

    def agreed(self, position: str, port: str) -> bool:
        """Whether the position is to have this port."""
        ...


class Lesson:
    """One position's lesson.

    Args:
        position: its name.
        bench: the bench as it is, or None where there is none yet.
        supervisor: who teaches.
        cancel: ends the lesson.
        tree: where the system tells of its ports.
        waits: how long to wait for what.
    """

    def __init__(
        self,
        position: str,
        bench: Bench | None,
        supervisor: Supervisor,
        cancel: Event,
        *,
        tree: PortTree = SYSTEM,
        waits: Waits = WAITS,
    ) -> None:
        self._position = position
        self._bench = bench
        self._supervisor = supervisor
        self._cancel = cancel
        self._tree = tree
        self._waits = waits
        self._before = frozenset(tree.ports())

    def learn(self) -> Bench | None:
        """Return the bench with the position's port by its stable name; None to leave it.

        Raises:
            StationError: LIN-003 cancelled, LIN-032 nothing was plugged in in time, LIN-033 the
                port has no stable name.
        """
        self._supervisor.asked_to_plug(self._position)
        while True:
            new = self._plugged_in()
            if len({_device(port) for port in new}) > 1:
                self._supervisor.told_to_unplug([port.node for port in new])
                self._unplugged(new)
                continue
            port = self._chosen(new)
            if port is None:
                return None
            name = self._name(port)
            other = self._owner(name)
            if other is not None:
                self._supervisor.told_taken(name, other)
                self._unplugged(new)
                continue
            return self._taught(name) if self._supervisor.agreed(self._position, name) else None

    def _plugged_in(self) -> tuple[SerialPort, ...]:
        """Return the ports that were not there before, once no more of them come."""
        until = time.monotonic() + self._waits.patience_s
        while not self._new():
            if time.monotonic() > until:
                raise StationError("LIN-032", position=self._position)
            self._wait(_LOOK_S)
        seen: tuple[SerialPort, ...] = ()
        while (new := self._new()) != seen:
            seen = new
            self._wait(self._waits.settle_s)
        return seen or self._plugged_in()

    def _new(self) -> tuple[SerialPort, ...]:
        now = self._tree.ports()
        self._before &= frozenset(now)  # what is taken out may be put in again
        return tuple(port for port in now if port not in self._before)

    def _unplugged(self, ports: Sequence[SerialPort]) -> None:
        until = time.monotonic() + self._waits.patience_s
        while set(ports) & set(self._tree.ports()):
            if time.monotonic() > until:
                raise StationError("LIN-032", position=self._position)
            self._wait(_LOOK_S)

    def _wait(self, seconds: float) -> None:
        if self._cancel.wait(seconds):
            raise StationError("LIN-003")

    def _chosen(self, ports: Sequence[SerialPort]) -> SerialPort | None:
        if len(ports) == 1:
            return ports[0]
        index = self._supervisor.chosen([self._name(port) for port in ports])
        return None if index is None else ports[index]

    def _name(self, port: SerialPort) -> str:
        names = self._tree.stable_names(port.node)
        if not names:
            raise StationError("LIN-033", port=shown(port.node))
        return names[0]

    def _owner(self, port: str) -> str | None:
        """Return the other position that has a port already, whatever it calls it."""
        if self._bench is None:
            return None
        node = self._tree.real(port)
        return next(others_at(node, self._position, self._bench, self._tree), None)

    def _taught(self, port: str) -> Bench:
        if self._bench is None:
            return Bench(name="bench", position=(Position(name=self._position, port=port),))
        positions = self._bench.position
        if self._position in {p.name for p in positions}:
            changed = tuple(
                p.model_copy(update={"port": port}) if p.name == self._position else p
                for p in positions
            )
        else:
            changed = (*positions, Position(name=self._position, port=port))
        signals, device = self._bench.signals, self._bench.device
        return Bench(name=self._bench.name, position=changed, signals=signals, device=device)


def bench_so_far(data: Data) -> Bench | None:
    """Return the bench of a data folder, or None where there is none yet.

    Raises:
        StationError: as `load_bench`, but for LIN-006.
    """
    try:
        return load_bench(data.bench)
    except StationError as error:
        if error.code != "LIN-006":
            raise
        return None


def _device(port: SerialPort) -> UsbDevice | str:
    return port.node if port.usb is None else port.usb
