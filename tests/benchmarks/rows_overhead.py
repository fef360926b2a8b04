"""The benchmark's row of the station itself: what a run takes besides link, workers and commits.

One position takes units in turn, as in `positions-8`. A run's time counts but for what it spends in
the link to the unit, in waiting for a token's worker and in the record's transactions.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from sqlite3 import Connection
from statistics import fmean, median
from typing import Final, ParamSpec, TypeVar
from unittest.mock import patch

from station.hsm.worker import Worker
from station.line.run import run_unit
from station.links.smp import SmpKind, SmpLink
from station.model.run import Unit
from station.operations.practice import position_of
from station.records.database import Writer
from tests.benchmarks.row import ROUNDS, AtMost, Measured, Row, Scale
from tests.benchmarks.rows_positions import NAME, Floor, renew, standing

_LIMIT_S: Final = 0.025
_SEATS: Final = 4
P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class _Elsewhere:
    """How long the one thread that runs units is not at the station's own work.

    Attributes:
        seconds: by whom it was kept.
    """

    seconds: dict[str, float]
    _within: bool = False

    @contextmanager
    def span(self, whose: str) -> Iterator[None]:
        """Count a block, unless it is part of another that is counted."""
        if self._within:
            yield
            return
        self._within = True
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[whose] += time.perf_counter() - start
            self._within = False

    def timed(self, whose: str, method: Callable[P, T]) -> Callable[P, T]:
        """Return a method that is counted."""

        @wraps(method)
        def counted(*args: P.args, **kwargs: P.kwargs) -> T:
            with self.span(whose):
                return method(*args, **kwargs)

        return counted


_LINK: Final = "link"
_WORKER: Final = "worker"
_COMMIT: Final = "commit"


@contextmanager
def _watched() -> Iterator[_Elsewhere]:
    """Count what is spent in links, in workers and in the record's transactions."""
    elsewhere = _Elsewhere(dict.fromkeys((_LINK, _WORKER, _COMMIT), 0.0))
    begun = Writer.transaction

    @contextmanager
    def transaction(self: Writer) -> Iterator[Connection]:
        held: AbstractContextManager[Connection, None] = begun(self)
        with elsewhere.span(_COMMIT), held as connection:
            yield connection

    with ExitStack() as patched:
        for of, name, whose in (
            (SmpKind, "open", _LINK),
            *((SmpLink, name, _LINK) for name in ("identify", "transact", "close")),
            (Worker, "ask", _WORKER),
        ):
            counted = elsewhere.timed(whose, getattr(of, name))
            patched.enter_context(patch.object(of, name, counted))
        patched.enter_context(patch.object(Writer, "transaction", transaction))
        yield elsewhere


def _own(floor: Floor, elsewhere: _Elsewhere) -> list[float]:
    """Let the units go through a new station; return the seconds of its own work in each run."""
    own = []
    renew(floor.bench.seats)
    with floor.station() as plant:
        job = plant.job(NAME)
        for seat in floor.bench.seats:
            before, start = sum(elsewhere.seconds.values()), time.perf_counter()
            result = run_unit(Unit(), job, position_of(seat), plant.tools)
            taken = time.perf_counter() - start
            if result.error is not None:
                raise RuntimeError(f"{result.error}: {result.error.detail}")
            own.append(taken - (sum(elsewhere.seconds.values()) - before))
    return own


def station_overhead(scale: Scale) -> Measured:
    """Measure what the station itself takes of a run of a TPM unit."""
    rounds = (ROUNDS if scale is Scale.QUICK else 10 * ROUNDS) // _SEATS + 1
    with standing(_SEATS) as floor, _watched() as elsewhere:
        _own(floor, elsewhere)
        elsewhere.seconds.update(dict.fromkeys(elsewhere.seconds, 0.0))
        own = [seconds for _ in range(rounds) for seconds in _own(floor, elsewhere)]
    detail = {"runs": len(own), "lowest": min(own), "highest": max(own), "mean": fmean(own)}
    return Measured(median(own), _LIMIT_S, detail)


STATION_OVERHEAD: Final = Row("s", "25 ms a run", AtMost(1), station_overhead)
