"""The benchmark's row of exports: the list as JSON Lines, against the sqlite3 program's own dump.

Ours is all of an export of the list, checked row by row, written, synced, signed and put on record,
but for the verification of the whole record, which the chain's length decides and not the format:
the rows here are put in past the chain. The rival joins and prints the same rows and checks
nothing. The list is the usual mix: half TPMs, a quarter certificates, a quarter symmetric keys.

The figures are of processor time of both: what else the machine does moves the clock, not them.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from station.records.enrollments import SELECT
from station.records.store import Records
from station.records.verification import AuditReport
from station.service.exports import EXPORTS, Again, ExportRequest, Watch, write_export
from tests.benchmarks.row import AtLeast, Measured, Row, Scale, interleaved
from tests.service.conftest import SoftwareFactory
from tests.support.many_exportable import fill_exportable
from tests.unit.records.software import SoftwareGuard, make_order

_ROWS: Final = {Scale.QUICK: 10_000, Scale.FULL: 100_000}
_LARGEST: Final = 1_000_000
_DUMP: Final = f"{SELECT} ORDER BY enrollments.id"


class _Unverified(Records):
    """A record whose verification is left out: its rows are in no chain."""

    def verify(
        self, audit_certificate: bytes | None = None, anchor: int | None = None
    ) -> AuditReport:
        """Find nothing."""
        del audit_certificate, anchor
        return AuditReport(0, 0, 0, 0, 0, None)


def _cpu(kind: int) -> float:
    used = resource.getrusage(kind)
    return used.ru_utime + used.ru_stime


def _made(folder: Path, rows: int) -> tuple[Path, SoftwareGuard]:
    path, guard = folder / "station.db", SoftwareGuard()
    with Records.create(path, guard, station="benchmark", practice=True) as records:
        records.add_order(make_order("many", quantity=rows))
    fill_exportable(path, rows)
    return path, guard


def _ours(records: Records, folder: Path, rows: int) -> Callable[[], float]:
    factory, out = SoftwareFactory(), folder / "out"

    def run() -> float:
        shutil.rmtree(out, ignore_errors=True)
        request = ExportRequest(out, EXPORTS["jsonl"], None, Again.EXPORTED_TOO)
        start = _cpu(resource.RUSAGE_SELF)
        report = write_export(records, factory, request, Watch())
        taken = _cpu(resource.RUSAGE_SELF) - start
        assert report.enrollments == rows
        return rows / taken

    return run


def _rival(path: Path, folder: Path, rows: int) -> Callable[[], float]:
    program = shutil.which("sqlite3")
    assert program is not None

    def run() -> float:
        start = _cpu(resource.RUSAGE_CHILDREN)
        with (folder / "dump.json").open("wb") as out:
            subprocess.run([program, "-readonly", "-json", path, _DUMP], stdout=out, check=True)
        return rows / (_cpu(resource.RUSAGE_CHILDREN) - start)

    return run


def _measure(scale: Scale) -> Measured:
    rows = _ROWS[scale]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, guard = _made(folder, rows)
        with _Unverified.open(path, guard) as records:
            measured = interleaved(_ours(records, folder, rows), _rival(path, folder, rows))
        detail = {"rows": rows, **measured.detail}
        if scale is Scale.FULL:
            detail |= _largest()
        return replace(measured, detail=detail)


def _largest() -> dict[str, float]:
    """Return how much memory an export of the largest list takes, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "tests.benchmarks.rows_export", name, str(_LARGEST)]
        told = subprocess.run(command, capture_output=True, check=True).stdout
        figures: dict[str, float] = json.loads(told)
        return figures


def export_once(folder: Path, rows: int) -> dict[str, float]:
    """Export a list of so many rows once; return its figures."""
    path, guard = _made(folder, rows)
    with _Unverified.open(path, guard) as records:
        start = time.perf_counter()
        _ours(records, folder, rows)()
        seconds = time.perf_counter() - start
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"largest_rows": rows, "largest_s": seconds, "resident_mb": highest}


LIST_EXPORT: Final = Row(
    unit="1/s",
    rival="the sqlite3 program's JSON dump of the same rows, processor time of both",
    goal=AtLeast(0.5),
    measure=_measure,
)

if __name__ == "__main__":
    print(json.dumps(export_once(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201 - to the parent
