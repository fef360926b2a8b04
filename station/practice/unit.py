"""The process of one practice unit: a serial port, what answers behind it, and its own TPM.

It knows what is inside the unit, and nothing of stations, orders or registration IDs.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from station.errors import StationError
from station.practice.conduct import Conduct, PulledOut
from station.practice.console_unit import ConsoleUnit
from station.practice.line import PacedLine
from station.practice.smp_server import FrameReader, TpmFront, UnitServer
from station.practice.unit_config import UnitAnswer, UnitConfig
from station.practice.unit_tpm import UnitTpm

_STDIN: Final = 0
_STDOUT: Final = 1
_CONFIG_MAX: Final = 65_536


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
        tpm = parts.enter_context(UnitTpm(config.tpm_state)) if config.tpm_state else None
        console = parts.enter_context(ConsoleUnit(config, tpm)) if config.disk else None
        line = parts.enter_context(PacedLine(config.baud, config.pacing))
        parts.enter_context(_plugged(line.port, config.port_link))
        ready(UnitAnswer(port=line.port))
        with contextlib.suppress(PulledOut):
            if console is not None:
                console.serve(line, stop)
            else:
                serve(config, line, tpm, stop)
            if tpm is not None:
                tpm.shut_down()


def serve(config: UnitConfig, line: PacedLine, tpm: TpmFront | None, stop: int) -> None:
    """Answer what comes in on `line` until `stop` is readable.

    Raises:
        PulledOut: where the unit's behaviour says so.
    """
    reader = FrameReader(config.buffer)
    conduct = Conduct(config.behaviour, UnitServer(config, tpm))
    while data := line.receive(stop):
        for message in reader.feed(data):
            for sending in conduct.answers(message):
                line.send(sending.data, sending.after_s)


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
