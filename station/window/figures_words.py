"""Words about the line's figures."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from station.errors import Outcome
from station.model.figures import CycleTime, Dimension, Failure, Tally, pareto
from station.model.names import shown
from station.operations.report_words import NOTHING, Report, duration, meaning, percent, rate
from station.window.languages import number
from station.window.words import step_words


def _tr(text: str) -> str:
    return QCoreApplication.translate("figures_words", text)


def total_words(report: Report) -> list[str]:
    """Return the figures of all that was asked for, a sentence each."""
    total = report.figures.total
    first = _tr("First-pass yield {share}: {passed} of {tried} units.")
    final = _tr("Final yield {share}: {passed} of {tried} units.")
    said = [
        first.format(
            share=percent(total.first_pass_yield),
            passed=number(total.first_passed),
            tried=number(total.first_tried),
        ),
        final.format(
            share=percent(total.final_yield), passed=number(total.passed), tried=number(total.tried)
        ),
        _tr("{rate} units an hour in {time} of work.").format(
            rate=rate(total.per_hour), time=duration(total.worked)
        ),
    ]
    counts = (
        (_tr("{count} runs passed"), total.outcomes[Outcome.PASSED]),
        (_tr("{count} failed"), total.outcomes[Outcome.FAILED]),
        (_tr("{count} by the station's fault"), total.outcomes[Outcome.ERROR]),
        (_tr("{count} cancelled"), total.outcomes[Outcome.CANCELLED]),
        (_tr("{count} going on"), total.running),
    )
    told = [text.format(count=number(count)) for text, count in counts if count]
    return [*said, ", ".join(told) + "."] if told else said


def yield_rows(report: Report) -> Iterator[Sequence[str]]:
    """Yield the yields by order, position, shift and person, a line each."""
    words = {
        Dimension.ORDER: _tr("Order"),
        Dimension.POSITION: _tr("Position"),
        Dimension.SHIFT: _tr("Shift"),
        Dimension.PERSON: _tr("Person"),
    }
    for dimension in Dimension:
        for tally in report.figures.by.get(dimension, ()):
            yield (words[dimension], shown(report.label(dimension, tally)), *_numbers(tally))


def _numbers(tally: Tally) -> tuple[str, ...]:
    return (
        number(tally.runs),
        number(tally.tried),
        number(tally.passed),
        percent(tally.first_pass_yield),
        percent(tally.final_yield),
        rate(tally.per_hour),
    )


def failure_rows(report: Report) -> Iterator[Sequence[str]]:
    """Yield what failed, the most frequent first: the units' failures, then the station's."""
    for whose, failures in (
        (_tr("Unit"), report.figures.failures),
        (_tr("Station"), report.figures.errors),
    ):
        for one in pareto(failures):
            failure = one.failure
            numbers = (number(failure.count), percent(one.share), percent(one.so_far))
            code = failure.code or NOTHING
            yield (whose, code, _failed_in(failure), meaning(failure.code), *numbers)


def _failed_in(failure: Failure) -> str:
    return step_words(failure.step) if failure.step is not None else NOTHING


def step_rows(cycles: Sequence[CycleTime]) -> Iterator[Sequence[str]]:
    """Yield how long each step took, the whole run first."""
    for cycle in cycles:
        name = _tr("Whole run") if cycle.step is None else step_words(cycle.step)
        times = (number(cycle.count), f"{cycle.median:.1f} s", f"{cycle.nearly_all:.1f} s")
        yield (name, *times)
