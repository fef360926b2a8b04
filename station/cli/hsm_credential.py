"""station hsm credential: whether systemd unlocks the factory's token, as two supervisors chose."""

from argparse import Namespace
from pathlib import Path

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    FACTORY_PIN,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    asked,
    data_of,
    factory_pin,
    open_file,
)
from station.errors import StationError
from station.model.rights import Right
from station.operations.factory_file import FactoryFile
from station.operations.plant import open_plant
from station.operations.unlocking import choose_credential, standing
from station.secret import Secret


def add(group: Commands) -> None:
    """Add the commands to the group."""
    commands = add_group(group, "credential", "an encrypted credential that unlocks the token")
    making = add_command(
        commands,
        "set",
        _set,
        "two supervisors have systemd unlock the factory's token by itself, with a credential that "
        "this computer alone can open",
    )
    making.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        required=True,
        help="write the credential there, and the part of a unit that has systemd open it",
    )
    add_badge_options(making, reason=True)
    making.add_argument(
        "--pin-fd",
        metavar="N",
        type=open_file,
        help="read the factory token's PIN from this file descriptor instead of the keyboard",
    )
    removing = add_command(
        commands, "remove", _remove, "two supervisors have nothing but a person unlock the token"
    )
    add_badge_options(removing, reason=True)
    add_pin_option(removing)
    add_command(commands, "status", _status, "what unlocks the factory's token")


def _set(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    if FactoryFile.read(data).practice:
        raise StationError("HSM-026", why="the practice PIN is no secret, and is never asked for")
    agreement = Agreement(arguments, Right.CREDENTIAL, data, console)
    pin = asked(FACTORY_PIN, arguments.pin_fd)
    with pin.reveal() as copied:
        again = Secret(copied)
    with open_plant(data, pin) as plant:
        approval = agreement.given(plant.tools.records)
        credential, unit = choose_credential(plant, again, arguments.out, approval)
    console.prose(
        f"Written: {credential} and {unit}. As root, put the credential into "
        "/etc/credstore.encrypted and the other file beside Station's unit, as it says itself; "
        "then delete both here. It opens on this computer alone, and Station uses it until two "
        "remove it."
    )
    console.answer({"credential": str(credential), "unit": str(unit), "chosen": True})
    return ALL_WELL


def _remove(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.CREDENTIAL, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        plant.tools.records.credentials.withdraw(agreement.given(plant.tools.records))
    console.prose(
        "No credential unlocks the token any more. As root, delete it from "
        "/etc/credstore.encrypted: it still holds the PIN. Better still, change the PIN."
    )
    console.answer({"chosen": False})
    return ALL_WELL


def _status(arguments: Namespace, console: Console) -> int:
    found = standing(data_of(arguments))
    console.say(f"PIN pad     {'yes: --pin-pad' if found.pad else 'the token has none'}")
    chosen = "two supervisors chose one" if found.chosen else "nobody chose one"
    here = "systemd gave this program one" if found.here else "systemd gave this program none"
    console.say(f"Credential  {chosen}; {here}")
    console.answer({"pin_pad": found.pad, "chosen": found.chosen, "here": found.here})
    return ALL_WELL
