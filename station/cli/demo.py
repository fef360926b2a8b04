"""station demo: the whole way on the practice bench."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from station.cli.console import Console
from station.cli.events import EventPrinter
from station.cli.options import (
    ALL_WELL,
    UNITS_FAILED,
    Commands,
    add_command,
    at_least_one,
    cancelled_by_signals,
)
from station.folders import default_data
from station.operations.demo import DemoReport, DemoRequest, run_demo


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "demo",
        _run,
        "provision practice units of all three mechanisms and export their enrollments",
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
        "--keep-units", action="store_true", help="keep each unit's TPM or token in DIR/units"
    )


def _run(arguments: Namespace, console: Console) -> int:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    out = arguments.out or (arguments.data or default_data()) / "demo" / stamp
    request = DemoRequest(arguments.units, arguments.positions, out, arguments.keep_units)
    with cancelled_by_signals(console) as cancel:
        report = run_demo(request, console.say, [EventPrinter(console).heard], cancel)
    _summary(report, console)
    console.answer(
        {
            "units": report.units,
            "passed": report.passed,
            "failed": report.units - report.passed,
            "by_mechanism": dict(report.by_mechanism),
            "seconds": round(report.seconds, 3),
            "out": str(report.out),
        }
    )
    return ALL_WELL if report.passed == report.units else UNITS_FAILED


def _summary(report: DemoReport, console: Console) -> None:
    console.say()
    rows = [[mechanism, str(count)] for mechanism, count in sorted(report.by_mechanism.items())]
    console.table(["mechanism", "passed"], rows)
    console.say()
    console.say(f"{report.passed} of {report.units} units passed, in {report.seconds:.1f} s.")
    if report.results:
        pace = report.working_seconds / len(report.results)
        console.say(f"One unit each {pace:.2f} s at the bench.")
    for result in report.results:
        if result.error is not None:
            console.say(f"  {result.serial or 'a unit'}: {result.error}")
    for name, error in report.stopped.items():
        console.say(f"  Position {name} stopped: {error} ({error.detail})")
    _files(report, console)


def _files(report: DemoReport, console: Console) -> None:
    if report.export is None:
        console.say("Nothing passed, so nothing was exported.")
        return
    console.say(f"{len(report.export.files)} files for the service in {report.out / 'export'}")
    console.say()
    console.say("What to look at next:")
    data = report.out / "data"
    console.say(f"  station export verify {report.out / 'export'}")
    console.say(f"  station enrollments list --data {data}")
    console.say(f"  station audit verify --data {data}")
