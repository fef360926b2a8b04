"""station demo: the whole way on the practice bench."""

import shlex
from argparse import Namespace
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from station.cli.console import Console
from station.cli.events import EventPrinter
from station.cli.options import (
    ALL_WELL,
    CANNOT_WORK,
    UNITS_FAILED,
    Commands,
    add_command,
    at_least_one,
    cancelled_by_signals,
)
from station.errors import Outcome, StationError
from station.folders import default_data, typed_command
from station.operations.demo import MOST_UNITS, DemoReport, DemoRequest, run_demo

if TYPE_CHECKING:
    from station.operations.demo_rehearsal import RehearsalReport


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "demo",
        _run,
        "provision practice units of the service's three mechanisms, export their enrollments,"
        " and have them register at a practice service",
    )
    parser.add_argument(
        "--units", metavar="N", type=at_least_one, default=12, help="how many (default 12)"
    )
    parser.add_argument(
        "--positions",
        metavar="P",
        type=int,
        choices=range(1, 9),
        default=4,
        help="how many side by side, 1 to 8 (default 4)",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help="a new or empty folder for it all")
    parser.add_argument(
        "--keep-units",
        action="store_true",
        help="keep each unit's TPM or token in DIR/units, and the service in DIR/service",
    )
    parser.add_argument(
        "--tls",
        action="store_true",
        help="have units with a certificate prove it by TLS 1.2 and 1.3 connections too",
    )
    parser.add_argument(
        "--fixture", action="store_true", help="give each position a fixture with lamps"
    )


def _run(arguments: Namespace, console: Console) -> int:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    out = arguments.out or (arguments.data or default_data()) / "demo" / stamp
    if arguments.units > MOST_UNITS:
        raise StationError("CFG-004", why=f"--units is at most {MOST_UNITS:,}")
    request = DemoRequest(
        arguments.units,
        arguments.positions,
        out,
        arguments.keep_units,
        tls=arguments.tls,
        fixtures=arguments.fixture,
    )
    with cancelled_by_signals(console) as cancel:
        printer = EventPrinter(console)
        report = run_demo(request, console.say, [printer.heard], cancel, printer.stopped)
    _summary(report, console)
    if report.export_error is not None:
        raise report.export_error
    if report.rehearsal is not None and report.rehearsal.error is not None:
        raise report.rehearsal.error
    console.answer(
        {
            "units": report.units,
            "passed": report.passed,
            "failed": report.failed,
            "by_mechanism": dict(report.by_mechanism),
            "assigned": report.assigned,
            "not_assigned": [] if report.rehearsal is None else _others(report.rehearsal),
            "seconds": round(report.seconds, 3),
            "out": str(report.out),
        }
    )
    if report.rehearsal is not None and report.rehearsal.not_assigned:
        return UNITS_FAILED
    if report.failed and not report.stopped:
        return UNITS_FAILED
    return ALL_WELL if report.assigned == report.units else CANNOT_WORK


def _others(rehearsal: "RehearsalReport") -> list[JsonValue]:
    """Return the units that aren't assigned, with what the service said, and the station's code."""
    return [
        {
            "serial": one.serial,
            "registration_id": one.registration_id,
            "http_status": None if one.registration is None else one.registration.http,
            "status": None if one.registration is None else one.registration.status or None,
            "service_code": None if one.registration is None else one.registration.code or None,
            "code": None if one.error is None else one.error.code,
            "message": None if one.error is None else one.error.message,
        }
        for one in rehearsal.others
    ]


def _summary(report: DemoReport, console: Console) -> None:
    shown = (Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.CANCELLED)
    rows = [
        [mechanism, *(str(counts[outcome]) for outcome in shown)]
        for mechanism, counts in report.outcomes.items()
    ]
    console.say()
    console.table(["mechanism", *(outcome.value for outcome in shown)], rows)
    console.say()
    console.say(f"{report.passed} of {report.units} units passed, in {report.seconds:.1f} s.")
    if report.passed:
        pace = report.working_seconds / report.passed
        console.say(f"A unit every {pace:.2f} s at the bench.")
    codes = Counter(result.error.code for result in report.results if result.error)
    if codes:
        told = ", ".join(f"{count} x {code}" for code, count in codes.most_common())
        console.say(f"Not passed: {told}.")
    left = report.units - report.ended()
    if left:
        console.say(f"{left} {'unit was' if left == 1 else 'units were'} not done.")
    if report.stopped:
        console.say(f"Stopped before their time: position {', '.join(sorted(report.stopped))}.")
    _assigned(report, console)
    _files(report, console)


def _assigned(report: DemoReport, console: Console) -> None:
    rehearsal = report.rehearsal
    if rehearsal is None or rehearsal.error is not None:
        return
    words = "are assigned by the practice service, each by nothing but what is inside it."
    console.say(f"{rehearsal.assigned} of {report.passed} units {words}")
    for one in rehearsal.others:
        console.say(f"Not assigned: {one.serial}: {one.error}")
    if rehearsal.cancelled:
        console.say("The rehearsal was given up before all had registered.")


def _files(report: DemoReport, console: Console) -> None:
    if report.export is None:
        why = "Nothing passed" if report.export_error is None else "The export failed"
        console.say(f"{why}, so nothing was exported.")
        return
    console.say(f"{len(report.export.files)} files for the service in {report.out / 'export'}")
    console.say()
    console.say("What to look at next:")
    data, station = shlex.quote(str(report.out / "data")), typed_command()
    console.say(f"  {station} export verify {shlex.quote(str(report.out / 'export'))}")
    console.say(f"  {station} enrollments list --data {data}")
    console.say(f"  {station} audit verify --data {data}")
