"""station group: enrollment groups, their keys and CAs, and units shut out of them."""

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
from station.cli.group_units import add_unit_options, disable_unit, say_group, told_group
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
from station.errors import StationError
from station.folders import Data, put_whole
from station.model.group import FIRST_KEY, PUSH_OWNER, GroupKey, KeyOwner
from station.model.names import RegistrationId
from station.model.order import OrderSpec, group_of_spec
from station.model.rights import Right
from station.operations.factory_file import FactoryFile
from station.operations.group_list import Group, find_group, list_groups
from station.operations.groups import (
    disable_group,
    import_group,
    open_group,
    owner_of_file,
    retire_group_key,
    rotate_group,
    small_file,
)
from station.operations.plant import open_plant, open_reader, utc_now
from station.secret import Secret

_GROUP: Final = AskedPin("the group", KEY_FD, "Key in base64")


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "group", "enrollment groups, their keys and their CAs")
    add_command(
        group, "list", _list, "which groups there are, with their keys or CAs, orders and units"
    )
    show = add_command(group, "show", _show, "one group")
    show.add_argument("name", metavar="GROUP")
    create = add_command(group, "create", _create, "make a group's key, before its first order")
    create.add_argument("name", metavar="GROUP")
    add_owner_options(create)
    _add_who(create)
    _add_rotate(group)
    _add_disable(group)
    transport = add_command(
        group, "transport", _transport, "write the key for which keys that come in are wrapped"
    )
    transport.add_argument("--out", metavar="FILE", type=Path, required=True)
    add_pin_option(transport)
    _add_import(group)


def _add_disable(group: Commands) -> None:
    parser = add_command(
        group,
        "disable",
        _disable,
        "have a group take no units any more; or, with --unit, shut one unit out of it, for good",
    )
    parser.add_argument("name", metavar="GROUP")
    add_unit_options(parser)
    add_badge_options(parser, reason=True)
    add_pin_option(parser)


def _add_rotate(group: Commands) -> None:
    parser = add_command(
        group, "rotate", _rotate, "give a group another key, or retire the older of its two"
    )
    parser.add_argument("name", metavar="GROUP")
    parser.add_argument(
        "--retire-old",
        action="store_true",
        help="the second step: the newer key becomes the primary, the older is destroyed",
    )
    parser.add_argument(
        "--moved",
        action="store_true",
        help="units that have the older key were given another one, or are given up",
    )
    _add_wrapped(parser)
    add_owner_options(parser)
    _add_who(parser)


def _add_import(group: Commands) -> None:
    parser = add_command(
        group, "import", _import, "take in the key that a group has at its service already"
    )
    parser.add_argument("name", metavar="GROUP")
    _add_wrapped(parser)
    add_owner_options(parser)
    _add_who(parser)


def _add_wrapped(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--wrapped",
        metavar="FILE",
        type=Path,
        help="the key, wrapped by its owner for the key that 'group transport' writes",
    )
    add_key_option(
        parser,
        "read the key in base64 from this file descriptor: it passes the memory of this computer",
    )


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
        "--for-push",
        action="store_true",
        help="keep a copy that this station's token alone opens, to push the group with its key",
    )
    who.add_argument(
        "--no-disclosure", action="store_true", help="wrap the group's key for no service's owner"
    )


def owner_of(arguments: Namespace) -> KeyOwner | None:
    """Return who is to have a copy of a group's key, or None for nobody."""
    if arguments.for_push:
        return PUSH_OWNER
    return owner_of_file(arguments.service_owner) if arguments.service_owner else None


def owner_for_order(arguments: Namespace, data: Data, spec: OrderSpec) -> KeyOwner | None:
    """Return who is to have the key of an order's group; CFG-004 where a real one doesn't say."""
    with open_reader(data) as reader:
        known = {RegistrationId.parse(group.group_id) for group in reader.key_groups()}
    if group_of_spec(spec) not in known and not FactoryFile.read(data).practice:
        demand_owner_choice(arguments)
    return owner_of(arguments)


def demand_owner_choice(arguments: Namespace) -> None:
    """Check that it was said who is to have a group's key, or raise CFG-004."""
    if arguments.service_owner is None and not (arguments.no_disclosure or arguments.for_push):
        why = "who is to have the group's key? --service-owner CERT, --for-push or --no-disclosure"
        raise StationError("CFG-004", why=why)


def demand_no_owner(arguments: Namespace) -> None:
    """Check that nobody is to have the key of an order that has no group, or raise CFG-004."""
    if arguments.service_owner is not None or arguments.for_push:
        why = "--service-owner and --for-push are for an enrollment group's key: the order has none"
        raise StationError("CFG-004", why=why)


def _add_who(parser: ArgumentParser) -> None:
    add_badge_options(parser)
    add_pin_option(parser)


def _told(key: GroupKey) -> dict[str, JsonValue]:
    return {
        "group": key.group_id,
        "born": key.born,
        "created": key.created,
        "owner": key.owner,
        "escrow": bool(key.escrow_copy),
        "number": key.number,
    }


