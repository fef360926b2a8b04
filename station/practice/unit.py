"""The process of one practice unit: a serial port, what answers behind it, and its own TPM.

It knows what is inside the unit, and nothing of stations, orders or registration IDs.
"""

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Final

from station.errors import StationError
from station.practice.at_unit import AtUnit
from station.practice.conduct import Conduct, PulledOut, Restarted
from station.practice.console_unit import ConsoleUnit
from station.practice.key_store import KeyStore
from station.practice.line import PacedLine
from station.practice.smp_server import FrameReader, TpmFront, UnitServer
from station.practice.tpm_module import serve_module
from station.practice.unit_config import NORMAL, Face, Manner, Pacing, UnitAnswer, UnitConfig
from station.practice.unit_memory import UnitMemory
from station.practice.unit_tpm import Host, UnitTpm, forgetful

_STDIN: Final = 0
_STDOUT: Final = 1
_CONFIG_MAX: Final = 65_536
_BOOT_S: Final = 0.3
_BOOT_LOG: Final = b"*** Booting practice firmware ***\r\n[00:00:00.003,000] <inf> app: up\r\n"
_KERNEL_LOG: Final = b"\r\n[    0.000000] Linux version 6.1.0 (practice)\r\n"


def main() -> int:
    """Be a unit: the body of the hidden command `practice-unit`.

    Standard input brings one line, a `UnitConfig`; standard output answers one, a `UnitAnswer`,
    once the port is there. At the input's end the unit is switched off in good order; SIGTERM pulls
    its plug. Either way its port's symlink goes, and its swtpm.

    Returns:
        The exit status: 1 where the unit couldn't start.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bench, which ends its units
    signal.signal(signal.SIGTERM, _pull_plug)
    try:
        run(UnitConfig.parse(_first_line()), _STDIN, _say)
    except StationError as error:
        _say(UnitAnswer(error=f"{error} {error.detail}"))
        return 1
    return 0


def run(config: UnitConfig, stop: int, ready: Callable[[UnitAnswer], None]) -> None:
    """Be the unit that `config` describes, until `stop` is readable or its plug is pulled.

    Args:
        config: what is inside the unit.
        stop: a descriptor, as of a pipe that comes to its end.
        ready: called once, when the port is there.

    Raises:
        StationError: CFG-002 without swtpm, CFG-006 where it or the port's link can't be made.
    """
    with ExitStack() as parts:
        powered = parts.enter_context(ExitStack())
        tpm = _powered(config, powered)
        console = powered.enter_context(ConsoleUnit(config, tpm)) if config.disk else None
        # A device node has no baud rate.
        pacing = Pacing.NONE if config.face is Face.TPM_NODE else config.pacing
        line = parts.enter_context(PacedLine(config.baud, pacing))
        parts.enter_context(_plugged(line.port, config.port_link))
        ready(UnitAnswer(port=line.port))
        with contextlib.suppress(PulledOut):
            if config.face is Face.TPM_NODE and tpm is not None:
                serve_module(config.behaviour, line, tpm, stop)
            elif config.face is Face.MODEM:
                AtUnit(config, tpm).serve(line, stop)
            else:
                tpm = _serve_starts(config, line, (tpm, console), stop, powered)
            if tpm is not None:
                tpm.shut_down()


def _powered(config: UnitConfig, parts: ExitStack) -> UnitTpm | None:
    if config.tpm_state is None:
        return None
    forgets = config.behaviour.manner is Manner.FORGETS
    state = forgetful(config.tpm_state) if forgets else config.tpm_state
    host = Host.NONE if config.face is Face.TPM_NODE else Host.THERE
    return parts.enter_context(UnitTpm(state, host))


def _serve_starts(
    config: UnitConfig,
    line: PacedLine,
    inside: tuple[UnitTpm | None, ConsoleUnit | None],
    stop: int,
    powered: ExitStack,
) -> UnitTpm | None:
    """Serve from one start of the unit to the next, and return its TPM as it is in the end."""
    tpm, console = inside
    while True:
        try:
            if console is not None:
                console.serve(line, stop)
            else:
                serve(config, line, tpm, stop)
        except Restarted:
            powered.close()
            tpm = _powered(config, powered)
            if config.behaviour.manner is Manner.REBOOTS:  # once is enough
                config = replace(config, behaviour=NORMAL)
            _boot(line, stop, _BOOT_LOG if console is None else _KERNEL_LOG)
            console = powered.enter_context(ConsoleUnit(config, tpm)) if config.disk else None
        else:
            return tpm


def _boot(line: PacedLine, stop: int, log: bytes) -> None:
    """Take the time of a start, in which the unit hears nothing."""
    until = time.monotonic() + _BOOT_S
    line.send(log, _BOOT_S / 2)
    while (left := until - time.monotonic()) > 0 and not _ended(stop):
        line.receive(stop, left)


def _ended(stop: int) -> bool:
    readable, _, _ = select.select([stop], [], [], 0)
    return bool(readable)


def serve(config: UnitConfig, line: PacedLine, tpm: TpmFront | None, stop: int) -> None:
    """Answer what comes in on `line` until `stop` is readable.

    Raises:
        PulledOut: where the unit's behaviour says so.
        Restarted: likewise, or where it was asked to.
    """
    reader = FrameReader(config.buffer)
    conduct = Conduct(config.behaviour, UnitServer(config, tpm, _keys(config)))
    while data := line.receive(stop):
        for message in reader.feed(data):
            for sending in conduct.answers(message):
                line.send(sending.data, sending.after_s)


def _keys(config: UnitConfig) -> KeyStore | None:
    if config.memory is None:
        return None
    memory = UnitMemory(config.memory)
    if config.behaviour.manner is Manner.FORGETS:
        memory.forget()
    return KeyStore(memory, config.serial)


@contextmanager
def _plugged(port: str, link: Path) -> Iterator[None]:
    try:
        link.symlink_to(port)
    except OSError as error:
        raise StationError("CFG-006", f"the port's link: {error}") from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # the bench may have taken it away already
            if link.readlink() == Path(port):
                link.unlink()


def _first_line() -> bytes:
    line = b""
    while not line.endswith(b"\n") and len(line) < _CONFIG_MAX:
        part = os.read(_STDIN, 1)  # what follows is the end, which `serve` waits for
        if not part:
            break
        line += part
    return line


def _say(answer: UnitAnswer) -> None:
    os.write(_STDOUT, answer.line())


def _pull_plug(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)
