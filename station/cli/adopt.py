"""station adopt: go on with a data folder that was copied or moved here."""

from argparse import Namespace

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
from station.model.rights import Right
from station.operations.plant import open_plant

_QUESTION = (
    "From now on this folder alone is the station; the one that it was copied or moved from works "
    "no more. Is that meant?"
)


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "adopt",
        _adopt,
        "go on with a data folder that was copied or moved here; two supervisors agree",
    )
    parser.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    add_badge_options(parser, reason=True)
    add_pin_option(parser)


def _adopt(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    if not arguments.yes and not agreed(_QUESTION, console):
        console.say("Nothing was changed.")
        console.answer({"data": str(data.root), "adopted": False})
        return ALL_WELL
    agreement = Agreement(arguments, Right.RESTORE, data, console)
    with open_plant(data, factory_pin(arguments, data), moved=True) as plant:
        records = plant.tools.records
        adopted = records.lease.moved
        if adopted:
            records.adopt(agreement.given(records))
    words = "The station works here now." if adopted else "The station is where it was: all well."
    console.say(words)
    console.answer({"data": str(data.root), "adopted": adopted})
    return ALL_WELL
