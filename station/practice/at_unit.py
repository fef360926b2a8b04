"""A practice unit that is a modem: an AT command interpreter on its line, and a key of its own."""

import os
import select
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from station.practice.at_commands import Answered, AtCommands, Refused
from station.practice.conduct import PulledOut, Sending
from station.practice.line import PacedLine
from station.practice.smp_server import TpmFront
from station.practice.unit_config import Manner, UnitConfig
from station.practice.unit_memory import UnitMemory

_LINE_MAX: Final = 16_384
# How long data may take to come, as modems have it: who asked may be gone, in the midst of it.
_DATA_S: Final = 20.0
_PROMPT: Final = b"\r\n> "
_OK: Final = b"\r\nOK\r\n"
_URC: Final = b'\r\n+CMTI: "SM",3\r\n'
_STARTED: Final = b"\r\nRDY\r\n\r\n+CFUN: 1\r\n"
_START_S: Final = 0.4
_REFUSED: Final = 4
_PLENTY: Final = b"0123456789abcdef" * 256
_PLENTY_MAX: Final = 16 * 1024 * 1024


@dataclass
class _Power:
    """What is lost when the power goes."""

    commands: AtCommands
    line: bytearray = field(default_factory=bytearray)
    data: bytearray = field(default_factory=bytearray)
    wanted: int = 0
    asked: float = 0.0
    quoted: bool = False
    echoes: bool = True
    asked_serial: bool = False


class AtUnit:
    """A modem's firmware.

    Args:
        config: what is inside the unit; with a memory.
        tpm: its TPM, or None.
    """

    def __init__(self, config: UnitConfig, tpm: TpmFront | None) -> None:
        if config.memory is None:
            raise ValueError("a modem has a memory")
        self._config = config
        self._memory = UnitMemory(config.memory)
        self._tpm = tpm
        self._babbles = False
        self._rebooted = False
        self._on = self._started()
        self._manner = self._manner_now()

    def serve(self, line: PacedLine, stop: int) -> None:
        """Answer what comes in on `line` until `stop` is readable.

        Raises:
            PulledOut: where the unit's behaviour says so.
        """
        while data := line.receive(stop):
            for sending in self.typed(data):
                line.send(sending.data, sending.after_s)
            if self._babbles:
                _babble(line, stop)

    def typed(self, data: bytes) -> Iterator[Sending]:
        """Take bytes from the line, and yield what to send.

        Raises:
            PulledOut: where the unit's life ends here.
        """
        for byte in (data[at : at + 1] for at in range(len(data))):
            if self._on.wanted and time.monotonic() <= self._on.asked + _DATA_S:
                yield from self._datum(byte)
                continue
            self._on.wanted, self._on.data = 0, bytearray()
            if self._on.echoes and self._manner is not Manner.SILENT:
                yield Sending(byte)
            # An end of line within quotes is part of the text, as Nordic's firmware has it.
            self._on.quoted ^= byte == b'"'
            if byte in b"\r\n" and not self._on.quoted:
                command, self._on.line = bytes(self._on.line), bytearray()
                yield from self._line(command.decode("ascii", "replace").strip())
            elif len(self._on.line) < _LINE_MAX:
                self._on.line += byte

    def _manner_now(self) -> Manner:
        behaviour = self._config.behaviour
        return behaviour.manner if self._on.commands.worked >= behaviour.after else Manner.NORMAL

    def _started(self) -> _Power:
        if self._config.behaviour.manner is Manner.FORGETS:
            self._memory.forget()
        return _Power(AtCommands(self._config, self._memory, self._tpm))

    def _datum(self, byte: bytes) -> Iterator[Sending]:
        on = self._on
        on.data += byte
        if len(on.data) == on.wanted:
            data, on.data, on.wanted = bytes(on.data), bytearray(), 0
            on.commands.data(data)
            yield from self._misbehaved(_OK)

    def _line(self, line: str) -> Iterator[Sending]:
        if line[:2].upper() != "AT":
            return
        command = line[2:]
        self._manner = self._manner_now()
        if command in ("E0", "E1"):
            self._on.echoes = command == "E1"
            command = ""
        try:
            answered = self._carried_out(command)
        except Refused as refused:
            yield from self._misbehaved(b"\r\n+CME ERROR: %d\r\n" % refused.number)
            return
        if not (answered.restarts and self._manner is Manner.REBOOTS):
            yield from self._misbehaved(_said(answered))
        self._on.wanted, self._on.asked = answered.wants, time.monotonic()
        if answered.restarts:
            self._on = self._started()
            yield Sending(_STARTED, _START_S)

    def _carried_out(self, command: str) -> Answered:
        commands = self._on.commands
        match self._manner:
            case Manner.REFUSES:
                raise Refused(_REFUSED)
            case Manner.DIES if commands.works(command):
                raise PulledOut
            case Manner.REBOOTS if commands.works(command) and not self._rebooted:
                self._rebooted = True
                return Answered(restarts=True)
            case Manner.SWAPPED if command.startswith("+CGSN"):
                if self._on.asked_serial:
                    commands.serial = "another-unit"
                self._on.asked_serial = True
        return commands.answer(command)

    def _misbehaved(self, answer: bytes) -> Iterator[Sending]:
        """Yield an answer as the unit's manner has it."""
        match self._manner:
            case Manner.SILENT:
                return
            case Manner.GARBAGE:
                yield Sending(bytes(0x80 | byte for byte in os.urandom(len(answer))))
            case Manner.SLOW:
                yield Sending(answer, self._config.behaviour.delay_s)
            case Manner.NOISY:
                yield Sending(_noisy(answer))
            case Manner.HALF:
                yield Sending(answer[: len(answer) // 2])
            case Manner.ENDLESS:
                self._babbles = True
            case _:
                yield Sending(answer)


def _said(answered: Answered) -> bytes:
    lines = b"".join(b"\r\n%b" % line.encode("ascii", "replace") for line in answered.lines)
    if answered.wants:
        return lines + _PROMPT
    return lines + (b"\r\n" if lines else b"") + _OK


def _noisy(answer: bytes) -> bytes:
    """Return an answer with what the modem says by itself before it and between its lines."""
    return _URC + answer.replace(b"\r\n", b"\r\n" + _URC, 2)


def _babble(line: PacedLine, stop: int) -> None:
    """Say something without an end, until somebody pulls the plug."""
    said = 0
    while said < _PLENTY_MAX and not select.select([stop], [], [], 0)[0]:
        if line.queued < 8 * len(_PLENTY):
            line.send(_PLENTY)
            said += len(_PLENTY)
        line.receive(stop, 0.002)
