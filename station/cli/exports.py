"""station export: files for the service, with a signed manifest, and their verification."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from station.cli.agreement import Agreement, add_badge_options
from station.cli.audit import add_trust_option, trusted
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
from station.errors import StationError
from station.model.rights import Right
from station.operations.plant import open_plant
from station.service.exports import EXPORTS, Again, ExportRequest, Watch, write_export
from station.service.exports.manifest import CHAIN, MANIFEST
from station.service.exports.verify import verify

# What a verification is there to find.
_FOUND: Final = frozenset({"SVC-003", "SVC-004"})


def add(commands: Commands) -> None:
    """Add the commands: `export` itself takes options, or the word `verify`."""
    parser = add_command(
        commands,
        "export",
        _run,
        "write the enrollments that weren't exported yet to files for the service; "
        "`station export verify DIR` checks such files",
    )
    parser.add_argument("--format", choices=sorted(EXPORTS), default="dps-json")
    parser.add_argument("--out", metavar="DIR", type=Path, help="a new or empty folder")
    parser.add_argument("--order", metavar="O", help="default: all orders")
    parser.add_argument("--again", action="store_true", help="also what was exported before")
    add_badge_options(parser)
    add_pin_option(parser)
    _add_verify(parser)


def _add_verify(parser: ArgumentParser) -> None:
    commands = parser.add_subparsers(metavar="[verify]", required=False)
    check = add_command(
        commands, "verify", _verify, "check an export against its manifest", below=True
    )
    check.add_argument("folder", metavar="DIR", type=Path)
    add_trust_option(check)


def _run(arguments: Namespace, console: Console) -> int:
    if arguments.out is None:
        raise StationError("CFG-004", why="--out DIR is missing")
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.EXPORT, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        request = ExportRequest(
            arguments.out,
            EXPORTS[arguments.format],
            arguments.order,
            Again.EXPORTED_TOO if arguments.again else Again.NEW_ONLY,
            agreement.given(records),
        )
        report = write_export(records, plant.tools.factory, request, Watch())
    console.say(f"{report.enrollments} enrollments in {len(report.files)} files: {arguments.out}")
    if report.held_back:
        console.say(
            f"{report.held_back} more are held back: their units are in quarantine, under repair"
            " or returned."
        )
    console.answer(
        {
            "enrollments": report.enrollments,
            "held_back": report.held_back,
            "files": list(report.files),
            "out": str(arguments.out),
        }
    )
    return ALL_WELL


def _verify(arguments: Namespace, console: Console) -> int:
    if not (arguments.folder / MANIFEST).exists() and not (arguments.folder / CHAIN).exists():
        raise StationError("CFG-004", why=f"there is no export in {arguments.folder}")
    try:
        report = verify(arguments.folder, trusted(arguments.trust))
    except StationError as error:
        if error.code not in _FOUND:
            raise
        console.error(error)
        return SOMETHING_FOUND
    console.say(f"All {report.files} files in the manifest are what was exported.")
    console.prose(f"{report.words[0].upper()}{report.words[1:]}.")
    console.answer({"files": report.files, "trusted": report.trusted})
    return ALL_WELL
