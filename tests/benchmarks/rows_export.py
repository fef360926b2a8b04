"""The benchmark's row of exports: the list as JSON Lines, against the sqlite3 program's own dump.

Ours is all of an export of the list, checked row by row, written, synced, signed and put on record,
but for the verification of the whole record, which the chain's length decides and not the format:
the rows here are put in past the chain. The rival joins and prints the same rows and checks
nothing. The list is the usual mix: half TPMs, a quarter certificates, a quarter symmetric keys.

Of each certificate the line has checked its CA's signature when it was issued, and the record says
so: an export checks it itself only in rows that don't, as an older Station left them.

The figures are of processor time of both: what else the machine does moves the clock, not them.

`list-export --full` also exports 10,000, 100,000 and 1,000,000 rows in each format, one after
another in one process as the window does, and draws `export.svg` in the current folder: the time of
each, and the most memory that was resident during each (VmHWM, proc(5), set back before each).
`python -m tests.benchmarks.rows_export FOLDER ROWS` does one of these lists.
"""

import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from station.operations.export_check import check_list
from station.records.enrollments import SELECT
from station.records.reader import Reader
from station.records.store import Records
from station.records.verification import AuditReport
from station.service.exports import EXPORTS, Again, ExportRequest, Watch, write_export
from tests.benchmarks.row import AtLeast, Detail, Measured, Row, Scale, interleaved
from tests.service.conftest import SoftwareFactory
from tests.support.svg_chart import Line, Panel, write_chart
from tests.unit.records.software import SoftwareGuard, make_order

_ROWS: Final = {Scale.QUICK: 10_000, Scale.FULL: 100_000}
CHART: Final = Path("export.svg")
_SIZES: Final = (10_000, 100_000, 1_000_000)
_FORMATS: Final = ("jsonl", "zip", "csv", "dps-json")
_CHECK: Final = "check"
_FORGET_PEAK: Final = Path("/proc/self/clear_refs")
# In a process of its own, whose large cache isn't counted as an export's memory.
_FILL: Final = """
import sys
from pathlib import Path
from tests.support.many_exportable import fill_exportable
fill_exportable(Path(sys.argv[1]), int(sys.argv[2]))
"""
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
    subprocess.run([sys.executable, "-c", _FILL, path, str(rows)], check=True)
    return path, guard


def _exported(records: Records, out: Path, rows: int, form: str) -> None:
    shutil.rmtree(out, ignore_errors=True)
    request = ExportRequest(out, EXPORTS[form], None, Again.EXPORTED_TOO)
    assert write_export(records, SoftwareFactory(), request, Watch()).enrollments == rows


def _ours(records: Records, folder: Path, rows: int) -> Callable[[], float]:
    def run() -> float:
        start = _cpu(resource.RUSAGE_SELF)
        _exported(records, folder / "out", rows, "jsonl")
        return rows / (_cpu(resource.RUSAGE_SELF) - start)

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
        detail: Detail = {"rows": rows, **measured.detail}
        if scale is Scale.FULL:
            detail = {**detail, **_growth()}
        return replace(measured, detail=detail)


def _growth() -> Detail:
    """Return how exports and their check grow with the list, and draw it."""
    told = [_in_a_process(rows) for rows in _SIZES]
    lines = [Line(name, [one[name] for one in told]) for name in (*_FORMATS, _CHECK)]
    resident = [Line(line.name, [one[f"{line.name}_mb"] for one in told]) for line in lines]
    panels = [
        Panel("Processor time, s", _SIZES, lines, "rows"),
        Panel("Memory that stays resident at most, MB", _SIZES, resident, "rows"),
    ]
    write_chart(CHART, "Exports of 10,000, 100,000 and 1,000,000 enrollments", panels)
    largest = {name: round(seconds, 1) for name, seconds in told[-1].items()}
    return {"largest_rows": _SIZES[-1], **largest, "chart": str(CHART.resolve())}


def _in_a_process(rows: int) -> dict[str, float]:
    """Return the figures of exports of so many rows, made in a process that did nothing before."""
    with tempfile.TemporaryDirectory(prefix="export-") as name:
        command = [sys.executable, "-m", "tests.benchmarks.rows_export", name, str(rows)]
        figures: dict[str, float] = json.loads(
            subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
        )
        return figures


def export_each(folder: Path, rows: int) -> dict[str, float]:
    """Check and export a list of so many rows in each format.

    Returns:
        The processor time of each, seconds, by its name; and by its name with `_mb` behind it the
        most memory that was resident meanwhile, MiB.
    """
    path, guard = _made(folder, rows)
    taken = dict[str, float]()

    def timed(name: str, act: Callable[[], object]) -> None:
        _FORGET_PEAK.write_text("5")
        start = _cpu(resource.RUSAGE_SELF)
        act()
        taken[name] = _cpu(resource.RUSAGE_SELF) - start
        taken[f"{name}_mb"] = _peak_mb()

    with _Unverified.open(path, guard) as records:
        for form in _FORMATS:
            timed(form, partial(_exported, records, folder / "out", rows, form))
    with Reader.open(path) as reader:
        timed(_CHECK, partial(_checked, reader))
    return taken


def _checked(reader: Reader) -> None:
    assert check_list(reader, None, lambda _: None, again=True).good


def _peak_mb() -> float:
    """Return the most memory of this process that was resident since `_FORGET_PEAK`, MiB."""
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


LIST_EXPORT: Final = Row(
    unit="1/s",
    rival="the sqlite3 program's JSON dump of the same rows, processor time of both",
    goal=AtLeast(0.5),
    measure=_measure,
)

if __name__ == "__main__":
    print(json.dumps(export_each(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201 - to the parent
