"""A serial line that spoils what crosses it, at bytes that were chosen before.

It stands between a station and a practice unit: the station opens a port of its own, and a thread
carries the bytes between that and the unit's.
"""

import os
import pty
import select
import time
import tty
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

_READ = 4_096
_LOG_PIECES = 4_000


class Way(Enum):
    """Where bytes go."""

    TO_UNIT = ">"
    TO_STATION = "<"


class Spoil(Enum):
    """What becomes of bytes."""

    DROP = "drop"
    DOUBLE = "double"
    FLIP = "flip"
    DELAY = "delay"
    NOISE = "noise"  # others come before them
    UNPLUG = "unplug"
    REBOOT = "reboot"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        way: of the bytes that it hits.
        at: how many bytes have gone that way before.
        spoil: what becomes of them.
        length: how many bytes it hits; for `FLIP`, the bits that are turned over in one.
        seconds: how long a `DELAY` lasts.
        noise: what comes before them, with `NOISE`.
    """

    way: Way
    at: int
    spoil: Spoil
    length: int = 1
    seconds: float = 0.0
    noise: bytes = b""


@dataclass
class _Stream:
    """One direction: how far it is, what is still to go wrong, and what waits to go on."""

    faults: deque[Fault]
    gone: int = 0
    held_until: float = 0.0
    waiting: bytearray = field(default_factory=bytearray)


class NoisyLine:
    """A line with faults, for one run; a context manager.

    Args:
        port: where the station's port is to be; nothing is there.
        unit: the path of the unit's port.
        faults: what goes wrong.
        unplug: called where the unit is pulled out; the station's port hangs up with it.
        reboot: called where the unit starts again; the station's port stays, as a USB bridge's does
            that has its power from the station. When it returns, the unit's port must be there.

    Attributes:
        port: where the station's port is; nothing is there once the unit was pulled out.
        carried: how many bytes came in, by way.
    """

    def __init__(
        self,
        port: Path,
        unit: str,
        faults: Sequence[Fault],
        *,
        unplug: Callable[[], None],
        reboot: Callable[[], None],
    ) -> None:
        self._unit_port = unit
        self._acts = {Spoil.UNPLUG: unplug, Spoil.REBOOT: reboot}
        self._streams = {
            way: _Stream(deque(sorted((f for f in faults if f.way is way), key=lambda f: f.at)))
            for way in Way
        }
        self.carried = dict.fromkeys(Way, 0)
        self._log: deque[str] = deque(maxlen=_LOG_PIECES)
        self._began = time.monotonic()
        self._stop, self._stopped = os.pipe()
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        os.set_blocking(self._master, False)
        # The port is there while nobody has it open: this end of it stays open here as well.
        self._slave: int | None = slave
        self.port = port
        port.symlink_to(os.ttyname(slave))
        self._unit: int | None = _opened(unit)
        self._thread = Thread(target=self._carry, name="noisy-line")
        self._thread.start()

    def text(self) -> str:
        """Return what crossed the line, as it came in, and what was done to it."""
        return "\n".join(self._log)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._stopped)
        self._thread.join()
        os.close(self._stop)
        self.port.unlink(missing_ok=True)
        for descriptor in (self._master, self._slave, self._unit):
            if descriptor is not None:
                os.close(descriptor)

    def _carry(self) -> None:
        going_on = True
        while going_on:
            going_on = not self._wait()  # the station's last word is carried too
            for way in Way:
                self._take(way)
            for way in Way:
                self._send(way)

    def _take(self, way: Way) -> None:
        # Asked anew for each way: what came the one way may have changed what the other comes from.
        source = self._master if way is Way.TO_UNIT else self._unit
        if source is not None and (data := _read(source)):
            self._came(way, data)

    def _wait(self) -> bool:
        """Wait for bytes, for a delay's end, or for the end; return whether that is it."""
        readers = [self._stop, self._master]
        readers += [self._unit] if self._unit is not None else []
        now = time.monotonic()
        held = [s.held_until - now for s in self._streams.values() if s.waiting]
        left = max(0.001, min(held)) if held else None
        ready, _, _ = select.select(readers, [], [], left)
        # Without a station at the other end, a pty's master may hang up again and again.
        if ready and self._slave is None:
            time.sleep(0.001)
        return self._stop in ready

    def _came(self, way: Way, data: bytes) -> None:
        stream = self._streams[way]
        self.carried[way] += len(data)
        self._note(f"{way.value} {data!r}")
        while data:
            if not stream.faults or stream.faults[0].at >= stream.gone + len(data):
                stream.waiting += data
                stream.gone += len(data)
                return
            fault = stream.faults.popleft()
            before = max(0, fault.at - stream.gone)
            stream.waiting += data[:before]
            rest = self._spoilt(fault, stream, data[before:])
            stream.gone += len(data) - len(rest)
            data = rest

    def _spoilt(self, fault: Fault, stream: _Stream, data: bytes) -> bytes:
        """Do to the bytes what the fault says; return those that it leaves alone."""
        self._note(f"# {fault}")
        hit, rest = data[: fault.length], data[fault.length :]
        match fault.spoil:
            case Spoil.DROP:
                return rest
            case Spoil.DOUBLE:
                stream.waiting += hit + hit
                return rest
            case Spoil.FLIP:
                stream.waiting.append(data[0] ^ (fault.length & 0xFF or 1))
                return data[1:]
            case Spoil.DELAY:
                stream.held_until = time.monotonic() + fault.seconds
            case Spoil.NOISE:
                stream.waiting += fault.noise
            case Spoil.UNPLUG | Spoil.REBOOT:
                return self._cut(fault.spoil)
        return data

    def _cut(self, spoil: Spoil) -> bytes:
        """Take the unit away with all that is under way, and perhaps give it back."""
        for stream in self._streams.values():
            stream.waiting.clear()
            stream.faults.clear()
        if self._unit is not None:
            os.close(self._unit)
            self._unit = None
        if spoil is Spoil.UNPLUG and self._slave is not None:
            self.port.unlink()
            os.close(self._slave)
            self._slave = None
            self._hang_up()
        self._acts[spoil]()
        if spoil is Spoil.REBOOT:
            self._unit = _opened(self._unit_port)
        return b""

    def _hang_up(self) -> None:
        # Another pty stands in for this one, whose end hangs up at the station's.
        master, slave = pty.openpty()
        os.dup2(master, self._master)
        os.set_blocking(self._master, False)
        os.close(master)
        self._slave = slave

    def _send(self, way: Way) -> None:
        stream = self._streams[way]
        target = self._unit if way is Way.TO_UNIT else self._master
        if not stream.waiting or time.monotonic() < stream.held_until:
            return
        if target is None:
            stream.waiting.clear()
            return
        try:
            count = os.write(target, stream.waiting)
        except BlockingIOError:
            return
        except OSError:
            count = len(stream.waiting)  # nobody is there any more
        del stream.waiting[:count]

    def _note(self, text: str) -> None:
        self._log.append(f"{time.monotonic() - self._began:8.3f} {text}")


def _opened(path: str) -> int:
    descriptor = os.open(Path(path).resolve(), os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    tty.setraw(descriptor)
    return descriptor


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _READ)
    except OSError:  # nothing there, or nobody
        return b""
