"""A seat of the practice bench: a serial port that comes and goes, and a slot for a token."""

import secrets
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from subprocess import Popen
from threading import Lock
from typing import Final

from station.errors import StationError
from station.folders import own_command
from station.hsm.tokens import Module
from station.practice.children import UNIT_MARK, Children, end, first_line, kill_marked, tell
from station.practice.modules import slot
from station.practice.unit_config import Behaviour, Pacing, UnitAnswer, UnitConfig
from station.practice.units import PracticeUnit

_FIRMWARE: Final = "1.0.0"
_START_S: Final = 30.0
_GRACE_S: Final = 5.0


class Pull(Enum):
    """How a unit leaves its seat."""

    CLEAN = "clean"  # switched off first: its TPM is shut down in good order
    ABRUPT = "abrupt"  # pulled out as it stands


@dataclass(frozen=True)
class Seat:
    """What a station may know of a seat.

    Attributes:
        name: "1" and up.
        port: the path of its serial port; nothing is there while no unit is.
        module: its slot for a token: empty, as SoftHSM has it, while no unit with a token is there.
        box: the address of the box with its lamps and its fixture's switch; empty where it has
            none. DTR switches the green lamp, RTS the red one; CTS is on while it is closed.
    """

    name: str
    port: str
    module: Module
    box: str = ""


@dataclass(frozen=True)
class Line:
    """The serial line of every seat.

    Attributes:
        baud: bits a second.
        pacing: whether it takes the time for them.
    """

    baud: int
    pacing: Pacing


class Socket:
    """A seat as the bench has it in hand. Safe to use from several threads.

    Args:
        folder: the seat's own, absolute; it must not exist.
        line: its serial line.
        children: what starts units.
        library: SoftHSM.

    Raises:
        StationError: CFG-003 where the folder can't be made.
    """

    def __init__(self, folder: Path, line: Line, children: Children, library: Path) -> None:
        self._folder = folder
        self._line = line
        self._children = children
        self._lock = Lock()
        self._unit: PracticeUnit | None = None
        self._process: Popen[bytes] | None = None
        self._mark = ""
        self._empty = folder / "empty"
        try:
            folder.mkdir(mode=0o700)
            self._empty.mkdir(mode=0o500)
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(folder)) from error
        self._put_in_slot(self._empty)
        module = slot(folder / "softhsm2.conf", folder / "token", library)
        self.seat = Seat(folder.name, str(folder / "port"), module)

    @property
    def unit(self) -> PracticeUnit | None:
        """The unit that is plugged in."""
        return self._unit

    def plug(self, unit: PracticeUnit, behaviour: Behaviour) -> None:
        """Put a unit in: first its token, then, by a process of its own, its serial port.

        Raises:
            ValueError: where a unit is in already.
            StationError: CFG-006 where its process doesn't get ready, CFG-003 for the disk.
        """
        with self._lock:
            if self._unit is not None:
                raise ValueError(f"seat {self.seat.name} is taken by {self._unit.serial!r}")
            self._unit = unit
            try:
                self._put_in_slot(unit.token or self._empty)
                self._start(unit, behaviour)
            except BaseException:
                self._pull(Pull.ABRUPT)
                raise

    def unplug(self, pull: Pull) -> None:
        """Take the unit out, token and all; nothing happens where there is none."""
        with self._lock:
            self._pull(pull)

    def _start(self, unit: PracticeUnit, behaviour: Behaviour) -> None:
        config = UnitConfig(
            serial=unit.serial,
            model=f"practice-{unit.kind.value}",
            firmware=_FIRMWARE,
            port_link=Path(self.seat.port),
            tpm_state=unit.tpm_state,
            disk=unit.disk,
            baud=self._line.baud,
            pacing=self._line.pacing,
            behaviour=behaviour,
            face=unit.face,
            memory=unit.memory,
        )
        log = self._folder / "unit.log"
        self._mark = secrets.token_hex(16)
        self._process = self._children.start(
            [*own_command(), "practice-unit"], log, **{UNIT_MARK: self._mark}
        )
        tell(self._process, config.line())
        answer = UnitAnswer.parse(first_line(self._process, _START_S))
        if answer.error:
            raise StationError("CFG-006", f"the unit in seat {self.seat.name}: {answer.error}")

    def _pull(self, pull: Pull) -> None:
        process, self._process, self._unit = self._process, None, None
        if process is not None:
            if pull is Pull.CLEAN and process.stdin is not None:
                process.stdin.close()
            end(process, _GRACE_S if pull is Pull.CLEAN else 0)
            # What its shell began is in sessions of its own, which don't end with the unit's.
            kill_marked(self._mark, UNIT_MARK)
        Path(self.seat.port).unlink(missing_ok=True)
        self._put_in_slot(self._empty)

    def _put_in_slot(self, tokens: Path) -> None:
        """Point the slot at a token's folder in one step: a reader sees the one or the other."""
        draft = self._folder / "token.draft"
        try:
            draft.unlink(missing_ok=True)
            draft.symlink_to(tokens)
            draft.replace(self._folder / "token")
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(self._folder)) from error
