"""station group, station service: the keys of enrollment groups, and of services' policies."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    AskedPin,
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
from station.folders import Data, put_whole
from station.model.group import GroupKey, KeyOwner, Service
from station.model.names import RegistrationId
from station.model.order import OrderSpec, group_of_spec
from station.model.proof import parse_symmetric_key
from station.model.rights import Right
from station.operations.groups import (
    add_service,
    import_group,
    open_group,
    owner_of_file,
    small_file,
)
from station.operations.plant import FactoryFile, open_plant, open_reader
from station.secret import Secret

_BY_FD: Final = "--key-fd"
_GROUP: Final = AskedPin("the group", _BY_FD, "Key in base64")
_SERVICE: Final = AskedPin("the policy", _BY_FD, "Key in base64")


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "group", "the keys that symmetric units' keys are derived from")
    add_command(group, "list", _list, "which groups have a key, and who has a copy")
    show = add_command(group, "show", _show, "one group")
    show.add_argument("name", metavar="GROUP")
    create = add_command(group, "create", _create, "make a group's key, before its first order")
    create.add_argument("name", metavar="GROUP")
    add_owner_options(create)
    _add_who(create)
    transport = add_command(
        group, "transport", _transport, "write the key for which keys that come in are wrapped"
    )
    transport.add_argument("--out", metavar="FILE", type=Path, required=True)
    add_pin_option(transport)
    _add_import(group)
    service = add_group(commands, "service", "the provisioning services that units enrol in")
    add_command(service, "list", _services, "which services are known")
    added = add_command(service, "add", _add_service, "take its policy's key into the token")
    added.add_argument("name", metavar="NAME", help="lower case letters, digits and dashes")
    added.add_argument("--host", metavar="HOST", required=True)
    added.add_argument("--policy", metavar="POLICY", required=True)
    _add_key_option(added, "read the policy's primary key, in base64, from this file descriptor")
    _add_who(added)


def _add_import(group: Commands) -> None:
    parser = add_command(
        group, "import", _import, "take in the key that a group has at its service already"
    )
    parser.add_argument("name", metavar="GROUP")
    parser.add_argument(
        "--wrapped",
        metavar="FILE",
        type=Path,
        help="the key, wrapped by its owner for the key that 'group transport' writes",
    )
    _add_key_option(
        parser,
        "read the key in base64 from this file descriptor: it passes the memory of this computer",
    )
    add_owner_options(parser)
    _add_who(parser)


def _add_key_option(parser: ArgumentParser, words: str) -> None:
    parser.add_argument(_BY_FD, metavar="N", type=open_file, help=words)


def add_owner_options(parser: ArgumentParser) -> None:
    """Add the ways to say who is to have a copy of a group's key."""
    who = parser.add_mutually_exclusive_group()
    who.add_argument(
        "--service-owner",
        metavar="CERT",
        type=Path,
        help="wrap the group's key for this RSA certificate, for exports",
    )
    who.add_argument(
        "--no-disclosure", action="store_true", help="wrap the group's key for no service's owner"
    )


def owner_of(arguments: Namespace) -> KeyOwner | None:
    """Return who is to have a copy of a group's key, or None for nobody."""
    return owner_of_file(arguments.service_owner) if arguments.service_owner else None


def owner_for_order(arguments: Namespace, data: Data, spec: OrderSpec) -> KeyOwner | None:
    """Return who is to have the key of an order's group; CFG-004 where a real one doesn't say."""
    with open_reader(data) as reader:
        known = {RegistrationId.parse(key.group_id) for key in reader.group_keys()}
    if group_of_spec(spec) not in known and not FactoryFile.read(data).practice:
        demand_owner_choice(arguments)
    return owner_of(arguments)


def demand_owner_choice(arguments: Namespace) -> None:
    """Check that it was said who is to have a group's key, or raise CFG-004."""
    if arguments.service_owner is None and not arguments.no_disclosure:
        why = "who is to have the group's key? --service-owner CERT, or --no-disclosure"
        raise StationError("CFG-004", why=why)


