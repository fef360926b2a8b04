"""A practice bench that stands until it is told to go, with fresh units on request."""

import os
import select
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.folders import Data
from station.operations.practice_station import PracticeStation, open_practice_order, serial_of
from station.practice.units import UnitKind

_KINDS: Final[Mapping[str, UnitKind]] = {
    "tpm": UnitKind.TPM,
    "x509": UnitKind.X509,
    "x509-tls": UnitKind.X509,
    "symmetric": UnitKind.SYMMETRIC,
    "console": UnitKind.CONSOLE,
    "modem": UnitKind.MODEM,
    "bench-tpm": UnitKind.TPM_MODULE,
    "x509-device": UnitKind.DEVICE_KEY,
    "x509-tpm": UnitKind.TPM,
    "symmetric-device": UnitKind.DEVICE_KEY,
    "symmetric-tpm": UnitKind.TPM,
}
MECHANISM_NAMES: Final = tuple(_KINDS)
_FIXTURE_MOVES: Final = {"open": False, "close": True}
_FIXTURE_WORDS: Final = 2


class StandingBench:
    """A practice bench with its station in `data`; the station is free for other processes.

    The bench's parts lie in the data folder too, so that the same bench and station can be taken up
    again: a station is of no use without its factory's token.

    Args:
        data: a data folder, empty or of an earlier practice bench.
        positions: how many.
        mechanism: one of `MECHANISM_NAMES`.
        fixtures: whether each position has a fixture with lamps.

    Raises:
        StationError: CFG-005 where the folder holds another station.
    """

    def __init__(
        self, data: Data, positions: int, mechanism: str, *, fixtures: bool = False
    ) -> None:
        self.order: Final = f"practice-{mechanism}"
        self._kind = _KINDS[mechanism]
        self._station = PracticeStation(data, positions, fixtures=fixtures)
        self._bench = self._station.bench
        self._opened = ExitStack()
        self._made = 0

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            opening.enter_context(self._bench)
            with self._station.open() as plant:
                open_practice_order(plant, self.order)
            self._made = self._station.last_number()
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

    @property
    def has_fixtures(self) -> bool:
        """Whether its positions have fixtures with lamps."""
        return any(seat.box for seat in self._bench.seats)

    def _plug_all(self) -> None:
        for seat in self._bench.seats:
            self._made += 1
            unit = self._bench.make_unit(self._kind, serial_of(self._made))
            self._bench.plug(seat, unit)

    def serve(self, cancel: Event) -> None:
        """Do what each line on standard input says, until `cancel` is set.

        `open 1` and `close 1` are of a position's fixture; any other line changes all units.
        """
        reading = sys.stdin is not None
        while not cancel.is_set():
            if not reading:
                cancel.wait(0.2)
                continue
            said = _said(0.2)
            reading = said != b""
            if said and b"\n" in said:
                self._do(said.decode("utf-8", "replace").split())

    def _do(self, words: Sequence[str]) -> None:
        if len(words) == _FIXTURE_WORDS and words[0] in _FIXTURE_MOVES:
            for seat in self._bench.seats:
                if seat.name == words[1]:
                    self._bench.close_fixture(seat, closed=_FIXTURE_MOVES[words[0]])
            return
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
