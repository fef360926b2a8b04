"""What the charts of the line's figures show: units by the hour, yields, failures, and times."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication

from station.model.figures import Dimension, pareto
from station.model.names import shown
from station.operations.figures_desk import Charted
from station.operations.report_words import NOTHING
from station.records.figure_spread import HourCount, TimeBin
from station.window.chart import ChartData, Series

# So many bars can be told apart on the smallest screen.
_MOST_HOURS: Final = 48
_MOST_DAYS: Final = 62
_MOST_FAILURES: Final = 12
_MOST_YIELDS: Final = 24


class View(Enum):
    """How figures are shown."""

    TABLES = "tables"
    UNITS = "units"
    YIELDS = "yields"
    FAILURES = "failures"
    TIMES = "times"


def _tr(text: str) -> str:
    return QCoreApplication.translate("chart_words", text)


def view_words(view: View) -> str:
    """Return what a view is called where it is chosen."""
    return {
        View.TABLES: _tr("All figures, as tables"),
        View.UNITS: _tr("Units by the hour"),
        View.YIELDS: _tr("Yields"),
        View.FAILURES: _tr("What fails most"),
        View.TIMES: _tr("How long runs took"),
    }[view]


def chart_of(view: View, charted: Charted) -> ChartData:
    """Return a view's chart; without labels where there is nothing to draw."""
    about = charted.report.about
    made: dict[View, Callable[[Charted], ChartData]] = {
        View.UNITS: lambda one: _units(about, one.spread.hours),
        View.YIELDS: _yields,
        View.FAILURES: _failures,
        View.TIMES: lambda one: _times(about, one.spread.times),
    }
    return made[view](charted)


def _units(about: str, hours: Sequence[HourCount]) -> ChartData:
    """Return units by the hour; of a longer time by the day, and of a very long one by month."""
    title = _tr("Units that passed: {about}").format(about=about)
    if not hours:
        return ChartData(title, _tr("Hour"), (), ())
    span = hours[-1].begins - hours[0].begins
    if span < timedelta(hours=_MOST_HOURS):
        same_day = hours[0].begins.astimezone().date() == hours[-1].begins.astimezone().date()
        form, along = ("%H:%M" if same_day else "%m-%d %H:%M"), _tr("Hour, by its beginning")
    elif span < timedelta(days=_MOST_DAYS):
        form, along = "%Y-%m-%d", _tr("Day")
    else:
        form, along = "%Y-%m", _tr("Month")
    counted = Counter[str]()
    for moment in _every_hour(hours[0].begins, hours[-1].begins):
        counted[f"{moment.astimezone():{form}}"] += 0
    for hour in hours:
        counted[f"{hour.begins.astimezone():{form}}"] += hour.units
    return ChartData(title, along, [*counted], [Series(_tr("Units"), [*counted.values()])])


def _every_hour(first: datetime, last: datetime) -> Iterator[datetime]:
    while first <= last:
        yield first
        first += timedelta(hours=1)


def _yields(charted: Charted) -> ChartData:
    """Return the yields by shift where there are several, else by position."""
    report = charted.report
    shifts = report.figures.by.get(Dimension.SHIFT, ())
    by_shift = len(shifts) > 1
    tallies = shifts if by_shift else report.figures.by.get(Dimension.POSITION, ())
    tallies = tallies[-_MOST_YIELDS:]
    dimension = Dimension.SHIFT if by_shift else Dimension.POSITION
    return ChartData(
        _tr("First-pass and final yield: {about}").format(about=report.about),
        _tr("Shift") if by_shift else _tr("Position"),
        [shown(report.label(dimension, one)) for one in tallies],
        [
            Series(_tr("First pass"), [one.first_pass_yield for one in tallies]),
            Series(_tr("Final"), [one.final_yield for one in tallies]),
        ],
        shares=True,
    )


def _failures(charted: Charted) -> ChartData:
    """Return the units' failures by code, the most frequent first, with their shares so far."""
    title = _tr("What fails most: {about}").format(about=charted.report.about)
    lines = list(pareto(charted.report.figures.failures))
    by_code = Counter[str]()
    for line in lines:
        by_code[line.failure.code or NOTHING] += line.failure.count
    total, so_far = sum(by_code.values()), 0
    common = by_code.most_common()
    if len(common) > _MOST_FAILURES:
        rest = sum(count for _, count in common[_MOST_FAILURES - 1 :])
        common = [*common[: _MOST_FAILURES - 1], (_tr("others"), rest)]
    shares = []
    for _, count in common:
        so_far += count
        shares.append(so_far / total)
    return ChartData(
        title,
        _tr("Code"),
        [code for code, _ in common],
        [Series(_tr("Runs"), [count for _, count in common])],
        line=Series(_tr("Share so far"), shares),
    )


def _times(about: str, times: Sequence[TimeBin]) -> ChartData:
    return ChartData(
        _tr("How long runs took that passed: {about}").format(about=about),
        _tr("Seconds"),
        [_bin_words(one) for one in times],
        [Series(_tr("Runs"), [one.runs for one in times])],
    )


def _bin_words(one: TimeBin) -> str:
    if one.below is None:
        return _tr("{least} and more").format(least=f"{one.least:g}")
    return _tr("{least} to {below}").format(least=f"{one.least:g}", below=f"{one.below:g}")
