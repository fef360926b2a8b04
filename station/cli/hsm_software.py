"""station hsm accept-software: the choice of two supervisors to keep the factory's keys so."""

from argparse import Namespace

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    Commands,
    add_command,
    add_pin_option,
    data_of,
    factory_pin,
)
from station.model.rights import Right
from station.operations.plant import open_plant
from station.records.custody import Choice


def add(group: Commands) -> None:
    """Add it to the group."""
    parser = add_command(
        group,
        "accept-software",
        _accept,
        "two supervisors accept that production's keys are in a software token, which is less safe "
        "than a hardware HSM; it stands in the record of every unit",
    )
    parser.add_argument(
        "--withdraw",
        action="store_true",
        help="take that back: no order and no unit's identity is made any more",
    )
    add_badge_options(parser, reason=True)
    add_pin_option(parser)


def _accept(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.SOFTWARE_HSM, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        book = plant.tools.records.custody
        change = book.withdraw if arguments.withdraw else book.accept
        keeping = change(agreement.given(plant.tools.records))
    accepted = keeping.choice is Choice.ACCEPTED
    console.prose(f"The factory's keys: {keeping.words} (entry {keeping.sequence}).")
    console.prose(
        "Every unit's record says so from now on. Whoever copies this computer's files copies the "
        "keys: a hardware HSM is the safer way."
        if accepted
        else "No order and no unit's identity is made any more until it is accepted again."
    )
    console.answer(
        {
            "token": keeping.token.id,
            "custody": keeping.token.custody.value,
            "accepted": accepted,
            "by": list(keeping.by),
            "reason": keeping.reason,
            "entry": keeping.sequence,
        }
    )
    return ALL_WELL
