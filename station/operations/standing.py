"""A practice bench that stands until it is told to go, with fresh units on request."""

import select
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.folders import Data
from station.model.order import OrderSpec
from station.operations.practice import ID_SCOPE, new_practice_plant, practice_pin
from station.practice.bench import PracticeBench
from station.practice.units import UnitKind

_KINDS: Final[Mapping[str, UnitKind]] = {
    "tpm": UnitKind.TPM,
    "x509": UnitKind.X509,
    "symmetric": UnitKind.SYMMETRIC,
}
MECHANISM_NAMES: Final = tuple(_KINDS)
_QUANTITY: Final = 10_000


class StandingBench:
    """A practice bench with its station in `data`; the station is free for other processes.

    Args:
        data: an empty data folder: each bench has a factory token of its own.
        folder: for the bench's parts.
        positions: how many.
        mechanism: one of `MECHANISM_NAMES`.
    """

    def __init__(self, data: Data, folder: Path, positions: int, mechanism: str) -> None:
        if data.factory.exists() or data.database.exists():
            raise StationError("CFG-005", path=str(data.root))
        self.order: Final = f"practice-{mechanism}"
        self._data = data
        self._kind = _KINDS[mechanism]
        self._bench = PracticeBench(folder, positions)
        self._opened = ExitStack()
        self._made = 0

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            opening.enter_context(self._bench)
            with new_practice_plant(self._data, self._bench) as plant:
                spec = OrderSpec(
                    name=self.order, profile=self.order, id_scope=ID_SCOPE, quantity=_QUANTITY
                )
                plant.create_order(spec, practice_pin())
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

    def _plug_all(self) -> None:
        for seat in self._bench.seats:
            self._made += 1
            self._bench.plug(seat, self._bench.make_unit(self._kind, f"PU-{self._made:06d}"))

    def serve(self, cancel: Event) -> None:
        """Change all units at each line on standard input, until `cancel` is set."""
        reading = True
        while not cancel.is_set():
            if not reading:
                cancel.wait(0.2)
                continue
            ready, _, _ = select.select([sys.stdin], [], [], 0.2)
            if ready:
                reading = bool(sys.stdin.readline())
                if reading:
                    for seat in self._bench.seats:
                        self._bench.unplug(seat)
                    self._plug_all()
