"""station doctor: what works, what is missing, what to do."""

from argparse import Namespace

from station.cli.console import Console
from station.cli.options import ALL_WELL, CANNOT_WORK, Commands, add_command, data_of
from station.operations.doctor import Health, examine


def add(commands: Commands) -> None:
    """Add the command."""
    add_command(commands, "doctor", _run, "what works, what is missing and what to do")


def _run(arguments: Namespace, console: Console) -> int:
    findings = examine(data_of(arguments))
    marks = {
        Health.GOOD: "ok",
        Health.PRACTICE_ONLY: "note",
        Health.WARNING: "warning",
        Health.BAD: "FAULT",
    }
    for finding in findings:
        console.say(f"{marks[finding.health]:8} {finding.what}: {finding.detail}")
        if finding.remedy:
            console.say(f"{'':8} -> {finding.remedy}")
    healthy = not any(finding.health is Health.BAD for finding in findings)
    console.say("Ready." if healthy else "Not ready: see above.")
    console.answer(
        {
            "ready": healthy,
            "findings": [
                {
                    "what": finding.what,
                    "health": finding.health.value,
                    "detail": finding.detail,
                    "remedy": finding.remedy,
                }
                for finding in findings
            ],
        }
    )
    return ALL_WELL if healthy else CANNOT_WORK
