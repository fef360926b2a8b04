"""station check: the units that show whether positions tell good units from bad ones."""

from argparse import Namespace
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
    at_least_one,
    data_of,
    factory_pin,
)
from station.model.checks import Check, CheckKind, CheckUnit, Standing
from station.model.names import shown
from station.model.rights import Right
from station.operations.checks import Stand, added, standing_of
from station.operations.plant import open_plant, open_reader

_WORDS: Final = {
    Standing.NOT_WANTED: "not asked for",
    Standing.DONE: "OK in this shift",
    Standing.DUE: "DUE",
    Standing.WRONG: "CHECK FAILED",
}
_RUNS: Final = 20


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "check", "red rabbits, golden units, and their check runs")
    listed = add_command(
        group, "list", _list, "the units for checks, how each position stands, the newest runs"
    )
    listed.add_argument(
        "--runs", metavar="N", type=at_least_one, default=_RUNS, help=f"default: {_RUNS}"
    )
    new = add_command(
        group,
        "add",
        _add,
        "put a unit on record for checks: it is never provisioned from then on",
    )
    new.add_argument("serial", metavar="SERIAL")
    kind = new.add_mutually_exclusive_group(required=True)
    kind.add_argument(
        "--rabbit", action="store_true", help="a unit that is known to be bad: it must fail"
    )
    kind.add_argument(
        "--golden", action="store_true", help="a unit that has passed here: it must pass again"
    )
    new.add_argument(
        "--profile",
        metavar="P",
        help="whose positions it checks; of a golden unit, what it was made as",
    )
    new.add_argument(
        "--code",
        metavar="TPM-004",
        default="",
        help="the failure that a red rabbit must show; default: any of the unit's, once it has"
        " said its serial number, but a lost contact's and another product's",
    )
    gone = add_command(group, "remove", _remove, "have a unit be none for checks any more")
    gone.add_argument("serial", metavar="SERIAL")
    for parser in (new, gone):
        add_badge_options(parser)
        add_pin_option(parser)


def told_unit(unit: CheckUnit) -> dict[str, JsonValue]:
    """Return a unit for checks as JSON has it."""
    return {
        "serial": unit.serial,
        "kind": unit.kind.value,
        "profile": unit.profile,
        "code": unit.code or None,
    }


def told_check(check: Check) -> dict[str, JsonValue]:
    """Return a check run as JSON has it."""
    return {
        "check": check.name,
        "kind": check.kind.value,
        "serial": check.serial,
        "position": check.position,
        "profile": check.profile,
        "ended": check.ended.isoformat(timespec="seconds"),
        "outcome": check.outcome.value,
        "code": check.code or None,
        "ok": check.right,
    }


def _told_stand(stand: Stand) -> dict[str, JsonValue]:
    return {
        "position": stand.position,
        "order": stand.order,
        "red_rabbit": stand.rabbit.value,
        "golden_unit": stand.golden.value,
    }


def _list(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    with open_reader(data) as reader:
        units, runs = reader.check_units(), reader.check_runs(arguments.runs)
        stands = standing_of(reader)
    head = ["serial", "what", "product", "must show"]
    console.table(
        head,
        [
            [shown(one.serial), one.kind.words, one.profile, one.code or _must(one.kind)]
            for one in units
        ],
    )
    for stand in stands:
        console.say(
            f"position {stand.position}: red rabbit {_WORDS[stand.rabbit]},"
            f" golden unit {_WORDS[stand.golden]}"
        )
    if runs:
        console.table(["ended", "position", "what", "serial", "check"], list(map(_row, runs)))
    console.answer(
        {
            "units": [told_unit(one) for one in units],
            "positions": [_told_stand(one) for one in stands],
            "runs": [told_check(one) for one in runs],
        }
    )
    open_ones = {Standing.DUE, Standing.WRONG}
    missing = any({one.rabbit, one.golden} & open_ones for one in stands)
    return SOMETHING_FOUND if missing else ALL_WELL


def _row(check: Check) -> list[str]:
    return [
        check.ended.isoformat(timespec="seconds"),
        check.position,
        check.kind.words,
        shown(check.serial),
        "OK" if check.right else f"FAILED ({check.code or check.outcome.value})",
    ]


def _must(kind: CheckKind) -> str:
    return "any failure" if kind is CheckKind.RED_RABBIT else "none"


def _add(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    kind = CheckKind.RED_RABBIT if arguments.rabbit else CheckKind.GOLDEN
    unit = CheckUnit(kind, arguments.serial, arguments.profile or "", arguments.code)
    agreement = Agreement(arguments, Right.CHECKS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        done = added(plant, unit, agreement.given(plant.tools.records))
    console.say(f"{shown(done.serial)} is a {kind.words} for {done.profile}. Mark it well.")
    console.prose("It is never provisioned from now on. Put it in at any position to do a check.")
    console.answer(told_unit(done))
    return ALL_WELL


def _remove(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.CHECKS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        gone = records.checks.remove(arguments.serial, agreement.given(records))
    console.say(f"{shown(gone.serial)} is no {gone.kind.words} any more; take its mark off.")
    console.answer(told_unit(gone))
    return ALL_WELL
