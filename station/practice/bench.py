"""A bench of practice units: seats with a serial port and a slot each, and the units to put in."""

import logging
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Condition, Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.hsm.tokens import Module
from station.model.attestation import TrustStore
from station.practice.children import Children
from station.practice.keeper import (
    FACTORY,
    MAKER,
    SEATS,
    UNITS,
    Afterwards,
    Charge,
    Claim,
    Keeper,
)
from station.practice.maker import TpmMaker
from station.practice.modules import Programs, make_token, program, slot, usable
from station.practice.remote_box import RemoteBox
from station.practice.seats import Line, Pull, Seat, Socket
from station.practice.unit_config import NORMAL, Behaviour, Pacing
from station.practice.units import PracticeUnit, UnitKind, folder_name

__all__ = ["Afterwards", "PracticeBench", "PracticeUnit", "Pull", "Seat", "UnitKind"]

FACTORY_LABEL: Final = "station-factory"
ROOT_LABEL: Final = "station-root"

_SETTLE_S: Final = 30.0
_log = logging.getLogger(__name__)


class PracticeBench:
    """A bench to practise and test on; a context manager.

    What it makes is real: TPMs are swtpm, tokens are SoftHSM, each unit is a process behind a
    serial port. A folder that held a bench before is taken up again: the TPMs' maker and the
    factory's tokens stay the same. When it ends, or its process is killed, nothing runs on and
    of the folder stays what `afterwards` says.

    Args:
        folder: where everything is; made if it isn't there.
        positions: how many seats, from 1.
        baud: the serial lines' speed, bits a second.
        pacing: whether the lines take the time of that speed.
        afterwards: what stays of the folder. With `NOTHING` it must be new or empty.
        softhsm: the SoftHSM library, where it stands in an unusual place.

    Attributes:
        seats: the seats; none until the bench is entered.
    """

    def __init__(
        self,
        folder: Path,
        positions: int,
        *,
        baud: int = 115_200,
        pacing: Pacing = Pacing.REAL,
        afterwards: Afterwards = Afterwards.ALL,
        softhsm: Path | None = None,
    ) -> None:
        if positions < 1:
            raise ValueError("a bench has at least one position")
        self.seats: tuple[Seat, ...] = ()
        self._folder = folder
        self._positions = positions
        self._line = Line(baud, pacing)
        self._afterwards = afterwards
        self._softhsm = softhsm
        self._children = Children()
        self._sockets: dict[str, Socket] = {}
        self._parts: _Parts | None = None
        self._with_fixtures = False
        self._boxes: dict[str, RemoteBox] = {}
        self._opened = ExitStack()
        self._closing = Event()
        self._making = 0
        self._idle = Condition()

    def with_fixtures(self) -> Self:
        """Give each seat a fixture with lamps, before the bench is entered.

        It is closed when a unit is put in, and opened before one is taken out.
        """
        self._with_fixtures = True
        return self

    def __enter__(self) -> Self:
        """Set the bench up.

        Raises:
            StationError: CFG-002 where a program is missing, CFG-003 where the folder can't be
                written, CFG-005 where it should be empty, CFG-006 where a part doesn't start,
                CFG-009 where the folder can't hold a bench, else as `initialise_token`.
        """
        programs = Programs.found(self._softhsm)
        self._folder = folder = _prepared(self._folder, self._afterwards)
        with ExitStack() as stack:
            claim = Claim(folder, self._children.mark)
            stack.callback(claim.release)
            _make_anew(folder / SEATS)
            charge = Charge(self._children.mark, folder, self._afterwards)
            keeper = Keeper(charge, folder / SEATS / "keeper.log")
            stack.callback(_finish, keeper)
            stack.callback(claim.release)  # again: the keeper clears up only what nobody holds
            stack.callback(self._settle)
            self._parts = _make_parts(folder, programs)
            self._add_seats(programs.softhsm, stack)
            keeper.await_ready()
            self._opened = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._opened.close()

    @property
    def trust(self) -> TrustStore:
        """The practice TPMs' maker: its root, and the intermediate that issues."""
        return self._made.maker.trust

    @property
    def factory_module(self) -> Module:
        """The slot of the factory's token: initialised, its PIN `PRACTICE_PIN`, without keys."""
        return self._made.factory

    @property
    def root_module(self) -> Module:
        """The slot of the offline root's token, as `factory_module`."""
        return self._made.root

    def make_unit(self, kind: UnitKind, serial: str, *, blank: bool = False) -> PracticeUnit:
        """Make a unit; with a TPM that takes about a second. Safe from several threads at once.

        Args:
            kind: what it has inside.
            serial: what it says over its line; its folder and token are named by it.
            blank: whether its token is one that was never initialised; else it comes with its label
                and `PRACTICE_PIN`, its security officer with `PRACTICE_SO_PIN`.

        Raises:
            StationError: CFG-005 where there is a unit of that serial number, LIN-001 where that is
                too long, CFG-002 where a program is missing, CFG-003 for the disk, CFG-006 where
                the making fails, LIN-003 where the bench is closing, else as `initialise_token`.
        """
        folder = self._folder / UNITS / folder_name(serial)
        unit = PracticeUnit(kind, serial, folder, blank)
        with self._under_way():
            _make_new(folder)
            try:
                self._fill(unit)
                unit.write_card()
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        return unit

    def plug(self, seat: Seat, unit: PracticeUnit, behaviour: Behaviour = NORMAL) -> None:
        """Put a unit in a seat and wait until its serial port is there.

        Raises:
            ValueError: where the seat is taken, or the unit is in a seat already.
            StationError: CFG-006 where the unit's process doesn't get ready, CFG-003 for the disk.
        """
        folders = [s.unit.folder for s in self._sockets.values() if s.unit is not None]
        if unit.folder in folders:
            raise ValueError(f"the unit {unit.serial!r} is in a seat already")
        self._sockets[seat.name].plug(unit, behaviour)
        self.close_fixture(seat, closed=True)

    def close_fixture(self, seat: Seat, *, closed: bool) -> None:
        """Close a seat's fixture, or open it; nothing happens where it has none."""
        box = self._boxes.get(seat.name)
        if box is not None:
            box.switch(cts=closed)

    def lamps(self, seat: Seat) -> tuple[bool, bool]:
        """Return whether the green and the red lamp of a seat's fixture are lit."""
        lines = self._boxes[seat.name].lines
        return lines.dtr, lines.rts

    def unplug(self, seat: Seat, pull: Pull = Pull.CLEAN) -> None:
        """Take the unit out of a seat, token and all; an empty seat stays as it is."""
        self.close_fixture(seat, closed=False)
        self._sockets[seat.name].unplug(pull)

    @property
    def _made(self) -> "_Parts":
        if self._parts is None:
            raise RuntimeError("the bench is not entered")
        return self._parts

    def _add_seats(self, library: Path, stack: ExitStack) -> None:
        for number in range(1, self._positions + 1):
            folder = self._folder / SEATS / str(number)
            self._sockets[str(number)] = Socket(folder, self._line, self._children, library)
        if self._with_fixtures:
            self._boxes = {name: stack.enter_context(RemoteBox()) for name in self._sockets}
        urls = {name: box.url for name, box in self._boxes.items()}
        self.seats = tuple(
            replace(socket.seat, box=urls.get(name, "")) for name, socket in self._sockets.items()
        )

    def _fill(self, unit: PracticeUnit) -> None:
        if unit.disk is not None:
            program("tpm2_send", "tpm2-tools")
            _make_new(unit.disk)
        if unit.tpm_state is not None:
            _make_new(unit.tpm_state)
            maker = self._made.maker
            maker.manufacture(unit.tpm_state, unit.common_name, self._children, self._closing)
        if unit.token is not None:
            library = self._made.programs.softhsm
            if unit.blank:
                _make_new(unit.token)
                slot(unit.folder / "softhsm2.conf", unit.token, library)
            else:
                make_token(unit.folder, unit.label, library)

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        with self._idle:
            if self._closing.is_set():
                raise StationError("LIN-003", "the practice bench is closing")
            self._making += 1
        try:
            yield
        finally:
            with self._idle:
                self._making -= 1
                self._idle.notify_all()

    def _settle(self) -> None:
        """Stop what is being made, and take every unit out."""
        with self._idle:
            self._closing.set()
            if not self._idle.wait_for(lambda: self._making == 0, _SETTLE_S):
                _log.error("%d practice units are still being made", self._making)
        with ThreadPoolExecutor(max_workers=len(self._sockets) or 1) as pool:
            list(pool.map(lambda socket: socket.unplug(Pull.CLEAN), self._sockets.values()))


