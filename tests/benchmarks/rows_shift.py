"""The benchmark's rows of a long shift: what it does to the station's memory, and to all it holds.

Most units are of the two products that take the least time; they are real ones, each a process of
its own, but forked from one that has Python started already, and their lines take no time.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

from tests.benchmarks.row import AtMost, Detail, Measured, Row, Scale
from tests.benchmarks.workshop import workshop
from tests.support.shift_campaign import shift
from tests.support.shift_meter import Sample
from tests.support.svg_chart import write_chart

_EARLY: Final = 500
_MEMORY_RUNS: Final = {Scale.QUICK: 2_500, Scale.FULL: 5_000}
_UNITS: Final = {Scale.QUICK: 400, Scale.FULL: 5_000}
_SEED: Final = 2_026
_MB: Final = 1_048_576
CHART: Final = Path("shift.svg")


def _around(samples: Sequence[Sample], runs: int) -> float:
    """Return the memory of station and factory worker after so many runs, bytes.

    Units' tokens have workers too, which come and go: of some samples the median, of workers the
    least.
    """
    near = [one for one in samples if abs(one.runs - runs) <= _EARLY / 5] or [
        min(samples, key=lambda one: abs(one.runs - runs))
    ]
    return median(one.resident for one in near) + min(one.workers for one in near)


def shift_memory(scale: Scale) -> Measured:
    """Measure the resident memory after the first runs, and after thousands."""
    most = _MEMORY_RUNS[scale]
    with workshop("shift-memory") as folder, shift(folder, most, _SEED, troubled=0.0) as worked:
        worked.work()
        _demand(worked.belt.findings)
    samples = worked.meter.samples
    early, late = _around(samples, _EARLY), _around(samples, worked.runs)
    detail: Detail = {
        "runs": worked.runs,
        "early_runs": _EARLY,
        "bytes_a_run": round((late - early) / (worked.runs - _EARLY)),
        "seconds": round(worked.seconds, 1),
        "runs_per_s": round(worked.runs / worked.seconds, 2),
        "unit_lines": "unpaced",
        "station_mb": round(samples[-1].resident / _MB, 1),
    }
    return Measured(late / _MB, early / _MB, detail)


def shift_growth(scale: Scale) -> Measured:
    """Measure what a shift with one unit in ten in trouble adds, as a share of what it may."""
    units = _UNITS[scale]
    with workshop("shift") as folder, shift(folder, units, _SEED) as worked:
        worked.work()
        _demand([one for one in worked.findings if "GROWS" not in one])
    if scale is Scale.FULL:
        write_chart(CHART, f"A shift of {units:,} units", worked.meter.panels())
    shares = {one.name: one.share for one in worked.grown}
    report = worked.report()
    detail: Detail = {
        "units": units,
        "runs": worked.runs,
        "runs_per_s": round(worked.runs / worked.seconds, 2),
        "run": str(report["run"]),
        "event": str(report["event"]),
        "chart": str(CHART.resolve()) if scale is Scale.FULL else "",
        **{name: round(share, 3) for name, share in shares.items()},
    }
    return Measured(max(shares.values()), 1.0, detail)


def _demand(findings: Sequence[str]) -> None:
    if findings:
        raise RuntimeError("\n".join(findings))


SHIFT_MEMORY: Final = Row("MB", "after its first 500 runs", AtMost(1.10), shift_memory)
SHIFT: Final = Row("limits", "what may be added in a shift", AtMost(1), shift_growth)
