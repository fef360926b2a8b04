"""A report's figures as one tidy table: a line for each figure. `report.csv` and `report.json`.

The columns, in this order for good; new ones come at the end:

- group: what the figure is of: `report` (what it is about), `total`, `order`, `position`, `shift`,
  `person` (runs of one of them), `step` (a step's time), `failure` or `error` (runs that ended so),
  `factory-keys` (units by what the factory's keys were kept in), `unit-keys` (by their own);
- key: the order, position, shift or badge, of `factory-keys` the audit entry's number; else empty;
- step: the step, empty for the whole run or where no step failed;
- code: the error's code;
- figure: which figure, see `resources/help/figures.md`;
- unit: `count`, `ratio` (0 to 1), `per-hour`, `seconds`, `text` or `time` (UTC, RFC 3339);
- value: empty where there is nothing to divide.

Cells are made as those of exports are: no spreadsheet takes one for a formula.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Final, TypeAlias

from pydantic import Field

from station.errors import Outcome
from station.model.figures import CycleTime, Dimension, Failure, Figures, Tally, pareto
from station.model.run import Step
from station.model.strict import Strict
from station.service.exports.cells import row

COLUMNS: Final = ("group", "key", "step", "code", "figure", "unit", "value")
_DIGITS: Final = 6

Number: TypeAlias = int | Annotated[float, Field(allow_inf_nan=False)]


class Line(Strict):
    """One figure; the module says what its fields are."""

    group: str
    key: str = ""
    step: str = ""
    code: str = ""
    figure: str
    unit: str
    value: str | Number | None


def lines_of(figures: Figures, people: Mapping[str, str]) -> Iterator[Line]:
    """Yield the figures, a line each.

    Args:
        figures: what was counted.
        people: the name for each badge, where figures are told by person.
    """
    yield from _tally("total", figures.total)
    for dimension in Dimension:
        for tally in figures.by.get(dimension, ()):
            if dimension is Dimension.PERSON and tally.key in people:
                name = people[tally.key]
                yield Line(group="person", key=tally.key, figure="name", unit="text", value=name)
            yield from _tally(dimension.value, tally)
    for cycle in figures.cycles:
        yield from _cycle(cycle)
    yield from _pareto("failure", figures.failures)
    yield from _pareto("error", figures.errors)
    yield from _keys(figures)


def csv_of(about: Sequence[Line], lines: Sequence[Line]) -> bytes:
    """Return the table as RFC 4180, ASCII: a header, then what it is about, then the figures."""
    parts = [row(COLUMNS)]
    for line in (*about, *lines):
        cells = (line.group, line.key, line.step, line.code, line.figure, line.unit)
        parts.append(row([*cells, "" if line.value is None else str(line.value)]))
    return b"".join(parts)


def text(figure: str, value: str) -> Line:
    """Return a line that says in words what a report is about."""
    return Line(group="report", figure=figure, unit="text", value=value)


def moment(figure: str, value: datetime | None) -> Line:
    """Return a line that says from when on, or until when."""
    told = None if value is None else f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return Line(group="report", figure=figure, unit="time", value=told)


def _keys(figures: Figures) -> Iterator[Line]:
    for kept in figures.keys:
        key = "" if kept.entry is None else str(kept.entry)
        group, words = "factory-keys", kept.words
        yield Line(group=group, key=key, figure="kept_in", unit="text", value=words)
        yield Line(group=group, key=key, figure="units_made", unit="count", value=kept.units)
    if figures.keys:
        own = figures.own_software
        yield Line(group="unit-keys", figure="units_in_software", unit="count", value=own)


def _tally(group: str, tally: Tally) -> Iterator[Line]:
    def line(figure: str, unit: str, value: Number | None) -> Line:
        return Line(group=group, key=tally.key, figure=figure, unit=unit, value=_rounded(value))

    for outcome in Outcome:
        yield line(f"runs_{outcome.value}", "count", tally.outcomes[outcome])
    yield line("runs_going_on", "count", tally.running)
    yield line("units_first_tried", "count", tally.first_tried)
    yield line("units_first_passed", "count", tally.first_passed)
    yield line("first_pass_yield", "ratio", tally.first_pass_yield)
    yield line("units_tried", "count", tally.tried)
    yield line("units_passed", "count", tally.passed)
    yield line("final_yield", "ratio", tally.final_yield)
    yield line("working_time", "seconds", tally.worked.total_seconds())
    yield line("throughput", "per-hour", tally.per_hour)


def _cycle(cycle: CycleTime) -> Iterator[Line]:
    def line(figure: str, unit: str, value: Number) -> Line:
        step = _name(cycle.step)
        return Line(group="step", step=step, figure=figure, unit=unit, value=_rounded(value))

    yield line("times", "count", cycle.count)
    yield line("median", "seconds", cycle.median)
    yield line("percentile_95", "seconds", cycle.nearly_all)


def _pareto(group: str, failures: Sequence[Failure]) -> Iterator[Line]:
    for one in pareto(failures):
        step, code = _name(one.failure.step), one.failure.code
        for figure, unit, value in (
            ("runs", "count", one.failure.count),
            ("share", "ratio", one.share),
            ("share_so_far", "ratio", one.so_far),
        ):
            yield Line(
                group=group, step=step, code=code, figure=figure, unit=unit, value=_rounded(value)
            )


def _name(step: Step | None) -> str:
    return "" if step is None else step.value


def _rounded(value: Number | None) -> Number | None:
    return round(value, _DIGITS) if isinstance(value, float) else value
