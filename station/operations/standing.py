"""A practice bench that stands until it is told to go, with fresh units on request."""

import os
import select
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.folders import Data
from station.line.bench import Bench, write_bench
from station.model.order import OrderSpec
from station.operations.plant import FactoryFile, Plant, open_plant, open_reader
from station.operations.practice import ID_SCOPE, new_practice_plant, position_of, practice_pin
from station.practice.bench import PracticeBench
from station.practice.keeper import FACTORY, UNITS
from station.practice.units import UnitKind

_KINDS: Final[Mapping[str, UnitKind]] = {
    "tpm": UnitKind.TPM,
    "x509": UnitKind.X509,
    "symmetric": UnitKind.SYMMETRIC,
}
MECHANISM_NAMES: Final = tuple(_KINDS)
_QUANTITY: Final = 10_000
_PARTS: Final = "practice"
_SERIAL: Final = "PU-"


class StandingBench:
    """A practice bench with its station in `data`; the station is free for other processes.

    The bench's parts lie in the data folder too, so that the same bench and station can be taken up
    again: a station is of no use without its factory's token.

    Args:
        data: a data folder, empty or of an earlier practice bench.
        positions: how many.
        mechanism: one of `MECHANISM_NAMES`.

    Raises:
        StationError: CFG-005 where the folder holds another station.
    """

    def __init__(self, data: Data, positions: int, mechanism: str) -> None:
        self.order: Final = f"practice-{mechanism}"
        self._data = data
        self._parts = data.root / _PARTS
        self._kind = _KINDS[mechanism]
        self._again = self._is_there()
        self._bench = PracticeBench(self._parts, positions)
        self._opened = ExitStack()
        self._made = 0

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            opening.enter_context(self._bench)
            with self._plant() as plant:
                self._open_order(plant)
            self._made = self._last_number()
            self._plug_all()
            self._opened = opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def _is_there(self) -> bool:
        """Return whether a practice station is to be taken up again."""
        data = self._data
        if data.factory.exists():
            ours = FactoryFile.read(data).practice and (self._parts / FACTORY).is_dir()
            if not ours:
                raise StationError("CFG-005", "it holds another station", path=str(data.root))
            return True
        if data.database.exists():
            if not self._begun():
                raise StationError("CFG-005", "it holds another record", path=str(data.root))
            self._clear_begun()
        return False

    def _begun(self) -> bool:
        """Return whether the record is what a set-up left that was broken off: of no use."""
        if not (self._parts / FACTORY).is_dir():
            return False
        try:
            with open_reader(self._data) as reader:
                return reader.practice and not reader.orders()
        except StationError as error:
            return error.code == "REC-001"  # begun, and without its first entry

    def _clear_begun(self) -> None:
        try:
            shutil.rmtree(self._parts / FACTORY)
            for path in self._data.root.glob(f"{self._data.database.name}*"):
                path.unlink()
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(self._data.root)) from error

    @contextmanager
    def _plant(self) -> Iterator[Plant]:
        if not self._again:
            with new_practice_plant(self._data, self._bench) as plant:
                yield plant
            return
        with open_plant(self._data, practice_pin()) as plant:
            positions = tuple(position_of(seat) for seat in self._bench.seats)
            write_bench(self._data.bench, Bench(name="practice", position=positions))
            yield plant

    def _open_order(self, plant: Plant) -> None:
        if self.order not in {order.name for order in plant.tools.records.orders()}:
            spec = OrderSpec(
                name=self.order, profile=self.order, id_scope=ID_SCOPE, quantity=_QUANTITY
            )
            plant.create_order(spec, practice_pin())

    def _last_number(self) -> int:
        """Return the highest number of the units that were made here before."""
        names = (path.name.removeprefix(_SERIAL) for path in (self._parts / UNITS).glob("PU-*"))
        return max((int(name) for name in names if name.isdecimal()), default=0)

    def _plug_all(self) -> None:
        for seat in self._bench.seats:
            self._made += 1
            serial = f"{_SERIAL}{self._made:06d}"
            self._bench.plug(seat, self._bench.make_unit(self._kind, serial))

    def serve(self, cancel: Event) -> None:
        """Change all units at each line on standard input, until `cancel` is set."""
        reading = sys.stdin is not None
        while not cancel.is_set():
            if not reading:
                cancel.wait(0.2)
                continue
            said = _said(0.2)
            reading = said != b""
            if said and b"\n" in said:
                for seat in self._bench.seats:
                    self._bench.unplug(seat)
                self._plug_all()


def _said(wait_s: float) -> bytes | None:
    """Return what was typed, empty at its end, or None where nothing came in time."""
    try:
        if not select.select([0], [], [], wait_s)[0]:
            return None
        return os.read(0, 1024)
    except OSError:  # a terminal that is gone, or another job's
        return b""
