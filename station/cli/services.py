"""station service: the provisioning services that units enrol in, and what opens them."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options, check_descriptors
from station.cli.console import FAIL, PASS, Console, Mark
from station.cli.key_options import KEY_FD, add_key_option, key_given
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
from station.cli.service_ways import (
    add_proxy_options,
    add_sign_in_options,
    check_no_sign_in,
    signed_in,
    through_proxy,
)
from station.errors import StationError
from station.model.group import Service
from station.model.rights import Right
from station.model.world import World
from station.operations.factory_file import FactoryFile
from station.operations.groups import small_file
from station.operations.plant import open_plant, open_reader
from station.operations.service_ways import Keys
from station.operations.services import add_service, client_of
from station.secret import Secret
from station.service.account import Account
from station.service.entra import Attended
from station.service.probing import Probe, probed

_KEY: Final = AskedPin("the policy", KEY_FD, "Key in base64")
_CONNECTION_FD: Final = "--connection-fd"
_CONNECTION: Final = AskedPin("the service", _CONNECTION_FD, "Connection string")
_NOT_TRIED: Final = Mark("-", "")


def add(commands: Commands) -> None:
    """Add the commands."""
    service = add_group(commands, "service", "the provisioning services that units enrol in")
    add_command(service, "list", _services, "which services are known")
    added = add_command(
        service,
        "add",
        _add_service,
        "take its policy's key into the token; without --host and --policy its whole connection "
        "string is asked for, and typed without being shown. With --sign-in, by Entra ID",
    )
    tested = add_command(
        service, "test", _test, "whether it can be reached and lets this station work"
    )
    for parser in (added, tested):
        parser.add_argument("name", metavar="NAME", help="lower case letters, digits and dashes")
    _add_ways(added)
    add_badge_options(added)
    add_pin_option(added)
    add_pin_option(tested)


def _add_ways(added: ArgumentParser) -> None:
    added.add_argument("--host", metavar="HOST", help="with its port where that isn't 443")
    added.add_argument("--policy", metavar="POLICY", help="the shared access policy's name")
    add_key_option(added, "read the policy's primary key, in base64, from this file descriptor")
    added.add_argument(
        _CONNECTION_FD,
        metavar="N",
        type=open_file,
        help="read the whole connection string from this file descriptor instead of the keyboard",
    )
    added.add_argument("--id-scope", metavar="SCOPE", default="", help="by which devices name it")
    add_proxy_options(added)
    add_sign_in_options(added)
    added.add_argument(
        "--ca", metavar="FILE", type=Path, help="the CAs that vouch for it, PEM; they are kept"
    )


def _services(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        services = reader.known_services()
    if not services:
        console.say("No service is known yet: station service add takes one.")
    for one in services:
        more = [one.known_as]
        more += [f"ID scope {one.id_scope}"] if one.id_scope else []
        more += [f"proxy {one.proxy}"] if one.proxy else []
        more += [f"as {one.proxy_user} there"] if one.proxy_user else []
        more += ["a CA of its own"] if one.ca else []
        console.say(f"{one.name}: {one.host}, {', '.join(more)}")
    console.answer({"services": [_told(one) for one in services]})
    return ALL_WELL


def _told(service: Service) -> JsonValue:
    return {
        "service": service.name,
        "host": service.host,
        "policy": service.policy,
        "id_scope": service.id_scope,
        "proxy": service.proxy,
        "proxy_user": service.proxy_user,
        "sign_in": service.sign_in,
        "tenant": service.tenant,
        "client": service.client,
        "authority": service.authority,
        "own_ca": bool(service.ca),
    }


def _add_service(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    check_descriptors(arguments)
    ca = b"" if arguments.ca is None else small_file(arguments.ca)
    service, key = _account_of(arguments, FactoryFile.read(data).practice)
    service = service.reached(arguments.id_scope, ca, arguments.proxy)
    service, password = through_proxy(service, arguments)
    agreement = Agreement(arguments, Right.SETTINGS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        keys = Keys(key, password)
        add_service(plant.tools, service, keys, agreement.given(plant.tools.records))
    if service.sign_in:
        console.say(f"Service {service.name}: the station signs in by {service.known_as}.")
    else:
        console.say(f"Service {service.name}: the factory's token has the key of {service.policy}.")
    console.say(f"Try it now: station service test {service.name}")
    told = {"service": service.name, "host": service.host, "policy": service.policy}
    console.answer({**told, "sign_in": service.sign_in})
    return ALL_WELL


def _account_of(arguments: Namespace, practice: bool) -> tuple[Service, Secret | None]:
    """Return a service and what opens it: from its parts, or from a connection string."""
    if arguments.sign_in is not None:
        return signed_in(arguments)
    check_no_sign_in(arguments)
    parts = (arguments.host, arguments.policy, arguments.key_fd)
    name = str(arguments.name)
    if parts == (None, None, None):
        Service.parse(name, "localhost", "name")  # before anything is typed for it
        text = asked(_CONNECTION, arguments.connection_fd)
        account = Account.parse(text, World.PRACTICE if practice else World.PRODUCTION)
        text.wipe()
        return Service.parse(name, account.host, account.policy), account.key
    if arguments.connection_fd is not None:
        why = f"{_CONNECTION_FD}, or --host, --policy and the key, not both"
        raise StationError("CFG-004", why=why)
    if arguments.host is None or arguments.policy is None:
        raise StationError("CFG-004", why="--host and --policy go together")
    service = Service.parse(name, arguments.host, arguments.policy)
    return service, key_given(_KEY, arguments)


def _test(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    tried: list[Probe] = []
    with open_plant(data, factory_pin(arguments, data)) as plant:
        service = plant.tools.records.services.get(arguments.name)
        console.say(f"{service.name}: {service.host}, {service.known_as}")
        with cancelled_by_signals(console) as cancel:
            attended = Attended(console.say, cancel)
            with client_of(plant.tools, service, attended) as client:
                for probe in probed(client, service.proxy, cancel):
                    tried.append(probe)
                    mark = _NOT_TRIED if probe.good is None else PASS if probe.good else FAIL
                    console.marked(mark, f"{probe.what}: {probe.found}", probe.remedy)
    failed = any(probe.good is False for probe in tried)
    console.answer({"service": service.name, "checks": [asdict(probe) for probe in tried]})
    return SOMETHING_FOUND if failed else ALL_WELL
