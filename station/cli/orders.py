"""station order: how many units of which profile, for which ID scope."""

from argparse import Namespace

from pydantic import ValidationError

from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    UNITS_PIN,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    asked,
    at_least_one,
    data_of,
    factory_pin,
    open_file,
)
from station.errors import StationError
from station.line.mechanisms import MECHANISMS
from station.line.profiles import find_profile
from station.model.order import Order, OrderSpec
from station.operations.plant import KNOWN, FactoryFile, open_plant, open_reader
from station.operations.practice import practice_pin
from station.records.store import Reader


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "order", "how many units of which product, for which ID scope")
    create = add_command(group, "create", _create, "make an order")
    create.add_argument("name", metavar="NAME", help="lower case letters, digits and dashes")
    create.add_argument("--profile", metavar="NAME", required=True)
    create.add_argument("--id-scope", metavar="SCOPE", required=True)
    create.add_argument("--quantity", metavar="N", type=at_least_one, required=True)
    create.add_argument("--group-id", metavar="ID", help="enrollment group; default: the order's")
    create.add_argument(
        "--token-pin-fd",
        metavar="N",
        type=open_file,
        help="read the PIN that the units' tokens come with from this file descriptor",
    )
    add_pin_option(create)
    add_command(group, "list", _list, "the orders and how far they are")
    show = add_command(group, "show", _show, "one order")
    show.add_argument("name", metavar="NAME")


def _create(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    if arguments.pin_fd is not None and arguments.pin_fd == arguments.token_pin_fd:
        raise StationError("CFG-004", why="--pin-fd and --token-pin-fd are one and the same")
    try:
        spec = OrderSpec(
            name=arguments.name,
            profile=arguments.profile,
            id_scope=arguments.id_scope,
            quantity=arguments.quantity,
            group_id=arguments.group_id,
        )
    except ValidationError as error:
        first = error.errors()[0]
        why = f"{'.'.join(str(p) for p in first['loc'])}: {first['msg']}"
        raise StationError("CFG-004", why=why) from error
    practice = FactoryFile.read(data).practice
    profile = find_profile(spec.profile, data.profiles, KNOWN).profile
    token_pin = None
    if MECHANISMS[profile.mechanism].uses_token:
        token_pin = practice_pin() if practice else asked(UNITS_PIN, arguments.token_pin_fd)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        order = plant.create_order(spec, token_pin)
    console.say(f"Order {order.name}: {order.spec.quantity} units of {order.spec.profile}.")
    console.answer({"order": order.name, "profile_hash": order.profile_hash})
    return ALL_WELL


def _row(order: Order, reader: Reader) -> dict[str, str | int]:
    usage = reader.usage(order.name)
    return {
        "order": order.name,
        "profile": order.spec.profile,
        "id_scope": order.spec.id_scope,
        "state": order.state.value,
        "quantity": order.spec.quantity,
        "enrolled": usage.enrolled,
        "reserved": usage.reserved,
        "spent": usage.spent,
    }


def _list(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        rows = [_row(order, reader) for order in reader.orders()]
    if rows:
        console.table(list(rows[0]), [[str(value) for value in row.values()] for row in rows])
    else:
        console.say("No orders yet: station order create makes one.")
    console.answer({"orders": [dict(row) for row in rows]})
    return ALL_WELL


def _show(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        order = reader.order(arguments.name)
        row = _row(order, reader)
    for key, value in (row | {"profile_hash": order.profile_hash}).items():
        console.say(f"{key:13} {value}")
    console.answer({**row, "profile_hash": order.profile_hash})
    return ALL_WELL
