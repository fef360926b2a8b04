"""station export: files for the service, with a signed manifest, and their verification."""

from argparse import Namespace
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.audit import add_trust_option, trusted
from station.cli.console import Console
from station.cli.export_check import add_check_options, run_check
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_pin_option,
    at_least_one,
    data_of,
    factory_pin,
)
from station.errors import StationError
from station.model.rights import Right
from station.operations.groups import small_file
from station.operations.plant import open_plant
from station.service.exports import (
    EXPORTS,
    Again,
    ExportReport,
    ExportRequest,
    Watch,
    write_export,
)
from station.service.exports.manifest import CHAIN, MANIFEST
from station.service.exports.recipient import Recipient
from station.service.exports.verify import Trusted, verify
from station.service.intake import Intake, check_intake

# What a verification is there to find.
_FOUND: Final = frozenset({"SVC-003", "SVC-004", "SVC-028", *(f"SVC-03{n}" for n in range(4))})
_CHANGED: Final = (
    "Some groups were rotated, disabled or given another CA. Where the service has them already, "
    "send what the export has of them as an update: group-updates-*.json, and a "
    "group-*.template.json with its keys filled in. To create them again changes nothing."
)


def add(commands: Commands) -> None:
    """Add the commands: `export` itself takes options, or the word `check` or `verify`."""
    parser = add_command(
        commands,
        "export",
        _run,
        "write the enrollments that weren't exported yet to files for the service; "
        "`station export check` tells beforehand what is wrong with them, and "
        "`station export verify DIR` checks such files, against an allotment too",
    )
    parser.add_argument("--format", choices=sorted(EXPORTS), default="dps-json")
    parser.add_argument("--out", metavar="DIR", type=Path, help="a new or empty folder")
    parser.add_argument("--order", metavar="O", help="default: all orders")
    parser.add_argument("--again", action="store_true", help="also what was exported before")
    parser.add_argument(
        "--repeat",
        metavar="N",
        type=at_least_one,
        help="the units of the station's export number N once more, and no others",
    )
    parser.add_argument(
        "--failed", action="store_true", help="also a table of the units that never passed"
    )
    parser.add_argument(
        "--recipient",
        metavar="CERT",
        type=Path,
        help="the service owner's RSA certificate: documents with units' own keys are encrypted "
        "to it",
    )
    add_badge_options(parser)
    add_pin_option(parser)
    commands = parser.add_subparsers(metavar="[check|verify]", required=False)
    add_check_options(
        add_command(
            commands, "check", run_check, "tell what is wrong with each row beforehand", below=True
        )
    )
    _add_verify(commands)


def _add_verify(commands: Commands) -> None:
    check = add_command(
        commands, "verify", _verify, "check an export against its manifest", below=True
    )
    check.add_argument("folders", metavar="DIR", type=Path, nargs="+")
    check.add_argument(
        "--allotment",
        metavar="FILE",
        type=Path,
        help="an allotment.json: no unit in all the folders is one too many, or another station's",
    )
    add_trust_option(check)


def _recipient_of(arguments: Namespace) -> Recipient | None:
    """Return who opens units' own keys, or None for nobody; SVC-079, PRF-005."""
    if arguments.recipient is None:
        return None
    return Recipient.parse(small_file(arguments.recipient))


def _run(arguments: Namespace, console: Console) -> int:
    if arguments.out is None:
        raise StationError("CFG-004", why="--out DIR is missing")
    data, recipient = data_of(arguments), _recipient_of(arguments)
    agreement = Agreement(arguments, Right.EXPORT, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        request = ExportRequest(
            arguments.out,
            EXPORTS[arguments.format],
            arguments.order,
            Again.EXPORTED_TOO if arguments.again else Again.NEW_ONLY,
            agreement.given(records),
            failed=arguments.failed,
            repeat=arguments.repeat,
            recipient=recipient,
        )
        report = write_export(records, plant.tools.factory, request, Watch())
    _say_report(report, arguments.out, console)
    console.answer(
        {
            "number": report.number,
            "enrollments": report.enrollments,
            "held_back": report.held_back,
            "shut_out": report.shut_out,
            "files": list(report.files),
            "out": str(arguments.out),
        }
    )
    return ALL_WELL


def _say_report(report: ExportReport, out: Path, console: Console) -> None:
    files = f"{report.enrollments} enrollments in {len(report.files)} files"
    console.say(f"Export {report.number}: {files}: {out}")
    if report.held_back:
        console.say(
            f"{report.held_back} more are held back: their units are in quarantine, under repair"
            " or returned."
        )
    if report.shut_out:
        console.prose(
            f"{report.shut_out} revoked units are shut out of their groups by shut-out-*.json: "
            "send these, too."
        )
    if report.changed_groups:
        console.prose(_CHANGED)


def _verify(arguments: Namespace, console: Console) -> int:
    for folder in arguments.folders:
        if not (folder / MANIFEST).exists() and not (folder / CHAIN).exists():
            raise StationError("CFG-004", why=f"there is no export in {folder}")
    trust, answer = trusted(arguments.trust), dict[str, JsonValue]()
    try:
        if arguments.allotment is None:
            exports = [verify(folder, trust) for folder in arguments.folders]
            by = exports[0].by
        else:
            intake = check_intake(arguments.folders, arguments.allotment, trust)
            exports, by = [*intake.exports], intake.by
            answer = _told(intake, console)
    except StationError as error:
        if error.code not in _FOUND:
            raise
        console.error(error)
        return SOMETHING_FOUND
    files = sum(export.files for export in exports)
    console.say(f"All {files} files in the manifest are what was exported.")
    console.prose(f"{by.words[0].upper()}{by.words[1:]}.")
    console.answer({"files": files, "trusted": by is Trusted.GIVEN, **answer})
    return ALL_WELL


def _told(intake: Intake, console: Console) -> dict[str, JsonValue]:
    allotment = intake.allotment
    console.say(f"{intake.units} of the {allotment.quantity} units allotted, each of them once.")
    over = intake.units - allotment.quantity
    if over > 0:
        spare = f"{over} of the {allotment.scrap_allowance} that replace scrapped ones"
        console.say(f"With them came {spare}: ask for as many revocations.")
    return {
        "allotment": allotment.id,
        "units": intake.units,
        "quantity": allotment.quantity,
        "scrap_allowance": allotment.scrap_allowance,
    }