def _add_who(parser: ArgumentParser) -> None:
    add_badge_options(parser)
    add_pin_option(parser)


def _told(key: GroupKey) -> dict[str, str | bool]:
    return {
        "group": key.group_id,
        "born": key.born,
        "created": key.created,
        "owner": key.owner,
        "escrow": bool(key.escrow_copy),
    }


def _list(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        keys = reader.group_keys()
    if not keys:
        console.say("No group has a key yet.")
    for key in keys:
        _say(key, console)
    rows: list[JsonValue] = [{**_told(key)} for key in keys]
    console.answer({"groups": rows})
    return ALL_WELL


def _say(key: GroupKey, console: Console) -> None:
    owner = f"its owner's certificate {key.owner}" if key.owner else "no owner"
    escrow = "and for the escrow" if key.escrow_copy else "and for no escrow"
    console.say(f"{key.group_id}: {key.born} {key.created}, wrapped for {owner} {escrow}.")


def _show(arguments: Namespace, console: Console) -> int:
    wanted = RegistrationId.parse(arguments.name)
    with open_reader(data_of(arguments)) as reader:
        found = [key for key in reader.group_keys() if RegistrationId.parse(key.group_id) == wanted]
    if not found:
        raise StationError("REC-068", name=wanted.text)
    _say(found[0], console)
    console.answer({**_told(found[0])})
    return ALL_WELL


def _create(arguments: Namespace, console: Console) -> int:
    demand_owner_choice(arguments)
    data, owner = data_of(arguments), owner_of(arguments)
    name = RegistrationId.parse(arguments.name)
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        key = open_group(plant.tools, name, owner, approval)
    _say(key, console)
    console.answer({**_told(key)})
    return ALL_WELL


def _transport(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        public = load_der_public_key(plant.tools.factory.groups.transport_key())
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    put_whole(arguments.out, pem)
    console.say(f"The transport key is in {arguments.out}. The group's owner wraps the key with")
    console.say("  openssl pkeyutl -encrypt -pubin -inkey FILE -pkeyopt rsa_padding_mode:oaep")
    console.answer({"path": str(arguments.out)})
    return ALL_WELL


def _import(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    _demand_apart(arguments)
    if (arguments.wrapped is None) is (arguments.key_fd is None):
        raise StationError("CFG-004", why="either --wrapped FILE or --key-fd N")
    name, owner = RegistrationId.parse(arguments.name), owner_of(arguments)
    key: Secret | bytes
    key = small_file(arguments.wrapped) if arguments.wrapped else _key(_GROUP, arguments)
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        known = import_group(plant.tools, name, key, owner, approval)
    _say(known, console)
    console.answer({**_told(known)})
    return ALL_WELL


def _demand_apart(arguments: Namespace) -> None:
    if arguments.pin_fd is not None and arguments.pin_fd == arguments.key_fd:
        raise StationError("CFG-004", why="--pin-fd and --key-fd are one and the same")


def _key(wanted: AskedPin, arguments: Namespace) -> Secret:
    text = asked(wanted, arguments.key_fd)
    try:
        with text.reveal() as data:
            return parse_symmetric_key(bytes(data).decode("ascii"))
    except UnicodeDecodeError:
        raise StationError("LIN-012", why="it is not base64") from None
    finally:
        text.wipe()


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
    _demand_apart(arguments)
    service = Service.parse(arguments.name, arguments.host, arguments.policy)
    key = _key(_SERVICE, arguments)
    agreement = Agreement(arguments, Right.SETTINGS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        add_service(plant.tools, service, key, agreement.given(plant.tools.records))
    console.say(f"Service {service.name}: the factory's token has the key of {service.policy}.")
    console.answer({"service": service.name, "host": service.host, "policy": service.policy})
    return ALL_WELL
