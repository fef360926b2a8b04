"""station push --conflicts: both sides of what a person has to decide, and the decision."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    agreed,
    cancelled_by_signals,
    data_of,
    factory_pin,
)
from station.errors import StationError
from station.model.names import shown
from station.model.push import FOR_A_PERSON, PushState
from station.model.rights import Right
from station.operations.plant import open_plant, open_reader, utc_now
from station.operations.push_conflicts import Page, Undecided, Wanted, page
from station.operations.push_deciding import (
    Deciding,
    Replaced,
    documents_of,
    put_on_record,
    replace_shown,
)
from station.operations.services import named_service
from station.records.push_decisions import Decision
from station.records.reader import Reader
from station.service.entra import Attended

_ASK: Final = "ask"
_KEEP: Final = "keep"
_REPLACE: Final = "replace"
_LATER: Final = "later"
_REOPEN: Final = "reopen"
_KEPT: Final = frozenset({PushState.KEPT})


def add_conflict_options(parser: ArgumentParser) -> None:
    """Add what shows conflicts and decides them."""
    group = parser.add_argument_group("what a person has to decide (nothing else is sent then)")
    group.add_argument(
        "--conflicts", action="store_true", help="show it, field by field, both sides"
    )
    group.add_argument(
        "--decide",
        choices=(_ASK, _KEEP, _REPLACE, _REOPEN),
        help="ask for each; or for all that are shown: keep the service's, which isn't pushed any "
        "more; replace it by the list's, if it is still as it was shown; reopen what was kept",
    )
    group.add_argument(
        "--row", metavar="NAME", action="append", default=[], help="only that registration ID"
    )
    group.add_argument("--kept", action="store_true", help="show what was decided to be kept")
    group.add_argument(
        "--shown", metavar="MARK", help="what --conflicts --json called it: with --yes, for scripts"
    )
    group.add_argument("--yes", action="store_true", help="don't ask whether it is meant")


def is_about_conflicts(arguments: Namespace) -> bool:
    """Tell whether nothing is to be pushed; CFG-004 for options that are of no use without that."""
    wanted = bool(arguments.conflicts or arguments.decide or arguments.kept)
    if not wanted and (arguments.row or arguments.shown or arguments.yes):
        raise StationError("CFG-004", why="--row, --shown and --yes go with --decide")
    return wanted


def show_or_decide(arguments: Namespace, console: Console) -> int:
    """Show conflicts, and decide them where that is wanted."""
    if arguments.decide is not None:
        return _decide(arguments, console)
    with open_reader(data_of(arguments)) as reader:
        host = _host_of(reader, arguments.service)
        found = page(reader, _wanted(arguments, host), utc_now())
    _tell(found.rows, console)
    if not found.rows:
        console.say("Nothing waits for a person's decision.")
    elif found.more:
        console.say(f"There are more: these are the first {len(found.rows)}.")
    if any(one.kept.fate.state is PushState.CONFLICT for one in found.rows):
        console.say("To decide: station push --decide ask")
    rows: list[JsonValue] = [_answer_of(one) for one in found.rows]
    console.answer({"conflicts": rows, "more": found.more, "shown": found.mark})
    return SOMETHING_FOUND if found.rows and not arguments.kept else ALL_WELL


def _host_of(reader: Reader, service: str | None) -> str | None:
    if service is None:
        return None
    for one in reader.known_services():
        if one.name == service:
            return one.host
    raise StationError("SVC-036", name=shown(service))


def _wanted(arguments: Namespace, host: str | None) -> Wanted:
    kept = arguments.kept or arguments.decide == _REOPEN
    return Wanted(arguments.order, host, _KEPT if kept else FOR_A_PERSON)


_Choice = dict[Decision, list[Undecided]]
"""What was decided of which rows."""


def _decide(arguments: Namespace, console: Console) -> int:
    _check_can_be_asked(arguments)
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.EXPORT, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant, open_reader(data) as reader:
        tools = plant.tools
        service = named_service(tools, arguments.service)
        ours = documents_of(tools, reader)
        found = page(reader, _wanted(arguments, service.host), utc_now(), ours)
        choice = _chosen(arguments, found, f"{service.name} ({service.host})", console)
        # An approval is good for a short time, and looking at both sides may take longer.
        approval = agreement.given(tools.records)
        with cancelled_by_signals(console) as stop:
            attended = Attended(console.say, stop)
            work = Deciding(tools, service, stop, approval, attended=attended)
            put_on_record(work, choice)
            replaced = replace_shown(work, choice[Decision.REPLACE], ours)
    return _ended(choice, replaced, found, console)


def _check_can_be_asked(arguments: Namespace) -> None:
    """Check that who decides has seen what it is about, or sees it; CFG-059."""
    if arguments.yes and arguments.decide == _ASK:
        raise StationError("CFG-059", why="'--decide ask' asks; --yes asks nobody")
    if arguments.yes and arguments.shown is None:
        raise StationError("CFG-059", why="--yes goes with --shown, which says what was seen")
    if not arguments.yes and (sys.stdin is None or not sys.stdin.isatty()):
        raise StationError("CFG-059", why="nobody can be asked here; a script gives --shown, --yes")


def _chosen(arguments: Namespace, found: Page, where: str, console: Console) -> _Choice:
    """Return what is decided of what is shown."""
    if arguments.shown not in {None, found.mark}:
        raise StationError("CFG-059", why="what there is isn't what was shown")
    rows = _named(arguments.row, found.rows)
    choice: _Choice = {decision: [] for decision in Decision}
    if arguments.decide == _ASK:
        _ask(rows, choice, console)
    else:
        _tell(rows, console)
        choice[Decision(arguments.decide)] += rows
    for decision, taken in choice.items():
        if taken and not arguments.yes and not _is_meant(decision, len(taken), where, console):
            taken.clear()
    return choice


def _named(names: Sequence[str], rows: Sequence[Undecided]) -> list[Undecided]:
    """Return those that can be decided, of them the named ones; CFG-059 for another name."""
    refused = PushState.REFUSED
    open_ = [one for one in rows if not one.shuts_out and one.kept.fate.state is not refused]
    wanted = {name.casefold() for name in names}
    there = {one.kept.fate.name.casefold() for one in open_}
    for name in names:
        if name.casefold() not in there:
            raise StationError("CFG-059", why=f"no conflict of the name {shown(name)} is shown")
    return [one for one in open_ if not names or one.kept.fate.name.casefold() in wanted]


def _is_meant(decision: Decision, count: int, where: str, console: Console) -> bool:
    if decision is Decision.REPLACE:
        console.prose(f"What {where} has of {count} is lost, and the list's takes its place.")
    return agreed(f"{decision.value.capitalize()}: {count} at {where}?", console)


def _ask(rows: Sequence[Undecided], choice: _Choice, console: Console) -> None:
    """Ask of each row, or of all that follow."""
    for_all = ""
    for one in rows:
        _tell([one], console)
        how = for_all
        while not how:
            console.say("keep (the service's), replace (by the list's), or later? Add 'all' for")
            console.say("this and all that follow.")
            line = sys.stdin.readline()
            word, _, more = line.strip().lower().partition(" ")
            if not line:
                how = for_all = _LATER
            elif word in {_KEEP, _REPLACE, _LATER} and more in {"", "all"}:
                how, for_all = word, word if more else ""
        if how != _LATER:
            choice[Decision(how)].append(one)


def _ended(choice: _Choice, replaced: Replaced, found: Page, console: Console) -> int:
    kept, reopened = len(choice[Decision.KEEP]), len(choice[Decision.REOPEN])
    if kept:
        console.say(f"{kept} stay as the service has them, and aren't pushed any more.")
    if reopened:
        console.say(f"{reopened} are conflicts again.")
    if replaced.done:
        console.say(f"{replaced.done} are at the service as the list has them.")
    for name, why in replaced.left:
        console.say(f"{shown(name)} wasn't replaced: {why}")
    if not found.rows:
        console.say("Nothing waits for a person's decision.")
    elif not (kept or reopened or replaced.done or replaced.left):
        console.say("Nothing was decided.")
    if found.more:
        console.say("There are more: give the command again.")
    left: list[JsonValue] = [{"name": name, "why": why} for name, why in replaced.left]
    decided: dict[str, JsonValue] = {"kept": kept, "reopened": reopened, "replaced": replaced.done}
    console.answer({**decided, "left": left, "more": found.more})
    done = kept + reopened + replaced.done
    return ALL_WELL if done == len(found.rows) and not found.more else SOMETHING_FOUND


def _tell(rows: Sequence[Undecided], console: Console) -> None:
    for one in rows:
        fate, kept = one.kept.fate, one.kept
        of = f"unit {kept.serial}, order {kept.order}" if kept.serial else "a group"
        said = f"{fate.code or ''} {fate.words}".strip()
        more = f": {said}" if said else ""
        console.say(f"{fate.name} ({of}): {fate.state.value} at {kept.host}{more}")
        if fate.tracking:
            console.say(f"    the service's tracking ID: {fate.tracking}")
        if one.shuts_out:
            console.say("    It was revoked: disable what is there at the portal, then push again.")
        for side in one.sides:
            console.say(f"    {side.field}")
            console.say(f"        here:  {side.ours}")
            console.say(f"        there: {side.theirs}")


def _answer_of(one: Undecided) -> JsonValue:
    fate, kept = one.kept.fate, one.kept
    sides: list[JsonValue] = [dict(asdict(side)) for side in one.sides]
    return {
        "registration_id": fate.name,
        "serial": kept.serial,
        "order": kept.order,
        "host": kept.host,
        "state": fate.state.value,
        "code": fate.code,
        "words": fate.words,
        "tracking": fate.tracking,
        "etag": fate.etag,
        "time": kept.time,
        "differs": sides,
    }
