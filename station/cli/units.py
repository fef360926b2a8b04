"""station unit: what happened to one unit, run by run."""

from argparse import Namespace

from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_group,
    data_of,
)
from station.cli.unit_story import add_to
from station.line.transcripts import Transcripts
from station.model.names import shown
from station.model.run import Run
from station.operations.plant import open_reader
from station.records.store import Reader


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "unit", "what happened to one unit")
    show = add_command(group, "show", _show, "its runs, and how each ended")
    show.add_argument("serial", metavar="SERIAL")
    transcript = add_command(
        group, "transcript", _transcript, "what crossed the cable in a run that did not pass"
    )
    transcript.add_argument("name", metavar="RUN", help="its name, as 'station unit show' has it")
    add_to(group)


def _row(run: Run, reader: Reader, kept: Transcripts) -> dict[str, str | float | bool | None]:
    return {
        "run": run.name,
        "started": run.started.isoformat(timespec="seconds"),
        "order": run.order,
        "position": run.position,
        "outcome": run.outcome.value if run.outcome else "running",
        "code": run.code,
        "detail": reader.detail(run.name),
        "seconds": run.seconds,
        "transcript": run.name in kept,
    }


def _show(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    kept = Transcripts(data.transcripts)
    with open_reader(data) as reader:
        rows = [_row(run, reader, kept) for run in reader.runs_of(arguments.serial)]
    head = ["run", "started", "order", "position", "outcome", "code"]
    if rows:
        console.table(head, [[str(row[name] or "") for name in head] for row in rows])
        for row in rows:
            if row["detail"]:
                console.say(f"{row['run']}: {row['detail']}")
        if any(row["transcript"] for row in rows):
            console.say("'station unit transcript RUN' shows what crossed the cable.")
    else:
        console.say(f"No run of a unit {shown(arguments.serial)} is on record.")
    console.answer({"serial": arguments.serial, "runs": [dict(row) for row in rows]})
    return ALL_WELL if rows else SOMETHING_FOUND


def _transcript(arguments: Namespace, console: Console) -> int:
    text = Transcripts(data_of(arguments).transcripts).text(arguments.name)
    for line in text.splitlines():
        console.say(line)
    console.answer({"run": arguments.name, "transcript": text})
    return ALL_WELL
