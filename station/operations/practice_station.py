"""A practice bench and its station in one data folder, set up or taken up again."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.line.bench import Bench, write_bench
from station.model.order import OrderSpec
from station.operations.factory_file import FactoryFile
from station.operations.plant import Plant, open_plant, open_reader
from station.operations.practice import ID_SCOPE, new_practice_plant, position_of, practice_pin
from station.practice.bench import PracticeBench
from station.practice.keeper import FACTORY, UNITS

_QUANTITY: Final = 10_000
_PARTS: Final = "practice"
_SERIAL: Final = "PU-"


class PracticeStation:
    """The bench's parts lie in the data folder too: a station is of no use without its token.

    Args:
        data: a data folder, empty or of an earlier practice station.
        positions: how many.
        fixtures: whether each has a fixture with lamps.

    Attributes:
        bench: the bench, which the user enters before `open`.

    Raises:
        StationError: CFG-005 where the folder holds another station.
    """

    def __init__(self, data: Data, positions: int, *, fixtures: bool = False) -> None:
        self._data = data
        self._parts = data.root / _PARTS
        self._again = self._is_there()
        bench = PracticeBench(self._parts, positions)
        self.bench: Final = bench.with_fixtures() if fixtures else bench

    @contextmanager
    def open(self) -> Iterator[Plant]:
        """Open the station, set up where it wasn't; its bench file names the bench's seats."""
        if not self._again:
            with new_practice_plant(self._data, self.bench) as plant:
                yield plant
            return
        with open_plant(self._data, practice_pin()) as plant:
            positions = tuple(position_of(seat) for seat in self.bench.seats)
            write_bench(self._data.bench, Bench(name="practice", position=positions))
            yield plant

    @property
    def units(self) -> Path:
        """The folder of the units' own folders."""
        return self._parts / UNITS

    def last_number(self) -> int:
        """Return the highest number of the units that were made here before."""
        names = (path.name.removeprefix(_SERIAL) for path in self.units.glob(f"{_SERIAL}*"))
        return max((int(name) for name in names if name.isdecimal()), default=0)

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


def serial_of(number: int) -> str:
    """Return the serial number of a practice unit."""
    return f"{_SERIAL}{number:06d}"


def open_practice_order(plant: Plant, name: str) -> None:
    """Make the practice order of that name, for the profile of that name, where there is none."""
    if name not in {order.name for order in plant.tools.records.orders()}:
        spec = OrderSpec(name=name, profile=name, id_scope=ID_SCOPE, quantity=_QUANTITY)
        plant.create_order(spec, practice_pin())
