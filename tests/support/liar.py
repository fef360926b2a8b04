"""A unit whose firmware lies: on a real line, with a genuine chip, or several, behind it."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from station.line.bench import Position
from station.practice.line import PacedLine
from station.practice.unit import serve
from station.practice.unit_config import Pacing, UnitConfig
from tests.support.forged import running

Transact = Callable[[bytes], bytes]


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
def chip(state: Path) -> Iterator[Transact]:
    """Run a genuine TPM and hold it open."""
    with running(state) as tcti, socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(tcti.partition("path=")[2])

        def transact(command: bytes) -> bytes:
            connection.sendall(command)
            response = connection.recv(4_096)
            while len(response) < 10 or len(response) < int.from_bytes(response[2:6], "big"):
                response += connection.recv(4_096)
            return response

        yield transact


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
