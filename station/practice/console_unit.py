"""A practice unit that is a Linux device: a login and a shell on its line, programs, and a TPM.

Its disk is a folder: the user's home, with `etc/serial`, `etc/model` and `etc/firmware` in it, and
its TPM's node under `dev`.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from selectors import EVENT_READ, EpollSelector
from types import FrameType, TracebackType
from typing import Final, Self

from station.errors import StationError
from station.practice.conduct import PulledOut, Restarted
from station.practice.line import PacedLine
from station.practice.smp_server import TpmFront
from station.practice.terminal import Terminal
from station.practice.tpm_pty import TpmPty
from station.practice.tpm_sockets import NAME, TpmSockets
from station.practice.unit_config import Behaviour, Manner, UnitConfig

_FULL: Final = 8_192  # so much waits to go out that the shell has to wait too
_WAIT_S: Final = 0.02
_GARBLED_EVERY: Final = 9  # of the pieces of a noisy unit's output, one has noise that isn't text
_REBOOT: Final = signal.SIGUSR1
_INHERITED: Final = ("PATH", "STATION_PRACTICE_BENCH", "STATION_PRACTICE_UNIT")


class ConsoleConduct:
    """How a Linux unit behaves: what comes of its output, its TPM's commands and its logins.

    Args:
        behaviour: how to behave.
        tpm: its TPM, or None.
        serial: the file with its serial number.
    """

    def __init__(self, behaviour: Behaviour, tpm: TpmFront | None, serial: Path) -> None:
        self._behaviour = behaviour
        self._tpm = tpm
        self._serial = serial
        self._commands = 0
        self._set_in = behaviour.after == 0
        self._pieces = count(1)

    def transact(self, command: bytes) -> bytes:
        """Give the TPM a command.

        Raises:
            OSError: where there is none.
            PulledOut: where the unit's life ends here.
            Restarted: where it begins anew.
        """
        self._set_in = self._set_in or self._commands >= self._behaviour.after
        manner = self._manner
        if manner in (Manner.DIES, Manner.REBOOTS):
            raise PulledOut if manner is Manner.DIES else Restarted
        if self._tpm is None or manner is Manner.NO_TPM:
            raise OSError("no TPM")
        response = self._tpm.transact(command)
        self._commands += 1
        if manner is Manner.SWAPPED:
            self._serial.write_text("another unit\n", encoding="utf-8")
        return response

    @property
    def has_tpm(self) -> bool:
        """Whether it has a TPM, as far as anybody can see."""
        return self._tpm is not None and self._manner is not Manner.NO_TPM

    def admits(self) -> bool:
        """Return whether a user with the right password is let in."""
        return self._manner is not Manner.REFUSES

    def outgoing(self, shown: bytes) -> bytes:
        """Return what goes out on the line for what the terminal shows."""
        match self._manner:
            case Manner.SILENT:
                return b""
            case Manner.GARBAGE:
                return bytes(0x80 | byte for byte in os.urandom(len(shown)))
            case Manner.NOISY:
                return self._noisy(shown)
            case _:
                return shown

    @property
    def delay_s(self) -> float:
        """How long it waits before what it says, seconds."""
        return self._behaviour.delay_s if self._manner is Manner.SLOW else 0.0

    @property
    def _manner(self) -> Manner:
        return self._behaviour.manner if self._set_in else Manner.NORMAL

    def _noisy(self, shown: bytes) -> bytes:
        number = next(self._pieces)
        kernel = (
            f"[{number:5d}.{number:06d}] usb 1-1: new device, address <{number}>: \r\n".encode()
        )
        cut = int.from_bytes(os.urandom(2), "big") % (len(shown) + 1)
        garbled = os.urandom(8) if number % _GARBLED_EVERY == 0 else b""
        return shown[:cut] + kernel + garbled + shown[cut:]


class ConsoleUnit:
    """The device between its line and its terminal; a context manager.

    Args:
        config: what is inside the unit; with a disk.
        tpm: its TPM, or None.
    """

    def __init__(self, config: UnitConfig, tpm: TpmFront | None) -> None:
        if config.disk is None:
            raise ValueError("a Linux device has a disk")
        self._config = config
        self._disk = config.disk
        self._conduct = ConsoleConduct(config.behaviour, tpm, self._disk / "etc" / "serial")
        self._watch = EpollSelector()
        self._terminal: Terminal | None = None
        self._parts = ExitStack()

    def __enter__(self) -> Self:
        """Start what is in the device.

        Raises:
            StationError: CFG-006 where a part can't be made.
        """
        with ExitStack() as parts:
            parts.enter_context(self._watch)
            parts.enter_context(_inserted(self._config, self._disk))
            parts.enter_context(TpmSockets(self._disk, self._watch, self._conduct.transact))
            if self._conduct.has_tpm:
                node = TpmPty(self._disk / "dev", self._watch, self._conduct.transact)
                parts.enter_context(node)
            self._terminal = parts.enter_context(
                Terminal(self._disk, _environment(self._disk), self._watch, self._conduct.admits)
            )
            self._parts = parts.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._parts.close()

    def serve(self, line: PacedLine, stop: int) -> None:
        """Carry what is typed and shown until `stop` is readable.

        Raises:
            PulledOut: where the unit's behaviour says so.
            Restarted: where somebody on the terminal has it reboot.
        """
        terminal = self._terminal
        if terminal is None:
            raise RuntimeError("the device is not switched on")
        self._watch.register(stop, EVENT_READ, None)
        signal.signal(_REBOOT, _restart)
        while True:
            busy = line.queued > _FULL
            self._heed(terminal.master, terminal.shown, busy=busy)
            if data := line.receive(self._watch.fileno(), _WAIT_S if busy else None):
                terminal.typed(data)
            for key, _ in self._watch.select(0):
                if key.data is None:
                    return
                said = key.data()
                if said:
                    line.send(self._conduct.outgoing(said), self._conduct.delay_s)

    def _heed(self, master: int, shown: Callable[[], bytes], *, busy: bool) -> None:
        """Look at what the terminal shows only where the line has room for it."""
        heeded = master in self._watch.get_map()
        if busy and heeded:
            self._watch.unregister(master)
        elif not busy and not heeded:
            self._watch.register(master, EVENT_READ, shown)


@contextmanager
def _inserted(config: UnitConfig, disk: Path) -> Iterator[None]:
    """Write what the device says of itself on its disk, and work there."""
    before = Path.cwd()
    try:
        (disk / "etc").mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, text in (
            ("serial", config.serial),
            ("model", config.model),
            ("firmware", config.firmware),
        ):
            (disk / "etc" / name).write_text(f"{text}\n", encoding="utf-8")
        _insert_reboot(disk / "bin")
        os.chdir(disk)
    except OSError as error:
        raise StationError("CFG-006", f"the disk: {error}") from error
    try:
        yield
    finally:
        os.chdir(before)


def _insert_reboot(programs: Path) -> None:
    """Write the device's own `reboot`: it is not this computer's, which would be switched off."""
    programs.mkdir(mode=0o700, exist_ok=True)
    for name in ("reboot", "poweroff", "shutdown", "halt"):
        script = f"#!/bin/sh\nkill -{_REBOOT.value} {os.getpid()}\nexec sleep 60\n"
        (programs / name).write_text(script, encoding="utf-8")
        (programs / name).chmod(0o700)


def _restart(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(_REBOOT, signal.SIG_IGN)
    raise Restarted


def _environment(disk: Path) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    path = f"{disk / 'bin'}:{inherited.get('PATH', os.defpath)}"
    # By this process's working folder, for a socket's path has at most 107 bytes.
    tcti = f"swtpm:path=/proc/{os.getpid()}/cwd/{NAME}"
    return {**inherited, "PATH": path, "LANG": "C.UTF-8", "TPM2TOOLS_TCTI": tcti}
