"""station unit: what happened to one unit, and what becomes of it."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    agreed,
    data_of,
    factory_pin,
)
from station.cli.unit_pins import add_to as add_pins
from station.cli.unit_story import add_to
from station.errors import StationError
from station.line.transcripts import Transcripts
from station.model.names import shown
from station.model.run import Run
from station.model.unit_state import CHANGES, STATE_WORDS, UnitChange
from station.operations.custody import own_key_words
from station.operations.plant import open_plant, open_reader
from station.operations.unit_story import PIN_WORDS, token_pin_of
from station.records.store import Reader
from station.records.unit_rows import UnitChanged, UnitMark

_HELP: Final[Mapping[UnitChange, str]] = {
    UnitChange.REWORK: "it goes to repair; its next run takes it back; where it had passed,"
    " 'release' is the way on",
    UnitChange.SCRAP: "it is done with for good; its enrollment is revoked",
    UnitChange.QUARANTINE: "put it aside: no run takes it until it is released",
    UnitChange.RELEASE: "let it go on; its runs are counted anew",
    UnitChange.RETURN: "it came back after it had passed",
    UnitChange.SWAP: "its board or TPM is swapped: revoke the old identity, let it have a new one,"
    " out of its order's scrap allowance",
    UnitChange.RENEW: "give it another key: revoke the old identity, so that its next run makes a"
    " new one, out of its order's scrap allowance",
}
# What can't be undone, and the question that is asked first.
_FINAL: Final[Mapping[UnitChange, str]] = {
    UnitChange.SCRAP: "Scrap the unit {} for good?",
    UnitChange.SWAP: "Revoke the identity of the unit {}, so that it can have a new one?",
    UnitChange.RENEW: "Revoke the key of the unit {}, so that its next run makes another?",
}


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "unit", "what happened to one unit")
    show = add_command(group, "show", _show, "its runs, and how each ended")
    show.add_argument("serial", metavar="SERIAL")
    transcript = add_command(
        group, "transcript", _transcript, "what crossed the cable in a run that did not pass"
    )
    transcript.add_argument("name", metavar="RUN", help="its name, as 'station unit show' has it")
    for change, text in _HELP.items():
        parser = add_command(group, change.value, partial(_change, change), text)
        parser.add_argument("serial", metavar="SERIAL")
        if change in _FINAL:
            parser.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
        add_badge_options(parser, reason=True)
        add_pin_option(parser)
    add_to(group)
    add_pins(group)


def _row(run: Run, reader: Reader, kept: Transcripts) -> dict[str, JsonValue]:
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
        "answers": dict(reader.answered(run.name)),
        "factory_keys": _keeping(run, reader),
    }


def _keeping(run: Run, reader: Reader) -> str | None:
    """Return what the factory's keys were kept in when a run made an identity."""
    keeping = reader.keeping_of(run.name)
    return None if keeping is None else keeping.words


def _own_key(serial: str, reader: Reader) -> str | None:
    """Return what the unit keeps its own key in, where it is enrolled and the station knows."""
    try:
        enrollment = reader.find(serial)
    except StationError as error:
        if error.code != "REC-015":
            raise
        return None
    same = enrollment.serial.casefold() == serial.casefold()
    return next(own_key_words(enrollment.identity), None) if same else None


def _show(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    kept = Transcripts(data.transcripts)
    with open_reader(data) as reader:
        rows = [_row(run, reader, kept) for run in reader.runs_of(arguments.serial)]
        mark = reader.unit(arguments.serial)
        pin = token_pin_of(reader, arguments.serial)
        own = _own_key(arguments.serial, reader)
    if mark is not None:
        console.say(_told(mark))
    if pin is not None:
        console.say(f"Its token's PIN: {PIN_WORDS[pin]}.")
    if own is not None:
        console.say(f"Its key is kept in: {own}.")
    if rows:
        _tell_runs(rows, console)
    else:
        console.say(f"No run of a unit {shown(arguments.serial)} is on record.")
    state = {} if mark is None else {"state": mark.state.value, "reason": mark.reason}
    state |= {} if pin is None else {"token_pin": pin.value}
    state |= {} if own is None else {"own_key": own}
    console.answer({"serial": arguments.serial, **state, "runs": [dict(row) for row in rows]})
    return ALL_WELL if rows else SOMETHING_FOUND


def _tell_runs(rows: Sequence[Mapping[str, JsonValue]], console: Console) -> None:
    head = ["run", "started", "order", "position", "outcome", "code"]
    console.table(head, [[str(row[name] or "") for name in head] for row in rows])
    for row in rows:
        if row["factory_keys"]:
            console.say(f"{row['run']}: factory keys: {row['factory_keys']}")
        if row["detail"]:
            console.say(f"{row['run']}: {row['detail']}")
        if isinstance(answers := row["answers"], dict) and answers:
            given = ", ".join(f"{name} = {answer}" for name, answer in answers.items())
            console.say(f"{row['run']}: the worker answered {given}")
    if any(row["transcript"] for row in rows):
        console.say("'station unit transcript RUN' shows what crossed the cable.")


def _told(mark: UnitMark) -> str:
    text = f"The unit {shown(mark.serial)} is {STATE_WORDS[mark.state]}"
    if mark.since is None:
        return f"{text}."
    by = f" by {', '.join(mark.by)}" if mark.by else ""
    why = f": {mark.reason}" if mark.reason else ""
    return f"{text} since {mark.since.isoformat(timespec='seconds')}{by}{why}."


def _change(change: UnitChange, arguments: Namespace, console: Console) -> int:
    data, serial = data_of(arguments), arguments.serial
    right = CHANGES[change].right
    if right is None:
        raise StationError("LIN-014", f"{change.value} is the record's own")
    question = _FINAL.get(change)
    if question and not arguments.yes and not agreed(question.format(shown(serial)), console):
        console.say("Nothing was changed.")
        console.answer({"serial": serial, "changed": False})
        return ALL_WELL
    agreement = Agreement(arguments, right, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        approval = agreement.given(records)
        done = records.units.change(serial, change, approval, agreement.reason)
    _tell(change, done, console)
    return ALL_WELL


def _tell(change: UnitChange, done: UnitChanged, console: Console) -> None:
    console.say(
        f"The unit {shown(done.serial)} was {STATE_WORDS[done.before]}"
        f" and is {STATE_WORDS[done.state]} now."
    )
    if done.revoked:
        console.say(f"{done.revoked} is revoked: no export has it from now on.")
    if done.exported:
        console.prose("It was exported before, so the service may know it: take it off there too.")
    for order in done.given:
        console.say(f"Its place in the order {order} is free again, by the scrap allowance.")
    for order in done.kept:
        console.say(f"Its place in the order {order} stays used: no scrap allowance is left.")
    if change is UnitChange.SWAP:
        console.say("Its serial number or its old key can be enrolled once more.")
    if change is UnitChange.RENEW:
        console.say("Its next run makes another key; the old one is taken no more.")
    console.answer(
        {
            "serial": done.serial,
            "changed": True,
            "before": done.before.value,
            "state": done.state.value,
            "given": [*done.given],
            "kept": [*done.kept],
            "revoked": done.revoked or None,
            "exported": done.exported,
        }
    )


def _transcript(arguments: Namespace, console: Console) -> int:
    text = Transcripts(data_of(arguments).transcripts).text(arguments.name)
    for line in text.splitlines():
        console.say(line)
    console.answer({"run": arguments.name, "transcript": text})
    return ALL_WELL
