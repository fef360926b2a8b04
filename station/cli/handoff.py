"""station handoff: the ways in which the station speaks to the factory's MES."""

from argparse import ArgumentParser, Namespace
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    AskedPin,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    asked,
    cancelled_by_signals,
    data_of,
    factory_pin,
    open_file,
)
from station.errors import StationError
from station.model.rights import Right
from station.operations.handoff_desk import Progress, listed, send, try_out
from station.operations.handoff_open import set_handoff_secret
from station.operations.plant import open_plant

_BY_FD: Final = "--secret-fd"


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "handoff", "speaking to the factory's MES: routes and results")
    add_command(group, "list", _list, "what there is, what waits, and what was refused")
    test = add_command(group, "test", _test, "send a marked test, which is no unit's result")
    test.add_argument("name", metavar="NAME")
    add_pin_option(test)
    _add_send(group)
    secret = add_command(group, "secret", _secret, "give the password or token for it, sealed")
    secret.add_argument("name", metavar="NAME")
    secret.add_argument(
        _BY_FD,
        metavar="N",
        type=open_file,
        help="read it from this file descriptor; it is asked for where there is none",
    )
    add_badge_options(secret)
    add_pin_option(secret)


def _add_send(group: Commands) -> ArgumentParser:
    parser = add_command(group, "send", _send, "deliver now what waits")
    parser.add_argument("name", metavar="NAME", nargs="?", help="default: all")
    parser.add_argument("--refused", action="store_true", help="first what was refused, once more")
    parser.add_argument(
        "--from-start",
        action="store_true",
        help="everything since the station was set up, also what was told before",
    )
    add_pin_option(parser)
    return parser


def _list(arguments: Namespace, console: Console) -> int:
    found = listed(data_of(arguments))
    if not found:
        console.say("No hand-off is set up: the help page on hand-offs tells how.")
    for one in found:
        console.say(f"{one.name}: {one.said}")
        for refused in one.refused:
            console.say(f"  entry {refused.sequence} was refused: {refused.why}")
    console.answer({"handoffs": [one.as_json() for one in found]})
    return SOMETHING_FOUND if any(one.refused for one in found) else ALL_WELL


def _test(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    pin = factory_pin(arguments, data)
    with cancelled_by_signals(console) as cancel, open_plant(data, pin) as plant:
        answer = try_out(plant, arguments.name, cancel)
    console.say(f"The hand-off {arguments.name} has taken a test result.")
    told: dict[str, JsonValue] = {"handoff": arguments.name, "result": "taken", "route": None}
    if answer is not None:
        word = "allowed" if answer.allowed else "refused"
        why = f": {answer.reason}" if answer.reason else ""
        console.say(f"Asked for the route of a unit that isn't there, it says {word}{why}.")
        told["route"] = {"allowed": answer.allowed, "reason": answer.reason}
    console.answer(told)
    return ALL_WELL


def _send(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    pin = factory_pin(arguments, data)
    with cancelled_by_signals(console) as cancel, open_plant(data, pin) as plant:
        found = send(
            plant,
            arguments.name,
            cancel,
            again=arguments.refused,
            from_start=arguments.from_start,
        )
    for one in found:
        _tell(one, console)
    console.answer({"handoffs": [one.as_json() for one in found]})
    well = all(one.error is None and not one.refused for one in found)
    return ALL_WELL if well else SOMETHING_FOUND


def _tell(one: Progress, console: Console) -> None:
    console.say(f"{one.name}: {one.taken} taken, {one.refused} refused, {one.waiting} wait.")
    if one.error is not None:
        console.say(f"  {one.error.code}  {one.error.message}")
        console.say(f"  {one.error.remedy}")
        if one.error.detail:
            console.say(f"  ({one.error.detail})")


def _secret(arguments: Namespace, console: Console) -> int:
    data, name = data_of(arguments), arguments.name
    if arguments.pin_fd is not None and arguments.pin_fd == arguments.secret_fd:
        raise StationError("CFG-004", why=f"--pin-fd and {_BY_FD} are one and the same")
    given = asked(AskedPin(f"the hand-off {name}", _BY_FD, "Secret"), arguments.secret_fd)
    agreement = Agreement(arguments, Right.SETTINGS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        set_handoff_secret(plant, name, given, approval)
    console.say(f"The hand-off {name} has its secret now, sealed by the factory's token.")
    console.answer({"handoff": name})
    return ALL_WELL
