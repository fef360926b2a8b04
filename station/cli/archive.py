"""station archive: the steps and transcripts of old runs, moved to a signed file."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.audit import NOT_GENUINE, add_trust_option, trusted
from station.cli.backup import watched
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
from station.model.settings import Settings
from station.model.shifts import ShiftPlan
from station.operations.archive import (
    ArchiveManifest,
    archive,
    manifest_of,
    time_to_archive,
    verify_archive,
)
from station.operations.plant import open_plant
from station.operations.report_asked import moment_of


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "archive",
        _run,
        "move the steps and transcripts of closed orders' old runs to a signed file; what proves "
        "identities stays",
    )
    parser.add_argument(
        "--before",
        metavar="DATE",
        help="runs that began before that day or time; default: all that the settings let go",
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="a new file, as old.jsonl.gz")
    parser.add_argument(
        "--verify", metavar="FILE", type=Path, help="check an archive by itself, and move nothing"
    )
    add_trust_option(parser)
    add_badge_options(parser, reason=True)
    add_pin_option(parser)


def _run(arguments: Namespace, console: Console) -> int:
    if arguments.verify is not None:
        return _verify(arguments, console)
    if arguments.out is None:
        raise StationError("CFG-004", why="name --out, or --verify")
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.ARCHIVE, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        before = _before(arguments.before, records.settings())
        approval = agreement.given(records)
        with watched(console) as watch:
            manifest = archive(plant, before, arguments.out, approval, watch)
    console.say(f"The archive: {arguments.out}, {manifest.size:,} bytes")
    console.say(f"SHA-256: {manifest.sha256}")
    console.prose(
        f"It holds the steps of {manifest.runs:,} runs and {manifest.transcripts:,} transcripts, "
        "which are no longer in the station. Keep it with the two files beside it: "
        f"{manifest_of(arguments.out).name} and its signature."
    )
    console.answer(_answer(manifest))
    return ALL_WELL


def _before(asked: str | None, settings: Settings) -> datetime:
    """Return the time before which runs are archived, UTC; raises CFG-004, REC-083."""
    day = None if asked is None else moment_of(asked, ShiftPlan(settings.shift_starts))
    return time_to_archive(settings, day)


def _verify(arguments: Namespace, console: Console) -> int:
    trust = trusted(arguments.trust)
    try:
        with watched(console) as watch:
            manifest = verify_archive(arguments.verify, trust, watch)
    except StationError as error:
        if error.code != NOT_GENUINE:
            raise
        console.error(error)
        return SOMETHING_FOUND
    by = "under the certificate given with --trust" if trust else "by a certificate of its own"
    console.prose(
        f"The archive is as {manifest.station} signed it on {manifest.made:%Y-%m-%d}, {by}: "
        f"{manifest.runs:,} runs, each as the audit chain's entry of its end says."
    )
    console.answer(_answer(manifest))
    return ALL_WELL


def _answer(manifest: ArchiveManifest) -> dict[str, JsonValue]:
    answer: dict[str, JsonValue] = manifest.model_dump(mode="json")
    return answer
