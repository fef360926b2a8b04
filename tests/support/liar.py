"""A unit whose firmware lies: on a real line, with a genuine chip, or several, behind it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from station.line.bench import Position
from station.practice.line import PacedLine
from station.practice.unit import serve
from station.practice.unit_config import Pacing, UnitConfig
from tests.support.forged import Transact


class Firmware:
    """What stands between the line and the chip.

    Args:
        answer: gives the response to each command.
    """

    def __init__(self, answer: Transact) -> None:
        self._answer = answer

    def transact(self, command: bytes) -> bytes:
        """Return what the firmware says that its TPM answered."""
        return self._answer(command)


@contextmanager
def lying(port: Path, serial: str, answer: Transact) -> Iterator[Position]:
    """Be a unit with that firmware until the block ends; give the position that it is at."""
    stop, stopped = os.pipe()
    config = UnitConfig(serial, "box", "1.0", port, pacing=Pacing.NONE)
    try:
        with PacedLine(config.baud, config.pacing) as line:
            thread = Thread(target=serve, args=(config, line, Firmware(answer), stop))
            port.symlink_to(line.port)
            thread.start()
            try:
                yield Position(name="1", port=str(port))
            finally:
                os.close(stopped)
                thread.join()
                port.unlink()
    finally:
        os.close(stop)
