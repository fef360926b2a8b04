"""station doctor: what works, what is missing, what to do."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Timer
from typing import Final

from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    CANNOT_WORK,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_pin_option,
    data_of,
    factory_pin,
    pin_is_offered,
)
from station.errors import StationError
from station.folders import Data
from station.operations.doctor import Finding, Health, examine, examine_unlocked, not_unlocked, told
from station.operations.doctor_bundle import write_bundle

# What takes longer is told while it goes on.
_PATIENCE_S: Final = 1.0
_MARKS: Final = {
    Health.GOOD: "ok",
    Health.PRACTICE_ONLY: "note",
    Health.WARNING: "WARNING",
    Health.BAD: "FAULT",
}


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "doctor", _run, "what works, what is missing and what to do")
    parser.add_argument(
        "--unlock",
        action="store_true",
        help="ask for the factory token's PIN: it signs something that stands for nothing, and "
        "tells how far the record must have come",
    )
    add_pin_option(parser)
    parser.add_argument(
        "--bundle",
        metavar="FILE",
        type=Path,
        help="write findings, versions, logs and the bench file there too, for an engineer: a tar "
        "archive without keys, PINs or the record",
    )


def _run(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    findings = _examined(arguments, data, console)
    for finding in findings:
        console.say(f"{_MARKS[finding.health]:8} {finding.what}: {finding.detail}")
        if finding.remedy:
            console.say(f"{'':8} -> {finding.remedy}")
    answer = told(findings)
    console.say("Ready." if answer["ready"] else "Not ready: see above.")
    if arguments.bundle is not None:
        held = write_bundle(arguments.bundle, data, findings)
        console.say(f"Written to {arguments.bundle}: {', '.join(held)}.")
        answer["bundle"] = str(arguments.bundle)
    console.answer(answer)
    if not answer["ready"]:
        return CANNOT_WORK
    found = any(finding.health is Health.WARNING for finding in findings)
    return SOMETHING_FOUND if found else ALL_WELL


def _examined(arguments: Namespace, data: Data, console: Console) -> Sequence[Finding]:
    progress = _Progress(console.say)
    try:
        if arguments.unlock or pin_is_offered(arguments):
            try:
                pin = factory_pin(arguments, data)
            except StationError as error:
                return [not_unlocked(error), *examine(data, begun=progress.begun)]
            return examine_unlocked(data, pin, progress.begun)
        return examine(data, begun=progress.begun)
    finally:
        progress.end()


class _Progress:
    """Says what is looked at, where that takes long."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._timer: Timer | None = None

    def begun(self, what: str) -> None:
        """Tell that something else is looked at now."""
        self.end()
        self._timer = Timer(_PATIENCE_S, self._say, [f"Looking at {what} ..."])
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """Tell that nothing is looked at any more."""
        if self._timer is not None:
            self._timer.cancel()
