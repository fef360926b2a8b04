"""station service: the provisioning services that units enrol in, and their policies' keys."""

from argparse import Namespace
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.key_options import KEY_FD, add_key_option, demand_apart, key_given
from station.cli.options import (
    ALL_WELL,
    AskedPin,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    data_of,
    factory_pin,
)
from station.model.group import Service
from station.model.rights import Right
from station.operations.groups import add_service
from station.operations.plant import open_plant, open_reader

_SERVICE: Final = AskedPin("the policy", KEY_FD, "Key in base64")


def add(commands: Commands) -> None:
    """Add the commands."""
    service = add_group(commands, "service", "the provisioning services that units enrol in")
    add_command(service, "list", _services, "which services are known")
    added = add_command(service, "add", _add_service, "take its policy's key into the token")
    added.add_argument("name", metavar="NAME", help="lower case letters, digits and dashes")
    added.add_argument("--host", metavar="HOST", required=True)
    added.add_argument("--policy", metavar="POLICY", required=True)
    add_key_option(added, "read the policy's primary key, in base64, from this file descriptor")
    add_badge_options(added)
    add_pin_option(added)


def _services(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        services = reader.known_services()
    if not services:
        console.say("No service is known yet: station service add takes one.")
    for one in services:
        console.say(f"{one.name}: {one.host}, policy {one.policy}")
    rows: list[JsonValue] = [
        {"service": one.name, "host": one.host, "policy": one.policy} for one in services
    ]
    console.answer({"services": rows})
    return ALL_WELL


def _add_service(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    demand_apart(arguments)
    service = Service.parse(arguments.name, arguments.host, arguments.policy)
    key = key_given(_SERVICE, arguments)
    agreement = Agreement(arguments, Right.SETTINGS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        add_service(plant.tools, service, key, agreement.given(plant.tools.records))
    console.say(f"Service {service.name}: the factory's token has the key of {service.policy}.")
    console.answer({"service": service.name, "host": service.host, "policy": service.policy})
    return ALL_WELL
