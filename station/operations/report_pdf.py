"""A report on paper: what a supervisor pins to the wall, and can hold against the record later."""

from collections.abc import Sequence
from typing import Final

from station.errors import Outcome
from station.model.figures import Dimension, Failure, Tally, pareto
from station.operations.report_page import SMALL, Sheets
from station.operations.report_words import (
    NOTHING,
    PRACTICE_WORDS,
    Report,
    duration,
    failed_in,
    in_fours,
    meaning,
    own_keys_words,
    percent,
    rate,
    step_of,
)

_YIELD: Final = (40.0, 25.0, 45.0)
_YIELD_BAR: Final = (115.0, 65.0)
_PARTS: Final = (52.0, 16.0, 20.0, 20.0, 40.0, 16.0, 16.0)
_PARTS_BAR: Final = (112.0, 18.0)
_FAILURES: Final = (40.0, 18.0, 22.0, 26.0)
_FAILURES_BAR: Final = (110.0, 70.0)
_CYCLES: Final = (60.0, 30.0, 40.0, 50.0)
_BY: Final = {
    Dimension.ORDER: "By order",
    Dimension.POSITION: "By position",
    Dimension.SHIFT: "By shift",
    Dimension.PERSON: "By person",
}


def paper_of(report: Report) -> bytes:
    """Return a report as PDF; the same report gives the same bytes."""
    world = "Practice report" if report.practice else "Report"
    sheets = Sheets(
        f"Station {report.station}   |   {world}: {report.about}",
        PRACTICE_WORDS if report.practice else "",
        report.made,
    )
    sheets.title(report.about)
    sheets.paragraph(f"Station {report.station}")
    sheets.paragraph(f"Runs that began: {report.interval}")
    by = f"by {report.made_by}" if report.made_by else "(nobody was asked who makes it)"
    sheets.paragraph(f"Made {report.local(report.made)} {by}")
    _yields(sheets, report.figures.total)
    for dimension, heading in _BY.items():
        _parts(sheets, report, dimension, heading)
    _failures(sheets, "Failures of units", report.figures.failures)
    _failures(sheets, "Errors of the station (the unit may be good)", report.figures.errors)
    _cycles(sheets, report)
    _keys(sheets, report)
    _anchor(sheets, report)
    return sheets.finished()


def _yields(sheets: Sheets, total: Tally) -> None:
    sheets.heading("Yield")
    for name, share, part, whole in (
        ("First-pass yield", total.first_pass_yield, total.first_passed, total.first_tried),
        ("Final yield", total.final_yield, total.passed, total.tried),
    ):
        sheets.row([name, percent(share), f"{part} of {whole} units"], _YIELD)
        sheets.bar(share, *_YIELD_BAR, height=4.6)
    worked = f"in {duration(total.worked)} of work"
    sheets.row(["Throughput", f"{rate(total.per_hour)} / h", worked], _YIELD)
    ended = [f"{total.outcomes[outcome]} {outcome.value.upper()}" for outcome in Outcome]
    going = f", {total.running} still going on" if total.running else ""
    sheets.paragraph(f"Runs: {', '.join(ended)}{going}.")


def _parts(sheets: Sheets, report: Report, dimension: Dimension, heading: str) -> None:
    tallies = report.figures.by.get(dimension, ())
    if len(tallies) < 2 and dimension is not Dimension.PERSON:
        return  # it would say the total once more
    sheets.heading(heading)
    words = ["", "runs", "units", "passed", "first-pass yield", "final", "per hour"]
    sheets.row(words, _PARTS, head=True)
    for tally in tallies:
        cells = [
            report.label(dimension, tally),
            *(str(number) for number in (tally.runs, tally.tried, tally.passed)),
            percent(tally.first_pass_yield),
            percent(tally.final_yield),
            rate(tally.per_hour),
        ]
        sheets.row(cells, _PARTS)
        sheets.bar(tally.first_pass_yield, *_PARTS_BAR)


def _failures(sheets: Sheets, heading: str, failures: Sequence[Failure]) -> None:
    sheets.heading(heading)
    if not failures:
        sheets.paragraph("None.")
        return
    sheets.row(["step", "code", "runs", "share so far"], _FAILURES, head=True)
    for line in pareto(failures):
        sheets.room(10)
        code = line.failure.code or NOTHING
        cells = [failed_in(line.failure), code, str(line.failure.count), percent(line.so_far)]
        sheets.row(cells, _FAILURES)
        sheets.bar(line.share, *_FAILURES_BAR)
        if told := meaning(line.failure.code):
            sheets.paragraph(told, SMALL, indent=4)


def _cycles(sheets: Sheets, report: Report) -> None:
    if not report.figures.cycles:
        return
    sheets.heading("Cycle time")
    sheets.row(["step", "times", "median", "95th percentile"], _CYCLES, head=True)
    for cycle in report.figures.cycles:
        times = (f"{cycle.median:.2f} s", f"{cycle.nearly_all:.2f} s")
        sheets.row([step_of(cycle), str(cycle.count), *times], _CYCLES)


def _keys(sheets: Sheets, report: Report) -> None:
    if not report.figures.keys:
        return
    sheets.heading("What the factory's keys were kept in")
    for kept in report.figures.keys:
        units = "1 unit" if kept.units == 1 else f"{kept.units:,} units"
        entry = "" if kept.entry is None else f" (entry {kept.entry})"
        sheets.paragraph(f"{units}: {kept.words}{entry}.")
    if words := own_keys_words(report.figures):
        sheets.paragraph(words)


def _anchor(sheets: Sheets, report: Report) -> None:
    head = report.figures.head
    sheets.heading("Anchor in the audit chain", needs=24)
    sheets.paragraph(f"Entry {in_fours(str(head.sequence))}")
    sheets.paragraph(f"Hash {in_fours(head.hash.hex())}")
    sheets.paragraph(
        "Keep this sheet: a record of this station that ends before that entry, or has another hash"
        " there, is not the one that these figures were counted from. The signed form is the file"
        " report.json; 'station report verify' checks it.",
        SMALL,
    )
