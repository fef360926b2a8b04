"""Whether a bench file's signals can be wired so: no line twice, and each where there is one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from station.line.bench_signals import CLOSED, Interlock, SignalDevice, SignalOutput, Signals
from station.links.port_names import same_port
from station.model.commands import Flow
from station.model.strict import misplaced

Key = tuple[str | int, ...]
Wired = tuple[str, str, Signals]
"""A position's name, its port and its signals."""

BENCH: Final = "bench"
_NO_LINES: Final = "socket://"


@dataclass(frozen=True)
class _Use:
    """A line that is used, and the key of the bench file that says so."""

    key: Key
    port: str
    line: str
    is_output: bool


def port_of(wire: SignalOutput | Interlock, own: str | None) -> str | None:
    """Return the port of an output's or an interlock's line, or None where it has none.

    Args:
        wire: either.
        own: the position's port; None for what shows the whole bench.
    """
    return None if wire.line is None else wire.port or own


def check_wiring(
    positions: Sequence[Wired], bench: Signals, devices: Sequence[SignalDevice]
) -> None:
    """Look whether all signals can be wired so.

    Raises:
        PydanticCustomError: as `misplaced`, with the key's path below the bench.
    """
    _check_bench(bench)
    by_name = _named(devices)
    ports = {same_port(port): name for name, port, _ in positions}
    for index, device in enumerate(devices):
        owner = ports.get(same_port(device.port))
        if owner is not None:
            why = f"the position {owner} has this very port"
            raise misplaced(("device", index, "port"), why)
    places: list[tuple[Key, Signals]] = [(("signals",), bench)]
    places += [
        (("position", index, "signals"), signals) for index, (_, _, signals) in enumerate(positions)
    ]
    for key, signals in places:
        _check_devices(key, signals, by_name)
    _check_lines(list(_uses(positions, bench)), devices)


def _check_bench(bench: Signals) -> None:
    if bench.interlock is not None:
        raise misplaced(("signals", "interlock"), "a fixture belongs to a position")
    for index, output in enumerate(bench.output):
        if output.port is None:
            why = "name the port: only a position has one of its own"
            raise misplaced(("signals", "output", index, "port"), why)


def _named(devices: Sequence[SignalDevice]) -> Mapping[str, SignalDevice]:
    named: dict[str, SignalDevice] = {}
    ports: dict[str, str] = {}
    for index, device in enumerate(devices):
        if device.name in named:
            why = f"there is already a device {device.name}"
            raise misplaced(("device", index, "name"), why)
        other = ports.setdefault(same_port(device.port), device.name)
        if other != device.name:
            raise misplaced(("device", index, "port"), f"the device {other} has this very port")
        named[device.name] = device
    return named


def _check_devices(key: Key, signals: Signals, named: Mapping[str, SignalDevice]) -> None:
    """Look whether the devices are there that a place names, and do what it wants of them."""
    interlock = signals.interlock
    wanted = [((*key, "device"), signals.device)]
    if interlock is not None:
        wanted.append(((*key, "interlock", "device"), interlock.device))
    for where, name in wanted:
        if name is not None and name not in named:
            there = ", ".join(sorted(named)) or "none"
            raise misplaced(where, f"there is no [[device]] named {name}; there is {there}")
    if signals.device is not None and not named[signals.device].commands.shows:
        why = f"the device {signals.device} has no commands for any state"
        raise misplaced((*key, "device"), why)
    asked = None if interlock is None else interlock.device
    if asked is not None and not named[asked].commands.closed:
        why = f"the device {asked} has no [[device.commands.{CLOSED}]]"
        raise misplaced((*key, "interlock", "device"), why)


def _uses(positions: Sequence[Wired], bench: Signals) -> Iterator[_Use]:
    yield from _outputs(("signals",), bench, None)
    for index, (_, port, signals) in enumerate(positions):
        key: Key = ("position", index, "signals")
        yield from _outputs(key, signals, port)
        interlock = signals.interlock
        if interlock is not None and interlock.line is not None:
            where = (*key, "interlock", "line")
            yield _Use(where, interlock.port or port, interlock.line.value, is_output=False)


def _outputs(key: Key, signals: Signals, own: str | None) -> Iterator[_Use]:
    for index, output in enumerate(signals.output):
        port = port_of(output, own)
        if port is not None:
            where = (*key, "output", index, "line")
            yield _Use(where, port, output.line.value, is_output=True)


def _check_lines(uses: Sequence[_Use], devices: Sequence[SignalDevice]) -> None:
    """Look whether each line is there, drives one thing only, and holds no data back."""
    taken: set[tuple[str, str]] = set()
    for use in uses:
        if use.port.lower().startswith(_NO_LINES):
            why = "a socket:// port has no control lines; use rfc2217://, or a device"
            raise misplaced(use.key, why)
        line = (same_port(use.port), use.line)
        if use.is_output and line in taken:
            raise misplaced(use.key, f"{use.line} of this port drives something else already")
        taken.add(line)
    held = {same_port(use.port) for use in uses}
    for index, device in enumerate(devices):
        if device.commands.flow is Flow.RTS_CTS and same_port(device.port) in held:
            why = "lines of this port are signals, so it can't have hardware flow control"
            raise misplaced(("device", index, "commands", "flow"), why)