@dataclass(frozen=True)
class _Parts:
    programs: Programs
    maker: TpmMaker
    factory: Module
    root: Module


def _make_parts(folder: Path, programs: Programs) -> _Parts:
    """Make, or take up again, what the bench has beside its seats: all at once, to save time."""
    factory, root = folder / FACTORY / "issuing", folder / FACTORY / "root"
    for made in (factory, root):
        _make(made)
    with ThreadPoolExecutor(max_workers=3) as pool:
        maker = pool.submit(TpmMaker.at, folder / MAKER, programs)
        tokens = [
            pool.submit(make_token, place, label, programs.softhsm)
            for place, label in ((factory, FACTORY_LABEL), (root, ROOT_LABEL))
        ]
    return _Parts(programs, maker.result(), tokens[0].result(), tokens[1].result())


def _finish(keeper: Keeper) -> None:
    left = keeper.finish()
    if left:
        _log.error("the practice bench left something behind: %s", left)


def _prepared(folder: Path, afterwards: Afterwards) -> Path:
    """Return the folder, made where it wasn't there, by its absolute path without symlinks."""
    folder = usable(folder.absolute())
    _make(folder)
    folder = usable(folder.resolve())
    if afterwards is Afterwards.NOTHING and any(folder.iterdir()):
        raise StationError("CFG-005", "it would be removed at the end", path=str(folder))
    return folder


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(folder)) from error


def _make_new(folder: Path) -> None:
    _make(folder.parent)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError as error:
        raise StationError("CFG-005", path=str(folder)) from error
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(folder)) from error


def _make_anew(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(folder)) from error
