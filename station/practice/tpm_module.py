"""A practice TPM module: raw TPM commands and responses on its port, as on a device node."""

import os
from typing import Final

from station.practice.conduct import PulledOut
from station.practice.line import PacedLine
from station.practice.smp_server import TpmFront
from station.practice.unit_config import Behaviour, Manner

_HEADER: Final = 10
_MAX_COMMAND: Final = 4_096


def serve_module(behaviour: Behaviour, line: PacedLine, tpm: TpmFront, stop: int) -> None:
    """Answer the commands that come in on `line` until `stop` is readable.

    Raises:
        PulledOut: where the module's behaviour says so, or what comes in is no command.
    """
    answered, waiting = 0, b""
    while data := line.receive(stop):
        waiting += data
        size = int.from_bytes(waiting[2:6], "big") if len(waiting) >= _HEADER else _HEADER
        if not _HEADER <= size <= _MAX_COMMAND:
            raise PulledOut
        if len(waiting) < size:
            continue
        command, waiting = waiting[:size], waiting[size:]
        manner = behaviour.manner if answered >= behaviour.after else Manner.NORMAL
        if manner is Manner.DIES:
            raise PulledOut
        answered += 1
        if manner is Manner.SILENT:
            continue
        response = tpm.transact(command)
        if manner is Manner.GARBAGE:
            response = os.urandom(len(response))
        line.send(response, behaviour.delay_s if manner is Manner.SLOW else 0.0)
