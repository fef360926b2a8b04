"""The benchmark's rows of the enrollment list: a unit found, a page shown, in a million rows.

The list is filled by bulk SQL, as `tests.support.many` says: forty orders side by side, the newest
units ready, some revoked, of all mechanisms. The time of the call counts.
"""

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import product
from math import log10
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from station.model.enrollment import EnrollmentStatus
from station.records.list_query import ListQuery, ListRow, Mark, SortBy
from station.records.lookup import HASHES
from station.records.reader import Reader
from tests.benchmarks.row import AtMost, Detail, Measured, Row, Scale
from tests.support.many import APART, BEGAN, fill, new_record
from tests.support.svg_chart import Line, Panel, write_chart

CHART: Final = Path("list.svg")
_ROWS: Final = 1_000_000
_SIZES: Final = (10_000, 100_000, _ROWS)
_FIND_S: Final = 0.005
_PAGE_S: Final = 0.020
_FINDS: Final = {Scale.QUICK: 1_000, Scale.FULL: 5_000}
_PAGES: Final = {Scale.QUICK: 20, Scale.FULL: 60}
_SHOWN: Final = 100
_SEED: Final = 2_026


@dataclass(frozen=True)
class _List:
    """A list, and what is kept of its units to find them by."""

    reader: Reader
    raw: sqlite3.Connection

    def identifiers(self, row: ListRow) -> list[str]:
        """Return all that a unit may be found by, whole."""
        sql = f"SELECT key_fingerprint, {', '.join(HASHES)} FROM enrollments WHERE id = ?"  # noqa: S608 - ours
        hashes = self.raw.execute(sql, (row.number,)).fetchone()
        names = [row.registration_id, row.serial, row.device_id or row.registration_id]
        return [*names, *(one.hex() for one in hashes if one is not None)]


@contextmanager
def _list(rows: int) -> Iterator[_List]:
    """Yield a list of so many enrollments."""
    with tempfile.TemporaryDirectory(prefix="list-") as name:
        path = Path(name, "station.db")
        new_record(path, orders=40)
        fill(path, rows)
        with Reader.open(path) as reader, closing(sqlite3.connect(path)) as raw:
            yield _List(reader, raw)


def _p99(taken: Sequence[float]) -> float:
    return quantiles(taken, n=100)[98]


def _finds(listed: _List, rows: int, count: int) -> list[float]:
    """Return the times of finding units by all their identifiers, whole and by their beginning."""
    chance = random.Random(_SEED)  # noqa: S311 - the same finds each time
    taken = list[float]()
    while len(taken) < count:
        (row,) = listed.reader.list_page(ListQuery(descending=False), chance.randrange(rows), 1)
        for name in listed.identifiers(row):
            for find in (name, name.upper(), name[: max(9, len(name) - 2)]):
                seconds, found = _page(listed.reader, ListQuery(find=find), None)
                taken.append(seconds)
                # A certificate that all have is told by its newest.
                if not found:
                    raise RuntimeError(f"{find} was not found")
    return taken


def _page(reader: Reader, query: ListQuery, after: Mark | None) -> tuple[float, list[ListRow]]:
    """Return how long a page took, and its lines."""
    start = time.perf_counter()
    rows = reader.list_after(query, after, _SHOWN)
    return time.perf_counter() - start, rows


def _filters(rows: int) -> list[dict[str, Any]]:
    """Return what a supervisor leaves out: nothing, or all but an order's, a status's, a day's."""
    middle = rows // 2
    return [
        {},
        {"order": "o07"},
        {"status": EnrollmentStatus.READY},
        {"status": EnrollmentStatus.REVOKED},
        {"status": EnrollmentStatus.EXPORTED},
        {"mechanism": "tpm"},
        {"mechanism": "x509"},
        {"since": BEGAN + middle * APART, "until": BEGAN + (middle + 5_000) * APART},
        {"order": "o07", "status": EnrollmentStatus.READY},
        {"find": "mu-00"},
    ]


def _pages(reader: Reader, count: int) -> tuple[list[float], list[float]]:
    """Return the times of first pages, and of the pages after them, in every order."""
    first, later = list[float](), list[float]()
    for filters, sort, descending in product(_filters(_ROWS), SortBy, (True, False)):
        query = ListQuery(sort, descending, **filters)
        seconds, page = _page(reader, query, None)
        first.append(seconds)
        for _ in range(count):
            if len(page) < _SHOWN:
                break
            seconds, page = _page(reader, query, page[-1].mark(sort))
            later.append(seconds)
    return first, later


def list_find(scale: Scale) -> Measured:
    """Measure how long a unit is looked for, and how that grows with the list."""
    medians, slowest = list[float](), list[float]()
    sizes = _SIZES if scale is Scale.FULL else _SIZES[-1:]
    for rows in sizes:
        with _list(rows) as listed:
            taken = _finds(listed, rows, _FINDS[scale])
        medians.append(median(taken))
        slowest.append(_p99(taken))
    detail: Detail = {"rows": sizes[-1], "finds": _FINDS[scale], "p50_ms": medians[-1] * 1e3}
    if scale is Scale.FULL:
        _chart(medians, slowest)
        grown = medians[-1] / medians[0]
        growth = {"growth_p50_10k_to_1m": round(grown, 2)}
        growth |= {"growth_p99_10k_to_1m": round(slowest[-1] / slowest[0], 2)}
        detail = {**detail, **growth, "chart": str(CHART.resolve())}
    return Measured(slowest[-1], _FIND_S, detail)


def _chart(medians: Sequence[float], slowest: Sequence[float]) -> None:
    """Draw how finds grow: over the list's length, by its logarithm, a straight line at most."""
    powers = [log10(rows) for rows in _SIZES]
    lines = [
        Line("p50, ms", [one * 1e3 for one in medians]),
        Line("p99, ms", [one * 1e3 for one in slowest]),
        # What grows no more than the logarithm stays below these.
        Line("p50 by the log", [medians[0] * 1e3 * power / powers[0] for power in powers]),
        Line("p99 by the log", [slowest[0] * 1e3 * power / powers[0] for power in powers]),
    ]
    panel = Panel("A find, ms, over the enrollments' power of ten", powers, lines, "")
    write_chart(CHART, "Finds in 10,000, 100,000 and 1,000,000 enrollments", [panel])


def list_page(scale: Scale) -> Measured:
    """Measure pages of the list, filtered and sorted by every column."""
    with _list(_ROWS) as listed:
        opened, _ = _page(listed.reader, ListQuery(), None)
        first, later = _pages(listed.reader, _PAGES[scale])
    every = [*first, *later]
    detail: Detail = {
        "rows": _ROWS,
        "pages": len(every),
        "p50_ms": median(every) * 1e3,
        "later_p99_ms": _p99(later) * 1e3,
        "opened_ms": opened * 1e3,
        "first_p50_ms": median(first) * 1e3,
        "first_worst_ms": max(first) * 1e3,
    }
    return Measured(_p99(every), _PAGE_S, detail)


LIST_FIND: Final = Row("s", "5 ms, p99 at a million rows", AtMost(1), list_find)
LIST_PAGE: Final = Row("s", "20 ms, p99 at a million rows", AtMost(1), list_page)
