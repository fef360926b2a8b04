"""station report: the line's figures, on the terminal, or on paper and signed."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.audit import trusted
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_pin_option,
    data_of,
    factory_pin,
)
from station.errors import Outcome, StationError
from station.folders import Data
from station.model.figures import Dimension, Failure, Tally, pareto
from station.model.rights import Right
from station.operations.plant import open_plant
from station.operations.report import about_lines, look, write_report
from station.operations.report_asked import Asked
from station.operations.report_check import check_report
from station.operations.report_document import DOCUMENT
from station.operations.report_lines import lines_of
from station.operations.report_words import (
    Report,
    duration,
    failed_in,
    in_fours,
    own_keys_words,
    percent,
    rate,
    step_of,
)

_FOUND: Final = "SVC-027"


def add(commands: Commands) -> None:
    """Add the commands: `report` itself takes options, or the word `verify`."""
    parser = add_command(
        commands,
        "report",
        _run,
        "yield, throughput, cycle times and failures of an order or a shift; signed and as PDF "
        "with --out; `station report verify DIR` checks such a report",
    )
    parser.add_argument("--order", metavar="O", help="runs of this order")
    parser.add_argument("--position", metavar="P", help="runs at this position")
    parser.add_argument("--shift", metavar="DATE", help="runs of the shifts that start on this day")
    parser.add_argument("--start", metavar="HH:MM", help="of that day's one shift that starts then")
    for option, name in (("from", "begins"), ("to", "ends")):
        parser.add_argument(
            f"--{option}",
            dest=name,
            metavar="TIME",
            help="in place of a shift: local day and time, as 2026-11-24T06:00",
        )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help="a new or empty folder for the signed report"
    )
    add_badge_options(parser)
    add_pin_option(parser)
    _add_verify(parser)


def _add_verify(parser: ArgumentParser) -> None:
    commands = parser.add_subparsers(metavar="[verify]", required=False)
    check = add_command(
        commands, "verify", _verify, "check a report against its signature", below=True
    )
    check.add_argument("folder", metavar="DIR", type=Path)
    check.add_argument(
        "--trust",
        metavar="FILE",
        type=Path,
        help="PEM certificate that the signature must chain to, got by another way",
    )


def _run(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    asked = Asked(
        order=arguments.order,
        position=arguments.position,
        day=arguments.shift,
        start=arguments.start,
        begins=arguments.begins,
        ends=arguments.ends,
    )
    if arguments.out is None:
        report = look(data, asked)
    else:
        report = _written(arguments, asked, data, console)
    _tell(report, console)
    told = [*about_lines(report), *lines_of(report.figures, report.people)]
    lines: list[JsonValue] = [line.model_dump(mode="json") for line in told]
    out = None if arguments.out is None else str(arguments.out)
    console.answer({"out": out, "lines": lines})
    return ALL_WELL


def _written(arguments: Namespace, asked: Asked, data: Data, console: Console) -> Report:
    agreement = Agreement(arguments, Right.EXPORT, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        badge = "" if approval is None else approval.by[0]
        report = write_report(plant, asked, arguments.out, badge)
    console.say(f"The signed report is in {arguments.out}.")
    return report


def _tell(report: Report, console: Console) -> None:
    total = report.figures.total
    console.say(f"{report.about}, {report.interval}")
    ended = [f"{total.outcomes[outcome]} {outcome.value.upper()}" for outcome in Outcome]
    going = f", {total.running} going on" if total.running else ""
    console.say(f"Runs              {', '.join(ended)}{going}")
    first = f"{total.first_passed} of {total.first_tried} units"
    console.say(f"First-pass yield  {percent(total.first_pass_yield)} ({first})")
    final = f"{total.passed} of {total.tried} units"
    console.say(f"Final yield       {percent(total.final_yield)} ({final})")
    console.say(f"Throughput        {rate(total.per_hour)} units/h in {duration(total.worked)}")
    for dimension in Dimension:
        tallies = report.figures.by.get(dimension, ())
        rows = [_row(report.label(dimension, tally), tally) for tally in tallies]
        head = [dimension.value, "runs", "units", "passed", "first-pass", "final", "per hour"]
        _table(console, head, rows)
    for name, failures in (
        ("unit failed in", report.figures.failures),
        ("station failed in", report.figures.errors),
    ):
        _table(console, [name, "code", "runs", "share", "so far"], _failed(failures))
    times = [
        [step_of(one), str(one.count), f"{one.median:.2f} s", f"{one.nearly_all:.2f} s"]
        for one in report.figures.cycles
    ]
    _table(console, ["step", "times", "median", "95 % within"], times)
    for kept in report.figures.keys:
        console.say()
        units = "1 unit" if kept.units == 1 else f"{kept.units:,} units"
        console.prose(f"Factory keys of {units}: {kept.words}.")
    if words := own_keys_words(report.figures):
        console.prose(words)
    head_ = report.figures.head
    console.say()
    console.say(f"Audit chain: entry {in_fours(str(head_.sequence))},")
    console.say(f"hash {in_fours(head_.hash.hex())}")


def _row(label: str, tally: Tally) -> list[str]:
    counts = [str(number) for number in (tally.runs, tally.tried, tally.passed)]
    yields = [percent(tally.first_pass_yield), percent(tally.final_yield)]
    return [label, *counts, *yields, rate(tally.per_hour)]


def _failed(failures: Sequence[Failure]) -> list[list[str]]:
    return [
        [
            failed_in(line.failure),
            line.failure.code,
            str(line.failure.count),
            percent(line.share),
            percent(line.so_far),
        ]
        for line in pareto(failures)
    ]


def _table(console: Console, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        console.say()
        console.table(head, rows)


def _verify(arguments: Namespace, console: Console) -> int:
    if not (arguments.folder / DOCUMENT).exists():
        raise StationError("CFG-004", why=f"there is no report in {arguments.folder}")
    try:
        found = check_report(arguments.folder, trusted(arguments.trust))
    except StationError as error:
        if error.code != _FOUND:
            raise
        console.error(error)
        return SOMETHING_FOUND
    document = found.document
    practice = "practice station" if document.practice else "station"
    console.say(f"{document.about}, of the {practice} {document.station}, is what was signed.")
    console.prose(f"{found.by.words[0].upper()}{found.by.words[1:]}.")
    console.say(f"Audit chain: entry {document.audit.sequence}, hash {document.audit.hash}")
    console.answer(
        {
            "station": document.station,
            "practice": document.practice,
            "about": document.about,
            "trusted": found.trusted,
            "audit": document.audit.model_dump(mode="json"),
        }
    )
    return ALL_WELL