def _told_group(group: Group) -> dict[str, JsonValue]:
    """Return all that is known of a group; what stands at its top is of its next unit's key."""
    whole, keyed = told_group(group), group.keys
    if keyed is None:
        return whole
    keys: list[JsonValue] = [
        {
            **_told(key),
            "role": keyed.role(key).value,
            "retired": key.retired,
            "units": keyed.units[key.number],
        }
        for key in keyed.keys
    ]
    return {**_told(keyed.working[-1]), **whole, "due": group.due, "keys": keys}


def _list(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        groups = list_groups(reader, utc_now())
        disabled = reader.known_disabled_groups()
    if not groups:
        console.say("There is no group yet.")
    for group in groups:
        _say_group(group, console)
    for name in disabled.keys() - {RegistrationId.parse(group.name) for group in groups}:
        _say_disabled(name.text, disabled[name], console)
    rows: list[JsonValue] = [_told_group(group) for group in groups]
    console.answer(
        {"groups": rows, "disabled": {name.text: when for name, when in disabled.items()}}
    )
    return ALL_WELL


def _say_group(group: Group, console: Console) -> None:
    say_group(group, console)
    if (keyed := group.keys) is not None:
        for key in keyed.keys:
            role, units = keyed.role(key).value, keyed.units[key.number]
            _say(key, console, f"{role} key, {units} units, ")
    if group.disabled:
        _say_disabled(group.name, group.disabled, console)
    elif group.due:
        console.say(f"{group.name}: it takes no units until it is rotated, since {group.due}.")


def _say_disabled(name: str, when: str, console: Console) -> None:
    console.say(f"{name}: disabled {when}; it takes no units any more.")


def _say(key: GroupKey, console: Console, what: str = "") -> None:
    owner = f"its owner's certificate {key.owner}" if key.owner else "no owner"
    owner = "pushes of this station" if key.for_push else owner
    escrow = "and for the escrow" if key.escrow_copy else "and for no escrow"
    retired = f", retired {key.retired}" if key.retired else ""
    name = key.group_id if key.number == FIRST_KEY else f"{key.group_id} (key {key.number})"
    told = f"{what}{key.born} {key.created}, wrapped for {owner} {escrow}{retired}."
    console.say(f"{name}: {told}")


def _show(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        found = find_group(reader, arguments.name, utc_now())
    _say_group(found, console)
    console.answer(_told_group(found))
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
    console.answer(_told(key))
    return ALL_WELL


def _rotate(arguments: Namespace, console: Console) -> int:
    given = [arguments.service_owner, arguments.wrapped, arguments.key_fd]
    if arguments.retire_old:
        kept = arguments.no_disclosure or arguments.for_push
        if kept or any(one is not None for one in given):
            raise StationError("CFG-004", why="--retire-old goes with --moved alone")
        return _retire(arguments, console)
    if arguments.moved:
        raise StationError("CFG-004", why="--moved goes with --retire-old")
    data = data_of(arguments)
    if not FactoryFile.read(data).practice:
        demand_owner_choice(arguments)
    key = _given_key(arguments)
    name, owner = RegistrationId.parse(arguments.name), owner_of(arguments)
    agreement = Agreement(arguments, Right.CEREMONY, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        made = rotate_group(plant.tools, name, key, owner, approval)
    _say(made, console)
    console.prose(
        f"The group's next units get this key. {_tell_service(made)}, so that the service knows "
        "both: as its secondary it takes this one, and the one before stays the primary."
    )
    console.answer(_told(made))
    return ALL_WELL


def _retire(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    name = RegistrationId.parse(arguments.name)
    agreement = Agreement(arguments, Right.CEREMONY, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        key = retire_group_key(plant.tools, name, approval, moved=arguments.moved)
    _say(key, console)
    console.prose(
        f"It is destroyed here. {_tell_service(key)}, so that the service takes it no longer, "
        "either."
    )
    console.answer({**_told(key), "retired": key.retired})
    return ALL_WELL


def _tell_service(key: GroupKey) -> str:
    """Return how the service hears of a change of a group's keys."""
    return "Give 'station push'" if key.for_push else "Export"


def _disable(arguments: Namespace, console: Console) -> int:
    if arguments.unit is not None:
        return disable_unit(arguments, console)
    data = data_of(arguments)
    name = RegistrationId.parse(arguments.name)
    agreement = Agreement(arguments, Right.CEREMONY, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        disable_group(plant.tools, name, approval)
    console.prose(
        f"{name.text}: it takes no units any more. The next 'station push' says so to a service "
        "that has it of a push; exports say so to any other."
    )
    console.answer({"group": name.text, "disabled": True})
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
    key = _given_key(arguments)
    if key is None:
        raise StationError("CFG-004", why="either --wrapped FILE or --key-fd N")
    name, owner = RegistrationId.parse(arguments.name), owner_of(arguments)
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        known = import_group(plant.tools, name, key, owner, approval)
    _say(known, console)
    console.answer(_told(known))
    return ALL_WELL


def _given_key(arguments: Namespace) -> Secret | bytes | None:
    """Return the key that is to be taken in, None for none; CFG-004 for two."""
    demand_apart(arguments)
    if arguments.wrapped is not None and arguments.key_fd is not None:
        raise StationError("CFG-004", why="either --wrapped FILE or --key-fd N")
    if arguments.wrapped is not None:
        return small_file(arguments.wrapped)
    return None if arguments.key_fd is None else key_given(_GROUP, arguments)
