"""station adopt: go on with a data folder that was copied or moved here, or with an older copy."""

from argparse import Namespace
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    Commands,
    add_command,
    add_pin_option,
    agreed,
    data_of,
    factory_pin,
)
from station.model.lease import Adopting
from station.model.rights import Right
from station.operations.plant import open_plant

_QUESTION: Final = (
    "From now on this folder alone is the station; the one that it was copied or moved from works "
    "no more. Is that meant?"
)
_OLDER: Final = (
    "If this is an older copy, what was recorded since is lost for good: units, revocations, "
    "people who were switched off, PINs, withdrawn profiles. No order from before takes a unit any "
    "more. Is the newer folder really gone, and that meant?"
)


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "adopt",
        _adopt,
        "go on with a data folder that was copied or moved here; two supervisors agree",
    )
    parser.add_argument(
        "--older",
        action="store_true",
        help="also with a copy older than the factory's token knows, as one from a backup: what was"
        " recorded since is lost, and orders from before take no more units",
    )
    parser.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    add_badge_options(parser, reason=True)
    add_pin_option(parser)


def _adopt(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    question = f"{_QUESTION} {_OLDER}" if arguments.older else _QUESTION
    if not arguments.yes and not agreed(question, console):
        console.say("Nothing was changed.")
        console.answer({"data": str(data.root), "adopted": False})
        return ALL_WELL
    agreement = Agreement(arguments, Right.RESTORE, data, console)
    adopting = Adopting.OLDER if arguments.older else Adopting.MOVED
    with open_plant(data, factory_pin(arguments, data), adopting=adopting) as plant:
        records = plant.tools.records
        adopted, lost = records.lease.pending, records.lease.lost
        last = records.last_entry()
        if adopted:
            records.adopt(agreement.given(records))
            records.learn_factory(plant.tools.factory.issuing_chain)
    words = "The station works here now." if adopted else "The station is where it was: all well."
    console.say(words)
    gap: dict[str, JsonValue] | None = None
    if lost is not None:
        gap = {"first": last + 1, "last": lost.sequence}
        console.prose(
            f"The entries {last + 1:,} to {lost.sequence:,} are lost, and the record says so from "
            "now on. Close the orders from before, and make others of what is known to be missing: "
            "exports, reports and the MES of that time tell."
        )
    console.answer({"data": str(data.root), "adopted": adopted, "lost": gap})
    return ALL_WELL
